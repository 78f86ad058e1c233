package state

import (
	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// The buckets of the file. Keys begin with the platform and the workspace, so that
// nothing of one workspace is found from another.
var (
	callsBucket         = []byte("calls")
	seenBucket          = []byte("seen")
	pendingBucket       = []byte("pending")
	answersBucket       = []byte("answers")
	settingsBucket      = []byte("settings")
	installationsBucket = []byte("installations")
	feedbackBucket      = []byte("feedback")
	ticketsBucket       = []byte("tickets") // of earlier versions; swept
	subscriptionsBucket = []byte("subscriptions")
	postsBucket         = []byte("posts")
	outboxBucket        = []byte("outbox") // keys of posts that are claimed and not sent
	alertsBucket        = []byte("alerts")
	toldBucket          = []byte("told")
	booksBucket         = []byte("books")
	leftBucket          = []byte("left")   // workspaces that the bot has left
	postedBucket        = []byte("posted") // the contents of messages
)

// watchedKey holds how far watches are, among the settings. It cannot be a
// channel's key: those have several parts.
var watchedKey = []byte("watched")

func subscriptionKey(p bot.Place, id string) []byte {
	return sealed.KeyOf(p.Platform, p.Workspace, id)
}
