package extract

import (
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/language"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/layout"
)

// parts are a document and what of it the stages read.
type parts struct {
	whole    *doc.Document // for dates
	english  *doc.Document // for persons: without other languages, and what leads to other pages
	prose    *doc.Document // for statements: without headlines in capitals, bylines and captions, too
	language string
}

// partsOf returns the parts of d.
func partsOf(d *doc.Document) parts {
	languages := language.Of(d)
	roles := make([]layout.Role, len(d.Paragraphs))
	clocks := make([]int, len(d.Paragraphs))
	capitals := 0
	for k, p := range d.Paragraphs {
		if d.Stopped() {
			break
		}
		text := article.Span{Start: d.Tokens[p.First].Start, End: d.Tokens[p.Last-1].End}.Of(d.Text)
		roles[k] = layout.RoleOf(text)
		if n := layout.Clock(text); n > 0 {
			clocks[k] = d.TokenFrom(d.Tokens[p.First].Start+n) - p.First
		}
		if roles[k] == layout.Headline {
			capitals++
		}
	}
	shouting := capitals*2 > len(d.Paragraphs) // an article that is in capitals
	return parts{
		whole:    d,
		language: languages.Article,
		english: d.Without(func(k int) int {
			return skipIf(languages.Foreign(k) || roles[k] == layout.Teaser, d, k)
		}),
		prose: d.Without(func(k int) int {
			left := languages.Foreign(k) || roles[k] != layout.Body && (roles[k] != layout.Headline || !shouting)
			return max(clocks[k], skipIf(left, d, k))
		}),
	}
}

// skipIf returns the length of paragraph k if it is to be left out.
func skipIf(left bool, d *doc.Document, k int) int {
	if left {
		return d.Paragraphs[k].Len()
	}
	return 0
}
