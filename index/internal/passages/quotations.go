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
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Of a quote's words the rarest quoteTerms find candidates, none more once
// quotePostings places were read, and the best quoteCandidates of those are read.
const (
	quoteTerms      = 12
	quoteCandidates = 40
)

// MaxQuoteWords is the maximum number of words of a quotation that are
// compared; the rest is ignored.
const MaxQuoteWords = 2000

// Texts returns the words of a span of an article; false where they cannot be had.
type Texts func(ctx context.Context, id string, span article.Span) (string, bool, error)

// Quotes returns the passages that share most words with quote in its order; see
// Quotes of package index. Passages are read from read.
func (v *View) Quotes(ctx context.Context, s *Buffers, keep *query.Filter, quote string, limit int, read Texts) ([]answer.Hit, error) {
	words := text.PhraseForms(quote)
	words = words[:min(len(words), MaxQuoteWords)]
	candidates, err := v.sharing(ctx, keep, quote, s)
	if err != nil || len(words) == 0 {
		return nil, err
	}
	var hits []scored
	for _, c := range candidates {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		score, ok, err := v.inOrder(ctx, c.unit, words, read)
		if err != nil {
			return nil, err
		}
		if ok && score > 0 {
			hits = append(hits, scored{c.unit, score})
		}
	}
	var out []answer.Hit
	for _, h := range rank.First(hits, 0, limit, v.order) {
		out = append(out, v.hit(repeated{scored: h}))
	}
	return out, nil
}

// sharing returns the passages that pass the filter and share the rarest stems of a
// quotation.
func (v *View) sharing(ctx context.Context, keep *query.Filter, quote string, s *Buffers) ([]scored, error) {
	stems, err := v.rarest(ctx, quote)
	if err != nil {
		return nil, err
	}
	defer s.passages.Clear()
	read := 0
	for i, stem := range stems {
		if i >= quoteTerms || read > v.quotePostings {
			break
		}
		held, err := v.holding(ctx, stem, s)
		if err != nil {
			return nil, err
		}
		units := s.units
		if read += held; held > v.quotePostings { // no stem is read after it
			if units, err = v.likeliest(ctx, keep, s); err != nil {
				return nil, err
			}
		}
		for _, unit := range units {
			s.passages.Add(unit, 1)
		}
		s.passages.CloseCounted(held, v.Alive.Passages, 1)
	}
	s.list = s.list[:0]
	for _, unit := range s.passages.Touched {
		if keep.Passage(unit) {
			s.list = append(s.list, scored{unit, float64(s.passages.Score(unit))})
		}
	}
	return rank.Best(s.list, quoteCandidates, v.order), nil
}

// holding finds the passages with a stem, in s.present, and returns how many there are. Unless they
// are more than the budget of a quotation, they are in s.units too.
func (v *View) holding(ctx context.Context, stem string, s *Buffers) (held int, err error) {
	s.present.Reset(v.Passages.Len())
	s.units = s.units[:0]
	err = v.EachUnit(ctx, segment.FieldPassage, stem, func(units []uint32) {
		for _, unit := range units {
			s.present.Add(unit)
		}
		if held += len(units); held <= v.quotePostings {
			s.units = append(s.units, units...)
		}
	})
	return held, err
}

// likeliest returns those of s.present that can be among the candidates for a quotation: all that
// have another of its stems, and of the others, whose scores are equal, the newest.
func (v *View) likeliest(ctx context.Context, keep *query.Filter, s *Buffers) ([]uint32, error) {
	out := s.units[:0]
	for _, unit := range s.passages.Touched {
		if s.present.Has(unit) {
			out = append(out, unit)
			s.present.Remove(unit)
		}
	}
	newest, err := v.newest(ctx, &s.present, keep, quoteCandidates)
	for _, p := range newest {
		out = append(out, p.unit)
	}
	s.units = out
	return out, err
}

// rarest returns the stems of a quotation that passages have, rarest first.
func (v *View) rarest(ctx context.Context, quote string) ([]string, error) {
	counts := map[string]int{}
	var out []string
	for _, w := range text.NewAnalyzer().Words(quote) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if len(counts) >= MaxQuoteWords {
			break
		}
		if _, seen := counts[w.Stem]; seen || text.IsStopWord(w.Form) && len(quote) > 40 {
			continue
		}
		n, err := v.Frequency(ctx, segment.FieldPassage, w.Stem)
		if err != nil {
			return nil, err
		}
		if counts[w.Stem] = n; n > 0 {
			out = append(out, w.Stem)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(counts[a], counts[b]) })
	return out, nil
}

// inOrder returns the share of words that a passage holds in order: 1 for all
// of them in a row. ok is false if the archive lacks the article.
func (v *View) inOrder(ctx context.Context, unit uint32, words []string, read Texts) (score float64, ok bool, err error) {
	p := v.Passages.At(unit)
	passage, ok, err := read(ctx, v.IDs.At(p.Article), p.Span())
	if err != nil || !ok {
		return 0, ok, err
	}
	matched, spread := text.LongestRun(words, text.PhraseForms(passage))
	if matched == 0 {
		return 0, true, nil
	}
	return float64(matched) / float64(max(len(words), spread)), true, nil
}
