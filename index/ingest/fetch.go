package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/briefing-bot/briefing-bot/index/source"
)

// Limits of what is fetched from an address.
const (
	fetchTime     = 2 * time.Minute // in all
	answerTime    = 30 * time.Second
	fetchBytes    = 256 << 20 // of an answer; an article has at most source.MaxArticle
	maxRedirects  = 10
	userAgentName = "briefing-bot (+https://github.com/briefing-bot/briefing-bot)"
)

// fetch reads the articles at an address that a person typed.
func fetch(ctx context.Context, address string) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		ctx, cancel := context.WithTimeout(ctx, fetchTime)
		defer cancel()
		in, err := get(ctx, address)
		if err != nil {
			yield(source.Item{Path: address, Err: err})
			return
		}
		defer in.body.Close()
		for it := range source.Read(in.Input) {
			if !yield(it) {
				return
			}
		}
	}
}

// answer is an input that must be closed.
type answer struct {
	source.Input
	body io.Closer
}

// get asks for an address.
func get(ctx context.Context, address string) (answer, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return answer{}, errors.New("it is no address")
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return answer{}, fmt.Errorf("addresses begin with http:// or https://, not %s://", u.Scheme)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return answer{}, fmt.Errorf("it is no address: %w", err)
	}
	request.Header.Set("User-Agent", userAgentName)
	response, err := client(u.Hostname()).Do(request)
	if err != nil {
		return answer{}, fetchError(err)
	}
	in, err := input(response)
	if err != nil {
		response.Body.Close()
		return answer{}, err
	}
	return answer{in, response.Body}, nil
}

// input is what a response holds.
func input(response *http.Response) (source.Input, error) {
	if response.StatusCode != http.StatusOK {
		return source.Input{}, fmt.Errorf("the server answered %s", response.Status)
	}
	contentType := response.Header.Get("Content-Type")
	mediaType, _, _ := mime.ParseMediaType(contentType)
	address := *response.Request.URL
	if !source.SupportedType(mediaType) && !source.Supported(address.Path) {
		return source.Input{}, fmt.Errorf("the server sent %q: %w", mediaType, errUnsupported)
	}
	address.User, address.Fragment = nil, "" // a password is nobody's address
	return source.Input{
		Name: address.Redacted(), URL: address.String(), Type: contentType,
		Reader: &limited{response.Body, fetchBytes},
	}, nil
}

// limited is a reader that fails after n bytes, where io.LimitReader would end as
// if all had been read.
type limited struct {
	io.Reader
	n int64
}

// Read reads until the limit is passed, which is an error.
func (l *limited) Read(p []byte) (int, error) {
	n, err := l.Reader.Read(p)
	if l.n -= int64(n); l.n < 0 {
		return n, fmt.Errorf("it has more than %d MiB", fetchBytes>>20)
	}
	return n, err
}

// client goes to private addresses (of this machine, of the network around it)
// only where typed, the host that a person typed, leads there. A page elsewhere
// that redirects to one is refused.
func client(typed string) *http.Client {
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		d := net.Dialer{Timeout: answerTime}
		if !strings.EqualFold(host, typed) {
			d.Control = refusePrivate
		}
		return d.DialContext(ctx, network, address)
	}
	return &http.Client{
		Transport: &http.Transport{
			DialContext: dial, TLSHandshakeTimeout: answerTime, ResponseHeaderTimeout: answerTime,
			DisableKeepAlives: true, ForceAttemptHTTP2: true,
		},
		CheckRedirect: func(next *http.Request, before []*http.Request) error {
			if len(before) >= maxRedirects {
				return fmt.Errorf("it leads on to other addresses more than %d times", maxRedirects)
			}
			if next.URL.Scheme != "http" && next.URL.Scheme != "https" {
				return fmt.Errorf("it leads on to a %s:// address", next.URL.Scheme)
			}
			return nil
		},
	}
}

// refusePrivate is a net.Dialer's Control that lets public addresses pass.
func refusePrivate(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if ip := to.Addr().Unmap(); !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return errors.New("it leads on to an address of a private network, which is only read where it is typed itself")
	}
	return nil
}

// fetchError words what went wrong, without the address, which may hold a
// password.
func fetchError(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.New("the server took too long to answer")
	}
	return fmt.Errorf("it cannot be fetched: %w", err)
}
