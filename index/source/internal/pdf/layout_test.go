package pdf

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/raced"
	"github.com/briefing-bot/briefing-bot/index/source/internal/pdfium"
)

var update = flag.Bool("update", false, "take the glyphs of the PDF files in testdata anew")

// TestLayout lays out the glyphs of invented articles that eight programs have set, and
// compares the text with what was given to these programs.
func TestLayout(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for i, name := range names {
		if i%raced.Slowdown != 0 {
			continue
		}
		name = strings.TrimSuffix(name, ".txt")
		t.Run(filepath.Base(name), func(t *testing.T) {
			want, err := os.ReadFile(name + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			got, err := Layout(glyphs(t, name))
			if err != nil {
				t.Fatal(err)
			}
			compare(t, got.Text, strings.TrimSpace(string(want)))
			first, _, _ := strings.Cut(string(want), "\n")
			if first == "ENVIRONMENT" {
				first = "Inspectors close the Kettlewick reservoir after algae bloom"
			}
			if strings.HasSuffix(first, ".") {
				first = ""
			}
			if got.Title != first {
				t.Errorf("title %q, want %q", got.Title, first)
			}
		})
	}
}

// compare reports the paragraphs by which two texts differ.
func compare(t *testing.T, got, want string) {
	t.Helper()
	gots, wants := strings.Split(got, "\n\n"), strings.Split(want, "\n\n")
	for i := range max(len(gots), len(wants)) {
		var g, w string
		if i < len(gots) {
			g = gots[i]
		}
		if i < len(wants) {
			w = wants[i]
		}
		if g != w {
			t.Errorf("paragraph %d\n%q\nwant\n%q", i+1, g, w)
		}
	}
}

// glyphs returns the glyphs of a file, as PDFium gave them once.
func glyphs(t testing.TB, name string) pdfium.File {
	t.Helper()
	if *update {
		file, err := pdfium.Read(contents(t, name+".pdf"))
		if err != nil {
			t.Fatal(err)
		}
		keep(t, name+".glyphs.gz", file)
	}
	z, err := gzip.NewReader(bytes.NewReader(contents(t, name+".glyphs.gz")))
	if err != nil {
		t.Fatal(err)
	}
	var file pdfium.File
	if err := json.NewDecoder(z).Decode(&file); err != nil {
		t.Fatal(err)
	}
	return file
}

func contents(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func keep(t testing.TB, path string, file pdfium.File) {
	t.Helper()
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err == nil {
		err = json.NewEncoder(z).Encode(file)
	}
	if err == nil {
		err = z.Close()
	}
	if err == nil {
		err = os.WriteFile(path, out.Bytes(), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestGlyphs compares the glyphs that were kept with those that PDFium gives.
func TestGlyphs(t *testing.T) {
	if raced.Slowdown > 1 {
		t.Skip("starting PDFium takes many seconds under the race detector")
	}
	for _, name := range []string{"chromium-table-raised", "pdftex-footnotes"} {
		file, err := pdfium.Read(contents(t, "testdata/"+name+".pdf"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(glyphs(t, "testdata/"+name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s: other glyphs than kept; look at them, and run with -update", name)
		}
	}
}

// page returns a page with lines of text at places, in letters of some size.
func page(lines ...placed) pdfium.Page {
	p := pdfium.Page{Width: 600, Height: 800}
	for _, l := range lines {
		if l.size == 0 {
			l.size = 10
		}
		p.Styles = append(p.Styles, pdfium.Style{Size: l.size, Turned: l.turned, Hidden: l.hidden})
		x := l.x
		for _, r := range l.text {
			p.Glyphs = append(p.Glyphs, pdfium.Glyph{Rune: r, X0: x, X1: x + l.size/2, Y: l.y, Style: len(p.Styles) - 1})
			x += l.size / 2
		}
	}
	return p
}

type placed struct {
	x, y   float32
	text   string
	size   float32
	turned int
	hidden bool
}

// column returns lines below each other.
func column(x, y float32, lines ...string) []placed {
	var out []placed
	for i, l := range lines {
		out = append(out, placed{x: x, y: y - 12*float32(i), text: l})
	}
	return out
}

// TestHyphens: a hyphen at the end of a line belongs to the word or divides it.
func TestHyphens(t *testing.T) {
	for _, test := range []struct {
		name  string
		lines []string
		want  string
	}{
		{"an English word", []string{"The ministry and the govern-", "ment agreed on the plan."}, "The ministry and the government agreed on the plan."},
		{"a compound where nothing is divided", []string{"He called it a half-", "hearted plan for the town."}, "He called it a half-hearted plan for the town."},
		{"a compound that stands elsewhere", []string{"The cease-fire holds, and the cease-", "fire will hold, the govern-", "ment says."}, "The cease-fire holds, and the cease-fire will hold, the government says."},
		{"a word that stands elsewhere", []string{"Vessbyborg is quiet, and Vessby-", "borg will stay quiet now."}, "Vessbyborg is quiet, and Vessbyborg will stay quiet now."},
		{"a name", []string{"The talks were led by Jean-", "Luc Fournier of the union."}, "The talks were led by Jean-Luc Fournier of the union."},
		{"a name that is divided", []string{"The govern-", "ment sent Tam-", "sin Achterberg to the town."}, "The government sent Tamsin Achterberg to the town."},
		{"a compound with a name", []string{"The govern-", "ment and the London-", "based firm agreed."}, "The government and the London-based firm agreed."},
		{"a compound that English also writes as one word", []string{"The govern-", "ment was warned about the run-", "off from the fields."}, "The government was warned about the runoff from the fields."}, // cannot be told
		{"years", []string{"It is in the budget of 2026-", "27, as the mayor says now."}, "It is in the budget of 2026-27, as the mayor says now."},
		{"a soft hyphen", []string{"It was a re\u00ad", "creation of the old ship."}, "It was a recreation of the old ship."},
		{"soft hyphens within a line", []string{"The in\u00adves\u00adti\u00adga\u00adtion goes", "on until the spring now."}, "The investigation goes on until the spring now."},
		{"words divided with another character", []string{"A long-term plan for the com\u2010", "munity is a well-", "known idea of the mayor."}, "A long-term plan for the community is a well-known idea of the mayor."},
		{"an address", []string{"See https://port.example/skerry-", "ferry for more of the plan."}, "See https://port.example/skerry-ferry for more of the plan."},
		{"a dash", []string{"He had one wish—", "a new ship for the island."}, "He had one wish—a new ship for the island."},
		{"a dash between blanks", []string{"He had one wish –", "a new ship for the island."}, "He had one wish – a new ship for the island."},
		{"a foreign word", []string{"Regeringens utre-", "dare lämnade sitt betänkande, govern-", "ment."}, "Regeringens utredare lämnade sitt betänkande, government."},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Layout(pdfium.File{Pages: []pdfium.Page{page(column(50, 700, test.lines...)...)}})
			if err != nil || got.Text != test.want {
				t.Errorf("got %q, %v; want %q", got.Text, err, test.want)
			}
		})
	}
}

// TestRefused: what cannot be told is refused by its name.
func TestRefused(t *testing.T) {
	text := column(50, 700, "The ferry will not sail before the spring,", "the harbour master said on Monday evening.")
	with := func(change func(*pdfium.Page)) pdfium.File {
		p := page(text...)
		change(&p)
		return pdfium.File{Pages: []pdfium.Page{p}}
	}
	left, right := make([]placed, 0, 24), make([]placed, 0, 24)
	for i := range 12 {
		left = append(left, placed{x: 50, y: 700 - 12*float32(i), text: "The ferry will not sail before the spring"})
		right = append(right, placed{x: 300, y: 700 - 12*float32(i), text: "and the islanders will wait for the ships"})
	}
	var crossed []placed
	for i := range left {
		crossed = append(crossed, left[i], right[i])
	}
	many := make([]placed, 0, 30)
	for i := range 30 {
		many = append(many, placed{x: 50, y: 700 - 12*float32(i), text: "Gur sreel jvyy abg fnvy orsber gur fcevat."})
	}
	for _, test := range []struct {
		name string
		file pdfium.File
		want error
	}{
		{"a scan", pdfium.File{Pages: []pdfium.Page{{Width: 600, Height: 800, Images: 1}}}, errScan},
		{"a scan with a stamp", with(func(p *pdfium.Page) { p.Glyphs, p.Images = p.Glyphs[:20], 1 }), errScan},
		{"no text", pdfium.File{Pages: []pdfium.Page{{Width: 600, Height: 800}}}, errNoText},
		{"recognized words", with(func(p *pdfium.Page) {
			for i := range p.Styles {
				p.Styles[i].Hidden = true
			}
		}), errMachine},
		{"a form", with(func(p *pdfium.Page) { p.Fields = 12 }), errForm},
		{"an Adobe form", pdfium.File{XFA: true}, errForm},
		{"fonts without characters", with(func(p *pdfium.Page) { p.Glyphs[4].Unmapped = true }), errUnmapped},
		{"private characters", with(func(p *pdfium.Page) { p.Glyphs[3].Rune = '\ue123' }), errUnmapped},
		{"other characters than printed", pdfium.File{Pages: []pdfium.Page{page(many...)}}, errUnmapped},
		{"text in two directions", with(func(p *pdfium.Page) { p.Styles[1].Turned = 30 }), errLayout},
		{"columns drawn across", pdfium.File{Pages: []pdfium.Page{page(crossed...)}}, errLayout},
	} {
		if _, err := Layout(test.file); err != test.want { //nolint:errorlint // the very error
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
	}
	if got, err := Layout(pdfium.File{Pages: []pdfium.Page{page(append(left, right...)...)}}); err != nil || strings.Count(got.Text, "spring and") != 1 {
		t.Errorf("columns: %v\n%s", err, got.Text)
	}
}

// FuzzLayout lays out any glyphs: no panic, and no letter that is not printed.
func FuzzLayout(f *testing.F) {
	f.Add([]byte("The ferry sank.\x00\x10\x20govern-\x01\x30ment"), byte(3))
	f.Add([]byte("aaaaAAAA1111----    \xff\xfe\x00\x01"), byte(200))
	f.Add([]byte("´a`e¨oＡ\u0301 ﬁ\u00ad\u2010\n"), byte(77))
	f.Fuzz(func(t *testing.T, data []byte, seed byte) {
		p := pdfium.Page{Width: 600, Height: 800, Styles: []pdfium.Style{{Size: 10}, {Size: 7}, {Size: 30}, {Size: 10, Bold: true}, {Size: 10, Turned: 90}}}
		state, x, y := uint32(seed), float32(50), float32(700)
		for _, r := range string(data) {
			state = state*1664525 + 1013904223
			style := int(state>>24) % (3 * len(p.Styles))
			if style >= len(p.Styles) {
				style = 0
			}
			switch state >> 16 & 31 {
			case 0:
				x, y = 50, y-12
			case 1:
				x, y = 300, 700
			case 2:
				y += 4
			case 3:
				x += 15
			}
			p.Glyphs = append(p.Glyphs, pdfium.Glyph{Rune: r, X0: x, X1: x + 5, Y: y, Style: style, Raised: state&0x700 == 0})
			x += 5
		}
		got, err := Layout(pdfium.File{Pages: []pdfium.Page{p, p}})
		if err != nil {
			return
		}
		printed := map[rune]bool{' ': true, '\n': true}
		for _, g := range p.Glyphs {
			printed[g.Rune] = true
			for _, r := range ligatures[g.Rune] {
				printed[r] = true
			}
			printed[superscript[g.Rune]] = true
			for _, mark := range combining {
				if c, ok := withMark(g.Rune, mark); ok {
					printed[c] = true
				}
			}
		}
		for _, r := range got.Text {
			if !printed[r] {
				t.Errorf("%q has %q, which is not printed", got.Text, r)
			}
		}
	})
}
