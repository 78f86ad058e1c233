package discordtest

import (
	"encoding/json"
	"net/http"
)

// guilds are the servers that the bot is in: one.
func (s *Server) guilds(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, 200, []map[string]any{{"id": Guild, "name": "Guild", "owner": false}})
}

func (s *Server) guild(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("guild") != Guild {
		refuse(w, 404, 10004, "Unknown Guild")
		return
	}
	writeJSON(w, 200, map[string]any{"id": Guild, "name": "Guild", "owner_id": Owner})
}

// channel is a text channel or a thread.
func (s *Server) channel(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kind := 0
	if s.threads[r.PathValue("channel")] {
		kind = 11
	}
	writeJSON(w, 200, map[string]any{"id": r.PathValue("channel"), "type": kind, "guild_id": Guild})
}

// openThread opens a thread, which has its message's ID, as Discord's have; a
// message has one at most, and none stands in a thread.
func (s *Server) openThread(w http.ResponseWriter, r *http.Request) {
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
	case s.threads[r.PathValue("channel")]:
		refuse(w, 400, 50024, "Cannot execute action on this channel type")
		return
	case s.threads[id]:
		refuse(w, 400, 160004, "A thread has already been created for this message")
		return
	}
	if s.threads == nil {
		s.threads = map[string]bool{}
	}
	s.threads[id] = true
	writeJSON(w, 201, map[string]any{"id": id, "type": 11, "name": in.Name, "guild_id": Guild, "parent_id": r.PathValue("channel")})
}
