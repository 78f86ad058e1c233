package source

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/raced"
)

// read reads content as a file of that name, each item a line: its path, then
// its ID, date and text, or the reason why it is rejected.
func read(name, content string) string {
	var out []string
	for it := range Read(Input{Name: name, ID: Stem(name), Reader: strings.NewReader(content)}) {
		if it.Err != nil {
			out = append(out, fmt.Sprintf("%s! %v", it.Path, it.Err))
			continue
		}
		date := ""
		if p := it.Article.Published; !p.IsZero() {
			date = p.Time.Format(time.RFC3339) + " " + p.Precision.String()
		}
		out = append(out, fmt.Sprintf("%s| %s|%s|%q", it.Path, it.Article.ID, date, it.Article.Text))
	}
	return strings.Join(out, "\n")
}

func TestFormats(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		// plain text: the bytes, without a byte order mark
		{"a.txt", "\uFEFFOne.\r\n\tTwo. \n", `a.txt| a||"One.\r\n\tTwo. \n"`},
		{"a.txt", "", `a.txt! it is empty`},
		{"a.txt", " \n ", `a.txt! it has no text`},
		{"a.txt", "ab\x00", `a.txt! it is binary, not text (a zero byte at 2)`},
		{"a.txt", "caf\xe9", `a.txt! its text is not valid UTF-8 (at byte 3): convert it to UTF-8`},
		// Markdown
		{"m.md", "---\nid: n1\ndate: 2025-05-19T10:30:00+02:00\nauthors: [A, B]\ntags: [x]\n---\n\n# Head\nBody.", `m.md| n1|2025-05-19T10:30:00+02:00 second|"\n# Head\nBody."`},
		{"m.md", "+++\ndate = 2025-05-19\n+++\nBody.", `m.md| m|2025-05-19T00:00:00Z day|"Body."`},
		{"m.md", "+++\ndate = 2025-05-19T10:30:00+02:00\n+++\nBody.", `m.md| m|2025-05-19T10:30:00+02:00 second|"Body."`},
		{"m.md", "---\nid: 007\nauthors:\n- name: A B\n  url: x\n- C\nDate: 2025-05-19\n---\nBody.", `m.md| 007|2025-05-19T00:00:00Z day|"Body."`},
		{"m.md", "---\n- a\n---\nBody.", `m.md! its front matter: line 1, column 1: it must be lines of key: value`},
		{"m.md", "Only a body.\n---\nMore.", `m.md| m||"Only a body.\n---\nMore."`},
		{"m.md", "---\nA rule, and no end.", `m.md| m||"---\nA rule, and no end."`},
		{"m.md", "---\ntitle: [x\n---\nBody.", `m.md! its front matter: line 2, column 1: did not find expected ',' or ']' while parsing a flow sequence from line 1; ` + quoteHint},
		{"m.md", "+++\ntitle = \n+++\nBody.", `m.md! its front matter: line 1, column 9: toml: unexpected character U+000A at start of value`},
		{"m.md", "---\ndate: 03/04/2025\n---\nBody.", `m.md! its front matter: "03/04/2025" is no date of publication: write it as 2025-05-19 or 2025-05-19T08:30:00+02:00`},
		// JSON Lines
		{"x.jsonl", `{"id":"1","text":"A"}` + "\n\n{bad}\n" + `{"id":"2","text":"B","published":"2025-05-19"}` + "\r\n",
			`x.jsonl:1| 1||"A"` + "\n" + `x.jsonl:3! broken JSON at byte 2: invalid character 'b' looking for beginning of object key string` + "\n" + `x.jsonl:4| 2|2025-05-19T00:00:00Z day|"B"`},
		{"x.jsonl", `{"id":"1"}` + "\n" + `{"text":7}` + "\n" + `["a"]` + "\n" + `{"text":""}` + "\n" + `{"text":"a\u0000"}`,
			`x.jsonl:1! it has no "text"` + "\n" + `x.jsonl:2! its "text" must be a string, it is a number` + "\n" +
				`x.jsonl:3! an article is a JSON object, this is an array` + "\n" + `x.jsonl:4! it has no text` + "\n" + `x.jsonl:5! it is binary, not text (a zero byte at 1)`},
		{"x.jsonl", `{"id":"1","text":"A","published":"yesterday"}`, `x.jsonl:1! its "published": "yesterday" is no date of publication: write it as 2025-05-19 or 2025-05-19T08:30:00+02:00`},
		{"x.jsonl", "{\"text\":\"caf\xe9\"}\n{\"id\":\"b\",\"text\":\"B\"}", `x.jsonl:1! it is not valid UTF-8 (at byte 12): convert it to UTF-8` + "\n" + `x.jsonl:2| b||"B"`},
		{"x.jsonl", `{"text":"A","url":"https://example.org/1"}`, `x.jsonl:1| url-18c17418f5ad82f0||"A"`},
		{"x.jsonl", "\n\n", `x.jsonl! it is empty`},
		{"x.jsonl", `{"id":"1","text":"A"`, `x.jsonl:1! broken JSON at byte 20: unexpected end of JSON input`},
		// JSON
		{"o.json", "{\n\"text\": \"A {brace\\\" in it\"}", `o.json:1| o||"A {brace\" in it"`},
		{"l.json", "[\n{\"id\":\"1\",\"text\":\"A\"},\n{\"id\":\"2\",,},\n{\"id\":\"3\",\"text\":\"C\"}]",
			`l.json:2| 1||"A"` + "\n" + `l.json:3! broken JSON at byte 11: invalid character ',' looking for beginning of object key string` + "\n" + `l.json:4| 3||"C"`},
		{"l.json", `[{"id":"1","text":"A"}, 7, {"id":"2","text":"B"}]`,
			`l.json:1| 1||"A"` + "\n" + `l.json:1! broken JSON: something here is neither an article nor a list of articles` + "\n" + `l.json:1| 2||"B"`},
		{"l.json", `[{"id":"1","text":"A"}`, `l.json:1| 1||"A"` + "\n" + `l.json:1! broken JSON: the list of articles has no end, the file may be cut short`},
		{"l.json", `[{"id":"1","text":"A"},{"id"`, `l.json:1| 1||"A"` + "\n" + `l.json:1! broken JSON: the article has no end, the file may be cut short`},
		{"l.json", `[]`, `l.json! it holds no article`},
		// what a name does not tell
		{"-", "Words from a pipe.", `-| -||"Words from a pipe."`},
		{"-", `{"id":"1","text":"A"}` + "\n" + `{"id":"2","text":"B"}`, `-:1| 1||"A"` + "\n" + `-:2| 2||"B"`},
		{"-", "{\n\"id\":\"1\",\"text\":\"A\"\n}", `-:1| 1||"A"`},
		{"-", "[\n {\"id\":\"1\",\"text\":\"A\"}]", `-:2| 1||"A"`},
		{"-", "[Editor's note] A text.", `-| -||"[Editor's note] A text."`},
	} {
		if got := read(c.name, c.content); got != c.want {
			t.Errorf("%s with %q\ngot  %s\nwant %s", c.name, c.content, got, c.want)
		}
	}
}

