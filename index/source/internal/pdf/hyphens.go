package pdf

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode"
)

//go:embed words/english.txt.gz
var englishGzip []byte

// english lists English words, sorted. A line's hyphen only divides a word if the joined form
// is such a word.
var english = sync.OnceValue(func() []string {
	z, err := gzip.NewReader(bytes.NewReader(englishGzip))
	if err != nil {
		panic(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		panic(err)
	}
	words := strings.Split(strings.TrimSpace(string(text)), "\n")
	return slices.DeleteFunc(words, func(w string) bool { return strings.HasPrefix(w, "#") })
})

// isEnglish reports whether a word is in the list, in small letters.
func isEnglish(w string) bool {
	_, found := slices.BinarySearch(english(), w)
	return found
}

// divided makes text of lines: it tells the hyphens that divide words at the ends of lines from
// those that belong to the words.
type divided struct {
	words     map[string]bool // within lines, in small letters
	compounds map[string]bool // those with a hyphen
	special   bool            // words are divided with another character than compounds have
	divides   bool            // hyphens at the ends of lines mostly divide words
	ended     bool            // lines that end between words have a blank there
}

// newDivided learns from the words within lines how the file divides words.
func newDivided(paragraphs []paragraph) *divided {
	d := &divided{words: map[string]bool{}, compounds: map[string]bool{}}
	within, atEnd := map[rune]bool{}, map[rune]bool{}
	for _, p := range paragraphs {
		for i, l := range p.lines {
			words := strings.Fields(runes(l))
			if i+1 < len(p.lines) && endsWithHyphen(l) {
				atEnd[l.glyphs[len(l.glyphs)-1].r] = true
				words = words[:len(words)-1]
			}
			if i > 0 && len(words) > 0 && endsWithHyphen(p.lines[i-1]) {
				words = words[1:]
			}
			for _, w := range words {
				w = key(w)
				for _, r := range w {
					within[r] = true
				}
				if strings.ContainsFunc(w, isHyphen) {
					d.compounds[plainHyphens(w)] = true
				}
				for part := range strings.FieldsFuncSeq(w, isHyphen) {
					d.words[part] = true
				}
			}
		}
	}
	d.special = atEnd['\u2010'] && !within['\u2010']
	d.divides = d.mostlyDivides(paragraphs)
	d.ended = endedLines(paragraphs)
	return d
}

// mostlyDivides reports whether the hyphens at the ends of lines divide words, as a program sets
// them, rather than belong to them, as where a program breaks lines only there.
func (d *divided) mostlyDivides(paragraphs []paragraph) bool {
	divides, doubtful := 0, 0
	for _, p := range paragraphs {
		for i := range p.lines[:len(p.lines)-1] {
			if !endsWithHyphen(p.lines[i]) {
				continue
			}
			switch a, b := d.sides(p.lines[i], p.lines[i+1]); {
			case d.isWord(a+b) && !(d.isPart(a) && d.isPart(b)) && !d.compounds[a+"-"+b]:
				divides++
			case d.isPart(a) && d.isPart(b):
				doubtful++
			}
		}
	}
	return divides > 0 && 2*divides >= doubtful
}

// endedLines reports whether nearly all lines that others follow end with a blank.
func endedLines(paragraphs []paragraph) bool {
	with, all := 0, 0
	for _, p := range paragraphs {
		for _, l := range p.lines[:len(p.lines)-1] {
			if endsWithHyphen(l) {
				continue
			}
			all++
			if l.ended {
				with++
			}
		}
	}
	return 10*with > 9*all
}

// sides returns the parts of a word before and after the hyphen at the end of a line.
func (d *divided) sides(l, next line) (string, string) {
	a, b := lastWord(l), key(firstWordText(next))
	b, _, _ = strings.Cut(b, "-") // in-the-making
	if i := strings.LastIndexByte(a, '-'); i >= 0 {
		a = a[i+1:]
	}
	return a, b
}

// isWord reports whether a word is in the file or in English written as one.
func (d *divided) isWord(w string) bool { return len(w) > 1 && (d.words[w] || isEnglish(w)) }

// isPart reports whether a word can be part of a compound: half-hearted, one-eyed.
func (d *divided) isPart(w string) bool {
	stem, adjective := strings.CutSuffix(w, "ed")
	return d.isWord(w) || adjective && len(stem) > 2 && d.isWord(stem)
}

// keeps reports whether the hyphen at the end of a line belongs to the word.
func (d *divided) keeps(l, next line) bool {
	hyphen := l.glyphs[len(l.glyphs)-1].r
	first := next.glyphs[0].r
	switch {
	case hyphen == softHyphen:
		return false
	case isAddress(l):
		return true
	case !unicode.IsLower(first), unicode.IsDigit(l.glyphs[len(l.glyphs)-2].r):
		return true // Jean-Luc, 2026-27, MID-AIR
	case hyphen == '\u2010' && d.special:
		return false
	case d.special:
		return true
	}
	a, b := d.sides(l, next)
	switch {
	case d.compounds[a+"-"+b]:
		return true
	case d.words[a+b]:
		return false
	case !d.divides:
		return true
	case isEnglish(a + b):
		return strings.Contains(" half self well ill ", " "+a+" ") && len(b) > 4 && d.isPart(b)
	}
	if isCapital(l) {
		return followsNames(b)
	}
	return d.isPart(a) && d.isPart(b)
}

// isCapital reports whether the last word of a line begins with a capital.
func isCapital(l line) bool {
	words := strings.Fields(runes(l))
	for _, r := range words[len(words)-1] {
		if unicode.IsLetter(r) {
			return unicode.IsUpper(r)
		}
	}
	return false
}

// followsNames reports whether a word is one that makes compounds with names, such as
// London-based and Stoke-on-Trent; other names are divided.
func followsNames(w string) bool {
	participle := len(w) > 4 && (strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "ing"))
	return participle && isEnglish(w) || strings.Contains(" led born wide style era run owned made like free only held on upon in by de la le sur ", " "+w+" ")
}

