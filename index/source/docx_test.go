package source

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/raced"
	"github.com/briefing-bot/briefing-bot/index/source/internal/docx"
)

// docx returns a document of Word with a body, and other files of its archive.
func docxFile(t testing.TB, body string, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	files = append([]string{"[Content_Types].xml", "<Types/>", "word/document.xml",
		`<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="m"><w:body>` + body + `</w:body></w:document>`}, files...)
	for i := 0; i+1 < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err == nil {
			_, err = f.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestDOCXKinds: the text that Word shows, and nothing else.
func TestDOCXKinds(t *testing.T) {
	p := func(runs string) string { return "<w:p>" + runs + "</w:p>" }
	r := func(text string) string { return `<w:r><w:t xml:space="preserve">` + text + "</w:t></w:r>" }
	for _, test := range []struct{ name, body, want string }{
		{"paragraphs", p(r("“No ferry will sail,” Ole Brandt said.")) + p("") + p(r("The pier is closed.")), "“No ferry will sail,” Ole Brandt said.\n\nThe pier is closed."},
		{"a word in several runs", p(r("The fer") + `<w:proofErr w:type="spellStart"/>` + r("ry sank.")), "The ferry sank."},
		{"bold and links", p(`<w:r><w:rPr><w:b/></w:rPr><w:t>The</w:t></w:r><w:hyperlink r:id="x">` + r(" ferry") + `</w:hyperlink>` + r(" sank.")), "The ferry sank."},
		{"line breaks and tabs", p(`<w:r><w:t>The ferry</w:t><w:br/><w:t>sank</w:t><w:tab/><w:t>today.</w:t></w:r>`), "The ferry\nsank today."},
		{"tracked changes", p(r("The ferry ") + `<w:del>` + r("did not ") + `<w:r><w:delText>never </w:delText></w:r></w:del><w:ins>` + r("sank.") + `</w:ins><w:moveFrom>` + r("Moved.") + `</w:moveFrom>`), "The ferry sank."},
		{"hidden text", p(`<w:r><w:rPr><w:vanish/></w:rPr><w:t>Not this. </w:t></w:r>` + r("The ferry sank.")), "The ferry sank."},
		{"fields", p(`<w:r><w:instrText>PAGE 1</w:instrText></w:r>` + r("The ferry sank.")), "The ferry sank."},
		{"a table", `<w:tbl><w:tr><w:tc>` + p(r("The ferry")) + `</w:tc><w:tc>` + p(r("sank.")) + `</w:tc></w:tr></w:tbl>`, "The ferry\n\nsank."},
		{"a box in two forms", p(r("The ferry sank.") + `<mc:AlternateContent><mc:Choice><w:txbxContent>` + p(r("The box.")) + `</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>` + p(r("The box.")) + `</w:txbxContent></mc:Fallback></mc:AlternateContent>`),
			"The ferry sank.\n\nThe box."},
		{"character references", p(r("Brandt &amp; Holm")), "Brandt & Holm"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for it := range Read(Input{Name: "a.docx", ID: "a", Reader: bytes.NewReader(docxFile(t, test.body))}) {
				if it.Err != nil || it.Article.Text != test.want || it.Article.ID != "a" {
					t.Errorf("got %q, %v; want %q", it.Article.Text, it.Err, test.want)
				}
			}
		})
	}
}

// TestDOCX: title, author, other names of the file, and what is no document.
func TestDOCX(t *testing.T) {
	raced.Sequential(t)
	const core = `<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Ferries stop</dc:title><dc:creator>Ada Lind</dc:creator><dcterms:created>2025-03-05T08:00:00Z</dcterms:created></cp:coreProperties>`
	document := docxFile(t, `<w:p><w:r><w:t>The ferry sank.</w:t></w:r></w:p>`, "docProps/core.xml", core)
	for _, name := range []string{"a.docx", "a.txt", "-"} {
		for it := range Read(Input{Name: name, Reader: bytes.NewReader(document)}) {
			if a := it.Article; it.Err != nil || a.Title != "Ferries stop" || a.Author != "Ada Lind" || !a.Published.IsZero() || a.Text != "The ferry sank." {
				t.Errorf("%s: %+v", name, it)
			}
		}
	}
	styled := docxFile(t, `<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>No ferry</w:t></w:r></w:p><w:p><w:r><w:t>The ferry sank.</w:t></w:r></w:p>`, "docProps/core.xml", core)
	for it := range Read(Input{Name: "a.docx", Reader: bytes.NewReader(styled)}) {
		if a := it.Article; it.Err != nil || a.Title != "No ferry" || a.Text != "No ferry\n\nThe ferry sank." {
			t.Errorf("%+v", it)
		}
	}
	other := bytes.ReplaceAll(document, []byte("word/document.xml"), []byte("xl/workbook.xmlxx"))
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"another archive": {other, "it is a ZIP archive"},
		"cut short":       {document[:len(document)/2], "it is a damaged document"},
		"no text":         {docxFile(t, ""), "it has no text"},
		"not XML":         {docxFile(t, "<w:p><w:r></w:p>"), "it is a damaged document"},
		"a bomb":          {docxFile(t, strings.Repeat(" ", docx.MaxXML)), "more than 32 MiB when unpacked"},
		"many elements":   {docxFile(t, strings.Repeat("<w:r/>", docx.MaxElements+1)), "more than 2000000 elements"},
		"no document":     {[]byte("The ferry sank."), "it is a damaged document"},
	} {
		for it := range Read(Input{Name: "a.docx", Reader: bytes.NewReader(test.data)}) {
			if it.Err == nil || !strings.Contains(it.Err.Error(), test.want) {
				t.Errorf("%s: %v, want %q", name, it.Err, test.want)
			}
		}
	}
}

// FuzzDOCX reads any bytes as the main part of a document: no panic, and every item has a
// reason or a text of valid UTF-8.
func FuzzDOCX(f *testing.F) {
	for _, seed := range []string{`<w:p><w:r><w:t>A</w:t></w:r></w:p>`, `<w:p><w:r><w:t>A`, `<w:del>`, `<w:t><w:t>A</w:t></w:t>`, `<!DOCTYPE x [<!ENTITY a "b">]><w:t>&a;</w:t>`, "\xff"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		n := 0
		for it := range Read(Input{Name: "x.docx", ID: "x", Reader: bytes.NewReader(docxFile(t, string(body)))}) {
			n++
			if a := it.Article; it.Err == nil && (strings.TrimSpace(a.Text) == "" || !utf8.ValidString(a.Text+a.Title)) {
				t.Errorf("gave %+v", it)
			}
		}
		if n != 1 {
			t.Errorf("%d items", n)
		}
	})
}
