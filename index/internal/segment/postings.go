package segment

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/index/internal/termfile"
	"github.com/briefing-bot/briefing-bot/index/internal/words"
)

// Posting is one unit that holds a term, and how often.
type Posting struct {
	Unit, Times uint32
}

// Postings are the units with a stem in a field, removed ones apart, in no
// order to rely on. They are appended to out.
func (v *Snapshot) Postings(ctx context.Context, field, stem string, out []Posting) ([]Posting, error) {
	return v.PostingsFrom(ctx, field, stem, 0, out)
}

// PostingsFrom leaves out articles before oldest.
func (v *Snapshot) PostingsFrom(ctx context.Context, field, stem string, oldest uint32, out []Posting) ([]Posting, error) {
	m := v.Stemmed(stem)
	err := v.holding(ctx, field, stem, oldest, &m, func(unit, times uint32) { out = append(out, Posting{unit, times}) })
	return out, err
}

// Units appends the units of Postings alone, those of articles before oldest apart. Where they are
// documents, it reads bitmaps and nothing else.
func (v *Snapshot) Units(ctx context.Context, field, stem string, oldest uint32, out []uint32) ([]uint32, error) {
	if field == FieldEvent {
		found, err := v.PostingsFrom(ctx, field, stem, oldest, nil)
		for _, p := range found {
			out = append(out, p.Unit)
		}
		return out, err
	}
	return out, v.eachBlock(ctx, field, stem, oldest, 0, func(units []uint32) { out = append(out, units...) })
}

// EachUnit visits the units of a field that are documents with a stem, removed ones apart, some at
// a time, without a list of all. Events that are no documents are not among them.
func (v *Snapshot) EachUnit(ctx context.Context, field, stem string, visit func(units []uint32)) error {
	return v.eachBlock(ctx, field, stem, 0, 0, visit)
}

// PostingsAmong appends the postings of a stem in passages or titles for which wanted is true,
// as PostingsFrom does. It calls wanted for each unit with the stem.
func (v *Snapshot) PostingsAmong(ctx context.Context, field, stem string, oldest uint32, wanted func(unit uint32) bool, out []Posting) ([]Posting, error) {
	m := v.Stemmed(stem)
	return out, v.eachBlock(ctx, field, stem, oldest, 0, func(units []uint32) {
		for _, unit := range units {
			if !wanted(unit) {
				continue
			}
			s := v.spotOf(field, unit)
			if times := m.Times(v.tokens.From(s.at), s.words); times > 0 {
				out = append(out, Posting{unit, times})
			}
		}
	})
}

// holding visits the units of a field that hold a stem, whose words m matches, with how many do.
func (v *Snapshot) holding(ctx context.Context, field, stem string, oldest uint32, m *words.Matcher, visit func(unit, times uint32)) error {
	var spots []spot
	take := func() {
		for _, s := range v.near(spots) {
			if times := m.Times(v.tokens.From(s.at), s.words); times > 0 {
				visit(s.unit, times)
			}
		}
	}
	if field == FieldEvent {
		seen := map[uint32]bool{}
		err := v.eachBlock(ctx, FieldPassage, stem, oldest, holdsEvent<<holdsShift, func(passages []uint32) {
			spots = spots[:0]
			v.over(passages, func(s spot, whole bool) {
				if whole || !seen[s.unit] {
					spots = append(spots, s)
				}
				if !whole {
					seen[s.unit] = true
				}
			})
			take()
		})
		if err != nil {
			return err
		}
	}
	return v.eachBlock(ctx, field, stem, oldest, 0, func(units []uint32) {
		spots = spots[:0]
		for _, unit := range units {
			spots = append(spots, v.spotOf(field, unit))
		}
		take()
	})
}

// blockUnits is how many units are looked at together.
const blockUnits = 256

// over visits the events that are in one of at most blockUnits passages; whole says that
// they are in no other. Those that are documents are left out.
func (v *Snapshot) over(passages []uint32, visit func(s spot, whole bool)) {
	var in [blockUnits]struct{ article, start, end uint32 }
	var held [blockUnits]Extent
	for i, unit := range passages {
		p := v.Passages.At(unit)
		in[i].article, in[i].start, in[i].end = p.Article, p.Start, p.End()
	}
	for i := range passages {
		held[i] = v.Articles.At(in[i].article).Events
	}
	for i := range passages {
		p := &in[i]
		for unit := held[i].First; unit < held[i].End; unit++ {
			if e := v.Events.At(unit); e.Sentence.First < p.end && p.start < e.Sentence.End && !e.own() {
				visit(spot{unit, e.at, e.words}, p.start <= e.Sentence.First && e.Sentence.End <= p.end)
			}
		}
	}
}

