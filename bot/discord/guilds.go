package discord

import (
	"context"
	"encoding/json"
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

// maxGuilds is the number of servers on one page of the list
// (https://discord.com/developers/docs/resources/user#get-current-user-guilds).
const maxGuilds = 200

// directPrefix begins the workspace of direct messages, which have no server.
const directPrefix = "@"

// workspaceOf returns the workspace of a server or, if that is "", of somebody's direct
// messages.
func workspaceOf(guild, user string) string {
	if guild == "" {
		return directPrefix + user
	}
	return guild
}

// guildOf returns the server of a workspace, "" for direct messages.
func guildOf(workspace string) string {
	if strings.HasPrefix(workspace, directPrefix) {
		return ""
	}
	return workspace
}

// guild is a server.
type guild struct {
	ID          string `json:"id"`
	Owner       string `json:"owner_id"`
	Unavailable bool   `json:"unavailable"` // an outage of Discord's: it comes back
}

// guildList knows the servers that the bot is in.
type guildList struct {
	api    *api
	store  *state.Store
	faults *chat.StoreFaults
}

// watch asks for the list of servers at the start and every hour.
func (g *guildList) watch(ctx context.Context) {
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
// not say.
func (g *guildList) list(ctx context.Context) (ids []string, known bool, err error) {
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
func (g *guildList) missed(ctx context.Context) error {
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
		} else if !strings.HasPrefix(id, directPrefix) {
			err = g.left(ctx, id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// left notes that the bot is not in a server any more.
func (g *guildList) left(ctx context.Context, id string) error {
	isNew, err := g.store.Left(ctx, platform, id)
	if isNew {
		g.api.log.Info("the bot is not in a server any more; its data is removed in 30 days", slog.String("server", id))
	}
	return err
}

// back notes that the bot is in a server, maybe again.
func (g *guildList) back(ctx context.Context, id string) {
	g.faults.Eventually(ctx, "it is not noted that the bot is in a server again", func() error { return g.store.Back(ctx, platform, id) })
}

// admins returns the direct messages of the owners of the servers that the bot is in.
// A server that does not say is left out.
func (g *guildList) admins(ctx context.Context) (out []bot.Place, err error) {
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

// maxKnown bounds the memory of channels and threads.
const maxKnown = 50_000

// askWithin is the time limit for asking Discord for a channel; after it people read that it
// does not answer.
const askWithin = 2 * time.Second

// channelTree knows which channels are threads of which.
type channelTree struct {
	api   *api
	under *chat.Cache[string, string] // "" for a channel that is no thread
	kinds *chat.Cache[string, int]
}

func newChannelTree(a *api) *channelTree {
	return &channelTree{api: a, under: chat.NewCache[string, string](maxKnown, 0), kinds: chat.NewCache[string, int](maxKnown, 0)}
}

// kindOf returns the type of a channel, 0 if it is not known.
func (c *channelTree) kindOf(ctx context.Context, id string) int {
	if _, known := c.kinds.Get(id); !known {
		if _, err := c.ask(ctx, id); err != nil {
			c.api.log.Debug("Discord does not say what kind of channel one is", slog.String("channel", id), slog.Any("error", rest.Redact(err)))
		}
	}
	kind, _ := c.kinds.Get(id)
	return kind
}

// underOf returns the channel that a channel is a thread of, "" for none. What Discord
// says is remembered: it never changes.
func (c *channelTree) underOf(ctx context.Context, id string) (string, error) {
	if under, known := c.under.Get(id); known {
		return under, nil
	}
	return c.ask(ctx, id)
}

// ask asks Discord for a channel and returns the channel that it is a thread of.
func (c *channelTree) ask(ctx context.Context, id string) (under string, err error) {
	if !c.api.has(channels) {
		return "", nil
	}
	ctx, stop := context.WithTimeout(ctx, askWithin)
	defer stop()
	var found room
	err = c.api.insist(ctx, func() error { return c.api.Call(ctx, "GET", "/channels/"+id, nil, &found) })
	if status := rest.StatusOf(err); status != 0 && status < 500 && !c.api.isDiscord() {
		c.api.lackOnce(channels, rest.CodeOf(err) == 0)
		err = nil // a server with channels of its own kind
	}
	if err != nil {
		return "", err
	}
	found.ID = id
	c.learn(found)
	return found.under(), nil
}

// learn remembers which channels rooms are threads of.
func (c *channelTree) learn(rooms ...room) {
	for _, r := range rooms {
		c.under.Add(r.ID, r.under())
		c.kinds.Add(r.ID, r.Type)
	}
}

// learnFrom learns what an event says of rooms
// (https://discord.com/developers/docs/events/gateway-events#guild-create).
func (c *channelTree) learnFrom(kind string, data json.RawMessage) {
	var told struct {
		room
		Channels []room `json:"channels"`
		Threads  []room `json:"threads"`
	}
	switch kind {
	case "GUILD_CREATE", "CHANNEL_CREATE", "CHANNEL_UPDATE", "THREAD_CREATE":
		if err := json.Unmarshal(data, &told); err != nil {
			return // who asks there, finds out
		}
		c.learn(append(told.Channels, told.Threads...)...)
		if kind != "GUILD_CREATE" && told.ID != "" {
			c.learn(told.room)
		}
	}
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

// UserInviteURL returns the link by which somebody has an application's commands with them,
// in every server and group.
func UserInviteURL(app string) string {
	q := url.Values{"client_id": {app}, "scope": {"applications.commands"}, "integration_type": {strconv.Itoa(forUsers)}}
	return "https://discord.com/oauth2/authorize?" + q.Encode()
}
