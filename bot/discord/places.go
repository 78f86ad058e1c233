package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// Access lists who may ask, and which outlets each place may see, by Discord's IDs. An
// empty list allows all.
type Access struct {
	Servers, Channels, Roles []string
	// Sources are the outlets that a channel with its threads or, without an entry of
	// its own, a server may see.
	Sources map[string][]string
}

// DirectSources names, in Access.Sources, the outlets that direct messages may see.
const DirectSources = "direct"

// SetAccess changes who may use the bot where, from the next question on.
func (b *Bot) SetAccess(a Access) { b.access.Store(&a) }

// places implements converse.Places.
type places struct {
	api      *api
	channels *channelTree
	rights   *serverRights
	access   *atomic.Pointer[Access]
}

// Locate finds out which channel a target is a thread of.
func (p *places) Locate(ctx context.Context, t *converse.Target) (refusal string) {
	if t.Located || guildOf(t.Workspace) == "" {
		return ""
	}
	under, err := p.channels.underOf(ctx, t.Channel)
	if err != nil {
		p.api.log.Error("Discord does not tell which channel a thread belongs to, and so not what it may see",
			slog.String("channel", t.Channel), slog.Any("error", rest.Redact(err)))
		return "Discord does not tell me which channel this is, and so not what may be shown in it. Ask again in a minute."
	}
	t.Under, t.Located = under, true
	return ""
}

// Admit checks the asker's rights and the place's, and fills them in.
func (p *places) Admit(ctx context.Context, t *converse.Target, r bot.Request) (bot.Request, string, error) {
	if server := guildOf(t.Workspace); server != "" {
		r.Admin = t.Admin || t.Asked != "" && p.rights.manages(ctx, server, t.User, t.Roles)
	}
	r.Roles = t.Roles
	r.Owner = slices.Contains(p.api.owners, t.User)
	r.Sources = p.access.Load().shown(r)
	refusal := p.access.Load().barred(r)
	if refusal == "" && !t.Unasked { // roles are of who asks
		refusal = p.access.Load().unentitled(t.Roles)
	}
	return r, refusal, nil
}

// At returns the target of a place. What a server's member set up for direct messages
// answers there, and shows what it would show in the server.
func (p *places) At(at bot.Place) (*converse.Target, error) {
	if err := p.api.connected(); err != nil {
		return nil, err
	}
	user, _ := strings.CutPrefix(at.Workspace, directPrefix)
	if guildOf(at.Workspace) != "" {
		user = ""
	}
	t := &converse.Target{Workspace: at.Workspace, Channel: at.Channel, User: cmp.Or(at.User, user), Under: at.Under, Located: true, Unasked: true}
	if at.Channel == "" && guildOf(at.Workspace) != "" {
		t.Workspace, t.In = directPrefix+t.User, &at
	}
	return t, nil
}

// asGuest, in Target.Own, is of an answer where the bot is a guest: nobody else sees it.
type asGuest struct{}

func isGuest(t *converse.Target) bool {
	_, ok := t.Own.(asGuest)
	return ok
}

// refusal, in Target.Own, is of a message that a user gets directly, since Discord shows
// nothing to one person alone but in answer to a command.
type refusal struct{}

func isRefusal(t *converse.Target) bool {
	_, ok := t.Own.(refusal)
	return ok
}

// Aside returns a message that t's user alone sees: the answer to a command, or else a
// direct one.
func (p *places) Aside(t *converse.Target) *converse.Target {
	if t.Reply != "" || guildOf(t.Workspace) == "" {
		return t
	}
	aside := *t
	aside.Private, aside.Own, aside.Message = true, refusal{}, ""
	return &aside
}

// PlaceOf returns the place of a target.
func (p *places) PlaceOf(t *converse.Target) bot.Place {
	if t.In != nil {
		return *t.In
	}
	return bot.Place{Platform: platform, Workspace: t.Workspace, Channel: t.Channel, Under: t.Under}
}

// Resume returns the target of an answer that a restart interrupted.
func (p *places) Resume(left state.Pending) (*converse.Target, bool) {
	t := &converse.Target{Workspace: left.Workspace, Channel: left.Channel, User: left.User, Message: left.Message, Asked: left.Thread}
	if left.ReplyTo != "" {
		t.Reply, t.Replace, t.Until = left.ReplyTo, left.Message != besideReply, left.Began.Add(tokenLife)
		if !t.Replace {
			t.Message = ""
		}
		t.Private = guildOf(left.Workspace) != ""
	}
	if t.Reply != "" && !strings.Contains(t.Reply, "/") { // of an earlier version
		t.Reply = replyOf(p.api.app, t.Reply)
	}
	return t, true
}

// besideReply is, in state.Pending's Message, a message beside the one that was pressed.
const besideReply = "@beside"

