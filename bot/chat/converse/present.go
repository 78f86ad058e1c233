package converse

import (
	"context"
	"log/slog"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// presenter renders answers, delivers them and remembers what they show.
type presenter[M any] struct {
	*courier[M]
	renderer Renderer[M]
}

// Say sends our own words to t, without markup.
func (p *presenter[M]) Say(ctx context.Context, t *Target, text string) {
	r := p.renderer.Render(ctx, t, Answer{Card: bot.Card{Notice: text}, Bare: true})
	if err := p.deliver(ctx, t, r.Message); err != nil {
		p.log.Error("a message could not be delivered", slog.String("service", p.name), slog.String("channel", t.Channel), p.cause(err))
	}
}

// Show delivers a card of the service's own to t's user, with its buttons.
func (p *presenter[M]) Show(ctx context.Context, t *Target, card bot.Card) {
	p.present(ctx, t, Answer{Card: card, Asker: t.User})
}

// present renders the part of an answer that was asked for and delivers it.
func (p *presenter[M]) present(ctx context.Context, t *Target, a Answer) {
	a.Call.Generation = a.Card.Generation
	r := p.renderer.Render(ctx, t, a)
	if !p.KeepCalls(ctx, t.Workspace, r.Calls) {
		r.Message = p.renderer.WithoutButtons(r.Message)
	}
	if err := p.deliver(ctx, t, r.Message); err != nil {
		p.log.Error("an answer could not be delivered", slog.String("service", p.name), slog.String("command", a.Card.Command),
			slog.String("channel", t.Channel), p.cause(err))
		return
	}
	p.memory.follow(ctx, t)
	if t.Message != "" && !t.Private {
		a.Part = r.Part
		p.remember(ctx, t, a)
	}
}

// KeepCalls stores the calls of buttons. If it cannot, which it logs, the buttons would
// not work.
func (p *presenter[M]) KeepCalls(ctx context.Context, workspace string, calls []state.ButtonCall) bool {
	err := p.memory.keep(ctx, workspace, calls)
	if err != nil {
		p.memory.faults.Failed("the buttons of an answer could not be kept; it goes out without them", err)
	}
	return err == nil
}

// remember records what the message at t shows, so that it can be corrected.
func (p *presenter[M]) remember(ctx context.Context, t *Target, a Answer) {
	posted := bot.Posted{Place: p.places.PlaceOf(t), Message: t.Message, Card: a.Card, Call: a.Call, Part: a.Part, Asker: a.Asker, SharedBy: a.SharedBy, By: a.By, Link: t.Link}
	if room := p.service.Room(t); room != posted.Place.Channel {
		posted.Room = room
	}
	p.memory.posted(ctx, posted)
}

// failed tells t's user that a question ended in a panic outside its handler, in the
// words that the Mux has for one within.
func (p *presenter[M]) failed(ctx context.Context, t *Target, panicked any) {
	defer chat.Rescue(p.log, "a failure could not be told", nil)
	ref, notice := bot.Fault()
	chat.LogPanic(p.log, "a question ended in a panic", panicked, slog.String("service", p.name), slog.String("ref", ref))
	if t == nil || t.User == "" {
		return
	}
	if t.Channel == "" {
		direct, err := p.service.Direct(ctx, t)
		if err != nil {
			p.log.Error("a direct message could not be opened", slog.String("service", p.name), p.cause(err))
			return
		}
		t = direct
	}
	p.Say(ctx, t, notice)
}
