package index

import (
	"hash/crc32"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// CertainConfidence is the confidence from which a statement is under its
// speaker's name. Below it its words are found, but it is nobody's.
const CertainConfidence = 0.6

// The fields of Bleve. Each kind of entry has its own.
const (
	fieldRow       = "r" // of an article: its row
	fieldTitle     = "h" // of an article: stems, with positions
	fieldPassage   = "t" // stems, with positions
	fieldStatement = "s" // stems of the content
	fieldExact     = "w" // folded words of the content, with positions
	fieldEvent     = "e" // stems of the sentence, with positions
)

// entry is what one passage, statement, event or article gives to Bleve: the
// terms of its fields, parted by blanks. A term after a + stands at the place
// of the one before it.
type entry struct {
	id     string
	fields map[string]string
	row    []byte
}

// preparer turns records into rows and entries. It is for one goroutine.
type preparer struct{ stems *text.Analyzer }

// prepare cuts up one record.
func (p *preparer) prepare(r article.Record, slot uint32) (*row, []entry) {
	out := &row{id: r.ID, group: r.Group, source: r.Source, version: r.Version, extraction: r.Extraction,
		length: len(r.Text), checksum: crc32.ChecksumIEEE([]byte(r.Text)), published: r.Published, added: r.Added}
	if out.group == "" {
		out.group = r.ID
	}
	title := p.stems.Words(r.Title)
	out.titleWords = len(title)
	entries := p.passages(out, r, slot)
	entries = append(entries, p.statements(out, r, slot)...)
	entries = append(entries, p.events(out, r, slot)...)
	out.people = rowPeople(r)
	head := entry{id: entryID(slot, 'a', 0), fields: map[string]string{}, row: out.pack()}
	if len(title) > 0 {
		head.fields[fieldTitle] = stemTerms(title)
	}
	return out, append(entries, head)
}

func (p *preparer) passages(out *row, r article.Record, slot uint32) []entry {
	var entries []entry
	for i, span := range text.Passages(r.Text) {
		words := p.stems.Words(span.Of(r.Text))
		out.passages = append(out.passages, rowPassage{span, len(words), contentHash(r.Text, span)})
		entries = append(entries, entry{id: entryID(slot, 'p', i), fields: map[string]string{fieldPassage: stemTerms(words)}})
	}
	return entries
}

func (p *preparer) statements(out *row, r article.Record, slot uint32) []entry {
	var entries []entry
	for i, s := range r.Annotation.Statements {
		if s.Confidence < Shown || !inside(r.Text, s.Content) {
			continue
		}
		words := p.contentWords(r.Text, s.Content)
		speaker := s.Speaker
		if s.Confidence < CertainConfidence {
			speaker = article.Nobody
		}
		cue := p.stems.Words(s.Cue.Of(r.Text))
		id := entryID(slot, 's', len(out.statements))
		out.statements = append(out.statements, rowStatement{index: i, speaker: speaker, whole: wholeOf(s.Content), kind: s.Kind, said: datePeriod(s.Said),
			cue: stemTerms(cue), words: len(words), content: contentHash(r.Text, s.Content...), topic: text.TopicWords(r.Text, words)})
		entries = append(entries, entry{id: id, fields: map[string]string{fieldStatement: stemTerms(words), fieldExact: exactTerms(words)}})
	}
	return entries
}

// wholeOf reaches from the first byte of spans to the last.
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

// inside says whether all spans lie in text: a record with others is damaged.
func inside(text string, spans []article.Span) bool {
	for _, s := range spans {
		if s.Start < 0 || s.Start > s.End || s.End > len(text) {
			return false
		}
	}
	return true
}

// contentWords returns the words of all spans of body.
func (p *preparer) contentWords(body string, spans []article.Span) []text.Word {
	var out []text.Word
	for _, s := range spans {
		for _, w := range p.stems.Words(s.Of(body)) {
			w.Start, w.End = w.Start+s.Start, w.End+s.Start
			out = append(out, w)
		}
	}
	return out
}

func (p *preparer) events(out *row, r article.Record, slot uint32) []entry {
	var entries []entry
	for i, e := range r.Events {
		date := datePeriod(e.Date)
		if !inside(r.Text, []article.Span{e.Sentence}) {
			continue
		}
		words := p.stems.Words(e.Sentence.Of(r.Text))
		id := entryID(slot, 'e', len(out.events))
		out.events = append(out.events, rowEvent{index: i, date: date, value: e.Date.Value, sentence: e.Sentence,
			possible: e.Possible, words: len(words), content: contentHash(r.Text, e.Sentence)})
		entries = append(entries, entry{id: id, fields: map[string]string{fieldEvent: stemTerms(words)}})
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

// stemTerms are the stems of words as the fields of an entry hold them.
func stemTerms(words []text.Word) string {
	var b strings.Builder
	for _, w := range words {
		writeTerm(&b, w.Stem, w.Joined)
	}
	return b.String()
}

// exactTerms are the folded words.
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

// contentHash is equal for texts of equal wording. The parts of an interrupted
// quotation are compared as one text.
func contentHash(body string, spans ...article.Span) uint64 {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = s.Of(body)
	}
	return text.Hash(article.Wording(strings.Join(parts, " ")))
}
