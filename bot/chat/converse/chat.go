package converse

import (
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/ratelimit"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// Config is what a Chat needs beside its service.
type Config struct {
	Platform string // in requests and in the store
	Name     string // of the service, for people
	Mux      *bot.Mux
	State    *state.Store
	Faults   *chat.StoreFaults // of State
	Log      *slog.Logger
	Zone     *time.Location // to read and show dates in; a channel's setting "zone" goes before it
	// Interval is the time between two messages of a room, 0 for none.
	Interval time.Duration
	Limits   *ratelimit.Limiter // of questions; nil for none
}

// Chat is the life of questions and posts on one chat service. Its methods may be called
// from several goroutines.
type Chat[M any] struct {
	*tasks[M]     // events: First, Receive, Do, Go, Sweep, Finish
	*restarter[M] // what the last end interrupted: Resume
	*presser[M]   // buttons: Pressed, Kept, Delete
	*changer[M]   // messages that ask and change: Asked, Changed
	*poster[M]    // posts and their corrections: Asker, Post, Edit
	*previewer[M] // links in people's messages: Preview
	*answerer[M]  // questions: Answer
	*asker        // who asks what: Request, LineOf
	*presenter[M] // messages: Say, Show, KeepCalls
}

// Busy returns how many messages wait to be sent or are being sent, and how many
// questions are being answered.
func (c *Chat[M]) Busy() (messages, questions int) {
	return c.presenter.queues.Len(), len(c.slots)
}

// New returns a Chat on a service.
func New[M any](c Config, service Service[M]) *Chat[M] {
	memory := &memory{platform: c.Platform, store: c.State, faults: c.Faults, recent: chat.NewDedup()}
	patience := patience{name: c.Name, errors: service, log: c.Log}
	courier := &courier[M]{patience: patience, service: service, places: service, queues: &outbox.SendQueue{Interval: c.Interval}, memory: memory}
	presenter := &presenter[M]{courier: courier, renderer: service}
	asker := &asker{patience: patience, places: service, mux: c.Mux, zone: c.Zone, memory: memory, slots: make(chan struct{}, answersAtOnce), limits: c.Limits}
	answerer := &answerer[M]{presenter: presenter, asker: asker, announcer: announcer[M]{courier}, worker: service}
	changer := &changer[M]{presenter: presenter, answerer: answerer}
	tasks := &tasks[M]{presenter: presenter}
	return &Chat[M]{
		tasks:     tasks,
		restarter: &restarter[M]{presenter: presenter, asker: asker, changer: changer, tasks: tasks},
		presser:   &presser[M]{presenter: presenter, answerer: answerer, exporter: &exporter[M]{presenter: presenter, asker: asker}, clicks: chat.NewCache[string, bool](maxClicks, doubleClick)},
		changer:   changer,
		poster:    &poster[M]{presenter: presenter, asker: asker},
		previewer: &previewer[M]{presenter: presenter, asker: asker},
		answerer:  answerer,
		asker:     asker,
		presenter: presenter,
	}
}
