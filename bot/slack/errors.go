package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/slack/webapi"
)

// Codes that decide more than a remedy.
const (
	unknownMethod   = "unknown_method"    // Slack does not have the method
	messageNotFound = "message_not_found" // it was deleted
	missingScope    = "missing_scope"
)

// codeOf returns Slack's code of an error, "" if it has none.
func codeOf(err error) string {
	if r, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return r.Err
	}
	if r, ok := errors.AsType[*webapi.CodeError](err); ok {
		return r.Code
	}
	return ""
}

// remedies by Slack's codes.
var remedies = map[string]converse.Remedy{
	"invalid_blocks": converse.OtherForm, "invalid_blocks_format": converse.OtherForm, "msg_blocks_too_long": converse.OtherForm, "msg_too_long": converse.OtherForm,
	"invalid_attachments": converse.OtherForm,
	"not_in_channel":      converse.TellAsker, "channel_not_found": converse.TellAsker, "is_archived": converse.TellAsker, "restricted_action": converse.TellAsker,
	"restricted_action_read_only_channel": converse.TellAsker, "restricted_action_thread_only_channel": converse.TellAsker,
	"restricted_action_non_threadable_channel": converse.TellAsker, "restricted_action_thread_locked": converse.TellAsker, "user_not_in_channel": converse.TellAsker,
	messageNotFound: converse.PostAnew, unknownMethod: converse.PostAnew, "not_implemented": converse.PostAnew, "cant_update_message": converse.PostAnew, "edit_window_closed": converse.PostAnew,
	"ratelimited": converse.Retry, "rate_limited": converse.Retry, "internal_error": converse.Retry, "fatal_error": converse.Retry, "service_unavailable": converse.Retry,
	"request_timeout": converse.Retry, "team_added_to_org": converse.Retry,
}

// remedyFor decides from an error; wait is what Slack asks for, 0 if it asks
// for nothing.
func remedyFor(err error) (r converse.Remedy, wait time.Duration) {
	var limited *slack.RateLimitedError
	var status slack.StatusCodeError
	var refused *webapi.ResponseError
	var absent *webapi.NoMethodError
	code := codeOf(err)
	switch {
	case errors.As(err, &limited):
		return converse.Wait, limited.RetryAfter
	case errors.As(err, &absent):
		return converse.PostAnew, 0
	case errors.As(err, &refused):
		return remedyForResponse(refused), refused.Wait
	case code != "":
		return remedies[code], 0
	case errors.As(err, &status):
		if status.Code >= 500 || status.Code == 429 {
			return converse.Retry, 0
		}
		return converse.GiveUp, 0
	case errors.Is(err, context.Canceled):
		return converse.GiveUp, 0
	case brokenOff(err):
		return converse.Retry, 0
	}
	return converse.GiveUp, 0
}

func remedyForResponse(e *webapi.ResponseError) converse.Remedy {
	switch {
	case e.Status == http.StatusTooManyRequests || e.Status >= 500:
		return converse.Retry
	case strings.Contains(e.Code, "blocks") || strings.Contains(e.Code, "too_long"):
		return converse.OtherForm
	}
	return converse.OtherRoute
}

// brokenOff reports whether err is no answer of Slack's at all: an error of the network, a
// body that ends early, or what a proxy says in its place, which is no JSON and has no
// number in Retry-After.
func brokenOff(err error) bool {
	var network net.Error
	var syntax *json.SyntaxError
	var number *strconv.NumError
	var odd *webapi.OddAnswerError
	return errors.As(err, &odd) || errors.As(err, &network) || errors.As(err, &syntax) || errors.As(err, &number) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// redacted returns an error without the address that it was about: response URLs
// and Socket Mode addresses are secrets. What a server says in the place of a code
// is left out, too.
func redacted(err error) error {
	var network *url.Error
	var refused slack.SlackErrorResponse
	switch {
	case errors.As(err, &network):
		return fmt.Errorf("%s: %w", network.Op, network.Err)
	case errors.As(err, &refused) && !webapi.IsCode(refused.Err):
		return errors.New("the server refused in words of its own")
	}
	return err
}
