package discord

import (
	"context"
	"errors"
	"net/http"

	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// remedy is a way to deal with a message that Discord did not take.
type remedy uint8

const (
	giveUp     remedy = iota
	retryLater        // try again
	asText            // the embeds are refused: send plain text
	tellAsker         // the bot may not post there
	postAnew          // the message to change is gone
	otherRoute        // the interaction's token is spent
	noReply           // without the reference to the message that asked
	noFiles           // the server takes no attachments
	tooLarge          // a file is larger than the server takes
)

// general are the remedies that package converse knows.
var general = map[remedy]converse.Remedy{
	retryLater: converse.Retry, asText: converse.OtherForm, tellAsker: converse.TellAsker, postAnew: converse.PostAnew, otherRoute: converse.OtherRoute,
	noReply: converse.OtherForm, noFiles: converse.OtherForm, tooLarge: converse.OtherForm,
}

// Codes that decide more than a remedy.
const (
	unknownUser        = 10013
	invalidRecipient   = 50033 // of direct messages
	takesNoDirect      = 50007 // the user takes no direct messages from the bot
	missingPermissions = 50013
	unknownMessage     = 10008 // it was deleted
	invalidForm        = 50035 // what was sent
	unknownChannel     = 10003
	unknownWebhook     = 10015 // an interaction that Discord has no acknowledgement of
	missingAccess      = 50001
	archivedThread     = 50083
	needsTag           = 40067 // a forum that wants a tag on each post
)

// remedies by Discord's codes
// (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes).
var remedies = map[int]remedy{
	unknownChannel: tellAsker, missingAccess: tellAsker, missingPermissions: tellAsker, takesNoDirect: tellAsker, archivedThread: tellAsker, needsTag: tellAsker,
	unknownMessage: postAnew,
	unknownWebhook: otherRoute, 10062: otherRoute, 50027: otherRoute,
	invalidForm: asText, 50006: asText, 50046: asText,
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

// lacksFiles reports whether a refusal is of files altogether: by its status, or because
// it has no code, which Discord gives whatever it refuses of one message. Missing
// permissions, unknown paths and timeouts say nothing of files.
func lacksFiles(status, code int) bool {
	switch status {
	case http.StatusUnsupportedMediaType:
		return true
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusRequestTimeout, http.StatusTooManyRequests:
		return false
	}
	return status >= 400 && code == 0
}
