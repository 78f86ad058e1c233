package present_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

func TestMain(m *testing.M) { handlerstest.Main(m) }

// TestRowsAreTheArticlesBytes makes a row of each statement of the sample, and compares
// each excerpt with the stored bytes.
func TestRowsAreTheArticlesBytes(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	p := present.Presenter{Index: b.Index, Archive: b.Archive}
	words := index.Words{Terms: []string{"water", "dam", "truce"}}
	rows, marks := 0, 0
	err := b.Archive.Each(t.Context(), 0, func(r article.Record) error {
		for i, s := range r.Annotation.Statements {
			item := p.Statement(t.Context(), r, i, words, nil)
			rows++
			marks += len(item.Marks)
			for name, e := range map[string]bot.Excerpt{"quote": item.Quote, "role": item.Role, "cue": item.Cue, "inner": item.Inner, "date": item.Said.Words} {
				var parts []string
				for _, span := range e.Spans {
					parts = append(parts, r.Text[span.Start:span.End])
				}
				if e.Text != strings.Join(parts, bot.Gap) {
					t.Errorf("%s, statement %d: the %s is %q, the article has %q", r.ID, i, name, e.Text, parts)
				}
			}
			certain := s.Speaker != article.Nobody && s.Confidence >= index.CertainConfidence
			if (item.Speaker != "") != certain || item.Speaker != present.SpeakerOf(r, i) {
				t.Errorf("%s, statement %d: speaker %q at confidence %.2f", r.ID, i, item.Speaker, s.Confidence)
			}
			if item.Receipt == "" || item.SHA256 == "" || item.Source != r.Source {
				t.Errorf("%s, statement %d: receipt %q, source %q", r.ID, i, item.Receipt, item.Source)
			}
		}
		return nil
	})
	if err != nil || rows < 100 || marks == 0 {
		t.Errorf("%d rows, %d marks, %v", rows, marks, err)
	}
}

// TestShownSpans drops the marks at which direct speech is interrupted, and no others.
func TestShownSpans(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		text  string
		kind  article.Kind
		parts []string // the content of the statement
		want  string
	}{
		{"“I counted them,” she said. “Today I lost count.”", article.Direct, []string{"“I counted them,”", "“Today I lost count.”"}, "“I counted them,|Today I lost count.”"},
		{"“I counted them,” she said. “Today I lost count.”", article.Indirect, []string{"“I counted them,”", "“Today I lost count.”"}, "“I counted them,”|“Today I lost count.”"},
		{"“One.” she said.", article.Direct, []string{"“One.”"}, "“One.”"},
		{"She said “one” and “two”.", article.Direct, []string{"one", "two"}, "one|two"},
		{"“One,” she said. “”", article.Direct, []string{"“One,”", "“”"}, "“One,|”"},
	} {
		var s article.Statement
		s.Kind = row.kind
		at := 0
		for _, part := range row.parts {
			start := at + strings.Index(row.text[at:], part)
			at = start + len(part)
			s.Content = append(s.Content, article.Span{Start: start, End: at})
		}
		var got []string
		for _, span := range present.ShownSpans(row.text, s) {
			got = append(got, span.Of(row.text))
		}
		if strings.Join(got, "|") != row.want {
			t.Errorf("%s: %q, want %s", row.text, got, row.want)
		}
	}
}

// damaged is an archive whose every article is damaged.
type damaged struct{}

func (damaged) Get(context.Context, string) (article.Record, error) {
	return article.Record{}, archive.ErrDamaged
}

// TestReportDamage says how many articles an answer could not read.
func TestReportDamage(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	p := present.Presenter{Index: b.Index, Archive: damaged{}, Log: slog.New(slog.DiscardHandler)}
	handle := present.ReportDamage(func(ctx context.Context, _ bot.Request) (bot.Card, error) {
		for _, id := range []string{"a", "b", "a"} {
			if _, ok, err := p.Load(ctx, id); ok || err != nil {
				t.Errorf("%s: loaded %v, %v", id, ok, err)
			}
		}
		if copies := p.Copies(ctx, []string{"c"}); len(copies) != 0 {
			t.Errorf("copies %v", copies)
		}
		return bot.Card{Notice: "First."}, nil
	})
	card, err := handle(t.Context(), bot.Request{})
	if err != nil || !strings.HasPrefix(card.Notice, "First. 3 articles could not be read") {
		t.Errorf("%q, %v", card.Notice, err)
	}
}

