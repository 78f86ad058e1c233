package webapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// Slack's limits on a response URL
// (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses).
const (
	ResponseLife = 30 * time.Minute
	maxResponse  = 1 << 16 // bytes of its answer that are read
)

// Response is a message to a response URL. B is a block.
type Response[B any] struct {
	Text            string `json:"text,omitempty"`
	Blocks          []B    `json:"blocks,omitempty"`
	Mrkdwn          *bool  `json:"mrkdwn,omitempty"`
	ResponseType    string `json:"response_type,omitempty"`
	ReplaceOriginal bool   `json:"replace_original"`
	DeleteOriginal  bool   `json:"delete_original,omitempty"`
	Thread          string `json:"thread_ts,omitempty"`
}

// Respond sends a response to a response URL, once. Its error is a *ResponseError if Slack
// refused, and an *OddAnswerError if something else answered.
func Respond[B any](ctx context.Context, client *http.Client, address string, r Response[B]) error {
	raw, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode a response: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(raw))
	if err != nil {
		return &ResponseError{Code: "invalid_url"}
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(resp.Body, maxResponse)) // half an answer is an odd one
	return responseError(resp, said)
}

// responseError reads the answer: "ok", JSON with ok and error, or words.
func responseError(resp *http.Response, said []byte) error {
	var body struct {
		OK    *bool  `json:"ok"`
		Error string `json:"error"`
	}
	asJSON := json.Unmarshal(said, &body) == nil
	if text := bytes.TrimSpace(bytes.TrimPrefix(said, []byte("\ufeff"))); resp.StatusCode < 300 &&
		(bytes.HasPrefix(text, []byte("<")) || bytes.HasPrefix(text, []byte("{")) && !asJSON) {
		return &OddAnswerError{Status: resp.StatusCode} // a page, or half an answer
	}
	if resp.StatusCode < 300 && (!asJSON || body.OK == nil || *body.OK) {
		return nil
	}
	e := &ResponseError{Status: resp.StatusCode, Code: body.Error}
	if e.Code == "" {
		e.Code, _ = chat.Clip(strings.TrimSpace(string(said)), 80)
	}
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
		e.Wait = time.Duration(seconds) * time.Second
	}
	return e
}
