package source

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/source/internal/encodings"
)

// FuzzRead reads any bytes as a file of every format: no panic, every item has a
// reason or a text of valid UTF-8 with an ID; and what a text file and a Markdown
// file give is the end of the input, read as windows-1252 where it is that. (UTF-16,
// which has zero bytes or a mark at its front, has tests of its own.)
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"Plain words.\n", "\uFEFFMarked.", "---\ntitle: A\n---\nBody", "+++\ntitle = \"A\"\n+++\nBody", "---\na: &a [*a]\n---\nB",
		`{"text":"A","id":"1"}` + "\n{", `[{"text":"A"},{"text":"\u00e9"}]`, "<html><body><p>One.</p></body></html>",
		"\x1f\x8b\x08\x00", "\xff\xfe", "a\x00b", `{"text":"\ud800"}`, "---\n? \n---\nx", "---\n'\n---\nx", `<script type="application/ld+json">[]</script>`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"x.txt", "x.md", "x.html", "x.json", "x.jsonl", "-"} {
			n := 0
			for it := range Read(Input{Name: name, ID: "x", Meta: nil, Reader: bytes.NewReader(data)}) {
				n++
				a := it.Article
				if it.Err == nil && (a.ID == "" || strings.TrimSpace(a.Text) == "" || !utf8.ValidString(a.Text+a.Title+a.Author+a.ID)) {
					t.Errorf("%s gave %+v", name, it)
				}
				other := bytes.HasPrefix(data, []byte("\x1f\x8b")) || bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
				if whole := name == "x.txt" || name == "x.md"; whole && it.Err == nil && !other && !isMail(data) && !bytes.Contains(data, []byte{0}) &&
					!bytes.HasSuffix(data, []byte(a.Text)) && !bytes.HasSuffix(encodings.Text(data), []byte(a.Text)) {
					t.Errorf("%s: %q is no end of %q", name, a.Text, data)
				}
			}
			if n == 0 || n > len(data)+2 {
				t.Errorf("%s: %d items of %d bytes", name, n, len(data))
			}
		}
	})
}

// FuzzMeta reads any bytes as a meta file: no panic, and never a field that is
// not UTF-8.
func FuzzMeta(f *testing.F) {
	for _, seed := range []string{"id: a\npublished: 2025-05-19\n", "title: |\n  x", "id: !!binary x", "a: &x {b: *x}", "\xff", "- [", "id: *x"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, meta []byte) {
		for it := range Read(Input{Name: "x.txt", ID: "x", Meta: meta, Reader: strings.NewReader("The text.")}) {
			if a := it.Article; it.Err == nil && (a.Text != "The text." || !utf8.ValidString(a.ID+a.Title+a.Source+a.URL)) {
				t.Errorf("meta %q gave %+v", meta, it)
			}
		}
	})
}

// FuzzMoment reads any date: one that is read has a precision, and a day or an
// RFC 3339 time comes out as it went in.
func FuzzMoment(f *testing.F) {
	for _, seed := range []string{"2025-05-19", "2025-05-19T08:30:00+02:00", "May 19, 2025", "2025"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := ParseMoment(s)
		if (err == nil) == m.IsZero() {
			t.Errorf("%q is %v, %v", s, m, err)
		}
		if again, err2 := ParseMoment(m.Time.Format("2006-01-02T15:04:05.999999999Z07:00")); err == nil && (err2 != nil || !again.Time.Equal(m.Time)) {
			t.Errorf("%q is %v and then %v, %v", s, m, again, err2)
		}
	})
}
