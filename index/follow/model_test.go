package follow_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/feed/feedtest"
	"github.com/briefing-bot/briefing-bot/index/fetch/fetchtest"
	"github.com/briefing-bot/briefing-bot/index/follow"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// story is an article of a site, with all texts that it had.
type story struct {
	number int
	whole  bool // the feed has its text
	texts  []string
	at     time.Time
	gone   bool
	change int // of its summary
}

func (s *story) text() string { return s.texts[len(s.texts)-1] }

// newsroom is a site that publishes, corrects and takes back.
type newsroom struct {
	mu      sync.Mutex
	stories []*story
	down    bool
	tags    bool // it answers 304
}

// listed is how many stories the feed lists.
const listed = 6

func (n *newsroom) publish(r *rand.Rand) {
	s := &story{number: len(n.stories), whole: r.IntN(2) == 0, at: time.Now()}
	n.stories = append(n.stories, s)
	n.rewrite(s)
}

// rewrite gives a story another text.
func (n *newsroom) rewrite(s *story) {
	s.texts = append(s.texts, strings.Repeat(fmt.Sprintf("The harbour master said on Monday that gate %d would stay closed for %d weeks, and that no ship could pass before the divers had come back. ", s.number, len(s.texts)+2), 4))
}

// pick returns a story that can still be corrected or taken back: one of the feed of less than
// half a day.
func (n *newsroom) pick(r *rand.Rand) *story {
	var young []*story
	for _, s := range n.stories[max(0, len(n.stories)-listed):] {
		if !s.gone && time.Since(s.at) < 12*time.Hour {
			young = append(young, s)
		}
	}
	if len(young) == 0 {
		return nil
	}
	return young[r.IntN(len(young))]
}

func (n *newsroom) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var number int
	switch {
	case n.down:
		w.WriteHeader(http.StatusServiceUnavailable)
	case r.URL.Path == "/feed":
		n.feed(w, r)
	default:
		if _, err := fmt.Sscanf(r.URL.Path, "/2026/gate-%d-closed", &number); err != nil || number >= len(n.stories) || n.stories[number].gone {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<html><head><title>Gate %d closed</title></head><body><article><h1>Gate %d closed</h1><p>%s</p></article></body></html>`, number, number, n.stories[number].text())
	}
}

func (n *newsroom) feed(w http.ResponseWriter, r *http.Request) {
	var b strings.Builder
	for _, s := range slices.Backward(n.stories[max(0, len(n.stories)-listed):]) {
		if s.gone {
			continue
		}
		fmt.Fprintf(&b, `<item><title>Gate %d closed</title><guid isPermaLink="false">%d</guid><link>https://quay.example/2026/gate-%d-closed?utm_source=%d</link><pubDate>%s</pubDate>`,
			s.number, s.number, s.number, time.Now().Unix(), s.at.UTC().Format(time.RFC1123Z))
		if s.whole {
			fmt.Fprintf(&b, "<content:encoded>%s</content:encoded></item>", s.text())
		} else {
			fmt.Fprintf(&b, "<description>In short, %d.</description></item>", s.change)
		}
	}
	tag := fmt.Sprintf(`"%d-%d"`, len(b.String()), len(n.stories))
	for _, s := range n.stories {
		tag = strings.TrimSuffix(tag, `"`) + fmt.Sprintf(`.%d.%d.%v"`, len(s.texts), s.change, s.gone)
	}
	if n.tags {
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	fmt.Fprintf(w, `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Quay</title>%s</channel></rss>`, b.String())
}

// event lets something happen at the newsroom.
func (n *newsroom) event(r *rand.Rand) {
	n.mu.Lock()
	defer n.mu.Unlock()
	switch s := n.pick(r); r.IntN(8) {
	case 0, 1, 2:
		n.publish(r)
	case 3, 4:
		if s != nil {
			n.rewrite(s)
			s.change += r.IntN(2) // of half the corrections the feed knows nothing
		}
	case 5:
		if s != nil {
			s.gone = true
		}
	case 6:
		n.down = !n.down
	case 7:
		n.tags = !n.tags
	}
}

// TestFollowsTheModel lets a site publish, correct, take back, break and recover in
// random order, with stops of the follower between, and compares the briefing with the
// site in the end.
func TestFollowsTheModel(t *testing.T) {
	for seed := range uint64(12 / raced.Slowdown) {
		dir := memoryDir(t)
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(time.Until(feedtest.Now))
			r := rand.New(rand.NewPCG(seed, 1))
			site := &newsroom{}
			network := fetchtest.New(t)
			network.HandleTLS("quay.example", site)
			follow := func(d time.Duration) {
				w := newWorld(t, network, dir, follow.Options{Sources: []follow.Source{{URL: feedtest.URL}}})
				w.runFor(d)
				w.archive.Close()
			}
			for range 30 {
				site.event(r)
				follow(time.Duration(r.IntN(300)) * time.Minute)
			}
			site.down = false
			follow(10 * 24 * time.Hour)
			compare(t, seed, newWorld(t, network, dir, followOptions()), site)
		})
	}
}

