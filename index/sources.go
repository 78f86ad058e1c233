package index

import (
	"cmp"
	"context"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/answer"
)

// Sources returns the outlets of the scope, most articles first.
func (x *Index) Sources(_ context.Context, scope Scope) ([]Source, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	return slices.DeleteFunc(slices.Clone(v.sourceList()), func(s Source) bool { return !scope.Shows(s.Name) }), nil
}

func (v *snapshot) sourceList() []Source {
	v.once.sources.Do(func() { v.outlets = v.countSources() })
	return v.outlets
}

func (v *snapshot) countSources() []Source {
	all := make([]Source, v.Sources.Len())
	for n, a := range v.Articles.All() {
		if v.IsDead(uint32(n)) {
			continue
		}
		s := &all[a.Source]
		s.Name = v.Sources.At(a.Source)
		s.Articles++
		s.Statements += int(a.Statements.End - a.Statements.First)
		p := personStats{first: s.First, latest: s.Latest}
		p.span(a.Published())
		s.First, s.Latest = p.first, p.latest
	}
	all = slices.DeleteFunc(all, func(s Source) bool { return s.Articles == 0 })
	slices.SortFunc(all, func(a, b Source) int { return cmp.Or(b.Articles-a.Articles, cmp.Compare(a.Name, b.Name)) })
	return all
}

// Coverage counts, for each outlet of the scope, the articles published in each day, week
// (from Monday) or month, reprints included. Periods without articles are left
// out, and so are articles without a date or with a coarser one.
func (x *Index) Coverage(_ context.Context, scope Scope, unit article.Precision) (map[string][]Day, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	counts := make([]answer.Dates, v.Sources.Len())
	for n, a := range v.Articles.All() {
		if v.IsDead(uint32(n)) || !v.ArticleDate(a).Known() {
			continue
		}
		if counts[a.Source] == nil {
			counts[a.Source] = answer.Dates{}
		}
		counts[a.Source].Add(v.ArticleDate(a))
	}
	out := map[string][]Day{}
	for source, c := range counts {
		if days := c.Days(unit); len(days) > 0 && scope.Shows(v.Sources.At(uint32(source))) {
			out[v.Sources.At(uint32(source))] = days
		}
	}
	return out, nil
}

// Stats returns the state of the index; zero after Close. It is cheap: what
// needs a look at every article is computed once for a snapshot.
func (x *Index) Stats() Stats {
	v, err := x.acquire()
	if err != nil {
		return Stats{}
	}
	defer v.Release()
	v.once.stats.Do(func() { v.stats = v.countStats(Everything(), bytesIn(x.dir)) })
	return x.withPartial(v.stats)
}

// StatsOf returns the state of the index as a scope shows it: its articles and what
// they hold. Generation, Partial and Bytes are those of the whole index.
func (x *Index) StatsOf(scope Scope) Stats {
	all := x.Stats()
	if scope.ShowsEverything() {
		return all
	}
	v, err := x.acquire()
	if err != nil {
		return Stats{}
	}
	defer v.Release()
	return x.withPartial(v.countStats(scope, all.Bytes))
}

// withPartial returns stats that say whether the index is being built.
func (x *live) withPartial(s Stats) Stats {
	x.reading.RLock()
	defer x.reading.RUnlock()
	s.Partial = x.partial
	return s
}

func (v *snapshot) countStats(scope Scope, bytes int64) Stats {
	out := Stats{Generation: v.generation, Bytes: bytes}
	shown := make([]bool, v.Sources.Len())
	for i, source := range v.Sources.All() {
		shown[i] = scope.Shows(source)
	}
	var published personStats
	for n, a := range v.Articles.All() {
		if v.IsDead(uint32(n)) || !shown[a.Source] {
			continue
		}
		out.Articles++
		out.Statements += int(a.Statements.End - a.Statements.First)
		out.Passages += int(a.Passages.End - a.Passages.First)
		published.span(a.Published())
		if a.Published().IsZero() {
			out.Undated++
		}
		if a.Foreign {
			out.Foreign++
		}
		if added := time.Unix(a.Added, 0).UTC(); added.After(out.Fresh) {
			out.Fresh = added
		}
	}
	out.From, out.To = published.first, published.latest
	return out
}

// bytesIn returns the size of all files in a folder; files that vanish
// meanwhile do not count.
func bytesIn(dir string) int64 {
	var sum int64
	filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil
		}
		if info, err := entry.Info(); err == nil {
			sum += info.Size()
		}
		return nil
	})
	return sum
}

// personStats counts repeats of a statement once.
type personStats struct {
	statements    int
	first, latest time.Time
}

// span widens first and latest to a publication.
func (s *personStats) span(m article.Moment) {
	if m.IsZero() {
		return
	}
	if s.first.IsZero() || m.Time.Before(s.first) {
		s.first = m.Time
	}
	if m.Time.After(s.latest) {
		s.latest = m.Time
	}
}
