package slack

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/slack/blockkit"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// onHome shows a person the briefing's status and what can be asked, as the App
// Home (https://docs.slack.dev/surfaces/app-home).
func (b *Bot) onHome(w *workspace, ev event) task {
	v := target{team: w, user: ev.Event.User}
	return task{pending: state.Pending{ID: ev.EventID, Workspace: w.ID}, do: func(ctx context.Context) {
		if !b.has(w, "views.publish") {
			return
		}
		r, refusal, err := b.patientRequest(ctx, &v)
		if err != nil {
			return // opened again, it is asked for again
		}
		card := bot.Card{Title: "The briefing", Notice: refusal}
		if refusal == "" {
			card = b.homeCard(ctx, r)
		}
		m := blockkit.Answer{Card: card, Call: bot.Call{Command: "help"}, Scope: w.scope(), Bare: true}.View()
		if _, err := b.State.Keep(ctx, w.scope(), m.Calls); err != nil {
			b.faults.Failed("the buttons of the App Home could not be kept; it is shown without them", err)
			m.Blocks = blockkit.WithoutButtons(m.Blocks)
		}
		err = b.patiently(ctx, func() error {
			_, err := w.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: v.user,
				View: slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: m.Blocks}}})
			return err
		})
		if err != nil && !b.lacks(w, "views.publish", err) {
			b.Log.Error("the App Home could not be shown", slog.Any("error", redacted(err)))
		}
	}}
}

// homeCard returns the status above the help.
func (b *Bot) homeCard(ctx context.Context, r bot.Request) bot.Card {
	r.Now = time.Now()
	r.Call = bot.Call{Command: "status"}
	status := b.Mux.Do(ctx, r)
	r.Call = bot.Call{Command: "help"}
	card := b.Mux.Do(ctx, r)
	card.Title = "The briefing"
	lines := append([]string{status.Notice}, status.Text...)
	if more := len(lines) - maxHomeStatus; more > 0 {
		lines = append(lines[:maxHomeStatus], blockkit.MoreText(more, "status"))
	}
	card.Notice = strings.TrimSpace(strings.Join(lines, "\n"))
	card.Actions = append(card.Actions, status.Actions...)
	return card
}

// promptsMethod suggests questions.
const promptsMethod = "assistant.threads.setSuggestedPrompts"

// onThread greets whoever opens a thread of an assistant with questions that this
// index answers (https://docs.slack.dev/ai/developing-ai-apps).
func (b *Bot) onThread(w *workspace, ev event) task {
	at := ev.Event.AssistantThread
	return task{pending: state.Pending{ID: ev.EventID, Workspace: w.ID}, do: func(ctx context.Context) {
		err := b.suggest(ctx, &target{team: w, channel: at.ChannelID, thread: at.ThreadTS, user: at.UserID})
		if err != nil && !errors.Is(err, errNoQuestions) && !b.lacks(w, promptsMethod, err) {
			b.Log.Error("questions could not be suggested", slog.Any("error", redacted(err)))
		}
	}}
}

// agentPrompted is what an app that is no agent lacks: questions outside a thread.
const agentPrompted = "questions suggested outside a thread"

// onMessagesTab greets whoever opens an agent in the same way. Slack takes the
// questions of an agent for no thread (https://docs.slack.dev/ai/migrating-to-agent-messaging),
// and those of an assistant for a thread alone: the refusal says which the app is.
func (b *Bot) onMessagesTab(w *workspace, ev event) task {
	if b.NoAgent || !b.has(w, agentPrompted) {
		return task{}
	}
	return task{pending: state.Pending{ID: ev.EventID, Workspace: w.ID}, do: func(ctx context.Context) {
		err := b.suggest(ctx, &target{team: w, channel: ev.Event.Channel, user: ev.Event.User})
		switch {
		case errors.Is(err, errNoQuestions):
		case err == nil:
			w.agent.Store(true)
		case codeOf(err) != "":
			b.leaveOut(w, agentPrompted, lackingLife)
			b.Log.Debug("no questions are suggested outside threads", slog.Any("error", redacted(err)))
		default:
			b.lacks(w, promptsMethod, err)
			b.Log.Warn("questions could not be suggested", slog.Any("error", redacted(err)))
		}
	}}
}

// errNoQuestions is the error of a person or a server that questions are not
// suggested to.
var errNoQuestions = errors.New("no questions to suggest")

// suggest shows questions at v.
func (b *Bot) suggest(ctx context.Context, v *target) error {
	r, refusal, err := b.patientRequest(ctx, v)
	if err != nil {
		return err
	}
	prompts := b.prompts(r)
	if refusal != "" || len(prompts) == 0 || !b.has(v.team, promptsMethod) {
		return errNoQuestions
	}
	p := slack.AssistantThreadsSetSuggestedPromptsParameters{Title: "Ask the briefing", ChannelID: v.channel, ThreadTS: v.thread}
	for _, line := range prompts {
		p.AddPrompt(line, line)
	}
	return v.team.api.SetAssistantThreadsSuggestedPromptsContext(ctx, p)
}

// prompts returns examples of what the asker may see, one a command.
func (b *Bot) prompts(r bot.Request) []string {
	var out []string
	for _, c := range b.Mux.Commands {
		if lines := b.Mux.Examples(r, c, 1); len(lines) > 0 && !c.Admin && len(out) < maxPrompts {
			out = append(out, strings.TrimPrefix(lines[0], "/"))
		}
	}
	return out
}

// busy shows in a thread with an agent or assistant that the search has begun. Slack takes it
// away with the answer.
func (b *Bot) busy(ctx context.Context, v target) {
	const method = "assistant.threads.setStatus"
	if v.thread == "" || !strings.HasPrefix(v.channel, "D") || !b.has(v.team, method) {
		return
	}
	ctx, stop := context.WithTimeout(ctx, lateAfter)
	defer stop()
	err := v.team.api.SetAssistantThreadsStatusContext(ctx, slack.AssistantThreadsSetStatusParameters{
		ChannelID: v.channel, ThreadTS: v.thread, Status: "is searching the briefing…"})
	if err != nil && !b.lacks(v.team, method, err) {
		b.Log.Debug("no status was shown", slog.Any("error", redacted(err))) // the app is no agent
	}
}
