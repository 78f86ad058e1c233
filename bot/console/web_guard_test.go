package console

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/ratelimit"
)

func TestEveryResponseHasItsHeaders(t *testing.T) {
	h := fakeWeb().Handler()
	for _, path := range []string{"/", "/?q=/people", "/answer?q=/people", "/article/a1", "/nowhere", "/console.css", "/console.js", "/icon.svg", "/complete?q=/w", "/health"} {
		header := get(t, h, path).Header()
		policy := header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: policy %q lacks %s", path, policy, want)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
			t.Errorf("%s: policy lets in too much: %s", path, policy)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
	}
}

func TestHostMustBeThisMachine(t *testing.T) {
	h := fakeWeb().Handler()
	for host, want := range map[string]int{
		"127.0.0.1:8080": 200, "127.0.0.1": 200, "localhost:8080": 200, "LOCALHOST": 200, "[::1]:8080": 200, "127.8.8.8": 200,
		"evil.example": 421, "127.0.0.1.evil.example": 421, "localhost.evil.example:8080": 421, "192.168.1.7:8080": 421, "0.0.0.0:8080": 421, "": 421,
	} {
		if got := get(t, h, "/?q=/people", "Host", host).Code; got != want {
			t.Errorf("Host %q: %d, want %d", host, got, want)
		}
	}
	if got := get(t, h, "/health", "Host", "10.0.0.7").Code; got != 200 {
		t.Errorf("a health check by address: %d", got)
	}
}

func post(h http.Handler, path string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	return send(h, r, append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)...)
}

