package segment

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// builder appends rows to columns.
type builder struct {
	Columns
	slots                            map[uint32]uint32 // article of a slot
	next                             uint32            // slot
	byID                             map[string]uint32 // live articles
	analyzer                         *text.Analyzer
	stemNumbers                      map[string]uint32
	printedOf                        map[string]uint32
	dullStems                        map[string]bool
	groupOf                          interner
	cueOf, sourceOf, valueOf, wordOf interner
	nameVariantOf                    map[string]uint32
	wordingOf                        map[uint64]uint32 // of the hash of a passage's words
}

func newBuilder() *builder {
	b := &builder{
		slots: map[uint32]uint32{}, analyzer: text.NewAnalyzer(), stemNumbers: map[string]uint32{}, printedOf: map[string]uint32{}, byID: map[string]uint32{}, groupOf: interner{}, cueOf: interner{}, sourceOf: interner{}, valueOf: interner{},
		wordOf: interner{}, nameVariantOf: map[string]uint32{}, wordingOf: map[uint64]uint32{}}
	b.dullStems = map[string]bool{}
	for w := range dullWords {
		b.dullStems[b.analyzer.Stem(w)] = true
	}
	b.printedWord(".")
	return b
}

// topicWord returns the number of one of text.TopicWords, with its usage bits.
func (b *builder) topicWord(w string) uint32 {
	usage, printed := text.SplitTopicWord(w)
	if printed == "" {
		return 0
	}
	return usage | b.printedWord(printed)
}

// printedWord is the number of a word as printed.
func (b *builder) printedWord(printed string) uint32 {
	if n, ok := b.printedOf[printed]; ok {
		return n
	}
	n := uint32(len(b.Printed))
	printed = strings.Clone(printed)
	b.printedOf[printed] = n
	b.Printed = append(b.Printed, printed)
	b.Upper = append(b.Upper, text.Capitalized(printed))
	b.Folded = append(b.Folded, b.foldedWord(text.FoldWord(printed)))
	return n
}

// foldedWord is the number of a folded word.
func (b *builder) foldedWord(w string) uint32 {
	n := b.wordOf.number(w, &b.Words)
	if int(n) < len(b.stems) {
		return n
	}
	stem := b.analyzer.Stem(w)
	first, ok := b.stemNumbers[stem]
	if !ok {
		first = n
		b.stemNumbers[strings.Clone(stem)] = n
	}
	b.stems, b.Dull = append(b.stems, first), append(b.Dull, b.dullStems[stem])
	return n
}

// add appends the row of an article whose documents are named by slot.
func (b *builder) add(slot uint32, r *row) {
	n := uint32(len(b.Articles))
	b.slots[slot], b.next = n, max(b.next, slot+1)
	a := Article{ID: r.id, Group: b.groupOf.number(r.group, &b.Groups), Source: b.sourceOf.number(r.source, &b.Sources), slot: slot,
		Version: r.version, Extraction: r.extraction, Published: r.published, When: momentPeriod(r.published),
		Added: r.added.Unix(), Length: r.length, Checksum: r.checksum, TitleWords: r.titleWords, Fingerprint: r.fingerprint(), Foreign: r.language != "" && r.language != "en"}
	variants := b.addPeople(n, r)
	a.Passages = b.addPassages(n, r)
	for _, p := range r.passages {
		a.Words += uint32(p.words)
	}
	a.Statements = b.addStatements(n, r, variants, a.When)
	a.Events = b.addEvents(n, r)
	b.Articles = append(b.Articles, a)
	if int(n/64) >= len(b.dead) {
		b.dead = append(b.dead, 0)
	}
	b.byID[r.id] = n
	b.count(&a, 1)
}

// count adds an article to the totals, or takes it off them where sign is -1.
func (b *builder) count(a *Article, sign int) {
	t := &b.Alive
	t.Articles += sign
	t.TitleWords += sign * a.TitleWords
	t.Passages += sign * int(a.Passages.End-a.Passages.First)
	t.Statements += sign * int(a.Statements.End-a.Statements.First)
	t.Events += sign * int(a.Events.End-a.Events.First)
	for _, p := range b.Passages[a.Passages.First:a.Passages.End] {
		t.PassageWords += sign * int(p.Words)
	}
	for _, s := range b.Statements[a.Statements.First:a.Statements.End] {
		t.StatementWords += sign * int(s.Words)
	}
	for _, e := range b.Events[a.Events.First:a.Events.End] {
		t.eventWords += sign * int(e.words)
	}
}

