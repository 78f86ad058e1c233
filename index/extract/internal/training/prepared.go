package training

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/attribution"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// prepared is a example made ready: its features, and the gold in tokens.
type prepared struct {
	features *attribution.Features
	gold     []goldAnalysis
	cues     []attribution.Cue // scratch
}

// goldAnalysis is a marked attribution in tokens.
type goldAnalysis struct {
	cue    doc.Range
	parts  [attribution.Sides]doc.Range
	source doc.Range
	whole  []doc.Range // the content as marked
}

func prepare(example Example, m *attribution.Model) *prepared {
	d := doc.New(article.Article{Text: example.Text})
	d.Quotes = doc.FindQuotes(d)
	p := &prepared{features: attribution.NewFeatures(d, &m.Tagger, m.Table)}
	for _, a := range example.Attributions {
		if g, ok := p.read(a); ok {
			p.gold = append(p.gold, g)
		}
	}
	return p
}

// read turns spans into runs of tokens.
func (p *prepared) read(a Attribution) (goldAnalysis, bool) {
	var g goldAnalysis
	if len(a.Cue) == 0 || len(a.Content) == 0 {
		return g, false
	}
	g.cue = p.tokensOf(a.Cue)
	g.source = p.trimmed(p.tokensOf(a.Source))
	for _, s := range a.Content {
		part := p.tokensOf([]article.Span{s})
		if part.Empty() {
			continue
		}
		g.whole = append(g.whole, part)
		on := attribution.Right
		if part.First < g.cue.First {
			on = attribution.Left
			part.Last = min(part.Last, g.cue.First)
		} else {
			part.First = max(part.First, g.cue.Last)
		}
		g.parts[on] = join(g.parts[on], part)
	}
	for on := range g.parts {
		g.parts[on] = p.trimmed(g.parts[on])
	}
	return g, !g.cue.Empty() && !(g.parts[attribution.Left].Empty() && g.parts[attribution.Right].Empty())
}

func join(a, b doc.Range) doc.Range {
	if a.Empty() {
		return b
	}
	return doc.Range{First: min(a.First, b.First), Last: max(a.Last, b.Last)}
}

func (p *prepared) trimmed(r doc.Range) doc.Range {
	if r.Empty() {
		return doc.Range{}
	}
	r.First, r.Last = p.features.Trim(r)
	return r
}

// tokensOf returns the run of tokens from the first span's beginning to the last one's end.
func (p *prepared) tokensOf(spans []article.Span) doc.Range {
	if len(spans) == 0 {
		return doc.Range{}
	}
	from, till := spans[0].Start, spans[len(spans)-1].End
	tokens := p.features.Tokens
	first, _ := slices.BinarySearchFunc(tokens, from, func(t doc.Token, at int) int { return t.End - at - 1 })
	last, _ := slices.BinarySearchFunc(tokens, till, func(t doc.Token, at int) int { return t.Start - at })
	return doc.Range{First: first, Last: last}
}

// foldOf returns one fold, or all but it.
func foldOf(all []*prepared, folds, fold int, inside bool) []*prepared {
	var out []*prepared
	for i, p := range all {
		if (i%folds == fold) == inside {
			out = append(out, p)
		}
	}
	return out
}

// copyViews returns examples with features of their own: what was counted in them
// belongs to one fold.
func copyViews(articles []*prepared) []*prepared {
	out := make([]*prepared, len(articles))
	for i, p := range articles {
		view := *p.features
		out[i] = &prepared{features: &view, gold: p.gold}
	}
	return out
}
