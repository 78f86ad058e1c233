package slack

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/slack/blockkit"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// maxHomeStatus is the maximum number of status lines above the help in the App Home.
const maxHomeStatus = 40

// publishMethod shows the App Home.
const publishMethod = "views.publish"

// homeTab shows the App Home (https://docs.slack.dev/surfaces/app-home).
type homeTab struct {
	*converse.Chat[blockkit.Message]
	mux *bot.Mux
	log *slog.Logger
}

// opened shows a person the briefing's status and what can be asked.
func (h homeTab) opened(w *workspace, ev event) converse.Task {
	t := targetIn(w)
	t.User = ev.Event.User
	return converse.Task{Pending: state.Pending{ID: ev.EventID, Workspace: w.ID}, Do: func(ctx context.Context) {
		if !w.has(publishMethod) {
			return
		}
		r, refusal, err := h.Request(ctx, t)
		if err != nil {
			return // opened again, it is asked for again
		}
		card := bot.Card{Title: "The briefing", Notice: refusal}
		if refusal == "" {
			card = h.card(ctx, r)
		}
		m := blockkit.Answer{Card: card, Call: bot.Call{Command: "help"}, Scope: w.scope(), Bare: true}.View()
		if !h.KeepCalls(ctx, w.ID, m.Calls) {
			m.Blocks = blockkit.WithoutButtons(m.Blocks)
		}
		m.Blocks = slices.Insert(m.Blocks, min(1, len(m.Blocks)), blockkit.AskButton(askShortcut))
		err = h.Insist(ctx, func() error {
			_, err := w.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: t.User,
				View: slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: m.Blocks}}})
			return err
		})
		if err != nil && !w.lacks(publishMethod, err) {
			h.log.Error("the App Home could not be shown", slog.Any("error", redacted(err)))
		}
	}}
}

// card returns the status, the digests and watches of r's user, and the help.
func (h homeTab) card(ctx context.Context, r bot.Request) bot.Card {
	r.Now = time.Now()
	r.Call = bot.Call{Command: "status"}
	status := h.mux.Do(ctx, r)
	r.Call = bot.Call{Command: "help"}
	card := h.mux.Do(ctx, r)
	card.Title = "The briefing"
	lines := append([]string{status.Notice}, status.Text...)
	if more := len(lines) - maxHomeStatus; more > 0 {
		lines = append(lines[:maxHomeStatus], blockkit.MoreText(more, "status"))
	}
	card.Notice = strings.TrimSpace(strings.Join(lines, "\n"))
	card.Actions = append(card.Actions, status.Actions...)
	var own []bot.Item
	for _, list := range []string{"digest list", "watch list"} {
		r.Call = bot.Call{Command: list}
		if _, ok := h.mux.Find(list); !ok {
			continue
		}
		r.Admin = false // an administrator sees all there are with the command
		for i, item := range h.mux.Do(ctx, r).Items {
			if i == 0 {
				item.Heading = map[string]string{"digest list": "Your digests", "watch list": "Your watches"}[list]
			}
			own = append(own, item)
		}
	}
	card.Items = append(own, card.Items...)
	return card
}

// Methods of agents and assistants.
const (
	promptsMethod = "assistant.threads.setSuggestedPrompts"
	statusMethod  = "assistant.threads.setStatus"
)

// maxPrompts is the maximum number of suggested questions
// (https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts).
const maxPrompts = 4

// prompter suggests questions to people who open an agent or an assistant.
type prompter struct {
	*converse.Chat[blockkit.Message]
	mux     *bot.Mux
	noAgent bool
	log     *slog.Logger
}

