package slack

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/slack/blockkit"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// maxHomeStatus is how many lines of status come above the help in the App Home.
const maxHomeStatus = 40

// publishMethod shows the App Home.
const publishMethod = "views.publish"

// home shows the App Home (https://docs.slack.dev/surfaces/app-home).
type home struct {
	*converse.Chat[blockkit.Message]
	mux *bot.Mux
	log *slog.Logger
}

// opened shows a person the briefing's status and what can be asked.
func (h home) opened(w *workspace, ev event) converse.Task {
	t := targetIn(w)
	t.User = ev.Event.User
	return converse.Task{Pending: state.Pending{ID: ev.EventID, Workspace: w.ID}, Do: func(ctx context.Context) {
		if !w.has(publishMethod) {
			return
		}
		r, refusal, err := h.Request(ctx, t)
		if err != nil {
			return // opened again, it is asked for again
		}
		card := bot.Card{Title: "The briefing", Notice: refusal}
		if refusal == "" {
			card = h.card(ctx, r)
		}
		m := blockkit.Answer{Card: card, Call: bot.Call{Command: "help"}, Scope: w.scope(), Bare: true}.View()
		if !h.KeepCalls(ctx, w.ID, m.Calls) {
			m.Blocks = blockkit.WithoutButtons(m.Blocks)
		}
		err = h.Insist(ctx, func() error {
			_, err := w.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: t.User,
				View: slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: m.Blocks}}})
			return err
		})
		if err != nil && !w.lacks(publishMethod, err) {
			h.log.Error("the App Home could not be shown", slog.Any("error", redacted(err)))
		}
	}}
}

// card returns the status above the help.
func (h home) card(ctx context.Context, r bot.Request) bot.Card {
	r.Now = time.Now()
	r.Call = bot.Call{Command: "status"}
	status := h.mux.Do(ctx, r)
	r.Call = bot.Call{Command: "help"}
	card := h.mux.Do(ctx, r)
	card.Title = "The briefing"
	lines := append([]string{status.Notice}, status.Text...)
	if more := len(lines) - maxHomeStatus; more > 0 {
		lines = append(lines[:maxHomeStatus], blockkit.MoreText(more, "status"))
	}
	card.Notice = strings.TrimSpace(strings.Join(lines, "\n"))
	card.Actions = append(card.Actions, status.Actions...)
	return card
}