func TestMetaFile(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	text := file("report.v2.txt", "The text.")
	for _, c := range []struct{ meta, want string }{
		{"# note\nid: 007\ntitle: \"A: b\"\npublished: 2025-05-19\nsource: The Orsk Herald\n", `007|"A: b"|The Orsk Herald|2025-05-19 day`},
		{"", `report.v2|""||0001-01-01 `}, {"title: null\nauthor: 12.50\n", `report.v2|""||`},
		{"publishd: 2025-05-19\n", `its .meta.yaml: line 1, column 1: unknown field "publishd"`},
		{"title: A\ntitle: B\n", `its .meta.yaml: line 2, column 1: the key "title" is already on line 1`},
		{"title: A\n  id: [\n", `its .meta.yaml: line 2, column 5: mapping values are not allowed`},
		{"title: Live: the vote\n", `its .meta.yaml: line 1, column 12: mapping values are not allowed in this context; put a value that has punctuation`},
		{"title: \"No\" says mayor\n", `its .meta.yaml: line 1, column 13: did not find expected key while parsing a block mapping from line 1; put a value that has punctuation`},
		{"title: 'Live: the mayor''s vote'\n", `report.v2|"Live: the mayor's vote"`},
		{"published: soon\n", `its .meta.yaml: "soon" is no date of publication`},
		{"title: [a, b]\n", `its .meta.yaml: line 1, column 8: the value of "title" must be one word or line`},
		{"title: |\n  Two\n  lines\n", `report.v2|"Two lines"`},
		{"- a\n", `its .meta.yaml: line 1, column 1: `},
	} {
		file("report.v2.meta.yaml", c.meta)
		n := 0
		for it := range ReadFile(text, Stem(text)) {
			n++
			a := it.Article
			got := fmt.Sprintf("%s|%q|%s|%s %s", a.ID, a.Title, a.Source, a.Published.Time.Format(time.DateOnly), a.Published.Precision)
			if it.Err != nil {
				got = it.Err.Error()
			} else if a.Text != "The text." {
				t.Errorf("text %q", a.Text)
			}
			if !strings.HasPrefix(got, c.want) {
				t.Errorf("meta %q\ngot  %s\nwant %s", c.meta, got, c.want)
			}
		}
		if n != 1 {
			t.Errorf("meta %q: %d items", c.meta, n)
		}
	}
}

