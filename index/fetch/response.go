package fetch

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Bounds of what a server says of times.
const (
	maxRetryAfter = 24 * time.Hour
	maxFresh      = 7 * 24 * time.Hour
)

// maxValidator is how many bytes an ETag or a Last-Modified may have to be kept.
const maxValidator = 1 << 10

// Response is what an address holds.
type Response struct {
	URL          string // where it was found, after redirects; without user, password and fragment
	Moved        string // where the address has moved for good, to be asked next time; "" if it has not
	NotModified  bool   // it is what the request's ETag or LastModified name; the Body is empty
	Type         string // Content-Type, as the server wrote it
	ETag         string
	LastModified string        // as the server wrote it
	Fresh        time.Duration // how long the server says that it stays as it is; 0 if it does not say
	Body         io.ReadCloser // unpacked; fails with ErrTooLarge beyond the limit
}

// accept makes a Response of an answer that does not lead on. If it is an error,
// or the Body is closed, done is called.
func (c *Client) accept(ctx context.Context, r Request, response *http.Response, done func()) (*Response, error) {
	h := response.Header
	out := &Response{
		URL: shown(response.Request.URL), Type: h.Get("Content-Type"), Fresh: freshness(h, time.Now()),
		ETag: validator(h.Get("ETag")), LastModified: validator(h.Get("Last-Modified")),
	}
	switch {
	case response.StatusCode == http.StatusNotModified && (r.ETag != "" || r.LastModified != ""):
		done()
		out.NotModified, out.Body = true, http.NoBody
		return out, nil
	case response.StatusCode != http.StatusOK:
		done()
		// The text that the server sent with the number could be anything.
		return nil, &StatusError{Code: response.StatusCode, RetryAfter: retryAfter(h, time.Now())}
	}
	unpacked, err := unpack(response.Body, h.Values("Content-Encoding"))
	if err != nil {
		err = wordError(ctx, err)
		done()
		return nil, err
	}
	limit := r.MaxBytes
	if limit <= 0 {
		limit = MaxBytes
	}
	out.Body = &body{reader: &limited{unpacked, limit, limit}, done: sync.OnceFunc(done)}
	return out, nil
}

// validator returns an ETag or a date as it can be sent back, "" if it is too long.
func validator(s string) string {
	if len(s) > maxValidator {
		return ""
	}
	return s
}

// freshness returns how long Cache-Control or Expires say that an answer holds.
func freshness(h http.Header, now time.Time) time.Duration {
	for directive := range strings.SplitSeq(strings.Join(h.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.ToLower(textproto.TrimString(directive)), "=")
		switch name {
		case "no-cache", "no-store":
			return 0
		case "max-age":
			return seconds(strings.Trim(value, `"`), maxFresh)
		}
	}
	expires, err := http.ParseTime(h.Get("Expires"))
	if err != nil {
		return 0
	}
	return bounded(expires.Sub(serverTime(h, now)), maxFresh)
}

// retryAfter returns how long Retry-After asks to wait, in seconds or until a date
// of the server's clock. It is 0 if the header is absent or makes no sense.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := textproto.TrimString(h.Get("Retry-After"))
	if date, err := http.ParseTime(value); err == nil {
		return bounded(date.Sub(serverTime(h, now)), maxRetryAfter)
	}
	return seconds(value, maxRetryAfter)
}

// serverTime returns what time it is by the server's clock, which may be off.
func serverTime(h http.Header, now time.Time) time.Time {
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		return date
	}
	return now
}

// seconds returns a number of seconds, at most limit, 0 if it is none.
func seconds(s string, limit time.Duration) time.Duration {
	n, err := strconv.ParseInt(s, 10, 64)
	if errors.Is(err, strconv.ErrRange) || n > int64(limit/time.Second) {
		n = int64(limit / time.Second)
	} else if err != nil {
		n = 0
	}
	if strings.HasPrefix(s, "-") {
		n = 0
	}
	return bounded(time.Duration(n)*time.Second, limit)
}

// bounded returns d, at least 0 and at most limit.
func bounded(d, limit time.Duration) time.Duration { return min(max(d, 0), limit) }
