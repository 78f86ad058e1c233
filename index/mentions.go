package index

import (
	"cmp"
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/answer"
	"github.com/briefing-bot/briefing-bot/index/internal/period"
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
	m := newMentions(v, fields)
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
	out := m.held.Units(nil)
	if !m.begun {
		for a := range uint32(v.Articles.Len()) {
			out = append(out, a)
		}
	}
	return slices.DeleteFunc(out, func(a uint32) bool { return !keep.Article(a) }), ctx.Err()
}

// mentions finds the articles that hold every one of some words in one of some fields.
type mentions struct {
	v      *snapshot
	fields []string
	begun  bool         // a word was taken
	held   rank.UnitSet // articles with every word so far
	now    rank.UnitSet // those that hold the present word too
}

func newMentions(v *snapshot, fields []string) *mentions {
	m := &mentions{v: v, fields: fields}
	m.held.Reset(v.Articles.Len())
	return m
}

// word takes the next word: an article holds it that has one of its wordings.
func (m *mentions) word(ctx context.Context, wordings []query.Wording) error {
	m.now.Reset(m.v.Articles.Len())
	for _, w := range wordings {
		for _, field := range m.fields {
			if err := w.EachUnit(ctx, m.v.Snapshot, field, func(units []uint32) { m.raise(field, units) }); err != nil {
				return err
			}
		}
	}
	m.next()
	return nil
}

// phrase takes the next phrase.
func (m *mentions) phrase(ctx context.Context, p query.Phrase) error {
	if len(p.Stems) == 1 {
		return m.word(ctx, p.Term().Wordings())
	}
	m.now.Reset(m.v.Articles.Len())
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
	m.next()
	return nil
}

// next ends a word.
func (m *mentions) next() { m.held, m.now, m.begun = m.now, m.held, true }

