package console

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/http"
	"net/netip"
	"strconv"
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

// local reports whether a Host header names this machine.
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

// cookieValue returns a value derived from the token and a key that nobody else has, so that
// the token itself is in no browser's store and a cookie cannot be guessed with
// it. Another token makes it another one.
func cookieValue(key []byte, token string) string {
	if len(key) == 0 {
		key = make([]byte, 32)
		rand.Read(key) // never fails (crypto/rand)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("briefing-bot console cookie\x00" + token))
	return hex.EncodeToString(mac.Sum(nil))
}

// ownUser refuses other users of this machine where there is no token.
func (s *site) ownUser(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.OwnUser && !s.peers.ownUser(r) {
			http.Error(w, "This console answers only the user of this machine who runs it. For other users, or a proxy, "+
				"run it with a token (BRIEFING_BOT_CONSOLE_TOKEN), or set console.users to anyone.", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
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
		if c, err := r.Cookie(cookieName); err == nil && equal(c.Value, s.cookie) {
			next.ServeHTTP(w, r)
			return
		}
		s.askToken(w, r)
	})
}

// limited refuses questions that come too soon after others from the same address, of IPv6 from the
// same network. Lines that are completed while somebody types are no questions. Without a
// token there is one user, whose machine it is.
func (s *site) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asks := r.URL.Query().Has("q") && r.URL.Path != "/complete" || r.Method == http.MethodPost && r.URL.Path == "/"
		if s.Token == "" || !asks {
			next.ServeHTTP(w, r)
			return
		}
		if v := s.Limits.Ask("console/"+guessFrom(r.RemoteAddr).String(), ""); v.Wait > 0 {
			seconds := int(math.Ceil(v.Wait.Seconds()))
			w.Header().Set("Retry-After", strconv.Itoa(seconds))
			http.Error(w, fmt.Sprintf("You have asked a lot in the last minute. Ask again in %d s.", seconds), http.StatusTooManyRequests)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// scraper lets through a program that sends the token as a bearer token, and who may use
// the page.
func (s *site) scraper(next http.Handler) http.Handler {
	signedIn := s.ownUser(s.signedIn(next))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if s.Token == "" || !strings.EqualFold(scheme, "Bearer") {
			signedIn.ServeHTTP(w, r)
			return
		}
		if s.guessed(w, r, strings.TrimSpace(token)) {
			next.ServeHTTP(w, r)
		}
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
	if !s.guessed(w, r, token) {
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: s.cookie, Path: "/", HttpOnly: true,
		Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode, MaxAge: 30 * 24 * 3600,
	})
	http.Redirect(w, r, ownPlace(place), http.StatusSeeOther)
}

// guessed reports whether a token is the right one. If it is not, or its address has to
// wait after wrong ones, it answers the request.
func (s *site) guessed(w http.ResponseWriter, r *http.Request, token string) bool {
	from, now := guessFrom(r.RemoteAddr), s.request().Now
	if wait := s.guesses.wait(from, now); wait > 0 {
		seconds := int(math.Ceil(wait.Seconds()))
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
		s.refuseToken(w, r, http.StatusTooManyRequests, fmt.Sprintf("Too many wrong tokens from this address. Try again in %d s.", seconds))
		return false
	}
	if s.Token == "" || !equal(token, s.Token) {
		s.guesses.note(from, now)
		s.log().WarnContext(r.Context(), "wrong console token", slog.String("from", from.Addr().String()))
		s.refuseToken(w, r, http.StatusUnauthorized, "That is not the token. It is the value of BRIEFING_BOT_CONSOLE_TOKEN where briefing-bot runs, or in the file that console.token_file names.")
		return false
	}
	s.guesses.forget(from)
	return true
}

// ownPlace returns a path of this server, never the // of another.
func ownPlace(place string) string {
	return "/" + strings.TrimLeft(place, `/\`)
}

// askToken shows the sign-in form. A link from another site arrives without
// the cookie (SameSite=Strict), so there is a link to go on with it.
func (s *site) askToken(w http.ResponseWriter, r *http.Request) {
	view := signInView{}
	if r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		view.Place = ownPlace(r.URL.RequestURI())
	}
	s.showSignIn(w, r, http.StatusUnauthorized, view, "This console needs its token: open it once as /?token=…, or send its cookie.")
}

// refuseToken shows the form again with what is wrong.
func (s *site) refuseToken(w http.ResponseWriter, r *http.Request, code int, problem string) {
	s.showSignIn(w, r, code, signInView{Problem: problem}, problem)
}

// showSignIn answers programs, which ask for no page, in plain text.
func (s *site) showSignIn(w http.ResponseWriter, r *http.Request, code int, view signInView, text string) {
	if accept := r.Header.Get("Accept"); accept != "" && !strings.Contains(accept, "html") {
		http.Error(w, text, code)
		return
	}
	s.show(w, r, code, "signin.html", view)
}
