package index

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

// Mentions counts the articles that hold every term and phrase of q in text or
// title, whoever says it. Of the other fields of q only Scope and Sources apply.
func (x *Index) Mentions(ctx context.Context, q Query) (int, error) {
	v, err := x.acquire()
	if err != nil {
		return 0, err
	}
	defer v.Release()
	held, err := v.mentioning(ctx, q)
	return len(held), err
}

// MissingTerms returns those of words that no passage or title of the scope holds
// in any inflection or spelling or as a synonym, in their order.
func (x *Index) MissingTerms(ctx context.Context, scope Scope, words []string) ([]string, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	keep := v.filter(Query{Scope: scope})
	var out []string
	for _, w := range words {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		held, err := v.holdsAny(ctx, keep, x.vocabulary.Topic(Words{Terms: []string{w}}))
		if err != nil {
			return nil, err
		}
		if !held {
			out = append(out, w)
		}
	}
	return out, nil
}

// mentioning returns the articles that Mentions counts, in the order in which they
// were added.
func (v *snapshot) mentioning(ctx context.Context, q Query) ([]uint32, error) {
	if t := v.vocabulary.Topic(q.Words); len(t.Terms)+len(t.Phrases) == 0 {
		return nil, nil
	}
	return v.holding(ctx, q, []string{segment.FieldPassage, segment.FieldTitle})
}

// holding returns the articles that hold every term and phrase of q in one of some
// fields each, in the order in which they were added; all if q has no words.
func (v *snapshot) holding(ctx context.Context, q Query, fields []string) ([]uint32, error) {
	t := v.vocabulary.Topic(q.Words)
	m := mentions{v: v, fields: fields, held: make([]uint16, v.Articles.Len())}
	for _, term := range t.Terms {
		if err := m.word(ctx, term.Wordings()); err != nil {
			return nil, err
		}
	}
	for _, p := range t.Phrases {
		if err := m.phrase(ctx, p); err != nil {
			return nil, err
		}
	}
	keep := v.filter(Query{Scope: q.Scope, Sources: q.Sources})
	var out []uint32
	for a, got := range m.held {
		if err := segment.Stopped(ctx, a); err != nil {
			return nil, err
		}
		if got == m.words && keep.Article(uint32(a)) {
			out = append(out, uint32(a))
		}
	}
	return out, nil
}

// mentions finds the articles that hold every one of some words in one of some fields.
type mentions struct {
	v      *snapshot
	fields []string
	words  uint16   // so far
	held   []uint16 // how many of them in a row from the first, of each article
}

// word takes the next word: an article holds it that has one of its wordings.
func (m *mentions) word(ctx context.Context, wordings []query.Wording) error {
	var units []uint32
	for _, w := range wordings {
		for _, field := range m.fields {
			var err error
			if units, err = w.Units(ctx, m.v.Snapshot, field, 0, units[:0]); err != nil {
				return err
			}
			m.raise(field, units)
		}
	}
	m.words++
	return nil
}

// phrase takes the next phrase.
func (m *mentions) phrase(ctx context.Context, p query.Phrase) error {
	if len(p.Stems) == 1 {
		return m.word(ctx, p.Term().Wordings())
	}
	for _, field := range m.fields {
		found, err := m.v.PhrasePostings(ctx, field, p.Stems, nil)
		if err != nil {
			return err
		}
		var units []uint32
		for _, p := range found {
			units = append(units, p.Unit)
		}
		m.raise(field, units)
	}
	m.words++
	return nil
}

// raise counts the word that is being taken once for each article of some units.
func (m *mentions) raise(field string, found []uint32) {
	for _, unit := range found {
		a := unit
		if field == segment.FieldPassage {
			a = m.v.Passages.At(unit).Article
		}
		if m.held[a] == m.words {
			m.held[a]++
		}
	}
}

// holdsAny reports whether a passage or title holds a term of the topic.
func (v *snapshot) holdsAny(ctx context.Context, keep *query.Filter, t query.Topic) (bool, error) {
	for _, term := range t.Terms {
		for _, w := range term.Wordings() {
			if held, err := v.holdsWording(ctx, keep, w); held || err != nil {
				return held, err
			}
		}
	}
	return false, nil
}