// replyOf returns the Reply of an interaction: the application and the token by which it
// is answered.
func replyOf(app, token string) string { return app + "/" + token }

// replyUntil returns until when a Reply that came now works.
func replyUntil() time.Time { return time.Now().Add(tokenLife - 10*time.Second) }

// barred returns why nothing may be shown at the place of a request, "" if something may.
// It is for people. A place without a channel is somebody's direct messages, for a server.
func (a Access) barred(r bot.Request) string {
	guild := guildOf(r.Workspace)
	_, inDirect := a.Sources[DirectSources]
	switch {
	case guild == "" && len(a.Servers)+len(a.Channels)+len(a.Roles) > 0:
		return "This bot answers only in the servers on its list."
	case guild == "" && len(a.Sources) > 0 && !inDirect:
		return "Which outlets direct messages may see is not set: ask in a server. This bot's administrator can name them (discord.sources.direct)."
	case !allows(a.Servers, guild):
		return "This server is not on this bot's list."
	case r.Channel != "" && !allows(a.Channels, r.Channel) && (r.Under == "" || !allows(a.Channels, r.Under)):
		return "This channel is not on this bot's list. Its administrator can add it."
	}
	return ""
}

// unentitled returns why who has these roles may not ask, "" if they may.
func (a Access) unentitled(roles []string) string {
	if len(a.Roles) > 0 && !slices.ContainsFunc(roles, func(role string) bool { return slices.Contains(a.Roles, role) }) {
		return "You have none of the roles on this bot's list. Its administrator can add one."
	}
	return ""
}

// shown returns the outlets that the place of a request may see; all if it is empty.
func (a Access) shown(r bot.Request) []string {
	guild := guildOf(r.Workspace)
	if guild == "" {
		return a.Sources[DirectSources]
	}
	for _, place := range []string{r.Channel, r.Under} {
		if own, listed := a.Sources[place]; listed && place != "" {
			return own
		}
	}
	return a.Sources[guild]
}

func allows(list []string, id string) bool { return len(list) == 0 || slices.Contains(list, id) }

// serverRights knows who manages a server, for events that do not say: Discord gives the
// permissions of who uses a command, and of who writes a message only the roles.
type serverRights struct {
	api     *api
	servers *chat.Cache[string, serverRoles]
}

// serverRoles are the owner of a server and what its roles may do; one without an owner has
// to be asked for.
type serverRoles struct {
	ID    string `json:"id"`
	Owner string `json:"owner_id"`
	Roles []struct {
		ID          string      `json:"id"`
		Permissions permissions `json:"permissions"`
	} `json:"roles"`
}

// permissions are a bit set, written as a string, or as a number by some servers.
type permissions uint64

// UnmarshalJSON reads both forms; anything else permits nothing.
func (p *permissions) UnmarshalJSON(raw []byte) error {
	text := string(raw)
	if unquoted, err := strconv.Unquote(text); err == nil {
		text = unquoted
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		n = 0
	}
	*p = permissions(n)
	return nil
}

// maxServers bounds the memory of servers.
const maxServers = 10_000

func newServerRights(a *api) *serverRights {
	return &serverRights{api: a, servers: chat.NewCache[string, serverRoles](maxServers, 0)}
}

// manages reports whether a member with these roles manages a server. If Discord does not
// say, nobody does.
func (s *serverRights) manages(ctx context.Context, server, user string, roles []string) bool {
	known, _ := s.servers.Get(server)
	if known.Owner == "" {
		ctx, stop := context.WithTimeout(ctx, askWithin)
		defer stop()
		if err := s.api.Call(ctx, "GET", "/guilds/"+server, nil, &known); err != nil {
			s.api.log.Debug("Discord does not say who manages a server", slog.String("server", server), slog.Any("error", rest.Redact(err)))
			return false
		}
		s.servers.Add(server, known)
	}
	return known.Owner == user || known.permit(roles)
}

// permit reports whether one of the roles manages the server; everybody has the role that
// is named like it.
func (s serverRoles) permit(roles []string) bool {
	for _, role := range s.Roles {
		if role.Permissions&manageServer != 0 && (role.ID == s.ID || slices.Contains(roles, role.ID)) {
			return true
		}
	}
	return false
}

// learnFrom learns what an event says of a server's roles. After a change they are asked
// for anew.
func (s *serverRights) learnFrom(kind string, data json.RawMessage) {
	switch kind {
	case "GUILD_CREATE", "GUILD_UPDATE":
		var told serverRoles
		if json.Unmarshal(data, &told) == nil && told.ID != "" {
			s.servers.Add(told.ID, told)
		}
	case "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE":
		var changed struct {
			Server string `json:"guild_id"`
		}
		if json.Unmarshal(data, &changed) == nil && changed.Server != "" {
			s.servers.Add(changed.Server, serverRoles{})
		}
	}
}
