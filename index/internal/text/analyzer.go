package text

import (
	"cmp"
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// Analyzer cuts text into words and stems them. It caches words, and must be
// used by one goroutine at a time.
type Analyzer struct {
	env     *snowballstem.Env // nil: no stems
	known   map[string]stemmed
	printed map[string]lexeme // of words that folding changes, without hyphens
	last    uint32            // the last ID given
}

// stemmed is what is cached of a folded word.
type stemmed struct {
	stem string
	id   uint32 // Word.ID where it is printed like that
}

// lexeme is what is cached of a word as printed.
type lexeme struct {
	form, stem string
	id         uint32
	upper      bool
}

// NewAnalyzer returns an Analyzer with an empty cache.
func NewAnalyzer() *Analyzer {
	return &Analyzer{env: snowballstem.NewEnv(""), known: map[string]stemmed{}, printed: map[string]lexeme{}}
}

const (
	maxStemmed = 256     // longest word to be stemmed, in bytes: the stemmer takes quadratic time
	maxCached  = 1 << 16 // stems
	maxPrinted = 1 << 14 // printed words: the frequent ones soon come
)

// Stem returns the stem of a folded word: that of its family if it is listed (see
// families.txt), else Porter2's. Irregular verbs and plurals have the stem of their
// base form: "said" and "say" are one. A word of more than 256 bytes is returned
// unchanged.
func (a *Analyzer) Stem(form string) string {
	return a.lookUp(form).stem
}

// lookUp returns the stem of a folded word, and the ID under which it is cached.
func (a *Analyzer) lookUp(form string) stemmed {
	switch {
	case a.env == nil:
		return stemmed{}
	case len(form) > maxStemmed:
		return stemmed{stem: form}
	}
	if found, ok := a.known[form]; ok {
		return found
	}
	form = strings.Clone(form) // it may be a part of an article, which the cache must not keep
	found := stemmed{stem: a.uncached(form)}
	if len(a.known) < maxCached {
		found.id = a.newID()
		a.known[form] = found
	}
	return found
}

// fold returns what there is to know of a printed word without hyphens.
func (a *Analyzer) fold(printed string) lexeme {
	if found, ok := a.printed[printed]; ok {
		return found
	}
	keep := a.env != nil && len(printed) <= maxStemmed && len(a.printed) < maxPrinted
	if keep {
		printed = strings.Clone(printed)
	}
	found := lexeme{form: FoldWord(printed), upper: Capitalized(printed)}
	found.stem = a.stemOf(printed, found.form)
	if keep {
		found.id = a.newID()
		a.printed[printed] = found
	}
	return found
}

func (a *Analyzer) newID() uint32 {
	a.last++
	return a.last
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
