package index

import (
	"context"
	"math"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// BM25's parameters, in the middle of what Robertson and Zaragoza advise (The
// Probabilistic Relevance Framework, 2009).

const (
	k1       = 1.6
	bLength  = 0.75
	synonymK = 0.5 // a synonym counts as so much of the word
)

// idf is the weight of a term that df of n units hold.
func idf(df, n int) float64 {
	return math.Log(1 + (float64(n)-float64(df)+0.5)/(float64(df)+0.5))
}

// topic is what words ask for, as stems.
type topic struct {
	terms    []topicTerm
	phrases  []topicPhrase
	excluded []string // stems
}

// topicPhrase is the words of a phrase, folded and as stems; synonyms are the
// stems of those of a phrase of one word.
type topicPhrase struct{ forms, stems, synonyms []string }

// topicTerm is a term as typed, its stem and its synonyms' stems.
type topicTerm struct {
	form, stem string
	synonyms   []string
	required   bool // it is a phrase of one word
}

// stems are the term's own and its synonyms' stems.
func (t topicTerm) stems() []string { return append([]string{t.stem}, t.synonyms...) }

// MaxWords is how many words of a question are searched, and how many words
// are excluded by one; the rest is ignored. Reading the postings of so many
// common words takes a fraction of a second in tens of thousands of articles.
const MaxWords = 100

// MaxPhrases is how many different phrases of a question are searched.
const MaxPhrases = 20

// topic prepares words, at most MaxWords of them. Stop words are left out
// unless nothing else is asked for.
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

// empty says whether the topic asks for no word.
func (t topic) empty() bool { return len(t.terms) == 0 && len(t.phrases) == 0 }

// phraseOf is a phrase as search takes it, hyphenated words in parts.
func phraseOf(stems *text.Analyzer, phrase string) topicPhrase {
	var out topicPhrase
	for _, w := range stems.Words(phrase) {
		if !w.Joined {
			out.forms, out.stems = append(out.forms, w.Form), append(out.stems, w.Stem)
		}
	}
	return out
}

// synonymStems leads from a word's stem to those of its synonyms, both ways.
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

// matcher finds the statements that hold every term. For each statement it
// keeps how many terms it held so far.
type matcher struct {
	*scratch
	ctx   context.Context
	v     *view
	held  []uint16 // terms held so far, of each statement
	order []uint32 // statements with the first term
	terms uint16
	buf   []posting

	holding int // statements that hold all terms so far
}

// matchStatements finds the statements that hold all words of a topic and that
// keep lets through.
func (x *Index) matchStatements(ctx context.Context, v *view, words Words, keep *filter) ([]found, error) {
	t := x.topic(words)
	s := x.borrow()
	defer x.giveBack(s)
	if t.empty() {
		all, err := v.allStatements(ctx, keep)
		if err != nil {
			return nil, err
		}
		return v.without(ctx, all, t.excluded, s)
	}
	m := &matcher{scratch: s, ctx: ctx, v: v, held: s.heldTerms(len(v.statements))}
	defer m.clear()
	if err := m.match(t); err != nil {
		return nil, err
	}
	var out []found
	for _, unit := range m.order {
		if m.held[unit] == m.terms && keep.statement(unit) {
			out = append(out, m.found[unit])
		}
	}
	return v.without(ctx, out, t.excluded, s)
}

// allStatements returns those that a filter lets through.
func (v *view) allStatements(ctx context.Context, keep *filter) ([]found, error) {
	var out []found
	for i := range v.statements {
		if err := stopped(ctx, i); err != nil {
			return nil, err
		}
		if keep.statement(uint32(i)) {
			out = append(out, found{unit: uint32(i)})
		}
	}
	return out, nil
}

// heldTerms makes room for n statements.
func (s *scratch) heldTerms(n int) []uint16 {
	s.terms, s.found = grown(s.terms, n), grown(s.found, n)
	return s.terms
}

// clear makes the scratch as it was.
func (m *matcher) clear() {
	for _, unit := range m.order {
		m.held[unit] = 0
	}
}

// match takes term by term, and stops where no statement holds all so far.
func (m *matcher) match(t topic) error {
	for _, term := range t.terms {
		if err := m.term(term); err != nil || m.holding == 0 {
			return err
		}
	}
	for _, phrase := range t.phrases {
		if err := m.phrase(phrase); err != nil || m.holding == 0 {
			return err
		}
	}
	return nil
}

// term takes the statements with one more term.
func (m *matcher) term(t topicTerm) (err error) {
	m.terms, m.holding = m.terms+1, 0
	if m.buf, err = m.v.postings(m.ctx, fieldExact, t.form, m.buf[:0]); err != nil {
		return err
	}
	m.seen.wipe(len(m.v.statements))
	for _, p := range m.buf {
		m.seen.add(p.unit)
	}
	if err := m.stem(t.stem, inflectedTier, 1); err != nil {
		return err
	}
	for _, synonym := range t.synonyms {
		if err := m.stem(synonym, synonymTier, synonymK); err != nil {
			return err
		}
	}
	return nil
}

// stem takes the statements with a stem, at tier unless they hold the term as typed.
func (m *matcher) stem(stem string, tier uint8, weight float64) (err error) {
	if m.buf, err = m.v.postings(m.ctx, fieldStatement, stem, m.buf[:0]); err != nil {
		return err
	}
	w := weight * idf(len(m.buf), m.v.alive.statements)
	for _, p := range m.buf {
		got := tier
		if m.seen.has(p.unit) {
			got = exactTier
		}
		m.take(p.unit, got, w*m.saturated(p))
	}
	return nil
}

// saturated is BM25's share of a term in a statement.
func (m *matcher) saturated(p posting) float64 {
	average := float64(m.v.alive.statementWords) / float64(max(m.v.alive.statements, 1))
	length := 1 - bLength + bLength*float64(m.v.statements[p.unit].words)/max(average, 1)
	tf := float64(p.times)
	return tf * (k1 + 1) / (tf + k1*length)
}

// take notes that a statement holds the present term, once.
func (m *matcher) take(unit uint32, tier uint8, score float64) {
	if m.held[unit] != m.terms-1 {
		return
	}
	m.held[unit] = m.terms
	m.holding++
	if m.terms == 1 {
		m.order = append(m.order, unit)
		m.found[unit] = found{unit: unit}
	}
	f := &m.found[unit]
	f.tier = max(f.tier, tier)
	f.score += score
}

// phrase takes the statements that hold words one after another, as typed.
func (m *matcher) phrase(p topicPhrase) (err error) {
	m.terms, m.holding = m.terms+1, 0
	if m.buf, err = m.v.phrasePostings(m.ctx, fieldExact, p.forms, m.buf[:0]); err != nil {
		return err
	}
	weight := float64(len(p.forms)) * idf(len(m.buf), m.v.alive.statements)
	for _, p := range m.buf {
		m.take(p.unit, exactTier, weight*m.saturated(p))
	}
	return nil
}

// without leaves out the statements with any of the stems.
func (v *view) without(ctx context.Context, all []found, stems []string, s *scratch) ([]found, error) {
	if len(stems) == 0 || len(all) == 0 {
		return all, nil
	}
	var err error
	var buf []posting
	s.seen.wipe(len(v.statements))
	for _, stem := range stems {
		if buf, err = v.postings(ctx, fieldStatement, stem, buf[:0]); err != nil {
			return nil, err
		}
		for _, p := range buf {
			s.seen.add(p.unit)
		}
	}
	return slices.DeleteFunc(all, func(f found) bool { return s.seen.has(f.unit) }), nil
}
