package help

import (
	"context"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// ExampleIndex finds words for examples.
type ExampleIndex interface {
	Stats() index.Stats
	Topics(ctx context.Context, q index.Query) ([]index.Topic, error)
	Speakers(ctx context.Context, q index.Query) (index.SpeakerPage, error)
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
		return exampleTopic(ctx, x, scope)
	case "person":
		if said, err := x.Speakers(ctx, index.Query{Scope: scope, Limit: 1}); err == nil && said.Total > 0 {
			return said.People[0].Name
		}
	case "month":
		if s := x.Stats(); !s.To.IsZero() {
			return s.To.Format("2006-01")
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

// topicsTried is how many topics are looked at for one that the person of the examples
// speaks on.
const topicsTried = 20

// exampleTopic returns the first topic that the person of the examples speaks on, or the
// first of all: an example with both finds something.
func exampleTopic(ctx context.Context, x ExampleIndex, scope index.Scope) string {
	topics, err := x.Topics(ctx, index.Query{Scope: scope, Limit: topicsTried})
	if err != nil || len(topics) == 0 {
		return ""
	}
	said, err := x.Speakers(ctx, index.Query{Scope: scope, Limit: 1})
	if err != nil || said.Total == 0 {
		return topics[0].Words
	}
	for _, t := range topics {
		found, err := x.Statements(ctx, index.Query{Scope: scope, Words: query.Words(t.Words), By: []string{said.People[0].Key}, Limit: 1})
		if err == nil && found.Total > 0 {
			return t.Words
		}
	}
	return topics[0].Words
}

// quotesTried is the maximum number of statements tried to find a complete one.
const quotesTried = 40

// exampleOf returns a direct statement, its article or its receipt: one that is a whole
// sentence and short, by the person of the examples if there is one.
func exampleOf(ctx context.Context, x ExampleIndex, show present.Presenter, scope index.Scope, placeholder string) string {
	q := index.Query{Kinds: []article.Kind{article.Direct}, Scope: scope, Sort: index.Newest, Limit: quotesTried}
	said, err := x.Speakers(ctx, index.Query{Scope: scope, Limit: 1})
	if err != nil || said.Total == 0 {
		return ""
	}
	q.By = []string{said.People[0].Key}
	if found := findWhole(ctx, x, show, q, placeholder); found != "" {
		return found
	}
	q.By = nil
	return findWhole(ctx, x, show, q, placeholder)
}

// findWhole returns the first statement of a query that is a short sentence, its article
// or its receipt.
func findWhole(ctx context.Context, x ExampleIndex, show present.Presenter, q index.Query, placeholder string) string {
	found, err := x.Statements(ctx, q)
	if err != nil {
		return ""
	}
	for _, hit := range found.Hits {
		r, ok, err := show.Load(ctx, hit.Article)
		if err != nil || !ok || hit.Statement < 0 {
			continue
		}
		content := present.ShownSpans(r.Text, r.Annotation.Statements[hit.Statement])
		if len(content) != 1 || !wholeSentence(content[0].Of(r.Text)) {
			continue
		}
		switch placeholder {
		case "article":
			return r.ID
		case "receipt":
			return archive.MakeReceipt(r, content)
		}
		return strings.Trim(content[0].Of(r.Text), " ,")
	}
	return ""
}

// wholeSentence reports whether a quotation is one sentence from its capital to its
// end, and neither too short to be told from others nor too long for a line.
func wholeSentence(quote string) bool {
	quote = strings.TrimRight(quote, " ,")
	words := len(strings.Fields(quote))
	first, _ := utf8.DecodeRuneInString(quote)
	return words >= 5 && words <= 16 && unicode.IsUpper(first) && !strings.ContainsAny(strings.TrimRight(quote, ".!"), ".!?\"“”\n")
}
