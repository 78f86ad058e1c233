package index

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

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

// builder appends rows to columns.
type builder struct {
	columns
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
	b := &builder{analyzer: text.NewAnalyzer(), stemNumbers: map[string]uint32{}, printedOf: map[string]uint32{}, byID: map[string]uint32{}, groupOf: interner{}, cueOf: interner{}, sourceOf: interner{}, valueOf: interner{},
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
	n := uint32(len(b.printed))
	printed = strings.Clone(printed)
	b.printedOf[printed] = n
	b.printed = append(b.printed, printed)
	b.upper = append(b.upper, text.Capitalized(printed))
	b.folded = append(b.folded, b.foldedWord(text.FoldWord(printed)))
	return n
}

// foldedWord is the number of a folded word.
func (b *builder) foldedWord(w string) uint32 {
	n := b.wordOf.number(w, &b.words)
	if int(n) < len(b.stems) {
		return n
	}
	stem := b.analyzer.Stem(w)
	first, ok := b.stemNumbers[stem]
	if !ok {
		first = n
		b.stemNumbers[strings.Clone(stem)] = n
	}
	b.stems, b.dull = append(b.stems, first), append(b.dull, b.dullStems[stem])
	return n
}

// add appends the row of an article whose documents are named by slot.
func (b *builder) add(slot uint32, r *row) {
	n := uint32(len(b.articles))
	a := articleColumn{id: r.id, group: b.groupOf.number(r.group, &b.groups), source: b.sourceOf.number(r.source, &b.sources), slot: slot,
		version: r.version, extraction: r.extraction, published: r.published, when: momentPeriod(r.published),
		added: r.added.Unix(), length: r.length, checksum: r.checksum, titleWords: r.titleWords, fingerprint: r.fingerprint()}
	variants := b.addPeople(n, r)
	a.passages = b.addPassages(n, r)
	for _, p := range r.passages {
		a.words += uint32(p.words)
	}
	a.statements = b.addStatements(n, r, variants, a.when)
	a.events = b.addEvents(n, r)
	b.articles = append(b.articles, a)
	if int(n/64) >= len(b.dead) {
		b.dead = append(b.dead, 0)
	}
	b.byID[r.id] = n
	b.count(&a, 1)
}

// count adds an article to the totals, or takes it off them where sign is -1.
func (b *builder) count(a *articleColumn, sign int) {
	t := &b.alive
	t.articles += sign
	t.titleWords += sign * a.titleWords
	t.passages += sign * int(a.passages.end-a.passages.first)
	t.statements += sign * int(a.statements.end-a.statements.first)
	t.events += sign * int(a.events.end-a.events.first)
	for _, p := range b.passages[a.passages.first:a.passages.end] {
		t.passageWords += sign * int(p.words)
	}
	for _, s := range b.statements[a.statements.first:a.statements.end] {
		t.statementWords += sign * int(s.words)
	}
	for _, e := range b.events[a.events.first:a.events.end] {
		t.eventWords += sign * int(e.words)
	}
}

// remove marks an article as dead; dead is copied first, for others read it.
func (b *builder) remove(id string) {
	n, ok := b.byID[id]
	if !ok {
		return
	}
	b.count(&b.articles[n], -1)
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
			number = uint32(len(b.nameVariants))
			b.nameVariants = append(b.nameVariants, nameVariant{name: p.name, variants: p.variants})
			b.nameVariantOf[key] = number
		}
		out[i] = number
		for _, role := range p.roles {
			b.roles = append(b.roles, roleColumn{number, n, role.span, role.text})
		}
	}
	return out
}

// addPassages appends the passages of article n. Passages of equal words share
// one wording; near-equal ones do not, since a single word can reverse the meaning.
func (b *builder) addPassages(n uint32, r *row) extent {
	first := uint32(len(b.passages))
	for _, p := range r.passages {
		wording, known := b.wordingOf[p.content]
		if !known {
			wording = b.wordings
			b.wordings++
			b.wordingOf[p.content] = wording
		}
		b.passages = append(b.passages, passageColumn{article: n, start: uint32(p.span.Start), end: uint32(p.span.End), words: uint32(p.words), wording: wording})
	}
	return extent{first, uint32(len(b.passages))}
}

func (b *builder) addStatements(n uint32, r *row, variants []uint32, published period) extent {
	first := uint32(len(b.statements))
	for _, s := range r.statements {
		c := statementColumn{article: n, index: uint32(s.index), start: uint32(s.whole.Start), end: uint32(s.whole.End), nameVariant: nobody, cue: b.cueOf.number(s.cue, &b.cues),
			words: uint32(s.words), content: s.content, when: s.said, kind: s.kind}
		if s.speaker >= 0 && s.speaker < len(variants) {
			c.nameVariant = variants[s.speaker]
		}
		if !s.said.known() {
			c.when = published
		}
		c.topic.first = uint32(len(b.topics))
		for w := range strings.FieldsSeq(s.topic) {
			b.topics = append(b.topics, b.topicWord(w))
		}
		c.topic.end = uint32(len(b.topics))
		b.statements = append(b.statements, c)
	}
	return extent{first, uint32(len(b.statements))}
}

func (b *builder) addEvents(n uint32, r *row) extent {
	first := uint32(len(b.events))
	for _, e := range r.events {
		b.events = append(b.events, eventColumn{article: n, index: uint32(e.index), value: b.valueOf.number(e.value, &b.values),
			words: uint32(e.words), sentence: e.sentence, date: e.date, content: e.content, possible: e.possible})
	}
	return extent{first, uint32(len(b.events))}
}
