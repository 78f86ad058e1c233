package segment

import (
	"bytes"
	"hash/crc32"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/journal"
	"github.com/briefing-bot/briefing-bot/index/internal/period"
	"github.com/briefing-bot/briefing-bot/index/internal/termfile"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
	"github.com/briefing-bot/briefing-bot/index/internal/words"
)

// Shown is the minimum confidence of a statement that is shown at all.
const Shown = 0.5

// CertainConfidence is the minimum confidence of a statement that is attributed
// to its speaker. Below it, its words are found without a speaker.
const CertainConfidence = 0.6

// The fields of Bleve hold stems. Each kind of document has its own. The words of
// statements and events are almost always words of the passages that they stand in; only those
// with others, cut out of the middle of a word, are documents.
const (
	FieldTitle     = "h" // of an article
	FieldPassage   = "t"
	FieldStatement = "s" // of the content
	FieldEvent     = "e" // of the sentence
)

// kindOf is the kind of the documents with a field.
var kindOf = map[string]byte{FieldTitle: termfile.KindArticle, FieldPassage: termfile.KindPassage, FieldStatement: 's', FieldEvent: 'e'}

// document is what Bleve indexes of one passage or article, or of a statement or event
// with words of its own: the terms of its field.
type document struct {
	id    string
	field string
	terms []string
}

// documentBuilder turns records into rows and documents. It must be used by one
// goroutine at a time.
type documentBuilder struct {
	analyzer *text.Analyzer
	encoder  *words.Encoder // of the article that is built
}

// build returns the row and the documents of one record.
func (p *documentBuilder) build(r article.Record, slot uint32) (*journal.Row, []document) {
	out := &journal.Row{ID: r.ID, Group: r.Group, Source: r.Source, Language: r.Annotation.Language, Version: r.Version, Extraction: r.Extraction,
		Length: len(r.Text), Checksum: crc32.ChecksumIEEE([]byte(r.Text)), Published: r.Published, Added: r.Added}
	if out.Group == "" {
		out.Group = r.ID
	}
	p.encoder.Reset(r.Text)
	head := document{id: documentID(slot, 'a', 0)}
	if out.TitleWords = p.encoder.Title(r.Title); out.TitleWords > 0 {
		head.field, head.terms = FieldTitle, p.encoder.Stems(0, out.TitleWords)
	}
	entries := p.passages(out, r.Text, slot)
	entries = append(entries, p.statements(out, r, slot)...)
	entries = append(entries, p.events(out, r, slot)...)
	out.People = rowPeople(r)
	out.Tokens = bytes.Clone(p.encoder.Bytes())
	return out, append(entries, head)
}

func (p *documentBuilder) passages(out *journal.Row, body string, slot uint32) []document {
	var entries []document
	for i, span := range text.Passages(body) {
		first, many := p.encoder.Passage(span)
		out.Passages = append(out.Passages, journal.Passage{Span: span, Words: many, Content: contentHash(body, span)})
		entries = append(entries, document{id: documentID(slot, 'p', i), field: FieldPassage, terms: p.encoder.Stems(first, many)})
	}
	return entries
}

func (p *documentBuilder) statements(out *journal.Row, r article.Record, slot uint32) []document {
	var entries []document
	for i, s := range r.Annotation.Statements {
		if s.Confidence < Shown || !inside(r.Text, s.Content) {
			continue
		}
		content, first := p.encoder.Content(s.Content)
		speaker := s.Speaker
		if s.Confidence < CertainConfidence {
			speaker = article.Nobody
		}
		cue := p.analyzer.Words(s.Cue.Of(r.Text))
		entries = append(entries, document{id: documentID(slot, 's', len(out.Statements)), field: FieldStatement, terms: p.encoder.Stems(first, len(content))})
		out.Statements = append(out.Statements, journal.Statement{Index: i, Speaker: speaker, Whole: wholeOf(s.Content), Kind: s.Kind, Said: period.OfDate(s.Said),
			Cue: stemTexts(cue), Words: len(content), At: p.encoder.Offset(first), Content: contentHash(r.Text, s.Content...), Uses: words.PackUses(text.TopicUses(r.Text, content))})
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

func (p *documentBuilder) events(out *journal.Row, r article.Record, slot uint32) []document {
	var entries []document
	for i, e := range r.Events {
		date := period.OfDate(e.Date)
		if !inside(r.Text, []article.Span{e.Sentence}) {
			continue
		}
		content, first := p.encoder.Content([]article.Span{e.Sentence})
		own := !p.encoder.Within(e.Sentence, first, len(content))
		if own {
			entries = append(entries, document{id: documentID(slot, 'e', len(out.Events)), field: FieldEvent, terms: p.encoder.Stems(first, len(content))})
		}
		out.Events = append(out.Events, journal.Event{Index: i, Date: date, Value: e.Date.Value, Sentence: e.Sentence,
			Possible: e.Possible, Words: len(content), At: p.encoder.Offset(first), Own: own, Content: contentHash(r.Text, e.Sentence)})
	}
	return entries
}

func rowPeople(r article.Record) []journal.Person {
	var out []journal.Person
	for _, p := range r.Annotation.People {
		person := journal.Person{Name: p.Name, Variants: p.Variants}
		for _, span := range p.Roles {
			if inside(r.Text, []article.Span{span}) {
				person.Roles = append(person.Roles, journal.Role{Span: span, Text: span.Of(r.Text)})
			}
		}
		out = append(out, person)
	}
	return out
}

// stemTexts returns the stems of words, separated by blanks.
func stemTexts(words []text.Word) string {
	var b strings.Builder
	for _, w := range words {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		if w.Joined {
			b.WriteByte('+')
		}
		b.WriteString(w.Stem)
	}
	return b.String()
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

// documentID returns the name of a document: the slot of its article, its kind
// (a, p, s or e) and its number among the article's passages, statements or events.
func documentID(slot uint32, kind byte, n int) string {
	return termfile.Name{Kind: kind, Slot: slot, Number: uint32(n)}.ID()
}
