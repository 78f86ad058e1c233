//go:build unix

package follow_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/follow"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// The test program, started again with these set, is a child that follows the feeds of
// a server until it is killed.
const (
	childFolder = "FOLLOW_TEST_FOLDER"
	childServer = "FOLLOW_TEST_SERVER"
)

// killRounds is the environment variable with the number of rounds of TestKilled.
const killRounds = "FOLLOW_TEST_ROUNDS"

const killedFeeds = 20

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		fmt.Println(followUntilKilled(dir, os.Getenv(childServer)))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// followUntilKilled asks each feed many times a second.
func followUntilKilled(dir, server string) error {
	a, err := archive.Open(dir, archive.Options{Timeout: time.Minute})
	if err != nil {
		return err
	}
	g := &ingest.Ingester{Archive: a, Version: 1, Log: slog.New(slog.DiscardHandler), Fetch: fetch.New(fetch.Options{Pause: -1}),
		Extract: func(context.Context, article.Article) (article.Annotation, []article.Event, error) {
			return article.Annotation{}, nil, nil
		}}
	var sources []follow.Source
	for i := range killedFeeds {
		sources = append(sources, follow.Source{URL: fmt.Sprintf("%s/feed/%d", server, i), Every: time.Millisecond})
	}
	f, err := follow.New(context.Background(), g, follow.Options{Sources: sources, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	return f.Run(context.Background())
}

// presses is the feeds of TestKilled: each has stories with all the texts that they had.
type presses struct {
	mu      sync.Mutex
	stories [killedFeeds][][]string
	asked   [killedFeeds]int // since the last change
}

// change publishes or corrects a story of some feed.
func (p *presses) change(r *rand.Rand) {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := r.IntN(killedFeeds)
	n := len(p.stories[i])
	if n == 0 || r.IntN(3) == 0 {
		p.stories[i] = append(p.stories[i], nil)
		n++
	}
	s := r.IntN(n)
	if p.stories[i][n-1] == nil {
		s = n - 1
	}
	p.stories[i][s] = append(p.stories[i][s], strings.Repeat(fmt.Sprintf("Press %d said that gate %d would stay closed for %d weeks, and no longer. ", i, s, len(p.stories[i][s])+2), 6))
	p.asked = [killedFeeds]int{}
}

func (p *presses) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	i, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/feed/"))
	if err != nil || i >= killedFeeds {
		http.NotFound(w, r)
		return
	}
	p.asked[i]++
	tag := `"0"`
	for _, texts := range p.stories[i] {
		tag = strings.TrimSuffix(tag, `"`) + fmt.Sprintf(`.%d"`, len(texts))
	}
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	fmt.Fprintf(w, `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Press %d</title>`, i)
	for s, texts := range slices.Backward(p.stories[i]) {
		fmt.Fprintf(w, `<item><title>Gate %d.%d</title><guid isPermaLink="false">%d.%d</guid><content:encoded>%s</content:encoded></item>`, i, s, i, s, texts[len(texts)-1])
	}
	fmt.Fprint(w, `</channel></rss>`)
}

// settled reports whether each feed was asked some times since the last change.
func (p *presses) settled() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Min(p.asked[:]) > 3
}

// TestKilled kills a process that follows changing feeds, at random moments, and
// compares what is in the archive in the end: nothing is lost, nothing is there
// twice, and every version follows the one before.
func TestKilled(t *testing.T) {
	rounds := 20
	if n, err := strconv.Atoi(os.Getenv(killRounds)); err == nil {
		rounds = n
	}
	site := &presses{}
	server := httptest.NewServer(site)
	defer server.Close()
	dir := memoryDir(t)
	seed := uint64(time.Now().UnixNano())
	t.Log("seed", seed)
	r := rand.New(rand.NewPCG(seed, 2))
	start := func() *exec.Cmd {
		child := exec.CommandContext(context.WithoutCancel(t.Context()), os.Args[0])
		child.Env = append(os.Environ(), childFolder+"="+dir, childServer+"="+server.URL)
		child.Stdout = os.Stderr
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		return child
	}
	kill := func(child *exec.Cmd) {
		_ = child.Process.Kill()
		_ = child.Wait()
	}
	for range rounds {
		child := start()
		for range 5 + r.IntN(30) {
			site.change(r)
			wait(time.Duration(r.IntN(10)) * time.Millisecond)
		}
		kill(child)
	}
	child := start()
	for deadline := time.Now().Add(time.Minute); !site.settled() && time.Now().Before(deadline); {
		wait(20 * time.Millisecond)
	}
	kill(child)
	comparePresses(t, dir, site)
}

func wait(d time.Duration) { <-time.After(d) }

func comparePresses(t *testing.T, dir string, site *presses) {
	t.Helper()
	a, err := archive.Open(dir, archive.Options{Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	seen, versions := map[string]int{}, 0
	err = a.Each(t.Context(), 0, func(r article.Record) error {
		var i, s int
		if _, err := fmt.Sscanf(r.Title, "Gate %d.%d", &i, &s); err != nil {
			return err
		}
		seen[r.Title]++
		texts := site.stories[i][s]
		if strings.TrimSpace(r.Text) != strings.TrimSpace(texts[len(texts)-1]) {
			t.Errorf("%s has an old text", r.Title)
		}
		all, err := a.Versions(t.Context(), r.ID)
		next := 0
		for _, v := range all {
			versions++
			at := slices.IndexFunc(texts[next:], func(text string) bool { return strings.TrimSpace(text) == strings.TrimSpace(v.Text) })
			if at < 0 {
				t.Errorf("%s has a version twice or out of order", r.Title)
				break
			}
			next += at + 1
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	stories := 0
	for i, feed := range site.stories {
		for s := range feed {
			stories++
			if n := seen[fmt.Sprintf("Gate %d.%d", i, s)]; n != 1 {
				t.Errorf("story %d of feed %d is there %d times", s, i, n)
			}
		}
	}
	t.Logf("%d stories in %d versions", stories, versions)
}
