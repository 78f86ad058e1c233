package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Error is a refusal of a call by Discord.
type Error struct {
	Status  int
	Code    int           // https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
	Message string        // Discord's own words
	Wait    time.Duration // of a 429
	Global  bool          // the wait is for all routes
}

// Error returns the refusal without the address: those of interactions hold a token.
func (e *Error) Error() string {
	return fmt.Sprintf("Discord answered %d (code %d: %s)", e.Status, e.Code, e.Message)
}

// CodeOf returns Discord's code of an error, 0 if it has none.
func CodeOf(err error) int {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return 0
}

// StatusOf returns the HTTP status of a refusal, 0 if there was no answer.
func StatusOf(err error) int {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Status
	}
	return 0
}

// overloaded is Discord's code for "try again later".
const overloaded = 130000

// Transient reports whether err may pass: there was no answer, or Discord is down.
func Transient(err error) bool {
	var network *UnreachableError
	return errors.As(err, &network) && !errors.Is(err, context.Canceled) || StatusOf(err) >= 500 || CodeOf(err) == overloaded
}

// refusal returns the error that an answer holds. An answer that is not JSON, such as a
// proxy's, gives its status alone.
func refusal(resp *http.Response, said []byte) *Error {
	var body struct {
		Code    int     `json:"code"`
		Message string  `json:"message"`
		Retry   float64 `json:"retry_after"`
		Global  bool    `json:"global"`
	}
	_ = json.Unmarshal(said, &body) // what cannot be read says nothing more
	e := &Error{Status: resp.StatusCode, Code: body.Code, Message: shortened(body.Message), Global: body.Global || resp.Header.Get("X-RateLimit-Global") != ""}
	if e.Wait = max(seconds(body.Retry), secondsOf(resp.Header.Get("Retry-After"))); e.Wait == 0 {
		e.Wait = time.Second
	}
	return e
}

// maxMessage bounds the words of a refusal that are kept, in characters: a server may
// answer with all that it was sent.
const maxMessage = 200

// shortened returns a message on one line, of at most maxMessage characters.
func shortened(message string) string {
	message = strings.Join(strings.Fields(message), " ")
	if runes := []rune(message); len(runes) > maxMessage {
		return string(runes[:maxMessage]) + "…"
	}
	return message
}

// maxWait bounds the time that an answer can ask to wait.
const maxWait = 24 * time.Hour

// seconds returns s seconds, 0 if s is negative or not a number.
func seconds(s float64) time.Duration {
	if !(s > 0) {
		return 0
	}
	return time.Duration(min(s, maxWait.Seconds()) * float64(time.Second))
}

// secondsOf reads a number of seconds. It returns 0 for anything else.
func secondsOf(text string) time.Duration {
	s, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return seconds(s)
}

// Redact returns err without the address that it was about, which holds a token where
// it is an interaction's.
func Redact(err error) error {
	if network, ok := errors.AsType[*url.Error](err); ok {
		return &UnreachableError{network.Err}
	}
	return err
}

// UnreachableError is a call that got no answer.
type UnreachableError struct{ err error }

// Error returns the cause.
func (u *UnreachableError) Error() string { return u.err.Error() }

// Unwrap returns the cause.
func (u *UnreachableError) Unwrap() error { return u.err }

// TokenError is an error in the token or the configuration, with how to fix it. It ends
// the bot: trying again would not help.
type TokenError struct{ Message string }

// Error returns the message.
func (e *TokenError) Error() string { return "discord: " + e.Message }

// NoToken is the fix for a token that is not set.
const NoToken = "there is no bot token: set DISCORD_TOKEN (https://discord.com/developers/applications → your app → Bot → Reset Token)"

// NewToken is the fix for a token that is refused.
const NewToken = "the bot token is refused. Make a new one (https://discord.com/developers/applications → your app → Bot → Reset Token) and set DISCORD_TOKEN to it"

// AsTokenError returns err as a *TokenError, nil if the token is not to blame.
func AsTokenError(err error) error {
	if StatusOf(err) == http.StatusUnauthorized {
		return &TokenError{Message: NewToken + "."}
	}
	return nil
}
