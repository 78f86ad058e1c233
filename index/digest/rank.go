package digest

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// MaxRanked is the number of statements of a window, those with most points, that
// are compared with older articles and ranked.
const MaxRanked = 100

// Older answers what articles before a window have.
type Older interface {
	// Has reports whether an article up to a number has the words of a statement.
	Has(ctx context.Context, r article.Record, statement int, number uint32) (bool, error)
	// Quoted returns how many statements of a person there are in all articles;
	// known is false if nobody has that name.
	Quoted(ctx context.Context, name string) (statements int, known bool, err error)
}

// Rank returns the best candidates that are new, best first: those that older
// articles have are left out, and each statement of a speaker moves down those
// that follow. It sets the candidates' Reasons and First. Errors are those of older.
func (d *Digest) Rank(ctx context.Context, older Older) ([]*Candidate, error) {
	for _, c := range d.candidates {
		c.Reasons = d.reasons(c)
	}
	slices.SortFunc(d.candidates, byScore)
	var fresh []*Candidate
	for _, c := range d.candidates[:min(len(d.candidates), MaxRanked)] {
		old := false
		if d.window.After > 0 {
			var err error
			if old, err = older.Has(ctx, c.Record, c.Statement, d.window.After); err != nil {
				return nil, err
			}
		}
		if !old {
			fresh = append(fresh, c)
		}
	}
	if err := d.markFirst(ctx, older, fresh); err != nil {
		return nil, err
	}
	slices.SortFunc(fresh, byScore)
	return takeTurns(fresh), nil
}

func byScore(x, y *Candidate) int {
	return cmp.Or(cmp.Compare(y.Score(), x.Score()), cmp.Compare(x.Record.Number, y.Record.Number), cmp.Compare(x.Statement, y.Statement))
}

// reasons returns the points that a candidate has by itself.
func (d *Digest) reasons(c *Candidate) []Reason {
	s := c.Record.Annotation.Statements[c.Statement]
	out := []Reason{
		{Outlets, outletPoints * math.Log2(float64(1+len(c.Outlets)))},
		{Certainty, certaintyPoints * s.Confidence},
	}
	if s.Kind == article.Direct {
		out = append(out, Reason{Direct, directPoints})
	}
	if c.Watch != "" {
		out = append(out, Reason{Watched, watchPoints})
	}
	if width := d.window.Through - d.window.After; width > 0 {
		out = append(out, Reason{Recent, recentPoints * float64(c.Record.Number-d.window.After) / float64(width)})
	}
	return out
}

// markFirst marks the statements of persons whom nothing before the window quotes.
// If nothing is before the window, nobody is marked.
func (d *Digest) markFirst(ctx context.Context, older Older, fresh []*Candidate) error {
	if d.window.After == 0 {
		return nil
	}
	inWindow := map[string]int{}
	for _, c := range d.candidates {
		inWindow[c.Speaker]++
	}
	first := map[string]bool{}
	for _, c := range fresh {
		if c.Speaker == "" {
			continue
		}
		isFirst, looked := first[c.Speaker]
		if !looked {
			n, known, err := older.Quoted(ctx, c.Speaker)
			if err != nil {
				return err
			}
			isFirst = known && n <= inWindow[c.Speaker]
			first[c.Speaker] = isFirst
		}
		if isFirst {
			c.First = true
			c.Reasons = append(c.Reasons, Reason{First, firstPoints})
		}
	}
	return nil
}

// takeTurns lets speakers take turns: each statement of a speaker costs those
// that follow points.
func takeTurns(ranked []*Candidate) []*Candidate {
	above := map[string]int{}
	out := make([]*Candidate, 0, len(ranked))
	left := slices.Clone(ranked)
	for len(left) > 0 {
		best, top := 0, math.Inf(-1)
		for i, c := range left {
			if points := c.Score() - repeated(above, c.Speaker); points > top {
				best, top = i, points
			}
		}
		c := left[best]
		if off := repeated(above, c.Speaker); off > 0 {
			c.Reasons = append(c.Reasons, Reason{Repeated, -off})
		}
		above[c.Speaker]++
		out, left = append(out, c), slices.Delete(left, best, best+1)
	}
	return out
}

// repeated returns the points off for a speaker who is above already.
func repeated(above map[string]int, speaker string) float64 {
	if speaker == "" {
		return 0
	}
	return repeatedPoints * float64(above[speaker])
}
