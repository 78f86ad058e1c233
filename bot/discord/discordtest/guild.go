package discordtest

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"slices"
)

// Elsewhere is the one server that the bot is in after Kick.
const Elsewhere = "800000000000000002"

// guilds are the servers that the bot is in: one.
func (s *api) guilds(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := Guild
	if s.kicked {
		id = Elsewhere
	}
	writeJSON(w, 200, []map[string]any{{"id": id, "name": "Guild", "owner": false}})
}

// application is the bot's, of Owner's own.
func (s *api) application(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, 200, map[string]any{"id": App, "name": "briefing", "owner": User{ID: Owner, Username: "owner"}, "team": nil})
}

func (s *api) guild(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("guild") != Guild {
		refuse(w, 404, 10004, "Unknown Guild")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	writeJSON(w, 200, map[string]any{"id": Guild, "name": "Guild", "owner_id": Owner, "roles": s.roles})
}

// SetRole gives a role of Guild permissions.
func (s *world) SetRole(id, permissions string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	role := Role{ID: id, Permissions: permissions}
	s.roles = append(slices.DeleteFunc(s.roles, func(r Role) bool { return r.ID == id }), role)
	for _, to := range s.sessions {
		s.emit(to, "GUILD_ROLE_UPDATE", map[string]any{"guild_id": Guild, "role": role})
	}
}

// joined returns what the bot receives about Guild: Channel alone, and no thread, as of
// threads that are archived
// (https://discord.com/developers/docs/events/gateway-events#guild-create).
func (s *world) joined() map[string]any {
	return map[string]any{"id": Guild, "name": "Guild", "owner_id": Owner, "roles": s.roles, "channels": []any{s.room(Channel, Guild)}, "threads": []any{}}
}

// openThread opens a thread, which has its message's ID, as Discord's have; a
// message has one at most, and none is in a thread.
func (s *api) openThread(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Name string `json:"name"`
	}
	if json.NewDecoder(r.Body).Decode(&in) != nil || in.Name == "" || len(in.Name) > 100 {
		refuse(w, 400, 50035, "Invalid Form Body")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id := r.PathValue("message")
	switch {
	case s.threads[r.PathValue("channel")] != "":
		refuse(w, 400, 50024, "Cannot execute action on this channel type")
		return
	case s.threads[id] != "":
		refuse(w, 400, 160004, "A thread has already been created for this message")
		return
	}
	s.threads[id] = r.PathValue("channel")
	s.threadNames = append(s.threadNames, in.Name)
	writeJSON(w, 201, s.room(id, Guild))
}

// The types of channels that differ
// (https://discord.com/developers/docs/resources/channel#channel-object-channel-types).
const (
	announcements = 5
	forum         = 15
)

// MakeForum makes a channel of Guild one whose messages are posts with a title.
func (s *world) MakeForum(channel string) { s.setKind(channel, forum) }

// MakeAnnouncements makes a channel of Guild one that other servers can follow.
func (s *world) MakeAnnouncements(channel string) { s.setKind(channel, announcements) }

func (s *world) setKind(channel string, kind int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kinds == nil {
		s.kinds = map[string]int{}
	}
	s.kinds[channel] = kind
}

// postInForum makes a post of a forum, whose first message has its ID.
func (s *api) postInForum(w http.ResponseWriter, r *http.Request) {
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	var files []string
	if kind == "multipart/form-data" {
		raw, files = parts(raw, params["boundary"])
	}
	var in struct {
		Name    string          `json:"name"`
		Message json.RawMessage `json:"message"`
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if json.Unmarshal(raw, &in) != nil || in.Name == "" || units(in.Name) > 100 || s.kinds[r.PathValue("channel")] != forum {
		refuse(w, 400, 50035, "Invalid Form Body")
		return
	}
	b, err := checkMessage(in.Message, len(files) == 0)
	if err != nil {
		s.problems = append(s.problems, err.Error())
		refuse(w, 400, 50035, "Invalid Form Body")
		return
	}
	m := s.add("", b, files)
	m.Channel = m.ID
	s.threads[m.ID] = r.PathValue("channel")
	s.threadNames = append(s.threadNames, in.Name)
	s.posts = append(s.posts, map[string]any{"id": m.ID, "parent_id": r.PathValue("channel"), "owner_id": BotUser, "name": in.Name})
	writeJSON(w, 201, map[string]any{"id": m.ID, "type": 11, "parent_id": r.PathValue("channel"), "message": m})
}

func (s *api) activeThreads(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	writeJSON(w, 200, map[string]any{"threads": append([]any{}, s.posts...), "members": []any{}})
}

func (s *api) crosspost(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.message(r.PathValue("message"))
	if m == nil || s.kinds[r.PathValue("channel")] != announcements {
		refuse(w, 400, 50024, "Cannot execute action on this channel type")
		return
	}
	m.Published = true
	writeJSON(w, 200, m)
}

// ThreadNames returns the names of the threads that the bot opened, in order.
func (s *world) ThreadNames() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.threadNames)
}

// channel tells of a channel or thread.
func (s *api) channel(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	writeJSON(w, 200, s.room(r.PathValue("channel"), Guild))
}

// room returns a channel, or a thread of one
// (https://discord.com/developers/docs/resources/channel#channel-object).
func (s *world) room(id, guild string) map[string]any {
	switch parent := s.threads[id]; {
	case guild == "":
		return map[string]any{"id": id, "type": 1}
	case parent != "":
		return map[string]any{"id": id, "type": 11, "name": "thread", "guild_id": guild, "parent_id": parent}
	}
	return map[string]any{"id": id, "type": s.kinds[id], "name": "channel", "guild_id": guild, "parent_id": "category"}
}
