package webapi

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

// DefaultURL is Slack's own.
const DefaultURL = "https://slack.com/api/"

// Client sends requests for the library, and lets it see only answers of the Web
// API: JSON with "ok", and "error" if that is false. The library takes {} for
// success, and a proxy's 404 for a refusal.
type Client struct {
	HTTP *http.Client
	Base string // of the API's methods, with a slash at the end
}

// Do sends one request. Its error is an *OddAnswerError or a *NoMethodError if something
// other than the Web API answered.
func (c *Client) Do(r *http.Request) (*http.Response, error) { return c.do(r, false) }

// doAgain sends a request once more after a 404, which may have been a proxy's.
func (c *Client) doAgain(r *http.Request) (*http.Response, error) {
	if err := outbox.Pause(r.Context(), againAfter); err != nil {
		return nil, err
	}
	body, err := r.GetBody()
	if err != nil {
		return nil, fmt.Errorf("send a call to Slack again: %w", err)
	}
	next := r.Clone(r.Context())
	next.Body = body
	return c.do(next, true)
}

func (c *Client) do(r *http.Request, again bool) (*http.Response, error) {
	resp, err := c.HTTP.Do(r)
	if err != nil || resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500 && resp.StatusCode != http.StatusNotImplemented {
		return resp, err
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(io.LimitReader(resp.Body, maxReply))
	if err != nil {
		return nil, fmt.Errorf("read Slack's answer: %w", err)
	}
	if strings.HasPrefix(r.URL.String(), c.Base) {
		err = c.checkAnswer(resp, said)
	} else {
		err = checkUpload(resp.StatusCode, said)
	}
	var absent *NoMethodError
	if errors.As(err, &absent) && r.GetBody != nil && !again {
		return c.doAgain(r)
	}
	if err != nil {
		return nil, err
	}
	resp.Body, resp.StatusCode = io.NopCloser(bytes.NewReader(said)), http.StatusOK // some servers refuse with a status beside the code
	return resp, nil
}

// checkAnswer returns nil for an answer of the Web API.
func (c *Client) checkAnswer(resp *http.Response, said []byte) error {
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
	case c.Base == DefaultURL:
		return &OddAnswerError{Status: status}
	case slices.Contains([]int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented}, status):
		return &NoMethodError{Status: status}
	case status == http.StatusBadRequest || status == http.StatusUnauthorized || status == http.StatusRequestEntityTooLarge ||
		status == http.StatusUnsupportedMediaType || status == http.StatusUnprocessableEntity:
		return &RefusedError{Status: status}
	}
	return &OddAnswerError{Status: status}
}

// checkUpload returns nil if an upload address took a file. Slack says "OK - " and
// a number, other servers nothing or JSON; a proxy sends a page.
func checkUpload(status int, said []byte) error {
	if page := bytes.TrimSpace(bytes.TrimPrefix(said, []byte("\ufeff"))); status != http.StatusOK || bytes.HasPrefix(page, []byte("<")) {
		return &OddAnswerError{Status: status}
	}
	return nil
}
