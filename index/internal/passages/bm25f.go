package passages

import (
	"cmp"
	"context"
	"slices"

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
	b := newBM25F(ctx, v, s)
	b.named = question.named
	defer b.clear()
	topic := question.topic(words, q.Words)
	terms, err := b.find(topic, q, keep)
	if err != nil {
		return answer.Result{}, err
	}
	if err := b.score(terms, topic.Phrases); err != nil {
		return answer.Result{}, err
	}
	all, err := b.scored(keep, question)
	if err != nil {
		return answer.Result{}, err
	}
	out := v.result(all, question, q, s, query.NewLacking(v.Snapshot, words, q.Words))
	out.Unread = int(b.oldest)
	return out, ctx.Err()
}

// Count returns the Total of Search for a query with phrases, which scores nothing.
func (v *View) Count(ctx context.Context, s *Buffers, words *query.Vocabulary, keep *query.Filter, q query.Query) (int, error) {
	b := newBM25F(ctx, v, s)
	question := v.readQuestion(q.Words.Terms)
	if _, err := b.find(question.topic(words, q.Words), q, keep); err != nil {
		return 0, err
	}
	s.wordings.Reset(v.Wordings())
	total := 0
	for _, unit := range b.kept {
		if s.wordings.Add(v.Passages.At(unit).Wording) {
			total++
		}
	}
	return total, ctx.Err()
}

// result returns the page of q.
func (v *View) result(all []scored, question question, q query.Query, s *Buffers, lacking *query.Lacking) answer.Result {
	out := v.count(all, s)
	limit := q.Limit
	if limit <= 0 {
		limit = rank.DefaultLimit
	}
	from := min(max(q.Offset, 0), out.Total)
	to := from + min(limit, out.Total-from)
	for _, p := range v.ranked(all, to, question, s)[from:to] {
		hit := v.hit(p)
		hit.Lacking = lacking.InPassage(p.unit)
		out.Hits = append(out.Hits, hit)
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
	s.holders.Reset(v.Articles.Len())
	s.wordings.Reset(v.Wordings())
	for i := range all {
		p := v.Passages.At(all[i].unit)
		if s.holders.Add(p.Article) {
			out.Articles++
		}
		if s.wordings.Add(p.Wording) {
			out.Total++
		}
	}
	return out
}

func (v *View) hit(s repeated) answer.Hit {
	p := v.Passages.At(s.unit)
	hit := answer.Hit{Article: v.IDs.At(p.Article), Statement: -1, Event: -1, Score: s.score,
		Passage: p.Span()}
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
	return cmp.Or(v.ArticleDate(y).Compare(v.ArticleDate(x)), cmp.Compare(v.IDs.At(p.Article), v.IDs.At(q.Article)), cmp.Compare(p.Start, q.Start))
}

// repeats keeps one passage of each wording among top: of an outlet that the
// question names, else of the earliest. Those of all with the same wording are
// its repeats.
func (v *View) repeats(all, top []scored, question question, s *Buffers) []repeated {
	s.wordings.Reset(v.Wordings())
	var kept []repeated
	for _, p := range top {
		if s.wordings.Add(v.Passages.At(p.unit).Wording) {
			kept = append(kept, repeated{scored: p})
		}
	}
	units := map[uint32][]uint32{}
	for _, p := range all {
		if w := v.Passages.At(p.unit).Wording; s.wordings.Has(w) {
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
	return cmp.Or(rank.CompareBool(q.names(y.Source), q.names(x.Source)), rank.CompareBool(q.dates(y.Published()), q.dates(x.Published())), v.ArticleDate(x).CompareOldest(v.ArticleDate(y)), cmp.Compare(v.IDs.At(p.Article), v.IDs.At(o.Article)), cmp.Compare(p.Start, o.Start))
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
	*Buffers
	ctx    context.Context
	v      *View
	named  map[string]bool // the words that the question writes with a capital
	oldest uint32          // articles before it are left out
	buf    []segment.Posting

	required bool     // passages must hold phrases
	kept     []uint32 // those that do, if required
	runs     []run    // of each phrase
	held     counts   // of the present term, if required
}

// run is where a phrase of several words stands.
type run struct{ texts, titles []segment.Posting }

// counts are how many passages and articles hold the present term.
type counts struct{ passages, articles int }

func newBM25F(ctx context.Context, v *View, s *Buffers) *bm25f {
	s.excluded.Reset(v.Passages.Len())
	return &bm25f{Buffers: s, ctx: ctx, v: v}
}

// clear resets the buffers for the next answer.
func (b *bm25f) clear() {
	b.passages.Clear()
	b.articles.Clear()
}

// find finds what may answer a topic: the terms to score and, if the topic has phrases,
// the passages that hold all of them and pass the filter. Nothing is scored.
func (b *bm25f) find(t query.Topic, q query.Query, keep *query.Filter) (terms []query.Term, err error) {
	terms, oldest, err := query.WithinBudget(b.ctx, b.v.Snapshot, b.v.maxPostings, 1, t.WithParts())
	if err != nil {
		return nil, err
	}
	if q.Until.IsZero() {
		b.oldest = oldest
	}
	b.required = len(t.Phrases) > 0
	order, err := query.RarestFirst(b.ctx, b.v.Snapshot, t.Phrases)
	if err != nil {
		return nil, err
	}
	b.runs = make([]run, len(t.Phrases))
	for n, i := range order {
		if err := b.require(t.Phrases[i], &b.runs[i], n == 0); err != nil {
			return nil, err
		}
		if len(b.kept) == 0 {
			return nil, nil
		}
	}
	for _, stem := range t.Excluded {
		if b.units, err = b.v.Units(b.ctx, segment.FieldPassage, stem, 0, b.units[:0]); err != nil {
			return nil, err
		}
		for _, unit := range b.units {
			b.excluded.Add(unit)
		}
	}
	b.kept = slices.DeleteFunc(b.kept, func(unit uint32) bool { return b.excluded.Has(unit) || !keep.Passage(unit) })
	return terms, b.ctx.Err()
}

// require keeps the passages that hold one more phrase. Where one of several words stands is
// noted in r.
func (b *bm25f) require(p query.Phrase, r *run, first bool) (err error) {
	if len(p.Stems) != 1 {
		if r.titles, err = b.v.PhrasePostings(b.ctx, segment.FieldTitle, p.Stems, nil); err != nil {
			return err
		}
		if r.texts, err = b.v.PhrasePostings(b.ctx, segment.FieldPassage, p.Stems, nil); err != nil {
			return err
		}
		b.units = b.units[:0]
		for _, posting := range r.texts {
			b.units = append(b.units, posting.Unit)
		}
	} else {
		b.units = b.units[:0]
		for _, w := range p.Term().Wordings() {
			if b.units, err = w.Units(b.ctx, b.v.Snapshot, segment.FieldPassage, b.oldest, b.units); err != nil {
				return err
			}
		}
	}
	b.present.Reset(b.v.Passages.Len())
	if first { // each once
		for _, unit := range b.units {
			if b.present.Add(unit) {
				b.kept = append(b.kept, unit)
			}
		}
		return nil
	}
	for _, unit := range b.kept {
		b.present.Add(unit)
	}
	b.kept = b.kept[:0]
	for _, unit := range b.units {
		if b.present.Has(unit) {
			b.present.Remove(unit)
			b.kept = append(b.kept, unit)
		}
	}
	return nil
}
