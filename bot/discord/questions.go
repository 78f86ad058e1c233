package discord

import (
	"context"
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// questions answers what people ask by commands and messages.
type questions struct {
	*converse.Chat[embed.Message]
}

// answer acknowledges a command with its options and answers it.
func (q questions) answer(ctx context.Context, t *converse.Target, asked converse.Question, ack acknowledge) error {
	if err := ack(ctx, later(t.Private)); err != nil {
		return fmt.Errorf("acknowledge a command: %w", err)
	}
	q.run(ctx, t, asked)
	return nil
}

// run answers a question that was acknowledged.
func (q questions) run(ctx context.Context, t *converse.Target, asked converse.Question) {
	q.Do(ctx, q.task(t, q.LineOf(asked), func(ctx context.Context) { q.Answer(ctx, t, asked) }))
}

// task returns work that a restart may interrupt; the next start then says so to who asked.
func (q questions) task(t *converse.Target, line string, do func(context.Context)) converse.Task {
	return converse.Task{
		Pending: state.Pending{ID: t.Event, Workspace: t.Workspace, Channel: t.Channel, Thread: t.Asked, User: t.User, Line: line, ReplyTo: t.Reply},
		Tell:    t, Do: do,
	}
}

// Discord's limits on answers to an interaction
// (https://discord.com/developers/docs/interactions/receiving-and-responding).
const (
	acknowledgement = 3 * time.Second  // until the first response
	tokenLife       = 15 * time.Minute // until the token expires
)

// response is the first answer to an interaction
// (https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object).
type response struct {
	Type int `json:"type"`
	Data any `json:"data,omitempty"`
}

// The types of responses.
const (
	responsePong    = 1
	responseMessage = 4
	responseLater   = 5 // a new message, later
	responseEdit    = 6 // of the message that was pressed, later
	responseChoices = 8
	responseForm    = 9
)

// later says that a new message follows, for the asker alone or for all.
func later(private bool) response {
	data := struct {
		Flags int `json:"flags"`
	}{}
	if private {
		data.Flags = embed.OnlyAsker
	}
	return response{Type: responseLater, Data: data}
}

// acknowledge answers an interaction first: over the gateway a call, over HTTP the
// reply itself.
type acknowledge func(context.Context, response) error

// alreadyAcknowledged is Discord's code for an interaction that has its first response,
// and nextResponse how long after a fault the next try is.
const (
	alreadyAcknowledged = 40060
	nextResponse        = 150 * time.Millisecond
)

// callback makes the first response by a call, again after a fault, for as long as Discord
// waits for it. A try without an answer may have arrived: if the interaction is
// acknowledged already, that was the one.
func (a *api) callback(ctx context.Context, i interaction, r response) error {
	ctx, stop := context.WithTimeout(ctx, acknowledgement)
	defer stop()
	for doubtful := false; ; doubtful = true {
		err := a.respondFirst(ctx, i, r)
		switch {
		case doubtful && rest.CodeOf(err) == alreadyAcknowledged:
			return nil
		case remedyFor(err, false) != retryLater, outbox.Pause(ctx, nextResponse) != nil:
			return err
		}
	}
}

// respondFirst tries once; a try that hangs leaves time for another one.
func (a *api) respondFirst(ctx context.Context, i interaction, r response) error {
	ctx, stop := context.WithTimeout(ctx, acknowledgement/2)
	defer stop()
	return a.Call(ctx, "POST", "/interactions/"+i.ID+"/"+i.Token+"/callback", r, nil)
}
