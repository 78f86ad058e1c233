package follow_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/feed/feedtest"
	"github.com/briefing-bot/briefing-bot/index/fetch/fetchtest"
	"github.com/briefing-bot/briefing-bot/index/follow"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// page is a feed of n whole stories, number 1 the oldest, a day apart, the newest now.
func page(n int) string {
	var b strings.Builder
	for i := n; i > 0; i-- {
		fmt.Fprintf(&b, `<item><title>Gate %d closed</title><link>/2026/gate-%d</link><pubDate>%s</pubDate><content:encoded>%s</content:encoded></item>`, i, i,
			feedtest.Now.AddDate(0, 0, i-n).UTC().Format(time.RFC1123Z), strings.Repeat(fmt.Sprintf("The harbour master said that gate %d would stay closed for now. ", i), 8))
	}
	return `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Quay</title>` + b.String() + `</channel></rss>`
}

// inWorld runs a test in a world with one source, whose server answers with status and
// the feed.
func inWorld(t *testing.T, o follow.Options, f func(t *testing.T, w *world, status *atomic.Int32, feed *atomic.Value)) {
	dir := memoryDir(t)
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(feedtest.Now))
		var status atomic.Int32
		var feed atomic.Value
		status.Store(http.StatusOK)
		feed.Store(page(3))
		n := fetchtest.New(t)
		n.HandleTLS("quay.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/feed" {
				w.WriteHeader(int(status.Load()))
				fmt.Fprint(w, feed.Load())
			}
		}))
		w := newWorld(t, n, dir, o)
		defer w.archive.Close()
		f(t, w, &status, &feed)
	})
}

func configured() follow.Options {
	return follow.Options{Sources: []follow.Source{{URL: feedtest.URL}}}
}

// TestTurns tells once that a source is dead, and once that it lives.
func TestTurns(t *testing.T) {
	inWorld(t, configured(), func(t *testing.T, w *world, status *atomic.Int32, _ *atomic.Value) {
		expect := func(when string, want ...bool) {
			t.Helper()
			turns := w.Turns()
			ok := len(turns) == len(want)
			for i := range want {
				ok = ok && turns[i].Lives == want[i]
			}
			if !ok {
				t.Errorf("%s: %+v, want %v", when, turns, want)
			}
			if err := w.Told(t.Context(), turns); err != nil {
				t.Error(err)
			}
		}
		w.runFor(time.Hour)
		expect("at first")
		status.Store(http.StatusBadGateway)
		w.runFor(20 * time.Hour)
		expect("after less than a day")
		w.runFor(30 * time.Hour)
		expect("after a day", false)
		w.runFor(30 * time.Hour)
		expect("once told")
		status.Store(http.StatusOK)
		w.runFor(48 * time.Hour)
		expect("when it lives again", true)
		w.runFor(48 * time.Hour)
		expect("once told of that")
		status.Store(http.StatusGone)
		w.runFor(48 * time.Hour)
		expect("when it is gone", false)
		before := len(w.network.Requests("quay.example"))
		w.runFor(240 * time.Hour)
		if n := len(w.network.Requests("quay.example")); n != before {
			t.Errorf("a source that is gone was asked %d times", n-before)
		}
		status.Store(http.StatusOK)
		if err := w.Pause(t.Context(), feedtest.URL, false); err != nil {
			t.Error(err)
		}
		w.runFor(time.Hour)
		expect("when it was resumed", true)
	})
}

