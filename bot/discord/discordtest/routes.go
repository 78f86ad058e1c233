package discordtest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
)

func (s *api) routes() http.Handler {
	api := http.NewServeMux()
	api.HandleFunc("GET /users/@me", s.me)
	api.HandleFunc("GET /applications/@me", s.application)
	api.HandleFunc("GET /users/@me/guilds", s.guilds)
	api.HandleFunc("GET /guilds/{guild}", s.guild)
	api.HandleFunc("GET /gateway/bot", s.gateway.bot)
	api.HandleFunc("POST /users/@me/channels", s.openDirect)
	api.HandleFunc("GET /applications/{app}/commands", s.listCommands)
	api.HandleFunc("PUT /applications/{app}/commands", s.putCommands)
	api.HandleFunc("GET /applications/{app}/guilds/{guild}/commands", s.listCommands)
	api.HandleFunc("PUT /applications/{app}/guilds/{guild}/commands", s.putCommands)
	api.HandleFunc("GET /channels/{channel}", s.channel)
	api.HandleFunc("GET /channels/{channel}/messages", s.listMessages)
	api.HandleFunc("POST /channels/{channel}/messages", s.postMessage)
	api.HandleFunc("PATCH /channels/{channel}/messages/{message}", s.editMessage)
	api.HandleFunc("POST /channels/{channel}/messages/{message}/threads", s.openThread)
	api.HandleFunc("DELETE /channels/{channel}/messages/{message}", s.deleteMessage)
	api.HandleFunc("POST /channels/{channel}/messages/{message}/crosspost", s.crosspost)
	api.HandleFunc("POST /channels/{channel}/threads", s.postInForum)
	api.HandleFunc("GET /guilds/{guild}/threads/active", s.activeThreads)
	api.HandleFunc("POST /channels/{channel}/typing", func(w http.ResponseWriter, _ *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.typed++
		w.WriteHeader(http.StatusNoContent)
	})
	api.HandleFunc("POST /interactions/{id}/{token}/callback", s.callback)
	api.HandleFunc("POST /webhooks/{app}/{token}", s.followUp)
	api.HandleFunc("PATCH /webhooks/{app}/{token}/messages/@original", s.editOriginal)
	api.HandleFunc("DELETE /webhooks/{app}/{token}/messages/@original", s.deleteOriginal)
	api.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.problem("no such route: %s %s", r.Method, r.URL.Path)
		refuse(w, 404, 0, "404: Not Found")
	})
	mux := http.NewServeMux()
	mux.Handle("/api/v10/", http.StripPrefix("/api/v10", s.guard(api)))
	mux.HandleFunc("/gateway", s.gateway.serve)
	return mux
}

// guard gives the answers that the test asked for, and wants the bot's token
// where a path holds none of its own.
func (s *api) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, ok := s.taken(r.URL.Path)
		switch {
		case ok && c.status == 0: // done, and the answer is lost
			defer refuse(w, 502, 0, "502: Bad Gateway")
			w, ok = httptest.NewRecorder(), false
		case ok && c.status == lostByCut:
			defer panic(http.ErrAbortHandler)
			w, ok = httptest.NewRecorder(), false
		}
		if ok {
			io.Copy(io.Discard, r.Body)
			for name, value := range c.header {
				w.Header().Set(name, value)
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(c.status)
			io.WriteString(w, c.body)
			return
		}
		own := strings.HasPrefix(r.URL.Path, "/interactions/") || strings.HasPrefix(r.URL.Path, "/webhooks/")
		if !own && r.Header.Get("Authorization") != "Bot "+Token {
			refuse(w, 401, 0, "401: Unauthorized")
			return
		}
		if own && r.Header.Get("Authorization") != "" {
			s.problem("the bot's token was sent to %s, which has its own", r.URL.Path)
		}
		if !s.asPublished(w, r) || !s.hasRoom(w, r) {
			return
		}
		next.ServeHTTP(w, r)
	})
}
