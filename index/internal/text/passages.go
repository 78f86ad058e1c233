package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// MaxPassage is the maximum length of a passage in characters.
const MaxPassage = 1200

// maxLine is the maximum length of a line of hard-wrapped text in characters.
const maxLine = 90

// Passages returns the paragraphs of a text, each of at most MaxPassage
// characters. A blank line ends a paragraph; so does a line break, unless the
// text is hard-wrapped. Longer paragraphs are cut at sentence ends.
func Passages(text string) []article.Span {
	var out []article.Span
	for _, paragraph := range paragraphs(text) {
		out = append(out, cutLong(text, paragraph)...)
	}
	return out
}

// paragraphs returns the lines of a text; hard-wrapped lines are joined.
func paragraphs(text string) []article.Span {
	var out []article.Span
	wrapped := hardWrapped(text)
	torn := !wrapped && tornLines(text)
	open := false // the last paragraph goes on with the next line
	for start := 0; start < len(text); {
		end := len(text)
		if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
			end = start + i
		}
		line := trim(text, article.Span{Start: start, End: end})
		switch {
		case line.Len() == 0:
			open = false
		case open && line.Start == start && (wrapped || torn && goesOn(lastLine(out[len(out)-1].Of(text)))):
			out[len(out)-1].End = line.End
		default:
			out = append(out, line)
			open = true
		}
		start = end + 1
	}
	return out
}

// hardWrapped reports whether a text breaks its lines where they are full, not
// where a paragraph ends: hardly any line is long, and most are nearly full.
func hardWrapped(text string) bool {
	lines, long, full := 0, 0, 0
	for line := range strings.Lines(text) {
		length := utf8.RuneCountInString(strings.TrimSpace(line))
		switch {
		case length == 0:
			continue
		case length > maxLine:
			long++
		case length > maxLine/2:
			full++
		}
		lines++
	}
	return lines > 2 && long*20 <= lines && full*2 > lines
}

// tornLines reports whether a text has a line break within a sentence, and no line that is longer than
// lines are where they are wrapped: a letter of few lines.
func tornLines(text string) bool {
	torn, before := false, ""
	for line := range strings.Lines(text) {
		if utf8.RuneCountInString(strings.TrimSpace(line)) > maxLine {
			return false
		}
		first, _ := utf8.DecodeRuneInString(line)
		torn = torn || goesOn(before) && unicode.IsLower(first)
		before = strings.TrimSpace(line)
	}
	return torn
}

// goesOn reports whether a line is nearly full and does not end like a sentence.
func goesOn(line string) bool {
	return utf8.RuneCountInString(line) > maxLine/2 && !sentenceEnd(line) && !strings.HasSuffix(line, ":")
}

// lastLine returns the last line of a text.
func lastLine(text string) string { return text[strings.LastIndexByte(text, '\n')+1:] }

// cutLong splits a paragraph that is too long at the last sentence end that
// leaves a piece short enough, else at a blank.
func cutLong(text string, p article.Span) []article.Span {
	var out []article.Span
	for utf8.RuneCountInString(p.Of(text)) > MaxPassage {
		limit := p.Start
		for range MaxPassage {
			_, size := utf8.DecodeRuneInString(text[limit:])
			limit += size
		}
		cut := lastBreak(text[p.Start:limit]) + p.Start
		out = append(out, trim(text, article.Span{Start: p.Start, End: cut}))
		p = trim(text, article.Span{Start: cut, End: p.End})
	}
	if p.Len() > 0 {
		out = append(out, p)
	}
	return out
}

// lastBreak returns the offset of the last sentence end in s, else of its last blank, else its length.
func lastBreak(s string) int {
	blank := 0
	for i := len(s) - 1; i > len(s)/3; i-- {
		if !isBlank(s[i]) {
			continue
		}
		if blank == 0 {
			blank = i
		}
		if sentenceEnd(s[:i]) {
			return i
		}
	}
	if blank > 0 {
		return blank
	}
	return len(s)
}

// sentenceEnd reports whether s ends like a sentence, ignoring closing quotation marks and brackets.
func sentenceEnd(s string) bool {
	s = strings.TrimRight(s, "\"'”’)] ")
	return s != "" && strings.ContainsRune(".!?", rune(s[len(s)-1]))
}

// Sentences returns the sentences of a passage, cut by their punctuation alone.
func Sentences(text string) []article.Span {
	var out []article.Span
	start := 0
	for i := 1; i <= len(text); i++ {
		if i < len(text) && (!isBlank(text[i]) || !sentenceEnd(text[:i]) || endsShort(text[start:i])) {
			continue
		}
		if s := trim(text, article.Span{Start: start, End: i}); s.Len() > 0 {
			out = append(out, s)
		}
		start = i
	}
	return out
}

// endsShort reports whether a text ends in an abbreviation that a name or a number follows: Nov., Mr., J.
func endsShort(s string) bool {
	word := strings.TrimSuffix(s[strings.LastIndexAny(s, " \n\t\r(")+1:], ".")
	return word != s && strings.HasSuffix(s, ".") && (abbreviations[word] || len(word) == 1 && word >= "A" && word <= "Z")
}

// abbreviations hardly ever end a sentence.
var abbreviations = map[string]bool{"Jan": true, "Feb": true, "Mar": true, "Apr": true, "Aug": true, "Sept": true, "Sep": true, "Oct": true, "Nov": true, "Dec": true,
	"Mr": true, "Mrs": true, "Ms": true, "Dr": true, "Prof": true, "St": true, "Gen": true, "Sen": true, "Gov": true, "Rep": true, "Lt": true, "Col": true, "Capt": true,
	"Sgt": true, "Rev": true, "vs": true}

func isBlank(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

// trim returns span without white space at its ends.
func trim(text string, span article.Span) article.Span {
	s := span.Of(text)
	left := len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
	right := max(len(strings.TrimRightFunc(s, unicode.IsSpace)), left)
	return article.Span{Start: span.Start + left, End: span.Start + right}
}
