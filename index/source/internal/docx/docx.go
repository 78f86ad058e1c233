// Package docx reads the text of documents of Word. It knows nothing of articles. Start at
// Read.
package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// What a document of a word processor may take.
const (
	MaxBytes    = 64 << 20 // of the file, with its pictures
	MaxXML      = 32 << 20 // of its text with the mark-up, unpacked
	MaxElements = 2_000_000
)

// ErrOther is the error for a ZIP archive that holds no document of Word.
var ErrOther = errors.New("it is no document of Word")

// Document is what a document says.
type Document struct {
	Title, Author string
	Text          string // its paragraphs, with blank lines between them
}

// Read reads a document: its paragraphs, without headers, footers, notes and what was
// deleted with changes tracked. The days that the file names are those of writing, never
// that of publication.
func Read(data []byte) (Document, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return Document{}, fmt.Errorf("it is a damaged document or ZIP archive: %w", err)
	}
	body, err := documentPart(archive, "word/document.xml")
	if err != nil {
		return Document{}, err
	}
	if body == nil {
		return Document{}, ErrOther
	}
	d := document{decoder: xml.NewDecoder(bytes.NewReader(body))}
	if err := d.read(); err != nil {
		return Document{}, err
	}
	out := Document{Title: d.title, Text: d.text.String()}
	if facts, err := documentPart(archive, "docProps/core.xml"); err == nil {
		out.Title, out.Author = documentFacts(facts, out.Title)
	}
	return out, nil
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
		data, err := io.ReadAll(io.LimitReader(r, MaxXML+1))
		switch {
		case err != nil:
			return nil, fmt.Errorf("it is a damaged document: %w", err)
		case len(data) > MaxXML:
			return nil, fmt.Errorf("its text takes more than %d MiB when unpacked, the limit of a document", MaxXML>>20)
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
			if d.elements++; d.elements > MaxElements {
				return fmt.Errorf("the document has more than %d elements, the limit of a document", MaxElements)
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
