package source

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/raced"
)

// repeated reads unit n times.
type repeated struct {
	unit string
	n    int64
	rest string
}

// Read copies as much of the units as fits.
func (r *repeated) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		if r.rest == "" {
			if r.n == 0 {
				break
			}
			// Whole blocks at once, or the test takes longer than what it tests.
			k := min(r.n, int64(max(1, len(p)/len(r.unit))))
			r.rest, r.n = strings.Repeat(r.unit, int(k)), r.n-k
		}
		m := copy(p[n:], r.rest)
		n, r.rest = n+m, r.rest[m:]
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// packed compresses what r reads, while it is read.
func packed(r io.Reader) io.Reader {
	out, in := io.Pipe()
	go func() {
		z := gzip.NewWriter(in)
		_, err := io.Copy(z, r)
		if err == nil {
			err = z.Close()
		}
		in.CloseWithError(err)
	}()
	return out
}

// readTotals reads an input and returns how many articles and rejections it
// has, and the last reason.
func readTotals(in Input) (good, bad int, last string) {
	for it := range Read(in) {
		if it.Err == nil {
			good++
			continue
		}
		bad++
		last = it.Err.Error()
	}
	return good, bad, last
}

func TestInputsThatHoldNoArticlesAreGivenUp(t *testing.T) {
	raced.Sequential(t)
	line := `{"id":"a","text":"Good."}` + "\n"
	lines := func(unit string, n int64) io.Reader { return &repeated{unit: unit, n: n} }
	for _, c := range []struct {
		what, name string
		data       io.Reader
		good, bad  int
		reason     string
	}{
		{"100 million lines of one letter, packed", "b.jsonl.gz", packed(lines("x\n", 100e6)), 0, 1001, "the rest was not read"},
		{"the same, from a pipe", "-", packed(lines("{}\n", 100e6)), 0, 1001, "the rest was not read"},
		{"the same, not packed", "b.jsonl", lines("x\n", 100e6), 0, 1001, "the rest was not read"},
		{"blank lines", "b.jsonl", lines("\n", 100e6), 0, 1, "the rest was not read"},
		{"one article first", "b.jsonl", io.MultiReader(strings.NewReader(line), lines("[]\n", 100e6)), 1, 1001, "the rest was not read"},
		{"objects of nothing", "b.json.gz", packed(lines("{}", 100e6)), 0, 1001, "the rest was not read"},
		{"objects in a list", "b.json", io.MultiReader(strings.NewReader("["), lines("{},", 100e6)), 0, 1001, "the rest was not read"},
		{"commas", "b.json", lines(",", 1e9), 0, 1, "no article in 16 MiB"},
		{"words that are no JSON", "b.json", lines("x", 1e9), 0, 1, "no article in 16 MiB"},
		{"spaces on one line, packed", "b.jsonl.gz", packed(lines(" ", 1e9)), 0, 1, "more than 100 times its size"},
		{"good lines for ever, packed", "b.jsonl.gz", packed(lines(line, 100e6)), -1, 2, "more than 100 times its size"},
		{"text, packed", "b.txt.gz", packed(lines("x", 1e9)), 0, 1, "longer than 384 KiB"},
		{"a page, packed", "b.html.gz", packed(lines("x", 1e9)), 0, 1, "more than 100 times its size"},
	} {
		good, bad, reason := readTotals(Input{Name: c.name, Reader: c.data})
		if good != c.good && c.good >= 0 || bad > c.bad || bad == 0 || !strings.Contains(reason, c.reason) {
			t.Errorf("%s: %d articles, %d rejections, the last: %s", c.what, good, bad, reason)
		}
	}
}

// TestBadLinesDoNotEndAGoodInput: 900 bad lines before the first article, and
// any number among many articles, cost no article.
func TestBadLinesDoNotEndAGoodInput(t *testing.T) {
	raced.Sequential(t)
	good := `{"text":"Good words."}` + "\n"
	for what, content := range map[string]string{
		"at the beginning": strings.Repeat("bad\n", 900) + strings.Repeat(good, 5000),
		"scattered":        strings.Repeat(good+strings.Repeat("bad\n", 9), 5000),
		"a blank each":     strings.Repeat(good+"\n", 5000),
		"in the middle":    strings.Repeat(good, 2500) + strings.Repeat("bad\n", 20000) + strings.Repeat(good, 2500),
	} {
		for _, name := range []string{"a.jsonl", "-"} {
			data := content
			if name == "-" {
				data = good + content
			}
			n, bad, reason := readTotals(Input{Name: name, Reader: strings.NewReader(data)})
			if n != strings.Count(data, good) || bad != strings.Count(data, "bad\n") {
				t.Errorf("%s in %s: %d articles, %d rejections, the last: %s", what, name, n, bad, reason)
			}
		}
	}
}

// TestRealTextIsNoBomb packs text as repetitive as a wire service's, more than
// the free amount.
func TestRealTextIsNoBomb(t *testing.T) {
	raced.Sequential(t)
	var lines bytes.Buffer
	z := gzip.NewWriter(&lines)
	const articles = 20000
	for i := range articles {
		fmt.Fprintf(z, `{"id":"%d","text":"%s"}`+"\n", i, strings.Repeat(fmt.Sprintf("Shares of lot %d rose by %d cents. ", i*7919%10007, i), 30))
	}
	z.Close()
	good, bad, reason := readTotals(Input{Name: "a.jsonl.gz", Reader: &lines})
	if good != articles || bad != 0 {
		t.Errorf("%d articles, %d rejections: %s", good, bad, reason)
	}
}

