package passages

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
)

// blockArticles is how many articles a dateBlock has. Most are added in about the order in which
// they are published, so few blocks have the newest.
const blockArticles = 64

// published returns what articles are ordered by: when each was published, in Unix seconds.
func (v *View) published(article uint32) int64 {
	date := v.ArticleDate(v.Articles.At(article))
	if !date.Known() {
		return math.MinInt64
	}
	return date.From
}

// newest returns the first n in v.order of the passages of a set that pass a filter, all of which
// have the same score. It looks no further once older articles alone are left.
func (v *View) newest(ctx context.Context, in *rank.UnitSet, keep *query.Filter, n int) ([]scored, error) {
	v.recency.once.Do(v.findBlocks)
	var top []scored
	for _, block := range v.recency.blocks {
		if len(top) == n && block.latest < v.published(v.Passages.At(top[n-1].unit).Article) {
			break
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for a := block.first; a < min(block.first+blockArticles, uint32(v.Articles.Len())); a++ {
			held := v.Articles.At(a).Passages
			for unit := held.First; unit < held.End; unit++ {
				if in.Has(unit) && keep.Passage(unit) {
					top = rank.Insert(top, scored{unit: unit}, n, v.order)
				}
			}
		}
	}
	return top, nil
}

// findBlocks puts blocks of articles in order, once for a snapshot.
func (v *View) findBlocks() {
	n := uint32(v.Articles.Len())
	for a := range n {
		if a%blockArticles == 0 {
			v.recency.blocks = append(v.recency.blocks, dateBlock{a, math.MinInt64})
		}
		last := &v.recency.blocks[a/blockArticles]
		last.latest = max(last.latest, v.published(a))
	}
	slices.SortFunc(v.recency.blocks, func(a, b dateBlock) int { return cmp.Compare(b.latest, a.latest) })
}
