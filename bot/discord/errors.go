package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// remedy is what to do about a message that Discord did not take.
type remedy uint8

const (
	giveUp     remedy = iota
	retryLater        // try again
	asText            // the embeds are refused: send plain text
	tellAsker         // the bot may not post there
	postAnew          // the message to change is gone
	otherRoute        // the interaction's token is spent
	noReply           // without the reference to the message that asked
	gone              // who asked removed the answer
	noFiles           // the server takes no attachments
	tooLarge          // a file is larger than the server takes
)

// Codes that decide more than a remedy.
const (
	takesNoDirect      = 50007 // the user takes no direct messages from the bot
	missingPermissions = 50013
	unknownMessage     = 10008 // it was deleted
	unknownChannel     = 10003
)

// remedies by Discord's codes
// (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes).
var remedies = map[int]remedy{
	unknownChannel: tellAsker, 50001: tellAsker, missingPermissions: tellAsker, takesNoDirect: tellAsker, 50083: tellAsker,
	unknownMessage: postAnew,
	10015:          otherRoute, 10062: otherRoute, 50027: otherRoute,
	50035: asText, 50006: asText, 50046: asText,
	160002: noReply,
	40005:  tooLarge,
}

// remedyFor decides from an error; files reports whether any were sent.
func remedyFor(err error, files bool) remedy {
	status := rest.StatusOf(err)
	known, ok := remedies[rest.CodeOf(err)]
	switch {
	case err == nil:
		return giveUp
	case ok:
		return known
	case errors.Is(err, context.Canceled):
		return giveUp
	case rest.Transient(err):
		return retryLater
	case status == http.StatusRequestEntityTooLarge:
		return tooLarge
	case files && lacksFiles(status, rest.CodeOf(err)):
		return noFiles
	case status == http.StatusForbidden:
		return tellAsker
	case status == http.StatusNotFound:
		return otherRoute
	case status == http.StatusBadRequest:
		return asText
	}
	return giveUp
}

// lacksFiles reports whether a refusal is of files altogether: by its status, or for
// want of a code, which Discord gives whatever it refuses of one message. Who may not,
// what is not there and what comes too slowly say nothing of files.
func lacksFiles(status, code int) bool {
	switch status {
	case http.StatusUnsupportedMediaType:
		return true
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusRequestTimeout, http.StatusTooManyRequests:
		return false
	}
	return status >= 400 && code == 0
}

// allowDirect is the mend where somebody takes no direct messages.
const allowDirect = "I may not send you direct messages. Allow them from server members (the server's menu → Privacy Settings → Direct Messages)."

// fixFor tells who asked what to do where the bot may not post in a room.
func (b *Bot) fixFor(ctx context.Context, code int, room string) string {
	channel := "<#" + room + ">"
	switch code {
	case 10003, 50001:
		return fmt.Sprintf("I cannot see %s. Give me the permission View Channel there and ask again.", channel)
	case 50083:
		return fmt.Sprintf("The thread %s is archived. Open it again and ask once more.", channel)
	case takesNoDirect:
		return allowDirect
	}
	return fmt.Sprintf("I may not post in %s. Give me the permission %s there and ask again.", channel, b.toPost(ctx, room))
}

// toPost returns the permission that posting in a channel takes; both where Discord does
// not say what kind of channel it is.
func (b *Bot) toPost(ctx context.Context, id string) string {
	switch under, err := b.underOf(ctx, id); {
	case err != nil:
		return "Send Messages (in a thread: Send Messages in Threads)"
	case under != "":
		return "Send Messages in Threads"
	}
	return "Send Messages"
}

// lackOnce says once that this server lacks something; what needs it is left out.
func (b *Bot) lackOnce(what string, lacks bool) {
	if !lacks {
		return
	}
	b.mu.Lock()
	said := b.lacking[what]
	b.lacking[what] = true
	b.mu.Unlock()
	if !said {
		b.Log.Warn("this server lacks something; what needs it is left out", "what", what)
	}
}

// has reports whether the server is not known to lack something.
func (b *Bot) has(what string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return !b.lacking[what]
}

// pauses between tries while Discord is down.
const (
	firstPause = 500 * time.Millisecond
	longPause  = time.Minute
	// giveUpAfter is how long an answer is kept for a Discord that is down.
	giveUpAfter = 3 * time.Hour
)
