package record

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/wire"
)

// Findings is what extraction found in one version of an article. What decided about a
// statement (article.Statement.Why) is not kept: it is for people who look at the
// extraction itself.
type Findings struct {
	Extraction int // extract.Version that made it
	Annotation article.Annotation
	Events     []article.Event
}

// The flags of a statement: which of its fields are there.
const (
	fragment = 1 << iota
	hasCue
	hasSource
	hasInner
	hasSaid
	hasSpeakerConfidence
	hasSentence
)

// The words that Findings hold as numbers; any other is written as it is. Their order is
// part of the layout.
var (
	kinds     = []article.Kind{article.Direct, article.Indirect, article.Mixed}
	dateTypes = []article.DateType{"", article.DateDate, article.DateTime, article.DateDuration, article.DateSet}
)

// Append appends the record to out.
func (f *Findings) Append(out []byte) []byte {
	w := findingsWriter{Writer: wire.Writer{Bytes: out}}
	a := &f.Annotation
	w.Uint(uint64(f.Extraction))
	w.String(a.Language)
	wire.Count(&w.Writer, a.Dates)
	for i := range a.Dates {
		w.newDate(&a.Dates[i])
	}
	w.dates = a.Dates
	wire.Count(&w.Writer, a.People)
	for i := range a.People {
		w.person(&a.People[i])
	}
	w.at = 0
	wire.Count(&w.Writer, a.Statements)
	for i := range a.Statements {
		w.statement(&a.Statements[i])
	}
	w.at = 0
	wire.Count(&w.Writer, f.Events)
	for i := range f.Events {
		w.date(&f.Events[i].Date)
		w.span(f.Events[i].Sentence)
		w.Byte(flag(f.Events[i].Possible, 1))
	}
	return w.Bytes
}

// findingsWriter writes spans by their distance from the span before, and a date that is
// one of the annotation's as its place among them.
type findingsWriter struct {
	wire.Writer
	at    int // start of the last span
	dates []article.Date
	next  int // the date after the last one that was found among dates
}

func (w *findingsWriter) span(s article.Span) {
	w.Int(s.Start - w.at)
	w.Int(s.Len())
	w.at = s.Start
}

func (w *findingsWriter) spans(all []article.Span) {
	wire.Count(&w.Writer, all)
	for _, s := range all {
		w.span(s)
	}
}

// date writes the place of d among the annotation's dates, from 1, or 0 and d itself.
// Dates mostly come in their order, so the search begins behind the last one.
func (w *findingsWriter) date(d *article.Date) {
	for i := range w.dates {
		if n := (w.next + i) % len(w.dates); same(&w.dates[n], d) {
			w.Uint(uint64(n) + 1)
			w.next = n
			return
		}
	}
	w.Uint(0)
	w.newDate(d)
}

// same reports whether two dates are equal, their zones too.
func same(a, b *article.Date) bool {
	if a.Span != b.Span || a.Type != b.Type || a.Value != b.Value || a.Precision != b.Precision || !a.From.Equal(b.From) || !a.To.Equal(b.To) {
		return false
	}
	_, zoneA := a.From.Zone()
	_, zoneB := b.From.Zone()
	_, endA := a.To.Zone()
	_, endB := b.To.Zone()
	return zoneA == zoneB && endA == endB
}

func (w *findingsWriter) newDate(d *article.Date) {
	w.span(d.Span)
	word(&w.Writer, dateTypes, d.Type)
	w.String(d.Value)
	w.Byte(byte(d.Precision))
	w.Time(d.From)
	w.Time(d.To)
}

func (w *findingsWriter) person(p *article.Person) {
	w.String(p.Name)
	wire.Count(&w.Writer, p.Variants)
	for _, v := range p.Variants {
		w.String(v)
	}
	w.at = 0
	w.spans(p.Roles)
	w.at = 0
	w.spans(p.Mentions)
}

