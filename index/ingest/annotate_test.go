package ingest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/source"
)

// TestAnnotateReturnsWhenInterrupted: an article that takes an hour to annotate
// is not waited for.
func TestAnnotateReturnsWhenInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &Ingester{Extract: func(context.Context, article.Article) (article.Annotation, []article.Event, error) {
			time.Sleep(time.Hour)
			return article.Annotation{}, nil, nil
		}}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, err := g.annotate(ctx, make([]article.Article, 100))
		if took := time.Since(start); !errors.Is(err, context.DeadlineExceeded) || took > time.Second {
			t.Errorf("%v after %v", err, took)
		}
		time.Sleep(2 * time.Hour) // those under way end
	})
}

// TestAnnotateHoldsFewLongTexts: however many cores there are, only two of the
// longest texts are annotated at a time, and each record is its article's.
func TestAnnotateHoldsFewLongTexts(t *testing.T) {
	var now, highest atomic.Int64
	g := &Ingester{Version: 3, Extract: func(_ context.Context, a article.Article) (article.Annotation, []article.Event, error) {
		n := now.Add(int64(len(a.Text)))
		for {
			if old := highest.Load(); n <= old || highest.CompareAndSwap(old, n) {
				break
			}
		}
		now.Add(-int64(len(a.Text)))
		return article.Annotation{}, nil, nil
	}}
	articles := make([]article.Article, 40)
	for i := range articles {
		size := source.MaxText
		if i == 20 {
			size = 3 * annotateRoom // stored before there was a limit
		}
		articles[i] = article.Article{ID: fmt.Sprint(i), Text: strings.Repeat("a", size)}
	}
	records, err := g.annotate(t.Context(), articles)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range records {
		if r.ID != articles[i].ID || r.Extraction != 3 {
			t.Errorf("record %d is %q", i, r.ID)
		}
	}
	if highest.Load() != 3*annotateRoom {
		t.Errorf("%d bytes at a time", highest.Load())
	}
}

// TestShorten: what is left of a sentence has whole words around its date.
func TestShorten(t *testing.T) {
	const limit = 1000
	long := strings.Repeat("é word, ", 1000)
	for _, text := range []string{
		"On MONDAY it rained.", "MONDAY", long + "MONDAY " + long, "MONDAY " + long, long + "MONDAY",
		strings.Repeat("é", 2000) + "MONDAY" + strings.Repeat("é", 2000), strings.Repeat("é", 2000) + " MONDAY " + strings.Repeat("é", 2000),
	} {
		at := strings.Index(text, "MONDAY")
		s := shorten(text, article.Span{Start: 0, End: len(text)}, article.Span{Start: at, End: at + 6}, limit)
		got := s.Of(text)
		if !strings.Contains(got, "MONDAY") || len(got) > limit || !utf8.ValidString(got) || len(text) <= limit && got != text {
			t.Errorf("%.40s… of %d bytes became %q", text, len(text), got)
		}
		if s.Start > 0 && text[s.Start-1] != ' ' && got[0] != 'M' || s.End < len(text) && text[s.End] != ' ' && !strings.HasSuffix(got, "Y") {
			t.Errorf("%.40s… is cut within a word: %q", text, got)
		}
		if strings.HasPrefix(text, long) && strings.HasSuffix(text, long) && len(got) < limit*9/10 {
			t.Errorf("only %d bytes are left", len(got))
		}
	}
}

// TestShortenSentences: however many dates a sentence has, its events cost a few
// times the text; those of a common article stay as they are.
func TestShortenSentences(t *testing.T) {
	for _, c := range []struct {
		what    string
		text    string
		changed bool
	}{
		{"an article", strings.Repeat("It rained on MONDAY and on MONDAY. ", 100), false},
		{"a list of a week's days", strings.Repeat("MONDAY, ", 7) + ".", false},
		{"a sentence without end", strings.Repeat("MONDAY, ", 30000), true},
		{"sentences full of dates", strings.Repeat(strings.Repeat("MONDAY, ", 100)+". ", 300), true},
	} {
		var events []article.Event
		from, total := 0, 0
		for sentence := range strings.SplitAfterSeq(c.text, ".") {
			for at := 0; ; at += len("MONDAY") {
				next := strings.Index(sentence[at:], "MONDAY")
				if next < 0 {
					break
				}
				at += next
				events = append(events, article.Event{Date: article.Date{Span: article.Span{Start: from + at, End: from + at + 6}},
					Sentence: article.Span{Start: from, End: from + len(sentence)}})
			}
			from += len(sentence)
		}
		before := slices.Clone(events)
		shortenSentences(c.text, events)
		for _, e := range events {
			total += e.Sentence.End - e.Sentence.Start
			if !strings.Contains(e.Sentence.Of(c.text), "MONDAY") {
				t.Errorf("%s: an event lost its date: %q", c.what, e.Sentence.Of(c.text))
			}
		}
		if same := slices.Equal(before, events); same == c.changed || total > freeSentences+sentencesPerText*len(c.text) {
			t.Errorf("%s: unchanged %v, %d bytes of %d", c.what, same, total, len(c.text))
		}
	}
}