// attributes returns n different attributes of an element.
func attributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d ", i)
	}
	return b.String()
}

func TestLimitsOfAnArticle(t *testing.T) {
	raced.Sequential(t)
	words := func(n int) string { return strings.Repeat("word ", n/5+1)[:n] }
	field := func(name string, n int) string { return `{"text":"A","` + name + `":"` + strings.Repeat("a", n) + `"}` }
	for _, c := range []struct{ name, content, reason string }{
		{"a.txt", words(MaxText), ""},
		{"a.txt", "\uFEFF" + words(MaxText), ""},
		{"a.txt", words(MaxText + 1), "longer than 384 KiB"},
		{"a.md", "---\ntitle: A\n---\n" + words(MaxText), ""},
		{"a.md", "---\ntitle: A\n---\n" + words(MaxText+1), "longer than 384 KiB"},
		{"a.md", "---\ntitle: " + words(maxMeta) + "\n---\nA", "front matter is too long"},
		{"a.md", "---\ntitle: " + words(maxField+1) + "x\n---\nA", "its title is longer than 8 KiB"},
		{"a.jsonl", `{"text":"` + words(MaxText) + `"}`, ""},
		{"a.jsonl", `{"text":"` + strings.Repeat(`\u0061`, MaxText) + `"}`, ""},
		{"a.jsonl", `{"text":"` + words(MaxText+1) + `"}`, "longer than 384 KiB"},
		{"a.jsonl", `{"text":"` + words(maxObject) + `"}`, "longer than 4 MiB"},
		{"a.json", `{"text":"` + words(maxObject) + `"}`, "longer than 4 MiB"},
		{"a.jsonl", field("title", maxField), ""},
		{"a.jsonl", field("title", maxField+1), "its title is longer than 8 KiB"},
		{"a.jsonl", field("url", maxField+1), "its address is longer"},
		{"a.jsonl", field("author", maxField+1), "its author is longer"},
		{"a.jsonl", field("source", maxField+1), "its source is longer"},
		{"a.jsonl", field("lang", maxField+1), "its language is longer"},
		{"a.jsonl", field("id", maxID+1), "its ID has more than"},
		{"a.html", "<p>" + strings.Repeat("<i>a</i>", maxNodes/2), "more than 200000 elements"},
		{"a.html", "<p " + attributes(maxNodes+2) + ">", "more than 200000 elements"},
		{"a.html", strings.Repeat("<!-- -->", maxNodes+2), "more than 200000 elements"},
		{"a.html", "<html><body>" + words(MaxPage), "larger than 16 MiB"},
		{"a.html", "<html><body>" + words(maxPageText+1), "more than 4 MiB of text"},
		{"a.html", "<html><body><article>" + strings.Repeat("<p>"+words(2000)+"</p>", 400) + "</article></body></html>", "longer than 384 KiB"},
		{"a.html", page(`<style>` + strings.Repeat("/* embedded */", 1<<20) + `</style>`), ""},
	} {
		good, bad, reason := readTotals(Input{Name: c.name, Reader: strings.NewReader(c.content)})
		if good+bad != 1 || (bad == 0) != (c.reason == "") || !strings.Contains(reason, c.reason) {
			t.Errorf("%s of %d bytes: %d articles, %d rejections: %q, want %q", c.name, len(c.content), good, bad, reason, c.reason)
		}
	}
}

// TestLimitsAreDocumented holds docs/limits.md against the code.
func TestLimitsAreDocumented(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "limits.md"))
	if err != nil {
		t.Fatal(err)
	}
	for what, limit := range map[string]string{
		"text of an article":            fmt.Sprintf("%d KiB", MaxText>>10),
		"an article in JSON":            fmt.Sprintf("%d MiB", maxObject>>20),
		"title, address":                fmt.Sprintf("%d KiB", maxField>>10),
		"ID of an article":              fmt.Sprintf("%d KiB", maxID>>10),
		"meta file":                     fmt.Sprintf("%d KiB", maxMeta>>10),
		"web page":                      fmt.Sprintf("%d MiB", MaxPage>>20),
		"text of a web page":            fmt.Sprintf("%d MiB", maxPageText>>20),
		"elements of a web page":        fmt.Sprintf("%d,%03d", maxNodes/1000, maxNodes%1000),
		"compressed data":               fmt.Sprintf("%d GiB unpacked; %d times its size, from %d MiB on", MaxUnpacked>>30, maxRatio, freeRatio>>20),
		"lines or objects that":         fmt.Sprintf("%d,%03d, if", maxStray/1000, maxStray%1000),
		"bytes between two objects of ": fmt.Sprintf("%d MiB", maxBetween>>20),
	} {
		_, row, found := strings.Cut(string(raw), "\n| "+what)
		row, _, _ = strings.Cut(row, "\n")
		if !found || !strings.Contains(row, " "+limit) {
			t.Errorf("%s: no %q in %q", what, limit, row)
		}
	}
}
