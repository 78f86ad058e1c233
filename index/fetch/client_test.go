package fetch_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/fetch/fetchtest"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// read fetches an address and returns its body, or the error of either step.
func read(ctx context.Context, c *fetch.Client, r fetch.Request) (*fetch.Response, string, error) {
	response, err := c.Get(ctx, r)
	if err != nil {
		return nil, "", err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	return response, string(data), err
}

// site answers with the same words on every path of a table.
func site(answers map[string]http.HandlerFunc) http.Handler {
	mux := http.NewServeMux()
	for path, h := range answers {
		mux.HandleFunc(path, h)
	}
	return mux
}

func words(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }
}

func redirect(code int, to string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", to)
		w.WriteHeader(code)
	}
}

// TestRedirects follows redirects, and reports those that are to be remembered.
func TestRedirects(t *testing.T) {
	n := fetchtest.New(t)
	n.HandleTLS("news.example", site(map[string]http.HandlerFunc{
		"/here": words("Here."), "/found": redirect(302, "/here"), "/moved": redirect(301, "/here"), "/twice": redirect(308, "/moved"),
		"/other": redirect(303, "/moved"), "/mixed": redirect(301, "/found"), "/back": redirect(301, "http://plain.example/back"),
		"/down": redirect(301, "http://plain.example/here"), "/loop": redirect(301, "/loop"), "/file": redirect(302, "file:///etc/hostname"),
		"/nowhere": redirect(302, ""), "/odd": redirect(302, "http://[::1"), "/empty": redirect(302, "http:///x"), "/bounce": redirect(302, "http://plain.example/bounce"),
		"/to-gone": redirect(301, "/gone"), "/gone": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(410) },
	}))
	n.Handle("plain.example", site(map[string]http.HandlerFunc{
		"/here": words("Here, in plain."), "/up": redirect(301, "https://news.example/here"), "/back": redirect(301, "https://news.example/here"),
		"/bounce": redirect(302, "https://news.example/bounce"),
	}))
	for _, c := range []struct{ address, want, at, moved string }{
		{"https://news.example/here#part", "Here.", "https://news.example/here", ""},
		{"https://news.example/found", "Here.", "https://news.example/here", ""},
		{"https://news.example/moved", "Here.", "https://news.example/here", "https://news.example/here"},
		{"https://news.example/twice", "Here.", "https://news.example/here", "https://news.example/here"},
		{"https://news.example/other", "Here.", "https://news.example/here", ""},
		{"https://news.example/mixed", "Here.", "https://news.example/here", "https://news.example/found"},
		{"http://plain.example/up", "Here.", "https://news.example/here", "https://news.example/here"},
		{"https://news.example/down", "Here, in plain.", "http://plain.example/here", ""},
		{"https://news.example/back", "Here.", "https://news.example/here", ""},
		{"https://news.example/bounce", "it redirects from https to http more than once", "", ""},
		{"https://news.example/loop", "it leads on to other addresses more than 10 times", "", ""},
		{"https://news.example/file", "it leads on to a file:// address", "", ""},
		{"https://news.example/nowhere", "it redirects, but not to an address", "", ""},
		{"https://news.example/odd", "it redirects, but not to an address", "", ""},
		{"https://news.example/empty", "it redirects, but not to an address", "", ""},
		{"https://news.example/to-gone", "the server answered 410 Gone", "", ""},
	} {
		response, got, err := read(t.Context(), n.Client(), fetch.Request{URL: c.address})
		if err != nil {
			got = err.Error()
		} else if response.URL != c.at || response.Moved != c.moved {
			t.Errorf("%s: found at %s, moved to %q; want %s, %q", c.address, response.URL, response.Moved, c.at, c.moved)
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.address, got, c.want)
		}
	}
}