// remove marks an article as dead; dead is copied first, for others read it.
func (b *builder) remove(id string) {
	n, ok := b.byID[id]
	if !ok {
		return
	}
	b.count(&b.Articles[n], -1)
	b.dead = append([]uint64(nil), b.dead...)
	b.dead[n/64] |= 1 << (n % 64)
	delete(b.byID, id)
}

func (b *builder) addPeople(n uint32, r *row) []uint32 {
	out := make([]uint32, len(r.people))
	for i, p := range r.people {
		key := p.name + "\x00" + strings.Join(p.variants, "\x00")
		number, ok := b.nameVariantOf[key]
		if !ok {
			number = uint32(len(b.NameVariants))
			b.NameVariants = append(b.NameVariants, NameVariant{Name: p.name, Variants: p.variants})
			b.nameVariantOf[key] = number
		}
		out[i] = number
		for _, role := range p.roles {
			b.Roles = append(b.Roles, Role{number, n, role.span, role.text})
		}
	}
	return out
}

// addPassages appends the passages of article n. Passages of equal words share
// one wording; near-equal ones do not, since a single word can reverse the meaning.
func (b *builder) addPassages(n uint32, r *row) Extent {
	first := uint32(len(b.Passages))
	for _, p := range r.passages {
		wording, known := b.wordingOf[p.content]
		if !known {
			wording = b.Wordings
			b.Wordings++
			b.wordingOf[p.content] = wording
		}
		b.Passages = append(b.Passages, Passage{Article: n, Start: uint32(p.span.Start), End: uint32(p.span.End), Words: uint32(p.words), Wording: wording})
	}
	return Extent{first, uint32(len(b.Passages))}
}

func (b *builder) addStatements(n uint32, r *row, variants []uint32, published Period) Extent {
	first := uint32(len(b.Statements))
	for _, s := range r.statements {
		c := Statement{Article: n, Index: uint32(s.index), Start: uint32(s.whole.Start), End: uint32(s.whole.End), NameVariant: Nobody, Cue: b.cueOf.number(s.cue, &b.Cues),
			Words: uint32(s.words), Content: s.content, When: s.said, Kind: s.kind}
		if s.speaker >= 0 && s.speaker < len(variants) {
			c.NameVariant = variants[s.speaker]
		}
		if !s.said.Known() {
			c.When = published
		}
		c.Topic.First = uint32(len(b.Topics))
		for w := range strings.FieldsSeq(s.topic) {
			b.Topics = append(b.Topics, b.topicWord(w))
		}
		c.Topic.End = uint32(len(b.Topics))
		b.Statements = append(b.Statements, c)
	}
	return Extent{first, uint32(len(b.Statements))}
}

func (b *builder) addEvents(n uint32, r *row) Extent {
	first := uint32(len(b.Events))
	for _, e := range r.events {
		b.Events = append(b.Events, Event{Article: n, Index: uint32(e.index), Value: b.valueOf.number(e.value, &b.Values),
			words: uint32(e.words), Sentence: e.sentence, Date: e.date, Content: e.content, Possible: e.possible})
	}
	return Extent{first, uint32(len(b.Events))}
}

// documentIDs returns the names of all documents of an article.
func (b *builder) documentIDs(id string) []string {
	n, ok := b.byID[id]
	if !ok {
		return nil
	}
	a := b.Articles[n]
	out := []string{documentID(a.slot, 'a', 0)}
	for _, kind := range []struct {
		letter byte
		units  Extent
	}{{'p', a.Passages}, {'s', a.Statements}, {'e', a.Events}} {
		for i := range kind.units.End - kind.units.First {
			out = append(out, documentID(a.slot, kind.letter, int(i)))
		}
	}
	return out
}

// minDead is the minimum of dead articles for the columns to be rebuilt.
const minDead = 256

// wasteful reports whether more articles of the columns are dead than live.
// Columns only grow, so each update of an article leaves its old rows behind.
func (b *builder) wasteful() bool {
	dead := len(b.Articles) - b.Alive.Articles
	return dead >= minDead && dead > b.Alive.Articles
}

// interner gives equal strings one number. It belongs to the one who adds.
type interner map[string]uint32

func (in interner) number(s string, all *[]string) uint32 {
	if n, ok := in[s]; ok {
		return n
	}
	n := uint32(len(*all))
	s = strings.Clone(s)
	*all = append(*all, s)
	in[s] = n
	return n
}
