package index

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// BM25F: how much a word in the title counts beside one in the text, and how
// much the whole article counts beside the passage.
const (
	titleWeight   = 1.0
	articleWeight = 0.5
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
	seen := map[uint32]bool{}
	for i := range all {
		a := v.passages[all[i].unit].article
		seen[a] = true
		if question.sources != nil && question.sources[v.articles[a].source] {
			all[i].score *= 1 + sourceBoost
		}
	}
	out.Articles = len(seen)
	limit := q.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	wanted := max(q.Offset, 0) + limit
	top := v.spread(best(all, wanted*3+30, v.passageOrder))
	top = v.takeTurns(top, question, wanted)
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
	p, q := &v.passages[a.unit], &v.passages[b.unit]
	x, y := &v.articles[p.article], &v.articles[q.article]
	return cmp.Or(cmp.Compare(b.score, a.score), y.when.compare(x.when), cmp.Compare(x.id, y.id), cmp.Compare(p.start, q.start))
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

// bm25f adds up the scores of passages, term by term.
type bm25f struct {
	ctx     context.Context
	v       *view
	score   []float32 // of each passage
	times   []float32 // of the present term in each passage, fields weighted
	touched []uint32  // passages with a score
	now     []uint32  // passages with the present term
	buf     []posting
}

func newBM25F(ctx context.Context, v *view) *bm25f {
	n := len(v.passages)
	return &bm25f{ctx: ctx, v: v, score: make([]float32, n), times: make([]float32, n)}
}

func (b *bm25f) term(t topicTerm) error {
	b.now = b.now[:0]
	if err := b.read(t.stem, 1); err != nil {
		return err
	}
	for _, synonym := range t.synonyms {
		if err := b.read(synonym, synonymK); err != nil {
			return err
		}
	}
	weight := float32(idf(len(b.now), b.v.alive.passages))
	for _, unit := range b.now {
		if b.score[unit] == 0 {
			b.touched = append(b.touched, unit)
		}
		tf := b.times[unit]
		b.times[unit] = 0
		b.score[unit] += weight * tf * (k1 + 1) / (tf + k1)
	}
	return nil
}

// read adds the places of one stem.
func (b *bm25f) read(stem string, weight float32) error {
	list, err := b.v.postings(b.ctx, fieldPassage, stem, b.buf[:0])
	if err != nil {
		return err
	}
	average := float32(b.v.alive.passageWords) / float32(max(b.v.alive.passages, 1))
	for _, p := range list {
		length := float32(b.v.passages[p.unit].words)
		b.add(p.unit, weight*float32(p.times)/(1-bLength+bLength*length/average))
	}
	b.buf, err = b.v.postings(b.ctx, fieldTitle, stem, list[:0])
	if err != nil {
		return err
	}
	average = float32(b.v.alive.titleWords) / float32(max(b.v.alive.articles, 1))
	for _, p := range b.buf {
		a := &b.v.articles[p.unit]
		tf := weight * titleWeight * float32(p.times) / (1 - bLength + bLength*float32(a.titleWords)/average)
		for unit := a.passages.first; unit < a.passages.end; unit++ {
			b.add(unit, tf)
		}
	}
	return nil
}

func (b *bm25f) add(unit uint32, tf float32) {
	if b.times[unit] == 0 {
		b.now = append(b.now, unit)
	}
	b.times[unit] += tf
}

func (b *bm25f) scored() []scored {
	out := make([]scored, len(b.touched))
	for i, unit := range b.touched {
		out[i] = scored{unit, float64(b.score[unit])}
	}
	return out
}

// question is a question as search takes it.
type question struct {
	words   []string
	sources []bool   // of each outlet, whether it is named; nil where none is
	turns   []string // named outlets, in the order of the question
}

// sourceBoost is how much more a passage of a named outlet scores.
const sourceBoost = 0.5

// readQuestion tells the words that say what is asked from those that do not.
func (v *view) readQuestion(terms []string) question {
	return question{words: strings.Fields(strings.Join(terms, " "))}
}

// takeTurns puts the best passage of each outlet that the question names
// before the second ones.
func (v *view) takeTurns(all []scored, q question, n int) []scored {
	return all
}
