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

// Change is an edit of a message that asked, or its deletion.
type Change struct {
	ID     string  // of the event, the same each time it is delivered
	Target *Target // where the answer goes; Asked is the message
	Stamp  string  // orders the changes of one message, as strings; Last for a deletion
	Line   string  // what it asks now
	// Addressed is set if it names the bot since it was edited: it is answered even if it has
	// no answer yet.
	Addressed bool
	Gone      bool // it asks nothing any more: it was deleted, or does not name the bot
}

// Last is the stamp of a change that no other follows: it sorts after all digits.
const Last = "~"

// The pace of withdrawals that a service refuses.
const (
	firstWithdrawal = 15 * time.Second
	longWithdrawal  = time.Hour
	withdrawFor     = 24 * time.Hour // then they are given up
)

// changer follows what becomes of the messages that asked.
type changer[M any] struct {
	presenter *presenter[M]
	answerer  *answerer[M]
	questions chat.KeyedMutex // of messages that ask
	due       withdrawals
}

// Asked answers the message that t.Asked names. Changes of the message wait until that is
// done.
func (c *changer[M]) Asked(ctx context.Context, t *Target, line string) {
	_, done := c.questions.Lock(questionKey(t), "")
	defer done()
	t.Words = digestOf(line)
	c.answerer.Answer(ctx, t, Question{Line: line})
}

// digestOf returns what tells the words of a question from others, without them.
func digestOf(line string) string { return chat.IdempotencyKey("words", line) }

// Changed answers an edited question again, in the place of the old answer, and withdraws
// the answer to one that is gone. A message that has no answer is left alone, and so is an
// answer to the same words: services report an edit, too, when a link's preview comes.
func (c *changer[M]) Changed(ctx context.Context, ch Change) {
	t, memory := ch.Target, c.presenter.memory
	if !memory.recent.First(ch.ID) {
		return
	}
	newest, done := c.questions.Lock(questionKey(t), ch.Stamp)
	defer done()
	if !newest {
		return
	}
	given, found := memory.answerTo(ctx, t)
	t.Words = digestOf(ch.Line)
	if !found && !ch.Addressed || found && !ch.Gone && given.Words == t.Words && c.due.none(questionKey(t)) {
		return
	}
	p := state.Pending{ID: ch.ID, Workspace: t.Workspace}
	if !found {
		p.ID, p.Channel, p.Thread, p.User, p.Line = t.Event, t.Channel, t.Thread, t.User, ch.Line
	}
	if ch.Gone { // without a user, see isWithdrawal
		p.Channel, p.Thread = t.Channel, t.Asked
	}
	isFirst, _ := memory.begin(ctx, p)
	if !isFirst {
		return
	}
	if ch.Gone {
		c.withdraw(ctx, t, ch.ID)
		return
	}
	if waiting := c.due.end(questionKey(t)); waiting != "" {
		memory.finish(ctx, waiting)
	}
	if found {
		t.Message, t.Thread = given.Message, given.Thread
	}
	c.answerer.Answer(ctx, t, Question{Line: ch.Line})
	memory.finish(ctx, p.ID)
}

func questionKey(t *Target) string { return t.Channel + "/" + t.Asked }

// isWithdrawal reports whether p is the removal of an answer, which nobody asked for: its
// Thread is the question.
func isWithdrawal(p state.Pending) bool { return p.User == "" && p.Channel != "" && p.Thread != "" }

// resume goes on with a withdrawal that a restart interrupted.
func (c *changer[M]) resume(ctx context.Context, t *Target, p state.Pending) {
	t.Channel, t.Asked = p.Channel, p.Thread
	c.withdraw(ctx, t, p.ID)
}

// withdraw removes the answer to t's question now or, if the service does not let it,
// later. event is pending until that is done.
func (c *changer[M]) withdraw(ctx context.Context, t *Target, event string) {
	key, memory := questionKey(t), c.presenter.memory
	c.due.begin(key, event)
	err := c.withdrawOnce(ctx, t)
	if err == nil {
		c.due.end(key)
		memory.finish(ctx, event)
		return
	}
	c.presenter.log.Warn("an answer to a question that is gone could not be removed; will retry", slog.String("service", c.presenter.name), slog.String("channel", t.Channel), c.presenter.cause(err))
	go func() {
		defer chat.Rescue(c.presenter.log, "an answer could not be removed", nil)
		began := time.Now()
		for pauses := outbox.Pauses(firstWithdrawal, longWithdrawal); ; {
			if outbox.Pause(ctx, pauses.NextBackOff()) != nil {
				return // the next start goes on
			}
			if !c.due.has(key, event) || time.Since(began) > withdrawFor || c.withdrawOnce(ctx, t) == nil {
				break
			}
		}
		if c.due.has(key, event) {
			c.due.end(key)
		}
		memory.finish(ctx, event)
	}()
}

// withdrawOnce returns nil if no answer to t's question is left.
func (c *changer[M]) withdrawOnce(ctx context.Context, t *Target) error {
	given, found := c.presenter.memory.answerTo(ctx, t)
	if !found {
		return nil
	}
	answer := *t
	answer.Message, answer.Thread = given.Message, given.Thread
	if err := c.presenter.remove(ctx, &answer); err != nil {
		return err
	}
	c.presenter.memory.forget(ctx, given)
	return nil
}

// withdrawals are the questions whose answers are to go, with the events that asked for
// it. The zero value is ready.
type withdrawals struct {
	mu  sync.Mutex
	due map[string]string
}

func (w *withdrawals) begin(key, event string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.due == nil {
		w.due = map[string]string{}
	}
	w.due[key] = event
}

// end returns the event whose withdrawal of key was still due, "" if none was.
func (w *withdrawals) end(key string) (event string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	event = w.due[key]
	delete(w.due, key)
	return event
}

// none reports whether no withdrawal of key is due.
func (w *withdrawals) none(key string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.due[key] == ""
}

func (w *withdrawals) has(key, event string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.due[key] == event
}
