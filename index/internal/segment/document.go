package segment

import (
	"bytes"
	"hash/crc32"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
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
func (p *documentBuilder) build(r article.Record, slot uint32) (*row, []document) {
	out := &row{id: r.ID, group: r.Group, source: r.Source, language: r.Annotation.Language, version: r.Version, extraction: r.Extraction,
		length: len(r.Text), checksum: crc32.ChecksumIEEE([]byte(r.Text)), published: r.Published, added: r.Added}
	if out.group == "" {
		out.group = r.ID
	}
	p.encoder.Reset(r.Text)
	head := document{id: documentID(slot, 'a', 0)}
	if out.titleWords = p.encoder.Title(r.Title); out.titleWords > 0 {
		head.field, head.terms = FieldTitle, p.encoder.Stems(0, out.titleWords)
	}
	entries := p.passages(out, r.Text, slot)
	entries = append(entries, p.statements(out, r, slot)...)
	entries = append(entries, p.events(out, r, slot)...)
	out.people = rowPeople(r)
	out.tokens = bytes.Clone(p.encoder.Bytes())
	return out, append(entries, head)
}

func (p *documentBuilder) passages(out *row, body string, slot uint32) []document {
	var entries []document
	for i, span := range text.Passages(body) {
		first, many := p.encoder.Passage(span)
		out.passages = append(out.passages, rowPassage{span, many, contentHash(body, span)})
		entries = append(entries, document{id: documentID(slot, 'p', i), field: FieldPassage, terms: p.encoder.Stems(first, many)})
	}
	return entries
}

func (p *documentBuilder) statements(out *row, r article.Record, slot uint32) []document {
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
		entries = append(entries, document{id: documentID(slot, 's', len(out.statements)), field: FieldStatement, terms: p.encoder.Stems(first, len(content))})
		out.statements = append(out.statements, rowStatement{index: i, speaker: speaker, whole: wholeOf(s.Content), kind: s.Kind, said: period.OfDate(s.Said),
			cue: stemTexts(cue), words: len(content), at: p.encoder.Offset(first), content: contentHash(r.Text, s.Content...), uses: words.PackUses(text.TopicUses(r.Text, content))})
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

func (p *documentBuilder) events(out *row, r article.Record, slot uint32) []document {
	var entries []document
	for i, e := range r.Events {
		date := period.OfDate(e.Date)
		if !inside(r.Text, []article.Span{e.Sentence}) {
			continue
		}
		content, first := p.encoder.Content([]article.Span{e.Sentence})
		own := !p.encoder.Within(e.Sentence, first, len(content))
		if own {
			entries = append(entries, document{id: documentID(slot, 'e', len(out.events)), field: FieldEvent, terms: p.encoder.Stems(first, len(content))})
		}
		out.events = append(out.events, rowEvent{index: i, date: date, value: e.Date.Value, sentence: e.Sentence,
			possible: e.Possible, words: len(content), at: p.encoder.Offset(first), own: own, content: contentHash(r.Text, e.Sentence)})
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
