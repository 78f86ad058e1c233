package query

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
	"github.com/briefing-bot/briefing-bot/index/internal/words"
)

// Lacking tells which of the terms and phrases of a query articles and passages lack: of these
// they hold no word, in any inflection or spelling or as a synonym. It must be used by one
// goroutine at a time.
type Lacking struct {
	v     *segment.Snapshot
	typed []string            // the first MaxWords of them
	terms [][]Term            // of each
	runs  [][]words.Run       // of each: what it may be called
	told  map[uint32][]string // of articles
	named map[uint32][]bool   // of outlets: which of typed their names hold
	cut   *text.Analyzer
}

// NewLacking returns what tells which words of a query are lacking.
func NewLacking(v *segment.Snapshot, vocabulary *Vocabulary, asked Words) *Lacking {
	l := &Lacking{v: v, typed: slices.Concat(asked.Terms, asked.Phrases), told: map[uint32][]string{}, named: map[uint32][]bool{}, cut: text.NewAnalyzer()}
	l.typed = l.typed[:min(len(l.typed), MaxWords)]
	for _, w := range l.typed {
		terms := vocabulary.Topic(Words{Terms: strings.Fields(w)}).Terms
		var runs []words.Run
		for _, term := range terms {
			if len(term.Forms) == 1 {
				run, _ := v.FormRun(term.Forms)
				runs = append(runs, run)
			}
			for _, o := range term.Wordings() {
				runs = append(runs, v.StemRun(o.Stems))
			}
		}
		l.terms, l.runs = append(l.terms, terms), append(l.runs, runs)
	}
	return l
}

// InArticle returns what the title and the passages of an article lack.
func (l *Lacking) InArticle(article uint32) []string {
	out, ok := l.told[article]
	if !ok {
		passages := l.v.Articles.At(article).Passages
		out = l.without(func(n int) bool { return l.inText(n, article, passages.First, passages.End) })
		l.told[article] = out
	}
	return out
}

// InPassage returns what a passage, the title of its article and the name of the outlet lack.
func (l *Lacking) InPassage(passage uint32) []string {
	a := l.v.Passages.At(passage).Article
	return l.without(func(n int) bool { return l.inText(n, a, passage, passage+1) || l.inName(n, l.v.Articles.At(a).Source) })
}

// without returns what is typed whose number is not held.
func (l *Lacking) without(held func(n int) bool) (out []string) {
	for n, w := range l.typed {
		if !held(n) {
			out = append(out, w)
		}
	}
	return out
}

// inText reports whether the title of an article or its passages from first to before end hold a
// word of what is n-th typed.
func (l *Lacking) inText(n int, article, first, end uint32) bool {
	held := l.v.InTitle(article, l.runs[n])
	for p := first; p < end && !held; p++ {
		held = l.v.InPassage(p, l.runs[n])
	}
	return held
}

// inName reports whether the name of an outlet holds a word of what is n-th typed.
func (l *Lacking) inName(n int, source uint32) bool {
	named, ok := l.named[source]
	if !ok {
		name := l.cut.Words(l.v.Sources.At(source))
		for _, terms := range l.terms {
			named = append(named, Topic{Terms: terms}.AnyIn(name))
		}
		l.named[source] = named
	}
	return named[n]
}
