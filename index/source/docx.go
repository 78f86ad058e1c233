package source

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// What a document of a word processor may take.
const (
	maxDocument    = 64 << 20 // bytes of the file, with its pictures
	maxDocumentXML = 32 << 20 // of its text with the mark-up, unpacked
	maxElements    = 2_000_000
)

var errDocumentTooLong = fmt.Errorf("the document is larger than %d MiB, the limit of a document: save it without its pictures", maxDocument>>20)

// readDOCX reads a document of Word: its paragraphs, a blank line between two, without
// headers, footers, notes and what was deleted with changes tracked. The days that the
// file names are those of writing, never that of publication.
func readDOCX(in Input, r *bufio.Reader, emit func(Item) bool) {
	one(emit, func() (article.Article, error) {
		data, err := readAll(r, maxDocument, errDocumentTooLong)
		if err != nil {
			return article.Article{}, err
		}
		archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return article.Article{}, fmt.Errorf("it is a damaged document or ZIP archive: %w", err)
		}
		body, err := documentPart(archive, "word/document.xml")
		if err != nil {
			return article.Article{}, err
		}
		if body == nil {
			return article.Article{}, refuseFormat(data[:min(len(data), sniffed)])
		}
		d := document{decoder: xml.NewDecoder(bytes.NewReader(body))}
		if err := d.read(); err != nil {
			return article.Article{}, err
		}
		a := article.Article{Title: d.title, Text: tidy(d.text.String())}
		if facts, err := documentPart(archive, "docProps/core.xml"); err == nil {
			a.Title, a.Author = documentFacts(facts, a.Title)
		}
		return finish(a, in)
	})
}

// documentPart returns a file of the archive, nil if there is none of that name.
func documentPart(archive *zip.Reader, name string) ([]byte, error) {
	for _, f := range archive.File {
		if f.Name != name {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("it is a damaged document: %w", err)
		}
		defer r.Close()
		data, err := io.ReadAll(io.LimitReader(r, maxDocumentXML+1))
		switch {
		case err != nil:
			return nil, fmt.Errorf("it is a damaged document: %w", err)
		case len(data) > maxDocumentXML:
			return nil, fmt.Errorf("its text takes more than %d MiB when unpacked, the limit of a document", maxDocumentXML>>20)
		}
		return data, nil
	}
	return nil, nil
}

// documentFacts returns the title and the author that a document names, the title given
// if it names none.
func documentFacts(core []byte, title string) (string, string) {
	var facts struct {
		Title   string `xml:"title"`
		Creator string `xml:"creator"`
	}
	if xml.Unmarshal(core, &facts) != nil {
		return title, ""
	}
	if named := strings.Join(strings.Fields(facts.Title), " "); named != "" && title == "" {
		title = named
	}
	return title, strings.Join(strings.Fields(facts.Creator), " ")
}

// document is the main part of a document while its text is read.
type document struct {
	decoder  *xml.Decoder
	text     strings.Builder
	title    string // the paragraph in the style Title
	start    int    // of the paragraph in text
	isTitle  bool   // the paragraph has the style Title
	hidden   bool   // the run is not shown
	elements int
}

// read reads the document's text.
func (d *document) read() error {
	for {
		token, err := d.decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("it is a damaged document: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if d.elements++; d.elements > maxElements {
				return fmt.Errorf("the document has more than %d elements, the limit of a document", maxElements)
			}
			if err := d.begin(t); err != nil {
				return err
			}
		case xml.EndElement:
			d.end(t.Name.Local)
		}
	}
}

// begin reads the beginning of an element, and all of one that is text or is left out.
func (d *document) begin(e xml.StartElement) error {
	switch e.Name.Local {
	case "p":
		d.text.WriteString("\n\n")
		d.start, d.isTitle = d.text.Len(), false
	case "r":
		d.hidden = false
	case "vanish":
		d.hidden = attributeOf(e, "val") != "false" && attributeOf(e, "val") != "0"
	case "pStyle":
		d.isTitle = attributeOf(e, "val") == "Title"
	case "tab":
		d.write(" ")
	case "br", "cr":
		d.write("\n")
	case "noBreakHyphen":
		d.write("-")
	case "t":
		return d.run(e)
	case "del", "moveFrom", "Fallback", "instrText", "delText", "pPrChange", "rPrChange":
		if err := d.decoder.Skip(); err != nil {
			return fmt.Errorf("it is a damaged document: %w", err)
		}
	}
	return nil
}

// run reads the text of a run.
func (d *document) run(e xml.StartElement) error {
	var text string
	if err := d.decoder.DecodeElement(&text, &e); err != nil {
		return fmt.Errorf("it is a damaged document: %w", err)
	}
	d.write(strings.ReplaceAll(text, "\n", " "))
	return nil
}

func (d *document) write(text string) {
	if !d.hidden {
		d.text.WriteString(text)
	}
}

// end ends an element.
func (d *document) end(name string) {
	switch name {
	case "p":
		if d.isTitle && d.title == "" {
			d.title = strings.Join(strings.Fields(d.text.String()[d.start:]), " ")
		}
		d.isTitle = false
		d.text.WriteString("\n\n")
	case "r":
		d.hidden = false
	}
}

// attributeOf returns the value of an attribute, "" if there is none.
func attributeOf(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
