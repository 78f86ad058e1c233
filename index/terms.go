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
// word has the stems of its synonyms.
type topicPhrase struct{ forms, stems, synonyms []string }

// topicTerm is a term as typed, its stem and its synonyms' stems.
type topicTerm struct {
	form, stem string
	synonyms   []string
	required   bool // it is a phrase of one word
}

// stems returns the stems of the term and its synonyms.
func (t topicTerm) stems() []string { return append([]string{t.stem}, t.synonyms...) }

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
	for _, w := range all {
		if !text.IsStopWord(w.Form) {
			t.add(w, x.synonyms)
		}
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
			p.synonyms = x.synonyms[p.stems[0]]
		}
		if len(p.stems) > 0 {
			t.phrases = append(t.phrases, p)
		}
	}
	if len(t.terms) == 0 && len(t.phrases) == 0 {
		for _, w := range all {
			t.add(w, x.synonyms)
		}
	}
	excluded := stems.WholeWords(words.Excluded)
	for _, w := range excluded[:min(len(excluded), MaxWords)] {
		t.excluded = append(t.excluded, w.Stem)
	}
	return t
}

func (t *topic) add(w text.Word, synonyms map[string][]string) {
	if len(t.terms) >= MaxWords {
		return
	}
	term := topicTerm{form: w.Form, stem: w.Stem, synonyms: synonyms[w.Stem]}
	if !slices.ContainsFunc(t.terms, func(other topicTerm) bool { return other.form == term.form }) {
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