// eachBlock visits the units that are documents with a term in a field, removed ones and those of
// articles before oldest apart, and passages that do not hold all of holds, at most blockUnits at
// a time. It reads the postings lists and nothing else, segment by segment.
func (v *Snapshot) eachBlock(ctx context.Context, field, term string, oldest, holds uint32, visit func(units []uint32)) error {
	first, from, start := v.firstUnit(field, oldest), v.firstName(field, oldest), 0
	units := make([]uint32, 0, 2*blockUnits)
	for _, part := range v.reader.Segments() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		n := int(part.FullSize())
		of := v.units[start : start+n]
		start += n
		terms, err := termsOf(part)
		if err != nil {
			return err
		}
		err = terms.Documents(ctx, field, term, from, part.Deleted(), func(docs []uint32) {
			for _, doc := range docs {
				if unit := of[doc]; unit != noUnit && unit&holds == holds && unit&unitMask >= first {
					units = append(units, unit&unitMask)
				}
			}
			if len(units) >= blockUnits {
				visit(units[:blockUnits])
				units = units[:copy(units, units[blockUnits:])]
			}
		})
		if err != nil {
			return fmt.Errorf("reading %s in the index: %w", term, err)
		}
	}
	visit(units)
	return nil
}

// firstUnit returns the first unit of a field that is of an article from oldest on.
// Units are numbered in the order of their articles.
func (v *Snapshot) firstUnit(field string, oldest uint32) uint32 {
	if oldest == 0 || int(oldest) >= v.Articles.Len() {
		return oldest
	}
	a := v.Articles.At(oldest)
	switch field {
	case FieldPassage:
		return a.Passages.First
	case FieldStatement:
		return a.Statements.First
	case FieldEvent:
		return a.Events.First
	}
	return oldest
}

// firstName returns a name that no document of an article from oldest on comes before, of those with
// terms in a field.
func (v *Snapshot) firstName(field string, oldest uint32) termfile.Name {
	if oldest == 0 || int(oldest) >= v.Articles.Len() {
		return termfile.Name{}
	}
	return termfile.Name{Kind: kindOf[field], Slot: v.Articles.At(oldest).slot}
}

// AnyPosting reports whether a passage or title that passes a test has a stem. It
// reads no further than the first one.
func (v *Snapshot) AnyPosting(ctx context.Context, field, term string, passes func(unit uint32) bool) (bool, error) {
	reader, err := v.reader.TermFieldReader(ctx, []byte(term), field, false, false, false)
	if err != nil {
		return false, fmt.Errorf("reading %s in the index: %w", term, err)
	}
	defer reader.Close()
	for {
		d, err := reader.Next(nil)
		if err != nil {
			return false, fmt.Errorf("reading %s in the index: %w", term, err)
		}
		if d == nil {
			return false, nil
		}
		if unit := v.units[d.ID.Value()]; unit != noUnit && passes(unit&unitMask) {
			return true, nil
		}
	}
}

// Frequency returns how many passages or titles have a stem, removed ones included.
func (v *Snapshot) Frequency(ctx context.Context, field, term string) (int, error) {
	reader, err := v.reader.TermFieldReader(ctx, []byte(term), field, false, false, false)
	if err != nil {
		return 0, fmt.Errorf("reading %s in the index: %w", term, err)
	}
	n := int(reader.Count())
	if err := reader.Close(); err != nil {
		return 0, fmt.Errorf("reading %s in the index: %w", term, err)
	}
	return n, nil
}

// ArticleOf is the article of a unit of a field.
func (v *Snapshot) ArticleOf(field string, unit uint32) uint32 {
	switch field {
	case FieldPassage:
		return v.Passages.At(unit).Article
	case FieldStatement:
		return v.Statements.At(unit).Article
	case FieldEvent:
		return v.Events.At(unit).Article
	}
	return unit
}

// checkEvery is after how many postings a reader looks whether it is still wanted.
const checkEvery = 1 << 14

// Stopped returns the context's error once it is done, looking every checkEvery
// rounds of a loop.
func Stopped(ctx context.Context, round int) error {
	if round%checkEvery != checkEvery-1 {
		return nil
	}
	return ctx.Err()
}
