// Package news tells new articles from old ones: it reads a window of the archive, and
// finds whether older articles have a statement already.
package news

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Index finds older statements and persons.
type Index interface {
	Statements(ctx context.Context, q index.Query) (index.Result, error)
	FindPeople(ctx context.Context, scope index.Scope, name string) ([]index.Person, error)
}

// Archive reads articles in sequence.
type Archive interface {
	Each(ctx context.Context, after uint32, visit func(article.Record) error) error
}

// Loader returns an article that may be shown; ok is false if there is none.
type Loader interface {
	Load(ctx context.Context, id string) (r article.Record, ok bool, err error)
}

// Reader reads new articles, and older ones to compare them with.
type Reader struct {
	Index   Index
	Archive Archive
	Loader  Loader
}

var errWindowEnds = errors.New("the window ends")

// Each calls visit for each article numbered from after+1 to through that was not
// removed and is no backlog of a new source. Damaged articles are left out; the error then wraps archive.ErrDamaged
// once all others were visited.
func (n Reader) Each(ctx context.Context, after, through uint32, visit func(article.Record) error) error {
	err := n.Archive.Each(ctx, after, func(r article.Record) error {
		switch {
		case r.Number > through:
			return errWindowEnds
		case r.Removed, r.Backlog:
			return nil
		}
		return visit(r)
	})
	switch {
	case err == nil || errors.Is(err, errWindowEnds) && !errors.Is(err, archive.ErrDamaged):
		return nil
	case errors.Is(err, archive.ErrDamaged):
		return err
	}
	return fmt.Errorf("read the new articles: %w", err)
}

// Older answers what the articles of a scope have had before a window.
type Older struct {
	reader Reader
	scope  index.Scope
}

// Older returns what compares statements with the older articles of a scope.
func (n Reader) Older(scope index.Scope) Older { return Older{n, scope} }

// Quoted returns how many statements of a person there are.
func (o Older) Quoted(ctx context.Context, name string) (statements int, known bool, err error) {
	found, err := o.reader.Index.FindPeople(ctx, o.scope, name)
	if err != nil || len(found) == 0 {
		return 0, false, err
	}
	return found[0].Statements, true, nil
}

const (
	maxOlder     = 50 // older statements that begin alike and are compared
	maxReprints  = 5  // articles that are compared of those with the same statement
	phraseLength = 12 // words by which older statements are found
)

// Has reports whether an article numbered up to number has the statement already.
func (o Older) Has(ctx context.Context, r article.Record, statement int, number uint32) (bool, error) {
	words := r.Annotation.Statements[statement].Wording(r.Text)
	if number == 0 || words == "" {
		return false, nil
	}
	phrase := wording.FirstWords(words, phraseLength)
	found, err := o.reader.Index.Statements(ctx, index.Query{Scope: o.scope, Words: index.Words{Phrases: []string{phrase}}, Sort: index.Oldest, Limit: maxOlder})
	if err != nil {
		return false, fmt.Errorf("look for older reports: %w", err)
	}
	for _, hit := range found.Hits {
		for _, id := range append([]string{hit.Article}, hit.Also[:min(len(hit.Also), maxReprints)]...) {
			old, ok, err := o.reader.Loader.Load(ctx, id)
			if err != nil {
				return false, fmt.Errorf("read article %s: %w", id, err)
			}
			if ok && old.Number <= number && id != r.ID && says(old, words) {
				return true, nil
			}
		}
	}
	return false, nil
}

// says reports whether an article has a statement of that wording.
func says(r article.Record, words string) bool {
	return slices.ContainsFunc(r.Annotation.Statements, func(s article.Statement) bool { return s.Wording(r.Text) == words })
}
