package pdf

import (
	"strings"
	"unicode"

	"github.com/briefing-bot/briefing-bot/index/source/internal/pdfium"
)

// MaxBytes is how many bytes a file may have.
const MaxBytes = pdfium.MaxBytes

// Document is what a file says.
type Document struct {
	Title string // the headline, "" if it is not sure
	Text  string // its paragraphs, with blank lines between them
}

// Read reads a file of at most MaxBytes.
func Read(data []byte) (Document, error) {
	file, err := pdfium.Read(data)
	if err != nil {
		return Document{}, err
	}
	return Layout(file)
}

// Layout puts the glyphs of a file in order.
func Layout(file pdfium.File) (Document, error) {
	if err := refuseFile(file); err != nil {
		return Document{}, err
	}
	var pages [][]piece
	for i, p := range file.Pages {
		pieces, err := piecesOf(p, i)
		if err != nil {
			return Document{}, err
		}
		pages = append(pages, pieces)
	}
	pages = withoutFurniture(pages)
	body := bodySize(pages)
	var lines []line
	for _, pieces := range pages {
		ordered, err := order(withInitials(pieces, body), body)
		if err != nil {
			return Document{}, err
		}
		lines = append(lines, ordered...)
	}
	resolveMarks(lines, body)
	paragraphs := join(paragraphsOf(lines, body), body)
	divided := newDivided(paragraphs)
	var texts []string
	for _, p := range paragraphs {
		if text := divided.text(p); text != "" {
			texts = append(texts, text)
		}
	}
	if err := refuseText(texts); err != nil {
		return Document{}, err
	}
	return Document{Title: headline(paragraphs, divided, body, file.Title), Text: strings.Join(texts, "\n\n")}, nil
}

// bodySize returns the size of most of the text, in half points.
func bodySize(pages [][]piece) float32 {
	counts := map[int]int{}
	for _, pieces := range pages {
		for _, p := range pieces {
			counts[int(p.size*2+0.5)] += len(p.glyphs)
		}
	}
	best := 20
	for size, n := range counts {
		if n > counts[best] || n == counts[best] && size > best {
			best = size
		}
	}
	return float32(best) / 2
}

// headline returns the title: the paragraph in the largest letters at the beginning, else
// the title in the file's properties if it is printed there too.
func headline(paragraphs []paragraph, d *divided, body float32, named string) string {
	best := ""
	size := body * headlineRatio
	first := paragraphs[:min(len(paragraphs), 6)]
	for _, p := range first {
		if text := d.text(p); p.page == first[0].page && p.size > size && len(text) < maxHeadline && strings.ContainsFunc(text, unicode.IsLower) {
			best, size = text, p.size
		}
	}
	if best != "" {
		return strings.Join(strings.Fields(best), " ")
	}
	named = strings.Join(strings.Fields(named), " ")
	for _, p := range first {
		if named != "" && strings.EqualFold(strings.Join(strings.Fields(d.text(p)), " "), named) {
			return named
		}
	}
	return ""
}
