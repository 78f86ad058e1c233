package news_test

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/briefing-bot/briefing-bot/handlers"
	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
	"github.com/briefing-bot/briefing-bot/handlers/internal/news"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

func TestMain(m *testing.M) { handlerstest.Main(m) }

// reader returns a Reader of b.
func reader(b *handlers.Briefing) news.Reader {
	return news.Reader{Index: b.Index, Archive: b.Archive, Loader: present.Presenter{Index: b.Index, Archive: b.Archive}}
}

// TestEach visits the articles of a window, without those that were removed.
func TestEach(t *testing.T) {
	t.Parallel()
	b := handlerstest.NewOwn(t)
	if err := b.Archive.Remove(t.Context(), article.ByHand, "meridian-1002-first-round"); err != nil {
		t.Fatal(err)
	}
	last, err := b.Archive.Last(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	backlog := article.Record{Article: article.Article{ID: "old", Text: "What a source listed when it was new."}, Backlog: true}
	if _, err := b.Archive.Put(t.Context(), []article.Record{backlog}); err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct {
		after, through uint32
		want           int
	}{
		"a backlog":         {last, last + 1, 0},
		"the whole archive": {0, last, int(last) - 1},
		"some":              {last - 3, last - 1, 2},
		"beyond the end":    {last, last + 10, 0},
		"an empty window":   {5, 5, 0},
	} {
		n := 0
		err := reader(b).Each(t.Context(), row.after, row.through, func(r article.Record) error {
			if r.Removed || r.Number <= row.after || r.Number > row.through {
				t.Errorf("%s: visits %s, number %d", name, r.ID, r.Number)
			}
			n++
			return nil
		})
		if err != nil || n != row.want {
			t.Errorf("%s: %d articles, want %d (%v)", name, n, row.want, err)
		}
	}
	full := errors.New("disk full")
	if err := reader(b).Each(t.Context(), 0, last, func(article.Record) error { return full }); !errors.Is(err, full) {
		t.Errorf("an error of the visit: %v", err)
	}
}

// TestOlder tells a statement that an older article of the scope has from a new one.
func TestOlder(t *testing.T) {
	t.Parallel()
	b := handlerstest.NewOwn(t)
	found, err := b.Index.Statements(t.Context(), index.Query{Scope: index.Everything(), Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	reprints := 0
	for _, hit := range found.Hits {
		if len(hit.Also) == 0 {
			continue
		}
		numbers := map[uint32]article.Record{}
		for _, id := range append([]string{hit.Article}, hit.Also...) {
			r, err := b.Archive.Get(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			numbers[r.Number] = r
		}
		order := slices.Sorted(maps.Keys(numbers))
		first, second := numbers[order[0]], numbers[order[1]]
		words := ""
		if r := numbers[order[0]]; r.ID == hit.Article {
			words = r.Annotation.Statements[hit.Statement].Wording(r.Text)
		}
		at := slices.IndexFunc(second.Annotation.Statements, func(s article.Statement) bool { return words != "" && s.Wording(second.Text) == words })
		if at < 0 {
			continue
		}
		reprints++
		for name, row := range map[string]struct {
			scope  index.Scope
			number uint32
			want   bool
		}{
			"an older article has it":                 {index.Everything(), second.Number - 1, true},
			"before the first article that has it":    {index.Everything(), first.Number - 1, false},
			"only a hidden outlet has it":             {index.Everything().Except(first.Source), second.Number - 1, false},
			"no scope":                                {index.Scope{}, second.Number - 1, false},
			"nothing is older than the first article": {index.Everything(), 0, false},
		} {
			if first.Source == second.Source && name == "only a hidden outlet has it" || len(order) > 2 {
				continue
			}
			got, err := reader(b).Older(row.scope).Has(t.Context(), second, at, row.number)
			if err != nil || got != row.want {
				t.Errorf("%s in %s, %s: %v, %v", second.ID, first.ID, name, got, err)
			}
		}
	}
	if reprints == 0 {
		t.Error("the sample has no statement that two articles print")
	}
	for name, want := range map[string]bool{"Ragna Ostholm": true, "Nobodyatall": false} {
		n, known, err := reader(b).Older(index.Everything()).Quoted(t.Context(), name)
		if err != nil || known != want || (n > 0) != want {
			t.Errorf("%s: %d, %v, %v", name, n, known, err)
		}
	}
	if _, known, err := reader(b).Older(index.Everything().Except("Meridian Wire")).Quoted(t.Context(), "Edda Rone"); known || err != nil {
		t.Errorf("a hidden outlet's speaker is known: %v", err)
	}
}
