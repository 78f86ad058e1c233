package slack

import "fmt"

// OAuth lets further workspaces install the bot (OAuth v2,
// https://docs.slack.dev/authentication/installing-with-oauth). Their tokens are
// kept in the store, encrypted with its key.
type OAuth struct {
	ClientID, ClientSecret string
	PublicURL              string // where people reach the listener, https://bot.example.com
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
