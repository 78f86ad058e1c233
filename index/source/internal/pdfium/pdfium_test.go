package pdfium

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/raced"
)

// slowUnderRace skips a test under the race detector, with which starting PDFium takes
// many seconds. Files are read one at a time, without anything that could race.
func slowUnderRace(t testing.TB) {
	t.Helper()
	if raced.Slowdown > 1 {
		t.Skip("starting PDFium takes many seconds under the race detector")
	}
}

// document returns a PDF file with objects, the first of which is its catalogue.
func document(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer <</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, at)
	return b.Bytes()
}

func stream(dictionary, data string) string {
	return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", dictionary, len(data), data)
}

// onePage returns a file of one page with a content stream and more objects, from the sixth on.
func onePage(content, resources string, more ...string) []byte {
	return document("", append([]string{
		"<</Type /Catalog /Pages 2 0 R>>",
		"<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources <</Font <</F 5 0 R>> " + resources + ">>>>",
		content,
		"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
	}, more...)...)
}

const ferry = "BT /F 12 Tf 50 700 Td (The ferry sank.) Tj ET"

func deflated(text string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(text))
	_ = z.Close()
	return b.String()
}

// TestRead: glyphs with their places, and files that are refused or stopped in time.
func TestRead(t *testing.T) {
	slowUnderRace(t)
	file, err := Read(onePage(stream("", ferry+" BT /F 9 Tf 1 0 0 1 50 100 Tm 3 Tr (unseen) Tj ET"), ""))
	if err != nil || len(file.Pages) != 1 {
		t.Fatalf("%+v, %v", file, err)
	}
	p := file.Pages[0]
	var text strings.Builder
	for _, g := range p.Glyphs {
		text.WriteRune(g.Rune)
	}
	first := p.Glyphs[0]
	if text.String() != "The ferry sank.unseen" || first.X0 != 50 || first.Y != 700 || p.Styles[first.Style].Size != 12 || !p.Styles[len(p.Styles)-1].Hidden {
		t.Errorf("%q, %+v, %+v", text.String(), first, p.Styles)
	}
	pages := make([]string, MaxPages+1)
	for i := range pages {
		pages[i] = "3 0 R"
	}
	encrypted := document("/Encrypt 4 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]", "<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800]>>", "<</Filter /Standard /V 1 /R 2 /O <"+strings.Repeat("ab", 32)+"> /U <"+strings.Repeat("cd", 32)+"> /P -44>>")
	good := onePage(stream("", ferry), "")
	for name, test := range map[string]struct {
		data []byte
		want error
	}{
		"no PDF":         {[]byte("The ferry sank."), ErrDamaged},
		"nothing in it":  {[]byte("%PDF-1.7\n"), ErrDamaged},
		"cut short":      {good[:len(good)/4], ErrDamaged},
		"a password":     {encrypted, ErrEncrypted},
		"too many pages": {document("", "<</Type /Catalog /Pages 2 0 R>>", fmt.Sprintf("<</Type /Pages /Kids [%s] /Count %d>>", strings.Join(pages, " "), len(pages)), "<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800]>>"), ErrTooLong},
	} {
		if _, err := Read(test.data); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}

// TestReadIsBounded reads files that are made to take long or much: each is given up in time,
// and what is read next is read.
func TestReadIsBounded(t *testing.T) {
	slowUnderRace(t)
	const within = 1500 * time.Millisecond
	for name, data := range map[string][]byte{
		"a stream that unpacks to 200 MB": onePage(stream("/Filter [/FlateDecode /FlateDecode]", deflated(deflated(strings.Repeat(" ", 200<<20)))), ""),
		"a form in a form, over and over": onePage(stream("", "/X Do "+ferry), "/XObject <</X 6 0 R>>",
			stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X 7 0 R>>>>", strings.Repeat("/X Do ", 2000)),
			stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X 8 0 R>>>>", strings.Repeat("/X Do ", 2000)),
			stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", strings.Repeat("0 0 m ", 2000))),
	} {
		start := time.Now()
		_, err := read(data, within)
		if took := time.Since(start); took > within+5*time.Second {
			t.Errorf("%s: took %s, %v", name, took, err)
		}
		t.Logf("%s: %v", name, err)
	}
	if _, err := read(onePage(stream("", ferry), ""), time.Millisecond); !errors.Is(err, ErrTooSlow) {
		t.Errorf("a millisecond: %v", err)
	}
	if _, err := Read(onePage(stream("", ferry), "")); err != nil {
		t.Error(err)
	}
}

// FuzzRead reads any bytes as a file, and as what a page draws: no panic, and an error of ours.
func FuzzRead(f *testing.F) {
	slowUnderRace(f)
	f.Add([]byte(ferry), true)
	f.Add(onePage(stream("", ferry), ""), false)
	if extra, err := os.ReadFile("../pdf/testdata/reportlab-headers.pdf"); err == nil {
		f.Add(extra, false)
	}
	f.Fuzz(func(t *testing.T, data []byte, content bool) {
		if content {
			data = onePage(stream("", string(data)), "")
		}
		file, err := read(data, 4*time.Second) // what takes 10 seconds is hung to the fuzzer
		if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrEncrypted) && !errors.Is(err, ErrTooLong) && !errors.Is(err, ErrTooSlow) {
			t.Errorf("%v", err)
		}
		for _, p := range file.Pages {
			for _, g := range p.Glyphs {
				if g.Style >= len(p.Styles) || g.X1 < g.X0 {
					t.Errorf("%+v", g)
				}
			}
		}
	})
}
