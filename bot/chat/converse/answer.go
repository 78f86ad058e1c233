package converse

import (
	"cmp"
	"context"
	"log/slog"

	"github.com/briefing-bot/briefing-bot/bot"
)

// answerer answers questions.
type answerer[M any] struct {
	presenter *presenter[M]
	asker     *asker
	announcer announcer[M]
	worker    Worker
}

// Answer answers q at t: it finds out who asks and may see what, asks, says meanwhile
// that the search goes on, and delivers the answer. It returns when that is done, or
// cannot be.
func (a *answerer[M]) Answer(ctx context.Context, t *Target, q Question) {
	beside := cmp.Or(q.Beside, t)
	defer func() {
		if p := recover(); p != nil {
			a.presenter.failed(ctx, beside, p)
		}
	}()
	if refusal := a.asker.places.Locate(ctx, t); refusal != "" {
		a.presenter.Say(ctx, a.asker.places.Aside(beside), refusal)
		return
	}
	if told, limited := a.asker.tooMany(t); limited {
		if told != "" {
			a.presenter.Say(ctx, a.asker.places.Aside(beside), told)
		}
		return
	}
	notice := a.announcer.begin(ctx, t)
	defer notice.end() // also after a panic
	r, refusal, err := a.asker.Request(ctx, t)
	switch {
	case err != nil:
		a.asker.log.Error("a question could not be answered: the service does not tell who asks", slog.String("service", a.asker.name), a.asker.cause(err))
		return
	case refusal != "":
		notice.end()
		a.presenter.Say(ctx, a.asker.places.Aside(beside), refusal)
		return
	}
	done := func() {}
	notice.hold(func() { done = a.worker.Work(ctx, t, r) })
	defer done()
	card, call := a.asker.ask(ctx, r, q)
	notice.end()
	if card.Refused {
		a.presenter.Say(ctx, a.asker.places.Aside(beside), card.Notice)
		return
	}
	if q.Beside != nil && card.Status == bot.Failed {
		a.presenter.Say(ctx, beside, card.Notice)
		return
	}
	answer := Answer{Card: card, Call: call, Part: q.Part, Asker: t.User, SharedBy: q.SharedBy}
	if q.Beside != nil {
		answer.Asker = q.Asker
	}
	a.presenter.present(ctx, t, answer)
}