func TestOtherSitesAreRefused(t *testing.T) {
	h := fakeWeb().Handler()
	forget := url.Values{"q": {"/forget"}}
	for _, c := range []struct {
		name    string
		headers []string
		want    int
	}{
		{"own page", []string{"Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "navigate"}, 200},
		{"own page, older browser", []string{"Origin", "http://127.0.0.1:8080"}, 200},
		{"other site", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}, 403},
		{"other port of this machine", []string{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "navigate"}, 403},
		{"other site, older browser", []string{"Origin", "https://evil.example"}, 403},
	} {
		if got := post(h, "/", forget, c.headers...).Code; got != c.want {
			t.Errorf("%s posts: %d, want %d", c.name, got, c.want)
		}
	}
	for mode, want := range map[string]int{"navigate": 200, "no-cors": 403, "cors": 403} {
		if got := get(t, h, "/?q=/people", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", mode).Code; got != want {
			t.Errorf("another site's %s: %d, want %d", mode, got, want)
		}
	}
}

func TestALinkAloneChangesNothing(t *testing.T) {
	h := fakeWeb().Handler()
	for _, path := range []string{"/?q=/forget", "/answer?q=/forget"} {
		body := get(t, h, path).Body.String()
		if strings.Contains(body, "Forgotten") || !strings.Contains(body, `method="post"`) {
			t.Errorf("%s: %s", path, body)
		}
	}
	if w := get(t, h, "/export?q=/forget&format=csv"); w.Code != 400 {
		t.Errorf("an export runs it: %d", w.Code)
	}
	if body := post(h, "/", url.Values{"q": {"/forget"}}).Body.String(); !strings.Contains(body, "Forgotten") {
		t.Errorf("the form does not run it: %s", body)
	}
}

// TestWhatThePageCannotDoIsNotConfirmed refuses a command of the chat services at once.
func TestWhatThePageCannotDoIsNotConfirmed(t *testing.T) {
	h := fakeWeb().Handler()
	for _, path := range []string{"/?q=/subscribe", "/answer?q=/subscribe"} {
		body := get(t, h, path).Body.String()
		if !strings.Contains(body, "is for Slack and Discord") || strings.Contains(body, "Run it") {
			t.Errorf("%s: %s", path, body)
		}
	}
	if body := post(h, "/", url.Values{"q": {"/subscribe"}}).Body.String(); strings.Contains(body, "Subscribed") {
		t.Errorf("the form runs it: %s", body)
	}
}

const token = "s3cret-token-of-16"

func TestTokenIsNeededAndKept(t *testing.T) {
	w := fakeWeb()
	w.Token = token
	h := w.Handler()
	for _, path := range []string{"/", "/?q=/people", "/answer?q=/people", "/article/a1", "/complete?q=/w", "/export?q=/people&format=csv", "/?token=wrong", "/?token="} {
		got := get(t, h, path, "Host", "desk.example")
		if got.Code != 401 || strings.Contains(got.Body.String(), "Ilse") || len(got.Result().Cookies()) > 0 {
			t.Errorf("%s without the token: %d %v", path, got.Code, got.Result().Cookies())
		}
	}
	in := get(t, h, "/article/a1?span=1-2&token="+token, "Host", "desk.example")
	if in.Code != 303 || in.Header().Get("Location") != "/article/a1?span=1-2" {
		t.Fatalf("with the token: %d to %s", in.Code, in.Header().Get("Location"))
	}
	cookie := in.Result().Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || strings.Contains(cookie.Value, token) {
		t.Errorf("the cookie: %+v", cookie)
	}
	if got := get(t, h, "/?q=/people", "Host", "desk.example", "Cookie", cookie.Name+"="+cookie.Value); got.Code != 200 || !strings.Contains(got.Body.String(), "Ilse") {
		t.Errorf("with the cookie: %d", got.Code)
	}
	if got := get(t, h, "/", "Host", "desk.example", "Cookie", cookie.Name+"=x"); got.Code != 401 {
		t.Errorf("with a made-up cookie: %d", got.Code)
	}
	for _, path := range []string{"/health", "/healthz", "/ready", "/readyz", "/console.css"} {
		if got := get(t, h, path, "Host", "desk.example").Code; got != 200 {
			t.Errorf("%s needs a token: %d", path, got)
		}
	}
}

// TestMetricsGuard lets programs with the token, and who may use the page, read the
// metrics; guesses at the token are slowed as those of browsers are.
func TestMetricsGuard(t *testing.T) {
	w := fakeWeb()
	if got := get(t, w.Handler(), "/metrics").Code; got != 404 {
		t.Errorf("without metrics: %d", got)
	}
	w.Metrics = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("answers 3")) })
	if got := get(t, w.Handler(), "/metrics"); got.Code != 200 || got.Body.String() != "answers 3" {
		t.Errorf("on this machine: %d %s", got.Code, got.Body)
	}
	w.Token = token
	h := w.Handler()
	for _, row := range []struct {
		authorization string
		want          int
	}{{"", 401}, {"Bearer wrong", 401}, {"Basic " + token, 401}, {"Bearer " + token, 200}, {"bearer " + token, 200}} {
		if got := get(t, h, "/metrics", "Host", "desk.example", "Authorization", row.authorization).Code; got != row.want {
			t.Errorf("%q: %d, want %d", row.authorization, got, row.want)
		}
	}
	for range freeGuesses {
		get(t, h, "/metrics", "Authorization", "Bearer wrong")
	}
	if got := get(t, h, "/metrics", "Authorization", "Bearer "+token).Code; got != 429 {
		t.Errorf("after %d wrong tokens: %d", freeGuesses, got)
	}
}

func TestSignInForm(t *testing.T) {
	w := fakeWeb()
	w.Token = token
	h := w.Handler()
	if got := post(h, "/signin", url.Values{"token": {token}}); got.Code != 303 || got.Header().Get("Location") != "/" || len(got.Result().Cookies()) != 1 {
		t.Errorf("the token: %d %v", got.Code, got.Header())
	}
	if got := post(h, "/signin", url.Values{"token": {"no"}}); got.Code != 401 || !strings.Contains(got.Body.String(), "not the token") {
		t.Errorf("another: %d", got.Code)
	}
	if got := post(h, "/signin", url.Values{"token": {token}}, "Origin", "https://evil.example"); got.Code != 403 {
		t.Errorf("from another site: %d", got.Code)
	}
	// Without a token there is nothing to sign in to.
	if got := post(fakeWeb().Handler(), "/signin", url.Values{"token": {""}}); got.Code != 401 || len(got.Result().Cookies()) > 0 {
		t.Errorf("a console without a token: %d", got.Code)
	}
}

