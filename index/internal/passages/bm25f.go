package passages

import (
	"cmp"
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/answer"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// BM25F: how much a word in the title counts beside one in the text, and how
// much the whole article counts beside the passage.
const (
	titleWeight   = 1
	articleWeight = 1
	runWeight     = 0.25 // of a name of several words, beside the words themselves
	namedWeight   = 0.75 // of a word with a capital in a question: all articles about its topic have the name
)

// perArticle is the maximum number of passages of one article before those of others.
const perArticle = 2

// Search returns the passages that answer q, computed in s; see Passages of package
// index.
func (v *View) Search(ctx context.Context, s *Buffers, words *query.Vocabulary, keep *query.Filter, q query.Query) (answer.Result, error) {
	question := v.readQuestion(q.Words.Terms)
	asked := q.Words
	asked.Terms = question.words
	b := newBM25F(ctx, v, s)
	b.named = question.named
	defer b.clear()
	if err := b.score(words.Topic(asked), q); err != nil {
		return answer.Result{}, err
	}
	all, err := b.scored(keep, question)
	if err != nil {
		return answer.Result{}, err
	}
	out := v.result(all, question, q, s)
	out.Unread = int(b.oldest)
	return out, ctx.Err()
}

// result returns the page of q.
func (v *View) result(all []scored, question question, q query.Query, s *Buffers) answer.Result {
	out := v.count(all, s)
	limit := q.Limit
	if limit <= 0 {
		limit = rank.DefaultLimit
	}
	from := min(max(q.Offset, 0), out.Total)
	to := from + min(limit, out.Total-from)
	for _, p := range v.ranked(all, to, question, s)[from:to] {
		out.Hits = append(out.Hits, v.hit(p))
	}
	return out
}

// ranked returns at least the first n passages in the order in which pages show them,
// each wording once.
func (v *View) ranked(all []scored, n int, question question, s *Buffers) []repeated {
	if len(question.turns) < 2 {
		best := rank.Best(slices.Clone(all), n*3+100, v.order)
		if first, _ := v.spread(v.repeats(all, best, question, s)); len(first) >= n {
			return first
		}
	}
	slices.SortFunc(all, v.order)
	first, later := v.spread(v.repeats(all, all, question, s))
	return v.takeTurns(append(first, later...), question)
}

// count counts distinct wordings and articles.
func (v *View) count(all []scored, s *Buffers) answer.Result {
	var out answer.Result
	s.seen.Reset(v.Articles.Len())
	s.other.Reset(v.Wordings())
	for i := range all {
		p := v.Passages.At(all[i].unit)
		if s.seen.Add(p.Article) {
			out.Articles++
		}
		if s.other.Add(p.Wording) {
			out.Total++
		}
	}
	return out
}

func (v *View) hit(s repeated) answer.Hit {
	p := v.Passages.At(s.unit)
	hit := answer.Hit{Article: v.IDs.At(p.Article), Statement: -1, Event: -1, Score: s.score,
		Passage: article.Span{Start: int(p.Start), End: int(p.End)}}
	seen := map[uint32]bool{p.Article: true} // one may repeat it thousands of times: a signature
	for _, other := range s.also {
		if a := v.Passages.At(other).Article; !seen[a] {
			seen[a] = true
			hit.Also = append(hit.Also, v.IDs.At(a))
		}
	}
	return hit
}

// order orders by score, then newest first, then by article and offset.
func (v *View) order(a, b scored) int {
	if a.score != b.score {
		return cmp.Compare(b.score, a.score)
	}
	p, q := v.Passages.At(a.unit), v.Passages.At(b.unit)
	x, y := v.Articles.At(p.Article), v.Articles.At(q.Article)
	return cmp.Or(y.When.Compare(x.When), cmp.Compare(v.IDs.At(p.Article), v.IDs.At(q.Article)), cmp.Compare(p.Start, q.Start))
}

// repeats keeps one passage of each wording among top: of an outlet that the
// question names, else of the earliest. Those of all with the same wording are
// its repeats.
func (v *View) repeats(all, top []scored, question question, s *Buffers) []repeated {
	s.other.Reset(v.Wordings())
	var kept []repeated
	for _, p := range top {
		if s.other.Add(v.Passages.At(p.unit).Wording) {
			kept = append(kept, repeated{scored: p})
		}
	}
	units := map[uint32][]uint32{}
	for _, p := range all {
		if w := v.Passages.At(p.unit).Wording; s.other.Has(w) {
			units[w] = append(units[w], p.unit)
		}
	}
	for i := range kept {
		p := &kept[i]
		same := units[v.Passages.At(p.unit).Wording]
		p.unit, p.also = v.orderWording(same, question)
	}
	return kept
}

// shownRepeats is the number of repeats of a passage that are sorted; sorting
// thousands of copies of a signature would take longer than the rest of the
// answer.
const shownRepeats = 40

// orderWording returns the passage to show for passages of one wording, and the
// others: the first shownRepeats in order, the rest in the order of the index.
func (v *View) orderWording(same []uint32, q question) (first uint32, also []uint32) {
	slices.Sort(same)
	top := rank.Best(slices.Clone(same), shownRepeats, func(a, b uint32) int { return v.repeatOrder(a, b, q) })
	if len(top) == len(same) {
		return top[0], top[1:]
	}
	also = slices.Clone(top[1:])
	for _, unit := range same {
		if !slices.Contains(top, unit) {
			also = append(also, unit)
		}
	}
	return top[0], also
}

// repeatOrder puts outlets and days that a question names first, then orders by
// publication, article and offset.
func (v *View) repeatOrder(a, b uint32, q question) int {
	p, o := v.Passages.At(a), v.Passages.At(b)
	x, y := v.Articles.At(p.Article), v.Articles.At(o.Article)
	return cmp.Or(rank.CompareBool(q.names(y.Source), q.names(x.Source)), rank.CompareBool(q.dates(y.Published()), q.dates(x.Published())), x.When.CompareOldest(y.When), cmp.Compare(v.IDs.At(p.Article), v.IDs.At(o.Article)), cmp.Compare(p.Start, o.Start))
}

// spread returns the best passages of each article, at most perArticle, and the
// others, which follow after those of all articles.
func (v *View) spread(all []repeated) (first, later []repeated) {
	count := map[uint32]int{}
	for _, s := range all {
		a := v.Passages.At(s.unit).Article
		if count[a]++; count[a] <= perArticle {
			first = append(first, s)
		} else {
			later = append(later, s)
		}
	}
	return first, later
}

// bm25f adds up the scores of passages and of their articles, term by term.
type bm25f struct {
	*Buffers // seen: excluded passages; other: those with the present phrase
	ctx      context.Context
	v        *View
	kept     []uint32 // passages with all phrases so far
	phrases  int
	named    map[string]bool // the words that the question writes with a capital
	oldest   uint32          // articles before it are left out
	buf      []segment.Posting
}

func newBM25F(ctx context.Context, v *View, s *Buffers) *bm25f {
	s.seen.Reset(v.Passages.Len())
	return &bm25f{Buffers: s, ctx: ctx, v: v}
}

// clear resets the buffers for the next answer.
func (b *bm25f) clear() {
	b.passages.Clear()
	b.articles.Clear()
}

// score adds all words of a topic.
func (b *bm25f) score(t query.Topic, q query.Query) error {
	terms, oldest, err := query.WithinBudget(b.ctx, b.v.Snapshot, b.v.maxPostings, t.WithParts())
	if err != nil {
		return err
	}
	if q.Until.IsZero() {
		b.oldest = oldest
	}
	for _, term := range terms {
		if _, err := b.term(term); err != nil {
			return err
		}
	}
	for _, p := range t.Phrases {
		if err := b.phrase(p); err != nil {
			return err
		}
	}
	for _, stem := range t.Excluded {
		var err error
		if b.buf, err = b.v.Postings(b.ctx, segment.FieldPassage, stem, b.buf[:0]); err != nil {
			return err
		}
		for _, p := range b.buf {
			b.seen.Add(p.Unit)
		}
	}
	return nil
}

// term adds a term; if it is required, it returns the passages that hold it.
func (b *bm25f) term(t query.Term) ([]segment.Posting, error) {
	var all []segment.Posting
	for _, w := range t.Wordings() {
		var err error
		if b.buf, err = w.Postings(b.ctx, b.v.Snapshot, segment.FieldPassage, b.oldest, b.buf[:0]); err != nil {
			return nil, err
		}
		weight := float32(w.Weight())
		if len(w.Forms) > 1 {
			weight *= runWeight // its words count too, see withParts
		}
		b.texts(b.buf, weight)
		if t.Required {
			all = append(all, b.buf...)
		}
		if b.buf, err = w.Postings(b.ctx, b.v.Snapshot, segment.FieldTitle, b.oldest, b.buf[:0]); err != nil {
			return nil, err
		}
		b.titles(b.buf, weight)
	}
	if len(t.Forms) == 1 && b.named[t.Forms[0]] {
		b.passages.CloseWeighted(b.v.Alive.Passages, namedWeight)
		b.articles.CloseWeighted(b.v.Alive.Articles, namedWeight)
	} else {
		b.close()
	}
	return all, nil
}

// phrase adds a phrase and drops passages that lack it.
func (b *bm25f) phrase(p query.Phrase) error {
	var with []segment.Posting
	var err error
	if len(p.Stems) == 1 {
		term := p.Term()
		term.Required = true
		with, err = b.term(term)
	} else {
		with, err = b.words(p)
	}
	if err != nil {
		return err
	}
	b.other.Reset(b.v.Passages.Len())
	for _, p := range with {
		if b.other.Add(p.Unit) && b.phrases == 0 {
			b.kept = append(b.kept, p.Unit)
		}
	}
	b.kept = slices.DeleteFunc(b.kept, func(unit uint32) bool { return !b.other.Has(unit) })
	b.phrases++
	return nil
}

// words scores the words of a phrase as one term that counts as often as it
// has words, and returns the passages with them.
func (b *bm25f) words(p query.Phrase) ([]segment.Posting, error) {
	titles, err := b.v.PhrasePostings(b.ctx, segment.FieldTitle, p.Stems, nil)
	if err != nil {
		return nil, err
	}
	with, err := b.v.PhrasePostings(b.ctx, segment.FieldPassage, p.Stems, nil)
	if err != nil {
		return nil, err
	}
	b.titles(titles, float32(len(p.Stems)))
	b.texts(with, float32(len(p.Stems)))
	b.close()
	return with, nil
}

// close ends a term.
func (b *bm25f) close() {
	b.passages.Close(b.v.Alive.Passages)
	b.articles.Close(b.v.Alive.Articles)
}

// texts adds the postings of a term in passages.
func (b *bm25f) texts(with []segment.Posting, weight float32) {
	n := b.v.Alive
	average, averageArticle := rank.Mean(n.PassageWords, n.Passages), rank.Mean(n.PassageWords, n.Articles)
	for _, p := range with {
		column := b.v.Passages.At(p.Unit)
		times := weight * float32(p.Times)
		b.passages.Add(p.Unit, times/rank.LengthFactor(column.Words, average))
		b.articles.Add(column.Article, times/rank.LengthFactor(b.v.Articles.At(column.Article).Words, averageArticle))
	}
}

// titles adds the postings of a term in titles, to the articles and all their
// passages.
func (b *bm25f) titles(with []segment.Posting, weight float32) {
	average := rank.Mean(b.v.Alive.TitleWords, b.v.Alive.Articles)
	for _, p := range with {
		a := b.v.Articles.At(p.Unit)
		times := weight * titleWeight * float32(p.Times) / rank.LengthFactor(uint32(a.TitleWords), average)
		b.articles.Add(p.Unit, times)
		for unit := a.Passages.First; unit < a.Passages.End; unit++ {
			b.passages.Add(unit, times)
		}
	}
}

// scored returns the passages with a score that pass the filter. Outlets that
// the question names, and days, have their scores raised.
func (b *bm25f) scored(keep *query.Filter, q question) ([]scored, error) {
	units := b.passages.Touched
	if b.phrases > 0 {
		units = b.kept
	}
	out := b.list[:0]
	for i, unit := range units {
		if err := segment.Stopped(b.ctx, i); err != nil {
			return nil, err
		}
		if b.seen.Has(unit) || !keep.Passage(unit) {
			continue
		}
		a := b.v.Passages.At(unit).Article
		score := rank.Rounded(float64(b.passages.Score(unit) + articleWeight*b.articles.Score(a)))
		if q.names(b.v.Articles.At(a).Source) {
			score *= 1 + sourceBoost
		}
		if q.dates(b.v.Articles.At(a).Published()) {
			score *= 1 + dayBoost
		}
		out = append(out, scored{unit, score})
	}
	b.list = out
	return out, nil
}
