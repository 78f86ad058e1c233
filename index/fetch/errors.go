package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Reasons why an address is not read.
var (
	ErrGone     = errors.New("it is gone for good")
	ErrRobots   = errors.New("its site's robots.txt asks programs not to read it")
	ErrTooLarge = errors.New("it is too large")

	// ErrSlow is the reason where time ran out.
	ErrSlow    = errors.New("the server took too long to answer")
	errStalled = errors.New("the server stopped sending")
)

// wordError words what went wrong, without the address, which may hold a
// password.
func wordError(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); errors.Is(cause, ErrSlow) || errors.Is(cause, errStalled) {
		return cause
	}
	if errors.Is(err, ErrPrivate) {
		return ErrPrivate
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
		return ErrSlow
	}
	return &UnreachableError{err}
}

// UnreachableError is the error for a server that cannot be reached or breaks off.
type UnreachableError struct{ Cause error }

// Error words the cause.
func (e *UnreachableError) Error() string { return "it cannot be fetched: " + e.Cause.Error() }

// Unwrap returns the cause.
func (e *UnreachableError) Unwrap() error { return e.Cause }

// Temporary reports whether an error of Client.Get may be gone when the same is
// asked again later.
func Temporary(err error) bool {
	if status, ok := errors.AsType[*StatusError](err); ok {
		return status.Code >= 500 || status.Code == 408 || status.Code == 425 || status.Code == 429
	}
	_, broken := errors.AsType[*UnreachableError](err)
	return broken || errors.Is(err, ErrSlow) || errors.Is(err, errStalled) || errors.Is(err, context.DeadlineExceeded)
}

// WithoutUser returns an address as it may be shown: with *** in place of a user
// name and password, also if it cannot be parsed.
func WithoutUser(address string) string {
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

// StatusError is the error for an answer other than the content: not found,
// forbidden, gone, too many requests.
type StatusError struct {
	Code       int
	RetryAfter time.Duration // how long the server asks to wait, at most a day; 0 if it does not
}

// Error returns the status code with its standard text.
func (e *StatusError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("the server answered %d %s", e.Code, http.StatusText(e.Code)))
}

// Is reports whether target is ErrGone and the server said so.
func (e *StatusError) Is(target error) bool { return target == ErrGone && e.Code == http.StatusGone }

// ErrPrivate is the reason for an address of a private network that no Grant covers.
var ErrPrivate = errors.New("it leads on to an address of a private network, which is only read when it is typed itself")