// raise notes the articles of some units with the present word.
func (m *mentions) raise(field string, found []uint32) {
	var owners *passageOwners
	if field == segment.FieldPassage {
		owners = m.v.passageOwners()
	}
	for _, unit := range found {
		a := unit
		if owners != nil {
			a = owners.of(unit)
		}
		if !m.begun || m.held.Has(a) {
			m.now.Add(a)
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

// SpeakerPage is a page of who says some statements.
type SpeakerPage struct {
	People []Person // who says most first; their Key, Name and Statements alone
	Total  int      // persons in all
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

// Speakers counts the statements of a query by person, most first, without the other
// forms of their names.
func (x *Index) Speakers(ctx context.Context, q Query) (SpeakerPage, error) {
	page, _, err := x.speakers(ctx, q, noTallies)
	return page, err
}

// Tallies counts the statements of a query: first those of everybody, then
// those of the persons with most statements, at most limit persons with at
// least two each. Offset and Limit do not apply.
func (x *Index) Tallies(ctx context.Context, q Query, limit int) ([]Tally, error) {
	q.Offset, q.Limit = 0, 1
	_, tallies, err := x.speakers(ctx, q, limit)
	return tallies, err
}

// SpeakersAndTallies returns what Speakers and Tallies do, and finds the statements once.
func (x *live) SpeakersAndTallies(ctx context.Context, q Query, limit int) (SpeakerPage, []Tally, error) {
	return x.speakers(ctx, q, max(limit, 0))
}

// noTallies is the limit of tallies for none, not even of everybody.
const noTallies = -1

func (x *live) speakers(ctx context.Context, q Query, limit int) (page SpeakerPage, tallies []Tally, err error) {
	v, err := x.acquire()
	if err != nil {
		return SpeakerPage{}, nil, err
	}
	defer v.Release()
	c := speakerCount{snapshot: v, printed: v.printedIn(q.Scope)}
	if err := c.count(ctx, q); err != nil {
		return SpeakerPage{}, nil, err
	}
	if page, err = c.page(ctx, q); err == nil && limit != noTallies {
		tallies, err = c.tallies(ctx, limit)
	}
	return page, tallies, err
}

// speakerCount counts statements by person.
type speakerCount struct {
	*snapshot
	printed *printedNames
	said    []uint32 // the earliest of each group of repeats
	by      rank.Sparse[uint32]
}

// count counts the statements of a query.
func (c *speakerCount) count(ctx context.Context, q Query) (err error) {
	if q.Scope.ShowsEverything() { // and names need no look at the articles
		c.said, err = c.eachOnce(ctx, q)
		for _, unit := range c.said {
			if p := c.personOf(unit); p >= 0 {
				*c.by.At(uint32(p))++
			}
		}
		return err
	}
	return c.eachStatement(ctx, q, func(unit uint32, also []uint32) {
		c.said = append(c.said, unit)
		if p := c.personOf(unit); p >= 0 {
			*c.by.At(uint32(p))++
			c.printed.note(uint32(p), unit, also...)
		}
	})
}

// page returns the page of persons that a query asks for.
func (c *speakerCount) page(ctx context.Context, q Query) (SpeakerPage, error) {
	type counted struct{ person, statements uint32 }
	all := make([]counted, 0, len(c.by.Units()))
	for place, n := range c.by.Units() {
		all = append(all, counted{n, *c.by.Value(uint32(place))})
	}
	out := SpeakerPage{Total: len(all)}
	for _, of := range rank.First(all, q.Offset, q.Limit, func(a, b counted) int {
		if a.statements != b.statements {
			return cmp.Compare(b.statements, a.statements) // comparing keys takes longer
		}
		return cmp.Or(cmp.Compare(c.identities.Key(a.person), c.identities.Key(b.person)), cmp.Compare(a.person, b.person))
	}) {
		name, err := c.printed.of(ctx, of.person)
		if err != nil {
			return SpeakerPage{}, err
		}
		out.People = append(out.People, Person{Key: c.identities.Key(of.person), Name: name, Statements: int(of.statements)})
	}
	return out, nil
}

// tallies returns the tally of everybody, and those of at most limit persons.
func (c *speakerCount) tallies(ctx context.Context, limit int) ([]Tally, error) {
	least := leastStatements(&c.by, limit)
	type counted struct {
		Tally
		dates *dateCounts
	}
	var of rank.Sparse[*dateCounts]
	var persons []counted
	for place, p := range c.by.Units() {
		n := int(*c.by.Value(uint32(place)))
		if n < least {
			continue
		}
		name, err := c.printed.of(ctx, p)
		if err != nil {
			return nil, err
		}
		dates := &dateCounts{}
		*of.At(p) = dates
		persons = append(persons, counted{Tally{Person: Person{Key: c.identities.Key(p), Name: name, Statements: n}, Statements: n}, dates})
	}
	var all dateCounts
	for _, unit := range c.said {
		when := c.StatementDate(c.Statements.At(unit))
		all.add(when)
		if p := c.personOf(unit); p >= 0 {
			if dates := of.Of(uint32(p)); dates != nil {
				dates.add(when)
			}
		}
	}
	slices.SortFunc(persons, func(a, b counted) int {
		return cmp.Or(b.Statements-a.Statements, cmp.Compare(a.Person.Name, b.Person.Name))
	})
	out := []Tally{{Statements: len(c.said), counts: all.dates()}}
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
	periods []period.Period
	times   []int
	last    rank.Key // of the period before, which many share
	place   uint32   // its place in periods
}

// add counts a period, if it is known.
func (c *dateCounts) add(when period.Period) {
	if !when.Known() {
		return
	}
	if key := (rank.Key{uint64(when.DayUnix()), uint64(when.Precision)}); key != c.last || len(c.times) == 0 {
		n, added := c.keys.Number(key)
		if added {
			c.periods, c.times = append(c.periods, when), append(c.times, 0)
		}
		c.last, c.place = key, n
	}
	c.times[c.place]++
}

func (c *dateCounts) dates() answer.Dates {
	out := answer.Dates{}
	for n, p := range c.periods {
		out.AddTimes(p, false, c.times[n])
	}
	return out
}