func (w *findingsWriter) statement(s *article.Statement) {
	hasDate := !same(&s.Said, &article.Date{})
	w.Byte(flag(s.Fragment, fragment) | flag(s.Cue != article.Span{}, hasCue) | flag(s.Source != article.Span{}, hasSource) |
		flag(s.Inner != article.Span{}, hasInner) | flag(hasDate, hasSaid) | flag(s.SpeakerConfidence != 0, hasSpeakerConfidence) |
		flag(s.Sentence != article.Span{}, hasSentence))
	word(&w.Writer, kinds, s.Kind)
	w.spans(s.Content)
	for _, part := range []article.Span{s.Cue, s.Source, s.Inner, s.Sentence} {
		if (part != article.Span{}) {
			w.span(part)
		}
	}
	w.Int(s.Speaker)
	w.Float(s.Confidence)
	if s.SpeakerConfidence != 0 {
		w.Float(s.SpeakerConfidence)
	}
	if hasDate {
		w.date(&s.Said)
	}
}

// word writes the place of a word in a list, or, behind the list's length, the word.
func word[W ~string](w *wire.Writer, known []W, v W) {
	if n := slices.Index(known, v); n >= 0 {
		w.Byte(byte(n))
		return
	}
	w.Byte(byte(len(known)))
	w.String(string(v))
}

// Parse reads what Append wrote.
func (f *Findings) Parse(data []byte) error {
	r := findingsReader{Reader: wire.NewReader(data)}
	a := &f.Annotation
	f.Extraction = int(r.Uint())
	a.Language = r.String()
	a.Dates = wire.List[article.Date](r.Reader)
	for i := range a.Dates {
		a.Dates[i] = r.newDate()
	}
	r.dates = a.Dates
	a.People = wire.List[article.Person](r.Reader)
	for i := range a.People {
		r.person(&a.People[i])
	}
	r.at = 0
	a.Statements = wire.List[article.Statement](r.Reader)
	for i := range a.Statements {
		r.statement(&a.Statements[i])
	}
	r.at = 0
	f.Events = wire.List[article.Event](r.Reader)
	for i := range f.Events {
		f.Events[i] = article.Event{Date: r.date(), Sentence: r.span(), Possible: r.Byte() == 1}
	}
	return r.End()
}

// findingsReader reads what a findingsWriter wrote.
type findingsReader struct {
	*wire.Reader
	at    int
	dates []article.Date
}

func (r *findingsReader) span() article.Span {
	r.at += r.Int()
	return article.Span{Start: r.at, End: r.at + r.Int()}
}

func (r *findingsReader) spans() []article.Span {
	out := wire.List[article.Span](r.Reader)
	for i := range out {
		out[i] = r.span()
	}
	return out
}

func (r *findingsReader) date() article.Date {
	switch n := r.Uint(); {
	case n == 0:
		return r.newDate()
	case n <= uint64(len(r.dates)):
		return r.dates[n-1]
	}
	r.Fail()
	return article.Date{}
}

func (r *findingsReader) newDate() article.Date {
	return article.Date{Span: r.span(), Type: readWord(r.Reader, dateTypes), Value: r.String(), Precision: article.Precision(r.Byte()),
		From: r.Time(), To: r.Time()}
}

func (r *findingsReader) person(p *article.Person) {
	p.Name = r.String()
	p.Variants = wire.List[string](r.Reader)
	for i := range p.Variants {
		p.Variants[i] = r.String()
	}
	r.at = 0
	p.Roles = r.spans()
	r.at = 0
	p.Mentions = r.spans()
}

func (r *findingsReader) statement(s *article.Statement) {
	flags := r.Byte()
	s.Fragment = flags&fragment != 0
	s.Kind = readWord(r.Reader, kinds)
	s.Content = r.spans()
	for _, part := range []struct {
		bit  byte
		span *article.Span
	}{{hasCue, &s.Cue}, {hasSource, &s.Source}, {hasInner, &s.Inner}, {hasSentence, &s.Sentence}} {
		if flags&part.bit != 0 {
			*part.span = r.span()
		}
	}
	s.Speaker, s.Confidence = r.Int(), r.Float()
	if flags&hasSpeakerConfidence != 0 {
		s.SpeakerConfidence = r.Float()
	}
	if flags&hasSaid != 0 {
		s.Said = r.date()
	}
}

// readWord reads what word wrote.
func readWord[W ~string](r *wire.Reader, known []W) W {
	switch n := int(r.Byte()); {
	case n < len(known):
		return known[n]
	case n == len(known):
		return W(r.String())
	}
	r.Fail()
	return ""
}
