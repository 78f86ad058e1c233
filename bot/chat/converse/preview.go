package converse

import (
	"context"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// previewWithin is the time limit for a preview: nobody looks for it later.
const previewWithin = time.Minute

// Previews is the setting of a channel that is "off" where links have no previews.
const Previews = "previews"

// previewer shows what links in people's messages lead to.
type previewer[M any] struct {
	presenter *presenter[M]
	asker     *asker
}

// Preview shows what a call answers, as far as t's place may see it, below the link that
// t.Link is of the message t.Message. pick makes the preview of the answer, if there is one;
// otherwise nothing is shown, as nobody asked.
func (p *previewer[M]) Preview(ctx context.Context, t *Target, call bot.Call, pick func(bot.Card) (bot.Card, bool)) {
	defer chat.Rescue(p.presenter.log, "a preview ended in a panic", nil)
	ctx, stop := context.WithTimeout(ctx, previewWithin)
	defer stop()
	t.Unasked = true
	r, refusal, err := p.asker.Request(ctx, t)
	if err != nil || refusal != "" || r.Setting(Previews) == "off" {
		return
	}
	card, _ := p.asker.ask(ctx, r, Question{Call: &call})
	shown, ok := pick(card)
	if !ok {
		return
	}
	a := Answer{Card: shown, Call: call}
	a.Call.Generation = card.Generation
	m := p.presenter.renderer.Render(ctx, t, a)
	if !p.presenter.KeepCalls(ctx, t.Workspace, m.Calls) {
		m.Message = p.presenter.renderer.WithoutButtons(m.Message)
	}
	if err := p.presenter.Insist(ctx, func() error { return p.presenter.service.Send(ctx, t, m.Message) }); err != nil {
		p.presenter.log.Warn("a link could not be shown with its article", slog.String("service", p.presenter.name), slog.String("channel", t.Channel), p.presenter.cause(err))
		return
	}
	p.presenter.remember(ctx, t, a)
}
