package index

import (
	"context"
	"math"
	"slices"

	bleveindex "github.com/blevesearch/bleve_index_api"
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
	phrases  [][]string // folded words
	excluded []string   // stems
}

// topicTerm is a term as typed, its stem and its synonyms' stems.
type topicTerm struct {
	form, stem string
	synonyms   []string
}

// topic prepares words. Stop words are left out unless nothing else is asked for.
func (x *Index) topic(words Words) topic {
	stems := newStemmer()
	var t topic
	all := wholeWords(stems, words.Terms)
	for _, w := range all {
		if !stopWords[w.form] {
			t.add(w, x.synonyms)
		}
	}
	for _, phrase := range words.Phrases {
		if p := phraseForms(phrase); len(p) > 0 {
			t.phrases = append(t.phrases, p)
		}
	}
	if len(t.terms) == 0 && len(t.phrases) == 0 {
		for _, w := range all {
			t.add(w, x.synonyms)
		}
	}
	for _, w := range wholeWords(stems, words.Excluded) {
		t.excluded = append(t.excluded, w.stem)
	}
	return t
}

func (t *topic) add(w word, synonyms map[string][]string) {
	term := topicTerm{w.form, w.stem, synonyms[w.stem]}
	if !slices.ContainsFunc(t.terms, func(other topicTerm) bool { return other.form == term.form }) {
		t.terms = append(t.terms, term)
	}
}

// empty says whether the topic asks for no word.
func (t *topic) empty() bool { return len(t.terms) == 0 && len(t.phrases) == 0 }

// wholeWords are the words of terms, hyphenated ones as a whole.
func wholeWords(stems *stemmer, terms []string) []word {
	var out []word
	for _, term := range terms {
		words := stems.words(term)
		for i, w := range words {
			if !partOfJoined(words, i) {
				out = append(out, w)
			}
		}
	}
	return out
}

// partOfJoined says whether words[i] is a part of a hyphenated word that follows.
func partOfJoined(words []word, i int) bool {
	for _, later := range words[i+1:] {
		if later.joined {
			return later.Contains(words[i].Span)
		}
	}
	return false
}

// phraseForms are the folded words of a phrase, hyphenated ones in parts.
func phraseForms(phrase string) []string {
	var out []string
	for _, w := range forms(phrase) {
		if !w.joined {
			out = append(out, w.form)
		}
	}
	return out
}

// synonymStems leads from a word's stem to those of its synonyms, both ways.
func synonymStems(synonyms map[string][]string) map[string][]string {
	stems := newStemmer()
	out := map[string][]string{}
	link := func(a, b string) {
		if a != b && !slices.Contains(out[a], b) {
			out[a] = append(out[a], b)
		}
	}
	for word, others := range synonyms {
		for _, a := range wholeWords(stems, []string{word}) {
			for _, b := range wholeWords(stems, others) {
				link(a.stem, b.stem)
				link(b.stem, a.stem)
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
	ctx   context.Context
	v     *view
	held  []uint16 // terms held so far, of each statement
	exact []uint16 // the last term that it holds as typed
	found []found  // of each statement
	order []uint32 // statements with the first term
	terms uint16
	buf   []posting
}

// matchStatements finds the statements that hold all words of a topic; all of
// them where there is none.
func (x *Index) matchStatements(ctx context.Context, v *view, words Words) ([]found, error) {
	t := x.topic(words)
	m := &matcher{ctx: ctx, v: v}
	if t.empty() {
		m.all()
	} else if err := m.match(t); err != nil {
		return nil, err
	}
	out := make([]found, 0, len(m.order))
	for _, unit := range m.order {
		if m.held[unit] == m.terms {
			out = append(out, m.found[unit])
		}
	}
	for _, stem := range t.excluded {
		var err error
		if out, err = m.without(out, stem); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// all takes every statement.
func (m *matcher) all() {
	m.size()
	for i := range m.v.statements {
		m.order = append(m.order, uint32(i))
		m.found[i] = found{unit: uint32(i)}
	}
}

func (m *matcher) size() {
	n := len(m.v.statements)
	m.held, m.exact, m.found = make([]uint16, n), make([]uint16, n), make([]found, n)
}

func (m *matcher) match(t topic) error {
	m.size()
	for _, term := range t.terms {
		if err := m.term(term); err != nil {
			return err
		}
	}
	for _, phrase := range t.phrases {
		if err := m.phrase(phrase); err != nil {
			return err
		}
	}
	return nil
}

// term takes the statements with one more term.
func (m *matcher) term(t topicTerm) error {
	m.terms++
	exact, err := m.v.postings(m.ctx, fieldExact, t.form, m.buf[:0])
	if err != nil {
		return err
	}
	for _, p := range exact {
		m.exact[p.unit] = m.terms
	}
	if err := m.stem(t.stem, inflectedTier, 1, exact); err != nil {
		return err
	}
	for _, synonym := range t.synonyms {
		if err := m.stem(synonym, synonymTier, synonymK, exact); err != nil {
			return err
		}
	}
	return nil
}

// stem takes the statements with a stem, at tier unless they hold the term as typed.
func (m *matcher) stem(stem string, tier uint8, weight float64, buf []posting) error {
	found, err := m.v.postings(m.ctx, fieldStatement, stem, buf[:0])
	if err != nil {
		return err
	}
	m.buf = found
	w := weight * idf(len(found), m.v.alive.statements)
	for _, p := range found {
		got := tier
		if m.exact[p.unit] == m.terms {
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
	if m.terms == 1 {
		m.order = append(m.order, unit)
		m.found[unit] = found{unit: unit}
	}
	f := &m.found[unit]
	f.tier = max(f.tier, tier)
	f.score += score
}

// phrase takes the statements that hold words one after another, as typed.
func (m *matcher) phrase(words []string) error {
	m.terms++
	ends := map[uint32][]uint64{} // where the words so far end, of each statement
	for i, w := range words {
		next := map[uint32][]uint64{}
		err := m.v.walk(m.ctx, fieldExact, w, true, func(unit uint32, d *bleveindex.TermFieldDoc) {
			if m.held[unit] != m.terms-1 {
				return
			}
			for _, vector := range d.Vectors {
				if i == 0 || slices.Contains(ends[unit], vector.Pos-1) {
					next[unit] = append(next[unit], vector.Pos)
				}
			}
		})
		if err != nil {
			return err
		}
		ends = next
	}
	weight := float64(len(words)) * idf(len(ends), m.v.alive.statements)
	for unit, at := range ends {
		m.take(unit, exactTier, weight*m.saturated(posting{unit, uint32(len(at))}))
	}
	return nil
}

// without leaves out the statements with a stem.
func (m *matcher) without(all []found, stem string) ([]found, error) {
	list, err := m.v.postings(m.ctx, fieldStatement, stem, m.buf[:0])
	if err != nil {
		return nil, err
	}
	excluded := make(map[uint32]bool, len(list))
	for _, p := range list {
		excluded[p.unit] = true
	}
	return slices.DeleteFunc(all, func(f found) bool { return excluded[f.unit] }), nil
}
