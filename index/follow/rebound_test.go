package follow_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/index/feed/feedtest"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/fetch/fetchtest"
	"github.com/briefing-bot/briefing-bot/index/follow"
)

const (
	publicIP = "93.184.216.34"
	secretIP = "169.254.169.254"
)

// rebound is a site whose name leads to a private address after some connections. What is there is a
// secret: a service of this machine's network answers in the place of the site.
func rebound(t *testing.T, before int, site http.HandlerFunc) (n *fetchtest.Network, asked *atomic.Bool) {
	n, asked = fetchtest.New(t), &atomic.Bool{}
	ips := append(slices.Repeat([]string{publicIP}, before), secretIP)
	served := 0
	n.Handle("quay.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if served++; served > before {
			asked.Store(true)
			fmt.Fprintf(w, "<html><title>Keys</title><article><h1>Keys</h1><p>%s</p></article></html>", strings.Repeat("The secret of the machine is seven and nine. ", 20))
			return
		}
		site(w, r)
	}), ips...)
	return n, asked
}

// shortFeed is a feed with one summary, whose page has the text.
const shortFeed = `<rss version="2.0"><channel><title>The Quay</title><item><title>Gate closed</title><link>http://quay.example/latest/meta-data</link><description>A gate.</description></item></channel></rss>`

func quay(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/feed":
		fmt.Fprint(w, shortFeed)
	case "/robots.txt":
		http.NotFound(w, r)
	case "/":
		fmt.Fprint(w, `<html><head><title>The Quay</title><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>Front</body></html>`)
	default:
		fmt.Fprintf(w, `<html><title>Gate closed</title><article><h1>Gate closed</h1><p>%s</p></article></html>`, strings.Repeat("The harbour master said that the gate would stay closed. ", 12))
	}
}

// TestReboundSourceIsRefused follows a site whose name leads into the private network later: between
// the requests of a visit, at a later visit, or after the program began anew.
func TestReboundSourceIsRefused(t *testing.T) {
	for before := 1; before <= 6; before++ {
		for _, restart := range []bool{false, true} {
			t.Run(fmt.Sprintf("after %d connections, restart %t", before, restart), func(t *testing.T) {
				dir := memoryDir(t)
				synctest.Test(t, func(t *testing.T) {
					time.Sleep(time.Until(feedtest.Now))
					n, asked := rebound(t, before, quay)
					o := follow.Options{Sources: []follow.Source{{URL: "http://quay.example/feed"}}}
					w := newWorld(t, n, dir, o)
					w.runFor(2 * time.Hour)
					if restart {
						if err := w.archive.Close(); err != nil {
							t.Fatal(err)
						}
						w = newWorld(t, n, dir, o)
					}
					w.runFor(100 * time.Hour)
					defer w.archive.Close()
					if asked.Load() {
						t.Errorf("a private address was asked: %q", n.Requests("quay.example"))
					}
					if held := strings.Join(w.held(), " "); strings.Contains(held, "Keys") {
						t.Errorf("the briefing holds %s", held)
					}
				})
			})
		}
	}
}

// TestReboundTrialIsRefused tries a page whose feed is at another address by then, and follows one that
// was public at the trial. Nor is a feed that only a page names taken for an address that was typed.
func TestReboundTrialIsRefused(t *testing.T) {
	dir := memoryDir(t)
	synctest.Test(t, func(t *testing.T) {
		n, asked := rebound(t, 1, quay)
		w := newWorld(t, n, dir, follow.Options{})
		defer w.archive.Close()
		if _, err := w.Try(t.Context(), "http://quay.example/", false); err == nil || asked.Load() {
			t.Errorf("the feed was asked: %v", err)
		}
		n, _ = rebound(t, 5, quay)
		n.Handle("front.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, `<html><head><link rel="alternate" type="application/rss+xml" href="http://quay.example/feed"></head></html>`)
		}), "10.0.0.7")
		w = newWorld(t, n, memoryDir(t), follow.Options{})
		defer w.archive.Close()
		for _, address := range []string{"http://quay.example/feed", "http://front.example/"} {
			trial, err := w.Try(t.Context(), address, false)
			if err != nil || !trial.Public {
				t.Errorf("%s: %+v, %v", address, trial, err)
			}
		}
	})
}

// TestTrialOfAnAddressThatNobodyTyped refuses private ones at once, whatever their form, and
// follows one that is public only while it is.
func TestTrialOfAnAddressThatNobodyTyped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, asked := rebound(t, 0, quay)
		n.Handle("public.example", http.HandlerFunc(quay))
		w := newWorld(t, n, memoryDir(t), follow.Options{})
		defer w.archive.Close()
		for _, address := range []string{"http://quay.example/feed", "http://quay.example/", "http://169.254.169.254/", "http://127.0.0.1:8383/feed", "http://[::1]/", "http://[::ffff:10.0.0.1]/feed", "http://10.0.0.1/"} {
			if _, err := w.Try(t.Context(), address, true); !errors.Is(err, fetch.ErrPrivate) || asked.Load() {
				t.Errorf("%s: %v", address, err)
			}
		}
		if trial, err := w.Try(t.Context(), "http://public.example/feed", true); err != nil || !trial.Public {
			t.Errorf("a public address: %+v, %v", trial, err)
		}
	})
}

// TestPrivateSource follows one in a private network, which stays allowed, and one that has moved there,
// which is allowed when it is typed again.
func TestPrivateSource(t *testing.T) {
	dir := memoryDir(t)
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(feedtest.Now))
		n := fetchtest.New(t)
		n.Handle("quay.example", http.HandlerFunc(quay), "10.0.0.7")
		n.Handle("pier.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, page(2)) }), publicIP, "10.0.0.8")
		w := newWorld(t, n, dir, follow.Options{Sources: []follow.Source{{URL: "http://quay.example/feed"}, {URL: "http://pier.example/feed"}}})
		defer w.archive.Close()
		w.runFor(80 * time.Hour)
		moved, err := w.Find("http://pier.example/feed")
		if err != nil || !strings.Contains(moved.Error, "admin source resume http://pier.example/feed") {
			t.Errorf("a source that moved into the private network: %q, %v", moved.Error, err)
		}
		if err := w.Pause(t.Context(), "http://pier.example/feed", false); err != nil {
			t.Fatal(err)
		}
		w.runFor(2 * time.Hour)
		for _, s := range w.List() {
			if s.Error != "" || s.Added == 0 {
				t.Errorf("%s: %d articles, %s", s.URL, s.Added, s.Error)
			}
		}
	})
}
