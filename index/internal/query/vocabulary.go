package query

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Vocabulary knows what else a word may be called: the list of spellings and the
// configured synonyms.
type Vocabulary struct {
	Synonyms  map[string][]string // of a stem: stems
	spellings *text.Spellings
}

// NewVocabulary returns the vocabulary of synonyms and groups of spellings, beside
// the spellings that package text knows.
func NewVocabulary(synonyms map[string][]string, spellings [][]string) *Vocabulary {
	return &Vocabulary{synonymStems(synonyms), text.NewSpellings(spellings)}
}

// otherWordings returns the term at the beginning of words: one word, or several
// that are a name of the list of spellings; and its other wordings: spellings,
// then configured synonyms.
func (v *Vocabulary) otherWordings(stems *text.Analyzer, words []text.Word) (typed Wording, others []Wording) {
	forms := make([]string, len(words))
	for i, w := range words {
		forms[i] = w.Form
	}
	n, parts, spellings := v.spellings.At(forms)
	typed = Wording{Forms: parts, typed: n, Tier: InflectedTier}
	for _, form := range parts {
		typed.Stems = append(typed.Stems, stems.Stem(form))
	}
	known := []string{words[0].Stem}
	add := func(w Wording) {
		if len(w.Stems) == 1 {
			if n == 1 && slices.Contains(known, w.Stems[0]) {
				return
			}
			known = append(known, w.Stems[0])
		}
		others = append(others, w)
	}
	if singular, ok := text.AbbreviationSingular(words[0].Form); n == 1 && ok {
		add(Wording{Forms: []string{singular}, Stems: []string{stems.Stem(singular)}, Tier: InflectedTier})
	}
	for _, spelling := range spellings {
		w := Wording{Forms: spelling, Tier: SpellingTier}
		for _, form := range spelling {
			w.Stems = append(w.Stems, stems.Stem(form))
		}
		add(w)
	}
	if n == 1 {
		for _, stem := range v.Synonyms[words[0].Stem] {
			add(Wording{Stems: []string{stem}, Tier: SynonymTier})
		}
	}
	return typed, others
}

// synonymStems maps the stem of a word to those of its synonyms, in both
// directions.
func synonymStems(synonyms map[string][]string) map[string][]string {
	stems := text.NewAnalyzer()
	out := map[string][]string{}
	link := func(a, b string) {
		if a != b && !slices.Contains(out[a], b) {
			out[a] = append(out[a], b)
		}
	}
	for word, others := range synonyms {
		for _, a := range stems.WholeWords([]string{word}) {
			for _, b := range stems.WholeWords(others) {
				link(a.Stem, b.Stem)
				link(b.Stem, a.Stem)
			}
		}
	}
	for _, list := range out {
		slices.Sort(list)
	}
	return out
}
