package segment

import (
	"sort"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/journal"
	"github.com/briefing-bot/briefing-bot/index/internal/period"
	"github.com/briefing-bot/briefing-bot/index/internal/words"
)

// builder appends rows to columns.
type builder struct {
	Columns
	numbers *words.Numbers    // of words; they may be ahead of the columns while a batch is being made
	liveIDs column.Table      // live articles of the checkpoint, by ID
	moreIDs map[string]uint32 // live articles added since
	interners
	baseWordings column.Table // wordings of the checkpoint, by hash
	moreWordings map[uint64]uint32
	baseDates    column.Table // dates of the checkpoint, by hash
	moreDates    map[date]uint32
}

// interners number the strings of columns.
type interners struct {
	groups, cues, sources, values, kinds, variants, roles column.Interner
}

// newColumns returns a builder of columns without articles.
func newColumns() *builder {
	b := &builder{numbers: words.New(), moreIDs: map[string]uint32{}, moreWordings: map[uint64]uint32{}, moreDates: map[date]uint32{}}
	b.Vocabulary = b.numbers.Vocabulary
	return b
}

// add appends the row of an article whose documents are named by slot. Slots ascend.
func (b *builder) add(slot uint32, r *journal.Row) {
	n := uint32(b.Articles.Len())
	b.next = max(b.next, slot+1)
	_, zone := r.Published.Time.Zone()
	a := Article{Group: number(&b.groups, r.Group, &b.Groups), Source: number(&b.sources, r.Source, &b.Sources), slot: slot,
		Version: int32(r.Version), Extraction: int32(r.Extraction), published: r.Published.Time.Unix(), publishedZone: int32(zone), precision: r.Published.Precision,
		date: b.publicationDate(r.Published), Added: r.Added.Unix(), Length: uint32(r.Length), Checksum: r.Checksum, TitleWords: uint32(r.TitleWords),
		Fingerprint: r.Fingerprint(), Foreign: r.Language != "" && r.Language != "en", words: uint32(b.tokens.Len()), people: uint32(b.people.Len())}
	variants := b.addPeople(n, r)
	a.Passages = b.addPassages(n, r, a.words)
	for _, p := range r.Passages {
		a.Words += uint32(p.Words)
	}
	a.Statements = b.addStatements(n, r, variants, a.date, a.words)
	a.Events = b.addEvents(n, r, a.words)
	b.tokens.AppendAll(r.Tokens...)
	b.finish(n, a, strings.Clone(r.ID))
}

// finish appends an article whose units are there.
func (b *builder) finish(n uint32, a Article, id string) {
	b.Articles.Append(a)
	b.IDs.Append(id)
	if int(n/64) >= len(b.dead) {
		b.dead = append(b.dead, 0)
	}
	b.moreIDs[id] = n
	b.count(&a, 1)
}

// replace adds the row of an article in place of what there is of its ID. A row without a group stands
// for an article that was removed.
func (b *builder) replace(slot uint32, r *journal.Row) {
	b.remove(r.ID)
	if r.Group != "" {
		b.add(slot, r)
	}
}

// number is the number of a string among all.
func number(in *column.Interner, s string, all *column.Strings) uint32 {
	n, _ := in.Number(s, all)
	return n
}

// live is the article of an ID that is not removed.
func (b *builder) live(id string) (uint32, bool) {
	if n, ok := b.moreIDs[id]; ok {
		return n, true
	}
	return b.liveIDs.Find(column.Hash(id), func(n uint32) bool { return b.IDs.At(n) == id && !b.IsDead(n) })
}

// count adds an article to the totals, or takes it off them where sign is -1.
func (b *builder) count(a *Article, sign int) {
	t := &b.Alive
	t.Articles += sign
	t.TitleWords += sign * int(a.TitleWords)
	t.Passages += sign * int(a.Passages.End-a.Passages.First)
	t.Statements += sign * int(a.Statements.End-a.Statements.First)
	t.Events += sign * int(a.Events.End-a.Events.First)
	t.Fingerprint += uint64(sign) * a.Fingerprint
	for _, p := range b.Passages.Range(a.Passages.First, a.Passages.End) {
		t.PassageWords += sign * int(p.Words())
	}
	for _, s := range b.Statements.Range(a.Statements.First, a.Statements.End) {
		t.StatementWords += sign * int(s.Words)
	}
	for _, e := range b.Events.Range(a.Events.First, a.Events.End) {
		t.eventWords += sign * int(e.words)
		if e.own() {
			t.own += sign
		}
	}
}

// remove marks an article as dead.
func (b *builder) remove(id string) {
	if n, ok := b.live(id); ok {
		b.kill(n)
		delete(b.moreIDs, id)
	}
}

// kill marks live articles as dead; dead is copied first, for others read it.
func (b *builder) kill(all ...uint32) {
	b.dead = append([]uint64(nil), b.dead...)
	for _, n := range all {
		b.count(b.Articles.At(n), -1)
		b.dead[n/64] |= 1 << (n % 64)
	}
}

