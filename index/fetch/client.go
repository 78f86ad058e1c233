package fetch

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Limits of a request; docs/limits.md lists them for people.
const (
	dialTime      = 30 * time.Second // to connect, and as long again for TLS
	headerTime    = 30 * time.Second // for the answer's header after the request was sent
	stallTime     = 30 * time.Second // between two parts of a body
	totalTime     = 2 * time.Minute  // for all, with redirects
	maxHeader     = 1 << 20          // bytes of an answer's header
	maxHops       = 10               // redirects that are followed
	maxDowngrades = 1                // redirects from https to http that are followed

	// MaxBytes is how many bytes a body may have, unpacked.
	MaxBytes = 256 << 20
)

// agent is the name that robots.txt knows the program by, and home is where a
// server's administrator learns what it is.
const (
	agent = "briefing-bot"
	home  = "https://github.com/briefing-bot/briefing-bot"
)

// Options of a Client. Their zero values are good ones.
type Options struct {
	Contact string         // an address of who runs this program, for the User-Agent; may be ""
	Pause   time.Duration  // between two requests to one host; DefaultPause if 0, none if negative
	Dial    Dialer         // how to connect; the system's network if nil
	Roots   *x509.CertPool // whose certificates are trusted; the system's if nil
}

// Client fetches addresses. It may be used by many goroutines; they wait for each
// other where they ask one host.
type Client struct {
	options Options
	hosts   hosts
	robots  robots
}

// New returns a Client.
func New(o Options) *Client {
	o.Pause = cmp.Or(o.Pause, DefaultPause)
	if o.Dial == nil {
		o.Dial = dial
	}
	return &Client{options: o, hosts: newHosts(max(o.Pause, 0)), robots: newRobots()}
}

// Request is what to fetch.
type Request struct {
	URL          string // http or https, maybe with user and password
	Accept       string // media types, as of HTTP's Accept; any if ""
	ETag         string // of what the caller has; "" if unknown
	LastModified string // of what the caller has, as the server wrote it; "" if unknown
	Grant        *Grant // what a person allowed; nil: public addresses alone
	Robots       bool   // obey robots.txt, as for what no person asked for
	MaxBytes     int64  // of the body, unpacked; MaxBytes if 0
}

// Get fetches an address. Its error is for people and names neither the address
// nor a password. It is a *StatusError if the server answered otherwise than with
// the content, and it wraps ErrGone, ErrPrivate, ErrRobots or ErrTooLarge where
// that is the reason. The caller closes the Response's Body, until which no other
// request to the same host begins.
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	at, err := parseAddress(r.URL)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, totalTime, ErrSlow)
	trail := trail{moved: true}
	for {
		response, done, err := c.hop(ctx, r, at, trail.cookies(at))
		if err != nil {
			cancel()
			return nil, err
		}
		if !redirects(response) {
			out, err := c.accept(ctx, r, response, func() { done(); cancel() })
			if err != nil {
				return nil, err
			}
			out.Moved = trail.permanent
			return out, nil
		}
		done()
		if at, err = trail.follow(at, response); err != nil {
			cancel()
			return nil, err
		}
	}
}

// parseAddress parses an address that can be fetched.
func parseAddress(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, errors.New("it is no address")
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("addresses begin with http:// or https://, not %s://", u.Scheme)
	}
	return u, nil
}

// hop sends one request, once its host is free. Until done is called the host is
// not.
func (c *Client) hop(ctx context.Context, r Request, at *url.URL, cookies []*http.Cookie) (response *http.Response, done func(), err error) {
	if r.Robots {
		if err := c.mayRead(ctx, r, at); err != nil {
			return nil, nil, err
		}
	}
	release, err := c.hosts.acquire(ctx, at.Hostname())
	if err != nil {
		return nil, nil, wordError(ctx, err)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	request, err := c.request(ctx, r, at)
	if err == nil {
		for _, cookie := range cookies {
			request.AddCookie(cookie)
		}
		response, err = c.transport(r.Grant).RoundTrip(request)
	}
	if err != nil {
		err = wordError(ctx, err)
		cancel(nil)
		release()
		return nil, nil, err
	}
	response.Body = &stalling{body: response.Body, ctx: ctx, cancel: cancel}
	return response, func() {
		cancel(nil)
		_ = response.Body.Close()
		release()
	}, nil
}

// request returns the HTTP request for one hop.
func (c *Client) request(ctx context.Context, r Request, at *url.URL) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, errors.New("it is no address")
	}
	set := func(name, value string) {
		if value != "" {
			request.Header.Set(name, value)
		}
	}
	if user := at.User; user != nil {
		password, _ := user.Password()
		request.SetBasicAuth(user.Username(), password)
	}
	set("User-Agent", c.userAgent())
	// Set here, so that what comes is unpacked within limits, not by net/http.
	set("Accept-Encoding", "gzip, deflate, zstd")
	set("Accept", r.Accept)
	set("If-None-Match", r.ETag)
	set("If-Modified-Since", r.LastModified)
	return request, nil
}

// userAgent names the program and where to complain about it.
func (c *Client) userAgent() string {
	if contact := oneLine(c.options.Contact); contact != "" {
		return fmt.Sprintf("%s (+%s; %s)", agent, home, contact)
	}
	return fmt.Sprintf("%s (+%s)", agent, home)
}

// oneLine returns what of s can be in a header.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '(' || r == ')' {
			return -1
		}
		return r
	}, s))
}

// transport returns what sends one request. No connection is kept: it could
// otherwise serve a request that a Grant does not cover.
func (c *Client) transport(g *Grant) *http.Transport {
	if g == nil {
		g = Allow("")
	}
	return &http.Transport{
		DialContext: g.through(c.options.Dial), TLSHandshakeTimeout: dialTime, ResponseHeaderTimeout: headerTime,
		TLSClientConfig:   &tls.Config{RootCAs: c.options.Roots, MinVersion: tls.VersionTLS12},
		DisableKeepAlives: true, ForceAttemptHTTP2: true, MaxResponseHeaderBytes: maxHeader,
	}
}
