package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"slices"
)

// Outline is a feed in a list of feeds.
type Outline struct {
	Title  string   // plain text, "" if it has none
	Feed   string   // the feed's address
	Home   string   // its site's address, "" if not given
	Folder []string // the titles of the outlines around it, outermost first
}

// outline is an element of OPML.
type outline struct {
	Text     string    `xml:"text,attr"`
	Title    string    `xml:"title,attr"`
	XMLURL   string    `xml:"xmlUrl,attr"`
	URL      string    `xml:"url,attr"`
	HTMLURL  string    `xml:"htmlUrl,attr"`
	Outlines []outline `xml:"outline"`
}

// ParseOPML returns the feeds that an OPML document lists, each address once, at
// most MaxItems.
func ParseOPML(data []byte) ([]Outline, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("it is larger than %d MiB, the limit of a list of feeds", MaxBytes>>20)
	}
	text, err := cleanXML(data, "")
	if err != nil {
		return nil, err
	}
	var doc struct {
		XMLName  xml.Name
		Outlines []outline `xml:"body>outline"`
	}
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	if err := d.Decode(&doc); err != nil {
		return nil, fmt.Errorf("its OPML is broken: %w", err)
	}
	if doc.XMLName.Local != "opml" {
		return nil, errors.New("it is not a list of feeds (OPML)")
	}
	l := outlines{seen: map[string]bool{}}
	l.add(doc.Outlines, nil)
	return l.feeds, nil
}

// outlines collects feeds.
type outlines struct {
	feeds []Outline
	seen  map[string]bool
}

// add adds the feeds of some outlines and those in them.
func (l *outlines) add(list []outline, folder []string) {
	for _, o := range list {
		title := plainLine(o.Title)
		if title == "" {
			title = plainLine(o.Text)
		}
		link := o.XMLURL
		if link == "" && len(o.Outlines) == 0 {
			link = o.URL
		}
		if link = (reader{}).source(link); link != "" && !l.seen[link] && len(l.feeds) < MaxItems {
			l.seen[link] = true
			l.feeds = append(l.feeds, Outline{Title: title, Feed: link, Home: (reader{}).link(o.HTMLURL), Folder: folder})
		}
		l.add(o.Outlines, append(slices.Clip(folder), title))
	}
}
