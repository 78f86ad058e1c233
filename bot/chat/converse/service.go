package converse

import (
	"context"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// Service is a chat service as package converse needs it. M is a message in the
// service's own form. No method retries, and none logs what its error says.
type Service[M any] interface {
	Places
	Sender[M]
	Renderer[M]
	Worker
}

// Places knows who may ask where.
type Places interface {
	// Locate finds Under, where the event did not say. The refusal is for people; it is
	// "" if Under is known.
	Locate(ctx context.Context, t *Target) (refusal string)
	// Admit completes a request at t with the asker's rights and the outlets that the
	// place may see. r.Settings are read already. The refusal is for people, "" if they
	// may ask; with an error nothing is known.
	Admit(ctx context.Context, t *Target, r bot.Request) (admitted bot.Request, refusal string, err error)
	// At returns the target of a place. PlaceOf is its inverse.
	At(p bot.Place) (*Target, error)
	PlaceOf(t *Target) bot.Place
	// Aside returns a target for what t's user alone is to read, next to t; t itself if the
	// service has none.
	Aside(t *Target) *Target
	// Resume returns the target of an answer that a restart interrupted; ok is false if
	// it has to wait because its workspace is not known.
	Resume(p state.Pending) (t *Target, ok bool)
}

// Errors reads the errors of a service.
type Errors interface {
	// Classify returns what to do about an error, and how long the service asks to wait,
	// 0 if it does not say.
	Classify(err error) (Remedy, time.Duration)
	// Gone reports whether err says that the message to change is not there any more.
	Gone(err error) bool
	// Redact returns an error without secrets and without what people wrote.
	Redact(err error) error
}

// Sender makes the calls of a service, each once.
type Sender[M any] interface {
	Errors
	// Send sends m by t.Reply, or changes t.Message, or posts a message; then it sets
	// t.Message.
	Send(ctx context.Context, t *Target, m M) error
	// CanPost returns a *bot.PostError if nothing can be posted at t, and what to do about
	// it. It returns nil if that is not known.
	CanPost(ctx context.Context, t *Target) error
	// Delete removes the message at t. One that is gone already is no error.
	Delete(ctx context.Context, t *Target) error
	// Find looks for a message that may have arrived, by t.Key or t.Event or by a button
	// with one of the calls. It returns "" if there is none.
	Find(ctx context.Context, t *Target, calls []state.ButtonCall) (message string, err error)
	// Direct returns a target in the direct messages with t's user. It fails with a
	// *bot.PostError, or for good, if there are none or t is there already.
	Direct(ctx context.Context, t *Target) (*Target, error)
	// Room returns the channel that messages to t go to. Each has a queue of its own.
	Room(t *Target) string
	// Editable reports whether what is sent to t can be changed later.
	Editable(t *Target) bool
	// Plainer returns a form of m that the service may take after err, or changes t for
	// another try with m; ok is false if there is no such form.
	Plainer(t *Target, m M, err error) (plainer M, ok bool)
	// Text returns a message of our own words, in which the service reads mentions of
	// channels.
	Text(words string) M
	// Fix tells t's user how to fix the refusal to let the bot post at t.
	Fix(ctx context.Context, t *Target, err error) string
	// Queued tells t's user that an answer waits, unless the service shows that itself.
	// pace waits until t's room may have another message.
	Queued(ctx context.Context, t *Target, pace func(context.Context) error)
}

// Renderer turns answers into messages.
type Renderer[M any] interface {
	// Render returns the part of an answer that is asked for.
	Render(ctx context.Context, t *Target, a Answer) Rendered[M]
	// WithoutButtons returns m without its buttons.
	WithoutButtons(m M) M
	// Upload uploads a file, if the service takes files apart from the message that names
	// them; one that does not checks it, and Render attaches it. where says where the file
	// is, as the end of a sentence. A *bot.Error is for people.
	Upload(ctx context.Context, t *Target, file bot.File) (where string, err error)
}

// Worker shows that the bot is at work.
type Worker interface {
	// Work is called when a question is admitted. It may open the thread that the answer
	// goes to, and show that the bot is at work until done is called.
	Work(ctx context.Context, t *Target, r bot.Request) (done func())
}

// Remedy is what to do about a call that a service did not take.
type Remedy int

// The remedies.
const (
	GiveUp     Remedy = iota // log it
	Retry                    // try again later: the service may have taken it
	Wait                     // try again after the wait: the service has not taken it
	OtherForm                // the form is refused: Plainer
	TellAsker                // the bot may not post there: who asked can fix it
	PostAnew                 // the message to change is gone or cannot be changed
	OtherRoute               // Reply is spent
)

// Answer is a card with what its buttons and its form depend on.
type Answer struct {
	Card     bot.Card
	Call     bot.Call  // what the card answers
	Part     int       // which message of it; chat.LastPart for the last
	Asker    string    // who may delete it, "" for nobody
	SharedBy string    // who shares it, "" if nobody does
	By       string    // who set up the post that it is, "" for an answer
	Bare     bool      // without buttons
	File     *bot.File // that the message names, nil for none
}

// Rendered is one part of an answer as a message.
type Rendered[M any] struct {
	Message M
	Calls   []state.ButtonCall // behind its buttons
	Part    int                // which part it is
}
