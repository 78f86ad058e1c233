package converse

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
)

// LateAfter is the time after which people read that a search goes on or that
// its answer is queued.
const LateAfter = 2 * time.Second

// courier delivers messages, each room's in order, and removes them.
type courier[M any] struct {
	patience
	service Sender[M]
	places  Places
	queues  *outbox.SendQueue
	memory  *memory
}

// queue returns the name of the queue of messages to t.
func (c *courier[M]) queue(t *Target) string { return t.Workspace + "/" + c.service.Room(t) }

// deliver sends m to t, however often it takes. A form that the service refuses goes out
// in a plainer one, and if the bot may not post there, the asker learns how to fix it.
func (c *courier[M]) deliver(ctx context.Context, t *Target, m M) error {
	var told atomic.Bool
	queued := func() {
		if told.CompareAndSwap(false, true) {
			defer chat.Rescue(c.log, "nobody could be told that an answer waits", nil)
			c.service.Queued(ctx, t, func(ctx context.Context) error { return c.queues.Pace(ctx, c.queue(t)) })
		}
	}
	if t.Reply != "" {
		err := c.persist(ctx, nil, t, m, queued)
		if remedy, _ := c.classify(err); remedy != OtherRoute {
			return c.dismissed(err)
		}
		t.Reply, t.Replace = "", false
	}
	waiting := time.AfterFunc(LateAfter, queued)
	defer waiting.Stop()
	return c.queues.Join(ctx, c.queue(t), func(ctx context.Context, q *outbox.Queue) error {
		waiting.Stop()
		return c.persist(ctx, q, t, m, queued)
	})
}

// dismissed takes a reply that who asked has removed meanwhile as no error.
func (c *courier[M]) dismissed(err error) error {
	if err != nil && c.errors.Gone(err) {
		return nil
	}
	return err
}

// persist tries to send m until that succeeds or nothing more can be done.
func (c *courier[M]) persist(ctx context.Context, q *outbox.Queue, t *Target, m M, queued func()) error {
	policy := outbox.Policy{First: FirstPause, Max: LongPause, For: GiveUpAfter, Passes: func(err error) (time.Duration, bool) {
		wait, ok := c.passes(err)
		remedy, _ := c.classify(err)
		return wait, ok || remedy == PostAnew && !c.errors.Gone(err) // a method may come back
	}}
	err := outbox.Deliver(ctx, q, policy, outbox.Attempt{
		Send: func(ctx context.Context) error { return c.try(ctx, t, m) },
		Amend: func(err error) (ok bool) {
			m, ok = c.amend(t, m, err)
			return ok
		},
		Notify: func(err error, in time.Duration) {
			c.log.Warn("the service did not take a message; trying again", slog.String("service", c.name), slog.Duration("in", in), c.cause(err))
			if _, wait := c.classify(err); in >= LateAfter && (q != nil || wait >= LateAfter) {
				go queued()
			}
		},
	})
	if remedy, _ := c.classify(err); remedy == TellAsker {
		return c.tellFix(ctx, t, err)
	}
	return err
}

// try sends m once, unless an earlier try has arrived: then that message is changed.
func (c *courier[M]) try(ctx context.Context, t *Target, m M) error {
	switch {
	case t.Reply != "" && !t.Until.IsZero() && time.Now().After(t.Until):
		return errReplySpent
	case t.Unsure && t.Reply == "" && t.Message == "":
		message, err := c.service.Find(ctx, t, nil)
		if err != nil {
			c.log.Warn("it is not known whether a message arrived", slog.String("service", c.name), c.cause(err))
			break
		}
		t.Message, t.Unsure = message, false
	}
	return c.service.Send(ctx, t, m)
}

// amend returns what to send after err, if another form, another message or another route
// may be taken.
func (c *courier[M]) amend(t *Target, m M, err error) (M, bool) {
	if plainer, ok := c.service.Plainer(t, m, err); ok {
		return plainer, true
	}
	switch remedy, _ := c.classify(err); {
	case remedy == PostAnew && t.Message != "":
		t.Message, t.Anew = "", true
		return m, true
	case remedy == TellAsker && t.Spare != "":
		t.Reply, t.Spare = t.Spare, ""
		return m, true
	}
	return m, false
}

// tellFix tells who asked why the answer is not where it was asked for.
func (c *courier[M]) tellFix(ctx context.Context, t *Target, refused error) error {
	c.log.Warn("the bot may not post in a channel", slog.String("service", c.name), slog.String("channel", c.service.Room(t)), c.cause(refused))
	if t.User == "" {
		return refused
	}
	text := c.service.Text(c.service.Fix(ctx, t, refused))
	err := c.Insist(ctx, func() error {
		direct, err := c.service.Direct(ctx, t)
		if err != nil {
			return err
		}
		return c.service.Send(ctx, direct, text)
	})
	if err != nil {
		return errors.Join(refused, err)
	}
	return nil
}

// remove deletes the message at t.
func (c *courier[M]) remove(ctx context.Context, t *Target) error {
	insist := func(ctx context.Context, _ *outbox.Queue) error {
		return c.Insist(ctx, func() error { return c.service.Delete(ctx, t) })
	}
	if t.Message == "" {
		return insist(ctx, nil)
	}
	err := c.queues.Join(ctx, c.queue(t), insist)
	if err == nil {
		c.memory.forgetPosted(ctx, bot.Posted{Place: c.places.PlaceOf(t), Message: t.Message})
	}
	return err
}
