package present

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// reported returns the sentences that report a statement, with the byte ranges of them
// that are the statement's content.
func reported(r article.Record, s article.Statement) (bot.Excerpt, []bot.Span) {
	whole := s.Sentence
	if whole.IsZero() { // an earlier version annotated the article
		whole = article.Span{Start: s.Content[0].Start, End: s.Content[len(s.Content)-1].End}
		whole = article.Span{Start: sentenceStart(r.Text, whole.Start), End: sentenceEnd(r.Text, whole.End)}
	}
	var marks []bot.Span
	for _, c := range s.Content {
		marks = append(marks, bot.Span{Start: c.Start - whole.Start, End: c.End - whole.Start})
	}
	return Excerpt(r, whole), marks
}

// Mention returns the row for the sentence in which an article names somebody, the
// name marked.
func (p Presenter) Mention(r article.Record, name article.Span) bot.Item {
	whole := article.Span{Start: sentenceStart(r.Text, name.Start), End: sentenceEnd(r.Text, name.End)}
	item := p.Passage(r, index.Words{}, whole)
	item.Marks = []bot.Span{{Start: name.Start - whole.Start, End: name.End - whole.Start}}
	item.Actions = []bot.Action{bot.Ask("Context", "context", "receipt", item.Receipt)}
	return item
}

// maxSentence is how many bytes before and after a statement are searched for the
// ends of its sentence.
const maxSentence = 600

// sentenceStart returns where the sentence that includes byte at begins: after the
// last end of one, or of a line that is none of running text.
func sentenceStart(text string, at int) int {
	limit := max(0, at-maxSentence)
	for i := at; i > limit; i-- {
		if text[i-1] != ' ' && text[i-1] != '\n' {
			continue
		}
		if endsLine(text, i-1) || endsSentence(text[:i-1]) && opens(text[i:]) {
			return i
		}
	}
	if limit == 0 {
		return 0
	}
	return at
}

// sentenceEnd returns where the sentence that includes the byte before at ends.
func sentenceEnd(text string, at int) int {
	limit := min(len(text), at+maxSentence)
	for i := at; i < limit; i++ {
		if text[i] != ' ' && text[i] != '\n' {
			continue
		}
		if endsLine(text, i) || endsSentence(text[:i]) && opens(text[i+1:]) {
			return i
		}
	}
	if limit == len(text) {
		return at + len(strings.TrimRightFunc(text[at:], unicode.IsSpace))
	}
	return at
}

// maxShortLine is the length in bytes up to which a line is no running text: a
// headline, a name, the end of a paragraph.
const maxShortLine = 50

// endsLine reports whether the byte at i is a line end at which a sentence ends: of
// a paragraph, or of a line that is too short to be wrapped.
func endsLine(text string, i int) bool {
	if text[i] != '\n' {
		return false
	}
	line := text[strings.LastIndexByte(text[:i], '\n')+1 : i]
	next, _, _ := strings.Cut(text[i+1:], "\n")
	return strings.TrimSpace(next) == "" || len(strings.TrimSpace(line)) <= maxShortLine
}

// endsSentence reports whether text ends with the end of a sentence, which no
// abbreviation is.
func endsSentence(text string) bool {
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	bare := strings.TrimRight(text, "\"”’)]»")
	if bare == "" {
		return false
	}
	switch bare[len(bare)-1] {
	case '!', '?':
		return true
	case '.':
		word := bare[strings.LastIndexAny(bare, " \n(“\"")+1 : len(bare)-1]
		first, _ := utf8.DecodeRuneInString(word)
		short := utf8.RuneCountInString(word) <= 4 && unicode.IsUpper(first) && len(text) == len(bare)
		return !short && !strings.Contains(word, ".")
	}
	return false
}

// opens reports whether text can begin a sentence.
func opens(text string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, "\"“‘(«[ "))
	return !unicode.IsLower(first)
}
