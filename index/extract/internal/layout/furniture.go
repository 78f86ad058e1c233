package layout

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
)

// Role is what a paragraph is for.
type Role uint8

// The roles of paragraphs.
const (
	Body     Role = iota // the article itself
	Headline             // a line in capitals
	Byline               // who wrote the article, and when
	Caption              // what a picture shows, and whose it is
	Teaser               // leads to other pages, or sells something
)

// The words from which on a paragraph is taken for the article's own, whatever it begins with.
const (
	maxHeadline = 20
	maxByline   = 14
	maxCaption  = 60
	maxTeaser   = 40
)

// RoleOf returns what a paragraph is for, by how it begins and how it is written.
func RoleOf(paragraph string) Role {
	paragraph = strings.TrimSpace(paragraph)
	if len(paragraph) > maxJudged {
		return Body
	}
	words := strings.Count(paragraph, " ") + 1
	start := strings.TrimLeft(paragraph, "•*-–—>»→▶►|[ ")
	if words <= maxTeaser && strings.HasPrefix(paragraph, "»") || strings.HasPrefix(paragraph, "→") || strings.HasPrefix(paragraph, "▶") || strings.HasPrefix(paragraph, "►") {
		return Teaser
	}
	lower := strings.ToLower(start)
	switch {
	case words <= maxTeaser && isTeaser(lower):
		return Teaser
	case words <= maxCaption && (isCaption(lower) || isCredited(paragraph)):
		return Caption
	case words <= maxByline && isByline(start, lower):
		return Byline
	case words <= maxHeadline && isCapitals(paragraph):
		return Headline
	}
	return Body
}

// isTeaser reports whether a paragraph leads to other pages: by the words that it begins
// with, or by those before a colon, a bar or an arrow.
func isTeaser(lower string) bool {
	if begins(lower, teasers) || strings.HasPrefix(lower, "follow ") && onNetwork(lower) || teaserLabels[strings.TrimRight(lower, ".:!…")] {
		return true
	}
	at := strings.IndexAny(lower[:min(len(lower), maxLabel)], ":|»→")
	return at > 0 && teaserLabels[strings.TrimSpace(lower[:at])] || strings.HasSuffix(lower, "»") && !strings.Contains(lower, "«") || strings.HasSuffix(lower, "→")
}

// onNetwork reports whether a paragraph names a social network to follow somebody on.
func onNetwork(lower string) bool {
	for _, network := range [...]string{"twitter", "x", "facebook", "instagram", "bluesky", "mastodon", "threads", "tiktok", "youtube"} {
		if at := strings.Index(lower, " on "+network); at >= 0 && begins(lower[at+len(" on "):], map[string]bool{network: true}) {
			return true
		}
	}
	return false
}

func isCaption(lower string) bool {
	for _, start := range captions {
		if strings.HasPrefix(lower, start) {
			return true
		}
	}
	for _, credit := range credits {
		if strings.Contains(lower, credit) {
			return true
		}
	}
	return false
}

// isCredited reports whether a paragraph ends with the name of an agency, as captions do.
func isCredited(paragraph string) bool {
	if strings.Contains(paragraph, " REUTERS/") {
		return true
	}
	for _, agency := range [...]string{"AP", "AFP", "REUTERS", "Reuters", "EPA", "PA", "Getty"} {
		if before, ok := strings.CutSuffix(strings.TrimRight(paragraph, "."), " "+agency); ok && strings.HasSuffix(before, ".") {
			return true
		}
	}
	return false
}

// isByline reports whether a paragraph begins like a byline and goes on with a name, a date or
// nothing.
func isByline(paragraph, lower string) bool {
	if len(lower) != len(paragraph) || strings.HasSuffix(paragraph, ".") && !strings.HasPrefix(lower, "(") || strings.ContainsAny(paragraph, "“”\"?!") {
		return false
	}
	for n := 0; n < len(lower); n++ {
		if n > 0 && lower[n] != ' ' && lower[n] != ':' || !bylines[lower[:n]] {
			continue
		}
		c, _ := utf8.DecodeRuneInString(strings.TrimLeft(paragraph[n:], ": "))
		if unicode.IsUpper(c) || unicode.IsDigit(c) {
			return true
		}
	}
	return false
}

// begins reports whether text begins with one of phrases, as whole words.
func begins(text string, phrases map[string]bool) bool {
	for n := 0; n < len(text) && n < maxLabel; {
		next := strings.IndexAny(text[n+1:], " .,:;!?|-–—")
		if next < 0 {
			return phrases[text]
		}
		n += next + 1
		if phrases[text[:n]] {
			return true
		}
	}
	return false
}

var (
	teasers      = phrases("teasers")
	teaserLabels = phrases("teaser_labels")
	captions     = slices.Collect(maps.Keys(phrases("captions"))) // gone through for every paragraph
	credits      = slices.Collect(maps.Keys(phrases("credits")))
	bylines      = phrases("bylines")
)

// phrases returns the lines of the list name as a set.
func phrases(name string) map[string]bool {
	set := map[string]bool{}
	for line := range wordlist.Lines(wordFiles, name) {
		set[line] = true
	}
	return set
}
