package mcp

import (
	"crypto/sha256"
	"crypto/subtle"
	"log/slog"
	"net/http"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// Path is the path that Handler serves.
const Path = "/mcp"

// maxBody is the maximum size of a request, in bytes: a quotation to check is the
// largest argument there is.
const maxBody = 1 << 20

// Handler answers over HTTP (the protocol's streamable transport, without sessions) who
// sends token as a bearer token.
func (s *Server) Handler(token string) http.Handler {
	protocol := s.protocol(s.Limits)
	streams := sdk.NewStreamableHTTPHandler(func(*http.Request) *sdk.Server { return protocol },
		&sdk.StreamableHTTPOptions{Stateless: true, JSONResponse: true, MaxRequestBodyBytes: maxBody, Logger: s.logger()})
	routes := http.NewServeMux()
	routes.Handle(Path, http.NewCrossOriginProtection().Handler(streams))
	want := sha256.Sum256([]byte(token))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		got := sha256.Sum256([]byte(strings.TrimSpace(given)))
		if !strings.EqualFold(scheme, "Bearer") || subtle.ConstantTimeCompare(got[:], want[:]) == 0 {
			w.Header().Set("WWW-Authenticate", `Bearer realm="briefing-bot"`)
			http.Error(w, "Send the token that this server was started with: Authorization: Bearer TOKEN", http.StatusUnauthorized)
			return
		}
		routes.ServeHTTP(w, r)
	})
}

func (s *Server) logger() *slog.Logger {
	if s.Log == nil {
		return slog.Default()
	}
	return s.Log
}
