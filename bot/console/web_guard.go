package console

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// policy lets the page load its own style, script and icon, talk to its own
// server, and nothing else (Content Security Policy Level 3).
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers are set on every response.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// knownHost refuses a Host that does not name this machine. With a token any
// name will do: the cookie is bound to the name that it was given under.
func (s *site) knownHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.Token == "" && !local(r.Host) {
			http.Error(w, "This console answers only on this machine, as http://127.0.0.1. "+
				"To reach it under another name, start it with a token.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// local says whether a Host header names this machine.
func local(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.ToLower(strings.Trim(host, "[]")), ".")
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}

// sameOrigin refuses what another site's page sends: changes of any kind, and
// anything but following a link, so that no page can time or count answers.
func (s *site) sameOrigin(next http.Handler) http.Handler {
	next = http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		site, mode := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Sec-Fetch-Mode")
		if (site == "cross-site" || site == "same-site") && mode != "navigate" {
			http.Error(w, "Another site's page asked for this.", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

const cookieName = "briefing-bot"

// cookieValue is derived from the token, so that the token itself is in no
// browser's store.
func (s *site) cookieValue() string {
	sum := sha256.Sum256([]byte("briefing-bot console cookie\x00" + s.Token))
	return hex.EncodeToString(sum[:])
}

// signedIn lets through who has shown the token; ?token= shows it.
func (s *site) signedIn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.Token == "" {
			next.ServeHTTP(w, r)
			return
		}
		query := r.URL.Query()
		if token := query.Get("token"); token != "" && r.Method == http.MethodGet {
			query.Del("token")
			address := *r.URL
			address.RawQuery = query.Encode()
			s.admit(w, r, token, address.RequestURI())
			return
		}
		if c, err := r.Cookie(cookieName); err == nil && equal(c.Value, s.cookieValue()) {
			next.ServeHTTP(w, r)
			return
		}
		s.askToken(w, r, "")
	})
}

// equal compares in a time that tells nothing of either.
func equal(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

func (s *site) signIn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	s.admit(w, r, r.PostFormValue("token"), "")
}

// admit gives the cookie for the right token and goes on to a place of ours.
func (s *site) admit(w http.ResponseWriter, r *http.Request, token, place string) {
	if s.Token == "" || !equal(token, s.Token) {
		s.log().WarnContext(r.Context(), "wrong console token", slog.String("from", r.RemoteAddr))
		s.askToken(w, r, "That is not the token. It stands in the log of the program's start, or in its configuration.")
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: s.cookieValue(), Path: "/", HttpOnly: true,
		Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode, MaxAge: 30 * 24 * 3600,
	})
	http.Redirect(w, r, ownPlace(place), http.StatusSeeOther)
}

// ownPlace is a path of this server, never the // of another.
func ownPlace(place string) string {
	return "/" + strings.TrimLeft(place, `/\`)
}

// askToken shows the sign-in form. A link from another site arrives without
// the cookie (SameSite=Strict), so there is a link to go on with it.
func (s *site) askToken(w http.ResponseWriter, r *http.Request, problem string) {
	view := signInView{Problem: problem}
	if r.Method == http.MethodGet && problem == "" && r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		view.Place = ownPlace(r.URL.RequestURI())
	}
	s.show(w, r, http.StatusUnauthorized, "signin.html", view)
}