// TestPrivateAddresses checks who may lead into a private network: the person who
// typed the address, nobody else.
func TestPrivateAddresses(t *testing.T) {
	n := fetchtest.New(t)
	n.Handle("intranet.example", site(map[string]http.HandlerFunc{"/a": words("Within."), "/b": redirect(302, "http://other.example/a")}), "10.0.0.7")
	n.Handle("other.example", site(map[string]http.HandlerFunc{"/a": words("Secret.")}), "192.168.1.1")
	n.Handle("evil.example", site(map[string]http.HandlerFunc{
		"/a": redirect(302, "http://other.example/a"), "/meta": redirect(302, "http://169.254.169.254/latest"), "/six": redirect(302, "http://[64:ff9b::7f00:1]/"),
		"/robots.txt": redirect(302, "http://other.example/a"), "/page": words("Page."),
	}))
	n.Handle("rebind.example", site(map[string]http.HandlerFunc{"/a": redirect(302, "/b"), "/b": words("Secret.")}), "93.184.216.34", "127.0.0.1")
	for _, c := range []struct {
		address string
		typed   bool
		robots  bool
		want    string
	}{
		{"http://intranet.example/a", true, false, "Within."},
		{"http://intranet.example/a", false, false, ""},
		{"http://intranet.example/b", true, false, ""},
		{"http://evil.example/a", true, false, ""},
		{"http://evil.example/meta", true, false, ""},
		{"http://evil.example/six", true, false, ""},
		{"http://evil.example/page", true, true, ""},
		{"http://rebind.example/a", true, false, ""},
		{"http://127.0.0.1/", false, false, ""},
	} {
		r := fetch.Request{URL: c.address, Robots: c.robots}
		if c.typed {
			r.Grant = fetch.Allow(c.address)
		}
		_, got, err := read(t.Context(), n.Client(), r)
		if got != c.want || errors.Is(err, fetch.ErrPrivate) != (c.want == "") {
			t.Errorf("%s, typed %v: got %q, %v", c.address, c.typed, got, err)
		}
	}
	if asked := n.Requests("other.example"); len(asked) > 0 {
		t.Errorf("the private host was asked for %v", asked)
	}
}

// TestConditionalRequests asks again for what has not changed.
func TestConditionalRequests(t *testing.T) {
	n := fetchtest.New(t)
	n.Handle("news.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `W/"one"`)
		w.Header().Set("Last-Modified", "Mon, 02 Nov 2026 08:00:00 GMT")
		w.Header().Set("Cache-Control", "public, max-age=600")
		if r.URL.Path == "/always" || r.Header.Get("If-None-Match") == `W/"one"` || r.Header.Get("If-Modified-Since") == "Mon, 02 Nov 2026 08:00:00 GMT" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, "Words.")
	}))
	first, body, err := read(t.Context(), n.Client(), fetch.Request{URL: "http://news.example/feed"})
	if err != nil || body != "Words." || first.NotModified || first.Fresh != 10*time.Minute {
		t.Fatalf("%+v %q %v", first, body, err)
	}
	for _, r := range []fetch.Request{
		{URL: "http://news.example/feed", ETag: first.ETag},
		{URL: "http://news.example/feed", LastModified: first.LastModified},
	} {
		if again, body, err := read(t.Context(), n.Client(), r); err != nil || !again.NotModified || body != "" || again.ETag != first.ETag {
			t.Errorf("%+v: %+v %q %v", r, again, body, err)
		}
	}
	if _, _, err := read(t.Context(), n.Client(), fetch.Request{URL: "http://news.example/always"}); err == nil || !strings.Contains(err.Error(), "304") {
		t.Errorf("304 to a request without a condition: %v", err)
	}
}

