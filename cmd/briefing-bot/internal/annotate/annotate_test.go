package annotate_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/annotate"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/source"
)

// annotator takes as many milliseconds for an article as its text has bytes.
type annotator struct{}

func (annotator) AnnotateContext(ctx context.Context, a article.Article) (article.Annotation, error) {
	select {
	case <-time.After(time.Duration(len(a.Text)) * time.Millisecond):
		return article.Annotation{People: []article.Person{{Name: a.ID}}}, nil
	case <-ctx.Done():
		return article.Annotation{}, ctx.Err()
	}
}

// items returns n articles, each shorter than the one before. Every third cannot
// be read.
func items(n int) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		for i := range n {
			item := source.Item{Article: article.Article{ID: fmt.Sprint(i), Text: strings.Repeat("x", n-i)}}
			if i%3 == 2 {
				item = source.Item{Path: fmt.Sprint(i), Err: errors.New("unreadable")}
			}
			if !yield(item) {
				return
			}
		}
	}
}

func TestRunKeepsTheOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got, want []string
		err := annotate.Run(t.Context(), annotator{}, items(100), func(r annotate.Result) error {
			if r.Item.Err != nil {
				got = append(got, r.Item.Path)
				return nil
			}
			got = append(got, r.Annotation.People[0].Name)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 100 {
			want = append(want, fmt.Sprint(i))
		}
		if !slices.Equal(got, want) {
			t.Errorf("articles came as %v", got)
		}
	})
}

func TestRunStops(t *testing.T) {
	errFull := errors.New("disk full")
	endless := func(yield func(source.Item) bool) {
		for yield(source.Item{Article: article.Article{Text: "xxxxxxxxxx"}}) {
		}
	}
	silent := func(yield func(source.Item) bool) { time.Sleep(time.Hour) }
	for _, test := range []struct {
		name    string
		items   iter.Seq[source.Item]
		emit    error
		timeout time.Duration
		want    error
		within  time.Duration
	}{
		{"when the result cannot be written", endless, errFull, time.Hour, errFull, 10 * time.Millisecond},
		{"when the context ends", endless, nil, 25 * time.Millisecond, context.DeadlineExceeded, 25 * time.Millisecond},
		{"when the context ends and no article comes", silent, nil, time.Second, context.DeadlineExceeded, time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), test.timeout)
				defer cancel()
				start := time.Now()
				err := annotate.Run(ctx, annotator{}, test.items, func(annotate.Result) error { return test.emit })
				if !errors.Is(err, test.want) {
					t.Errorf("Run returned %v, want %v", err, test.want)
				}
				if took := time.Since(start); took != test.within {
					t.Errorf("Run returned after %v, want %v", took, test.within)
				}
				time.Sleep(2 * time.Hour) // until the source of articles has ended, too
			})
		})
	}
}

func TestNewLine(t *testing.T) {
	a := article.Article{ID: "a1", Text: `"No," Ann said Monday.`}
	found := article.Annotation{
		Statements: []article.Statement{{Kind: article.Direct, Content: []article.Span{{Start: 1, End: 4}}, Cue: article.Span{Start: 10, End: 14},
			Speaker: article.Nobody, Confidence: .5}},
		People: []article.Person{{Name: "Ann"}},
	}
	for _, test := range []struct {
		name  string
		found article.Annotation
		want  string
	}{
		{"the language", article.Annotation{Language: "de"}, `{"id":"a1","statements":[],"dates":[],"people":[],"language":"de"}`},
		{"lists are never null", article.Annotation{}, `{"id":"a1","statements":[],"dates":[],"people":[]}`},
		{"spans and days that are missing are null", found, `{"id":"a1","statements":[{"kind":"direct","content":[{"start":1,"end":4}],` +
			`"cue":{"start":10,"end":14},"source":null,"speaker":"","confidence":0.5,"said":null}],"dates":[],` +
			`"people":[{"name":"Ann","variants":[],"roles":[],"mentions":[]}]}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := json.Marshal(annotate.NewLine(a, test.found))
			if err != nil || string(got) != test.want {
				t.Errorf("line is\n%s (%v), want\n%s", got, err, test.want)
			}
		})
	}
}