func TestMoments(t *testing.T) {
	for _, c := range []struct{ give, want string }{
		{"2025-05-19", "2025-05-19T00:00:00Z day"},
		{" 2025-05-19T08:30:00+02:00 ", "2025-05-19T08:30:00+02:00 second"},
		{"2025-05-19T08:30:00.250Z", "2025-05-19T08:30:00.25Z second"},
		{"2025-05-19T08:30+0200", "2025-05-19T08:30:00+02:00 minute"},
		{"1987-02-26T15:01:01", "1987-02-26T15:01:01Z second"},
		{"2025-05-19 08:30", "2025-05-19T08:30:00Z minute"},
		{"2025-05", "2025-05-01T00:00:00Z month"},
		{"Mon, 19 May 2025 08:30:00 GMT", "2025-05-19T08:30:00Z second"},
		{"Mon, 19 May 2025 08:30:00 -0400", "2025-05-19T08:30:00-04:00 second"},
		{"May 19, 2025", "2025-05-19T00:00:00Z day"},
		{"19 May 2025", "2025-05-19T00:00:00Z day"},
		{"Mon, 19 May 2025 08:30:00 EST", ""},
		{"03/04/2025", ""}, {"2025-02-30", ""}, {"2025-13-01", ""}, {"tomorrow", ""}, {"", ""}, {"1747640000", ""},
	} {
		m, err := ParseMoment(c.give)
		got := ""
		if err == nil {
			got = m.Time.Format(time.RFC3339Nano) + " " + m.Precision.String()
		}
		if got != c.want {
			t.Errorf("%q is %q (%v), want %q", c.give, got, err, c.want)
		}
	}
}

func TestGzip(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	for i := range 2000 {
		fmt.Fprintf(z, "{\"id\":\"%d\",\"text\":\"Line %d of many.\"}\n", i, i*i)
	}
	z.Close()
	if got := read("x.jsonl.gz", packed.String()); strings.Count(got, "\n") != 1999 || !strings.HasSuffix(got, `x.jsonl.gz:2000| 1999||"Line 3996001 of many."`) {
		t.Errorf("%d lines, the end %.100s", strings.Count(got, "\n")+1, got[max(0, len(got)-100):])
	}
	cut := read("x.jsonl.gz", packed.String()[:packed.Len()/2])
	if !strings.HasPrefix(cut, "x.jsonl.gz:1| 0|") || !strings.HasSuffix(cut, "the compressed data is cut short") {
		t.Errorf("cut short: ends %.200s", cut[max(0, len(cut)-200):])
	}
	if got := read("a.txt.gz", "\x1f\x8b\x08 no"); !strings.Contains(got, "damaged") {
		t.Errorf("damaged: %s", got)
	}
}

// endless gives n bytes of one line between two good ones.
func endless(n int64) io.Reader {
	good := func(id string) string { return `{"id":"` + id + `","text":"Good."}` + "\n" }
	return io.MultiReader(strings.NewReader(good("before")+`{"text":"`), io.LimitReader(letters{}, n), strings.NewReader("\"}\n"+good("after")))
}

type letters struct{}

func (letters) Read(p []byte) (int, error) {
	return copy(p, strings.Repeat("x", sniffed)), nil
}

func TestALineThatIsTooLongIsPassedOver(t *testing.T) {
	raced.Sequential(t)
	for name, length := range map[string]int64{"x.jsonl": 200 << 20, "x.json": 40 << 20} {
		var before, during runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		var got []string
		for it := range Read(Input{Name: name, Reader: endless(length)}) {
			got = append(got, fmt.Sprint(it.Article.ID, it.Err))
			runtime.ReadMemStats(&during)
		}
		want := fmt.Sprint([]string{"before<nil>", errTooLong.Error(), "after<nil>"})
		if fmt.Sprint(got) != want {
			t.Errorf("%s: got %v, want %s", name, got, want)
		}
		if grown := int64(during.HeapSys) - int64(before.HeapSys); grown > 160<<20 {
			t.Errorf("%s: the heap grew by %d MiB", name, grown>>20)
		}
	}
	for it := range Read(Input{Name: "x.txt", Reader: io.LimitReader(letters{}, 200<<20)}) {
		if it.Err == nil || it.Bytes > MaxText+2*sniffed {
			t.Errorf("text: %v after %d bytes", it.Err, it.Bytes)
		}
	}
}
