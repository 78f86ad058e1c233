package index

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// BM25F: how much a word in the title counts beside one in the text, and how
// much the whole article counts beside the passage.
const (
	titleWeight   = 1
	articleWeight = 1
)

// perArticle is how many passages of one article an answer has.
const perArticle = 2

// scored is a passage that answers a question.
type scored struct {
	unit  uint32
	score float64
}

// Passages finds paragraphs, best first: any of the terms counts (BM25F over
// text and title). Phrases must stand in the text, excluded words must not.
// The words of a question that tell where to look rather than what for (as
// reported by, the article) are left out, and outlets that it names come first.
func (x *Index) Passages(ctx context.Context, q Query) (Result, error) {
	v, err := x.view()
	if err != nil {
		return Result{}, err
	}
	defer v.release()
	question := v.readQuestion(q.Words.Terms)
	words := q.Words
	words.Terms = question.words
	all, err := x.scorePassages(ctx, v, x.topic(words))
	if err != nil {
		return Result{}, err
	}
	keep := v.filter(q)
	all = slices.DeleteFunc(all, func(s scored) bool { return !keep.passage(s.unit) })
	return v.passageResult(all, question, q), nil
}

func (f *filter) passage(unit uint32) bool {
	a := f.v.passages[unit].article
	return f.article(a) && f.window.holds(f.v.articles[a].when)
}

// passageResult is the page of q.
func (v *view) passageResult(all []scored, question question, q Query) Result {
	out := Result{Total: len(all)}
	seen := make([]bool, len(v.articles))
	for i := range all {
		a := v.passages[all[i].unit].article
		if !seen[a] {
			seen[a] = true
			out.Articles++
		}
		if question.sources != nil && question.sources[v.articles[a].source] {
			all[i].score *= 1 + sourceBoost
		}
	}
	limit := q.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	wanted := max(q.Offset, 0) + limit
	top := v.spread(best(all, wanted*3+100, v.passageOrder))
	top = v.takeTurns(top, question)
	for _, s := range top[min(max(q.Offset, 0), len(top)):min(wanted, len(top))] {
		out.Hits = append(out.Hits, v.passageHit(s))
	}
	return out
}

func (v *view) passageHit(s scored) Hit {
	p := v.passages[s.unit]
	return Hit{Article: v.articles[p.article].id, Statement: -1, Event: -1, Score: s.score,
		Passage: article.Span{Start: int(p.start), End: int(p.end)}}
}

// passageOrder is by score, then newest, then by article and place.
func (v *view) passageOrder(a, b scored) int {
	if a.score != b.score {
		return cmp.Compare(b.score, a.score)
	}
	p, q := &v.passages[a.unit], &v.passages[b.unit]
	x, y := &v.articles[p.article], &v.articles[q.article]
	return cmp.Or(y.when.compare(x.when), cmp.Compare(x.id, y.id), cmp.Compare(p.start, q.start))
}

// spread leaves of each article its best passages, and drops near-copies of
// passages that stand before.
func (v *view) spread(all []scored) []scored {
	count := map[uint32]int{}
	out := all[:0]
	for _, s := range all {
		a := v.passages[s.unit].article
		if count[a]++; count[a] <= perArticle {
			out = append(out, s)
		}
	}
	return out
}

// scorePassages scores every passage with a term of the topic.
func (x *Index) scorePassages(ctx context.Context, v *view, t topic) ([]scored, error) {
	b := newBM25F(ctx, v)
	for _, term := range t.terms {
		if err := b.term(term); err != nil {
			return nil, err
		}
	}
	return b.scored(), nil
}

// bm25f adds up the scores of passages and of their articles, term by term.
type bm25f struct {
	ctx      context.Context
	v        *view
	passages tally
	articles tally
	buf      []posting
}

// tally is the scores of units.
type tally struct {
	score   []float32 // of each unit
	times   []float32 // of the present term in each unit
	touched []uint32  // units with a score
	now     []uint32  // units with the present term
}

func newTally(n int) tally { return tally{score: make([]float32, n), times: make([]float32, n)} }

// add counts a term in a unit.
func (t *tally) add(unit uint32, times float32) {
	if t.times[unit] == 0 {
		t.now = append(t.now, unit)
	}
	t.times[unit] += times
}

// close ends a term: its share of each unit's score is added. n is the number of all units.
func (t *tally) close(n int) {
	weight := float32(idf(len(t.now), n))
	for _, unit := range t.now {
		if t.score[unit] == 0 {
			t.touched = append(t.touched, unit)
		}
		tf := t.times[unit]
		t.times[unit] = 0
		t.score[unit] += weight * tf * (k1 + 1) / (tf + k1)
	}
	t.now = t.now[:0]
}

func newBM25F(ctx context.Context, v *view) *bm25f {
	return &bm25f{ctx: ctx, v: v, passages: newTally(len(v.passages)), articles: newTally(len(v.articles))}
}

func (b *bm25f) term(t topicTerm) error {
	if err := b.read(t.stem, 1); err != nil {
		return err
	}
	for _, synonym := range t.synonyms {
		if err := b.read(synonym, synonymK); err != nil {
			return err
		}
	}
	b.passages.close(b.v.alive.passages)
	b.articles.close(b.v.alive.articles)
	return nil
}

// read adds the places of one stem.
func (b *bm25f) read(stem string, weight float32) (err error) {
	if b.buf, err = b.v.postings(b.ctx, fieldPassage, stem, b.buf[:0]); err != nil {
		return err
	}
	n := b.v.alive
	average := mean(n.passageWords, n.passages)
	averageArticle := mean(n.passageWords, n.articles)
	for _, p := range b.buf {
		column := &b.v.passages[p.unit]
		times := weight * float32(p.times)
		b.passages.add(p.unit, times/lengthFactor(column.words, average))
		b.articles.add(column.article, times/lengthFactor(b.v.articles[column.article].words, averageArticle))
	}
	if b.buf, err = b.v.postings(b.ctx, fieldTitle, stem, b.buf[:0]); err != nil {
		return err
	}
	average = mean(n.titleWords, n.articles)
	for _, p := range b.buf {
		a := &b.v.articles[p.unit]
		times := weight * titleWeight * float32(p.times) / lengthFactor(uint32(a.titleWords), average)
		b.articles.add(p.unit, times)
		for unit := a.passages.first; unit < a.passages.end; unit++ {
			b.passages.add(unit, times)
		}
	}
	return nil
}

func mean(sum, n int) float32 { return float32(max(sum, 1)) / float32(max(n, 1)) }

// lengthFactor is BM25's correction for a unit longer or shorter than the average.
func lengthFactor(words uint32, average float32) float32 {
	return 1 - bLength + bLength*float32(words)/average
}

// rounded is a score without the digits that differ with the order in which
// its parts were added up.
func rounded(score float64) float64 { return math.Round(score*1e4) / 1e4 }

// scored are the passages with a score.
func (b *bm25f) scored() []scored {
	out := make([]scored, len(b.passages.touched))
	for i, unit := range b.passages.touched {
		article := b.articles.score[b.v.passages[unit].article]
		out[i] = scored{unit, rounded(float64(b.passages.score[unit] + articleWeight*article))}
	}
	return out
}