// holdsWording reports whether a passage or title holds a wording.
func (v *snapshot) holdsWording(ctx context.Context, keep *query.Filter, w query.Wording) (bool, error) {
	for _, field := range []string{segment.FieldPassage, segment.FieldTitle} {
		if len(w.Stems) == 1 {
			if held, err := v.holds(ctx, keep, field, w.Stems[0]); held || err != nil {
				return held, err
			}
			continue
		}
		found, err := v.PhrasePostings(ctx, field, w.Stems, nil)
		if err != nil || slices.ContainsFunc(found, func(p segment.Posting) bool { return keep.Article(v.ArticleOf(field, p.Unit)) }) {
			return err == nil, err
		}
	}
	return false, nil
}

// holds reports whether a unit of an article that passes the filter has a term in a
// field.
func (v *snapshot) holds(ctx context.Context, keep *query.Filter, field, term string) (bool, error) {
	return v.AnyPosting(ctx, field, term, func(unit uint32) bool { return keep.Article(v.ArticleOf(field, unit)) })
}

// Tally counts statements by when they were said, of a person or of everybody.
type Tally struct {
	Person     Person // its Key, Name and Statements alone; zero for everybody
	Statements int    // those without a date among them
	counts     answer.Dates
}

// Days returns the number of statements in each day, week (from Monday) or
// month, oldest first. Periods without statements are left out, and so are
// statements without a date or with a coarser one.
func (t Tally) Days(unit article.Precision) []Day { return t.counts.Days(unit) }

// Tallies counts the statements of a query: first those of everybody, then
// those of the persons with most statements, at most limit persons with at
// least two each.
func (x *Index) Tallies(ctx context.Context, q Query, limit int) ([]Tally, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	said, by, printed := []uint32(nil), rank.Sparse[uint32]{}, v.printedIn(q.Scope)
	err = v.eachStatement(ctx, q, func(unit uint32, also []uint32) {
		said = append(said, unit)
		if p := v.personOf(unit); p >= 0 {
			*by.At(uint32(p))++
			printed.note(uint32(p), unit, also...)
		}
	})
	if err != nil {
		return nil, err
	}
	least := leastStatements(&by, limit)
	type counted struct {
		Tally
		dates *dateCounts
	}
	of := map[uint32]*dateCounts{}
	var persons []counted
	for place, p := range by.Units() {
		n := int(*by.Value(uint32(place)))
		if n < least {
			continue
		}
		name, err := printed.of(ctx, p)
		if err != nil {
			return nil, err
		}
		of[p] = &dateCounts{}
		persons = append(persons, counted{Tally{Person: Person{Key: v.identities.Key(p), Name: name, Statements: n}, Statements: n}, of[p]})
	}
	var all dateCounts
	for _, unit := range said {
		when := v.StatementDate(v.Statements.At(unit))
		all.add(when)
		if p := v.personOf(unit); p >= 0 {
			if counts := of[uint32(p)]; counts != nil {
				counts.add(when)
			}
		}
	}
	slices.SortFunc(persons, func(a, b counted) int {
		return cmp.Or(b.Statements-a.Statements, cmp.Compare(a.Person.Name, b.Person.Name))
	})
	out := []Tally{{Statements: len(said), counts: all.dates()}}
	for _, t := range persons[:min(len(persons), limit)] {
		t.counts = t.dates.dates()
		out = append(out, t.Tally)
	}
	return out, nil
}

// leastStatements returns how many statements a person has who may be among the first limit:
// at least two.
func leastStatements(by *rank.Sparse[uint32], limit int) int {
	counts := make([]int, 0, len(by.Units()))
	for place := range by.Units() {
		counts = append(counts, int(*by.Value(uint32(place))))
	}
	if limit <= 0 || limit >= len(counts) {
		return 2
	}
	slices.SortFunc(counts, func(a, b int) int { return b - a })
	return max(2, counts[limit-1])
}

// dateCounts counts periods by the day on which they begin and their precision.
type dateCounts struct {
	keys    rank.Keys
	periods []segment.Period
	times   []int
}

// add counts a period, if it is known.
func (c *dateCounts) add(when segment.Period) {
	if !when.Known() {
		return
	}
	n, added := c.keys.Number(rank.Key{uint64(when.DayUnix()), uint64(when.Precision)})
	if added {
		c.periods, c.times = append(c.periods, when), append(c.times, 0)
	}
	c.times[n]++
}

func (c *dateCounts) dates() answer.Dates {
	out := answer.Dates{}
	for n, p := range c.periods {
		out.AddTimes(p, false, c.times[n])
	}
	return out
}