func TestSignInLeadsNowhereElse(t *testing.T) {
	w := fakeWeb()
	w.Token = token
	h := w.Handler()
	for _, path := range []string{"//evil.example/?token=" + token, "/%5Cevil.example/?token=" + token} {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL, _ = url.ParseRequestURI(path)
		got := send(h, r, "Host", "desk.example").Header().Get("Location")
		if place, err := url.Parse(got); err != nil || place.Host != "" || strings.HasPrefix(got, "//") {
			t.Errorf("%s leads to %q", path, got)
		}
	}
	got := get(t, h, "/article/a1?span=1-2", "Host", "desk.example", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
	if !strings.Contains(got.Body.String(), `href="/article/a1?span=1-2"`) {
		t.Errorf("a link from a chat cannot go on: %s", got.Body)
	}
}

func TestWrongTokensAreSlowedByAddress(t *testing.T) {
	now := time.Date(2031, 3, 5, 12, 0, 0, 0, time.UTC)
	w := fakeWeb()
	w.Token, w.Now = token, func() time.Time { return now }
	h := w.Handler()
	guess := func(from, guess string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "/?token="+guess, nil)
		r.RemoteAddr = from
		r.Header.Set("X-Forwarded-For", fmt.Sprint(rand.Int())) // anybody can write that
		return send(h, r, "Host", "desk.example")
	}
	read := 0
	for range 3600 {
		if guess("192.0.2.1:999", "wrong").Code == 401 {
			read++
		}
		now = now.Add(time.Second)
	}
	if read > 30 {
		t.Errorf("%d guesses in an hour from one address", read)
	}
	refused := guess("192.0.2.1:1000", token)
	if seconds, err := strconv.Atoi(refused.Header().Get("Retry-After")); refused.Code != 429 || err != nil || seconds < 1 || seconds > 300 || len(refused.Result().Cookies()) > 0 {
		t.Errorf("while it waits: %d, %v", refused.Code, refused.Header())
	}
	if got := guess("192.0.2.2:999", token); got.Code != 303 {
		t.Errorf("the right token from elsewhere: %d", got.Code)
	}
	now = now.Add(longestWait)
	if got := guess("192.0.2.1:999", token); got.Code != 303 {
		t.Errorf("the right token after the wait: %d", got.Code)
	}
	for i := range 2 * freeGuesses { // one machine's IPv6 addresses are one
		guess(fmt.Sprintf("[2001:db8::%x]:999", i+1), "wrong")
	}
	if got := guess("[2001:db8::ffff]:999", token); got.Code != 429 {
		t.Errorf("a new IPv6 address: %d", got.Code)
	}
}

func TestGuessesRememberABoundedNumber(t *testing.T) {
	var g guesses
	now := time.Date(2031, 3, 5, 12, 0, 0, 0, time.UTC)
	worst := netip.MustParsePrefix("192.0.2.1/32")
	for range freeGuesses + 8 {
		g.note(worst, now)
	}
	for i := range mostGuesses + 500 {
		g.note(netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 32), now)
	}
	if len(g.by) > mostGuesses || g.wait(worst, now) == 0 {
		t.Errorf("%d are remembered, the worst waits %v", len(g.by), g.wait(worst, now))
	}
}

func TestACookieOutlivesTheProgramAndNotTheToken(t *testing.T) {
	w := fakeWeb()
	w.Token, w.CookieKey = token, []byte("a key of the data folder")
	cookie := get(t, w.Handler(), "/?token="+token).Result().Cookies()[0]
	if got := get(t, w.Handler(), "/", "Cookie", cookie.Name+"="+cookie.Value).Code; got != 200 {
		t.Errorf("after a restart: %d", got)
	}
	w.Token = token + "2"
	if got := get(t, w.Handler(), "/", "Cookie", cookie.Name+"="+cookie.Value).Code; got != 401 {
		t.Errorf("after another token: %d", got)
	}
	w.Token, w.CookieKey = token, []byte("another key")
	if got := get(t, w.Handler(), "/", "Cookie", cookie.Name+"="+cookie.Value).Code; got != 401 {
		t.Errorf("with another key: %d", got)
	}
}

