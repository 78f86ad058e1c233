package webapi

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// OddAnswerError is an answer from something other than Slack: a proxy's page, nothing,
// half an answer. The next one may be Slack's.
type OddAnswerError struct{ Status int }

// Error returns the status alone: the words may be anybody's.
func (o *OddAnswerError) Error() string {
	return fmt.Sprintf("something other than Slack answered, with status %d", o.Status)
}

// NoMethodError is the answer of a server, not Slack's own, that has no such path. It
// may be a proxy's, too.
type NoMethodError struct{ Status int }

// Error returns the status alone.
func (n *NoMethodError) Error() string {
	return fmt.Sprintf("the server answered %d: it may not have this method", n.Status)
}

// RefusedError is the refusal of a server, not Slack's own, without a code.
type RefusedError struct{ Status int }

// Error returns the status alone.
func (r *RefusedError) Error() string {
	return fmt.Sprintf("the server refused with status %d and gave no reason", r.Status)
}

// ResponseError is a response URL's refusal.
type ResponseError struct {
	Status int
	Code   string        // Slack's, or the server's words
	Wait   time.Duration // that the server asks for, 0 if it does not say
}

// Error returns the refusal without the address and without words of the server's own,
// which may be what it was sent.
func (e *ResponseError) Error() string {
	code, _, _ := strings.Cut(e.Code, ":")
	if !IsCode(code) {
		return fmt.Sprintf("the response URL answered %d in words of its own", e.Status)
	}
	return fmt.Sprintf("the response URL answered %d %s", e.Status, code)
}

// shapedAsCode matches what looks like one of Slack's codes.
var shapedAsCode = regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)+$|^ratelimited$`)

// IsCode reports whether text looks like one of Slack's codes. What else a server says in
// the place of one may be what it was sent.
func IsCode(text string) bool { return shapedAsCode.MatchString(text) }