// TestStatusErrors reads what an answer that is an error says of trying again.
func TestStatusErrors(t *testing.T) {
	n := fetchtest.New(t)
	header := map[string][2]string{ // path: Retry-After, Date
		"/seconds": {"120", ""}, "/date": {"Mon, 02 Nov 2026 09:00:00 GMT", "Mon, 02 Nov 2026 08:30:00 GMT"}, "/past": {"Mon, 02 Nov 2026 08:00:00 GMT", "Mon, 02 Nov 2026 08:30:00 GMT"},
		"/long": {"999999999", ""}, "/huge": {"99999999999999999999", ""}, "/negative": {"-5", ""}, "/words": {"soon", ""}, "/none": {"", ""},
	}
	n.Handle("news.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := header[r.URL.Path]
		w.Header().Set("Retry-After", h[0])
		if h[1] != "" {
			w.Header().Set("Date", h[1])
		}
		w.WriteHeader(503)
	}))
	for path, want := range map[string]time.Duration{
		"/seconds": 2 * time.Minute, "/date": 30 * time.Minute, "/past": 0, "/long": 24 * time.Hour, "/huge": 24 * time.Hour, "/negative": 0, "/words": 0, "/none": 0,
	} {
		_, _, err := read(t.Context(), n.Client(), fetch.Request{URL: "http://news.example" + path})
		status, ok := errors.AsType[*fetch.StatusError](err)
		if !ok || status.Code != 503 || status.RetryAfter != want || errors.Is(err, fetch.ErrGone) {
			t.Errorf("%s: %v %+v, want %v", path, err, status, want)
		}
	}
	if !errors.Is(&fetch.StatusError{Code: 410}, fetch.ErrGone) {
		t.Error("410 is not ErrGone")
	}
}

// TestFreshness reads how long an answer holds.
func TestFreshness(t *testing.T) {
	n := fetchtest.New(t)
	n.Handle("news.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", "Mon, 02 Nov 2026 08:00:00 GMT")
		for name, values := range r.URL.Query() {
			w.Header().Set(name, values[0])
		}
	}))
	for query, want := range map[string]time.Duration{
		"": 0, "?Cache-Control=max-age%3D60": time.Minute, "?Cache-Control=no-cache,max-age%3D60": 0, "?Cache-Control=private,%20MAX-AGE%3D%2260%22": time.Minute,
		"?Cache-Control=max-age%3D99999999": 7 * 24 * time.Hour, "?Cache-Control=max-age%3D-1": 0, "?Expires=Mon, 02 Nov 2026 08:05:00 GMT": 5 * time.Minute,
		"?Expires=0": 0, "?Expires=Mon, 02 Nov 2026 07:00:00 GMT": 0, "?Expires=Mon, 02 Nov 2026 08:05:00 GMT&Cache-Control=max-age%3D60": time.Minute,
	} {
		response, _, err := read(t.Context(), n.Client(), fetch.Request{URL: "http://news.example/" + strings.ReplaceAll(query, " ", "%20")})
		if err != nil || response.Fresh != want {
			t.Errorf("%s: %+v %v, want %v", query, response, err, want)
		}
	}
}

// packed returns data in a Content-Encoding.
func packed(t *testing.T, encoding string, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	var err error
	switch encoding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "zlib":
		w = zlib.NewWriter(&b)
	case "flate":
		w, err = flate.NewWriter(&b, 9)
	case "zstd":
		w, err = zstd.NewWriter(&b)
	}
	if err == nil {
		_, err = w.Write(data)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestEncodings unpacks what servers send, and refuses what only takes up room.
func TestEncodings(t *testing.T) {
	raced.Sequential(t)
	text := []byte(strings.Repeat("Only words. ", 50))
	zeros := make([]byte, 64<<20)
	n := fetchtest.New(t)
	answers := map[string]struct {
		encoding string
		body     []byte
		want     string
	}{
		"/gzip": {"gzip", packed(t, "gzip", text), ""}, "/x-gzip": {"X-GZIP", packed(t, "gzip", text), ""}, "/zlib": {"deflate", packed(t, "zlib", text), ""},
		"/flate": {"deflate", packed(t, "flate", text), ""}, "/zstd": {"zstd", packed(t, "zstd", text), ""}, "/plain": {"identity", text, ""},
		"/two":   {"gzip, gzip", packed(t, "gzip", packed(t, "gzip", text)), ""},
		"/bomb":  {"gzip", packed(t, "gzip", zeros), "more than 100 times its size"},
		"/bomb2": {"gzip, gzip", packed(t, "gzip", packed(t, "gzip", zeros)), "more than 100 times its size"},
		"/bomb3": {"zstd", packed(t, "zstd", zeros), "more than 100 times its size"}, "/bomb4": {"deflate", packed(t, "flate", zeros), "more than 100 times its size"},
		"/many": {"gzip, gzip, gzip", packed(t, "gzip", text), "compressed 3 times over"}, "/br": {"br", text, `compressed as "br", which is not read`},
		"/torn": {"gzip", packed(t, "gzip", text)[:30], "ends in the middle"}, "/false": {"gzip", text, "the compressed data is damaged"},
		"/long": {"", zeros[:2<<20], "it is too large: it has more than 1 MiB"}, "/long2": {"gzip", packed(t, "gzip", zeros[:2<<20]), "more than 1 MiB"},
	}
	n.Handle("news.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", answers[r.URL.Path].encoding)
		_, _ = w.Write(answers[r.URL.Path].body)
	}))
	for path, a := range answers {
		r := fetch.Request{URL: "http://news.example" + path}
		if strings.HasPrefix(path, "/long") {
			r.MaxBytes = 1 << 20
		}
		_, got, err := read(t.Context(), n.Client(), r)
		switch {
		case a.want == "" && (err != nil || got != string(text)):
			t.Errorf("%s: %q %v", path, got, err)
		case a.want != "" && (err == nil || !strings.Contains(err.Error(), a.want)):
			t.Errorf("%s: %v, want %q", path, err, a.want)
		case strings.Contains(a.want, "more than") && !errors.Is(err, fetch.ErrTooLarge):
			t.Errorf("%s: %v is not ErrTooLarge", path, err)
		}
	}
}

