package layout

import (
	"embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
)

// wrapping tells which line breaks of a text are within paragraphs.
type wrapping struct {
	text    string
	lines   []line
	soft    []bool // of each line, whether it goes on with the paragraph of the line before
	fill    int    // columns that a full line and the next one's first word take at least; 0 if the text is not wrapped
	hanging bool   // paragraphs begin left of their other lines
	hyphens hyphens
}

func newWrapping(text string, lines []line) *wrapping {
	w := &wrapping{text: text, lines: lines}
	if single := singleSpaced(lines); single != nil {
		w.lines = single
		if w.measure(); w.fill == 0 {
			w.lines = lines
		}
	}
	w.soft = make([]bool, len(w.lines))
	w.measure()
	for i := 1; i < len(w.lines); i++ {
		w.soft[i] = w.joins(i)
	}
	w.hyphens = findHyphens(w)
	return w
}

// minDoubled is how many lines with a blank line after each a text has at least that may be
// double-spaced.
const minDoubled = 4

// singleSpaced returns the lines of a text without one blank line after each, if it has a blank
// line after nearly every line; nil if it has not. Whether those blank lines stand between
// paragraphs, the words tell.
func singleSpaced(lines []line) []line {
	doubled, single := 0, 0
	for i := 1; i < len(lines); i++ {
		switch {
		case lines[i-1].blank():
		case lines[i].blank():
			doubled++
		default:
			single++
		}
	}
	if doubled < minDoubled || single*10 > doubled {
		return nil
	}
	out := make([]line, 0, len(lines)-doubled)
	for i, l := range lines {
		if !l.blank() || i == 0 || lines[i-1].blank() {
			out = append(out, l)
		}
	}
	return out
}

// minWrappedShare is the share of line breaks that fall plainly within a sentence in
// a wrapped text: one in minWrappedShare.
const minWrappedShare = 5

// maxLongShare is the share of lines that are too wide for a wrapped text, at most: one in maxLongShare.
const maxLongShare = 4

// measure finds out whether, and how wide, the text is wrapped: by the line breaks that
// are plainly within sentences.
func (w *wrapping) measure() {
	var sums []int
	breaks, hanging, indented, full, long := 0, 0, 0, 0, 0
	for i := 1; i < len(w.lines); i++ {
		a, b := w.lines[i-1], w.lines[i]
		if !b.blank() {
			full++
		}
		if b.width > maxWrapped {
			long++
		}
		if a.blank() || b.blank() || a.width > maxWrapped {
			continue
		}
		breaks++
		if w.certain(i) {
			sums = append(sums, w.filled(i))
		}
		if i == 1 || w.lines[i-2].blank() {
			switch {
			case b.indent > a.indent:
				hanging++
			case b.indent < a.indent:
				indented++
			}
		}
	}
	w.fill, w.hanging = 0, hanging > indented
	if len(sums)*minWrappedShare >= breaks && long*maxLongShare <= full && len(sums) > 0 {
		slices.Sort(sums)
		w.fill = sums[len(sums)/10]
	}
}

// minLine is the width from which on a line may be one that was wrapped.
const minLine = 24

// certain reports whether the break before line i is within a sentence, by the words on
// both sides of it.
func (w *wrapping) certain(i int) bool {
	a, b := w.lines[i-1], w.lines[i]
	if a.is(endsQuote) && a.quoted == b.quoted && !b.is(item) {
		return true // “…,” and who said it
	}
	return a.is(endsOpen) && a.width >= minLine && a.quoted == b.quoted && !b.is(item) && !(a.is(columns) && b.is(columns)) &&
		(b.is(startsLower) || a.is(endsLinked))
}

// filled returns how wide line i-1 would be with the first word of line i.
func (w *wrapping) filled(i int) int {
	content := w.text[w.lines[i].start:w.lines[i].end]
	if n := strings.IndexByte(content, ' '); n >= 0 {
		content = content[:n]
	}
	return w.lines[i-1].width + 1 + utf8.RuneCountInString(content)
}

