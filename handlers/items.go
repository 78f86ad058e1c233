package handlers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// excerpt is the article's bytes of the spans.
func excerpt(r article.Record, spans ...article.Span) bot.Excerpt {
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

// passageItem is the row for bytes of an article, whoever said them.
func (b *Briefing) passageItem(r article.Record, words index.Words, spans ...article.Span) bot.Item {
	quote := excerpt(r, spans...)
	sum := sha256.Sum256([]byte(quote.Text))
	item := bot.Item{
		Quote: quote, Source: r.Source, Headline: r.Title,
		Published: published(r.Article),
		URL:       b.link(r, spans),
		Receipt:   archive.MakeReceipt(r, spans),
		SHA256:    hex.EncodeToString(sum[:]),
	}
	for _, m := range b.Index.Marks(quote.Text, words) {
		item.Marks = append(item.Marks, bot.Span{Start: m.Start, End: m.End})
	}
	return item
}

// Statement is the row for statement i of an article, for surfaces that show
// whole articles.
func (b *Briefing) Statement(ctx context.Context, r article.Record, i int) bot.Item {
	return b.statementItem(ctx, r, i, index.Words{}, nil)
}

// statementItem is the row for statement i of an article.
func (b *Briefing) statementItem(ctx context.Context, r article.Record, i int, words index.Words, also []string) bot.Item {
	s := r.Annotation.Statements[i]
	item := b.passageItem(r, words, shownSpans(r.Text, s)...)
	item.Kind, item.Fragment = string(s.Kind), s.Fragment
	item.Cue = excerpt(r, s.Cue)
	if s.Kind == article.Direct {
		item.Inner = excerpt(r, s.Inner) // in reported speech it is too often wrong to be shown
	}
	item.Said = when(r, s.Said)
	item.AlsoIn = b.copies(ctx, also)
	switch {
	case s.Speaker != article.Nobody && s.Confidence >= index.CertainConfidence:
		p := r.Annotation.People[s.Speaker]
		item.Speaker = p.Name
		item.Role = roleNear(r, p, s)
		item.Actions = append(item.Actions, run("More by "+p.Name, "who-said", "by", p.Name))
	case s.Speaker != article.Nobody:
		item.Uncertain = true
	case !s.Source.IsZero():
		item.Role = excerpt(r, s.Source) // critics, the communique: as printed
	default:
		item.Uncertain = true
	}
	item.Actions = append(item.Actions, run("Context", "context", "receipt", item.Receipt))
	return item
}

// shownSpans returns the spans of a statement as they are shown: interrupted direct
// speech loses the mark that closes at the interruption and the one that opens
// again, as in “I counted them,” she said. “Today I lost count.”.
func shownSpans(text string, s article.Statement) []article.Span {
	if s.Kind != article.Direct || len(s.Content) < 2 {
		return s.Content
	}
	marks := "\"“”„«»"
	if before, _ := utf8.DecodeLastRuneInString(text[:s.Content[0].Start]); before == '‘' || before == '\'' {
		marks = "‘’'" // elsewhere these may be apostrophes
	}
	out := slices.Clone(s.Content)
	for i := range out {
		if first, n := utf8.DecodeRuneInString(out[i].Of(text)); i > 0 && strings.ContainsRune(marks, first) {
			out[i].Start += n
		}
		if last, n := utf8.DecodeLastRuneInString(out[i].Of(text)); i < len(out)-1 && strings.ContainsRune(marks, last) {
			out[i].End -= n
		}
		if out[i].Start >= out[i].End {
			return s.Content // nothing but marks: they are what was said
		}
	}
	return out
}

// roleNear is the role printed nearest to the statement.
func roleNear(r article.Record, p article.Person, s article.Statement) bot.Excerpt {
	best, at := article.Span{}, len(r.Text)+1
	for _, role := range p.Roles {
		if d := max(role.Start-s.Content[0].Start, s.Content[0].Start-role.Start); d < at {
			best, at = role, d
		}
	}
	return excerpt(r, best)
}

// mostCopies bounds the articles that are read to name what repeats a row: a
// signature line stands in thousands.
const mostCopies = 20

// copies names the other articles that print the same words; those beyond
// mostCopies by their ID alone.
func (b *Briefing) copies(ctx context.Context, ids []string) []bot.Copy {
	var out []bot.Copy
	for i, id := range ids {
		if i >= mostCopies {
			out = append(out, bot.Copy{Article: id})
			continue
		}
		r, ok, err := b.load(ctx, id)
		if err == nil && ok {
			out = append(out, bot.Copy{Article: r.ID, Source: r.Source, URL: r.URL})
		}
	}
	return out
}

// link is the exact place of spans: the console's article page where a base
// address is configured, else the article's own address with a text fragment
// (https://wicg.github.io/scroll-to-text-fragment/).
func (b *Briefing) link(r article.Record, spans []article.Span) string {
	if len(spans) == 0 {
		return r.URL
	}
	if b.BaseURL != "" {
		last := spans[len(spans)-1]
		return strings.TrimSuffix(b.BaseURL, "/") + bot.ArticlePath(r.ID, bot.Span{Start: spans[0].Start, End: last.End})
	}
	u, err := url.Parse(r.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	base, _, _ := strings.Cut(r.URL, "#")
	return base + "#:~:text=" + textFragment(spans[0].Of(r.Text))
}

// textFragment names a passage by its first and last words.
func textFragment(text string) string {
	words := strings.Fields(strings.SplitN(text, "\n", 2)[0])
	const edge = 5
	if len(words) <= 2*edge {
		return fragmentEscape(strings.Join(words, " "))
	}
	return fragmentEscape(strings.Join(words[:edge], " ")) + "," + fragmentEscape(strings.Join(words[len(words)-edge:], " "))
}

func fragmentEscape(s string) string {
	return strings.NewReplacer("+", "%20", "-", "%2D").Replace(url.QueryEscape(s))
}

func published(a article.Article) bot.When {
	if a.Published.IsZero() {
		return bot.When{}
	}
	w := bot.When{Precision: a.Published.Precision.String(), Value: isoMoment(a.Published)}
	w.Text = dateText(a.Published.Time, a.Published.Precision)
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

// when shows a date of the article with the words it was read from.
func when(r article.Record, d article.Date) bot.When {
	if d.Span.IsZero() {
		return bot.When{}
	}
	w := bot.When{Value: d.Value, Precision: d.Precision.String(), Words: excerpt(r, d.Span)}
	if d.Precision != article.Unknown {
		w.Text = dateText(d.From, d.Precision)
	}
	return w
}

// dateText is a date for people, no more exact than it is known.
func dateText(t time.Time, p article.Precision) string {
	switch p {
	case article.Decade:
		return t.Format("2006") + "s"
	case article.Year:
		return t.Format("2006")
	case article.Quarter:
		return fmt.Sprintf("quarter from %s", t.Format("January 2006"))
	case article.Month:
		return t.Format("January 2006")
	case article.Week:
		return "week of " + t.Format("2 January 2006")
	}
	return t.Format("Mon 2 Jan 2006")
}

// run is a button that asks: command, then pairs of argument and value.
func run(label, command string, pairs ...string) bot.Action {
	args := bot.Args{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			args[pairs[i]] = pairs[i+1]
		}
	}
	return bot.Action{Kind: bot.Run, Label: label, Call: bot.Call{Command: command, Args: args}}
}
