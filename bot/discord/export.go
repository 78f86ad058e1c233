package discord

import (
	"bytes"
	"context"
	"errors"
	"log/slog"

	"github.com/bwmarrin/discordgo"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// exportKind begins the kinds of the buttons to other formats.
const exportKind = "export-"

// formatNames are bot.ExportFormats for people.
var formatNames = map[string]string{"csv": "CSV", "jsonl": "JSON Lines", "markdown": "Markdown"}

// export attaches a whole answer to a message that offers the other formats.
func (b *Bot) export(ctx context.Context, v *target, call bot.Call, format string) {
	r, refusal := b.request(ctx, v)
	if refusal != "" {
		b.say(ctx, v, refusal)
		return
	}
	r.Call = call
	file, err := b.Mux.Whole(ctx, r).File(format)
	var people *bot.Error
	switch {
	case errors.As(err, &people):
		b.say(ctx, v, people.Message)
		return
	case err != nil:
		b.Log.Error("an answer could not be exported", slog.Any("error", err))
		b.say(ctx, v, "The export failed. Try again later.")
		return
	case len(file.Data) > maxUpload:
		b.say(ctx, v, embed.TooLargeText)
		return
	}
	card := bot.Card{Notice: "Exported as " + file.Name + "."}
	for _, other := range bot.ExportFormats {
		if other != format {
			card.Actions = append(card.Actions, bot.Action{Kind: bot.ActionKind(exportKind + other), Label: formatNames[other], Call: call})
		}
	}
	m := embed.Answer{Card: card, Scope: v.buttons(), In: v.of, Asker: v.user, Private: v.private}.Render()[0]
	if _, err := b.State.Keep(ctx, v.buttons(), m.Calls); err != nil {
		b.faults.Failed("the buttons of an export could not be kept; it goes out without them", err)
		m.Components = nil
	}
	m.Files = []*discordgo.File{{Name: file.Name, ContentType: file.Type, Reader: bytes.NewReader(file.Data)}}
	if err := b.deliver(ctx, v, m); err != nil {
		b.Log.Error("an export could not be delivered", slog.Any("error", rest.Redact(err)))
	}
}
