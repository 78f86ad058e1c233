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

// fitter adds up how units fit, term by term.
type fitter struct {
	ctx      context.Context
	v        *view
	shares   map[uint32]float64 // of articles or events
	passages map[uint32]bool    // with any term
	title    map[uint32]bool    // articles with a term in their title
	sum      float64            // of all terms' weights
}

// fitArticles says how well each article with a word of the topic fits.
func (v *view) fitArticles(ctx context.Context, t topic) (map[uint32]fit, error) {
	f := &fitter{ctx: ctx, v: v, shares: map[uint32]float64{}, passages: map[uint32]bool{}, title: map[uint32]bool{}}
	for _, term := range t.terms {
		if err := f.articleTerm(term); err != nil {
			return nil, err
		}
	}
	held := map[uint32]int{}
	for unit := range f.passages {
		held[v.passages[unit].article]++
	}
	out := make(map[uint32]fit, len(f.shares))
	for a, share := range f.shares {
		all := v.articles[a].passages.end - v.articles[a].passages.first
		out[a] = fit{min(1, 2*share/f.sum), f.title[a] || float64(held[a]) >= aboutShare*float64(all)}
	}
	return out, nil
}

func (f *fitter) articleTerm(t topicTerm) error {
	once := map[uint32]bool{}
	for _, stem := range t.stems() {
		list, err := f.v.postings(f.ctx, fieldPassage, stem, nil)
		if err != nil {
			return err
		}
		for _, p := range list {
			f.passages[p.unit] = true
			once[f.v.passages[p.unit].article] = true
		}
		if list, err = f.v.postings(f.ctx, fieldTitle, stem, list[:0]); err != nil {
			return err
		}
		for _, p := range list {
			f.title[p.unit], once[p.unit] = true, true
		}
	}
	f.add(once, f.v.alive.articles)
	return nil
}

// add gives the units with a term its weight; n is the number of all units.
func (f *fitter) add(units map[uint32]bool, n int) {
	weight := idf(len(units), n)
	f.sum += weight
	for unit := range units {
		f.shares[unit] += weight
	}
}

// fitSentences says what share of the topic's words each event's sentence holds.
func (v *view) fitSentences(ctx context.Context, t topic) (map[uint32]float64, error) {
	f := &fitter{ctx: ctx, v: v, shares: map[uint32]float64{}}
	for _, term := range t.terms {
		once := map[uint32]bool{}
		for _, stem := range term.stems() {
			list, err := v.postings(ctx, fieldEvent, stem, nil)
			if err != nil {
				return nil, err
			}
			for _, p := range list {
				once[p.unit] = true
			}
		}
		f.add(once, v.alive.events)
	}
	for unit := range f.shares {
		f.shares[unit] /= f.sum
	}
	return f.shares, nil
}

// stems are the term's own and its synonyms' stems.
func (t topicTerm) stems() []string { return append([]string{t.stem}, t.synonyms...) }
