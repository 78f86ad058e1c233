package journal

import (
	"errors"
	"hash/fnv"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/period"
	"github.com/briefing-bot/briefing-bot/index/internal/wire"
)

var errRow = errors.New("a row of an article cannot be read")

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
func (r *Row) pack() []byte {
	p := &packer{Writer: wire.NewSealed()}
	r.packTo(p)
	return p.Sealed()
}

// Fingerprint returns a hash of all that can be found of the article. The numbers of
// words are left out, which depend on what was added before.
func (r *Row) Fingerprint() uint64 {
	same := *r
	same.Added = time.Time{}
	p := &packer{Writer: wire.NewSealed(), wordless: true}
	same.packTo(p)
	sum := fnv.New64a()
	sum.Write(p.Bytes)
	return sum.Sum64()
}

func (r *Row) packTo(p *packer) {
	p.String(r.ID)
	p.String(r.Group)
	p.String(r.Source)
	p.String(r.Language)
	for _, v := range []int{r.Version, r.Extraction, r.Length, r.TitleWords} {
		p.Int(v)
	}
	p.Uint(uint64(r.Checksum))
	r.packTimes(p)
	r.packPeople(p)
	r.packPassages(p)
	r.packStatements(p)
	r.packEvents(p)
	if !p.wordless {
		p.String(string(r.Tokens))
	}
}

func (r *Row) packTimes(p *packer) {
	p.Int(int(r.Published.Precision))
	p.Int(int(r.Published.Time.Unix()))
	_, offset := r.Published.Time.Zone()
	p.Int(offset)
	p.Int(int(r.Added.Unix()))
}

func (r *Row) packPeople(p *packer) {
	wire.Count(&p.Writer, r.People)
	for _, person := range r.People {
		p.String(person.Name)
		wire.Count(&p.Writer, person.Variants)
		for _, v := range person.Variants {
			p.String(v)
		}
		wire.Count(&p.Writer, person.Roles)
		for _, role := range person.Roles {
			p.span(role.Span)
			p.String(role.Text)
		}
	}
}

func (r *Row) packPassages(p *packer) {
	wire.Count(&p.Writer, r.Passages)
	for _, passage := range r.Passages {
		p.span(passage.Span)
		p.Int(passage.Words)
		p.Fixed(passage.Content)
	}
}

func (r *Row) packStatements(p *packer) {
	wire.Count(&p.Writer, r.Statements)
	for _, s := range r.Statements {
		p.Int(s.Index)
		p.Int(s.Speaker)
		p.span(s.Whole)
		p.String(string(s.Kind))
		s.Said.Pack(&p.Writer)
		p.String(s.Cue)
		p.place(s.Words, s.At)
		p.Fixed(s.Content)
		p.String(s.Uses)
	}
}

func (r *Row) packEvents(p *packer) {
	wire.Count(&p.Writer, r.Events)
	for _, e := range r.Events {
		p.Int(e.Index)
		e.Date.Pack(&p.Writer)
		p.String(e.Value)
		p.span(e.Sentence)
		p.flag(e.Possible)
		p.place(e.Words, e.At)
		p.flag(e.Own && !p.wordless)
		p.Fixed(e.Content)
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
func unpackRow(data []byte) (*Row, error) {
	reader, ok := wire.Unseal(data)
	if !ok {
		return nil, errRow
	}
	u := unpacker{reader}
	r := &Row{ID: u.String(), Group: u.String(), Source: u.String(), Language: u.String(),
		Version: u.Int(), Extraction: u.Int(), Length: u.Int(), TitleWords: u.Int(), Checksum: uint32(u.Uint())}
	r.Published.Precision = article.Precision(u.Int())
	seconds := int64(u.Int())
	r.Published.Time = time.Unix(seconds, 0).In(time.FixedZone("", u.Int()))
	r.Added = time.Unix(int64(u.Int()), 0)
	r.unpackPeople(u)
	r.unpackPassages(u)
	r.unpackStatements(u)
	r.unpackEvents(u)
	r.Tokens = []byte(u.String())
	if u.End() != nil || !r.placed() {
		return nil, errRow
	}
	return r, nil
}

func (r *Row) unpackPeople(u unpacker) {
	r.People = wire.List[Person](u.Reader)
	for i := range r.People {
		p := &r.People[i]
		p.Name = u.String()
		p.Variants = wire.List[string](u.Reader)
		for j := range p.Variants {
			p.Variants[j] = u.String()
		}
		p.Roles = wire.List[Role](u.Reader)
		for j := range p.Roles {
			p.Roles[j] = Role{u.span(), u.String()}
		}
	}
}

func (r *Row) unpackPassages(u unpacker) {
	r.Passages = wire.List[Passage](u.Reader)
	for i := range r.Passages {
		r.Passages[i] = Passage{u.span(), u.Int(), u.Fixed()}
	}
}

func (r *Row) unpackStatements(u unpacker) {
	r.Statements = wire.List[Statement](u.Reader)
	for i := range r.Statements {
		r.Statements[i] = Statement{Index: u.Int(), Speaker: u.Int(), Whole: u.span(), Kind: article.Kind(u.String()),
			Said: period.Unpack(u.Reader), Cue: u.String(), Words: u.Int(), At: u.Int(), Content: u.Fixed(), Uses: u.String()}
	}
}

func (r *Row) unpackEvents(u unpacker) {
	r.Events = wire.List[Event](u.Reader)
	for i := range r.Events {
		r.Events[i] = Event{Index: u.Int(), Date: period.Unpack(u.Reader), Value: u.String(), Sentence: u.span(),
			Possible: u.flag(), Words: u.Int(), At: u.Int(), Own: u.flag(), Content: u.Fixed()}
	}
}
