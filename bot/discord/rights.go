package discord

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strconv"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// serverRights tells who manages a server where an event does not say: Discord gives the
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
