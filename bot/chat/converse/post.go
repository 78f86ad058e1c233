package converse

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// poster posts what nobody asked for at that moment, and corrects what was posted.
type poster[M any] struct {
	presenter *presenter[M]
	asker     *asker
}

// Asker returns the request that a place's cards are made for.
func (p *poster[M]) Asker(ctx context.Context, at bot.Place) (bot.Request, error) {
	t, err := p.presenter.places.At(at)
	if err != nil {
		return bot.Request{}, err
	}
	r, refusal, err := p.asker.request(ctx, t)
	switch {
	case err != nil:
		return r, fmt.Errorf("ask who may see what: %w", p.presenter.errors.Redact(err))
	case refusal != "":
		return r, &bot.PostError{Mend: refusal}
	}
	return r, nil
}

// CanPost returns a *bot.PostError if nothing can be posted at a place: nobody may see
// anything there, or the service does not take it. It is nil if that is not known.
func (p *poster[M]) CanPost(ctx context.Context, at bot.Place) error {
	if _, err := p.Asker(ctx, at); err != nil {
		return err
	}
	t, err := p.presenter.places.At(at)
	if err != nil {
		return err
	}
	return p.presenter.service.CanPost(ctx, t)
}

// Post delivers a posting once.
func (p *poster[M]) Post(ctx context.Context, posting bot.Posting) (err error) {
	defer chat.Rescue(p.presenter.log, "a post ended in a panic", &err)
	t, err := p.target(ctx, posting.Place)
	if err != nil {
		return err
	}
	t.Key, t.Quiet, t.Publish = posting.Key, posting.Quiet, posting.Publish
	a := Answer{Card: posting.Card, Call: posting.Call, Asker: posting.By}
	a.Call.Generation = a.Card.Generation
	r := p.presenter.renderer.Render(ctx, t, a)
	if posting.Again {
		if message, err := p.arrived(ctx, t, own(r.Calls, posting.Call.Command)); err != nil || message != "" {
			return err
		}
	}
	if err := p.presenter.memory.keep(ctx, t.Workspace, r.Calls); err != nil {
		return fmt.Errorf("keep a post's buttons: %w", err)
	}
	if err := p.sendOnce(ctx, t, r.Message); err != nil {
		return err
	}
	if t.Message != "" {
		a.Call, a.By = posting.Call, posting.By
		p.presenter.remember(ctx, t, a)
	}
	return nil
}

// Edit shows another card in a message that is there. Its error is a *bot.PostError if the
// message is gone: after any other refusal the words are still in the channel, so that the
// edit is due until it is done.
func (p *poster[M]) Edit(ctx context.Context, posted bot.Posted) (err error) {
	defer chat.Rescue(p.presenter.log, "an edit of a post ended in a panic", &err)
	t, err := p.presenter.places.At(posted.Place)
	if err != nil {
		return err
	}
	t.Message, t.Link = posted.Message, posted.Link
	if posted.Room != "" {
		t.Thread = posted.Room
	}
	if !p.presenter.service.Editable(t) {
		return errNoEdits
	}
	a := Answer{Card: posted.Card, Call: posted.Call, Part: posted.Part, Asker: posted.Asker, SharedBy: posted.SharedBy}
	a.Call.Generation = a.Card.Generation
	r := p.presenter.renderer.Render(ctx, t, a)
	if err := p.presenter.memory.keep(ctx, t.Workspace, r.Calls); err != nil {
		return fmt.Errorf("keep a post's buttons: %w", err)
	}
	return p.sendOnce(ctx, t, r.Message)
}

// errNoEdits is the error of an edit on a server that changes no messages.
var errNoEdits = errors.New("this server does not let the bot change its messages")

// target returns the target of a place, with its direct messages opened.
func (p *poster[M]) target(ctx context.Context, at bot.Place) (*Target, error) {
	t, err := p.presenter.places.At(at)
	if err != nil || at.Channel != "" {
		return t, err
	}
	direct, err := p.presenter.service.Direct(ctx, t)
	var refused *bot.PostError
	switch {
	case errors.As(err, &refused):
		return nil, refused
	case err != nil:
		return nil, fmt.Errorf("open a direct message: %w", p.presenter.errors.Redact(err))
	}
	return direct, nil
}

// arrived returns the post that an earlier try may have left at t, "" for none.
func (p *poster[M]) arrived(ctx context.Context, t *Target, calls []state.ButtonCall) (message string, err error) {
	message, err = p.presenter.service.Find(ctx, t, calls)
	if err != nil {
		if remedy, _ := p.presenter.classify(err); remedy == TellAsker {
			return "", &bot.PostError{Mend: p.presenter.service.Fix(ctx, t, err)}
		}
		return "", fmt.Errorf("look whether a post arrived: %w", p.presenter.errors.Redact(err))
	}
	return message, nil
}

// own returns the calls that ask for the posting itself: its pages, its export. Others,
// of persons and topics, are in many messages.
func own(calls []state.ButtonCall, command string) (out []state.ButtonCall) {
	for _, c := range calls {
		if c.Call.Command == command {
			out = append(out, c)
		}
	}
	return out
}

// sendOnce sends m, in the form that the service takes. If the service may have taken it,
// the error is returned: the next try looks first.
func (p *poster[M]) sendOnce(ctx context.Context, t *Target, m M) error {
	policy := outbox.Policy{First: FirstPause, Max: LongPause, Passes: func(err error) (time.Duration, bool) {
		remedy, wait := p.presenter.classify(err)
		return wait, remedy == Wait
	}}
	edited := t.Message != ""
	err := p.presenter.queues.Join(ctx, p.presenter.queue(t), func(ctx context.Context, q *outbox.Queue) error {
		return outbox.Deliver(ctx, q, policy, outbox.Attempt{
			Send: func(ctx context.Context) error { return p.presenter.service.Send(ctx, t, m) },
			Amend: func(err error) bool {
				plainer, ok := p.presenter.service.Plainer(t, m, err)
				if ok {
					m = plainer
				}
				return ok
			},
		})
	})
	remedy, _ := p.presenter.classify(err)
	switch {
	case err == nil:
		return nil
	case edited && p.presenter.errors.Gone(err):
		return &bot.PostError{Mend: p.presenter.errors.Redact(err).Error()}
	case !edited && remedy == TellAsker:
		return &bot.PostError{Mend: p.presenter.service.Fix(ctx, t, err)}
	}
	return p.presenter.errors.Redact(err)
}
