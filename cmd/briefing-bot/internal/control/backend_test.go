package control

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// echoing is a backend whose answers show what reached it.
func echoing() Backend {
	return Backend{
		Answer: func(_ context.Context, q Question) (bot.Card, error) {
			switch q.Line {
			case "mistyped":
				return bot.Card{}, &bot.Error{Message: "There is no such command.", Usage: true}
			case "broken":
				return bot.Card{}, errors.New("disk full")
			}
			return bot.Card{Title: q.Line + " from " + q.From + " in " + q.Zone}, nil
		},
		Suggest: func(_ context.Context, c Completion) ([]bot.Suggestion, error) {
			return []bot.Suggestion{{Value: c.Command + " " + c.Param + ":" + c.Prefix}}, nil
		},
		Search: func(_ context.Context, q Query) ([]Hit, error) {
			return []Hit{{Article: q.Query, Start: q.Offset, End: q.Limit}}, nil
		},
		Check: func(context.Context) (CheckReport, error) {
			return CheckReport{Articles: 3, Problems: []string{"One is damaged."}}, nil
		},
		Ingest: func(_ context.Context, d Delivery, progress func(ingest.Progress)) (ingest.Report, error) {
			progress(ingest.Progress{Done: 1, Total: 2})
			text, err := io.ReadAll(d.Stdin)
			return ingest.Report{Added: len(d.Inputs), Updated: len(text)}, err
		},
		Close: func() error { return nil },
	}
}

// shared returns the backend of another process that owns a folder.
func shared(t *testing.T, owner Backend) Backend {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	stop := Share(t.Context(), data, slog.New(slog.DiscardHandler), owner)
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	d, err := Reach(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// TestReach: what a verb asks reaches the owner of the folder whole, and its answer
// comes back.
func TestReach(t *testing.T) {
	d := shared(t, echoing())
	card, err := d.Answer(t.Context(), Question{Line: "status", From: "terminal", Zone: "UTC"})
	if want := "status from terminal in UTC"; err != nil || card.Title != want {
		t.Errorf("answer %q, %v; want %q", card.Title, err, want)
	}
	found, err := d.Suggest(t.Context(), Completion{Command: "who-said", Param: "by", Prefix: "An"})
	if want := []bot.Suggestion{{Value: "who-said by:An"}}; err != nil || !reflect.DeepEqual(found, want) {
		t.Errorf("suggestions %v, %v; want %v", found, err, want)
	}
	hits, err := d.Search(t.Context(), Query{Query: "dam", Limit: 7, Offset: 2})
	if want := []Hit{{Article: "dam", Start: 2, End: 7}}; err != nil || !reflect.DeepEqual(hits, want) {
		t.Errorf("hits %v, %v; want %v", hits, err, want)
	}
	report, err := d.Check(t.Context())
	if err != nil || report.Articles != 3 || len(report.Problems) != 1 {
		t.Errorf("check %+v, %v", report, err)
	}
}

func TestReachIngest(t *testing.T) {
	d := shared(t, echoing())
	for _, test := range []struct {
		name   string
		inputs []string
		want   ingest.Report
	}{
		{"standard input is sent", []string{"/a", "-"}, ingest.Report{Added: 2, Updated: len("words")}},
		{"standard input is left alone unless asked for", []string{"/a", "/b"}, ingest.Report{Added: 2}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var seen []ingest.Progress
			report, err := d.Ingest(t.Context(), Delivery{Inputs: test.inputs, Stdin: strings.NewReader("words")}, func(p ingest.Progress) { seen = append(seen, p) })
			if err != nil || report.Added != test.want.Added || report.Updated != test.want.Updated {
				t.Errorf("report %+v, %v; want %+v", report, err, test.want)
			}
			if want := []ingest.Progress{{Done: 1, Total: 2}}; !reflect.DeepEqual(seen, want) {
				t.Errorf("progress %v, want %v", seen, want)
			}
		})
	}
}

// TestReachErrors: an error of the line stays one, and others keep their text.
func TestReachErrors(t *testing.T) {
	d := shared(t, echoing())
	_, err := d.Answer(t.Context(), Question{Line: "mistyped"})
	if people, ok := errors.AsType[*bot.Error](err); !ok || !people.Usage || people.Message != "There is no such command." {
		t.Errorf("error of a mistyped line: %v", err)
	}
	_, err = d.Answer(t.Context(), Question{Line: "broken"})
	if _, ok := errors.AsType[*bot.Error](err); ok || err == nil || err.Error() != "disk full" {
		t.Errorf("error of a broken owner: %v", err)
	}
	if _, err := Reach(t.Context(), filepath.Join(t.TempDir(), "data")); err == nil || !strings.Contains(err.Error(), "accepts no requests") {
		t.Errorf("reaching a folder that nobody shares: %v", err)
	}
}

// TestRetryOnOwnerChange: what an owner left unanswered is asked once more of the
// next, but for an ingest that has read from standard input.
func TestRetryOnOwnerChange(t *testing.T) {
	left := errOwnerLeft
	leaving := Backend{
		Answer: func(context.Context, Question) (bot.Card, error) { return bot.Card{}, left },
		Search: func(context.Context, Query) ([]Hit, error) { return nil, left },
		Check:  func(context.Context) (CheckReport, error) { return CheckReport{}, left },
		Ingest: func(context.Context, Delivery, func(ingest.Progress)) (ingest.Report, error) {
			return ingest.Report{}, left
		},
		Close: func() error { return errors.New("first closed") },
	}
	for _, test := range []struct {
		name    string
		ask     func(context.Context, Backend) error
		retried bool
	}{
		{"a line", func(ctx context.Context, d Backend) error {
			_, err := d.Answer(ctx, Question{Line: "status"})
			return err
		}, true},
		{"a search", func(ctx context.Context, d Backend) error { _, err := d.Search(ctx, Query{Query: "dam"}); return err }, true},
		{"a check", func(ctx context.Context, d Backend) error { _, err := d.Check(ctx); return err }, true},
		{"an ingest of files", func(ctx context.Context, d Backend) error {
			_, err := d.Ingest(ctx, Delivery{Inputs: []string{"/a"}, Stdin: strings.NewReader("")}, func(ingest.Progress) {})
			return err
		}, true},
		{"an ingest from standard input", func(ctx context.Context, d Backend) error {
			_, err := d.Ingest(ctx, Delivery{Inputs: []string{"-"}, Stdin: strings.NewReader("")}, func(ingest.Progress) {})
			return err
		}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			reopened := 0
			next := echoing()
			next.Close = func() error { return errors.New("next closed") }
			d := leaving.RetryOnOwnerChange(t.Context(), func() (Backend, error) { reopened++; return next, nil })
			err := test.ask(t.Context(), d)
			if retried := reopened == 1 && err == nil; retried != test.retried {
				t.Errorf("reopened %d times, error %v", reopened, err)
			}
			closed := d.Close()
			if closed == nil || strings.Contains(closed.Error(), "next closed") != test.retried || !strings.Contains(closed.Error(), "first closed") {
				t.Errorf("closing: %v", closed)
			}
		})
	}
	t.Run("the next cannot be opened", func(t *testing.T) {
		failed := errors.New("no such folder")
		d := leaving.RetryOnOwnerChange(t.Context(), func() (Backend, error) { return Backend{}, failed })
		if _, err := d.Answer(t.Context(), Question{}); !errors.Is(err, failed) {
			t.Errorf("error %v", err)
		}
	})
}