func (b *builder) addPeople(n uint32, r *journal.Row) []uint32 {
	out := make([]uint32, len(r.People))
	for i, p := range r.People {
		out[i] = number(&b.variants, p.Name+"\x00"+strings.Join(p.Variants, "\x00"), &b.NameVariants)
		for _, role := range p.Roles {
			b.Roles.Append(Role{out[i], n, bytesOf(role.Span), number(&b.roles, role.Text, &b.RoleTexts)})
		}
	}
	b.people.AppendAll(out...)
	return out
}

// addPassages appends the passages of article n, whose words begin at a place in tokens. Passages of equal words share
// one wording; near-equal ones do not, since a single word can reverse the meaning.
func (b *builder) addPassages(n uint32, r *journal.Row, start uint32) Extent {
	first := uint32(b.Passages.Len())
	at, _ := words.Skip(r.Tokens, r.TitleWords)
	for _, p := range r.Passages {
		b.Passages.Append(Passage{Article: n, Start: uint32(p.Span.Start), length: uint16(p.Span.Len()), words: uint16(p.Words) | heldIn(r, p.Span)<<passageHolds,
			at: start + uint32(at), Wording: b.wording(p.Content)})
		size, _ := words.Skip(r.Tokens[at:], p.Words)
		at += size
	}
	return Extent{first, uint32(b.Passages.Len())}
}

// heldIn returns what a passage holds.
func heldIn(r *journal.Row, passage article.Span) uint16 {
	for _, e := range r.Events {
		if !e.Own && e.Sentence.Overlaps(passage) {
			return holdsEvent
		}
	}
	return 0
}

// wording is the number of a text of passages, by its hash.
func (b *builder) wording(content uint64) uint32 {
	if n, ok := b.moreWordings[content]; ok {
		return n
	}
	if n, ok := b.baseWordings.Find(content, func(n uint32) bool { return *b.wordings.At(n) == content }); ok {
		return n
	}
	n := uint32(b.wordings.Len())
	b.moreWordings[content] = n
	b.wordings.Append(content)
	return n
}

// publicationDate is the number of an article's date.
func (b *builder) publicationDate(published article.Moment) uint32 {
	if published.Precision > article.Day && !published.IsZero() {
		return ofPublication
	}
	return b.date(date{period.OfMoment(published), noValue})
}

// date is the number of a date.
func (b *builder) date(d date) uint32 {
	if n, ok := b.moreDates[d]; ok {
		return n
	}
	if n, ok := b.baseDates.Find(d.hash(), func(n uint32) bool { return *b.dates.At(n) == d }); ok {
		return n
	}
	n := uint32(b.dates.Len())
	b.moreDates[d] = n
	b.dates.Append(d)
	return n
}

func (b *builder) addStatements(n uint32, r *journal.Row, variants []uint32, published, start uint32) Extent {
	first := uint32(b.Statements.Len())
	for _, s := range r.Statements {
		c := Statement{Article: n, Index: uint32(s.Index), Start: uint32(s.Whole.Start), End: uint32(s.Whole.End), NameVariant: Nobody, Cue: number(&b.cues, s.Cue, &b.Cues),
			Words: uint32(s.Words), at: start + uint32(s.At), uses: uint32(b.uses.Len()), content: hashOf(s.Content), date: published, Kind: number(&b.kinds, string(s.Kind), &b.Kinds)}
		if s.Speaker >= 0 && s.Speaker < len(variants) {
			c.NameVariant = variants[s.Speaker]
		}
		if s.Said.Known() {
			c.date = b.date(date{s.Said, noValue})
		}
		b.uses.AppendAll([]byte(s.Uses)...)
		b.Statements.Append(c)
		b.Speakers.Append(c.NameVariant)
	}
	return Extent{first, uint32(b.Statements.Len())}
}

func (b *builder) addEvents(n uint32, r *journal.Row, start uint32) Extent {
	first := uint32(b.Events.Len())
	for _, e := range r.Events {
		marked := uint32(e.Index) & eventIndex
		if e.Possible {
			marked |= eventPossible
		}
		if e.Own {
			marked |= eventOwn
		}
		b.Events.Append(Event{Article: n, marked: marked, date: b.date(date{e.Date, number(&b.values, e.Value, &b.Values)}),
			words: uint32(e.Words), at: start + uint32(e.At), Sentence: bytesOf(e.Sentence), content: hashOf(e.Content)})
	}
	return Extent{first, uint32(b.Events.Len())}
}

// documentIDs returns the names of all documents of an article.
func (b *builder) documentIDs(id string) []string {
	n, ok := b.live(id)
	if !ok {
		return nil
	}
	a := b.Articles.At(n)
	out := []string{documentID(a.slot, 'a', 0)}
	for i := range a.Passages.End - a.Passages.First {
		out = append(out, documentID(a.slot, 'p', int(i)))
	}
	for i := range a.Statements.End - a.Statements.First {
		out = append(out, documentID(a.slot, 's', int(i)))
	}
	for i, e := range b.Events.Range(a.Events.First, a.Events.End) {
		if e.own() {
			out = append(out, documentID(a.slot, 'e', i))
		}
	}
	return out
}

// minDead is the minimum of dead articles for the columns to be rebuilt.
const minDead = 256

