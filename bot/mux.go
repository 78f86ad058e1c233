package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"
)

// Mux finds a request's command, gives its handler a time limit, and turns
// whatever happens into a Card. Commands is not changed after the first call.
type Mux struct {
	Commands []Command
	Timeout  time.Duration // for one answer; 10 s where zero
	Log      *slog.Logger  // slog.Default if nil
	// Words returns a word of the index for an example's placeholder ({topic},
	// {person}, {quote}, {month}, {source}) that the asker may see, "" if there is none.
	Words func(r Request, placeholder string) string

	// Explain returns the message for an error that people can do something about, and nil
	// for any other. It may be nil.
	Explain func(err error) *Error

	// Observe is called after each answer with how long it took; nil if nobody counts.
	Observe func(r Request, card Card, took time.Duration)

	underWay sync.WaitGroup
}

// MaxOffset is the furthest row that a page begins at.
const MaxOffset = 1 << 24

const defaultTimeout = 10 * time.Second

// Find returns the command of that name or alias.
func (m *Mux) Find(name string) (Command, bool) {
	for _, c := range m.Commands {
		if c.Name == name || slices.Contains(c.Aliases, name) {
			return c, true
		}
	}
	return Command{}, false
}

// Answer reads a line and answers it.
func (m *Mux) Answer(ctx context.Context, line string, r Request) Card {
	r, err := m.Parse(line, r)
	if err != nil {
		return m.refusal(ctx, r, err)
	}
	return m.Do(ctx, r)
}

// Do answers a request. It always returns a Card: an *Error becomes its text,
// anything else, panics included, a reference that the log has too.
func (m *Mux) Do(ctx context.Context, r Request) (card Card) {
	m.underWay.Add(1)
	if m.Observe != nil {
		start := time.Now()
		defer func() { m.Observe(r, card, time.Since(start)) }()
	}
	defer func() { m.writeLines(&card) }()
	defer m.underWay.Done()
	defer func() {
		if p := recover(); p != nil {
			card = m.refusal(ctx, r, fmt.Errorf("panic: %s\n%s", PanicText(p), debug.Stack()))
		}
	}()
	c, ok := m.Find(r.Command)
	if !ok {
		return m.refusal(ctx, r, m.unknownCommand(r, r.Command))
	}
	if c.Owner && !r.Owner {
		return m.refusal(ctx, r, &Error{Message: c.Name + " is for who runs this bot: it holds in every workspace and server, not here alone.", Refused: true})
	}
	if c.Admin && !r.Admin && !c.Owner {
		return m.refusal(ctx, r, &Error{Message: c.Name + " is for administrators of this bot.", Refused: true})
	}
	if c.Posts && r.Local() {
		return m.refusal(ctx, r, &Error{Message: "/" + c.Name + " is for Slack and Discord: nothing can be posted later on this page or in a terminal. Set it up in the channel that is to get the posts."})
	}
	limit := m.Timeout
	if limit == 0 {
		limit = defaultTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, max(limit, c.Patience))
	defer cancel()
	start := time.Now()
	r.Offset = min(max(r.Offset, 0), MaxOffset)
	card, err := c.Handle(ctx, r)
	if err != nil {
		return m.refusal(ctx, r, err)
	}
	card.Command = c.Name
	m.logger().Debug("answered", slog.String("command", c.Name), slog.String("platform", r.Platform),
		slog.Int("items", len(card.Items)), slog.Duration("took", time.Since(start)))
	return card
}

// writeLines fills in what typing would do the same as each button, so that
// surfaces without buttons, links and exports can say it. It copies: a handler
// may keep what it returned.
func (m *Mux) writeLines(card *Card) {
	card.Actions = m.lined(card.Actions)
	card.Items = slices.Clone(card.Items)
	for i, it := range card.Items {
		card.Items[i].Actions = m.lined(it.Actions)
	}
}

func (m *Mux) lined(actions []Action) []Action {
	actions = slices.Clone(actions)
	for i, a := range actions {
		if c, ok := m.Find(a.Call.Command); ok {
			actions[i].Line = c.Line(a.Call)
		}
	}
	return actions
}

// Wait returns when no answer is under way: a shutdown calls it after the
// surfaces take no more requests.
func (m *Mux) Wait() { m.underWay.Wait() }

// refusal returns the card for an error.
func (m *Mux) refusal(ctx context.Context, r Request, err error) Card {
	card := Card{Status: Failed, Command: r.Command}
	var e *Error
	known := errors.As(err, &e)
	if !known && m.Explain != nil {
		e = m.Explain(err)
		known = e != nil
	}
	switch {
	case known:
		card.Notice, card.Actions, card.Refused = e.Message, m.lined(e.Actions), e.Refused
		card.Status = Answered
		if e.Usage {
			card.Status = NotUnderstood
		}
	case errors.Is(err, context.DeadlineExceeded):
		card.Notice = "That took too long and was stopped. Narrow the question (by:, since:, a rarer word) and ask again."
	case errors.Is(err, context.Canceled):
		card.Notice = "Interrupted. Run it again."
	default:
		var ref string
		ref, card.Notice = Fault()
		m.logger().ErrorContext(ctx, "answer failed", slog.String("ref", ref), slog.String("command", r.Command),
			slog.String("platform", r.Platform), slog.Any("error", err))
	}
	return card
}

func (m *Mux) logger() *slog.Logger {
	if m.Log == nil {
		return slog.Default()
	}
	return m.Log
}

// Examples returns up to most of the command's example lines with words of the
// index in them that the asker may see; an example whose placeholder has no word is left out.
func (m *Mux) Examples(r Request, c Command, most int) []string {
	var out []string
	for _, line := range c.Examples {
		if line, ok := m.fill(r, line); ok && len(out) < most {
			out = append(out, line)
		}
	}
	return out
}

func (m *Mux) fill(r Request, line string) (string, bool) {
	for {
		before, rest, ok := strings.Cut(line, "{")
		if !ok {
			return line, true
		}
		placeholder, after, _ := strings.Cut(rest, "}")
		word := ""
		if m.Words != nil {
			word = m.Words(r, placeholder)
		}
		if word == "" {
			return "", false
		}
		if strings.HasSuffix(before, ":") && strings.Contains(word, " ") {
			word = `"` + word + `"`
		}
		line = before + word + after
	}
}
