package feedtest

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/fetch/fetchtest"
)

// URL is the address of the source of every Kind.
const URL = "https://quay.example/feed"

// Now is about when the articles of the kinds were published.
var Now = time.Date(2026, 11, 6, 12, 0, 0, 0, time.UTC)

// Kind is a kind of source.
type Kind struct {
	Name  string
	Serve func(n *fetchtest.Network) // the hosts; they may answer differently each time

	// What the briefing holds when URL was read twice, and what the second reading
	// did.
	Holds    []string // "title | outlet | date", in the order of their dates and titles
	Rejected []string // the beginnings of the reasons of the first reading, in order
	Added    int      // by the second reading
	Updated  int      // by the second reading

	Lacks []string // what no article's title or text may have
	Has   []string // what some article's title or text has

	Followed []string // like Holds, of a briefing that follows URL for half a day, if that is more
}

// CheckWords reports titles and texts of articles that have what they must not, and what
// none of them has.
func (k Kind) CheckWords(t testing.TB, texts []string) {
	t.Helper()
	for _, text := range texts {
		for _, word := range k.Lacks {
			if strings.Contains(text, word) {
				t.Errorf("an article has %q:\n%s", word, text)
			}
		}
	}
	for _, word := range k.Has {
		if !slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, word) }) {
			t.Errorf("no article has %q:\n%s", word, strings.Join(texts, "\n"))
		}
	}
}

// only returns a Serve for a kind that is one host.
func only(s func() site) func(*fetchtest.Network) {
	return func(n *fetchtest.Network) { n.HandleTLS("quay.example", s()) }
}

// feedOf returns a Serve for a site with the two pages and a feed.
func feedOf(feed string) func(*fetchtest.Network) {
	return only(func() site { return pages(feed) })
}

// answer returns a Serve for a site whose feed is one answer.
func answer(h http.HandlerFunc) func(*fetchtest.Network) {
	return only(func() site {
		s := pages("")
		s["/feed"] = h
		return s
	})
}

var both = []string{heldFerries, heldLock}

// each returns the two articles in a form.
func each(form func(entry) string) string { return form(lock) + form(ferries) }

// What a briefing holds of the two articles.
const (
	heldFerries = "Ferries stay away | The Quay | 2026-11-02"
	heldLock    = "Who pays for the lock | The Quay | 2026-11-03"
)