// wasteful reports whether more articles of the columns are dead than live.
// Columns only grow, so each update of an article leaves its old rows behind.
func (b *builder) wasteful() bool {
	dead := b.Articles.Len() - b.Alive.Articles
	return dead >= minDead && dead > b.Alive.Articles
}

// compacted returns columns without the articles that were removed. They share the words.
func (b *builder) compacted() *builder {
	out := newColumns()
	out.numbers, out.Vocabulary, out.file = b.numbers, b.Vocabulary, b.file
	out.next, out.sequence, out.numbering = b.next, b.sequence, b.numbering+1
	for n := range uint32(b.Articles.Len()) {
		if !b.IsDead(n) {
			out.take(&b.Columns, n)
		}
	}
	return out
}

// take appends an article of other columns that have the same words.
func (b *builder) take(c *Columns, old uint32) {
	n, a := uint32(b.Articles.Len()), *c.Articles.At(old)
	wordsEnd, peopleEnd := uint32(c.tokens.Len()), uint32(c.people.Len())
	if int(old)+1 < c.Articles.Len() {
		wordsEnd, peopleEnd = c.Articles.At(old+1).words, c.Articles.At(old+1).people
	}
	moved := uint32(b.tokens.Len()) - a.words // modulo 2³², so that it may be less than 0
	b.tokens.AppendAll(c.tokens.Range(a.words, wordsEnd)...)
	people := c.people.Range(a.people, peopleEnd)
	a.Group, a.Source = number(&b.groups, c.Groups.At(a.Group), &b.Groups), number(&b.sources, c.Sources.At(a.Source), &b.Sources)
	a.words, a.people = a.words+moved, uint32(b.people.Len())
	for _, variant := range people {
		b.people.Append(number(&b.variants, c.NameVariants.At(variant), &b.NameVariants))
	}
	a.date = b.takeDate(c, a.date)
	b.takeRoles(c, old, n)
	a.Passages = b.takePassages(c, a.Passages, n, moved)
	a.Statements = b.takeStatements(c, a.Statements, n, moved)
	a.Events = b.takeEvents(c, a.Events, n, moved)
	b.finish(n, a, strings.Clone(c.IDs.At(old)))
}

func (b *builder) takeRoles(c *Columns, old, n uint32) {
	first := sort.Search(c.Roles.Len(), func(i int) bool { return c.Roles.At(uint32(i)).Article >= old })
	for i := uint32(first); int(i) < c.Roles.Len() && c.Roles.At(i).Article == old; i++ {
		r := *c.Roles.At(i)
		r.Article, r.NameVariant, r.Text = n, number(&b.variants, c.NameVariants.At(r.NameVariant), &b.NameVariants), number(&b.roles, c.RoleTexts.At(r.Text), &b.RoleTexts)
		b.Roles.Append(r)
	}
}

// takeDate is the number of a date of other columns.
func (b *builder) takeDate(c *Columns, old uint32) uint32 {
	if old == ofPublication {
		return old
	}
	d := *c.dates.At(old)
	if d.value != noValue {
		d.value = number(&b.values, c.Values.At(d.value), &b.Values)
	}
	return b.date(d)
}

func (b *builder) takePassages(c *Columns, of Extent, n, moved uint32) Extent {
	first := uint32(b.Passages.Len())
	for _, p := range c.Passages.Range(of.First, of.End) {
		p.Article, p.at, p.Wording = n, p.at+moved, b.wording(*c.wordings.At(p.Wording))
		b.Passages.Append(p)
	}
	return Extent{first, uint32(b.Passages.Len())}
}

func (b *builder) takeStatements(c *Columns, of Extent, n, moved uint32) Extent {
	first := uint32(b.Statements.Len())
	for i, s := range c.Statements.Range(of.First, of.End) {
		usesEnd := uint32(c.uses.Len())
		if next := of.First + uint32(i) + 1; int(next) < c.Statements.Len() {
			usesEnd = c.Statements.At(next).uses
		}
		uses := c.uses.Range(s.uses, usesEnd)
		s.Article, s.at, s.uses = n, s.at+moved, uint32(b.uses.Len())
		s.Cue, s.Kind = number(&b.cues, c.Cues.At(s.Cue), &b.Cues), number(&b.kinds, c.Kinds.At(s.Kind), &b.Kinds)
		if s.NameVariant != Nobody {
			s.NameVariant = number(&b.variants, c.NameVariants.At(s.NameVariant), &b.NameVariants)
		}
		s.date = b.takeDate(c, s.date)
		b.uses.AppendAll(uses...)
		b.Statements.Append(s)
		b.Speakers.Append(s.NameVariant)
	}
	return Extent{first, uint32(b.Statements.Len())}
}

func (b *builder) takeEvents(c *Columns, of Extent, n, moved uint32) Extent {
	first := uint32(b.Events.Len())
	for _, e := range c.Events.Range(of.First, of.End) {
		e.Article, e.at, e.date = n, e.at+moved, b.takeDate(c, e.date)
		b.Events.Append(e)
	}
	return Extent{first, uint32(b.Events.Len())}
}
