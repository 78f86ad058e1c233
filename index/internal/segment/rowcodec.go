package segment

import (
	"errors"
	"hash/fnv"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/period"
	"github.com/briefing-bot/briefing-bot/index/internal/wire"
	"github.com/briefing-bot/briefing-bot/index/internal/words"
)

// row is everything that the columns hold of one article, as the journal stores it until the
// next checkpoint.
type row struct {
	id, group, source   string
	language            string // of the text, as BCP 47 names it; "" if it does not tell
	version, extraction int
	length              int // of the text in bytes
	titleWords          int
	checksum            uint32 // CRC-32 of the text
	published           article.Moment
	added               time.Time
	people              []rowPerson
	passages            []rowPassage
	statements          []rowStatement
	events              []rowEvent
	tokens              []byte // the words of title and passages by number, then others of statements and events
}

type rowPerson struct {
	name     string
	variants []string
	roles    []rowRole
}

type rowRole struct {
	span article.Span
	text string
}

type rowPassage struct {
	span    article.Span
	words   int
	content uint64 // hash of the wording
}

type rowStatement struct {
	index, speaker int          // speaker: of people, or article.Nobody where not certain
	whole          article.Span // first to last byte of the content
	kind           article.Kind
	said           period.Period
	cue            string // stems of the cue's words
	words, at      int    // of the content, and where they begin in tokens
	content        uint64 // hash of the content's wording
	uses           string // how the words that carry a topic are used, two a byte; see text.TopicUses
}

type rowEvent struct {
	index    int
	date     period.Period
	value    string
	sentence article.Span
	possible bool
	words    int
	at       int  // where they begin in tokens
	own      bool // they are not all words of the passages that it is in
	content  uint64
}

var errRow = errors.New("a row of an article cannot be read")

// fingerprint returns a hash of all that can be found of the article. The numbers of
// words are left out, which depend on what was added before.
func (r *row) fingerprint() uint64 {
	same := *r
	same.added = time.Time{}
	p := &packer{Writer: wire.NewSealed(), wordless: true}
	same.packTo(p)
	sum := fnv.New64a()
	sum.Write(p.Bytes)
	return sum.Sum64()
}

// packer writes rows.
type packer struct {
	wire.Writer
	wordless bool // leaves out numbers of words and where they are
}

func (p *packer) flag(set bool) {
	if set {
		p.Byte(1)
	} else {
		p.Byte(0)
	}
}

// place packs a number of words, and where they begin in the row's tokens.
func (p *packer) place(words, at int) {
	p.Int(words)
	if !p.wordless {
		p.Int(at)
	}
}
func (p *packer) span(s article.Span) { p.Int(s.Start); p.Int(s.Len()) }

// pack returns the row's bytes with their checksum.
func (r *row) pack() []byte {
	p := &packer{Writer: wire.NewSealed()}
	r.packTo(p)
	return p.Sealed()
}

func (r *row) packTo(p *packer) {
	p.String(r.id)
	p.String(r.group)
	p.String(r.source)
	p.String(r.language)
	for _, v := range []int{r.version, r.extraction, r.length, r.titleWords} {
		p.Int(v)
	}
	p.Uint(uint64(r.checksum))
	r.packTimes(p)
	r.packPeople(p)
	r.packPassages(p)
	r.packStatements(p)
	r.packEvents(p)
	if !p.wordless {
		p.String(string(r.tokens))
	}
}

func (r *row) packTimes(p *packer) {
	p.Int(int(r.published.Precision))
	p.Int(int(r.published.Time.Unix()))
	_, offset := r.published.Time.Zone()
	p.Int(offset)
	p.Int(int(r.added.Unix()))
}

func (r *row) packPeople(p *packer) {
	wire.Count(&p.Writer, r.people)
	for _, person := range r.people {
		p.String(person.name)
		wire.Count(&p.Writer, person.variants)
		for _, v := range person.variants {
			p.String(v)
		}
		wire.Count(&p.Writer, person.roles)
		for _, role := range person.roles {
			p.span(role.span)
			p.String(role.text)
		}
	}
}

func (r *row) packPassages(p *packer) {
	wire.Count(&p.Writer, r.passages)
	for _, passage := range r.passages {
		p.span(passage.span)
		p.Int(passage.words)
		p.Fixed(passage.content)
	}
}

