package converse

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// memory is what is remembered of questions and answers. A store that fails costs what
// it would have kept, never an answer.
type memory struct {
	platform string
	store    *state.Store
	faults   *chat.StoreFaults
	recent   *chat.Dedup
}

// scope returns that of buttons.
func (m *memory) scope(workspace string) string { return m.platform + "/" + workspace }

// begin claims an event and records its answer as under way. isFirst is false if that
// happened before; kept is false if the store fails, which leaves the process's own
// memory.
func (m *memory) begin(ctx context.Context, p state.Pending) (isFirst, kept bool) {
	p.Platform = m.platform
	isFirst, err := m.store.Begin(ctx, p)
	if err != nil {
		m.faults.Failed("events are not remembered: one may be answered twice after a restart", err)
		return true, false
	}
	return isFirst, isFirst
}

// first reports whether something is done for the first time, and notes that. If the store
// fails it is.
func (m *memory) first(ctx context.Context, id string) bool {
	isFirst, err := m.store.First(ctx, m.platform, id)
	if err != nil {
		m.faults.Failed("what is to be done once may be done again", err)
		return true
	}
	return isFirst
}

// finish records that an event's answer was given, or never will be.
func (m *memory) finish(ctx context.Context, event string) {
	m.faults.Eventually(ctx, "an answer could not be marked as given", func() error { return m.store.Finish(ctx, m.platform, event) })
}

// pending returns the answers that the last end interrupted.
func (m *memory) pending(ctx context.Context) ([]state.Pending, error) {
	return m.store.Pending(ctx, m.platform)
}

// placeholder records the message that an answer under way will replace.
func (m *memory) placeholder(ctx context.Context, event, message string) {
	if event == "" {
		return
	}
	if err := m.store.SetPlaceholder(ctx, m.platform, event, message); err != nil {
		m.faults.Failed("a placeholder could not be noted", err)
	}
}

// settings returns the settings that apply to a request.
func (m *memory) settings(ctx context.Context, r bot.Request) (map[string]string, error) {
	settings, err := m.store.Settings(ctx, m.platform, r.Workspace, r.EffectiveChannel())
	if err != nil {
		m.faults.Failed("a channel's settings could not be read", err)
	}
	return settings, err
}

// keep stores the calls of buttons.
func (m *memory) keep(ctx context.Context, workspace string, calls []state.ButtonCall) error {
	_, err := m.store.Keep(ctx, m.scope(workspace), calls)
	return err
}

// buttonCall returns the call of a button.
func (m *memory) buttonCall(ctx context.Context, workspace, key string) (c state.ButtonCall, found bool, err error) {
	c, found, err = m.store.ButtonCall(ctx, m.scope(workspace), key)
	if err != nil {
		m.faults.Failed("a button's call could not be read", err)
	}
	return c, found, err
}

// feedback stores what t's user thinks of an answer.
func (m *memory) feedback(ctx context.Context, t *Target, call bot.Call, helpful bool) error {
	err := m.store.SaveFeedback(ctx, state.Feedback{Platform: m.platform, Workspace: t.Workspace, User: t.User, Call: call, Helpful: helpful})
	if err != nil {
		m.faults.Failed("feedback could not be kept", err)
	}
	return err
}

// follow records which message answers which, for edits and deletions.
func (m *memory) follow(ctx context.Context, t *Target) {
	if t.Asked == "" || t.Message == "" {
		return
	}
	err := m.store.Answered(ctx, state.Answer{Platform: m.platform, Workspace: t.Workspace, Channel: t.Channel, Asked: t.Asked,
		Message: t.Message, Thread: t.Thread, User: t.User, Words: t.Words})
	if err != nil {
		m.faults.Failed("edits of a question cannot be followed", err)
	}
}

// answerTo returns the answer to the message that asked at t, if it is known.
func (m *memory) answerTo(ctx context.Context, t *Target) (state.Answer, bool) {
	given, found, err := m.store.AnswerTo(ctx, state.Answer{Platform: m.platform, Workspace: t.Workspace, Channel: t.Channel, Asked: t.Asked})
	if err != nil {
		m.faults.Failed("the answer to a changed message is not known", err)
	}
	return given, found
}

// forget removes an answer that was deleted.
func (m *memory) forget(ctx context.Context, given state.Answer) {
	m.faults.Eventually(ctx, "a removed answer could not be forgotten", func() error { return m.store.Forget(ctx, given) })
}

// posted records what a message shows, for corrections.
func (m *memory) posted(ctx context.Context, p bot.Posted) {
	if err := m.store.Posted(ctx, p); err != nil {
		m.faults.Failed("a message cannot be edited when an article is corrected", err)
	}
}

// setUpBy returns who set up the digest or watch that a message is of, "" if it is not
// known, or of none.
func (m *memory) setUpBy(ctx context.Context, p bot.Posted) string {
	kept, found, err := m.store.PostedAt(ctx, p)
	if err != nil {
		m.faults.Failed("who set up a post is not known", err)
	}
	if !found {
		return ""
	}
	return kept.By
}

// forgetPosted removes a message that was deleted.
func (m *memory) forgetPosted(ctx context.Context, p bot.Posted) {
	m.faults.Eventually(ctx, "a message that is gone could not be forgotten", func() error { return m.store.ForgetPosted(ctx, p) })
}
