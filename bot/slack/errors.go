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

// remedyFor returns what to do about an error, and how long Slack asks to wait, 0 if it does
// not say.
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

// TokenError is an error in a token, with how to fix it. It ends the bot: no further try
// would help.
type TokenError struct{ Message string }

// Error returns the message.
func (e *TokenError) Error() string { return "slack: " + e.Message }

// tokenFixes are the fixes for each refusal of a token, by Slack's code.
var tokenFixes = map[string]string{
	"invalid_auth":                 "Slack does not know it. Copy it again from https://api.slack.com/apps → your app (bot token: OAuth & Permissions; app token: Basic Information → App-Level Tokens)",
	"not_authed":                   "the server saw no token. If one is set, something on the way takes the Authorization header out; else copy it from https://api.slack.com/apps → your app",
	"token_revoked":                "it was revoked. Install the app again (OAuth & Permissions → Reinstall) and copy the new token",
	"token_expired":                "it has expired. Switch token rotation off, install the app again and copy the new token",
	"account_inactive":             "the app was removed from the workspace, or the workspace is gone. Install the app again and copy the new token",
	"not_allowed_token_type":       "it is of the wrong kind: the bot token begins with xoxb-, the app token with xapp-",
	"no_permission":                "the app may not do this. Install it again with the scopes of `briefing-bot slack manifest`",
	"missing_scope":                "it lacks a scope. An app token needs connections:write; a bot token those of `briefing-bot slack manifest`: paste the manifest into the app and install it again",
	"app_not_found":                "its app is gone. Make one with `briefing-bot slack manifest`",
	"socket_mode_not_enabled":      "Socket Mode is switched off. Switch it on at https://api.slack.com/apps → your app → Socket Mode, or paste `briefing-bot slack manifest` into the app",
	"forbidden_team":               "the workspace does not allow this app. Ask its administrators to approve it",
	"team_access_not_granted":      "the workspace has not granted the app access. Ask its administrators to approve it",
	"org_login_required":           "the workspace is being moved into an organisation. Wait until that is done and start again",
	"two_factor_setup_required":    "its owner has to set up two-factor authentication first",
	"access_denied":                "the workspace denies access. Ask its administrators to approve the app",
	"ekm_access_denied":            "the workspace's administrators have suspended posting",
	"enterprise_is_restricted":     "the organisation does not allow this app",
	"internal_scope_error":         "it lacks a scope. Paste `briefing-bot slack manifest` into the app and install it again",
	"app_level_token_missing":      "Socket Mode needs an app token. Make one with connections:write at Basic Information → App-Level Tokens",
	"connections_write_not_scoped": "the app token needs connections:write",
}

// tokenError returns err as a *TokenError, nil if the token is not to blame.
func tokenError(which string, err error) error {
	code := codeOf(err)
	mend, ok := tokenFixes[code]
	if !ok {
		return nil
	}
	return &TokenError{Message: fmt.Sprintf("the %s is refused (%s): %s.", which, code, mend)}
}
