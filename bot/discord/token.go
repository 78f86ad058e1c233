package discord

import "net/http"

// TokenError is an error in the token or the configuration, with how to fix it. It ends
// the bot: trying again would not help.
type TokenError struct{ Message string }

// Error returns the message.
func (e *TokenError) Error() string { return "discord: " + e.Message }

// newToken is the fix for a token that is refused.
const newToken = "the bot token is refused. Make a new one (https://discord.com/developers/applications → your app → Bot → Reset Token) and set DISCORD_TOKEN to it"

// tokenError returns err as a *TokenError, nil if the token is not to blame.
func tokenError(err error) error {
	if statusOf(err) == http.StatusUnauthorized {
		return &TokenError{Message: newToken + "."}
	}
	return nil
}
