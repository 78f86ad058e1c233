package converse

import (
	"context"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// restarter finishes what the last end of the process interrupted.
type restarter[M any] struct {
	presenter *presenter[M]
	asker     *asker
	changer   *changer[M]
	tasks     *tasks[M]
}

// Resume turns the questions that a restart interrupted into offers to run them again,
// and goes on with withdrawals. It returns at once.
func (r *restarter[M]) Resume(ctx context.Context) {
	left, err := r.presenter.memory.pending(ctx)
	if err != nil {
		r.presenter.log.Error("answers interrupted by the last end are not known", slog.String("service", r.presenter.name), slog.Any("error", err))
		return
	}
	for _, p := range left {
		t, ok := r.presenter.places.Resume(p)
		if !ok {
			continue
		}
		r.tasks.Go("an interrupted answer could not be resumed", func() {
			if isWithdrawal(p) {
				r.changer.resume(ctx, t, p)
				return
			}
			r.offer(ctx, t, p)
			r.presenter.memory.finish(ctx, p.ID) // also if the offer failed
		})
	}
}

// offer offers to run p again, in the place of its announcement.
func (r *restarter[M]) offer(ctx context.Context, t *Target, p state.Pending) {
	defer chat.Rescue(r.presenter.log, "who asked could not be told that the answer was interrupted", nil)
	if p.Message == AtReply {
		t.Message, t.Replace = "", true
	}
	isOver := t.Reply != "" && !t.Until.IsZero() && time.Now().After(t.Until)
	if p.User == "" || p.Channel == "" || isOver || time.Since(p.Began) >= state.SeenLife {
		return
	}
	card := bot.Card{Command: "help", Notice: "This was interrupted. Run it again."}
	asked, err := r.asker.mux.Parse(p.Line, bot.Request{Platform: r.presenter.memory.platform, Zone: r.asker.zone, Now: p.Began})
	if err == nil && p.Line != "" {
		card.Actions = []bot.Action{{Kind: Again, Label: "Run again", Call: asked.Call}}
	}
	r.presenter.present(ctx, t, Answer{Card: card, Asker: t.User})
}