// TestCopies names those that repeat a row, beyond the first twenty by ID alone.
func TestCopies(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	p := present.Presenter{Index: b.Index, Archive: b.Archive}
	ids := slices.Repeat([]string{"post-1008-drozhins"}, 22)
	copies := p.Copies(t.Context(), append(ids, "none-such"))
	if len(copies) != 23 || copies[0].Source != "Imber Valley Post" || copies[21].Source != "" || copies[22].Article != "none-such" {
		t.Errorf("%d copies: %v", len(copies), copies)
	}
}

// TestSilence says how old the briefing is once nothing came in for so long.
func TestSilence(t *testing.T) {
	t.Parallel()
	fresh := handlerstest.Now
	for _, row := range []struct {
		stale, age time.Duration
		want       string
	}{
		{0, 23 * time.Hour, ""},
		{0, 24 * time.Hour, "1 day"},
		{0, 50 * time.Hour, "2 days"},
		{time.Hour, 90 * time.Minute, "1 hour"},
		{3 * time.Hour, 5 * time.Hour, "5 hours"},
		{72 * time.Hour, 71 * time.Hour, ""},
	} {
		got, stale := present.Presenter{Stale: row.stale}.Silence(fresh.Add(row.age), index.Stats{Fresh: fresh})
		if got != row.want || stale != (row.want != "") {
			t.Errorf("limit %v, age %v: %q, %v", row.stale, row.age, got, stale)
		}
	}
	if _, stale := (present.Presenter{}).Silence(fresh, index.Stats{}); stale {
		t.Error("an empty briefing is old")
	}
}

// TestList pages rows, and leads back from beyond the end.
func TestList(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	p := present.Presenter{Index: b.Index, Archive: b.Archive, Stale: 100 * 365 * 24 * time.Hour}
	rows := make([]bot.Item, 25)
	for offset, want := range map[int]string{
		0:   "10 rows, pages ▶: 10 of 25 rows",
		10:  "10 rows, pages ◀▶: 11–20 of 25 rows",
		20:  "5 rows, pages ◀: 21–25 of 25 rows",
		400: "0 rows, pages ◀: 0 of 25 rows",
	} {
		a := query.Parsed{Request: query.Request{Request: handlerstest.Asker(), Scope: index.Everything()}}
		a.Query.Offset = offset
		card := p.List(a, p.Card(a, "Rows"), rows, "row", "None.")
		pages := ""
		for _, action := range card.Actions {
			if action.Kind == bot.Page {
				pages += action.Label
			}
		}
		footer, _, _ := strings.Cut(card.Footer, " · ")
		if got := fmt.Sprintf("%d rows, pages %s: %s", len(card.Items), pages, footer); got != want {
			t.Errorf("from %d: %s, want %s", offset, got, want)
		}
	}
	a := query.Parsed{Request: query.Request{Scope: index.Everything()}, Unread: 5}
	if card := p.List(a, p.Card(a, "Rows"), nil, "row", "None."); card.Notice != "None." || !strings.Contains(card.Footer, "searched the newest 13 of 18 articles") {
		t.Errorf("no rows: %q, %q", card.Notice, card.Footer)
	}
}

// TestFooterDay: an article that is published on a day is of that day in the footer too, wherever the asker is.
func TestFooterDay(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	p := present.Presenter{Index: b.Index, Archive: b.Archive}
	day := b.Index.Stats().To.UTC().Format("2 Jan 2006")
	for _, zone := range []string{"America/Los_Angeles", "UTC", "Pacific/Kiritimati"} {
		place, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		asker := handlerstest.Asker()
		asker.Zone = place
		if footer := p.FooterOf(query.Parsed{Request: query.Request{Request: asker, Scope: index.Everything()}}, ""); !strings.Contains(footer, " to "+day) {
			t.Errorf("in %s: %s, want %s", zone, footer, day)
		}
	}
}

