package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

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

// Dial connects to an address, a host and port that a person typed, and with secure
// by TLS. Addresses of private networks are reached only if the host leads there from the
// beginning.
func (c *Client) Dial(ctx context.Context, address string, secure bool) (net.Conn, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, 2*dialTime, ErrSlow)
	defer cancel()
	conn, err := Allow("tcp://"+address).through(c.options.Dial)(ctx, "tcp", address)
	if err != nil {
		return nil, wordError(ctx, err)
	}
	if !secure {
		return conn, nil
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	encrypted := tls.Client(conn, &tls.Config{ServerName: host, RootCAs: c.options.Roots, MinVersion: tls.VersionTLS12})
	if err := encrypted.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, wordError(ctx, err)
	}
	return encrypted, nil
}