// joins reports whether line i goes on with the paragraph of the line before it.
func (w *wrapping) joins(i int) bool {
	a, b := w.lines[i-1], w.lines[i]
	switch {
	case a.blank() || b.blank():
		return false
	case w.certain(i):
		return true
	case w.fill == 0, a.width > maxWrapped, a.quoted != b.quoted, a.is(columns) && b.is(columns):
		return false
	case a.is(capitals) && !b.is(capitals), !a.is(endsOpen) && (b.is(item) || b.is(capitals) && !a.is(capitals)), a.is(item) && b.is(item):
		return false
	case b.indent > a.indent+1 && !w.hanging && !a.is(item):
		return false
	}
	sum := w.filled(i)
	return sum >= w.fill || a.is(endsOpen) && !b.is(item) && sum >= w.fill*3/4
}

// join writes the break before line i as what it is within a paragraph.
func (w *wrapping) join(r *rewriter, i int) {
	a, b := w.lines[i-1], w.lines[i]
	switch before := w.text[a.start:a.end]; {
	case brokenWord(before, w.text[b.start:b.end]) && !w.hyphens.keep(w.brokenWord(i)):
		r.replace(a.end-1, b.start, "")
	case brokenWord(before, w.text[b.start:b.end]), strings.HasSuffix(before, "—") && !strings.HasSuffix(before, " —"):
		r.replace(a.end, b.start, "")
	default:
		r.replace(a.end, b.start, " ")
	}
}

// brokenWord reports whether a line ends with the hyphen of a word that goes on in the next.
func brokenWord(before, after string) bool {
	if !strings.HasSuffix(before, "-") {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(before[:len(before)-1])
	first, _ := utf8.DecodeRuneInString(after)
	return (unicode.IsLetter(last) || unicode.IsDigit(last)) && unicode.IsLetter(first)
}

// brokenWord returns the two halves of the word that is broken before line i, in lower
// case, and whether the second begins with a capital.
func (w *wrapping) brokenWord(i int) (first, second string, capital bool) {
	before := strings.TrimSuffix(w.text[w.lines[i-1].start:w.lines[i-1].end], "-")
	first = before[strings.LastIndexFunc(before, notLetter)+1:]
	after := w.text[w.lines[i].start:w.lines[i].end]
	if n := strings.IndexFunc(after, notLetter); n >= 0 {
		after = after[:n]
	}
	c, _ := utf8.DecodeRuneInString(after)
	return strings.ToLower(first), strings.ToLower(after), unicode.IsUpper(c)
}

func notLetter(c rune) bool { return !unicode.IsLetter(c) }

// hyphens tells which of the words that are broken at line ends have a hyphen of their own:
// by how the text writes them elsewhere.
//
// Its keys are the words that were looked for, its values whether they were found.
type hyphens map[string]bool

// findHyphens looks for the words that are broken at w's line ends elsewhere in its text.
func findHyphens(w *wrapping) hyphens {
	h := hyphens{}
	for i := range w.lines {
		if w.soft[i] && brokenWord(w.text[w.lines[i-1].start:w.lines[i-1].end], w.text[w.lines[i].start:w.lines[i].end]) {
			first, second, _ := w.brokenWord(i)
			for _, word := range [...]string{first, second, first + second, first + "-" + second} {
				h[word] = false
			}
		}
	}
	if len(h) == 0 {
		return nil
	}
	for word := range strings.FieldsFuncSeq(w.text, func(c rune) bool { return c != '-' && notLetter(c) }) {
		word = strings.ToLower(word)
		if _, asked := h[word]; asked {
			h[word] = true
		}
	}
	return h
}

// keep reports whether a word of two halves is written with a hyphen.
func (h hyphens) keep(first, second string, capital bool) bool {
	switch {
	case h[first+"-"+second], capital:
		return true
	case h[first+second]:
		return false
	}
	return compounding[first] || h[first] && h[second]
}

// wordFiles are the word lists of this package.
//
//go:embed words
var wordFiles embed.FS

var (
	linking     = wordlist.Set(wordFiles, "linking")     // words that end no line but a wrapped one
	compounding = wordlist.Set(wordFiles, "compounding") // first halves of words with hyphens
)
