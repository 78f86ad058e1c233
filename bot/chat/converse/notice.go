package converse

import (
	"context"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// AtReply is, in state.Pending's Message, the message that a Reply shows.
const AtReply = "@response"

// announcer says, where an answer will be, that the search goes on.
type announcer[M any] struct{ *courier[M] }

// notice is the announcement of one answer. It changes the target, and so nothing else
// may meanwhile: turn is held by whoever does.
type notice struct {
	turn  chan struct{} // holds one
	timer *time.Timer
	over  bool // there is nothing to announce any more
}

// begin announces the answer at t after LateAfter, unless the notice ends before.
func (a announcer[M]) begin(ctx context.Context, t *Target) *notice {
	n := &notice{turn: make(chan struct{}, 1)}
	n.timer = time.AfterFunc(LateAfter, func() {
		n.hold(func() {
			if !n.over && !t.standing() {
				a.announce(ctx, t)
			}
		})
	})
	return n
}

// hold does something while nothing is announced.
func (n *notice) hold(do func()) {
	n.turn <- struct{}{}
	defer func() { <-n.turn }()
	do()
}

// end waits for the announcement if it is on its way, and prevents it if not.
func (n *notice) end() {
	n.timer.Stop()
	n.hold(func() { n.over = true })
}

// announce puts "Searching…" where the answer will be. It tries once: the answer itself
// is what counts.
func (a announcer[M]) announce(ctx context.Context, t *Target) {
	defer chat.Rescue(a.log, "no notice that a search goes on could be shown", nil)
	if !a.service.Editable(t) || t.Reply == "" && a.queues.Pace(ctx, a.queue(t)) != nil {
		return
	}
	if err := a.service.Send(ctx, t, a.service.Text("Searching…")); err != nil {
		a.log.Debug("no notice that a search goes on was taken", slog.String("service", a.name), a.cause(err))
		return
	}
	if t.Reply == "" {
		a.memory.placeholder(ctx, t.Event, t.Message)
		return
	}
	t.Replace = true
	a.memory.placeholder(ctx, t.Event, AtReply)
}
