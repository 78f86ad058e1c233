package index_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// told returns an annotated article. Each paragraph is a statement of the person whose
// name it begins with, before a colon; a name in square brackets is mentioned only.
func told(id, source string, paragraphs ...string) article.Record {
	r := article.Record{Version: 1, Article: article.Article{ID: id, Source: source, Text: strings.Join(paragraphs, "\n\n")}, Group: id}
	at := 0
	for _, p := range paragraphs {
		if name, rest, ok := strings.Cut(p, ": "); ok {
			start := at + len(p) - len(rest)
			speaker, confidence := article.Nobody, 0.9
			if name != "Somebody" {
				speaker = len(r.Annotation.People)
				r.Annotation.People = append(r.Annotation.People, article.Person{Name: name, Mentions: []article.Span{{Start: at, End: at + len(name)}}})
			}
			r.Annotation.Statements = append(r.Annotation.Statements, article.Statement{Kind: article.Direct,
				Content: []article.Span{{Start: start, End: at + len(p)}}, Speaker: speaker, Confidence: confidence})
		} else if _, rest, ok := strings.Cut(p, "["); ok {
			name, _, _ := strings.Cut(rest, "]")
			start := at + strings.Index(p, name)
			r.Annotation.People = append(r.Annotation.People, article.Person{Name: name, Mentions: []article.Span{{Start: start, End: start + len(name)}}})
		}
		at += len(p) + 2
	}
	return r
}

func quayRecords() []article.Record {
	return []article.Record{
		told("a", "Quay", "Ole Brandt: the crane is safe", "Mette Lund: no crane is safe", "Somebody: a crane fell", "The crane was inspected by [Karl Ness]."),
		told("b", "Coast", "Ole Brandt: the crane is safe", "Ole Brandt: we sell the crane", "The crane belongs to [Mette Lund]."),
		told("c", "Quay", "Karl Ness: the quay is closed"),
	}
}

// TestVoices counts statements by speaker and outlet, reprints once for a speaker and
// once for each outlet that prints them, within the scope.
func TestVoices(t *testing.T) {
	t.Parallel()
	x := openWith(t, quayRecords(), index.Options{})
	crane := index.Words{Terms: []string{"crane"}}
	for _, row := range []struct {
		name  string
		scope index.Scope
		want  string
	}{
		{"everything", index.Everything(), "4, 1 unnamed; [{Ole Brandt 2 2 2} {Mette Lund 1 1 1}]; [{Quay 3 3 2} {Coast 2 2 1}]"},
		{"one outlet", index.Only("Coast"), "2, 0 unnamed; [{Ole Brandt 2 2 1}]; [{Coast 2 2 1}]"},
		{"nothing", index.Scope{}, "0, 0 unnamed; []; []"},
	} {
		v, err := x.Voices(t.Context(), index.Query{Scope: row.scope, Words: crane})
		got := fmt.Sprintf("%d, %d unnamed; %v; %v", v.Statements, v.Unnamed, v.Speakers, v.Outlets)
		if err != nil || got != row.want {
			t.Errorf("%s: %s, want %s (%v)", row.name, got, row.want, err)
		}
	}
}

// TestUnquoted finds who is named in the articles about a topic and quoted in none of
// those that may be seen.
func TestUnquoted(t *testing.T) {
	t.Parallel()
	x := openWith(t, quayRecords(), index.Options{Same: [][]string{{"Mette Lund", "Mette Holm"}}})
	for _, row := range []struct {
		name, word string
		scope      index.Scope
		want       string
	}{
		{"quoted elsewhere", "crane", index.Everything(), "2 of 2 articles, 1 unnamed: Karl Ness in 1, 1 elsewhere"},
		{"quoted by a hidden outlet", "crane", index.Only("Coast"), "1 of 1 articles, 0 unnamed: Mette Lund in 1, 0 elsewhere"},
		{"nobody else is named", "quay", index.Everything(), "1 of 1 articles, 0 unnamed:"},
		{"no article", "zebra", index.Everything(), "0 of 0 articles, 0 unnamed:"},
	} {
		u, err := x.Unquoted(t.Context(), index.Query{Scope: row.scope, Words: index.Words{Terms: []string{row.word}}})
		got := fmt.Sprintf("%d of %d articles, %d unnamed:", u.Read, u.Articles, u.Unnamed)
		for _, p := range u.People {
			got += fmt.Sprintf(" %s in %d, %d elsewhere", p.Name, p.Articles, p.Elsewhere)
		}
		if err != nil || got != row.want {
			t.Errorf("%s: %s, want %s (%v)", row.name, got, row.want, err)
		}
	}
}

// TestRulingsBesideAnswers changes who is who while answers read it; the race detector
// looks on.
func TestRulingsBesideAnswers(t *testing.T) {
	t.Parallel()
	x := openWith(t, quayRecords(), index.Options{})
	var rulings sync.WaitGroup
	rulings.Go(func() {
		for i := range 40 {
			if err := x.OverrideIdentities([][]string{{"Mette Lund", "Mette Holm"}}[:i%2], nil); err != nil {
				t.Error(err)
			}
		}
	})
	for range 40 {
		if _, err := x.Unquoted(t.Context(), index.Query{Scope: index.Everything(), Words: index.Words{Terms: []string{"crane"}}}); err != nil {
			t.Error(err)
		}
	}
	rulings.Wait()
}
