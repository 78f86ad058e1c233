package layout

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// rewriteCharacters decodes character references, drops what nobody sees, and writes
// blanks, line ends and ligatures in their plain form.
func rewriteCharacters(r *rewriter) {
	text := r.text
	for i := 0; i < len(text); {
		c := text[i]
		if plainByte[c] {
			i++
			continue
		}
		size, with, changed := character(text, i)
		if changed {
			r.replace(i, i+size, with)
		}
		i += size
	}
}

// plainByte holds the bytes with which nothing begins that character changes.
var plainByte = func() (plain [256]bool) {
	for c := range plain {
		plain[c] = true
	}
	for _, c := range "&\r\v\f*_" {
		plain[c] = false
	}
	for _, lead := range []byte{0xC2, 0xE2, 0xE3, 0xEF} {
		plain[lead] = false
	}
	return plain
}()

// character returns how many bytes from i on are read as one, as what, and whether
// that differs from what is there.
func character(text string, i int) (size int, with string, changed bool) {
	switch text[i] {
	case '&':
		return reference(text, i)
	case '\r':
		if i+1 < len(text) && text[i+1] == '\n' {
			return 2, "\n", true
		}
		return 1, "\n", true
	case '\v', '\f':
		return 1, "\n", true
	case '*', '_':
		if i+1 < len(text) && text[i+1] == text[i] && (i+2 == len(text) || text[i+2] != text[i]) && (i == 0 || text[i-1] != text[i]) {
			return 2, "", true // the marks of bold type in Markdown
		}
		return 1, "", false
	}
	c, size := utf8.DecodeRuneInString(text[i:])
	if c == softHyphen {
		size += lineEnd(text[i+size:])
	}
	with, changed = plainForm(c)
	return size, with, changed
}

const softHyphen = '\u00ad'

// lineEnd returns the length of a line break that text begins with, and of the blanks after it.
func lineEnd(text string) int {
	rest := strings.TrimLeft(text, "\r")
	if !strings.HasPrefix(rest, "\n") {
		return 0
	}
	return len(text) - len(strings.TrimLeft(rest[1:], " \t"))
}

// plainForm returns what c is read as, and whether that is something else.
func plainForm(c rune) (string, bool) {
	switch {
	case c == softHyphen, c >= 0x200B && c <= 0x200F, c >= 0x202A && c <= 0x202E, c >= 0x2060 && c <= 0x206F, c == 0xFEFF:
		return "", true
	case c == 0x00A0, c >= 0x2000 && c <= 0x200A, c == 0x202F, c == 0x205F, c == 0x3000:
		return " ", true
	case c == 0x0085, c == 0x2028, c == 0x2029:
		return "\n", true
	case c >= 0xFB00 && c <= 0xFB06:
		return ligatures[c-0xFB00], true
	}
	return "", false
}

// ligatures are the Latin ones of Unicode, from U+FB00.
var ligatures = [...]string{"ff", "fi", "fl", "ffi", "ffl", "st", "st"}

const (
	maxReference = 32 // bytes of a character reference
	maxEncoded   = 3  // how often one may have been encoded: &amp;amp;quot;
)

// reference reads the character reference that begins at i.
func reference(text string, i int) (size int, with string, changed bool) {
	end := i + 1
	for range maxEncoded {
		n := strings.IndexByte(text[end:min(len(text), end+maxReference)], ';')
		if n < 0 || strings.IndexFunc(text[end:end+n], notInReference) >= 0 {
			break
		}
		decoded := html.UnescapeString("&" + text[end:end+n+1])
		if strings.HasSuffix(decoded, ";") && decoded != ";" {
			break
		}
		end += n + 1
		with, changed = decoded, true
		if decoded != "&" {
			break
		}
	}
	if !changed {
		return 1, "", false
	}
	if c, width := utf8.DecodeRuneInString(with); width == len(with) {
		if form, other := plainForm(c); other {
			with = form
		}
	}
	return end - i, with, true
}

// notInReference reports whether c cannot be in the name or number of a character reference.
func notInReference(c rune) bool {
	return c >= utf8.RuneSelf || c != '#' && !unicode.IsLetter(c) && !unicode.IsDigit(c)
}
