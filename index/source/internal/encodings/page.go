package encodings

import (
	"bytes"
	"fmt"
	"mime"
	"regexp"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// Mark may begin a file; it is no part of its text.
var Mark = []byte("\uFEFF")

// Page returns a page's characters as UTF-8.
func Page(data []byte, contentType string) ([]byte, error) {
	enc, name := pageEncoding(data, contentType)
	if name == "utf-8" {
		if !utf8.Valid(data) {
			return nil, fmt.Errorf("it declares UTF-8 but is not valid UTF-8 (at byte %d)", InvalidAt(string(data)))
		}
		return decodedTwice(bytes.TrimPrefix(data, Mark)), nil
	}
	decoded, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return nil, fmt.Errorf("its characters cannot be decoded as %s: %w", name, err)
	}
	return decoded, nil
}

// metaCharset matches the encoding that a page declares in a meta element or an
// XML declaration.
var metaCharset = regexp.MustCompile(`(?i)<(?:meta\s[^>]*?charset|\?xml\s[^>]*?encoding)\s*=\s*["']?\s*([a-z0-9_:.-]+)`)

// pageEncoding returns the encoding of a page and its name. What is valid UTF-8
// with other letters than ASCII's is UTF-8, whatever is declared: no other text
// looks like it. Else HTTP's word counts before the page's own, which may stand
// further down than browsers look for it.
func pageEncoding(data []byte, contentType string) (encoding.Encoding, string) {
	if utf8.Valid(data) && bytes.ContainsFunc(data, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return encoding.Nop, "utf-8"
	}
	var declared []string
	if _, parameters, err := mime.ParseMediaType(contentType); err == nil {
		declared = append(declared, parameters["charset"])
	}
	if m := metaCharset.FindSubmatch(data[:min(len(data), sniffed)]); m != nil {
		declared = append(declared, string(m[1]))
	}
	for _, label := range declared {
		if enc, name := charset.Lookup(label); enc != nil && !(name == "utf-16le" || name == "utf-16be") {
			return enc, name
		}
	}
	if utf8.Valid(data) {
		return encoding.Nop, "utf-8"
	}
	return charmap.Windows1252, "windows-1252"
}

// decodedTwice returns page as it was before somebody took its UTF-8 for
// windows-1252 and encoded it once more ("â€™" for "’"); a page of which that is
// not certain is returned as it is.
func decodedTwice(page []byte) []byte {
	var once []byte
	foreign := 0
	for _, r := range string(page) {
		if r < utf8.RuneSelf {
			once = append(once, byte(r))
			continue
		}
		b, ok := SingleByte(r)
		if !ok {
			return page
		}
		once = append(once, b)
		foreign++
	}
	if foreign == 0 || !utf8.Valid(once) {
		return page
	}
	return once
}

// SingleByte returns the byte of r in windows-1252; the bytes that it leaves open
// stand for the control characters of the same number.
func SingleByte(r rune) (byte, bool) {
	if b, ok := charmap.Windows1252.EncodeRune(r); ok {
		return b, true
	}
	return byte(r), r >= 0x80 && r <= 0x9f
}

// InvalidAt returns the offset of the first invalid byte of text.
func InvalidAt(text string) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(text)
}
