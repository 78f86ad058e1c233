package feed

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
)

// What a list of articles in JSON has, and what tells that it holds their texts too and
// is no list.
var (
	listedLink = lazyregexp.New(`"(?:url|link)"\s*:\s*"https?:`)
	listedName = lazyregexp.New(`"(?:title|headline)"\s*:\s*"`)
	givenText  = lazyregexp.New(`(?i)"(?:text|content|body|article_?body|full_?text|main_?text|story|summary|description|content_(?:text|html))"\s*:`)
)

// sniffList returns List for JSON with addresses and titles but no texts.
func sniffList(head []byte) Kind {
	if listedLink.Match(head) && listedName.Match(head) && !givenText.Match(head) {
		return List
	}
	return Unknown
}

// listEntry is one article of a list.
type listEntry struct {
	URL       string `json:"url"`
	Link      string `json:"link"`
	Title     string `json:"title"`
	Headline  string `json:"headline"`
	Seen      string `json:"seendate"`
	Published string `json:"published"`
	Date      string `json:"date"`
	Domain    string `json:"domain"`
	Language  string `json:"language"`
}

// list reads a list in JSON: an array, or one under any name of an object. When a search
// service saw an article is not when it was published.
func (r reader) list(data []byte) (Feed, error) {
	out := Feed{Kind: List}
	var entries []listEntry
	if json.Unmarshal(data, &entries) != nil {
		var object map[string]json.RawMessage
		if err := json.Unmarshal(data, &object); err != nil {
			return Feed{}, errors.New("its JSON is broken")
		}
		for _, value := range object {
			var some []listEntry
			if json.Unmarshal(value, &some) == nil && len(some) > len(entries) {
				entries = some
			}
		}
	}
	for _, e := range entries {
		it := Item{Link: r.link(firstOf(e.URL, e.Link)), Title: plainLine(firstOf(e.Title, e.Headline)), Outlet: plainLine(e.Domain)}
		if it.Link == "" {
			continue
		}
		if len(out.Items) == MaxItems {
			out.Omitted++
			continue
		}
		r.dates(&it, firstOf(e.Published, e.Date), "")
		if seen, _ := r.date(e.Seen); seen.Time.After(it.Published.Time) {
			it.Updated = seen
		}
		out.Items = append(out.Items, it)
	}
	return out, nil
}

// firstOf returns the first string with more than blanks.
func firstOf(all ...string) string {
	for _, s := range all {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}
