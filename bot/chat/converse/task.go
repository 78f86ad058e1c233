package converse

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// claimWithin is how long an event is claimed before it is acknowledged, claimed or not.
const claimWithin = 100 * time.Millisecond

// graceful is how long the end waits for answers under way.
const graceful = 20 * time.Second

// Task is what an event asks for.
type Task struct {
	Pending state.Pending // what a restart has to know; ID is "" if there is nothing to claim
	Tell    *Target       // where to tell who asked if the task ends in a panic; nil for nowhere
	Do      func(ctx context.Context)
}

// tasks does what events ask for, each once.
type tasks[M any] struct {
	presenter *presenter[M]
	work      sync.WaitGroup
}

// Go does something beside everything else, so that a panic costs it alone. Finish waits
// for it.
func (x *tasks[M]) Go(cost string, do func()) {
	x.work.Go(func() {
		defer chat.Rescue(x.presenter.log, cost, nil)
		do()
	})
}

// First reports whether an event is new to this process.
func (x *tasks[M]) First(id string) bool { return x.presenter.memory.recent.First(id) }

// Do does a task, if nobody did it before; the process's own memory is First's.
func (x *tasks[M]) Do(ctx context.Context, t Task) { x.perform(ctx, t, x.claim(ctx, t.Pending)) }

// Receive does a task that was not done before, and acknowledges its event: when it is
// claimed, and in any case soon. It returns after the acknowledgement.
func (x *tasks[M]) Receive(ctx context.Context, t Task, ack func()) {
	if t.Do == nil {
		ack()
		return
	}
	claimed := make(chan claim, 1)
	x.work.Go(func() {
		switch {
		case t.Pending.ID != "" && !x.First(t.Pending.ID):
			claimed <- claim{}
		default:
			claimed <- x.claim(ctx, t.Pending)
		}
	})
	var c claim
	waiting := time.NewTimer(claimWithin)
	defer waiting.Stop()
	select {
	case c = <-claimed:
		claimed <- c
	case <-waiting.C:
	}
	ack()
	x.work.Go(func() { x.perform(ctx, t, <-claimed) })
}

// claim is the verdict on a task: whether it is to be done.
type claim struct {
	isFirst bool
	kept    bool // the store has it as under way
}

func (x *tasks[M]) claim(ctx context.Context, p state.Pending) claim {
	if p.ID == "" {
		return claim{isFirst: true}
	}
	isFirst, kept := x.presenter.memory.begin(ctx, p)
	return claim{isFirst: isFirst, kept: kept}
}

func (x *tasks[M]) perform(ctx context.Context, t Task, c claim) {
	if !c.isFirst {
		return
	}
	x.attempt(ctx, t)
	if c.kept {
		x.presenter.memory.finish(ctx, t.Pending.ID)
	}
}

// attempt does a task. It reports a panic to the asker.
func (x *tasks[M]) attempt(ctx context.Context, t Task) {
	defer func() {
		if p := recover(); p != nil {
			x.presenter.failed(ctx, t.Tell, p)
		}
	}()
	t.Do(ctx)
}

// Sweep removes every hour, until ctx ends, what the store need not remember any more.
func (x *tasks[M]) Sweep(ctx context.Context) {
	for {
		if err := x.presenter.memory.store.Sweep(ctx); err != nil && ctx.Err() == nil {
			x.presenter.log.Error("the store could not be swept", slog.Any("error", err))
		}
		if outbox.Pause(ctx, time.Hour) != nil {
			return
		}
	}
}

// Finish waits up to graceful for what is under way.
func (x *tasks[M]) Finish() {
	done := make(chan struct{})
	go func() {
		x.work.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(graceful):
		x.presenter.log.Warn("some answers could not be delivered before the end; those who asked are told at the next start", slog.String("service", x.presenter.name))
	}
}
