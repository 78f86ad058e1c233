package index

import "context"

// fit is how well an article fits a topic.
type fit struct {
	share float64 // of the topic's words that it holds, rare ones counting more; half of them are enough for 1
	about bool    // it is about the topic, not only mentioning it
}

// An article is about a topic where its title or aboutShare of its passages
// hold a word of it.
const aboutShare = 0.1

// Of an article enoughShare of the topic's words are as good as all.
const enoughShare = 0.5

// event is how well a sentence of such an article fits that holds a share of
// the topic's words; 0 where neither is about the topic.
func (f fit) event(sentence float64) float64 {
	switch {
	case f.about:
		return f.share * (1 + sentence/2)
	case sentence > 0:
		return f.share * sentence
	}
	return 0
}

// fitter adds up how units fit, term by term. Its slices have a place for each
// article or event.
type fitter struct {
	ctx      context.Context
	v        *view
	shares   []float64
	once     []uint16 // the last term that a unit holds, from 1
	terms    uint16
	now      []uint32 // units with the present term
	touched  []uint32 // units with any term
	passages []bool   // with any term
	held     []uint32 // passages with any term, of each article
	title    []bool   // of each article: a term is in it
	sum      float64  // of all terms' weights
	buf      []posting
}

// fitArticles says how well each article with a word of the topic fits.
func (v *view) fitArticles(ctx context.Context, t topic) (map[uint32]fit, error) {
	n := len(v.articles)
	f := &fitter{ctx: ctx, v: v, shares: make([]float64, n), once: make([]uint16, n), held: make([]uint32, n),
		title: make([]bool, n), passages: make([]bool, len(v.passages))}
	for _, term := range t.terms {
		if err := f.articleTerm(term); err != nil {
			return nil, err
		}
	}
	out := make(map[uint32]fit, len(f.touched))
	for _, a := range f.touched {
		all := v.articles[a].passages.end - v.articles[a].passages.first
		about := f.title[a] || float64(f.held[a]) >= aboutShare*float64(all)
		out[a] = fit{min(1, f.shares[a]/(enoughShare*f.sum)), about}
	}
	return out, nil
}

// articleTerm takes the articles with a term.
func (f *fitter) articleTerm(t topicTerm) (err error) {
	f.terms++
	for _, stem := range t.stems() {
		if f.buf, err = f.v.postings(f.ctx, fieldPassage, stem, f.buf[:0]); err != nil {
			return err
		}
		for _, p := range f.buf {
			a := f.v.passages[p.unit].article
			f.mark(a)
			if !f.passages[p.unit] {
				f.passages[p.unit] = true
				f.held[a]++
			}
		}
		if f.buf, err = f.v.postings(f.ctx, fieldTitle, stem, f.buf[:0]); err != nil {
			return err
		}
		for _, p := range f.buf {
			f.mark(p.unit)
			f.title[p.unit] = true
		}
	}
	f.close(f.v.alive.articles)
	return nil
}

// mark notes that a unit holds the present term.
func (f *fitter) mark(unit uint32) {
	if f.once[unit] == f.terms {
		return
	}
	if f.once[unit] == 0 {
		f.touched = append(f.touched, unit)
	}
	f.once[unit] = f.terms
	f.now = append(f.now, unit)
}

// close gives the units with the present term its weight; n is the number of all units.
func (f *fitter) close(n int) {
	weight := idf(len(f.now), n)
	f.sum += weight
	for _, unit := range f.now {
		f.shares[unit] += weight
	}
	f.now = f.now[:0]
}

// fitSentences says what share of the topic's words each event's sentence holds.
func (v *view) fitSentences(ctx context.Context, t topic) (shares []float64, err error) {
	n := len(v.events)
	f := &fitter{ctx: ctx, v: v, shares: make([]float64, n), once: make([]uint16, n)}
	for _, term := range t.terms {
		f.terms++
		for _, stem := range term.stems() {
			if f.buf, err = v.postings(ctx, fieldEvent, stem, f.buf[:0]); err != nil {
				return nil, err
			}
			for _, p := range f.buf {
				f.mark(p.unit)
			}
		}
		f.close(v.alive.events)
	}
	for _, unit := range f.touched {
		f.shares[unit] /= f.sum
	}
	return f.shares, nil
}

// stems are the term's own and its synonyms' stems.
func (t topicTerm) stems() []string { return append([]string{t.stem}, t.synonyms...) }
