package feed

import (
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
)

// shortest is how many characters a content must have to be taken for an article
// where the page could be fetched instead.
const shortest = 280

// longSummary is how many characters a content must have to be taken for an
// article although the summary is the same: excerpts have up to some 600.
const longSummary = 1500

// promotion is what publishing programs add below an item.
var promotion = lazyregexp.New(`(?i)^(the post .+ (first appeared|appeared first) on .+|continue reading.*|read more.*|read the full .*|.{0,200}(was |were )?(first|originally) (appeared|published) (on|in|at) .+|source: ?.{0,80})$`)

// cut ends a text that goes on elsewhere.
var cut = lazyregexp.New(`(?i)(\[?(…|\.\.\.)\]?|\[…\]|\(more…?\)|continue reading.{0,120}|read more.{0,60}|read the full (story|article|text).{0,60}|keep reading.{0,60}|click here to read.{0,60})[\s→»>]*$`)

// whole returns the text of an item's content if it is the whole article, "" if
// it may be a summary. A summary is never taken for the article.
func whole(content, summary string, hasLink bool) string {
	text := plainText(content)
	if !hasLink {
		return text // there is nothing else
	}
	text, cutOff := withoutPromotion(text)
	n := utf8.RuneCountInString(text)
	switch {
	case cutOff || n < shortest:
		return ""
	case oneLine(text) == oneLine(plainText(summary)) && n < longSummary:
		return ""
	}
	return text
}

// withoutPromotion returns a text without what a publishing program added below
// it, and whether it goes on elsewhere.
func withoutPromotion(text string) (rest string, cutOff bool) {
	lines := strings.Split(text, "\n")
	for len(lines) > 0 {
		last := strings.TrimSpace(lines[len(lines)-1])
		if last != "" && !promotion.MatchString(last) {
			break
		}
		lower := strings.ToLower(last)
		cutOff = cutOff || strings.HasPrefix(lower, "continue reading") || strings.HasPrefix(lower, "read ")
		lines = lines[:len(lines)-1]
	}
	rest = strings.Join(lines, "\n")
	return rest, cutOff || cut.MatchString(rest)
}
