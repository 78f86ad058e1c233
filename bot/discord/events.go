package discord

import (
	"context"
	"encoding/json"
	"log/slog"

	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// eventHandler hands on what Discord reports.
type eventHandler struct {
	*converse.Chat[embed.Message]
	api          *api
	channels     *channelTree
	rights       *serverRights
	guilds       *guildList
	interactions *interactionHandler
	messages     messageHandler
}

// receive does what an event of the gateway asks for. It returns at once.
func (e *eventHandler) receive(working context.Context, kind string, data json.RawMessage) {
	e.channels.learnFrom(kind, data)
	e.rights.learnFrom(kind, data)
	switch kind {
	case "INTERACTION_CREATE":
		begin(e, "interaction", data, func(i interaction) error {
			return e.interactions.handle(working, i, func(ctx context.Context, r response) error { return e.api.callback(ctx, i, r) })
		})
	case "MESSAGE_CREATE", "MESSAGE_UPDATE":
		begin(e, "message", data, func(m chatMessage) error {
			e.messages.handle(working, m, kind == "MESSAGE_UPDATE")
			return nil
		})
	case "MESSAGE_DELETE":
		begin(e, "deletion", data, func(m chatMessage) error {
			e.messages.deleted(working, m)
			return nil
		})
	case "MESSAGE_DELETE_BULK":
		begin(e, "deletions", data, func(d deletions) error {
			e.messages.deletedAtOnce(working, d)
			return nil
		})
	case "GUILD_CREATE", "GUILD_DELETE":
		begin(e, "server", data, func(g guild) error {
			switch {
			case g.ID == "":
				return nil
			case kind == "GUILD_CREATE":
				e.guilds.back(working, g.ID)
				return nil
			case g.Unavailable:
				return nil
			}
			return e.guilds.left(working, g.ID)
		})
	}
}

// begin decodes an event and does what it asks for, beside everything else. Nothing that
// goes wrong may stop the bot. What people wrote is in no error: JSON's name fields and
// types alone.
func begin[T any](e *eventHandler, what string, data json.RawMessage, do func(T) error) {
	e.Go("an event from Discord ended in a panic: "+what, func() {
		var event T
		err := json.Unmarshal(data, &event)
		if err == nil {
			err = do(event)
		}
		if err != nil {
			e.api.log.Warn("an event from Discord could not be answered", slog.String("kind", what), slog.Any("error", rest.Redact(err)))
		}
	})
}
