package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// MaxOffset is the furthest row that a page begins at.
const MaxOffset = 1 << 24

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
	if err := m.Allow(c, r); err != nil {
		return m.refusal(ctx, r, err)
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

// Allow returns an *Error that says for whom or where command c is, if not for who sent r.
func (m *Mux) Allow(c Command, r Request) error {
	switch {
	case c.Owner && !r.Owner:
		return &Error{Message: c.Name + " is for who runs this bot: it holds in every workspace and server, not here alone.", Refused: true}
	case c.Admin && !r.Admin && !c.Owner:
		return &Error{Message: c.Name + " is for administrators of this bot.", Refused: true}
	case c.Posts && r.Local():
		return &Error{Message: "/" + c.Name + " is for Slack and Discord: nothing can be posted later on this page or in a terminal. Set it up in the channel that is to get the posts."}
	}
	return nil
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

// Typed fills in r's Call from the arguments of a form whose fields are the
// command's parameters by name, as Discord's typed options are. The result is that of
// Parse for the same line.
func (m *Mux) Typed(command string, values map[string]string, r Request) (Request, error) {
	c, ok := m.Find(command)
	if !ok {
		return r, m.unknownCommand(r, command)
	}
	var lexemes []lexeme
	for _, p := range c.Params {
		switch value := strings.TrimSpace(uncoded(values[p.Name])); {
		case value == "":
		case p.Words:
			lexemes = append(lexemes, lex(value)...)
		default:
			lexemes = append(lexemes, lexeme{key: p.Name, text: unquoted(value), typed: p.Name + ":" + value})
		}
	}
	r, err := m.parseAs(c.Name, lexemes, r)
	r.Line = c.Line(r.Call)
	return r, err
}

// Refuse returns the card for a request that could not be read: what Answer says of
// such a line, for surfaces that read requests themselves.
func (m *Mux) Refuse(ctx context.Context, r Request, err error) Card { return m.refusal(ctx, r, err) }

// CheckForm returns what is wrong with the values of the fields of a command's form, by
// parameter, for surfaces that can say so beside the field. What takes the index to tell is
// the answer's business.
func (m *Mux) CheckForm(command string, values map[string]string, r Request) map[string]string {
	c, ok := m.Find(command)
	if !ok {
		return nil
	}
	wrong := map[string]string{}
	for _, f := range c.Form {
		p, _ := c.Param(f.Param)
		value := unquoted(uncoded(values[p.Name]))
		if value == "" || p.Words {
			continue
		}
		if _, err := p.canonical(value, r); err != nil {
			wrong[p.Name] = strings.ReplaceAll(err.Error(), p.Name+":", "") // the field has a label
		}
	}
	return wrong
}
