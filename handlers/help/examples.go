package help

import (
	"context"
	"sync"

	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// ExampleIndex is where words for examples are found.
type ExampleIndex interface {
	Stats() index.Stats
	Topics(ctx context.Context, q index.Query) ([]index.Topic, error)
	Speakers(ctx context.Context, q index.Query) ([]index.Person, error)
	Sources(ctx context.Context, scope index.Scope) ([]index.Source, error)
	Statements(ctx context.Context, q index.Query) (index.Result, error)
}

// Examples finds words of the index for the placeholders of example lines. Each is
// looked up once for a scope, until the index changes.
type Examples struct {
	mu         sync.Mutex
	words      map[string]string // by placeholder and scope
	generation string            // of the index that they are from
}

// maxExamples is the maximum number of words that are kept.
const maxExamples = 1000

// Word returns a word for a placeholder from the articles of a scope, "" if there is
// none.
func (e *Examples) Word(ctx context.Context, x ExampleIndex, show present.Presenter, scope index.Scope, placeholder string) string {
	key := placeholder + "\x00" + scope.String()
	e.mu.Lock()
	defer e.mu.Unlock()
	if now := x.Stats().Generation; now != e.generation || e.words == nil || len(e.words) > maxExamples {
		e.generation, e.words = now, map[string]string{}
	}
	word, known := e.words[key]
	if !known {
		word = findExample(ctx, x, show, scope, placeholder)
		e.words[key] = word
	}
	return word
}

func findExample(ctx context.Context, x ExampleIndex, show present.Presenter, scope index.Scope, placeholder string) string {
	switch placeholder {
	case "topic":
		if topics, err := x.Topics(ctx, index.Query{Scope: scope, Limit: 1}); err == nil && len(topics) > 0 {
			return topics[0].Words
		}
	case "person":
		if people, err := x.Speakers(ctx, index.Query{Scope: scope, Limit: 1}); err == nil && len(people) > 0 {
			return people[0].Name
		}
	case "source":
		if sources, err := x.Sources(ctx, scope); err == nil && len(sources) > 0 {
			return sources[0].Name
		}
	case "quote", "article", "receipt":
		return exampleOf(ctx, x, show, scope, placeholder)
	}
	return ""
}

// exampleOf returns some words of a direct statement, its article or its receipt.
func exampleOf(ctx context.Context, x ExampleIndex, show present.Presenter, scope index.Scope, placeholder string) string {
	q := index.Query{Kinds: []article.Kind{article.Direct}, Scope: scope, Sort: index.Newest, Limit: 1}
	people, err := x.Speakers(ctx, index.Query{Scope: scope, Limit: 1})
	if err != nil || len(people) == 0 {
		return ""
	}
	q.By = []string{people[0].Key}
	found, err := x.Statements(ctx, q)
	if err != nil || len(found.Hits) == 0 {
		return ""
	}
	r, ok, err := show.Load(ctx, found.Hits[0].Article)
	if err != nil || !ok {
		return ""
	}
	content := present.ShownSpans(r.Text, r.Annotation.Statements[found.Hits[0].Statement])
	switch placeholder {
	case "article":
		return r.ID
	case "receipt":
		return archive.MakeReceipt(r, content)
	}
	return wording.FirstWords(content[0].Of(r.Text), 8)
}