// TestLink leads to the exact place: the console's page, or the article's own address
// with a text fragment.
func TestLink(t *testing.T) {
	t.Parallel()
	r := article.Record{Article: article.Article{ID: "a/1", URL: "https://news.example/x#top", Text: "One. Two three. Four."}}
	two := []article.Span{{Start: 5, End: 15}}
	for _, row := range []struct {
		base, url string
		spans     []article.Span
		want      string
	}{
		{"", r.URL, two, "https://news.example/x#:~:text=Two%20three."},
		{"", r.URL, nil, r.URL},
		{"", "", two, ""},
		{"", "file:///etc/passwd", two, ""},
		{"https://briefing.example/", r.URL, two, "https://briefing.example/article/a%2F1?span=5-15"},
	} {
		r.URL = row.url
		if got := (present.Presenter{BaseURL: row.base}).Link(r, row.spans); got != row.want {
			t.Errorf("%+v: %s", row, got)
		}
	}
}

// TestBeforePartsOfDates: what happens before the end of a year does not happen before that year.
func TestBeforePartsOfDates(t *testing.T) {
	t.Parallel()
	from := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"before the end of the year": "before the end of 2027", "after the very beginning of the year": "after the beginning of 2027", "before the start of the year": "before the start of 2027",
		"before the middle of the year": "before the middle of 2027", "after early 2027": "after early 2027", "before late 2027": "before late 2027", "before mid-2027": "before mid-2027",
		"before the year": "before 2027", "by the end of the year": "2027", "before the turn of the year": "before the turn of 2027",
	} {
		at := strings.Index(text, " ") + 1
		r := article.Record{Article: article.Article{Text: text}}
		d := article.Date{Span: article.Span{Start: at, End: len(text)}, Precision: article.Year, From: from}
		if got := present.When(r, d); got.Text != want {
			t.Errorf("%s: %q, want %q", text, got.Text, want)
		}
	}
}

// TestBeforeDates: what happens before or after a date is not shown as if it happened then.
func TestBeforeDates(t *testing.T) {
	t.Parallel()
	from := time.Date(2027, 6, 1, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string][2]string{
		"It ends in the summer.":             {"summer 2027", "the summer"},
		"It ends before the summer.":         {"before summer 2027", "before the summer"},
		"Before the summer it ends.":         {"before summer 2027", "Before the summer"},
		"It ends ahead of the summer.":       {"before summer 2027", "ahead of the summer"},
		"It ends shortly after the summer.":  {"after summer 2027", "after the summer"},
		"It lasts until the summer.":         {"summer 2027", "until the summer"},
		"It ends thereafter.\n\nthe summer.": {"summer 2027", "the summer"},
		"It is hereafter the summer.":        {"summer 2027", "the summer"},
	} {
		at := strings.Index(text, "the summer")
		r := article.Record{Article: article.Article{Text: text}}
		d := article.Date{Span: article.Span{Start: at, End: at + len("the summer")}, Precision: article.Quarter, From: from}
		if got := present.When(r, d); got.Text != want[0] || got.Words.Text != want[1] {
			t.Errorf("%s: %q, %q, want %q", text, got.Text, got.Words.Text, want)
		}
	}
}

// TestDates shows a moment no more exactly than it is known.
func TestDates(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 10, 3, 14, 5, 0, 0, time.UTC)
	for precision, want := range map[article.Precision]string{
		article.Unknown: "", article.Year: "2026", article.Month: "2026-10", article.Day: "2026-10-03", article.Minute: "2026-10-03T14:05:00Z",
	} {
		if got := present.Published(article.Article{Published: article.Moment{Time: at, Precision: precision}}); got.Value != want || (got.Text == "") != (want == "") {
			t.Errorf("%v: %+v", precision, got)
		}
	}
	r := article.Record{Article: article.Article{Text: "It rained on Monday."}}
	unresolved := present.When(r, article.Date{Span: article.Span{Start: 10, End: 19}})
	if unresolved.Text != "" || unresolved.Words.Text != "on Monday" {
		t.Errorf("an unresolved date: %+v", unresolved)
	}
	if got := present.When(r, article.Date{}); got.Words.Text != "" {
		t.Errorf("no date: %+v", got)
	}
}
