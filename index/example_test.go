package index_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// saidIn returns an article in which somebody says one sentence. Extraction finds that in
// articles as they are printed.
func saidIn(id, outlet, name, sentence string) article.Record {
	text := "“" + sentence + "” said " + name + "."
	at := strings.Index(text, sentence)
	return article.Record{Version: 1,
		Article: article.Article{ID: id, Source: outlet, Text: text},
		Annotation: article.Annotation{
			People:     []article.Person{{Name: name}},
			Statements: []article.Statement{{Content: []article.Span{{Start: at, End: at + len(sentence)}}, Kind: article.Direct, Confidence: 1}},
		}}
}

// Two articles are added, and the index is asked who spoke of the ferries: words match
// in any inflection.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "index")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	x, err := index.Open(ctx, filepath.Join(dir, "index"), index.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer x.Close()

	records := map[string]article.Record{
		"a": saidIn("a", "Quay Post", "Mara Quist", "The ferry will sail again in June,"),
		"b": saidIn("b", "Harbour News", "Erik Holm", "No crane has been repaired,"),
	}
	if err := x.Add(ctx, []article.Record{records["a"], records["b"]}); err != nil {
		log.Fatal(err)
	}
	found, err := x.Statements(ctx, index.Query{Scope: index.Everything(), Words: index.Words{Terms: []string{"ferries"}}})
	if err != nil {
		log.Fatal(err)
	}
	for _, hit := range found.Hits {
		r := records[hit.Article]
		s := r.Annotation.Statements[hit.Statement]
		fmt.Printf("%s in %s: %s\n", r.Annotation.People[s.Speaker].Name, r.Source, s.Content[0].Of(r.Text))
	}
	// Output: Mara Quist in Quay Post: The ferry will sail again in June,
}
