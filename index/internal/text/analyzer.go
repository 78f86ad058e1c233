package text

import (
	"cmp"
	"strings"

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

// Stem returns the stem of a folded word: that of its family if it is listed (see
// families.txt), else Porter2's. Irregular verbs and plurals have the stem of their
// base form: "said" and "say" are one. A word of more than 256 bytes is returned
// unchanged.
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
	form = strings.Clone(form) // it may be a part of an article, which the cache must not keep
	stem := a.uncached(form)
	if len(a.known) < maxCached {
		a.known[form] = stem
	}
	return stem
}

func (a *Analyzer) uncached(form string) string {
	base := form
	if regular, ok := irregular[form]; ok {
		base = regular
	}
	if stem, ok := familyOf(base); ok {
		return stem
	}
	if stem, ok := izeStem(base); ok {
		return stem
	}
	a.env.SetCurrent(base)
	english.Stem(a.env)
	return cmp.Or(a.env.Current(), base)
}

// izeStem returns the stem of a verb in -ize and of its noun in -ization, from
// which Porter2 takes too much: modernize is not modern.
func izeStem(form string) (stem string, ok bool) {
	for _, ending := range verbEndings {
		if stem, ok = strings.CutSuffix(form, ending); ok && len(stem) >= minVerbBase && strings.HasSuffix(stem, "iz") {
			return stem, true
		}
	}
	return "", false
}
