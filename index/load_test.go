package index_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

var (
	said     = regexp.MustCompile(`([A-Z][^.]{20,200}?),? (said|told reporters|added)\b([^.]{0,40})`)
	named    = regexp.MustCompile(`\b(?:[A-Z][a-z]+ )?[A-Z][a-z]{3,}\b`)
	sentence = regexp.MustCompile(`[^.]{30,}\.`)
)

// crude annotates an article of typewriter text: enough of each kind for
// measuring time, not for judging words.
func crude(r article.Record) article.Record {
	people := map[string]int{}
	for _, m := range said.FindAllStringSubmatchIndex(r.Text, -1) {
		name := named.FindString(r.Text[m[2]:m[7]])
		if name == "" {
			continue
		}
		if _, ok := people[name]; !ok {
			people[name] = len(people)
			r.Annotation.People = append(r.Annotation.People, article.Person{Name: name})
		}
		r.Annotation.Statements = append(r.Annotation.Statements, article.Statement{Kind: article.Indirect,
			Content: []article.Span{{Start: m[2], End: m[3]}}, Cue: article.Span{Start: m[4], End: m[5]}, Speaker: people[name], Confidence: 0.9})
	}
	for i, m := range sentence.FindAllStringIndex(r.Text, 4) {
		day := r.Published.Time.AddDate(0, 0, -i*i)
		r.Events = append(r.Events, article.Event{Sentence: article.Span{Start: m[0], End: m[1]}, Date: article.Date{Type: article.DateDate,
			Value: day.Format(time.DateOnly), Precision: article.Day, From: day, To: day.AddDate(0, 0, 1)}})
	}
	return r
}

// loadRecords are the shared load articles, or as many made-up ones.
func loadRecords(b *testing.B) []article.Record {
	file := filepath.Join("..", "..", "shared", "eval", "data", "load", "reuters1987.jsonl.gz")
	in, err := os.Open(file)
	if err != nil {
		return madeUp(19043)
	}
	defer in.Close()
	unzipped, err := gzip.NewReader(in)
	if err != nil {
		b.Fatal(err)
	}
	var out []article.Record
	rows := bufio.NewScanner(unzipped)
	rows.Buffer(nil, 1<<26)
	for rows.Scan() {
		var l articleLine
		if err := json.Unmarshal(rows.Bytes(), &l); err != nil {
			b.Fatal(err)
		}
		out = append(out, crude(l.record()))
	}
	return out
}

// madeUp are articles of words drawn as in language: a few often, most seldom.
func madeUp(n int) []article.Record {
	random := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(random, 1.1, 4, 30000)
	var out []article.Record
	for i := range n {
		var text strings.Builder
		for range 8 {
			text.WriteString("Prices")
			for range 16 {
				fmt.Fprintf(&text, " w%d", zipf.Uint64())
			}
			fmt.Fprintf(&text, ", said Person%c Number. ", 'a'+rune(random.IntN(26)))
		}
		day := time.Date(1987, 1, 1+random.IntN(300), 0, 0, 0, 0, time.UTC)
		out = append(out, crude(article.Record{Version: 1, Article: article.Article{ID: fmt.Sprint("m", i), Title: "About w7 and w9",
			Source: fmt.Sprint("Outlet ", random.IntN(20)), Text: text.String(), Published: article.Moment{Time: day, Precision: article.Day}}}))
	}
	return out
}

// varied are copies of records that are no repeats: other days, outlets and,
// one in twelve, other words of the same length.
func varied(records []article.Record, copies int) []article.Record {
	out := slices.Clone(records)
	for c := 1; c < copies; c++ {
		for _, r := range records {
			r.ID = fmt.Sprint(r.ID, "-", c)
			r.Group = r.ID
			r.Source = fmt.Sprint(r.Source, " ", (len(r.Text)+c)%20)
			r.Text = otherWords(r.Text, uint64(c))
			r.Published.Time = r.Published.Time.AddDate(0, 0, 230*c)
			r.Events = slices.Clone(r.Events)
			for i := range r.Events {
				d := &r.Events[i].Date
				d.From, d.To = d.From.AddDate(0, 0, 230*c), d.To.AddDate(0, 0, 230*c)
				d.Value = d.From.Format(time.DateOnly)
			}
			out = append(out, r)
		}
	}
	return out
}

var longWord = regexp.MustCompile(`\b[a-z]{5,}\b`)

// otherWords turns round one long word in twelve, drawn by seed.
func otherWords(text string, seed uint64) string {
	random := rand.New(rand.NewPCG(seed, uint64(len(text))))
	return longWord.ReplaceAllStringFunc(text, func(w string) string {
		if random.IntN(12) > 0 {
			return w
		}
		turned := []byte(w)
		slices.Reverse(turned)
		return string(turned)
	})
}

