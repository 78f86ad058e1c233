package quotecheck

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Surroundings tell what the words of a match are taken out of. All are false where no
// statement has the words, or statements of several persons do.
type Surroundings struct {
	Before, After bool // the printed sentence has words before them, and after them
	Inner         bool // they are in quotation marks of their own within what is said
	SecondHand    bool // the speaker gives them as somebody else's: "quoted him as saying"
	Denied        bool // the speaker denies or rejects them: "denied that"
	Unsaid        bool // the speaker does not say them: "never said"
}

// Surroundings returns what the words of m are taken out of.
func (m Match) Surroundings() Surroundings {
	if len(m.Statements) == 0 || m.Joined || len(m.Parts) == 0 {
		return Surroundings{}
	}
	text := m.Record.Text
	first := m.Record.Annotation.Statements[m.Statements[0]]
	last := m.Record.Annotation.Statements[m.Statements[len(m.Statements)-1]]
	out := Surroundings{
		Before: goesBefore(text, first.Content, m.Parts[0].Start),
		After:  goesAfter(text, last.Content, m.Parts[len(m.Parts)-1].End),
	}
	if len(m.Statements) == 1 {
		cue := strings.ToLower(first.Cue.Of(text))
		out.Inner = first.Kind == article.Direct && m.inInnerMarks(first.Content)
		out.SecondHand = quotingCue.MatchString(cue)
		out.Denied = first.Kind != article.Direct && denyingCue.MatchString(cue)
		out.Unsaid = first.Kind != article.Direct && !out.Denied && negatedCue.MatchString(cue)
	}
	return out
}

var (
	quotingCue = regexp.MustCompile(`\b(?:quot(?:e|es|ed|ing)|cit(?:e|es|ed|ing))\b`)
	denyingCue = regexp.MustCompile(`\b(?:den(?:y|ies|ied|ying)|reject\w*|refut\w+|rebut\w*|dismiss\w*|disput\w+|contradict\w*|doubt\w*)\b`)
	negatedCue = regexp.MustCompile(`\b(?:not|never|nor|neither)\b|n['’]t\b`)
)

const (
	sentenceEnds = ".!?…"
	openingMarks = "“„«‘‹"
)

// goesBefore reports whether a sentence has words of what is said before at.
func goesBefore(text string, content []article.Span, at int) bool {
	for i, c := range content {
		if at < c.Start || at > c.End {
			continue
		}
		before := text[c.Start:at]
		words := strings.TrimRightFunc(before, noLetter)
		gap := before[len(words):]
		if words == "" { // the first of these words
			return i > 0 && goesOn(text, content[i-1], c)
		}
		return !strings.ContainsAny(gap, sentenceEnds+openingMarks+"\n") && !strings.Contains(gap, ` "`) && !strings.Contains(gap, " '")
	}
	return false
}

// goesAfter reports whether a sentence has words of what is said after at.
func goesAfter(text string, content []article.Span, at int) bool {
	for i, c := range content {
		if at < c.Start || at > c.End {
			continue
		}
		after := text[at:c.End]
		words := strings.TrimLeftFunc(after, noLetter)
		gap := after[:len(after)-len(words)]
		if words == "" {
			return i+1 < len(content) && goesOn(text, c, content[i+1])
		}
		return !strings.ContainsAny(gap, sentenceEnds+"”»›\n\"") && !strings.HasPrefix(gap, "'") && !strings.HasPrefix(gap, "’")
	}
	return false
}

func noLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// goesOn reports whether a sentence goes on after the words that interrupt it: neither
// it nor they end before the next part, or that begins with a small letter.
func goesOn(text string, part, next article.Span) bool {
	first := strings.TrimLeftFunc(next.Of(text), noLetter)
	r, _ := utf8.DecodeRuneInString(first)
	return unicode.IsLower(r) || !ended(part.Of(text)) && !ended(text[part.End:next.Start])
}

// ended reports whether a text ends with the end of a sentence, whatever marks follow.
func ended(text string) bool {
	words := strings.TrimRightFunc(text, noLetter)
	return strings.ContainsAny(text[len(words):], sentenceEnds)
}

// inInnerMarks reports whether all parts of a match are within quotation marks that are
// themselves within quoted words.
func (m Match) inInnerMarks(content []article.Span) bool {
	for _, p := range m.Parts {
		inside := false
		for i, c := range content {
			if p.Start >= c.Start && p.End <= c.End {
				if i > 0 {
					c.Start += outerMark(c.Of(m.Record.Text))
				}
				inside = innerMarks(m.Record.Text[c.Start:c.End], p.Start-c.Start, p.End-c.Start)
			}
		}
		if !inside {
			return false
		}
	}
	return true
}

// outerMark returns the length of the quotation mark that what is said goes on with after an interruption, which is
// its own: in “It leaks,” she said. “It always did.” the mark before It.
func outerMark(text string) int {
	r, size := utf8.DecodeRuneInString(text)
	if r != '"' && !strings.ContainsRune(openingMarks, r) {
		return 0
	}
	return size
}

// innerMarks reports whether the words from start to end of quoted text are within one
// pair of marks of any form. A mark that is not closed reaches to the end of the text.
func innerMarks(text string, start, end int) bool {
	var closing rune
	opened := 0
	for i, r := range text {
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		_, size := utf8.DecodeRuneInString(text[i:])
		after, _ := utf8.DecodeRuneInString(text[i+size:])
		switch {
		case closing == 0 && strings.ContainsRune(openingMarks, r), closing == 0 && (r == '"' || r == '\'') && noLetter(before) && !noLetter(after):
			closing, opened = closes[r], i
		case closing != 0 && (r == closing || r == '”' && closing == '“') && noLetter(after):
			if opened < start && i >= end {
				return true
			}
			closing = 0
		}
	}
	return closing != 0 && opened < start
}

// closes are the marks that close a quotation, by the one that opens it.
var closes = map[rune]rune{'“': '”', '„': '“', '«': '»', '‘': '’', '‹': '›', '"': '"', '\'': '\''}