func TestProgramsAreToldInPlainText(t *testing.T) {
	w := fakeWeb()
	w.Token = token
	got := get(t, w.Handler(), "/?q=/people", "Accept", "*/*")
	if got.Code != 401 || !strings.HasPrefix(got.Header().Get("Content-Type"), "text/plain") || !strings.Contains(got.Body.String(), "?token=") {
		t.Errorf("%d %v %s", got.Code, got.Header(), got.Body)
	}
}

// TestLimits asks more than a minute allows: with a token it is refused, without one not.
func TestLimits(t *testing.T) {
	for token, want := range map[string]int{"a token of some length": http.StatusTooManyRequests, "": http.StatusOK} {
		web := fakeWeb()
		web.Token, web.CookieKey, web.Limits = token, []byte("key"), ratelimit.New(ratelimit.Limits{User: 2})
		h := web.Handler()
		var last *httptest.ResponseRecorder
		for range 3 {
			last = get(t, h, "/?q=people", "Cookie", cookieName+"="+cookieValue(web.CookieKey, token))
		}
		if last.Code != want || want == http.StatusTooManyRequests && (last.Header().Get("Retry-After") != "30" || !strings.Contains(last.Body.String(), "Ask again in 30 s")) {
			t.Errorf("%q: %d %v %.100s", token, last.Code, last.Header(), last.Body)
		}
		if w := get(t, h, "/", "Cookie", cookieName+"="+cookieValue(web.CookieKey, token)); w.Code != http.StatusOK {
			t.Errorf("the start page: %d", w.Code)
		}
	}
}

// TestLimitsCountOneNetwork asks from as many addresses as one machine has, and completes lines
// meanwhile, which are no questions.
func TestLimitsCountOneNetwork(t *testing.T) {
	for name, c := range map[string]struct {
		from []string
		path string
		want int
	}{
		"one address":              {[]string{"192.0.2.1:1000", "192.0.2.1:1001", "192.0.2.1:1002"}, "/?q=people", http.StatusTooManyRequests},
		"two addresses":            {[]string{"192.0.2.1:1000", "192.0.2.1:1001", "192.0.2.2:1002"}, "/?q=people", http.StatusOK},
		"one IPv6 network":         {[]string{"[2001:db8::1]:1000", "[2001:db8::2]:1001", "[2001:db8::ffff:1]:1002"}, "/?q=people", http.StatusTooManyRequests},
		"one IPv6 network, zones":  {[]string{"[fe80::1%a]:1000", "[fe80::2%b]:1001", "[fe80::3%c]:1002"}, "/answer?q=people", http.StatusTooManyRequests},
		"two IPv6 networks":        {[]string{"[2001:db8::1]:1000", "[2001:db8::2]:1001", "[2001:db8:0:1::1]:1002"}, "/?q=people", http.StatusOK},
		"IPv4 as IPv6":             {[]string{"192.0.2.1:1000", "[::ffff:192.0.2.1]:1001", "192.0.2.1:1002"}, "/export?q=people", http.StatusTooManyRequests},
		"lines that are completed": {[]string{"192.0.2.1:1000", "192.0.2.1:1001", "192.0.2.1:1002"}, "/complete?q=people", http.StatusOK},
	} {
		web := fakeWeb()
		web.Token, web.CookieKey, web.Limits = "a token of some length", []byte("key"), ratelimit.New(ratelimit.Limits{User: 2})
		h := web.Handler()
		code := 0
		for _, from := range c.from {
			r := httptest.NewRequest(http.MethodGet, c.path, nil)
			r.RemoteAddr = from
			r.AddCookie(&http.Cookie{Name: cookieName, Value: cookieValue(web.CookieKey, web.Token)})
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			code = w.Code
		}
		if code != c.want {
			t.Errorf("%s: %d, want %d", name, code, c.want)
		}
	}
}
