package layout

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// rewriteTags leaves out the tags of HTML that were left in the text, or written as character
// references in it: those of blocks and line breaks end a line.
func rewriteTags(r *rewriter) {
	t := tagReader{text: r.text}
	for i := 0; ; {
		n := strings.IndexByte(r.text[i:], '<')
		if n < 0 {
			return
		}
		i += n
		size, with := t.tag(i)
		if size == 0 {
			i++
			continue
		}
		r.replace(i, i+size, with)
		i += size
	}
}

// tagReader reads the tags of a text from left to right.
type tagReader struct {
	text    string
	missing []string // what was looked for, and is nowhere in the rest of the text
}

// maxTag is the length of a tag's attributes, in bytes.
const maxTag = 2000

// tag returns the length of the tag of HTML at byte i, 0 if there is none, and what is read
// for it. A comment counts as one, and a script with its end.
func (t *tagReader) tag(i int) (size int, with string) {
	text := t.text[i:]
	if strings.HasPrefix(text, "<!--") {
		return t.until(i, "-->"), ""
	}
	rest := strings.TrimPrefix(text[1:], "/")
	name := rest[:nameLen(rest)]
	element := elements[strings.ToLower(name)]
	after := rest[len(name):]
	if element == noElement || after == "" || strings.IndexByte(" \t\n/>", after[0]) < 0 {
		return 0, ""
	}
	n := tagEnd(after)
	if n == 0 {
		return 0, ""
	}
	size = len(text) - len(after) + n
	switch {
	case element == blockElement:
		return size, "\n"
	case element == hiddenElement && text[1] != '/':
		return max(size, t.until(i, "</"+name+">")), ""
	}
	return size, ""
}

// nameLen returns how many letters and digits text begins with, as many as an element's name
// may have and one more.
func nameLen(text string) int {
	n := 0
	for n < len(text) && n <= maxElement && (text[n]|0x20 >= 'a' && text[n]|0x20 <= 'z' || text[n] >= '1' && text[n] <= '6') {
		n++
	}
	return n
}

// until returns the length of the text from byte i to the end of the next mark, 0 if there is none.
func (t *tagReader) until(i int, mark string) int {
	if slices.Contains(t.missing, mark) {
		return 0
	}
	n := strings.Index(t.text[i:], mark)
	if n < 0 {
		t.missing = append(t.missing, mark)
		return 0
	}
	return n + len(mark)
}

// tagEnd returns the length of what is left of a tag after its name, 0 if it does not end.
func tagEnd(text string) int {
	quote := byte(0)
	for i := range min(len(text), maxTag) {
		switch c := text[i]; {
		case c == '<':
			return 0
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
		case c >= utf8.RuneSelf:
			return 0
		case c == '"' || c == '\'':
			if i == 0 || text[i-1] != '=' {
				return 0 // prose: “<b or not,” he said>
			}
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return 0
}

// elementKind is how an element of HTML is read.
type elementKind uint8

const (
	noElement     elementKind = iota
	inlineElement             // within a line
	blockElement              // begins and ends a line
	hiddenElement             // is not read at all
)

// maxElement is the length of the longest name in elements.
const maxElement = len("figcaption")

// elements are those of HTML that articles have.
var elements = func() map[string]elementKind {
	out := map[string]elementKind{"script": hiddenElement, "style": hiddenElement}
	for name := range strings.FieldsSeq("a abbr b cite code em font i img ins mark q s small span strong sub sup time u wbr") {
		out[name] = inlineElement
	}
	for name := range strings.FieldsSeq("address article aside blockquote body br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 head header " +
		"hr html iframe li main meta nav ol p picture pre section source table tbody td tfoot th thead title tr ul video") {
		out[name] = blockElement
	}
	return out
}()
