package segment

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"hash/fnv"
	"math"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// row is what the index keeps of one article beside the words: all columns are
// built from rows. It is stored in the article's own document, so that after a
// crash rows and words are of one state.
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
	said           Period
	cue            string // stems of the cue's words
	words, at      int    // of the content, and where they begin in tokens
	own            bool   // they are not all words of the passages that it is in
	content        uint64 // hash of the content's wording
	uses           string // how the words that carry a topic are used, two a byte; see text.TopicUses
}

type rowEvent struct {
	index    int
	date     Period
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
	p := &packer{buf: make([]byte, 4, 512), wordless: true}
	same.packTo(p)
	sum := fnv.New64a()
	sum.Write(p.buf)
	return sum.Sum64()
}

// packer encodes a row as variable-length numbers and strings.
type packer struct {
	buf      []byte
	wordless bool // leaves out numbers of words and where they are
}

func (p *packer) number(v int)      { p.buf = binary.AppendVarint(p.buf, int64(v)) }
func (p *packer) unsigned(v uint64) { p.buf = binary.AppendUvarint(p.buf, v) }
func (p *packer) text(s string) {
	p.unsigned(uint64(len(s)))
	p.buf = append(p.buf, s...)
}
func (p *packer) hash(h uint64) { p.buf = binary.LittleEndian.AppendUint64(p.buf, h) }
func (p *packer) flag(set bool) {
	if set {
		p.buf = append(p.buf, 1)
	} else {
		p.buf = append(p.buf, 0)
	}
}

// place packs a number of words, where they begin in the row's tokens, and whether they are
// of the unit alone.
func (p *packer) place(words, at int, own bool) {
	p.number(words)
	if !p.wordless {
		p.number(at)
		p.flag(own)
	}
}
func (p *packer) span(s article.Span) { p.number(s.Start); p.number(s.Len()) }
func (p *packer) period(d Period) {
	p.number(int(d.Precision))
	if d.Known() {
		p.number(int(d.From))
		p.number(int(d.To - d.From))
		p.number(int(d.zone))
	}
}

// pack returns the row's bytes with their checksum.
func (r *row) pack() []byte {
	p := &packer{buf: make([]byte, 4, 512)}
	r.packTo(p)
	binary.BigEndian.PutUint32(p.buf, crc32.ChecksumIEEE(p.buf[4:]))
	return p.buf
}

func (r *row) packTo(p *packer) {
	p.text(r.id)
	p.text(r.group)
	p.text(r.source)
	p.text(r.language)
	for _, v := range []int{r.version, r.extraction, r.length, r.titleWords} {
		p.number(v)
	}
	p.unsigned(uint64(r.checksum))
	r.packTimes(p)
	r.packPeople(p)
	r.packPassages(p)
	r.packStatements(p)
	r.packEvents(p)
	if !p.wordless {
		p.text(string(r.tokens))
	}
}

func (r *row) packTimes(p *packer) {
	p.number(int(r.published.Precision))
	p.number(int(r.published.Time.Unix()))
	_, offset := r.published.Time.Zone()
	p.number(offset)
	p.number(int(r.added.Unix()))
}

func (r *row) packPeople(p *packer) {
	p.number(len(r.people))
	for _, person := range r.people {
		p.text(person.name)
		p.number(len(person.variants))
		for _, v := range person.variants {
			p.text(v)
		}
		p.number(len(person.roles))
		for _, role := range person.roles {
			p.span(role.span)
			p.text(role.text)
		}
	}
}

func (r *row) packPassages(p *packer) {
	p.number(len(r.passages))
	for _, passage := range r.passages {
		p.span(passage.span)
		p.number(passage.words)
		p.hash(passage.content)
	}
}

func (r *row) packStatements(p *packer) {
	p.number(len(r.statements))
	for _, s := range r.statements {
		p.number(s.index)
		p.number(s.speaker)
		p.span(s.whole)
		p.text(string(s.kind))
		p.period(s.said)
		p.text(s.cue)
		p.place(s.words, s.at, s.own)
		p.hash(s.content)
		p.text(s.uses)
	}
}

func (r *row) packEvents(p *packer) {
	p.number(len(r.events))
	for _, e := range r.events {
		p.number(e.index)
		p.period(e.date)
		p.text(e.value)
		p.span(e.sentence)
		p.flag(e.possible)
		p.place(e.words, e.at, e.own)
		p.hash(e.content)
	}
}

// unpacker reads what packer wrote; err stays nil while all is well.
type unpacker struct {
	buf []byte
	err error
}

func (u *unpacker) number() int {
	v, n := binary.Varint(u.buf)
	u.skip(n)
	return int(v)
}

func (u *unpacker) unsigned() uint64 {
	v, n := binary.Uvarint(u.buf)
	u.skip(n)
	return v
}

func (u *unpacker) hash() uint64 {
	if len(u.buf) < 8 {
		u.err, u.buf = errRow, nil
		return 0
	}
	h := binary.LittleEndian.Uint64(u.buf)
	u.buf = u.buf[8:]
	return h
}