func followOptions() follow.Options { return follow.Options{} }

// compare holds the briefing against the site.
func compare(t *testing.T, seed uint64, w *world, site *newsroom) {
	t.Helper()
	defer w.archive.Close()
	seen := map[string]int{}
	err := w.archive.Each(t.Context(), 0, func(r article.Record) error {
		var number int
		if _, err := fmt.Sscanf(r.Title, "Gate %d closed", &number); err != nil {
			t.Errorf("seed %d: an article %q", seed, r.Title)
			return nil
		}
		s := site.stories[number]
		seen[r.Title]++
		if r.Removed != s.gone {
			t.Errorf("seed %d: story %d (whole %v) is removed: %v, want %v", seed, number, s.whole, r.Removed, s.gone)
		}
		unseen := s.whole && number < len(site.stories)-listed // its last correction, which only the feed had
		if !s.gone && !unseen && strings.TrimSpace(r.Text) != strings.TrimSpace(s.text()) {
			t.Errorf("seed %d: story %d (whole %v) has %q, want %q", seed, number, s.whole, r.Text[:120], s.text()[:120])
		}
		versions, err := w.archive.Versions(t.Context(), r.ID)
		next := 0
		for _, v := range versions {
			at := slices.IndexFunc(s.texts[next:], func(text string) bool { return strings.TrimSpace(text) == strings.TrimSpace(v.Text) })
			if at < 0 {
				t.Errorf("seed %d: story %d has a version out of order", seed, number)
				break
			}
			next += at + 1
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range site.stories {
		title := fmt.Sprintf("Gate %d closed", s.number)
		if seen[title] > 1 || seen[title] == 0 && !s.gone && s.number >= len(site.stories)-listed {
			t.Errorf("seed %d: story %d is there %d times", seed, s.number, seen[title])
		}
	}
}

// memoryDir returns a folder in memory where the system has one: thousands of durable
// writes take minutes on some disks.
func memoryDir(t *testing.T) string {
	dir, err := os.MkdirTemp("/dev/shm", "follow")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// heap returns how many bytes are in use.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestDayOfManySources follows 500 sources for a day, 50 under the race detector.
func TestDayOfManySources(t *testing.T) {
	many := 500
	if raced.Slowdown > 1 {
		many = 50
	}
	dir := memoryDir(t)
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(feedtest.Now))
		network := fetchtest.New(t)
		var sources []follow.Source
		for i := range many {
			host := fmt.Sprintf("paper%d.example", i)
			every := time.Duration(i%12+1) * time.Hour // between two stories
			network.Handle(host, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				newest := int(time.Since(feedtest.Now) / every)
				tag := fmt.Sprintf(`"%d"`, newest)
				w.Header().Set("ETag", tag)
				if r.Header.Get("If-None-Match") == tag {
					w.WriteHeader(http.StatusNotModified)
					return
				}
				fmt.Fprint(w, `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Paper</title>`)
				for n := newest; n > newest-5; n-- {
					fmt.Fprintf(w, `<item><title>Gate %d closed</title><guid isPermaLink="false">%d</guid><pubDate>%s</pubDate><content:encoded>%s</content:encoded></item>`, n, n,
						feedtest.Now.Add(time.Duration(n)*every).UTC().Format(time.RFC1123Z), strings.Repeat(fmt.Sprintf("Paper %d says that gate %d would stay closed, and that no ship could pass. ", i, n), 6))
				}
				fmt.Fprint(w, `</channel></rss>`)
			}))
			sources = append(sources, follow.Source{URL: "http://" + host + "/feed"})
		}
		w := newWorld(t, network, dir, follow.Options{Sources: sources})
		defer w.archive.Close()
		w.runFor(12 * time.Hour)
		noon := heap()
		w.runFor(12 * time.Hour)
		const room = 16 << 20
		if evening := heap(); evening > noon+room {
			t.Errorf("the heap grew from %d to %d MiB", noon>>20, evening>>20)
		}
		total, want := 0, 0
		for i := range many {
			host := fmt.Sprintf("paper%d.example", i)
			n := len(network.Requests(host))
			total += n
			want += 5 + 24/(i%12+1)
			if most := network.Parallel(host); most > 1 {
				t.Errorf("%s: %d requests at once", host, most)
			}
			if every := i%12 + 1; n < 24/every || n > 2+4*24/every+24 {
				t.Errorf("%s publishes every %d hours and was asked %d times", host, every, n)
			}
		}
		t.Logf("%d requests, %d articles", total, len(w.held()))
		if got := len(w.held()); got < want-many || got > want {
			t.Errorf("%d articles, want about %d", got, want)
		}
	})
}