// TestSlowServers gives up on servers that are slow in each way there is.
func TestSlowServers(t *testing.T) {
	for _, c := range []struct {
		name  string
		serve http.HandlerFunc
		want  string
		after time.Duration // at most
	}{
		{"slow header", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "the server took too long to answer", 31 * time.Second},
		{"stops in the body", func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, "Words")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, "the server stopped sending", 31 * time.Second},
		{"drips for ever", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				fmt.Fprint(w, "x")
				w.(http.Flusher).Flush()
				select {
				case <-time.After(5 * time.Second):
				case <-r.Context().Done():
				}
			}
		}, "the server took too long to answer", 121 * time.Second},
		{"never ends", func(w http.ResponseWriter, r *http.Request) {
			block := make([]byte, 64<<10)
			for {
				if _, err := w.Write(block); err != nil {
					return
				}
			}
		}, "it is too large: it has more than 4 MiB", time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := fetchtest.New(t)
				n.Handle("news.example", c.serve)
				began := time.Now()
				_, _, err := read(t.Context(), n.Client(), fetch.Request{URL: "http://news.example/", MaxBytes: 4 << 20})
				if took := time.Since(began); err == nil || err.Error() != c.want || took > c.after {
					t.Errorf("after %v: %v, want %q", took, err, c.want)
				}
			})
		})
	}
}

// TestOneRequestAHost asks ten hosts ten times at once: no host is asked twice at
// once or without a pause, and no host waits for another.
func TestOneRequestAHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := fetchtest.New(t)
		options := n.Options()
		options.Pause = 0 // the default
		client := fetch.New(options)
		var hosts []string
		for i := range 10 {
			hosts = append(hosts, fmt.Sprintf("site%d.example", i))
			n.Handle(hosts[i], http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { time.Sleep(100 * time.Millisecond) }))
		}
		began := time.Now()
		var all sync.WaitGroup
		for i := range 100 {
			all.Go(func() {
				if _, _, err := read(t.Context(), client, fetch.Request{URL: "http://" + hosts[i%10] + "/"}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if took, want := time.Since(began), 10*100*time.Millisecond+9*fetch.DefaultPause; took != want {
			t.Errorf("took %v, want %v", took, want)
		}
		for _, host := range hosts {
			if n.Parallel(host) != 1 || len(n.Requests(host)) != 10 {
				t.Errorf("%s: %d requests, %d at once", host, len(n.Requests(host)), n.Parallel(host))
			}
		}
	})
}

// TestWaitingEnds leaves the queue of a host when the caller gives up.
func TestWaitingEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := fetchtest.New(t)
		n.Handle("news.example", words("Words."))
		client := n.Client()
		first, err := client.Get(t.Context(), fetch.Request{URL: "http://news.example/"})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, _, err := read(ctx, client, fetch.Request{URL: "http://NEWS.example./"}); err == nil {
			t.Error("two requests at once")
		}
		first.Body.Close()
		if _, body, err := read(t.Context(), client, fetch.Request{URL: "http://news.example/"}); err != nil || body != "Words." {
			t.Errorf("%q %v", body, err)
		}
	})
}

