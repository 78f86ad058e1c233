package segment

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// builder appends rows to columns.
type builder struct {
	Columns
	liveIDs   column.Table      // live articles of the checkpoint, by ID
	moreIDs   map[string]uint32 // live articles added since
	analyzer  *text.Analyzer
	dullStems map[string]bool
	interners
	baseWordings column.Table // wordings of the checkpoint, by hash
	moreWordings map[uint64]uint32
}

// interners number the strings of columns.
type interners struct {
	groups, cues, sources, values, kinds, words, stems, printed, variants, roles column.Interner
}

func newBuilder() *builder {
	b := &builder{moreIDs: map[string]uint32{}, moreWordings: map[uint64]uint32{}, analyzer: text.NewAnalyzer(), dullStems: map[string]bool{}}
	for w := range dullWords {
		b.dullStems[b.analyzer.Stem(w)] = true
	}
	return b
}

// newColumns returns a builder of columns without articles.
func newColumns() *builder {
	b := newBuilder()
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
	n, added := b.interners.printed.Number(printed, &b.Printed)
	if added {
		b.Upper.Append(text.Capitalized(printed))
		b.Folded.Append(b.foldedWord(text.FoldWord(printed)))
	}
	return n
}

// foldedWord is the number of a folded word.
func (b *builder) foldedWord(w string) uint32 {
	n, added := b.words.Number(w, &b.Words)
	if !added {
		return n
	}
	stem := b.analyzer.Stem(w)
	number, anew := b.interners.stems.Number(stem, &b.stemTexts)
	if anew {
		b.stemWords.Append(n)
	}
	b.Columns.stems.Append(*b.stemWords.At(number))
	b.Dull.Append(b.dullStems[stem])
	return n
}

// add appends the row of an article whose documents are named by slot. Slots ascend.
func (b *builder) add(slot uint32, r *row) {
	n := uint32(b.Articles.Len())
	b.next = max(b.next, slot+1)
	_, zone := r.published.Time.Zone()
	a := Article{Group: number(&b.groups, r.group, &b.Groups), Source: number(&b.sources, r.source, &b.Sources), slot: slot,
		Version: r.version, Extraction: r.extraction, published: r.published.Time.Unix(), publishedZone: int32(zone), precision: r.published.Precision,
		When: momentPeriod(r.published), Added: r.added.Unix(), Length: r.length, Checksum: r.checksum, TitleWords: r.titleWords,
		Fingerprint: r.fingerprint(), Foreign: r.language != "" && r.language != "en"}
	variants := b.addPeople(n, r)
	a.Passages = b.addPassages(n, r)
	for _, p := range r.passages {
		a.Words += uint32(p.words)
	}
	a.Statements = b.addStatements(n, r, variants, a.When)
	a.Events = b.addEvents(n, r)
	b.Articles.Append(a)
	id := strings.Clone(r.id)
	b.IDs.Append(id)
	if int(n/64) >= len(b.dead) {
		b.dead = append(b.dead, 0)
	}
	b.moreIDs[id] = n
	b.count(&a, 1)
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
	t.TitleWords += sign * a.TitleWords
	t.Passages += sign * int(a.Passages.End-a.Passages.First)
	t.Statements += sign * int(a.Statements.End-a.Statements.First)
	t.Events += sign * int(a.Events.End-a.Events.First)
	t.Fingerprint += uint64(sign) * a.Fingerprint
	for _, p := range b.Passages.Range(a.Passages.First, a.Passages.End) {
		t.PassageWords += sign * int(p.Words)
	}
	for _, s := range b.Statements.Range(a.Statements.First, a.Statements.End) {
		t.StatementWords += sign * int(s.Words)
	}
	for _, e := range b.Events.Range(a.Events.First, a.Events.End) {
		t.eventWords += sign * int(e.words)
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

func (b *builder) addPeople(n uint32, r *row) []uint32 {
	out := make([]uint32, len(r.people))
	for i, p := range r.people {
		out[i] = number(&b.variants, p.name+"\x00"+strings.Join(p.variants, "\x00"), &b.NameVariants)
		for _, role := range p.roles {
			b.Roles.Append(Role{out[i], n, bytesOf(role.span), number(&b.roles, role.text, &b.RoleTexts)})
		}
	}
	return out
}

// addPassages appends the passages of article n. Passages of equal words share
// one wording; near-equal ones do not, since a single word can reverse the meaning.
func (b *builder) addPassages(n uint32, r *row) Extent {
	first := uint32(b.Passages.Len())
	for _, p := range r.passages {
		b.Passages.Append(Passage{Article: n, Start: uint32(p.span.Start), End: uint32(p.span.End), Words: uint32(p.words), Wording: b.wording(p.content)})
	}
	return Extent{first, uint32(b.Passages.Len())}
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

func (b *builder) addStatements(n uint32, r *row, variants []uint32, published Period) Extent {
	first := uint32(b.Statements.Len())
	for _, s := range r.statements {
		c := Statement{Article: n, Index: uint32(s.index), Start: uint32(s.whole.Start), End: uint32(s.whole.End), NameVariant: Nobody, Cue: number(&b.cues, s.cue, &b.Cues),
			Words: uint32(s.words), Content: s.content, When: s.said, Kind: number(&b.kinds, string(s.kind), &b.Kinds)}
		if s.speaker >= 0 && s.speaker < len(variants) {
			c.NameVariant = variants[s.speaker]
		}
		if !s.said.Known() {
			c.When = published
		}
		c.Topic.First = uint32(b.Topics.Len())
		for w := range strings.FieldsSeq(s.topic) {
			b.Topics.Append(b.topicWord(w))
		}
		c.Topic.End = uint32(b.Topics.Len())
		b.Statements.Append(c)
		b.Speakers.Append(c.NameVariant)
	}
	return Extent{first, uint32(b.Statements.Len())}
}

func (b *builder) addEvents(n uint32, r *row) Extent {
	first := uint32(b.Events.Len())
	for _, e := range r.events {
		b.Events.Append(Event{Article: n, Index: uint32(e.index), Value: number(&b.values, e.value, &b.Values),
			words: uint32(e.words), Sentence: bytesOf(e.sentence), Date: e.date, Content: e.content, Possible: e.possible})
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
	dead := b.Articles.Len() - b.Alive.Articles
	return dead >= minDead && dead > b.Alive.Articles
}
