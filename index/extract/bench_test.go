package extract

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// BenchmarkAnnotate measures bytes of news a second through all finders, on
// one core: 1,000 short articles of a news agency, one after the other.
func BenchmarkAnnotate(b *testing.B) {
	const path = "../../../shared/eval/data/load/reuters1987.jsonl.gz"
	articles, size := loadArticles(b, path, 1000)
	x := New(nil)
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, a := range articles {
			if _, _, err := x.AnnotateEvents(b.Context(), a); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// loadArticles reads the first articles of a packed file, and tells how many
// bytes of text they have.
func loadArticles(b *testing.B, path string, most int) (list []article.Article, size int) {
	file, err := os.Open(path)
	if err != nil {
		b.Skip("the load articles are not here: ", err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewScanner(unpacked)
	lines.Buffer(nil, 1<<20)
	for len(list) < most && lines.Scan() {
		var row struct{ Text, Published string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			b.Fatal(err)
		}
		list = append(list, article.Article{Text: row.Text, Published: article.Moment{Time: day(b, row.Published), Precision: article.Day}})
		size += len(row.Text)
	}
	return list, size
}

// day returns the day that a published time begins with.
func day(b *testing.B, published string) time.Time {
	t, err := time.Parse(time.DateOnly, published[:len(time.DateOnly)])
	if err != nil {
		b.Fatal(err)
	}
	return t
}
