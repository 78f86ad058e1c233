package index_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// shared is a file of the development data beside the repository. The test is
// skipped where it is absent.
func shared(t testing.TB, path ...string) string {
	t.Helper()
	for _, up := range []string{"../../shared", "../../../shared"} {
		file := filepath.Join(append([]string{up, "eval", "data"}, path...)...)
		if _, err := os.Stat(file); err == nil {
			return file
		}
	}
	t.Skip("the shared development data is not beside the repository")
	return ""
}

// lines decodes a file of JSON lines.
func lines[T any](t testing.TB, file string) []T {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []T
	in := bufio.NewScanner(bytes.NewReader(data))
	in.Buffer(nil, 1<<26)
	for in.Scan() {
		var v T
		if err := json.Unmarshal(in.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

type articleLine struct {
	ID, Text, Title, Source, Published string
}

func (l articleLine) record() article.Record {
	r := article.Record{Article: article.Article{ID: l.ID, Text: l.Text, Title: l.Title, Source: l.Source}, Version: 1}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02"} {
		if when, err := time.Parse(layout, l.Published); err == nil {
			r.Published = article.Moment{Time: when, Precision: article.Day}
			break
		}
	}
	return r
}

func openIndex(t testing.TB, records []article.Record) *index.Index {
	t.Helper()
	x, err := index.Open(context.Background(), filepath.Join(t.TempDir(), "index"), index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	if err := x.Add(context.Background(), records); err != nil {
		t.Fatal(err)
	}
	return x
}

// ranking are the measures of ranking.py: several passages of an article count once.
type ranking struct{ queries, meanAP, reciprocal, recall float64 }

func (r *ranking) add(articles []string, gold map[string]bool) {
	seen, ap := 0.0, 0.0
	for i, id := range articles {
		if !gold[id] {
			continue
		}
		seen++
		ap += seen / float64(i+1)
		if seen == 1 && i < 10 {
			r.reciprocal += 1 / float64(i+1)
		}
		if i < 10 {
			r.recall += 1 / float64(len(gold))
		}
	}
	r.meanAP += ap / float64(len(gold))
	r.queries++
}

var evalAll = flag.Bool("eval", false, "measure on the large development sets too")

// TestRanking measures the answers to the questions of two public collections.
func TestRanking(t *testing.T) {
	raced.Sequential(t)
	for _, set := range []struct {
		name                       string
		large                      bool
		meanAP, reciprocal, recall float64 // at least
	}{{"time1963", false, .687, .793, .834}, {"passages", true, .651, .875, .823}} {
		t.Run(set.name, func(t *testing.T) {
			if set.large && !*evalAll {
				t.Skip("takes half a minute: run with -eval")
			}
			got := measure(t, set.name)
			t.Logf("queries %.0f  MAP %.3f  MRR@10 %.3f  recall@10 %.3f", got.queries, got.meanAP, got.reciprocal, got.recall)
			if got.meanAP < set.meanAP || got.reciprocal < set.reciprocal || got.recall < set.recall {
				t.Errorf("below the reference %+v", set)
			}
		})
	}
}

func measure(t *testing.T, set string) ranking {
	var records []article.Record
	for _, l := range lines[articleLine](t, shared(t, set, "articles.jsonl")) {
		records = append(records, l.record())
	}
	x := openIndex(t, records)
	gold := relevant(t, shared(t, set, "qrels.tsv"))
	var r ranking
	for _, q := range lines[struct {
		ID, Query string
		Limit     int
	}](t, shared(t, set, "queries.jsonl")) {
		if gold[q.ID] == nil {
			continue
		}
		result, err := x.Passages(context.Background(), index.Query{Scope: index.Everything(), Words: index.Words{Terms: strings.Fields(q.Query)}, Limit: q.Limit})
		if err != nil {
			t.Fatal(err)
		}
		r.add(articlesOf(result.Hits), gold[q.ID])
	}
	r.meanAP, r.reciprocal, r.recall = r.meanAP/r.queries, r.reciprocal/r.queries, r.recall/r.queries
	return r
}

// articlesOf are the articles of hits, each once.
func articlesOf(hits []index.Hit) []string {
	var out []string
	seen := map[string]bool{}
	for _, h := range hits {
		if !seen[h.Article] {
			seen[h.Article] = true
			out = append(out, h.Article)
		}
	}
	return out
}

func relevant(t testing.TB, file string) map[string]map[string]bool {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]bool{}
	for line := range strings.Lines(string(data)) {
		query, id, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok {
			continue
		}
		if out[query] == nil {
			out[query] = map[string]bool{}
		}
		out[query][id] = true
	}
	return out
}