// isAddress reports whether a line ends within an address of the web.
func isAddress(l line) bool {
	words := strings.Fields(runes(l))
	last := words[len(words)-1]
	return strings.Contains(last, "://") || strings.HasPrefix(last, "www.") || strings.Contains(last, "@")
}

// fills reports whether a line is one word that is as wide as the column.
func fills(l line) bool {
	return len(strings.Fields(runes(l))) == 1 && !endsSentence(l) && l.right-l.x1 < 0.6*l.size && l.x0-l.left < 0.6*l.size
}

// text returns a paragraph's text on one line.
func (d *divided) text(p paragraph) string {
	var b strings.Builder
	for i, l := range p.lines {
		line := runes(l)
		if i+1 == len(p.lines) {
			b.WriteString(line)
			break
		}
		switch next := p.lines[i+1]; {
		case !endsWithHyphen(l):
			b.WriteString(line)
			if !gluesNext(l) && !(isAddress(l) && (d.ended && !l.ended || fills(l))) {
				b.WriteString(" ")
			}
		case d.keeps(l, next):
			b.WriteString(line)
		default:
			_, size := lastRune(line)
			b.WriteString(line[:len(line)-size])
		}
	}
	return strings.TrimSpace(strings.ReplaceAll(b.String(), string(softHyphen), ""))
}

// gluesNext reports whether no blank stands between a line and the next: a dash or a slash between
// words without blanks around it, or a letter of a script that has none.
func gluesNext(l line) bool {
	n := len(l.glyphs)
	last := l.glyphs[n-1]
	if unicode.In(last.r, unicode.Han, unicode.Hiragana, unicode.Katakana) {
		return true
	}
	return n > 1 && !last.blank && strings.ContainsRune("/—–", last.r)
}

// runes returns a line's text.
func runes(l line) string {
	var b strings.Builder
	for _, g := range l.glyphs {
		if g.blank && b.Len() > 0 {
			b.WriteByte(' ')
		}
		if s, ok := ligatures[g.r]; ok {
			b.WriteString(s)
			continue
		}
		b.WriteRune(g.r)
	}
	return b.String()
}

// ligatures are letters that are printed as one, and what stands for the marks of lists in
// fonts of signs.
var ligatures = map[rune]string{'ﬀ': "ff", 'ﬁ': "fi", 'ﬂ': "fl", 'ﬃ': "ffi", 'ﬄ': "ffl", 'ﬅ': "st", 'ﬆ': "st", '\uf0b7': "•", '\uf0a7': "▪"}

// key returns a word in small letters without the marks around it.
func key(w string) string {
	return strings.ToLower(strings.TrimFunc(strings.ReplaceAll(w, string(softHyphen), ""), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

func plainHyphens(w string) string { return strings.ReplaceAll(w, "\u2010", "-") }

// lastWord returns the last word of a line that ends with a hyphen.
func lastWord(l line) string {
	words := strings.Fields(runes(l))
	return plainHyphens(key(words[len(words)-1]))
}

func firstWordText(l line) string {
	words := strings.Fields(runes(l))
	return plainHyphens(words[0])
}

func lastRune(s string) (rune, int) {
	rs := []rune(s)
	return rs[len(rs)-1], len(string(rs[len(rs)-1]))
}

// endsSentence reports whether a line ends as a sentence does.
func endsSentence(l line) bool {
	for _, v := range slices.Backward(l.glyphs) {
		switch r := v.r; {
		case strings.ContainsRune(`"”’')]»“`, r):
		case v.size < 0.8*l.size: // the mark of a footnote
		default:
			return strings.ContainsRune(".!?…:", r)
		}
	}
	return false
}