// TestRobots obeys robots.txt where asked to, and reads it once.
func TestRobots(t *testing.T) {
	const page = "http://news.example/a/page?x=1"
	for _, c := range []struct {
		name, robots string
		code         int
		want         string
	}{
		{"none", "", 404, "Page."},
		{"forbidden itself", "", 403, "Page."},
		{"empty", "", 200, "Page."},
		{"all", "User-agent: *\nDisallow: /", 200, fetch.ErrRobots.Error()},
		{"nothing", "User-agent: *\nDisallow:", 200, "Page."},
		{"another program", "User-agent: otherbot\nDisallow: /", 200, "Page."},
		{"this program", "User-agent: Briefing-Bot/1.0\nUser-agent: otherbot\nDisallow: /a\n\nUser-agent: *\nDisallow:", 200, fetch.ErrRobots.Error()},
		{"this program may", "User-agent: *\nDisallow: /\nUser-agent: briefing-bot\nAllow: /", 200, "Page."},
		{"this program has no rule", "User-agent: *\nDisallow: /\n\nUser-agent: briefing-bot", 200, "Page."},
		{"the longest rule", "User-agent: *\nDisallow: /a\nAllow: /a/p", 200, "Page."},
		{"equally long", "User-agent: *\nDisallow: /a\nAllow: /a", 200, "Page."},
		{"wildcard", "User-agent: *\nDisallow: /*x=", 200, fetch.ErrRobots.Error()},
		{"anchored at the start", "User-agent: *\nDisallow: /page", 200, "Page."},
		{"anchored at the end", "User-agent: *\nDisallow: /a/page$", 200, "Page."},
		{"wildcard to the end", "User-agent: *\nDisallow: /*=1$", 200, fetch.ErrRobots.Error()},
		{"a stray rule first", "Disallow: /\nUser-agent: *\nDisallow: /a # comment", 200, fetch.ErrRobots.Error()},
		{"a web page", "<!DOCTYPE html><p>Not found: sorry</p>", 200, "Page."},
		{"byte order mark, CRLF", "\uFEFFUser-agent: *\r\nDisallow: /a\r\n", 200, fetch.ErrRobots.Error()},
		{"server error", "", 503, "its site's robots.txt cannot be read for now, so it is not known whether programs may read it"},
		{"too many requests", "", 429, "its site's robots.txt cannot be read for now, so it is not known whether programs may read it"},
	} {
		n := fetchtest.New(t)
		n.Handle("news.example", site(map[string]http.HandlerFunc{
			"/": words("Page."), "/robots.txt": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(c.code); fmt.Fprint(w, c.robots) },
		}))
		client := n.Client()
		for range 2 {
			_, got, err := read(t.Context(), client, fetch.Request{URL: page, Robots: true})
			if err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("%s: %q, want %q", c.name, got, c.want)
			}
		}
		if _, got, err := read(t.Context(), client, fetch.Request{URL: page}); err != nil || got != "Page." {
			t.Errorf("%s: what a person asked for: %q %v", c.name, got, err)
		}
		if asked := n.Requests("news.example"); slices.Index(asked[1:], "/robots.txt") >= 0 {
			t.Errorf("%s: robots.txt is read again: %v", c.name, asked)
		}
	}
}

// TestRobotsEscapes compares paths however they are escaped.
func TestRobotsEscapes(t *testing.T) {
	for pattern, path := range map[string]string{
		"/café": "/caf%c3%a9", "/caf%C3%A9": "/café", "/~ada": "/%7Eada/x", "/%7eada": "/~ada", "/a b": "/a%20b", "/a%2fb": "/a%2Fb",
	} {
		n := fetchtest.New(t)
		n.Handle("news.example", site(map[string]http.HandlerFunc{"/": words("Page."), "/robots.txt": words("User-agent: *\nDisallow: " + pattern)}))
		if _, _, err := read(t.Context(), n.Client(), fetch.Request{URL: "http://news.example" + path, Robots: true}); !errors.Is(err, fetch.ErrRobots) {
			t.Errorf("%s does not match %s: %v", pattern, path, err)
		}
	}
}

