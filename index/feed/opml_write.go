package feed

import (
	"encoding/xml"
	"fmt"
)

// written is an OPML document as it is written.
type written struct {
	XMLName  xml.Name `xml:"opml"`
	Version  string   `xml:"version,attr"`
	Title    string   `xml:"head>title"`
	Outlines []listed `xml:"body>outline"`
}

type listed struct {
	Text   string `xml:"text,attr"`
	Type   string `xml:"type,attr"`
	XMLURL string `xml:"xmlUrl,attr"`
}

// FormatOPML returns the OPML document that lists feeds.
func FormatOPML(title string, feeds []Outline) ([]byte, error) {
	doc := written{Version: "2.0", Title: title}
	for _, f := range feeds {
		doc.Outlines = append(doc.Outlines, listed{f.Title, "rss", f.Feed})
	}
	raw, err := xml.MarshalIndent(doc, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encoding OPML: %w", err)
	}
	return append(append([]byte(xml.Header), raw...), '\n'), nil
}
