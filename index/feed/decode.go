package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	"strconv"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
)

// declaration finds the encoding that an XML declaration names.
var declaration = lazyregexp.New(`^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["'][^>]*\?>`)

// decode returns a document as UTF-8. What is valid UTF-8 is taken as that, whatever
// is declared: declarations are wrong far more often than other text happens to
// be valid.
func decode(data []byte, contentType string) ([]byte, error) {
	if utf16 := utf16Of(data); utf16 != nil {
		return transform(utf16, data, "UTF-16")
	}
	_, params, _ := mime.ParseMediaType(contentType)
	labels := []string{params["charset"]}
	if m := declaration.FindSubmatch(data[:min(len(data), 1024)]); m != nil {
		labels = []string{string(m[1]), params["charset"]}
	}
	escapes := bytes.IndexByte(data, 0x1b) >= 0 // ISO-2022 is written in ASCII
	if !escapes && utf8.Valid(data) {
		return bytes.TrimLeft(data, "\uFEFF"), nil
	}
	if mended := mostlyUTF8(data); mended != nil && !escapes {
		return bytes.TrimLeft(mended, "\uFEFF"), nil
	}
	for _, label := range append(labels, "windows-1252") {
		if e, name := charset.Lookup(label); e != nil && name != "utf-8" && name != "replacement" {
			return transform(e, data, name)
		}
	}
	return nil, errors.New("its characters cannot be decoded")
}

// mostlyUTF8 returns a document whose letters are those of UTF-8 but for a few bytes of
// windows-1252, as UTF-8; nil for others. Systems that cut titles by bytes leave the beginning of a
// letter, which becomes a replacement character.
func mostlyUTF8(data []byte) []byte {
	letters, strays := 0, 0
	for rest := data; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && size == 1:
			strays++
		case size > 1:
			letters++
		}
		rest = rest[size:]
	}
	const fewest = 2 // letters for each stray byte
	if letters < fewest*strays {
		return nil
	}
	out := make([]byte, 0, len(data)+3*strays)
	for rest := data; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if b := rest[0]; r == utf8.RuneError && size == 1 && b != 0xc2 && b != 0xc3 && b != 0xe2 && b != 0x80 {
			r = charmap.Windows1252.DecodeByte(b)
		}
		out = utf8.AppendRune(out, r)
		rest = rest[size:]
	}
	return out
}

// utf16Of returns the encoding of a document that begins with a byte order mark of
// UTF-16, or with a tag in it, nil for others.
func utf16Of(data []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case bytes.HasPrefix(data, []byte{'<', 0}):
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case bytes.HasPrefix(data, []byte{0, '<'}):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return nil
}

func transform(e encoding.Encoding, data []byte, name string) ([]byte, error) {
	out, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return nil, fmt.Errorf("its characters cannot be decoded as %s: %w", name, err)
	}
	return out, nil
}

// cleanXML returns an XML document as UTF-8 that says so, without what XML does not
// allow: control characters, and references to them. It refuses documents that
// only take up room.
func cleanXML(data []byte, contentType string) ([]byte, error) {
	text, err := decode(data, contentType)
	if err != nil {
		return nil, err
	}
	if m := declaration.FindSubmatchIndex(text[:min(len(text), 1024)]); m != nil {
		text = append(append(bytes.Clone(text[:m[2]]), "utf-8"...), text[m[3]:]...)
	}
	text = withoutWarnings(bytes.TrimLeft(text, " \t\r\n")) // before the declaration
	text = bytes.Map(func(r rune) rune {
		if inXML(r) {
			return r
		}
		return -1
	}, text)
	text = references.ReplaceAllFunc(text, func(ref []byte) []byte {
		if r, ok := referred(ref); ok && !inXML(r) {
			return nil
		}
		return ref
	})
	return text, checkXML(text)
}

// references are references to characters by their numbers.
var references = lazyregexp.New(`&#([0-9]{1,10}|[xX][0-9a-fA-F]{1,8});`)

// referred returns the character that a reference stands for.
func referred(ref []byte) (rune, bool) {
	digits, base := string(ref[2:len(ref)-1]), 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseInt(digits, base, 64)
	if err != nil || n > utf8.MaxRune {
		return 0, err == nil
	}
	return rune(n), true
}

// inXML reports whether XML allows a character.
func inXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000 && r <= utf8.MaxRune
}

// checkXML returns an error for a document that defines entities, or has more
// elements or deeper ones than any feed. Errors of its form are left to who reads
// it.
func checkXML(text []byte) error {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	d.CharsetReader = passCharset
	depth, elements, items := 0, 0, 0
	for {
		token, err := d.RawToken()
		if err != nil {
			return nil
		}
		switch t := token.(type) {
		case xml.Directive:
			if bytes.Contains(t, []byte("<!ENTITY")) || bytes.Contains(t, []byte("<!entity")) {
				return errors.New("it defines entities of its own, which are not read")
			}
		case xml.StartElement:
			depth++
			elements++
			if name := t.Name.Local; name == "item" || name == "entry" || name == "url" {
				items++
			}
		case xml.EndElement:
			depth--
		}
		if items > maxListed {
			return fmt.Errorf("it lists more than %d items, the limit of a feed", maxListed)
		}
		if depth > maxDepth {
			return fmt.Errorf("its elements are nested more than %d deep", maxDepth)
		}
		if elements > maxElements {
			return errElements
		}
	}
}

// passCharset is the CharsetReader of documents that are UTF-8 or of which only
// the elements' names matter.
func passCharset(_ string, r io.Reader) (io.Reader, error) { return r, nil }

// maxWarnings is how many bytes of a server's warnings may precede a feed.
const maxWarnings = 8 << 10

// feedBegins matches the beginning of a feed.
var feedBegins = lazyregexp.New(`<\?xml\s|<rss[\s>]|<feed\s|<rdf:RDF\s|<urlset[\s>]|<sitemapindex[\s>]`)

// withoutWarnings returns a document without what PHP and the like print before a feed
// when something is wrong with the site. Pages, whose text may speak of feeds, stay as
// they are.
func withoutWarnings(data []byte) []byte {
	at := feedBegins.FindIndex(data[:min(len(data), maxWarnings)])
	if at == nil || at[0] == 0 {
		return data
	}
	before := bytes.ToLower(data[:at[0]])
	if bytes.Contains(before, []byte("<html")) || bytes.Contains(before, []byte("<!doctype")) || bytes.HasPrefix(before, []byte("<!--")) {
		return data
	}
	return data[at[0]:]
}
