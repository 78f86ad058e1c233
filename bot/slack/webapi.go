package slack

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
)

// maxReply is more than a method of the Web API answers with, in bytes.
const maxReply = 32 << 20

// againAfter is the pause before a call is sent again that met a 404.
const againAfter = 200 * time.Millisecond

// webAPI sends requests for the library, and lets it see only answers of the Web
// API: JSON with "ok", and "error" if that is false. The library takes {} for
// success, and a proxy's 404 for a refusal.
type webAPI struct {
	client *http.Client
	base   string // of its methods, with a slash at the end
}

// Do sends one request. Its error is an *oddAnswer or a *noMethod if something
// other than the Web API answered.
func (a *webAPI) Do(r *http.Request) (*http.Response, error) { return a.do(r, false) }

// doAgain sends a request once more after a 404, which may have been a proxy's.
func (a *webAPI) doAgain(r *http.Request) (*http.Response, error) {
	if err := outbox.Pause(r.Context(), againAfter); err != nil {
		return nil, err
	}
	body, err := r.GetBody()
	if err != nil {
		return nil, fmt.Errorf("send a call to Slack again: %w", err)
	}
	next := r.Clone(r.Context())
	next.Body = body
	return a.do(next, true)
}

func (a *webAPI) do(r *http.Request, again bool) (*http.Response, error) {
	resp, err := a.client.Do(r)
	if err != nil || resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500 && resp.StatusCode != http.StatusNotImplemented {
		return resp, err
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(io.LimitReader(resp.Body, maxReply))
	if err != nil {
		return nil, fmt.Errorf("read Slack's answer: %w", err)
	}
	if strings.HasPrefix(r.URL.String(), a.base) {
		err = a.checkAnswer(resp, said)
	} else {
		err = checkUpload(resp.StatusCode, said)
	}
	var absent *noMethod
	if errors.As(err, &absent) && r.GetBody != nil && !again {
		return a.doAgain(r)
	}
	if err != nil {
		return nil, err
	}
	resp.Body, resp.StatusCode = io.NopCloser(bytes.NewReader(said)), http.StatusOK // some servers refuse with a status beside the code
	return resp, nil
}

// checkAnswer returns nil for an answer of the Web API.
func (a *webAPI) checkAnswer(resp *http.Response, said []byte) error {
	var body struct {
		OK    *bool   `json:"ok"`
		Error *string `json:"error"`
	}
	if json.Unmarshal(said, &body) == nil && body.OK != nil {
		switch {
		case *body.OK && resp.StatusCode < 300, !*body.OK && body.Error != nil && strings.TrimSpace(*body.Error) != "":
			return nil
		}
	}
	status := resp.StatusCode
	switch {
	case a.base == DefaultAPIURL:
		return &oddAnswer{status: status}
	case slices.Contains([]int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented}, status):
		return &noMethod{status: status}
	case status == http.StatusBadRequest || status == http.StatusUnauthorized || status == http.StatusRequestEntityTooLarge ||
		status == http.StatusUnsupportedMediaType || status == http.StatusUnprocessableEntity:
		return &refusedPlainly{status: status}
	}
	return &oddAnswer{status: status}
}

// checkUpload returns nil if an upload address took a file. Slack says "OK - " and
// a number, other servers nothing or JSON; a proxy sends a page.
func checkUpload(status int, said []byte) error {
	if page := bytes.TrimSpace(bytes.TrimPrefix(said, []byte("\ufeff"))); status != http.StatusOK || bytes.HasPrefix(page, []byte("<")) {
		return &oddAnswer{status: status}
	}
	return nil
}

// oddAnswer is an answer from something other than Slack: a proxy's page, nothing,
// half an answer. The next one may be Slack's.
type oddAnswer struct{ status int }

// Error returns the status alone: the words may be anybody's.
func (o *oddAnswer) Error() string {
	return fmt.Sprintf("something other than Slack answered, with status %d", o.status)
}

// noMethod is the answer of a server, not Slack's own, that has no such path. It
// may be a proxy's, too.
type noMethod struct{ status int }

// Error returns the status alone.
func (n *noMethod) Error() string {
	return fmt.Sprintf("the server answered %d: it may not have this method", n.status)
}

// refusedPlainly is the refusal of a server, not Slack's own, without a code.
type refusedPlainly struct{ status int }

// Error returns the status alone.
func (r *refusedPlainly) Error() string {
	return fmt.Sprintf("the server refused with status %d and gave no reason", r.status)
}

// isOdd reports whether err is an answer from something other than Slack.
func isOdd(err error) bool {
	var odd *oddAnswer
	return errors.As(err, &odd)
}
