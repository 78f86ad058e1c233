package peers

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// passage is what every engine is given.
type passage struct {
	id, article   int // numbers
	title, source string
	day           int // of publication, in days since 1970
	text          string
}

// records returns BENCH_ARTICLES of the shared load articles, or of made-up ones where
// these are absent; 2,000 if it is not set.
func records(b *testing.B) []article.Record {
	b.Helper()
	n, err := strconv.Atoi(os.Getenv("BENCH_ARTICLES"))
	if err != nil {
		n = 2000
	}
	in, err := os.Open(filepath.Join("..", "..", "..", "..", "shared", "eval", "data", "load", "reuters1987.jsonl.gz"))
	if err != nil {
		return madeUp(n)
	}
	defer in.Close()
	unzipped, err := gzip.NewReader(in)
	if err != nil {
		b.Fatal(err)
	}
	var out []article.Record
	rows := bufio.NewScanner(unzipped)
	rows.Buffer(nil, 1<<26)
	for rows.Scan() && len(out) < n {
		var row struct{ ID, Title, Source, Text, Published string }
		if err := json.Unmarshal(rows.Bytes(), &row); err != nil {
			b.Fatal(err)
		}
		at, _ := time.Parse("2006-01-02T15:04:05", row.Published) // the year 1 is as good for measuring
		out = append(out, record(row.ID, row.Title, fmt.Sprint(row.Source, " ", len(row.Text)%20), row.Text, at))
	}
	return out
}

func record(id, title, source, body string, at time.Time) article.Record {
	return article.Record{Version: 1, Article: article.Article{ID: id, Title: title, Source: source, Text: body,
		Published: article.Moment{Time: at, Precision: article.Day}}}
}

// madeUp returns articles of words drawn as in language: a few often, most seldom.
func madeUp(n int) []article.Record {
	random := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(random, 1.1, 4, 30000)
	var out []article.Record
	for i := range n {
		var body strings.Builder
		for range 8 {
			body.WriteString("Prices")
			for range 16 {
				fmt.Fprintf(&body, " word%d", zipf.Uint64())
			}
			body.WriteString(".\n\n")
		}
		day := time.Date(1987, 1, 1+random.IntN(300), 0, 0, 0, 0, time.UTC)
		out = append(out, record(fmt.Sprint("m", i), "About word7", fmt.Sprint("Outlet ", random.IntN(20)), body.String(), day))
	}
	return out
}

// passagesOf returns the passages of articles, as our index cuts them.
func passagesOf(records []article.Record) []passage {
	var out []passage
	for i, r := range records {
		for _, span := range text.Passages(r.Text) {
			out = append(out, passage{id: len(out), article: i, title: r.Title, source: r.Source,
				day: int(r.Published.Time.Unix() / 86400), text: span.Of(r.Text)})
		}
	}
	return out
}

// question is one question, for all engines.
type question struct {
	words       []string // any of them
	phrase      []string // all of them, one after another; nil for none
	source      string   // "" for all
	since, till time.Time
}

// questions returns questions of each kind, of words of the passages.
func questions(passages []passage) map[string][]question {
	random := rand.New(rand.NewPCG(5, 6))
	out := map[string][]question{}
	for range 200 {
		var words []string
		var from passage
		for len(words) < 3 {
			from = passages[random.IntN(len(passages))]
			all := strings.FieldsFunc(strings.ToLower(from.text), func(r rune) bool { return r < 'a' || r > 'z' })
			if len(all) < 4 {
				continue
			}
			if w := all[random.IntN(len(all))]; len(w) > 4 {
				words = append(words, w)
			}
		}
		all := strings.FieldsFunc(strings.ToLower(from.text), func(r rune) bool { return r < 'a' || r > 'z' })
		at := random.IntN(len(all) - 1)
		day := time.Unix(int64(from.day)*86400, 0).UTC()
		out["1 word"] = append(out["1 word"], question{words: words[:1]})
		out["3 words"] = append(out["3 words"], question{words: words})
		out["phrase"] = append(out["phrase"], question{phrase: all[at : at+2]})
		out["3 words, outlet, month"] = append(out["3 words, outlet, month"], question{words: words, source: from.source, since: day.AddDate(0, 0, -15), till: day.AddDate(0, 0, 15)})
	}
	return out
}
