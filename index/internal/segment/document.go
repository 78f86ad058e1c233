package segment

import (
	"hash/crc32"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Shown is the minimum confidence of a statement that is shown at all.
const Shown = 0.5

// CertainConfidence is the minimum confidence of a statement that is attributed
// to its speaker. Below it, its words are found without a speaker.
const CertainConfidence = 0.6

// The fields of Bleve. Each kind of document has its own.
const (
	fieldRow       = "r" // of an article: its row
	FieldTitle     = "h" // of an article: stems, with positions
	FieldPassage   = "t" // stems, with positions
	FieldStatement = "s" // stems of the content
	FieldExact     = "w" // folded words of the content, with positions
	FieldEvent     = "e" // stems of the sentence, with positions
)

// document is what Bleve indexes of one passage, statement, event or article:
// the terms of its fields, separated by blanks. A term with a leading + has the
// position of the term before it.
type document struct {
	id     string
	fields map[string]string
	row    []byte
}

// documentBuilder turns records into rows and documents. It must be used by one
// goroutine at a time.
type documentBuilder struct{ analyzer *text.Analyzer }

// build returns the row and the documents of one record.
func (p *documentBuilder) build(r article.Record, slot uint32) (*row, []document) {
	out := &row{id: r.ID, group: r.Group, source: r.Source, language: r.Annotation.Language, version: r.Version, extraction: r.Extraction,
		length: len(r.Text), checksum: crc32.ChecksumIEEE([]byte(r.Text)), published: r.Published, added: r.Added}
	if out.group == "" {
		out.group = r.ID
	}
	title := p.analyzer.Words(r.Title)
	out.titleWords = len(title)
	entries := p.passages(out, r, slot)
	entries = append(entries, p.statements(out, r, slot)...)
	entries = append(entries, p.events(out, r, slot)...)
	out.people = rowPeople(r)
	head := document{id: documentID(slot, 'a', 0), fields: map[string]string{}, row: out.pack()}
	if len(title) > 0 {
		head.fields[FieldTitle] = stemTerms(title)
	}
	return out, append(entries, head)
}

func (p *documentBuilder) passages(out *row, r article.Record, slot uint32) []document {
	var entries []document
	for i, span := range text.Passages(r.Text) {
		words := p.analyzer.Words(span.Of(r.Text))
		out.passages = append(out.passages, rowPassage{span, len(words), contentHash(r.Text, span)})
		entries = append(entries, document{id: documentID(slot, 'p', i), fields: map[string]string{FieldPassage: stemTerms(words)}})
	}
	return entries
}

func (p *documentBuilder) statements(out *row, r article.Record, slot uint32) []document {
	var entries []document
	for i, s := range r.Annotation.Statements {
		if s.Confidence < Shown || !inside(r.Text, s.Content) {
			continue
		}
		words := ContentWords(p.analyzer, r.Text, s.Content)
		speaker := s.Speaker
		if s.Confidence < CertainConfidence {
			speaker = article.Nobody
		}
		cue := p.analyzer.Words(s.Cue.Of(r.Text))
		id := documentID(slot, 's', len(out.statements))
		out.statements = append(out.statements, rowStatement{index: i, speaker: speaker, whole: wholeOf(s.Content), kind: s.Kind, said: datePeriod(s.Said),
			cue: stemTerms(cue), words: len(words), content: contentHash(r.Text, s.Content...), topic: text.TopicWords(r.Text, words)})
		entries = append(entries, document{id: id, fields: map[string]string{FieldStatement: stemTerms(words), FieldExact: exactTerms(words)}})
	}
	return entries
}

// wholeOf returns the span from the first byte of spans to the last.
func wholeOf(spans []article.Span) article.Span {
	var out article.Span
	for i, s := range spans {
		if i == 0 {
			out = s
		}
		out = article.Span{Start: min(out.Start, s.Start), End: max(out.End, s.End)}
	}
	return out
}

// inside reports whether all spans lie in text: a record with others is damaged.
func inside(text string, spans []article.Span) bool {
	for _, s := range spans {
		if s.Start < 0 || s.Start > s.End || s.End > len(text) {
			return false
		}
	}
	return true
}

// ContentWords returns the words of all spans of body.
func ContentWords(analyzer *text.Analyzer, body string, spans []article.Span) []text.Word {
	var out []text.Word
	for _, s := range spans {
		for _, w := range analyzer.Words(s.Of(body)) {
			w.Start, w.End = w.Start+s.Start, w.End+s.Start
			out = append(out, w)
		}
	}
	return out
}

func (p *documentBuilder) events(out *row, r article.Record, slot uint32) []document {
	var entries []document
	for i, e := range r.Events {
		date := datePeriod(e.Date)
		if !inside(r.Text, []article.Span{e.Sentence}) {
			continue
		}
		words := p.analyzer.Words(e.Sentence.Of(r.Text))
		id := documentID(slot, 'e', len(out.events))
		out.events = append(out.events, rowEvent{index: i, date: date, value: e.Date.Value, sentence: e.Sentence,
			possible: e.Possible, words: len(words), content: contentHash(r.Text, e.Sentence)})
		entries = append(entries, document{id: id, fields: map[string]string{FieldEvent: stemTerms(words)}})
	}
	return entries
}

func rowPeople(r article.Record) []rowPerson {
	var out []rowPerson
	for _, p := range r.Annotation.People {
		person := rowPerson{name: p.Name, variants: p.Variants}
		for _, span := range p.Roles {
			if inside(r.Text, []article.Span{span}) {
				person.roles = append(person.roles, rowRole{span, span.Of(r.Text)})
			}
		}
		out = append(out, person)
	}
	return out
}

// stemTerms returns the stems of words in the form of a document's field.
func stemTerms(words []text.Word) string {
	var b strings.Builder
	for _, w := range words {
		writeTerm(&b, w.Stem, w.Joined)
	}
	return b.String()
}

// exactTerms returns the folded words in the form of a document's field.
func exactTerms(words []text.Word) string {
	var b strings.Builder
	for _, w := range words {
		writeTerm(&b, w.Form, w.Joined)
	}
	return b.String()
}

func writeTerm(b *strings.Builder, term string, joined bool) {
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	if joined {
		b.WriteByte('+')
	}
	b.WriteString(term)
}

// contentHash returns a hash that is equal for texts of equal wording. The parts
// of an interrupted quotation are compared as one text.
func contentHash(body string, spans ...article.Span) uint64 {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = s.Of(body)
	}
	return text.Hash(article.Wording(strings.Join(parts, " ")))
}
