package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// rewriteLines joins the lines of wrapped paragraphs, drops the marks of quoted mail,
// and gives a full stop to paragraphs that lack one.
func rewriteLines(r *rewriter) {
	w := newWrapping(r.text, findLines(r.text))
	first := 0 // line of the paragraph
	for i, l := range w.lines {
		switch {
		case i > 0 && w.soft[i]:
			w.join(r, i)
		default:
			first = i
			if l.quoted > 0 {
				r.replace(l.from, l.start, "")
			}
		}
		if !l.blank() && (i+1 == len(w.lines) || !w.soft[i+1]) && lacksStop(r.text[w.lines[first].start:l.end]) {
			r.replace(l.end, l.end, ".")
		}
	}
}

// findLines cuts text into lines.
func findLines(text string) []line {
	out := make([]line, 0, strings.Count(text, "\n")+1)
	for from := 0; from <= len(text); {
		n := strings.IndexByte(text[from:], '\n')
		if n < 0 {
			n = len(text) - from
		}
		out = append(out, readLine(text, from, from+n))
		from += n + 1
	}
	return out
}

func readLine(text string, from, end int) line {
	l := line{from: from, start: from, end: end}
	for ; l.start < end && strings.IndexByte("> \t", text[l.start]) >= 0; l.start++ {
		switch text[l.start] {
		case '>':
			l.quoted++
			l.indent = 0
		case ' ':
			l.indent++
		case '\t':
			l.indent += 8
		}
	}
	for l.end > l.start && (text[l.end-1] == ' ' || text[l.end-1] == '\t') {
		l.end--
	}
	content := text[l.start:l.end]
	l.width = l.indent + utf8.RuneCountInString(content[:min(len(content), 4*maxWrapped)])
	if content != "" {
		l.shape = shapeOf(content)
	}
	return l
}

func shapeOf(content string) (s lineShape) {
	if c, _ := utf8.DecodeRuneInString(content); unicode.IsLower(c) {
		s |= startsLower
	}
	if isOpen(content) {
		s |= endsOpen
		if bare := strings.TrimRight(content, closers); len(bare) < len(content) && strings.HasSuffix(bare, ",") {
			s |= endsQuote
		}
		if word := lastWord(content); linking[word] || len(word) > 2 && strings.HasSuffix(word, "-") {
			s |= endsLinked
		}
	}
	if isItem(content) {
		s |= item
	}
	if len(content) <= maxWrapped && isCapitals(content) {
		s |= capitals
	}
	if strings.ContainsRune(content, '\t') || strings.Contains(content, "   ") || strings.Count(content, "|") > 1 {
		s |= columns
	}
	return s
}

// closers are the marks that may follow the end of a sentence.
const closers = "”\"’')]»"

// isOpen reports whether content ends within a sentence.
func isOpen(content string) bool {
	c, _ := utf8.DecodeLastRuneInString(strings.TrimRight(content, closers))
	return !strings.ContainsRune(".?!…:", c)
}

// lastWord returns the last word of content in lower case, "" if a mark follows it.
func lastWord(content string) string {
	return strings.ToLower(content[strings.LastIndexByte(content, ' ')+1:])
}

// isCapitals reports whether content is two words or more of which no letter is small.
func isCapitals(content string) bool {
	letters := 0
	for _, c := range content {
		if unicode.IsLower(c) {
			return false
		}
		if unicode.IsUpper(c) {
			letters++
		}
	}
	return letters > 5 && strings.Contains(content, " ")
}

// isItem reports whether content begins like something that begins a line: a bullet, a
// number, a time or a label.
func isItem(content string) bool {
	c, size := utf8.DecodeRuneInString(content)
	rest := content[size:]
	switch {
	case strings.ContainsRune("-–•*·▪●◦‣", c):
		return strings.HasPrefix(rest, " ")
	case c == '—' || c == '―':
		return true
	case c == '[' || c == '(':
		return numbered(rest)
	case c >= '0' && c <= '9':
		return numbered(content)
	}
	return Label(content) > 0
}

// numbered reports whether content begins with an item's number or with a time of day.
func numbered(content string) bool {
	rest := strings.TrimLeft(content, "0123456789")
	digits := len(content) - len(rest)
	switch {
	case digits == 0 || digits > 2 || len(rest) < 2:
		return false
	case (rest[0] == '.' || rest[0] == ')') && rest[1] == ' ':
		return true
	}
	return Clock(content) > 0
}

const (
	minSentence = 5   // words from which on a paragraph may be a sentence
	shortWord   = 4   // bytes of words that a title writes small, too
	maxJudged   = 400 // bytes of a paragraph that are looked at
)

// lacksStop reports whether a paragraph is a sentence that ends without its full stop. A
// title, in which most words begin with capitals, is none.
func lacksStop(paragraph string) bool {
	c, _ := utf8.DecodeLastRuneInString(strings.TrimRight(paragraph, closers))
	if !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '%' {
		return false
	}
	words, small, large := 0, 0, 0
	for word := range strings.FieldsSeq(paragraph[max(0, len(paragraph)-maxJudged):]) {
		words++
		c, _ := utf8.DecodeRuneInString(word)
		switch {
		case len(word) < shortWord:
		case unicode.IsLower(c):
			small++
		case unicode.IsUpper(c):
			large++
		}
	}
	return words >= minSentence && small > large
}
