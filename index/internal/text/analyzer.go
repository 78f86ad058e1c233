package text

import (
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// Analyzer cuts text into words and stems them. It caches stems, and must be
// used by one goroutine at a time.
type Analyzer struct {
	env   *snowballstem.Env // nil: no stems
	known map[string]string
}

// NewAnalyzer returns an Analyzer with an empty cache.
func NewAnalyzer() *Analyzer {
	return &Analyzer{env: snowballstem.NewEnv(""), known: map[string]string{}}
}

const (
	maxStemmed = 256     // longest word to be stemmed, in bytes: the stemmer takes quadratic time
	maxCached  = 1 << 16 // stems
)

// Stem returns the Porter2 stem of a folded word. Irregular verbs and plurals
// have the stem of their base form: "said" and "say" are one. A word of more
// than 256 bytes is returned unchanged.
func (a *Analyzer) Stem(form string) string {
	switch {
	case a.env == nil:
		return ""
	case len(form) > maxStemmed:
		return form
	}
	if stem, ok := a.known[form]; ok {
		return stem
	}
	base := form
	if regular, ok := irregular[form]; ok {
		base = regular
	}
	a.env.SetCurrent(base)
	english.Stem(a.env)
	stem := a.env.Current()
	if stem == "" {
		stem = base
	}
	if len(a.known) < maxCached {
		a.known[form] = stem
	}
	return stem
}

// WholeWords returns the words of all terms, a hyphenated one as one word
// without its parts.
func (a *Analyzer) WholeWords(terms []string) []Word {
	var out []Word
	for _, term := range terms {
		first := len(out)
		for _, w := range a.Words(term) {
			if w.Joined { // its parts are before it
				for len(out) > first && w.Contains(out[len(out)-1].Span) {
					out = out[:len(out)-1]
				}
			}
			out = append(out, w)
		}
	}
	return out
}
