package index_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

var update = flag.Bool("update", false, "write the golden files anew; judge each change")

// TestSearch runs testdata/*.txtar: the file articles is a corpus; every other
// file begins with a query and goes on with the answer expected.
func TestSearch(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { runScript(t, file) })
	}
}

func runScript(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	records := corpus(string(archive.Files[0].Data))
	x := openWith(t, records, index.Options{Synonyms: map[string][]string{"ceasefire": {"truce"}}})
	for i := range archive.Files[1:] {
		f := &archive.Files[i+1]
		line, want, _ := strings.Cut(string(f.Data), "\n")
		got := answer(t, x, shelve(records), line)
		if *update {
			f.Data = []byte(line + "\n" + got)
		} else if strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%s: %s\ngot:\n%swant:\n%s", f.Name, line, got, want)
		}
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// answer runs a line: the method, then words, "phrases", -words and options.
func answer(t *testing.T, x *index.Index, records shelf, line string) string {
	t.Helper()
	ctx := context.Background()
	method, rest, _ := strings.Cut(line, " ")
	q := parse(t, rest)
	var out strings.Builder
	var result index.Result
	var err error
	switch method {
	case "statements":
		result, err = x.Statements(ctx, q)
	case "passages":
		result, err = x.Passages(ctx, q)
	case "events", "undated", "sentences":
		find := x.Chronology
		if method == "sentences" {
			find = x.DatedSentences
		}
		c, e := find(ctx, q)
		if result, err = c.Result, e; method == "undated" {
			result.Hits, result.Total = result.Hits[min(c.Dates, len(result.Hits)):], c.Undated
		} else {
			result.Hits, result.Total = result.Hits[:min(c.Dates, len(result.Hits))], c.Dates
		}
	case "quotes":
		result.Hits, err = x.Quotes(ctx, index.Everything(), rest, 3)
	case "days":
		tallies, e := x.Tallies(ctx, q, 0)
		err = e
		for _, t := range tallies {
			for _, d := range t.Days(article.Day) {
				fmt.Fprintln(&out, d.From.Format(time.DateOnly), d.Count)
			}
		}
	case "speakers", "people":
		said, e := x.Speakers(ctx, q)
		people := said.People
		if method == "people" {
			people, e = x.FindPeople(ctx, index.Everything(), rest)
		}
		err = e
		for _, p := range people {
			fmt.Fprintf(&out, "%s (%d) %s\n", p.Name, p.Statements, strings.Join(p.Variants, ", "))
		}
	case "topics":
		topics, e := x.Topics(ctx, q)
		err = e
		for _, topic := range topics {
			fmt.Fprintf(&out, "%s %d/%d\n", topic.Words, topic.Statements, topic.Articles)
		}
	case "near", "nearly":
		words, e := x.Near(ctx, index.Everything(), rest, method == "near", 3)
		err = e
		fmt.Fprintln(&out, strings.Join(words, ", "))
	default:
		t.Fatalf("unknown method %s", method)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range result.Hits {
		out.WriteString(hitLine(records, h))
	}
	if result.Total > 0 {
		fmt.Fprintf(&out, "total %d, speakers %d, articles %d\n", result.Total, result.Speakers, result.Articles)
	}
	return out.String()
}

// hitLine is a hit on one line: article, words, also.
func hitLine(records shelf, h index.Hit) string {
	r := records[h.Article]
	var text string
	switch {
	case h.Statement >= 0:
		text = r.Annotation.Statements[h.Statement].Content[0].Of(r.Text)
	case h.Event >= 0:
		text = r.Events[h.Event].Date.Value + ": " + r.Events[h.Event].Sentence.Of(r.Text)
	default:
		text = h.Passage.Of(r.Text)
	}
	if runes := []rune(text); len(runes) > 70 {
		text = string(runes[:70]) + "…"
	}
	line := h.Article + " | " + strings.ReplaceAll(text, "\n", " ")
	if len(h.Also) > 0 {
		line += " | also " + strings.Join(h.Also, " ")
	}
	if h.More > 0 {
		line += fmt.Sprintf(" | more %d", h.More)
	}
	if h.Beside {
		line += " | beside the topic"
	}
	return line + "\n"
}

func parse(t *testing.T, line string) index.Query {
	q := index.Query{Scope: index.Everything()}
	parts := strings.Split(line, `"`)
	for i, part := range parts {
		if i%2 == 1 {
			q.Words.Phrases = append(q.Words.Phrases, part)
			continue
		}
		for w := range strings.FieldsSeq(part) {
			option(t, &q, w)
		}
	}
	return q
}

func option(t *testing.T, q *index.Query, w string) {
	key, value, ok := strings.Cut(w, ":")
	value = strings.ReplaceAll(value, "_", " ")
	day := func() time.Time {
		d, err := time.Parse(time.DateOnly, value)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	switch {
	case strings.HasPrefix(w, "-"):
		q.Words.Excluded = append(q.Words.Excluded, w[1:])
	case !ok:
		q.Words.Terms = append(q.Words.Terms, w)
	case key == "by":
		q.By = append(q.By, value)
	case key == "since":
		q.Since = day()
	case key == "until":
		q.Until = day()
	case key == "source":
		q.Sources = append(q.Sources, value)
	case key == "verb":
		q.Verb = value
	case key == "sort":
		q.Sort = index.Sort(value)
	case key == "within":
		q.Since = day()
		q.Until, q.Within = q.Since.AddDate(0, 0, 1), true
	case key == "limit":
		fmt.Sscan(value, &q.Limit)
	case key == "offset":
		fmt.Sscan(value, &q.Offset)
	default:
		t.Fatalf("unknown option %s", w)
	}
}

// TestMarks checks ranges by the words they cover.
func TestMarks(t *testing.T) {
	x := openWith(t, nil, index.Options{Synonyms: map[string][]string{"truce": {"ceasefire"}}})
	for _, c := range []struct {
		text   string
		words  index.Words
		marked string
	}{
		{"They strike; strikes struck.", index.Words{Terms: []string{"strike"}}, "strike strikes struck"},
		{"A cease-fire, the truce.", index.Words{Terms: []string{"ceasefire"}}, "cease-fire truce"},
		{"“Erdoğan’s prisoner exchange”, prisoners", index.Words{Terms: []string{"erdogan"}, Phrases: []string{"prisoner exchange"}}, "Erdoğan’s|prisoner exchange"},
		{"The U.S. told us", index.Words{Terms: []string{"US"}}, "U.S"},
		{"nothing here", index.Words{Terms: []string{"else"}}, ""},
	} {
		var got []string
		for _, s := range x.Marks(c.text, c.words) {
			got = append(got, s.Of(c.text))
		}
		if strings.Join(got, "|") != strings.ReplaceAll(c.marked, " ", "|") && strings.Join(got, "|") != c.marked {
			t.Errorf("%s: marked %q, want %q", c.text, got, c.marked)
		}
	}
}

// TestOrderOfAdding checks that answers and the generation do not depend on
// the order in which articles came, nor on batches.
func TestOrderOfAdding(t *testing.T) {
	records := corpus(talks(60))
	a := openWith(t, records, index.Options{})
	back := slices.Clone(records)
	slices.Reverse(back)
	b := openWith(t, back[:10], index.Options{Record: shelve(records).record})
	for _, r := range back[10:] {
		if err := b.Add(context.Background(), []article.Record{r}); err != nil {
			t.Fatal(err)
		}
	}
	if a.Stats().Generation != b.Stats().Generation {
		t.Errorf("generations %s and %s", a.Stats().Generation, b.Stats().Generation)
	}
	for _, line := range []string{"statements talks limit:50", "passages talks river", "events talks", "events", "speakers", "topics"} {
		if x, y := answer(t, a, shelve(records), line), answer(t, b, shelve(records), line); x != y || x == "" {
			t.Errorf("%s\n%s\nand, added in another order:\n%s", line, x, y)
		}
	}
}

// talks is a corpus of n made-up articles.
func talks(n int) string {
	var out strings.Builder
	names := []string{"Anna Berg", "Bo Ek", "Carla Dahl"}
	for i := range n {
		fmt.Fprintf(&out, "= a%02d | Outlet %d | 2025-05-%02d\nRiver talks %d\n“The talks on the river cost %d crowns,” said %s. They met on %d May 2025.\n",
			i, i%4, 1+i%28, i, i%20, names[i%3], 1+i%9)
	}
	return out.String()
}
