package extract

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// BenchmarkStatements measures bytes of news a second, on one core.
func BenchmarkStatements(b *testing.B) {
	const story = `The mayor of Lindholm said on Friday that the old bridge would open again in May. “We are ready,” she told reporters.
The works took two years and cost forty million, more than twice what the council had planned, and shops along the quay lost customers.
According to the port authority, some 300 boats a day pass below the bridge in summer. “It is the heart of the town,” Holt said. “Nobody wants to lose it.”
Critics argue that the toll is too high, and the union has warned that drivers will stay away.
`
	text := strings.Repeat(story, 200)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		d := doc.New(article.Article{Text: text})
		d.Quotes = doc.FindQuotes(d)
		New(nil).learned.statements(d)
	}
}

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
			x.Events(a, x.Annotate(a))
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
		list = append(list, article.Article{Text: row.Text, Published: publishedOn(row.Published[:len("2006-01-02")])})
		size += len(row.Text)
	}
	return list, size
}
