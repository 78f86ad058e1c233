package segment

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/column"
)

// builder appends rows to columns.
type builder struct {
	Columns
	numbers *numbers          // of words; they may be ahead of the columns while a batch is being made
	liveIDs column.Table      // live articles of the checkpoint, by ID
	moreIDs map[string]uint32 // live articles added since
	interners
	baseWordings column.Table // wordings of the checkpoint, by hash
	moreWordings map[uint64]uint32
}

// interners number the strings of columns.
type interners struct {
	groups, cues, sources, values, kinds, variants, roles column.Interner
}

// newColumns returns a builder of columns without articles.
func newColumns() *builder {
	b := &builder{numbers: newNumbers(), moreIDs: map[string]uint32{}, moreWordings: map[uint64]uint32{}}
	b.Vocabulary = b.numbers.Vocabulary
	return b
}

// add appends the row of an article whose documents are named by slot. Slots ascend.
func (b *builder) add(slot uint32, r *row) {
	n := uint32(b.Articles.Len())
	b.next = max(b.next, slot+1)
	_, zone := r.published.Time.Zone()
	a := Article{Group: number(&b.groups, r.group, &b.Groups), Source: number(&b.sources, r.source, &b.Sources), slot: slot,
		Version: r.version, Extraction: r.extraction, published: r.published.Time.Unix(), publishedZone: int32(zone), precision: r.published.Precision,
		When: momentPeriod(r.published), Added: r.added.Unix(), Length: r.length, Checksum: r.checksum, TitleWords: r.titleWords,
		Fingerprint: r.fingerprint(), Foreign: r.language != "" && r.language != "en", words: uint32(b.tokens.Len())}
	variants := b.addPeople(n, r)
	a.Passages = b.addPassages(n, r, a.words)
	for _, p := range r.passages {
		a.Words += uint32(p.words)
	}
	a.Statements = b.addStatements(n, r, variants, a.When, a.words)
	a.Events = b.addEvents(n, r, a.words)
	b.tokens.AppendAll(r.tokens...)
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
		if e.own {
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

// addPassages appends the passages of article n, whose words begin at a place in tokens. Passages of equal words share
// one wording; near-equal ones do not, since a single word can reverse the meaning.
func (b *builder) addPassages(n uint32, r *row, words uint32) Extent {
	first := uint32(b.Passages.Len())
	at, _ := skipWords(r.tokens, r.titleWords)
	for _, p := range r.passages {
		b.Passages.Append(Passage{Article: n, Start: uint32(p.span.Start), End: uint32(p.span.End), Words: uint16(p.words), at: words + uint32(at), holds: r.heldIn(p.span), Wording: b.wording(p.content)})
		size, _ := skipWords(r.tokens[at:], p.words)
		at += size
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

func (b *builder) addStatements(n uint32, r *row, variants []uint32, published Period, words uint32) Extent {
	first := uint32(b.Statements.Len())
	for _, s := range r.statements {
		c := Statement{Article: n, Index: uint32(s.index), Start: uint32(s.whole.Start), End: uint32(s.whole.End), NameVariant: Nobody, Cue: number(&b.cues, s.cue, &b.Cues),
			Words: uint32(s.words), at: words + uint32(s.at), uses: uint32(b.uses.Len()), Content: s.content, When: s.said, Kind: number(&b.kinds, string(s.kind), &b.Kinds)}
		if s.speaker >= 0 && s.speaker < len(variants) {
			c.NameVariant = variants[s.speaker]
		}
		if !s.said.Known() {
			c.When = published
		}
		b.uses.AppendAll([]byte(s.uses)...)
		b.Statements.Append(c)
		b.Speakers.Append(c.NameVariant)
	}
	return Extent{first, uint32(b.Statements.Len())}
}

func (b *builder) addEvents(n uint32, r *row, words uint32) Extent {
	first := uint32(b.Events.Len())
	for _, e := range r.events {
		b.Events.Append(Event{Article: n, Index: uint32(e.index), Value: number(&b.values, e.value, &b.Values),
			words: uint32(e.words), at: words + uint32(e.at), own: e.own, Sentence: bytesOf(e.sentence), Date: e.date, Content: e.content, Possible: e.possible})
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
		if e.own {
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
