package present

import (
	"strings"
	"time"

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

// When shows a date of the article with the words it was read from.
func When(r article.Record, d article.Date) bot.When {
	if d.Span.IsZero() {
		return bot.When{}
	}
	w := bot.When{Value: d.Value, Precision: d.Precision.String(), Words: Excerpt(r, d.Span)}
	if d.Precision != article.Unknown {
		w.Text = wording.Date(d.From, d.Precision)
	}
	return w
}
