package converse

import (
	"context"
	"errors"
	"log/slog"

	"github.com/briefing-bot/briefing-bot/bot"
)

// exportAs begins the kinds of the buttons to other formats.
const exportAs = "export-"

// formatNames are bot.ExportFormats for people.
var formatNames = map[string]string{"csv": "CSV", "jsonl": "JSON Lines", "markdown": "Markdown"}

// exporter gives whole answers as files.
type exporter[M any] struct {
	presenter *presenter[M]
	asker     *asker
}

// export gives the whole answer to call as a file, and offers the other formats. here is
// the answer that it is asked of, beside a new message for who asks.
func (e *exporter[M]) export(ctx context.Context, here, beside *Target, call bot.Call, format string) {
	if told, limited := e.asker.tooMany(here); limited {
		if told != "" {
			e.presenter.Say(ctx, beside, told)
		}
		return
	}
	file, problem := e.file(ctx, here, call, format)
	where := ""
	if problem == "" {
		where, problem = e.upload(ctx, here, file)
	}
	if problem != "" {
		e.presenter.Say(ctx, beside, problem)
		return
	}
	card := bot.Card{Notice: "Exported as " + file.Name + where + "."}
	for _, other := range bot.ExportFormats {
		if other != format {
			card.Actions = append(card.Actions, bot.Action{Kind: bot.ActionKind(exportAs + other), Label: formatNames[other], Call: call})
		}
	}
	e.presenter.present(ctx, beside, Answer{Card: card, Call: call, Asker: beside.User, File: &file})
}

// upload uploads a file, and returns where it is or why it cannot be had.
func (e *exporter[M]) upload(ctx context.Context, t *Target, file bot.File) (where, problem string) {
	err := e.asker.Insist(ctx, func() (err error) {
		where, err = e.presenter.renderer.Upload(ctx, t, file)
		return err
	})
	var people *bot.Error
	switch {
	case err == nil:
		return where, ""
	case errors.As(err, &people):
		return "", people.Message
	}
	e.asker.log.Error("a file could not be uploaded", slog.String("service", e.asker.name), e.asker.cause(err))
	return "", "The export could not be uploaded. Try again later."
}

// file returns the whole answer to call, or why it cannot be had.
func (e *exporter[M]) file(ctx context.Context, t *Target, call bot.Call, format string) (file bot.File, problem string) {
	r, refusal, err := e.asker.Request(ctx, t)
	switch {
	case err != nil:
		return file, e.asker.name + " does not answer. Try again later."
	case refusal != "":
		return file, refusal
	}
	r.Call, r.Mentions = call, false // a file shows no mentions
	file, err = e.asker.mux.Whole(ctx, r).File(format)
	var people *bot.Error
	switch {
	case errors.As(err, &people):
		return file, people.Message
	case err != nil:
		e.asker.log.Error("an answer could not be exported", slog.Any("error", err))
		return file, "The export failed. Try again later."
	}
	return file, ""
}