// threadOpened greets whoever opens a thread of an assistant with questions that this
// index answers (https://docs.slack.dev/ai/developing-ai-apps).
func (p prompter) threadOpened(w *workspace, ev event) converse.Task {
	at := ev.Event.AssistantThread
	return converse.Task{Pending: state.Pending{ID: ev.EventID, Workspace: w.ID}, Do: func(ctx context.Context) {
		t := targetIn(w)
		t.Channel, t.Thread, t.User = at.ChannelID, at.ThreadTS, at.UserID
		err := p.suggest(ctx, t)
		if err != nil && !errors.Is(err, errNoQuestions) && !w.lacks(promptsMethod, err) {
			p.log.Error("questions could not be suggested", slog.Any("error", redacted(err)))
		}
	}}
}

// agentPrompted names a feature that only agents have.
const agentPrompted = "questions suggested outside a thread"

// messagesOpened greets whoever opens an agent in the same way. Slack takes the
// questions of an agent for no thread (https://docs.slack.dev/ai/migrating-to-agent-messaging),
// and those of an assistant for a thread alone: the refusal says which the app is.
func (p prompter) messagesOpened(w *workspace, ev event) converse.Task {
	if p.noAgent || !w.has(agentPrompted) {
		return converse.Task{}
	}
	return converse.Task{Pending: state.Pending{ID: ev.EventID, Workspace: w.ID}, Do: func(ctx context.Context) {
		t := targetIn(w)
		t.Channel, t.User = ev.Event.Channel, ev.Event.User
		err := p.suggest(ctx, t)
		switch {
		case errors.Is(err, errNoQuestions):
		case err == nil:
			w.agent.Store(true)
		case codeOf(err) != "":
			w.leaveOut(agentPrompted, lackingLife)
			p.log.Debug("no questions are suggested outside threads", slog.Any("error", redacted(err)))
		default:
			w.lacks(promptsMethod, err)
			p.log.Warn("questions could not be suggested", slog.Any("error", redacted(err)))
		}
	}}
}

// errNoQuestions is the error of a person or a server that questions are not
// suggested to.
var errNoQuestions = errors.New("no questions to suggest")

// suggest shows questions at t.
func (p prompter) suggest(ctx context.Context, t *converse.Target) error {
	r, refusal, err := p.Request(ctx, t)
	if err != nil {
		return err
	}
	prompts := p.prompts(r)
	if refusal != "" || len(prompts) == 0 || !teamOf(t).has(promptsMethod) {
		return errNoQuestions
	}
	shown := slack.AssistantThreadsSetSuggestedPromptsParameters{Title: "Ask the briefing", ChannelID: t.Channel, ThreadTS: t.Thread}
	for _, line := range prompts {
		shown.AddPrompt(line, line)
	}
	return teamOf(t).api.SetAssistantThreadsSuggestedPromptsContext(ctx, shown)
}

// prompts returns examples of what the asker may see, one a command.
func (p prompter) prompts(r bot.Request) []string {
	var out []string
	for _, c := range p.mux.Commands {
		if lines := p.mux.Examples(r, c, 1); len(lines) > 0 && !c.Admin && len(out) < maxPrompts {
			out = append(out, strings.TrimPrefix(lines[0], "/"))
		}
	}
	return out
}

// worker implements converse.Worker.
type worker struct{ log *slog.Logger }

// Work shows in a thread with an agent or assistant that the search has begun. Slack takes
// that away with the answer.
func (k worker) Work(ctx context.Context, t *converse.Target, _ bot.Request) (done func()) {
	w := teamOf(t)
	if t.Asked == "" || t.Message != "" || t.Thread == "" || !isDirect(t.Channel) || !w.has(statusMethod) {
		return func() {}
	}
	ctx, stop := context.WithTimeout(ctx, converse.LateAfter)
	defer stop()
	err := w.api.SetAssistantThreadsStatusContext(ctx, slack.AssistantThreadsSetStatusParameters{
		ChannelID: t.Channel, ThreadTS: t.Thread, Status: "is searching the briefing…"})
	if err != nil && !w.lacks(statusMethod, err) {
		k.log.Debug("no status was shown", slog.Any("error", redacted(err))) // the app is no agent
	}
	return func() {}
}
