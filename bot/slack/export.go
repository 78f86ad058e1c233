package slack

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
)

// exportKind begins the action IDs of the buttons to other formats.
const exportKind = "export-"

// formatNames are bot.ExportFormats for people.
var formatNames = map[string]string{"csv": "CSV", "jsonl": "JSON Lines", "markdown": "Markdown"}

// export uploads a whole answer: where all see the answer, else as a direct
// message to who asked. The message beside it offers the other formats.
func (b *Bot) export(ctx context.Context, here *target, call bot.Call, format string) {
	r, refusal, err := b.patientRequest(ctx, here)
	if err != nil {
		b.say(ctx, ephemeral(here), "Slack does not answer. Try again later.")
		return
	}
	if refusal != "" {
		b.say(ctx, ephemeral(here), refusal)
		return
	}
	r.Call = call
	file, err := b.Mux.Whole(ctx, r).File(format)
	var people *bot.Error
	switch {
	case errors.As(err, &people):
		b.say(ctx, ephemeral(here), people.Message)
		return
	case err != nil:
		b.Log.Error("an answer could not be exported", slog.Any("error", err))
		b.say(ctx, ephemeral(here), "The export failed. Try again later.")
		return
	}
	if !b.upload(ctx, here, file) {
		return
	}
	card := bot.Card{Notice: "Exported as " + file.Name + where(here) + "."}
	for _, other := range bot.ExportFormats {
		if other != format {
			card.Actions = append(card.Actions, bot.Action{Kind: bot.ActionKind(exportKind + other), Label: formatNames[other], Call: call})
		}
	}
	b.present(ctx, ephemeral(here), question{}, card, call)
}

func where(here *target) string {
	if here.private {
		return ", in our direct messages"
	}
	return ""
}

// upload shares a file. What went wrong is said where the button was pressed.
func (b *Bot) upload(ctx context.Context, here *target, file bot.File) bool {
	channel, thread, err := here.channel, here.thread, error(nil)
	if here.private && !strings.HasPrefix(channel, "D") {
		thread = ""
		channel, err = b.directChannel(ctx, here)
	}
	if err == nil {
		err = b.patiently(ctx, func() error {
			_, err := here.team.api.UploadFileContext(ctx, slack.UploadFileParameters{
				Reader: bytes.NewReader(file.Data), FileSize: len(file.Data), Filename: file.Name, Title: file.Name, Channel: channel, ThreadTimestamp: thread,
			})
			return err
		})
	}
	switch r, _ := remedyFor(err); {
	case err == nil:
		return true
	case b.lacks(here.team, "files.getUploadURLExternal", err):
		b.say(ctx, ephemeral(here), "This server takes no files.")
	case r == tellAsker:
		b.say(ctx, ephemeral(here), fixFor(codeOf(err), "this channel"))
	case codeOf(err) == "missing_scope":
		b.say(ctx, ephemeral(here), "The app lacks the scope files:write. An administrator can add it with the manifest.")
	default:
		b.Log.Error("a file could not be uploaded", slog.Any("error", redacted(err)))
		b.say(ctx, ephemeral(here), "The export could not be uploaded. Try again later.")
	}
	return false
}

// directChannel returns the channel of direct messages with v's user. A server that
// opens none takes the user's ID for it, as Slack does too.
func (b *Bot) directChannel(ctx context.Context, v *target) (string, error) {
	const method = "conversations.open"
	if !b.has(v.team, method) {
		return v.user, nil
	}
	c, _, _, err := v.team.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{v.user}})
	switch {
	case err != nil && b.lacks(v.team, method, err):
		return v.user, nil
	case err != nil:
		return "", err
	}
	return c.ID, nil
}