func (r *row) packStatements(p *packer) {
	wire.Count(&p.Writer, r.statements)
	for _, s := range r.statements {
		p.Int(s.index)
		p.Int(s.speaker)
		p.span(s.whole)
		p.String(string(s.kind))
		s.said.Pack(&p.Writer)
		p.String(s.cue)
		p.place(s.words, s.at)
		p.Fixed(s.content)
		p.String(s.uses)
	}
}

func (r *row) packEvents(p *packer) {
	wire.Count(&p.Writer, r.events)
	for _, e := range r.events {
		p.Int(e.index)
		e.date.Pack(&p.Writer)
		p.String(e.value)
		p.span(e.sentence)
		p.flag(e.possible)
		p.place(e.words, e.at)
		p.flag(e.own && !p.wordless)
		p.Fixed(e.content)
	}
}

// unpacker reads what a packer wrote.
type unpacker struct{ *wire.Reader }

func (u unpacker) flag() bool { return u.Byte() == 1 }

func (u unpacker) span() article.Span {
	start := u.Int()
	return article.Span{Start: start, End: start + u.Int()}
}

// unpackRow reads a row; the error says that its bytes are damaged.
func unpackRow(data []byte) (*row, error) {
	reader, ok := wire.Unseal(data)
	if !ok {
		return nil, errRow
	}
	u := unpacker{reader}
	r := &row{id: u.String(), group: u.String(), source: u.String(), language: u.String(),
		version: u.Int(), extraction: u.Int(), length: u.Int(), titleWords: u.Int(), checksum: uint32(u.Uint())}
	r.published.Precision = article.Precision(u.Int())
	seconds := int64(u.Int())
	r.published.Time = time.Unix(seconds, 0).In(time.FixedZone("", u.Int()))
	r.added = time.Unix(int64(u.Int()), 0)
	r.unpackPeople(u)
	r.unpackPassages(u)
	r.unpackStatements(u)
	r.unpackEvents(u)
	r.tokens = []byte(u.String())
	if u.End() != nil || !r.placed() {
		return nil, errRow
	}
	return r, nil
}

// placed reports whether the words of all units lie in tokens.
func (r *row) placed() bool {
	at, ok := words.Skip(r.tokens, r.titleWords)
	for _, p := range r.passages {
		n, all := words.Skip(r.tokens[at:], p.words)
		at, ok = at+n, ok && all
	}
	holds := func(at, many int) bool {
		if at < 0 || at > len(r.tokens) {
			return false
		}
		_, all := words.Skip(r.tokens[at:], many)
		return all
	}
	for _, s := range r.statements {
		ok = ok && holds(s.at, s.words)
	}
	for _, e := range r.events {
		ok = ok && holds(e.at, e.words)
	}
	return ok
}

// heldIn returns what a passage holds.
func (r *row) heldIn(passage article.Span) uint16 {
	for _, e := range r.events {
		if !e.own && e.sentence.Overlaps(passage) {
			return holdsEvent
		}
	}
	return 0
}

func (r *row) unpackPeople(u unpacker) {
	r.people = wire.List[rowPerson](u.Reader)
	for i := range r.people {
		p := &r.people[i]
		p.name = u.String()
		p.variants = wire.List[string](u.Reader)
		for j := range p.variants {
			p.variants[j] = u.String()
		}
		p.roles = wire.List[rowRole](u.Reader)
		for j := range p.roles {
			p.roles[j] = rowRole{u.span(), u.String()}
		}
	}
}

func (r *row) unpackPassages(u unpacker) {
	r.passages = wire.List[rowPassage](u.Reader)
	for i := range r.passages {
		r.passages[i] = rowPassage{u.span(), u.Int(), u.Fixed()}
	}
}

func (r *row) unpackStatements(u unpacker) {
	r.statements = wire.List[rowStatement](u.Reader)
	for i := range r.statements {
		r.statements[i] = rowStatement{index: u.Int(), speaker: u.Int(), whole: u.span(), kind: article.Kind(u.String()),
			said: period.Unpack(u.Reader), cue: u.String(), words: u.Int(), at: u.Int(), content: u.Fixed(), uses: u.String()}
	}
}

func (r *row) unpackEvents(u unpacker) {
	r.events = wire.List[rowEvent](u.Reader)
	for i := range r.events {
		r.events[i] = rowEvent{index: u.Int(), date: period.Unpack(u.Reader), value: u.String(), sentence: u.span(),
			possible: u.flag(), words: u.Int(), at: u.Int(), own: u.flag(), content: u.Fixed()}
	}
}
