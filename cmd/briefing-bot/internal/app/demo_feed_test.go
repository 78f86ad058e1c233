package app

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestDemoOfAFeed watches the demo as a newcomer does, on its page: news comes in by
// itself, an article is corrected, one is taken back, and a digest has what is left.
func TestDemoOfAFeed(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	ready := make(chan string, 1)
	var mu sync.Mutex
	var told []string
	ended := make(chan error, 1)
	go func() {
		ended <- Demo(ctx, DemoConfig("127.0.0.1:0"), Demonstration{Pause: time.Second, Ready: func(_ int, page string) { ready <- page },
			Tell: func(what string) { mu.Lock(); told = append(told, what); mu.Unlock() }})
	}()
	page, tags := <-ready, regexp.MustCompile(`<[^>]*>`)
	ask := func(line string) string {
		r, err := http.Get(page + "?q=" + url.QueryEscape(line))
		if err != nil {
			return ""
		}
		defer r.Body.Close()
		body, _ := io.ReadAll(r.Body)
		return tags.ReplaceAllString(string(body), "")
	}
	eventually(t, "the backlog", func() bool { return strings.Contains(ask("/who-said danger"), "Nobody is in danger") })
	eventually(t, "the promise of a ferry", func() bool { return strings.Contains(ask("/who-said ferry by:Brandis"), "will sail on Saturday") })
	eventually(t, "the correction", func() bool {
		got := ask("/who-said weeks by:Lindqvist")
		return strings.Contains(got, "nine weeks is what") && !strings.Contains(got, "six weeks is what")
	})
	eventually(t, "the article that was taken back", func() bool {
		mu.Lock()
		all := len(told) == 5
		mu.Unlock()
		return all && !strings.Contains(ask("/who-said ferry by:Brandis"), "will sail on Saturday")
	})
	if digest := ask("/digest now"); !strings.Contains(digest, "nine weeks is what") || !strings.Contains(digest, "We were heard") || strings.Contains(digest, "will sail on Saturday") || strings.Contains(digest, "Nobody is in danger") {
		t.Errorf("the digest: %s", digest)
	}
	if days := regexp.MustCompile(`(\d+ \w+ \d{4}) to (\d+ \w+ \d{4})`).FindStringSubmatch(ask("")); days != nil && days[1] == days[2] {
		t.Errorf("the page has articles of %q", days[0])
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
