package query

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Topic holds the words of a query as stems.
type Topic struct {
	Terms    []Term
	Phrases  []Phrase
	Excluded []string // stems
}

// Phrase holds the words of a phrase, folded and as stems; a phrase of one
// word has its other wordings.
type Phrase struct {
	Forms, Stems []string
	others       []Wording
}

// Term returns a phrase of one word as a term.
func (p Phrase) Term() Term {
	return Term{Wording: Wording{Forms: p.Forms, Stems: p.Stems, Tier: InflectedTier}, others: p.others}
}

// Term is a word as typed, or several that are one name, and what else it
// may be called in an article.
type Term struct {
	Wording
	others   []Wording
	Required bool // it is a phrase of one word
}

// Wordings returns what the term may be called, as typed first.
func (t Term) Wordings() []Wording { return append([]Wording{t.Wording}, t.others...) }

// MaxWords is the maximum number of words of a question that are searched, and
// that are excluded; the rest is ignored. Reading the postings of so many
// common words takes a fraction of a second in tens of thousands of articles.
const MaxWords = 100

// MaxPhrases is the maximum number of different phrases of a question that are
// searched.
const MaxPhrases = 20

// Topic returns the topic of words, at most MaxWords of them. Stop words are
// dropped unless there is nothing else.
func (v *Vocabulary) Topic(words Words) Topic {
	stems := text.NewAnalyzer()
	var t Topic
	all := stems.WholeWords(words.Terms)
	for rest := all; len(rest) > 0; {
		n := v.addTerm(&t, stems, rest)
		rest = rest[n:]
	}
	inPhrases := 0
	for _, phrase := range words.Phrases {
		p := phraseOf(stems, phrase)
		if slices.ContainsFunc(t.Phrases, func(other Phrase) bool { return slices.Equal(other.Forms, p.Forms) }) {
			continue
		}
		if inPhrases += len(p.Stems); inPhrases > MaxWords || len(t.Phrases) == MaxPhrases {
			break
		}
		if len(p.Stems) == 1 {
			_, p.others = v.otherWordings(stems, []text.Word{{Form: p.Forms[0], Stem: p.Stems[0]}})
		}
		if len(p.Stems) > 0 {
			t.Phrases = append(t.Phrases, p)
		}
	}
	if len(t.Terms) == 0 && len(t.Phrases) == 0 {
		for _, w := range all {
			t.add(Term{Wording: wordOf(w)})
		}
	}
	excluded := stems.WholeWords(words.Excluded)
	for _, w := range excluded[:min(len(excluded), MaxWords)] {
		t.Excluded = append(t.Excluded, w.Stem)
		_, others := v.otherWordings(stems, []text.Word{w})
		for _, o := range others {
			if o.Tier == SpellingTier && len(o.Stems) == 1 {
				t.Excluded = append(t.Excluded, o.Stems[0])
			}
		}
	}
	return t
}

// addTerm adds the term at the beginning of words and returns how many words it
// has. Stop words are left out.
func (v *Vocabulary) addTerm(t *Topic, stems *text.Analyzer, words []text.Word) int {
	typed, others := v.otherWordings(stems, words)
	switch {
	case len(typed.Forms) > 1:
		t.add(Term{Wording: typed, others: others})
	case !text.IsStopWord(words[0].Form):
		t.add(Term{Wording: wordOf(words[0]), others: others})
	}
	return max(typed.typed, 1)
}

// add adds a term that the topic lacks, up to MaxWords of them.
func (t *Topic) add(term Term) {
	if len(t.Terms) >= MaxWords {
		return
	}
	if !slices.ContainsFunc(t.Terms, func(other Term) bool { return slices.Equal(other.Forms, term.Forms) }) {
		t.Terms = append(t.Terms, term)
	}
}

// Empty reports whether the topic asks for no word.
func (t Topic) Empty() bool { return len(t.Terms) == 0 && len(t.Phrases) == 0 }

// WithParts returns the terms of a topic, with the words of names of several words
// as terms of their own, so that a passage that holds some of them counts.
func (t Topic) WithParts() []Term {
	var out []Term
	for _, term := range t.Terms {
		for i := range term.Forms {
			if len(term.Forms) > 1 {
				out = append(out, Term{Wording: Wording{Forms: term.Forms[i : i+1], Stems: term.Stems[i : i+1], Tier: InflectedTier}})
			}
		}
		out = append(out, term)
	}
	return out
}

// phraseOf returns a phrase, hyphenated words in parts.
func phraseOf(stems *text.Analyzer, phrase string) Phrase {
	var out Phrase
	for _, w := range stems.Words(phrase) {
		if !w.Joined {
			out.Forms, out.Stems = append(out.Forms, w.Form), append(out.Stems, w.Stem)
		}
	}
	return out
}