// TestBacklog marks what a new source lists as no news, also when it is added again.
func TestBacklog(t *testing.T) {
	inWorld(t, follow.Options{}, func(t *testing.T, w *world, _ *atomic.Int32, feed *atomic.Value) {
		news := func() (out string) {
			err := w.archive.Each(t.Context(), 0, func(r article.Record) error {
				if !r.Backlog {
					out += strings.TrimSuffix(strings.TrimPrefix(r.Title, "Gate "), " closed") + " "
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		add := func() error { return w.Add(t.Context(), follow.Source{URL: feedtest.URL}, false) }
		if err := add(); err != nil {
			t.Fatal(err)
		}
		if err := add(); !errors.Is(err, follow.ErrKnown) {
			t.Errorf("added twice: %v", err)
		}
		w.runFor(time.Hour)
		feed.Store(page(4))
		w.runFor(24 * time.Hour)
		if got := news(); got != "4 " || len(w.held()) != 4 {
			t.Errorf("news %q of %v", got, w.held())
		}
		if err := w.Remove(t.Context(), feedtest.URL); err != nil {
			t.Fatal(err)
		}
		feed.Store(page(6))
		if err := add(); err != nil {
			t.Fatal(err)
		}
		w.runFor(24 * time.Hour)
		if got := news(); got != "4 " || len(w.held()) != 6 {
			t.Errorf("added again: news %q of %v", got, w.held())
		}
	})
}

// TestKeep deletes what is older than it is kept, and takes no such article in.
func TestKeep(t *testing.T) {
	o := configured()
	o.Keep = 5 * 24 * time.Hour
	inWorld(t, o, func(t *testing.T, w *world, _ *atomic.Int32, feed *atomic.Value) {
		feed.Store(page(9))
		w.runFor(time.Hour)
		if got := w.held(); len(got) != 6 {
			t.Errorf("holds %v", got)
		}
		if s := w.only(); s.RejectedAll != 3 || !strings.Contains(s.Rejected[0].Reason, "older than articles are kept (5d)") {
			t.Errorf("%+v", s)
		}
		w.runFor(49 * time.Hour)
		if got := w.held(); len(got) != 3 {
			t.Errorf("two days later it holds %v", got)
		}
		why, err := w.Why(t.Context(), "http://www.quay.example/2026/gate-1/?utm_source=x")
		if err != nil || len(why.Listed) != 1 || !strings.Contains(why.Listed[0].Reason, "older than") {
			t.Errorf("%+v, %v", why, err)
		}
		expired, err := w.Why(t.Context(), "https://quay.example/2026/gate-5")
		if err != nil || !expired.Removed || expired.Removal != article.Expired {
			t.Errorf("%+v, %v", expired, err)
		}
	})
}

// TestKeepGivesDiskBack compares the archive's file before and after most of it expired.
func TestKeepGivesDiskBack(t *testing.T) {
	o := configured()
	o.Sources[0].Keep, o.Sources[0].Every = 24*time.Hour, 12*time.Hour
	inWorld(t, o, func(t *testing.T, w *world, _ *atomic.Int32, feed *atomic.Value) {
		words := func(i int) string { // that cannot be compressed to next to nothing
			var out strings.Builder
			for k := range 150 {
				fmt.Fprintf(&out, "%x ", sha256.Sum256([]byte{byte(i), byte(k)}))
			}
			return out.String()
		}
		var b strings.Builder
		for i := range 60 {
			fmt.Fprintf(&b, `<item><title>Gate %d closed</title><link>/2026/gate-%d</link><pubDate>%s</pubDate><content:encoded>Gate %d. %s</content:encoded></item>`, i, i, feedtest.Now.UTC().Format(time.RFC1123Z), i, words(i))
		}
		feed.Store(`<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Quay</title>` + b.String() + `</channel></rss>`)
		w.runFor(time.Hour)
		before, err := w.archive.Stats(t.Context())
		if err != nil || before.Articles != 60 {
			t.Fatalf("%+v, %v", before, err)
		}
		feed.Store(page(0))
		w.runFor(3 * 24 * time.Hour)
		after, err := w.archive.Stats(t.Context())
		if err != nil || after.Articles != 0 || after.Bytes*2 > before.Bytes {
			t.Errorf("before %+v, after %+v, %v", before, after, err)
		}
	})
}

// TestBackfill brings in what was left out of a long list, as no news.
func TestBackfill(t *testing.T) {
	raced.Sequential(t)
	dir := memoryDir(t)
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(feedtest.Now))
		n := fetchtest.New(t)
		n.HandleTLS("quay.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var number int
			if r.URL.Path == "/feed" {
				fmt.Fprint(w, `<rss version="2.0"><channel><title>The Quay</title>`)
				for i := range 150 {
					fmt.Fprintf(w, `<item><title>Gate %d closed</title><link>/2026/gate-%d-closed</link></item>`, i, i)
				}
				fmt.Fprint(w, `</channel></rss>`)
			} else if _, err := fmt.Sscanf(r.URL.Path, "/2026/gate-%d-closed", &number); err == nil {
				w.Header().Set("Content-Type", "text/html")
				fmt.Fprintf(w, `<html><head><title>Gate %d closed</title></head><body><article><p>%s</p></article></body></html>`, number, strings.Repeat(fmt.Sprintf("The harbour master said that gate %d would stay closed for now. ", number), 8))
			} else {
				http.NotFound(w, r)
			}
		}))
		w := newWorld(t, n, dir, configured())
		defer w.archive.Close()
		w.runFor(24 * time.Hour)
		if got := len(w.held()); got != 100 {
			t.Errorf("%d articles", got)
		}
		if err := w.Backfill(t.Context(), feedtest.URL); err != nil {
			t.Fatal(err)
		}
		w.runFor(24 * time.Hour)
		if got := len(w.held()); got != 150 || w.only().Orders.Backfill {
			t.Errorf("%d articles after backfill, %+v", got, w.only().Orders)
		}
		err := w.archive.Each(t.Context(), 0, func(r article.Record) error {
			if !r.Backlog {
				t.Errorf("%s is news", r.Title)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// TestSpan reads and writes times as people do.
func TestSpan(t *testing.T) {
	for typed, want := range map[string]string{"365d": "365d", "24h": "1d", "90m": "1h30m", "30m": "30m", "1h": "1h", "45s": "45s"} {
		d, err := follow.ParseSpan(typed)
		if err != nil || follow.Span(d) != want {
			t.Errorf("%s: %s, %v", typed, follow.Span(d), err)
		}
	}
	for _, typed := range []string{"", "d", "x", "-1d", "99999d", "1"} {
		if d, err := follow.ParseSpan(typed); err == nil {
			t.Errorf("%q is %s", typed, d)
		}
	}
}

// TestSlowSources follows more sources that never answer than are asked at a time. Time
// passes in the bubble only while Run sleeps.
func TestSlowSources(t *testing.T) {
	dir := memoryDir(t)
	synctest.Test(t, func(t *testing.T) {
		n := fetchtest.New(t)
		var o follow.Options
		for i := range 20 {
			host := fmt.Sprintf("slow%d.example", i)
			n.Handle(host, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
			o.Sources = append(o.Sources, follow.Source{URL: "http://" + host + "/feed"})
		}
		w := newWorld(t, n, dir, o)
		defer w.archive.Close()
		w.runFor(10 * time.Minute)
		for _, s := range w.List() {
			if s.Failures == 0 || !strings.Contains(s.Error, "took too long") {
				t.Errorf("%+v", s)
			}
		}
	})
}

// TestPassingFault asks a source again soon after a fault that passes, if it is asked often.
func TestPassingFault(t *testing.T) {
	o := configured()
	o.Sources[0].Every = time.Minute
	inWorld(t, o, func(t *testing.T, w *world, status *atomic.Int32, _ *atomic.Value) {
		status.Store(http.StatusBadGateway)
		w.runFor(time.Minute)
		status.Store(http.StatusOK)
		w.runFor(5 * time.Minute)
		if s := w.only(); s.Failures > 0 || len(w.held()) != 3 {
			t.Errorf("%+v", s)
		}
		status.Store(http.StatusBadGateway)
		before := len(w.network.Requests("quay.example"))
		w.runFor(24 * time.Hour)
		if n := len(w.network.Requests("quay.example")) - before; n > 40 {
			t.Errorf("asked %d times in a day while it failed", n)
		}
	})
}

// TestBackfillReadsOlderParts follows the links of a feed to its older parts (RFC 5005), only when
// that is asked for, and stops where they lead in a circle.
func TestBackfillReadsOlderParts(t *testing.T) {
	raced.Sequential(t)
	dir := memoryDir(t)
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(feedtest.Now))
		const parts, each = 12, 20
		n := fetchtest.New(t)
		n.HandleTLS("quay.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var part int
			_, _ = fmt.Sscan(r.URL.Query().Get("page"), &part) // 0 without one
			w.Header().Set("Content-Type", "application/atom+xml")
			fmt.Fprintf(w, `<feed xmlns="http://www.w3.org/2005/Atom"><title>The Quay</title><link rel="self" href="/feed"/><link rel="next" href="/feed?page=%d"/>`, (part+1)%parts)
			for i := part * each; i < (part+1)*each+1; i++ { // one is in two parts
				fmt.Fprintf(w, `<entry><id>%d</id><title>Gate %d closed</title><link href="/2026/gate-%d"/><published>%s</published><content>%s</content></entry>`, i, i, i,
					feedtest.Now.Add(-time.Duration(i)*time.Hour).Format(time.RFC3339), strings.Repeat(fmt.Sprintf("The harbour master said that gate %d would stay closed for now. ", i), 8))
			}
			fmt.Fprint(w, `</feed>`)
		}))
		w := newWorld(t, n, dir, configured())
		defer w.archive.Close()
		w.runFor(24 * time.Hour)
		if got := len(w.held()); got != each+1 {
			t.Errorf("%d articles", got)
		}
		if err := w.Backfill(t.Context(), feedtest.URL); err != nil {
			t.Fatal(err)
		}
		w.runFor(time.Minute)
		if s := w.only(); !s.Orders.Backfill || s.Archives != 10 || s.Backfilled != 10*each {
			t.Errorf("after a visit: %d older parts, %d articles", s.Archives, s.Backfilled)
		}
		w.runFor(24 * time.Hour)
		if s := w.only(); len(w.held()) != parts*each+1 || s.Orders.Backfill || s.Backfilled != (parts-1)*each || s.RejectedAll > 0 || len(n.Requests("quay.example")) > 400 {
			t.Errorf("%d articles after backfill, %d requests, %+v", len(w.held()), len(n.Requests("quay.example")), s.State)
		}
	})
}

// TestFault: only a source that is to be read and cannot be has a fault.
func TestFault(t *testing.T) {
	read := time.Date(2026, 11, 3, 7, 5, 0, 0, time.UTC)
	yes, no := true, false
	for _, row := range []struct {
		why  string
		s    follow.Status
		want string
	}{
		{"read", follow.Status{State: follow.State{Succeeded: read}}, ""},
		{"new", follow.Status{}, ""},
		{"never read", follow.Status{State: follow.State{Failures: 3, Error: "no host"}}, "Quay (https://***@quay.example/feed) was never read: no host"},
		{"read once", follow.Status{State: follow.State{Failures: 1, Error: "404", Succeeded: read}}, "Quay (https://***@quay.example/feed) cannot be read since 3 Nov 2026 07:05 UTC: 404"},
		{"given up", follow.Status{State: follow.State{Stopped: "gone", Failures: 9}}, "Quay (https://***@quay.example/feed) is no longer asked: gone"},
		{"paused", follow.Status{State: follow.State{Failures: 3}, Orders: follow.Orders{Hold: &yes}}, ""},
		{"resumed", follow.Status{Source: follow.Source{Paused: true}, State: follow.State{Failures: 3, Error: "no host"}, Orders: follow.Orders{Hold: &no}}, "was never read: no host"},
	} {
		row.s.Outlet, row.s.URL = "Quay", "https://ada:secret@quay.example/feed"
		if got := row.s.Fault(); row.want == "" && got != "" || !strings.Contains(got, row.want) || strings.Contains(got, "secret") {
			t.Errorf("%s: %q, want %q", row.why, got, row.want)
		}
	}
}
