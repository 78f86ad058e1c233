package statements

import (
	"math"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
	"github.com/briefing-bot/briefing-bot/index/internal/words"
)

// score is the score of a statement, and the tier of its worst matched word: exact, inflected,
// another spelling or synonym.
type score struct {
	sum  float64
	tier uint8
}

// scorer computes the scores of statements that match, one at a time.
type scorer struct {
	v         *View
	terms     [][]wordingScorer // the wordings of each term
	average   float64           // words of a statement
	bounded   bool              // limit tells something
	first     []bound           // of the first wording of each term
	wider     []bound           // of all wordings of each term, for statements in otherwise
	otherwise *rank.UnitSet     // see matches
}

// bound is what bounds the score of a term.
type bound struct {
	weight float64      // the largest of some wordings
	stems  []words.Mark // of the wordings
}

// wordingScorer is what a wording adds to a score.
type wordingScorer struct {
	*segment.Occurrences
	weight float64
	tier   uint8
}

// newScorer returns what scores statements that match.
func (v *View) newScorer(m matches) *scorer {
	c := &scorer{v: v, average: float64(v.Alive.StatementWords) / float64(max(v.Alive.Statements, 1)), bounded: m.grouped, otherwise: m.otherwise}
	for _, t := range m.terms {
		var wordings []wordingScorer
		var wider bound
		for _, w := range t.wordings {
			of := wordingScorer{weight: w.weight * rank.IDF(w.count, v.Alive.Statements), tier: w.Tier}
			switch {
			case t.typed == nil:
				of.Occurrences = v.RunOccurrences(nil, w.Forms)
			case len(w.Stems) == 1:
				of.Occurrences = v.StemOccurrences(w.Stems[0], t.typed)
			default:
				of.Occurrences = v.RunOccurrences(t.typed, w.Runs()...)
			}
			wordings = append(wordings, of)
			if c.bounded = c.bounded && t.typed != nil && len(w.Stems) == 1 && !text.IsStopStem(w.Stems[0]); c.bounded {
				wider.weight, wider.stems = max(wider.weight, of.weight), append(wider.stems, v.MarkOf(w.Stems[0]))
			}
		}
		c.terms, c.wider = append(c.terms, wordings), append(c.wider, wider)
		if c.bounded {
			c.first = append(c.first, bound{wordings[0].weight, wider.stems[:1]})
		}
	}
	return c
}

// of returns the score of a statement. Of each term the first wording that it holds counts.
func (c *scorer) of(unit uint32) (out score) {
	for _, wordings := range c.terms {
		for _, w := range wordings {
			times, exact := w.In(unit)
			if times == 0 {
				continue
			}
			if !exact {
				out.tier = max(out.tier, w.tier)
			}
			out.sum += w.weight * rank.Saturated(times, c.v.Statements.At(unit).Words, c.average)
			break
		}
	}
	return out
}

// limit returns a sum that no score of a statement and its repeats exceeds, without a look at
// their words.
func (c *scorer) limit(unit uint32) float64 {
	peak, words := c.v.peaks[unit], c.v.Statements.At(unit).Words
	if peak.Times == manyTimes {
		return math.Inf(1)
	}
	most, rest := rank.Saturated(uint32(peak.Times), words, c.average), rank.Saturated(uint32(peak.Rest), words, c.average)
	bounds, sum := c.first, 0.0
	if c.otherwise.Has(unit) {
		bounds = c.wider
	}
	for _, term := range bounds {
		if slices.Contains(term.stems, peak.Stem) {
			sum += term.weight * most
		} else {
			sum += term.weight * rest
		}
	}
	return sum * (1 + rounding)
}

// rounding is more than what sums of the same numbers differ by, as a share.
const rounding = 1e-9