func (u *unpacker) flag() bool {
	if len(u.buf) == 0 {
		u.err = errRow
		return false
	}
	set := u.buf[0] == 1
	u.buf = u.buf[1:]
	return set
}

func (u *unpacker) skip(n int) {
	if n <= 0 || n > len(u.buf) {
		u.err, u.buf = errRow, nil
		return
	}
	u.buf = u.buf[n:]
}

func (u *unpacker) text() string {
	n := u.unsigned()
	if n > uint64(len(u.buf)) {
		u.err, u.buf = errRow, nil
		return ""
	}
	s := string(u.buf[:n])
	u.buf = u.buf[n:]
	return s
}

// count is how many things follow; never more than there are bytes left.
func (u *unpacker) count() int {
	n := u.number()
	if n < 0 || n > len(u.buf) {
		u.err, u.buf = errRow, nil
		return 0
	}
	return n
}

func (u *unpacker) span() article.Span {
	start := u.number()
	return article.Span{Start: start, End: start + u.number()}
}

func (u *unpacker) period() Period {
	d := Period{Precision: article.Precision(u.number())}
	if d.Known() {
		d.From = int64(u.number())
		d.To = d.From + int64(u.number())
		d.zone = int32(u.number())
	}
	return d
}

// unpackRow reads a row; the error says that its bytes are damaged.
func unpackRow(data []byte) (*row, error) {
	if len(data) < 4 || binary.BigEndian.Uint32(data) != crc32.ChecksumIEEE(data[4:]) {
		return nil, errRow
	}
	u := &unpacker{buf: data[4:]}
	r := &row{id: u.text(), group: u.text(), source: u.text(), language: u.text(),
		version: u.number(), extraction: u.number(), length: u.number(), titleWords: u.number(), checksum: uint32(u.unsigned())}
	r.published.Precision = article.Precision(u.number())
	seconds := int64(u.number())
	r.published.Time = time.Unix(seconds, 0).In(time.FixedZone("", u.number()))
	r.added = time.Unix(int64(u.number()), 0)
	r.unpackPeople(u)
	r.unpackPassages(u)
	r.unpackStatements(u)
	r.unpackEvents(u)
	r.tokens = []byte(u.text())
	if u.err == nil && !r.placed() {
		return nil, errRow
	}
	return r, u.err
}

// placed reports whether the words of all units lie in tokens.
func (r *row) placed() bool {
	at, ok := skipWords(r.tokens, r.titleWords)
	for _, p := range r.passages {
		n, all := skipWords(r.tokens[at:], p.words)
		at, ok = at+n, ok && all
	}
	holds := func(at, words int) bool {
		if at < 0 || at > len(r.tokens) {
			return false
		}
		_, all := skipWords(r.tokens[at:], words)
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
func (r *row) heldIn(passage article.Span) (holds uint16) {
	for _, s := range r.statements {
		if !s.own && s.whole.Overlaps(passage) {
			holds |= holdsStatement
			break
		}
	}
	for _, e := range r.events {
		if !e.own && e.sentence.Overlaps(passage) {
			return holds | holdsEvent
		}
	}
	return holds
}

// most is the greatest number of a word, 0 if there is none.
func (r *row) most() (n uint64) {
	for at := 0; at < len(r.tokens); {
		w, size := binary.Uvarint(r.tokens[at:])
		if size <= 0 {
			return math.MaxUint64
		}
		n, at = max(n, w), at+size
	}
	return n
}

func (r *row) unpackPeople(u *unpacker) {
	r.people = make([]rowPerson, u.count())
	for i := range r.people {
		p := &r.people[i]
		p.name = u.text()
		p.variants = make([]string, u.count())
		for j := range p.variants {
			p.variants[j] = u.text()
		}
		p.roles = make([]rowRole, u.count())
		for j := range p.roles {
			p.roles[j] = rowRole{u.span(), u.text()}
		}
	}
}

func (r *row) unpackPassages(u *unpacker) {
	r.passages = make([]rowPassage, u.count())
	for i := range r.passages {
		r.passages[i] = rowPassage{u.span(), u.number(), u.hash()}
	}
}

func (r *row) unpackStatements(u *unpacker) {
	r.statements = make([]rowStatement, u.count())
	for i := range r.statements {
		r.statements[i] = rowStatement{index: u.number(), speaker: u.number(), whole: u.span(), kind: article.Kind(u.text()),
			said: u.period(), cue: u.text(), words: u.number(), at: u.number(), own: u.flag(), content: u.hash(), uses: u.text()}
	}
}

func (r *row) unpackEvents(u *unpacker) {
	r.events = make([]rowEvent, u.count())
	for i := range r.events {
		r.events[i] = rowEvent{index: u.number(), date: u.period(), value: u.text(), sentence: u.span(),
			possible: u.flag(), words: u.number(), at: u.number(), own: u.flag(), content: u.hash()}
	}
}

// skipWords returns where so many words of encoded text end; false if it has fewer.
func skipWords(tokens []byte, words int) (end int, ok bool) {
	for ; words > 0; words-- {
		_, n := binary.Uvarint(tokens[end:])
		if n <= 0 {
			return end, false
		}
		end += n
	}
	return end, true
}
