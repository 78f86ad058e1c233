package index_test

import (
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

var (
	quoted  = regexp.MustCompile(`“([^”]+)” ((?:(?:The )?(?:[a-z]+ )*?)?)(said|says|warned|warns|told reporters|argued|asked) ((?:[A-Z][\p{L}’-]+ ?)+)`)
	mention = regexp.MustCompile(`\b(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December) (\d{4})\b|\bin (May|June) (\d{4})\b|\b(?:last|on) Friday\b`)
	ender   = regexp.MustCompile(`[.!?]”?(\s|$)`)
)

// annotate finds the simplest quotes and dates, for tests: “words” said Name;
// 19 May 2025; in May 2025; on Friday, which stays without a period. A statement whose speaker is called Somebody is
// uncertain.
func annotate(r article.Record) article.Record {
	people := map[string]int{}
	for _, m := range quoted.FindAllStringSubmatchIndex(r.Text, -1) {
		name := strings.TrimSpace(r.Text[m[8]:m[9]])
		if _, ok := people[name]; !ok {
			people[name] = len(r.Annotation.People)
			r.Annotation.People = append(r.Annotation.People, article.Person{Name: name})
		}
		s := article.Statement{Kind: article.Direct, Content: []article.Span{{Start: m[2], End: m[3]}},
			Cue: article.Span{Start: m[6], End: m[7]}, Source: article.Span{Start: m[8], End: m[9]},
			Speaker: people[name], Confidence: 0.9}
		switch name {
		case "Somebody":
			s.Confidence = 0.55
		case "Rumour":
			s.Confidence = 0.3
		}
		r.Annotation.Statements = append(r.Annotation.Statements, s)
	}
	for _, m := range mention.FindAllStringIndex(r.Text, -1) {
		d := dateAt(r.Text, m[0], m[1])
		r.Annotation.Dates = append(r.Annotation.Dates, d)
		r.Events = append(r.Events, article.Event{Date: d, Sentence: sentenceAround(r.Text, m[0])})
	}
	return r
}

func dateAt(text string, start, end int) article.Date {
	words := strings.TrimPrefix(text[start:end], "in ")
	d := article.Date{Span: article.Span{Start: start, End: end}, Type: article.DateDate}
	if t, err := time.Parse("2 January 2006", words); err == nil {
		d.Value, d.Precision, d.From, d.To = t.Format("2006-01-02"), article.Day, t, t.AddDate(0, 0, 1)
	} else if t, err := time.Parse("January 2006", words); err == nil {
		d.Value, d.Precision, d.From, d.To = t.Format("2006-01"), article.Month, t, t.AddDate(0, 1, 0)
	}
	return d
}

func sentenceAround(text string, at int) article.Span {
	start, end := 0, len(text)
	for _, m := range ender.FindAllStringIndex(text, -1) {
		if m[1] <= at {
			start = m[1]
		} else {
			end = m[1]
			break
		}
	}
	span := article.Span{Start: start, End: end}
	trimmed := strings.TrimSpace(span.Of(text))
	span.Start += strings.Index(span.Of(text), trimmed)
	span.End = span.Start + len(trimmed)
	return span
}

// corpus reads articles from a text: a line "= id | outlet | date | group"
// before each, the first line after it being the title.
func corpus(text string) []article.Record {
	var out []article.Record
	for _, block := range strings.Split("\n"+text, "\n= ")[1:] {
		head, rest, _ := strings.Cut(block, "\n")
		title, body, _ := strings.Cut(rest, "\n")
		fields := strings.Split(head+"|||", "|")
		r := article.Record{Version: 1, Group: strings.TrimSpace(fields[3]), Article: article.Article{
			ID: strings.TrimSpace(fields[0]), Source: strings.TrimSpace(fields[1]), Title: title, Text: strings.TrimSpace(body)}}
		if t, err := time.Parse(time.DateOnly, strings.TrimSpace(fields[2])); err == nil {
			r.Published = article.Moment{Time: t, Precision: article.Day}
		}
		out = append(out, annotate(r))
	}
	return out
}

// shelf is an archive of records.
type shelf map[string]article.Record

func shelve(records []article.Record) shelf {
	out := shelf{}
	for _, r := range records {
		out[r.ID] = r
	}
	return out
}

func (s shelf) record(_ context.Context, id string) (article.Record, bool, error) {
	r, ok := s[id]
	return r, ok, nil
}

func openWith(t testing.TB, records []article.Record, opts index.Options) *index.Index {
	t.Helper()
	if opts.Record == nil {
		opts.Record = shelve(records).record
	}
	x, err := index.Open(context.Background(), filepath.Join(t.TempDir(), "index"), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	if err := x.Add(context.Background(), records); err != nil {
		t.Fatal(err)
	}
	return x
}
