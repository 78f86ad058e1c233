package present

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Excerpt returns the article's bytes of the spans.
func Excerpt(r article.Record, spans ...article.Span) bot.Excerpt {
	e := bot.Excerpt{Article: r.ID}
	var parts []string
	for _, s := range spans {
		if s.IsZero() {
			continue
		}
		parts = append(parts, s.Of(r.Text))
		e.Spans = append(e.Spans, bot.Span{Start: s.Start, End: s.End})
	}
	e.Text = strings.Join(parts, bot.Gap)
	return e
}

// Published returns when an article was published, no more exactly than is known.
func Published(a article.Article) bot.When {
	if a.Published.IsZero() {
		return bot.When{}
	}
	w := bot.When{Precision: a.Published.Precision.String(), Value: isoMoment(a.Published)}
	w.Text = wording.Date(a.Published.Time, a.Published.Precision)
	return w
}

// isoMoment writes a moment as precisely as it is known.
func isoMoment(m article.Moment) string {
	switch {
	case m.Precision == article.Year:
		return m.Time.Format("2006")
	case m.Precision <= article.Month:
		return m.Time.Format("2006-01")
	case m.Precision <= article.Day:
		return m.Time.Format(time.DateOnly)
	}
	return m.Time.Format(time.RFC3339)
}

// When shows a date of the article with the words it was read from. What happens before or after a
// date is not shown as if it happened then: "before summer 2026".
func When(r article.Record, d article.Date) bot.When {
	if d.Span.IsZero() {
		return bot.When{}
	}
	relation, words := relationBefore(r.Text, d.Span)
	w := bot.When{Value: d.Value, Precision: d.Precision.String(), Words: Excerpt(r, words)}
	if d.Precision != article.Unknown {
		w.Text = wording.Date(d.From, d.Precision)
		if relation == "before" || relation == "after" {
			w.Text = relation + " " + partOf(d.Span.Of(r.Text)) + w.Text
		}
	}
	return w
}

// datePart matches the words of a date that name a part of its period.
var datePart = regexp.MustCompile(`(?i)^(?:the )?(?:very )?(?:(end|close|start|beginning|middle|turn) of |(early|mid|late)[ -])`)

// partOf returns the part of its period that a date names, as words before the period: what ends before
// the end of the year does not end before that year.
func partOf(words string) string {
	m := datePart.FindStringSubmatch(words)
	switch {
	case m == nil:
		return ""
	case m[1] != "":
		return "the " + strings.ToLower(m[1]) + " of "
	case strings.EqualFold(m[2], "mid"):
		return "mid-"
	}
	return strings.ToLower(m[2]) + " "
}

// relations are the words before a date that say how something lies to it.
var relations = map[string]string{"before": "before", "ahead of": "before", "prior to": "before", "after": "after", "until": "until", "till": "until", "by": "by", "since": "since"}

// relationBefore returns how something lies to the date at span by the words before it, and span with
// these; "" and span if there are none.
func relationBefore(text string, span article.Span) (string, article.Span) {
	rest := strings.TrimRight(text[:span.Start], " ")
	if len(rest) == span.Start {
		return "", span
	}
	for words, relation := range relations {
		start := len(rest) - len(words)
		if start < 0 || !strings.EqualFold(rest[start:], words) {
			continue
		}
		if before, _ := utf8.DecodeLastRuneInString(rest[:start]); start == 0 || !unicode.IsLetter(before) {
			return relation, article.Span{Start: start, End: span.End}
		}
	}
	return "", span
}
