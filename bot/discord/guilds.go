package discord

import (
	"context"
	"log/slog"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// maxGuilds is how many servers one page of the list has
// (https://discord.com/developers/docs/resources/user#get-current-user-guilds).
const maxGuilds = 200

// guild is a server.
type guild struct {
	ID          string `json:"id"`
	Owner       string `json:"owner_id"`
	Unavailable bool   `json:"unavailable"` // an outage of Discord's: it comes back
}

// guilds knows the servers that the bot is in.
type guilds struct {
	api    *api
	store  *state.Store
	faults *chat.StoreFaults
}

// watch asks for the list of servers at the start and every hour.
func (g *guilds) watch(ctx context.Context) {
	for {
		wait := time.Hour
		if err := g.missed(ctx); err != nil && ctx.Err() == nil {
			g.api.log.Warn("the servers that the bot is in are not known; asked again", slog.Duration("in", converse.LongPause), slog.Any("error", rest.Redact(err)))
			wait = converse.LongPause
		}
		if outbox.Pause(ctx, wait) != nil {
			return
		}
	}
}

// list returns the servers that the bot is in. known is false if this server does
// not tell.
func (g *guilds) list(ctx context.Context) (ids []string, known bool, err error) {
	for after := "0"; ; after = ids[len(ids)-1] {
		var page []guild
		if err := g.api.Call(ctx, "GET", "/users/@me/guilds?limit="+strconv.Itoa(maxGuilds)+"&after="+after, nil, &page); err != nil {
			if rest.StatusOf(err) != 0 && rest.StatusOf(err) < 500 {
				return nil, false, nil
			}
			return nil, false, rest.Redact(err)
		}
		before := len(ids)
		for _, found := range page {
			if !slices.Contains(ids, found.ID) {
				ids = append(ids, found.ID)
			}
		}
		if len(page) < maxGuilds || len(ids) == before { // a server may know no pages
			return ids, true, nil
		}
	}
}

// missed notes which servers the bot was taken out of, or brought back into, where no
// event said so: while it was off, and always where events come over HTTP.
func (g *guilds) missed(ctx context.Context) error {
	ids, known, err := g.list(ctx)
	if err != nil || !known || len(ids) == 0 && !g.api.isDiscord() { // another server's empty list may be its habit
		return err
	}
	kept, err := g.store.Workspaces(ctx, platform)
	if err != nil {
		return err
	}
	for _, id := range kept {
		if slices.Contains(ids, id) {
			err = g.store.Back(ctx, platform, id)
		} else if !strings.HasPrefix(id, direct) {
			err = g.left(ctx, id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// left notes that the bot is not in a server any more.
func (g *guilds) left(ctx context.Context, id string) error {
	isNew, err := g.store.Left(ctx, platform, id)
	if isNew {
		g.api.log.Info("the bot is not in a server any more; its data is removed in 30 days", slog.String("server", id))
	}
	return err
}

// back notes that the bot is in a server, maybe again.
func (g *guilds) back(ctx context.Context, id string) {
	g.faults.Eventually(ctx, "it is not noted that the bot is in a server again", func() error { return g.store.Back(ctx, platform, id) })
}

// admins returns the direct messages of the owners of the servers that the bot is in.
// A server that does not tell is left out.
func (g *guilds) admins(ctx context.Context) (out []bot.Place, err error) {
	if err := g.api.connected(); err != nil {
		return nil, err
	}
	ids, known, err := g.list(ctx)
	if err != nil || !known {
		return nil, err
	}
	for _, id := range ids {
		var told guild
		if err := g.api.Call(ctx, "GET", "/guilds/"+id, nil, &told); err != nil {
			g.api.log.Warn("Discord does not say who owns a server", slog.String("server", id), slog.Any("error", rest.Redact(err)))
			continue
		}
		if told.Owner != "" {
			out = append(out, bot.Place{Platform: platform, Workspace: id, User: told.Owner})
		}
	}
	return out, nil
}

// needed are the permissions that the bot asks for in a server: no more than
// answering takes (https://discord.com/developers/docs/topics/permissions).
const needed = discordgo.PermissionViewChannel | discordgo.PermissionSendMessages | discordgo.PermissionSendMessagesInThreads |
	discordgo.PermissionEmbedLinks | discordgo.PermissionAttachFiles | discordgo.PermissionReadMessageHistory

// InviteURL returns the link that adds an application's bot and commands to a server.
func InviteURL(app string) string {
	q := url.Values{"client_id": {app}, "scope": {"bot applications.commands"}, "permissions": {strconv.FormatInt(needed, 10)}}
	return "https://discord.com/oauth2/authorize?" + q.Encode()
}
