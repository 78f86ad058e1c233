package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"github.com/slack-go/slack"
)

// TokenError says what is wrong with a token and how to fix it. It ends the
// bot: no further try would help.
type TokenError struct{ Message string }

// Error returns the message.
func (e *TokenError) Error() string { return "slack: " + e.Message }

// tokenFixes says what to do about each refusal of a token.
var tokenFixes = map[string]string{
	"invalid_auth":                 "Slack does not know it. Copy it again from https://api.slack.com/apps → your app (bot token: OAuth & Permissions; app token: Basic Information → App-Level Tokens)",
	"not_authed":                   "it is empty. Copy it from https://api.slack.com/apps → your app",
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

// unknownMethod is Slack's code for a method that it does not have.
const unknownMethod = "unknown_method"

// codeOf returns Slack's code of an error, "" if it has none.
func codeOf(err error) string {
	if r, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return r.Err
	}
	return ""
}

// What to do about a message that Slack did not take.
type remedy int

const (
	giveUp     remedy = iota // log it
	retryLater               // try again later
	asText                   // the blocks are refused: plain text
	tellAsker                // the bot may not post there: who asked can mend it
	postAnew                 // the message to change is gone
	otherRoute               // the response URL is spent
)

var remedies = map[string]remedy{
	"invalid_blocks": asText, "invalid_blocks_format": asText, "msg_blocks_too_long": asText, "msg_too_long": asText,
	"invalid_attachments": asText,
	"not_in_channel":      tellAsker, "channel_not_found": tellAsker, "is_archived": tellAsker, "restricted_action": tellAsker,
	"restricted_action_read_only_channel": tellAsker, "restricted_action_thread_only_channel": tellAsker,
	"restricted_action_non_threadable_channel": tellAsker, "restricted_action_thread_locked": tellAsker, "user_not_in_channel": tellAsker,
	"message_not_found": postAnew, unknownMethod: postAnew, "not_implemented": postAnew, "cant_update_message": postAnew, "edit_window_closed": postAnew,
	"ratelimited": retryLater, "rate_limited": retryLater, "internal_error": retryLater, "fatal_error": retryLater, "service_unavailable": retryLater,
	"request_timeout": retryLater, "team_added_to_org": retryLater,
}

// remedyFor decides from an error; wait is what Slack asks for, 0 if it asks
// for nothing.
func remedyFor(err error) (r remedy, wait time.Duration) {
	var limited *slack.RateLimitedError
	var status slack.StatusCodeError
	var refused *responseError
	var absent *noMethod
	code := codeOf(err)
	switch {
	case errors.As(err, &limited):
		return retryLater, limited.RetryAfter
	case errors.As(err, &absent):
		return postAnew, 0
	case errors.As(err, &refused):
		return refused.remedy(), refused.wait
	case code != "":
		return remedies[code], 0
	case errors.As(err, &status):
		if status.Code >= 500 || status.Code == 429 {
			return retryLater, 0
		}
		return giveUp, 0
	case errors.Is(err, context.Canceled):
		return giveUp, 0
	case brokenOff(err):
		return retryLater, 0
	}
	return giveUp, 0
}

// brokenOff reports whether err is no answer of Slack's at all: of the network, of a
// body that ends early, or of what a proxy says in its place, which is no JSON and
// has no number in Retry-After.
func brokenOff(err error) bool {
	var network net.Error
	var syntax *json.SyntaxError
	var number *strconv.NumError
	return isOdd(err) || errors.As(err, &network) || errors.As(err, &syntax) || errors.As(err, &number) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// channelFixes tell who asked how a channel's refusal can be mended.
var channelFixes = map[string]string{
	"not_in_channel":    "I am not in %s. Invite me there (/invite) and ask again.",
	"channel_not_found": "I cannot see %s. Invite me there (/invite) and ask again.",
	"is_archived":       "%s is archived, so I cannot answer there.",
}

func fixFor(code, channel string) string {
	text, ok := channelFixes[code]
	if !ok {
		text = "The workspace's settings do not let me post in %s (" + code + "). An administrator can allow it."
	}
	return fmt.Sprintf(text, channel)
}

// shapedAsCode is how Slack's codes look; what else stands in the place of one may
// be what the server was sent.
var shapedAsCode = regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)+$|^ratelimited$`)

// redacted returns an error without the address that it was about: response URLs
// and Socket Mode addresses are secrets. What a server says in the place of a code
// is left out, too.
func redacted(err error) error {
	var network *url.Error
	var refused slack.SlackErrorResponse
	switch {
	case errors.As(err, &network):
		return fmt.Errorf("%s: %w", network.Op, network.Err)
	case errors.As(err, &refused) && !shapedAsCode.MatchString(refused.Err):
		return errors.New("the server refused in words of its own")
	}
	return err
}
