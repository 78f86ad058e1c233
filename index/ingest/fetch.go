package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/index/source"
)

// Limits of what is fetched from an address.
const (
	fetchTime     = 2 * time.Minute // in all
	answerTime    = 30 * time.Second
	fetchBytes    = 256 << 20 // of an answer, unpacked
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
			yield(source.Item{Path: withoutUser(address), Err: err})
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
		return answer{}, errors.New("it is no address")
	}
	request.Header.Set("User-Agent", userAgentName)
	// Set here, so that what comes is unpacked within limits, not by net/http.
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := client(u).Do(request)
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

// input returns the content of a response.
func input(response *http.Response) (source.Input, error) {
	if response.StatusCode != http.StatusOK {
		// The text that the server sent with the number could be anything.
		return source.Input{}, fmt.Errorf("the server answered %d %s", response.StatusCode, http.StatusText(response.StatusCode))
	}
	contentType := response.Header.Get("Content-Type")
	mediaType, _, _ := mime.ParseMediaType(contentType)
	address := *response.Request.URL
	if !source.SupportedType(mediaType) && !source.Supported(address.Path) {
		return source.Input{}, fmt.Errorf("the server sent %q: %w", mediaType, errUnsupported)
	}
	address.User, address.Fragment = nil, "" // neither shown nor stored
	body, err := unpacked(response)
	if err != nil {
		return source.Input{}, err
	}
	return source.Input{
		Name: address.String(), URL: address.String(), Type: contentType,
		Reader: &limited{body, fetchBytes},
	}, nil
}

// unpacked returns the body of a response without its Content-Encoding.
func unpacked(response *http.Response) (io.Reader, error) {
	switch encoding := strings.ToLower(response.Header.Get("Content-Encoding")); encoding {
	case "", "identity":
		return response.Body, nil
	case "gzip", "x-gzip":
		return source.Gunzip(response.Body)
	default:
		return nil, fmt.Errorf("the server sent it compressed as %q, which is not read", encoding)
	}
}

// withoutUser returns an address as it may be shown: with *** in place of a user
// name and password, also if it cannot be parsed.
func withoutUser(address string) string {
	u, err := url.Parse(address)
	scheme, rest, _ := strings.Cut(address, "://")
	end := len(rest)
	if err == nil {
		if u.User == nil {
			return address
		}
		if i := strings.IndexAny(rest, "/?#"); i >= 0 {
			end = i
		}
	}
	if i := strings.LastIndex(rest[:end], "@"); i >= 0 {
		return scheme + "://***" + rest[i:]
	}
	return address
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

// checkRedirect limits where a server may lead on to.
func checkRedirect(next *http.Request, before []*http.Request) error {
	if len(before) >= maxRedirects {
		return fmt.Errorf("it leads on to other addresses more than %d times", maxRedirects)
	}
	if next.URL.Scheme != "http" && next.URL.Scheme != "https" {
		return fmt.Errorf("it leads on to a %s:// address", next.URL.Scheme)
	}
	return nil
}

// fetchError words what went wrong, without the address, which may hold a
// password.
func fetchError(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.New("the server took too long to answer")
	}
	return fmt.Errorf("it cannot be fetched: %w", err)
}
