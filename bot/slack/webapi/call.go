package webapi

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Bearer sends requests with a token in their header, where Slack prefers it and some
// servers alone read it. The library sends it in the form for most methods.
type Bearer struct {
	*Client
	Token string
}

// Do is Client.Do with the token, unless the request has one.
func (b *Bearer) Do(r *http.Request) (*http.Response, error) {
	if b.Token != "" && r.Header.Get("Authorization") == "" && strings.HasPrefix(r.URL.String(), b.Base) {
		r.Header.Set("Authorization", "Bearer "+b.Token)
	}
	return b.Client.Do(r)
}

// CodeError is a refusal of the Web API.
type CodeError struct{ Code string }

// Error returns the code, unless it is no code but words of the server's own.
func (e *CodeError) Error() string {
	if !IsCode(e.Code) {
		return "the server refused in words of its own"
	}
	return e.Code
}

// Call calls a method that the library lacks, or whose answer it does not show whole. Its
// error is a *CodeError if Slack refused.
func (b *Bearer) Call(ctx context.Context, method string, args url.Values, answer any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, b.Base+method, strings.NewReader(args.Encode()))
	if err != nil {
		return fmt.Errorf("make a call to Slack: %w", err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := b.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(io.LimitReader(resp.Body, maxReply))
	if err != nil {
		return fmt.Errorf("read Slack's answer: %w", err)
	}
	var result struct {
		OK    bool   `json:"ok"`
		Error string `json:"error"`
	}
	if err := json.Unmarshal(said, &result); err != nil {
		return &OddAnswerError{Status: resp.StatusCode}
	}
	if !result.OK {
		return &CodeError{Code: result.Error}
	}
	if answer == nil {
		return nil
	}
	if err := json.Unmarshal(said, answer); err != nil {
		return fmt.Errorf("decode Slack's answer: %w", err)
	}
	return nil
}