// BenchmarkLoad adds 19,043 articles, then asks what commands ask.
func BenchmarkLoad(b *testing.B) {
	measureLoad(b, loadRecords(b), filepath.Join(b.TempDir(), "index"))
}

// BenchmarkMillion does the same with a million passages: the load articles
// and seven varied copies, or as many less one as BENCH_COPIES says. BENCH_INDEX names a
// folder that keeps the index from one run to the next; without it nothing is measured,
// for it takes minutes.
func BenchmarkMillion(b *testing.B) {
	dir := os.Getenv("BENCH_INDEX")
	if dir == "" {
		b.Skip("BENCH_INDEX names no folder for an index of a million passages")
	}
	copies := 8
	if n, err := strconv.Atoi(os.Getenv("BENCH_COPIES")); err == nil {
		copies = n
	}
	measureLoad(b, varied(loadRecords(b), copies), dir)
}

// measureLoad makes the index where it is empty, and asks it.
func measureLoad(b *testing.B, records []article.Record, dir string) {
	ctx := context.Background()
	opts := index.Options{Record: shelve(records).record}
	x, err := index.Open(ctx, dir, opts)
	if err != nil {
		b.Fatal(err)
	}
	if x.Stats().Articles == 0 {
		start := time.Now()
		for batch := range slices.Chunk(records, 2000) {
			if err := x.Add(ctx, batch); err != nil {
				b.Fatal(err)
			}
		}
		b.Logf("added in %v", time.Since(start))
	}
	stats := x.Stats()
	b.Logf("%d articles, %d passages, %d statements; %d MB", stats.Articles, stats.Passages, stats.Statements, stats.Bytes>>20)
	if err := x.Close(); err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if x, err = index.Open(ctx, dir, opts); err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	b.Logf("opened in %v", time.Since(start))
	questions(b, x)
}

// questions measures each kind of answer over varied words.
func questions(b *testing.B, x *index.Index) {
	for _, kind := range answerKinds(b, x) {
		b.Run(kind.name, func(b *testing.B) { measured(b, kind.ask) })
	}
}

// answerKind is a kind of question; ask asks the question of a number.
type answerKind struct {
	name string
	ask  func(i int) (any, error)
}

// answerKinds returns the kinds of questions, over words and names of the index.
func answerKinds(b *testing.B, x *index.Index) []answerKind {
	b.Helper()
	ctx := context.Background()
	words, err := x.Prefix(ctx, index.Everything(), "topic", "", 400)
	if err != nil {
		b.Fatal(err)
	}
	people, err := x.Prefix(ctx, index.Everything(), "person", "", 50)
	if err != nil {
		b.Fatal(err)
	}
	pick := func(i, n int) index.Query {
		q := index.Query{Scope: index.Everything(), Limit: 10}
		for j := range n {
			q.Words.Terms = append(q.Words.Terms, words[(i*7+j*31)%len(words)])
		}
		return q
	}
	return []answerKind{
		{"who-said", func(i int) (any, error) { return x.Statements(ctx, pick(i, 1)) }},
		{"who-said-by", func(i int) (any, error) {
			q := pick(i, 0)
			found, err := x.FindPeople(ctx, index.Everything(), people[i%len(people)])
			if err != nil {
				return nil, err
			}
			if len(found) > 0 {
				q.By = []string{found[0].Key}
			}
			return x.Statements(ctx, q)
		}},
		{"timeline", func(i int) (any, error) { return x.Chronology(ctx, pick(i, 1)) }},
		{"timeline-all", func(int) (any, error) { return x.Chronology(ctx, index.Query{Scope: index.Everything()}) }},
		{"ask", func(i int) (any, error) { return x.Passages(ctx, pick(i, 5)) }},
		{"topics", func(i int) (any, error) {
			return x.Topics(ctx, index.Query{Scope: index.Everything(), Since: x.Stats().To.AddDate(0, 0, -7)})
		}},
		{"near", func(i int) (any, error) {
			return x.Near(ctx, index.Everything(), words[i%len(words)]+"x", false, 3)
		}},
		{"quotes", func(i int) (any, error) {
			return x.Quotes(ctx, index.Everything(), strings.Join(pick(i, 9).Words.Terms, " "), 3)
		}},
		{"speakers", func(i int) (any, error) { return x.Speakers(ctx, pick(i, 1)) }},
		{"tallies", func(i int) (any, error) { return x.Tallies(ctx, pick(i, 1), 5) }},
		{"stats", func(int) (any, error) { return x.Stats(), nil }},
	}
}

// measured reports the median and the 99th percentile in milliseconds.
func measured(b *testing.B, ask func(int) (any, error)) {
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		if _, err := ask(i); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	at := func(share float64) float64 {
		return float64(took[int(share*float64(len(took)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(at(0.5), "p50-ms")
	b.ReportMetric(at(0.99), "p99-ms")
}
