package feed

import (
	"bytes"
	"encoding/xml"
	"mime"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
)

// SniffBytes is how much of the beginning of a document Sniff looks at.
const SniffBytes = 64 << 10

// roots are the kinds of XML documents by the name of their root element.
var roots = map[string]Kind{
	"rss": RSS, "rdf": RSS, "feed": Atom, "urlset": Sitemap, "sitemapindex": SitemapIndex, "opml": OPML, "html": Page,
}

// jsonFeed is what every JSON Feed has near its beginning.
var jsonFeed = lazyregexp.New(`"version"\s*:\s*"https?:\\?/\\?/(www\.)?jsonfeed\.org\\?/version\\?/`)

// Sniff returns what a document is, from its Content-Type and its beginning.
// Content decides where the two differ: servers call feeds text/html and
// error pages application/rss+xml.
func Sniff(contentType string, data []byte) Kind {
	head := trimSpace(data[:min(len(data), SniffBytes)])
	switch {
	case len(head) == 0:
		return Unknown
	case head[0] == '{':
		mediaType, _, _ := mime.ParseMediaType(contentType)
		if mediaType == "application/feed+json" || jsonFeed.Match(head) {
			return JSON
		}
		return sniffList(head)
	case head[0] == '[':
		return sniffList(head)
	case head[0] == '<':
		return sniffXML(head)
	}
	return Unknown
}

// sniffXML returns the kind of a document by its root element.
func sniffXML(head []byte) Kind {
	d := xml.NewDecoder(bytes.NewReader(head))
	d.Strict = false
	d.CharsetReader = passCharset
	for {
		token, err := d.RawToken()
		if err != nil {
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			return roots[strings.ToLower(t.Name.Local)]
		case xml.Directive:
			if fields := strings.Fields(strings.ToLower(string(t))); len(fields) > 1 && fields[0] == "doctype" && fields[1] == "html" {
				return Page
			}
		}
	}
	return Unknown
}

// trimSpace returns data without white space and byte order marks around it. The
// bytes between the letters of UTF-16 go too: only its beginning is looked at.
func trimSpace(data []byte) []byte {
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		data = bytes.ReplaceAll(data[2:], []byte{0}, nil)
	} else if bytes.HasPrefix(data, []byte{'<', 0}) || bytes.HasPrefix(data, []byte{0, '<'}) {
		data = bytes.ReplaceAll(data, []byte{0}, nil)
	}
	return withoutWarnings(bytes.TrimLeft(bytes.TrimSpace(data), "\uFEFF \t\r\n"))
}
