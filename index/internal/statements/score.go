package statements

import (
	"math"

	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// score is the score of a statement, and the tier of its worst matched word: exact, inflected,
// another spelling or synonym.
type score struct {
	sum  float64
	tier uint8
}

// scorer computes the scores of statements that match, one at a time.
type scorer struct {
	v       *View
	terms   [][]wordingScorer // the wordings of each term
	average float64           // words of a statement
	highest float64           // the sum of each term's largest weight
	bounded bool              // limit tells something
}

// wordingScorer is what a wording adds to a score.
type wordingScorer struct {
	*segment.Occurrences
	weight float64
	tier   uint8
}

// newScorer returns what scores statements that match.
func (v *View) newScorer(m matches) *scorer {
	c := &scorer{v: v, average: float64(v.Alive.StatementWords) / float64(max(v.Alive.Statements, 1)), bounded: v.grouped.Load()}
	for _, t := range m.terms {
		var wordings []wordingScorer
		largest := 0.0
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
			wordings, largest = append(wordings, of), max(largest, of.weight)
			c.bounded = c.bounded && t.typed != nil && len(w.Stems) == 1 && !text.IsStopStem(w.Stems[0])
		}
		c.terms, c.highest = append(c.terms, wordings), c.highest+largest
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
	times := c.v.maxTimes[unit]
	if times == manyTimes {
		return math.Inf(1)
	}
	return c.highest * rank.Saturated(uint32(times), c.v.Statements.At(unit).Words, c.average) * (1 + rounding)
}

// rounding is more than what sums of the same numbers differ by, as a share.
const rounding = 1e-9
