package index

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// topic holds the words of a query as stems.
type topic struct {
	terms    []topicTerm
	phrases  []topicPhrase
	excluded []string // stems
}

// topicPhrase holds the words of a phrase, folded and as stems; a phrase of one
// word has its other wordings.
type topicPhrase struct {
	forms, stems []string
	others       []wording
}

// term returns a phrase of one word as a term.
func (p topicPhrase) term() topicTerm {
	return topicTerm{wording: wording{forms: p.forms, stems: p.stems, tier: inflectedTier}, others: p.others}
}

// topicTerm is a word as typed, or several that are one name, and what else it
// may be called in an article.
type topicTerm struct {
	wording
	others   []wording
	required bool // it is a phrase of one word
}

// wordings returns what the term may be called, as typed first.
func (t topicTerm) wordings() []wording { return append([]wording{t.wording}, t.others...) }

// MaxWords is the maximum number of words of a question that are searched, and
// that are excluded; the rest is ignored. Reading the postings of so many
// common words takes a fraction of a second in tens of thousands of articles.
const MaxWords = 100

// MaxPhrases is the maximum number of different phrases of a question that are
// searched.
const MaxPhrases = 20

// topic returns the topic of words, at most MaxWords of them. Stop words are
// dropped unless there is nothing else.
func (x *Index) topic(words Words) topic {
	stems := text.NewAnalyzer()
	var t topic
	all := stems.WholeWords(words.Terms)
	for rest := all; len(rest) > 0; {
		n := x.addTerm(&t, stems, rest)
		rest = rest[n:]
	}
	inPhrases := 0
	for _, phrase := range words.Phrases {
		p := phraseOf(stems, phrase)
		if slices.ContainsFunc(t.phrases, func(other topicPhrase) bool { return slices.Equal(other.forms, p.forms) }) {
			continue
		}
		if inPhrases += len(p.stems); inPhrases > MaxWords || len(t.phrases) == MaxPhrases {
			break
		}
		if len(p.stems) == 1 {
			_, p.others = x.otherWordings(stems, []text.Word{{Form: p.forms[0], Stem: p.stems[0]}})
		}
		if len(p.stems) > 0 {
			t.phrases = append(t.phrases, p)
		}
	}
	if len(t.terms) == 0 && len(t.phrases) == 0 {
		for _, w := range all {
			t.add(topicTerm{wording: wordOf(w)})
		}
	}
	excluded := stems.WholeWords(words.Excluded)
	for _, w := range excluded[:min(len(excluded), MaxWords)] {
		t.excluded = append(t.excluded, w.Stem)
		_, others := x.otherWordings(stems, []text.Word{w})
		for _, o := range others {
			if o.tier == spellingTier && len(o.stems) == 1 {
				t.excluded = append(t.excluded, o.stems[0])
			}
		}
	}
	return t
}

// addTerm adds the term at the beginning of words and returns how many words it
// has. Stop words are left out.
func (x *Index) addTerm(t *topic, stems *text.Analyzer, words []text.Word) int {
	typed, others := x.otherWordings(stems, words)
	switch {
	case len(typed.forms) > 1:
		t.add(topicTerm{wording: typed, others: others})
	case !text.IsStopWord(words[0].Form):
		t.add(topicTerm{wording: wordOf(words[0]), others: others})
	}
	return max(typed.typed, 1)
}

func (t *topic) add(term topicTerm) {
	if len(t.terms) >= MaxWords {
		return
	}
	if !slices.ContainsFunc(t.terms, func(other topicTerm) bool { return slices.Equal(other.forms, term.forms) }) {
		t.terms = append(t.terms, term)
	}
}

// empty reports whether the topic asks for no word.
func (t topic) empty() bool { return len(t.terms) == 0 && len(t.phrases) == 0 }

// phraseOf returns a phrase, hyphenated words in parts.
func phraseOf(stems *text.Analyzer, phrase string) topicPhrase {
	var out topicPhrase
	for _, w := range stems.Words(phrase) {
		if !w.Joined {
			out.forms, out.stems = append(out.forms, w.Form), append(out.stems, w.Stem)
		}
	}
	return out
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
