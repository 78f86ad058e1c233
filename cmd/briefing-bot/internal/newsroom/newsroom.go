// Package newsroom plays an outlet for the demo: its web server has a feed and pages,
// and publishes, corrects and takes back invented articles as time goes on. It knows
// nothing of the program that follows it. Start at Newsroom.Run.
package newsroom

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Newsroom is an outlet. It serves HTTP.
type Newsroom struct {
	mu      sync.Mutex
	listed  []*story // oldest first
	removed map[string]bool
	read    chan struct{} // holds a value once the feed was served as it is
}

// story is an article of it.
type story struct {
	slug, title string
	paragraphs  []string
	at          time.Time
}

// act is something that happens at the newsroom.
type act struct {
	tell string // for who watches the demo
	do   func(n *Newsroom)
}

// New returns a newsroom that has published its first articles.
func New() *Newsroom {
	n := &Newsroom{removed: map[string]bool{}, read: make(chan struct{}, 1)}
	for _, s := range []story{bridge, market} {
		n.publish(s, 3*time.Hour)
	}
	return n
}

// Acts returns the number of events in Run.
func Acts() int { return len(acts) }

// Run plays the events one after another, with pauses between, and calls tell with each. It
// returns after the last one, or when ctx ends. An event waits until the feed was read with
// the one before in it, so that a slow reader takes no news for what was there from the
// start, and misses nothing that is taken back later.
func (n *Newsroom) Run(ctx context.Context, pause time.Duration, tell func(what string)) {
	for _, a := range acts {
		select {
		case <-n.read:
		case <-ctx.Done():
			return
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
		n.mu.Lock()
		a.do(n)
		select {
		case <-n.read: // of the feed as it was before
		default:
		}
		n.mu.Unlock()
		tell(a.tell)
	}
}

// publish lists a story that was written a while ago.
func (n *Newsroom) publish(s story, ago time.Duration) {
	s.at = time.Now().Add(-ago)
	n.listed = append(n.listed, &s)
}

// rewrite changes words of a story and of its headline.
func (n *Newsroom) rewrite(slug, from, to string) {
	for _, s := range n.listed {
		if s.slug == slug {
			paragraphs := make([]string, len(s.paragraphs))
			for i, p := range s.paragraphs {
				paragraphs[i] = strings.ReplaceAll(p, from, to)
			}
			s.title, s.paragraphs = strings.ReplaceAll(s.title, from, to), paragraphs
		}
	}
}

// takeBack removes a story: its page is gone.
func (n *Newsroom) takeBack(slug string) {
	for i, s := range n.listed {
		if s.slug == slug {
			n.listed = append(n.listed[:i:i], n.listed[i+1:]...)
			break
		}
	}
	n.removed[slug] = true
}

// ServeHTTP answers with the feed, or with the page of a story.
func (n *Newsroom) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	defer n.mu.Unlock()
	slug := strings.Trim(r.URL.Path, "/")
	if slug == "feed.xml" {
		w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
		fmt.Fprint(w, n.feed())
		select {
		case n.read <- struct{}{}:
		default:
		}
		return
	}
	for _, s := range n.listed {
		if s.slug == slug {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(w, `<!DOCTYPE html><html lang="en"><head><title>%s</title></head><body><article><h1>%s</h1>%s</article></body></html>`, html.EscapeString(s.title), html.EscapeString(s.title), s.html())
			return
		}
	}
	if n.removed[slug] {
		http.Error(w, "This article was taken back.", http.StatusGone)
		return
	}
	http.NotFound(w, r)
}

// feed returns the RSS feed, the newest story first.
func (n *Newsroom) feed() string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Lantern Bay Record</title><link>/</link>`)
	for _, s := range slices.Backward(n.listed) {
		fmt.Fprintf(&b, `<item><title>%s</title><link>/%s</link><guid isPermaLink="false">%s</guid><pubDate>%s</pubDate><description>%s</description><content:encoded>%s</content:encoded></item>`,
			html.EscapeString(s.title), s.slug, s.slug, s.at.UTC().Format(time.RFC1123Z), html.EscapeString(s.title), html.EscapeString(s.html()))
	}
	b.WriteString("</channel></rss>")
	return b.String()
}

func (s *story) html() string {
	var b strings.Builder
	for _, p := range s.paragraphs {
		b.WriteString("<p>" + html.EscapeString(p) + "</p>")
	}
	return b.String()
}
