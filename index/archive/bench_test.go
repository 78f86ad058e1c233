package archive

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// benchRecord is an article of 400 words with as much found in it as is usual.
func benchRecord(i int) article.Record {
	rng := rand.New(rand.NewPCG(5, uint64(i)))
	var b strings.Builder
	for range 400 {
		fmt.Fprintf(&b, "word%d ", rng.IntN(20000))
	}
	r := article.Record{Article: article.Article{ID: fmt.Sprint("article-", i), Title: "A title", Source: "The Orsk Herald", Published: day("2025-05-19"), Text: b.String()}, Extraction: 1}
	span := func() article.Span { n := rng.IntN(2000); return article.Span{Start: n, End: n + 50} }
	said := article.Date{Span: span(), Type: article.DateDate, Value: "2025-05-19", Precision: article.Day, From: day("2025-05-19").Time, To: day("2025-05-20").Time}
	for range 8 {
		r.Annotation.Statements = append(r.Annotation.Statements, article.Statement{Kind: article.Direct, Content: []article.Span{span(), span()}, Cue: span(), Source: span(), Said: said, Confidence: .9, Why: []string{"a cue beside it"}})
		r.Annotation.Dates = append(r.Annotation.Dates, said)
		r.Annotation.People = append(r.Annotation.People, article.Person{Name: "Ada Lind", Variants: []string{"Lind"}, Roles: []article.Span{span()}, Mentions: []article.Span{span(), span(), span()}})
		r.Events = append(r.Events, article.Event{Date: said, Sentence: span()})
	}
	return r
}

// BenchmarkPut writes batches of 256 articles.
func BenchmarkPut(b *testing.B) {
	a := open(b, b.TempDir())
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		records := make([]article.Record, 256)
		for j := range records {
			records[j] = benchRecord(i*256 + j)
		}
		b.StartTimer()
		if _, err := a.Put(b.Context(), records); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkGet reads single articles of 2,048.
func BenchmarkGet(b *testing.B) {
	a := open(b, b.TempDir())
	for i := range 8 {
		records := make([]article.Record, 256)
		for j := range records {
			records[j] = benchRecord(i*256 + j)
		}
		if _, err := a.Put(b.Context(), records); err != nil {
			b.Fatal(err)
		}
	}
	stats, _ := a.Stats(b.Context())
	for i := 0; b.Loop(); i++ {
		if _, err := a.Get(b.Context(), fmt.Sprint("article-", i*37%2048)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(stats.Bytes)/2048, "B/article")
}
