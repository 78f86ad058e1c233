package archive

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

func open(t testing.TB, dir string) *Archive {
	t.Helper()
	a, err := Open(dir, Options{Timeout: 50 * time.Millisecond, learnFrom: 24})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a
}

func put(t testing.TB, a *Archive, articles ...article.Article) []Outcome {
	t.Helper()
	var records []article.Record
	for _, art := range articles {
		records = append(records, article.Record{Article: art, Extraction: 1})
	}
	out, err := a.Put(t.Context(), records)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func get(t testing.TB, a *Archive, id string) article.Record {
	t.Helper()
	r, err := a.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func day(s string) article.Moment {
	at, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return article.Moment{Time: at, Precision: article.Day}
}

func TestPutSaysWhatChanged(t *testing.T) {
	a := open(t, t.TempDir())
	first := article.Article{ID: "a", Text: "The envoy left.", Title: "Leaving"}
	retitled, reworded := first, first
	retitled.Title = "Gone"
	reworded.Text = "The envoy left early."
	for _, step := range []struct {
		give    article.Article
		change  Change
		version int
	}{
		{first, Added, 1}, {first, Unchanged, 1}, {reworded, Updated, 2}, {reworded, Unchanged, 2}, {retitled, Updated, 3},
	} {
		compared, err := a.Compare(t.Context(), []article.Article{step.give})
		if err != nil || compared[0] != step.change {
			t.Errorf("Compare(%+v) = %v, %v, want %v", step.give, compared, err, step.change)
		}
		if got := put(t, a, step.give)[0]; got.Change != step.change || got.Version != step.version || got.Number != 1 {
			t.Errorf("Put(%+v) = %+v, want change %v version %d", step.give, got, step.change, step.version)
		}
	}
	versions, err := a.Versions(t.Context(), "a")
	if err != nil || len(versions) != 3 || versions[0].Text != first.Text || versions[1].Text != reworded.Text {
		t.Errorf("Versions = %+v, %v", versions, err)
	}
	if s, _ := a.Stats(t.Context()); s.Articles != 1 || s.Versions != 3 || s.Pending != 1 {
		t.Errorf("Stats = %+v", s)
	}
}

func TestARecordComesBackAsItWas(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir)
	zone := time.FixedZone("", 2*3600)
	at := time.Date(2025, 5, 19, 8, 30, 0, 0, zone)
	want := article.Record{
		Article: article.Article{ID: "x", URL: "https://example.org/x", Title: "T", Source: "S", Author: "A", Lang: "en",
			Published: article.Moment{Time: at, Precision: article.Minute}, Text: "“We shall see,” she said.\r\n\tÅ"},
		Extraction: 7,
		Annotation: article.Annotation{
			Statements: []article.Statement{{Kind: article.Direct, Content: []article.Span{{Start: 3, End: 15}}, Speaker: article.Nobody,
				Said: article.Date{Value: "2025-05-19", Precision: article.Day, From: at, To: at.AddDate(0, 0, 1)}, Confidence: .5, Why: []string{"w"}}},
			Dates:  []article.Date{{Type: article.DateDuration, Value: "P1M"}},
			People: []article.Person{{Name: "N", Variants: []string{"V"}, Roles: []article.Span{{Start: 1, End: 2}}}},
		},
		Events: []article.Event{{Date: article.Date{Value: "2025", From: at, To: at}, Sentence: article.Span{End: 5}, Possible: true}},
	}
	if _, err := a.Put(t.Context(), []article.Record{want}); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	got := get(t, open(t, dir), "x")
	if got.Added.IsZero() || time.Since(got.Added) > time.Minute {
		t.Errorf("Added = %v", got.Added)
	}
	want.Number, want.Version, want.Group, want.Added = 1, 1, "x", got.Added
	want.Annotation.Statements[0].Why = nil // is not kept
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		t.Errorf("got  %s\nwant %s", g, w)
	}
}

func TestOneProcessOwnsAFolder(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	if _, err := Open(dir, Options{Timeout: 20 * time.Millisecond}); !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), dir) {
		t.Errorf("second Open: %v", err)
	}
}

func TestEachGoesOnWhereItStopped(t *testing.T) {
	a := open(t, t.TempDir())
	var all []article.Article
	for i := range 3*pageSize + 7 {
		all = append(all, article.Article{ID: fmt.Sprint(i), Text: fmt.Sprintf("Report number %d is here.", i)})
	}
	put(t, a, all...)
	stop := errors.New("stop")
	var last uint32
	seen := 0
	visit := func(until int) func(article.Record) error {
		return func(r article.Record) error {
			if r.Number != last+1 || r.ID != fmt.Sprint(last) {
				t.Fatalf("after %d came %d %s", last, r.Number, r.ID)
			}
			if last, seen = r.Number, seen+1; seen == until {
				return stop
			}
			return nil
		}
	}
	if err := a.Each(t.Context(), 0, visit(200)); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if err := a.Each(t.Context(), last, visit(-1)); err != nil || seen != len(all) {
		t.Errorf("saw %d of %d, %v", seen, len(all), err)
	}
}

func TestUnindexedKeepsWhatChangedMeanwhile(t *testing.T) {
	a := open(t, t.TempDir())
	put(t, a, article.Article{ID: "a", Text: "One."}, article.Article{ID: "b", Text: "Two."})
	_, marks, err := a.Unindexed(t.Context(), 10)
	if err != nil || len(marks) != 2 {
		t.Fatal(marks, err)
	}
	put(t, a, article.Article{ID: "b", Text: "Two, changed."})
	if err := a.Indexed(t.Context(), marks); err != nil {
		t.Fatal(err)
	}
	records, _, err := a.Unindexed(t.Context(), 10)
	if err != nil || len(records) != 1 || records[0].Text != "Two, changed." {
		t.Errorf("left %+v, %v", records, err)
	}
}

func TestPutRefusesWhatItCannotKeep(t *testing.T) {
	a := open(t, t.TempDir())
	for _, bad := range []article.Article{{Text: "no ID"}, {ID: strings.Repeat("x", MaxID+1)}, {ID: "x", Text: "\xff"}} {
		if _, err := a.Put(t.Context(), []article.Record{{Article: article.Article{ID: "good", Text: "Good."}}, {Article: bad}}); err == nil {
			t.Errorf("Put took %.20q", bad.ID)
		}
	}
	if _, err := a.Get(t.Context(), "good"); !errors.Is(err, ErrNotFound) {
		t.Errorf("half a batch went in: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.Put(ctx, []article.Record{{Article: article.Article{ID: "good", Text: "Good."}}}); !errors.Is(err, context.Canceled) {
		t.Errorf("Put after cancel: %v", err)
	}
}