// TestHeaders checks what a server learns of who asks.
func TestHeaders(t *testing.T) {
	n := fetchtest.New(t)
	n.Handle("news.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "id", Value: "1"})
		if user, password, _ := r.BasicAuth(); user != "ada" || password != "pw" {
			t.Errorf("%s: user %q, password %q", r.URL, user, password)
		}
		if r.URL.Path == "/a" {
			w.Header().Set("Location", "/b")
			w.WriteHeader(302)
			return
		}
		fmt.Fprint(w, r.Header.Get("User-Agent"), "|", r.Header.Get("Cookie"), "|", r.Header.Get("Referer"), "|", r.Header.Get("Accept"))
	}))
	options := n.Options()
	options.Contact = "news@desk.example\r\nX: (y)"
	response, got, err := read(t.Context(), fetch.New(options), fetch.Request{URL: "http://ada:pw@news.example/a", Accept: "text/html"})
	want := "briefing-bot (+https://github.com/briefing-bot/briefing-bot; news@desk.exampleX: y)|||text/html"
	if err != nil || got != want || response.URL != "http://news.example/b" {
		t.Errorf("%+v %q %v", response, got, err)
	}
}

// TestFaults words what goes wrong on the way, without a password.
func TestFaults(t *testing.T) {
	n := fetchtest.New(t)
	n.HandleUntrusted("bad.example", words("Words."))
	for address, want := range map[string]string{
		"https://ada:SECRET@bad.example/":  "it cannot be fetched: tls: failed to verify certificate",
		"http://ada:SECRET@none.example/":  "it cannot be fetched: lookup none.example: no such host",
		"http://ada:SECRET@8.8.8.8/":       "it cannot be fetched: dial tcp: connection refused",
		"ftp://ada:SECRET@none.example/":   "addresses begin with http:// or https://, not ftp://",
		"http://ada:SECRET@/":              "it is no address",
		"http://ada:SEC%zzRET@x.example/":  "it is no address",
		"http://ada:SECRET@none.example\n": "it is no address",
	} {
		_, _, err := read(t.Context(), n.Client(), fetch.Request{URL: address})
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "SEC") {
			t.Errorf("%s: %v, want %s", address, err, want)
		}
	}
}

// TestWithoutUser hides users and passwords, also of what is no address.
func TestWithoutUser(t *testing.T) {
	for address, want := range map[string]string{
		"http://ada:pw@x.example/a@b":  "http://***@x.example/a@b",
		"http://ada:p@w@x.example/a":   "http://***@x.example/a",
		"http://ada:p/w@x.example/a":   "http://***@x.example/a",
		"https://x.example/@ada/1":     "https://x.example/@ada/1",
		"http://ada:%zz@x.example?q#f": "http://***@x.example?q#f",
	} {
		if got := fetch.WithoutUser(address); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}

// TestCookies: an address that leads to itself until it is asked for with a cookie is read;
// what a redirect sets goes to no other address, and to no later request.
func TestCookies(t *testing.T) {
	n := fetchtest.New(t)
	n.Handle("news.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cookie := r.Header.Get("Cookie")
		switch {
		case r.URL.Path == "/check":
			http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1", Path: "/"})
			http.Redirect(w, r, "/a", http.StatusFound)
		case cookie == "":
			http.Redirect(w, r, "/check", http.StatusFound)
		}
		fmt.Fprint(w, r.URL.Path, " ", cookie)
	}))
	client := fetch.New(n.Options())
	for range 2 {
		if _, got, err := read(t.Context(), client, fetch.Request{URL: "http://news.example/a"}); err != nil || got != "/a seen=1" {
			t.Errorf("%q, %v", got, err)
		}
	}
	if n := len(n.Requests("news.example")); n != 6 {
		t.Errorf("%d requests", n)
	}
}
