package handlers

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

func (b *Briefing) article() bot.Command {
	return bot.Command{
		Name: "article", Summary: "One article with its statements",
		Params: []bot.Param{
			{Name: "article", Kind: bot.Source, Words: true, Required: true, Help: "the article's ID, as answers and exports give it"},
			query.LimitParam("10"), query.ZoneParam(),
		},
		Examples: []string{"/article {article}"},
		Handle:   b.scoped(b.answerArticle),
	}
}

func (b *Briefing) answerArticle(ctx context.Context, r query.Request) (bot.Card, error) {
	id := query.Plain(r.Args["article"])
	rec, ok, err := b.show().Load(ctx, id)
	if err != nil {
		return bot.Card{}, fmt.Errorf("read article: %w", err)
	}
	if !ok || !r.Scope.Shows(rec.Source) {
		return bot.Card{}, &bot.Error{Message: fmt.Sprintf("No article %q in the briefing.", id), Actions: []bot.Action{bot.Ask("Outlets", "sources")}}
	}
	a := query.Parsed{Request: r}
	a.Query.Offset, a.Query.Limit = r.Offset, query.RowLimit(r.Request, present.ListLimit)
	card := b.show().Card(a, rec.Title)
	if rec.Title == "" {
		card.Title = "Article " + rec.ID
	}
	card.Read["article"] = rec.ID
	var rows []bot.Item
	for i, s := range rec.Annotation.Statements {
		if s.Confidence >= index.Shown {
			rows = append(rows, b.show().Statement(ctx, rec, i, index.Words{}, nil))
		}
	}
	card = b.show().List(a, card, rows, "statement", "Nobody is quoted in it.")
	card.Text = []string{articleLine(rec)}
	if link := b.show().Link(rec, []article.Span{{Start: 0, End: len(rec.Text)}}); b.BaseURL != "" {
		card.Actions = append(card.Actions, bot.Action{Kind: bot.Open, Label: "Open", Call: bot.Call{Args: bot.Args{"url": link}}})
	}
	return card, nil
}

// articleLine is an article's particulars.
func articleLine(r article.Record) string {
	parts := []string{r.ID}
	for _, s := range []string{r.Source, r.Author, r.URL} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if r.Published.IsZero() {
		parts = append(parts, "publication date unknown")
	} else {
		parts = append(parts, "published "+present.Published(r.Article).Text)
	}
	return strings.Join(append(parts, fmt.Sprintf("version %d", r.Version)), " · ")
}

func (b *Briefing) receiptParam() bot.Param {
	return bot.Param{Name: "receipt", Kind: bot.Source, Words: true, Required: true, Help: "the short code at the end of a row", Completes: bot.CompleteReceipt}
}

func (b *Briefing) context() bot.Command {
	return bot.Command{
		Name: "context", Summary: "The paragraph before and after a passage",
		Params: []bot.Param{b.receiptParam()}, Examples: []string{"/context {receipt}"}, Handle: b.scoped(b.answerContext),
	}
}

func (b *Briefing) answerContext(ctx context.Context, r query.Request) (bot.Card, error) {
	v, err := b.lookUp(ctx, r)
	if err != nil {
		return bot.Card{}, err
	}
	a := query.Parsed{Request: r}
	card := b.show().Card(a, "Context")
	card.Read["receipt"] = r.Args["receipt"]
	if v.State != archive.Exact {
		card.Verdict, card.Notice = string(v.State), verdictText(v)
		return card, nil
	}
	rec := v.Current
	spans := v.Spans
	whole := article.Span{Start: spans[0].Start, End: spans[len(spans)-1].End}
	for _, p := range around(rec.Text, whole) {
		item := b.show().Passage(rec, index.Words{}, p)
		for _, s := range spans {
			if p.Contains(s) {
				item.Marks = append(item.Marks, bot.Span{Start: s.Start - p.Start, End: s.End - p.Start})
			}
		}
		card.Items = append(card.Items, item)
	}
	card.Total = len(card.Items)
	card.Footer = articleLine(rec)
	card.Actions = append(card.Actions, bot.Ask("Whole article", "article", "article", rec.ID))
	return card, nil
}

// around is the paragraph before a span, its own, and the one after. A
// paragraph ends at a line break; blank lines are none.
func around(text string, s article.Span) []article.Span {
	var out []article.Span
	var before article.Span
	for start := 0; start < len(text); {
		end := strings.IndexByte(text[start:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += start
		}
		line := article.Span{Start: start, End: end}
		start = end + 1
		switch {
		case strings.TrimSpace(line.Of(text)) == "":
		case line.End <= s.Start:
			before = line
		case line.Start >= s.End:
			return append(withBefore(before, out), line)
		default:
			out = append(out, line)
		}
	}
	return withBefore(before, out)
}

func withBefore(before article.Span, own []article.Span) []article.Span {
	if before.IsZero() {
		return own
	}
	return append([]article.Span{before}, own...)
}

func (b *Briefing) verify() bot.Command {
	return bot.Command{
		Name: "verify", Summary: "Whether an article still has the words of a receipt",
		Params: []bot.Param{b.receiptParam()}, Examples: []string{"/verify {receipt}"}, Handle: b.scoped(b.answerVerify),
	}
}

func (b *Briefing) answerVerify(ctx context.Context, r query.Request) (bot.Card, error) {
	v, err := b.lookUp(ctx, r)
	if err != nil {
		return bot.Card{}, err
	}
	card := b.show().Card(query.Parsed{Request: r}, "Receipt "+query.Plain(r.Args["receipt"]))
	card.Read["receipt"] = r.Args["receipt"]
	card.Verdict, card.Notice = string(v.State), verdictText(v)
	if v.State == archive.Exact {
		card.Items = []bot.Item{b.show().Passage(v.Current, index.Words{}, v.Spans...)}
		card.Total = 1
		card.Actions = append(card.Actions, bot.Ask("Context", "context", "receipt", card.Items[0].Receipt))
	}
	return card, nil
}

// lookUp finds what a receipt was given for; a place that may not see the
// outlet is told the same as for a receipt that was never given.
func (b *Briefing) lookUp(ctx context.Context, r query.Request) (archive.Verdict, error) {
	v, err := b.Archive.Verify(ctx, query.Plain(r.Args["receipt"]))
	if errors.Is(err, archive.ErrDamaged) {
		return v, &bot.Error{Message: "This receipt cannot be verified now: the stored bytes of its article are damaged. Ask whoever runs this bot to restore the data folder from a copy."}
	}
	if err != nil {
		return v, fmt.Errorf("verify receipt: %w", err)
	}
	if v.State == archive.UnknownSource || !r.Scope.Shows(v.Current.Source) {
		return v, &bot.Error{Message: fmt.Sprintf("%q is not a receipt of this briefing. A receipt is the short code at the end of a row.", query.Plain(r.Args["receipt"]))}
	}
	return v, nil
}

// Retracted returns those of receipts whose words may not be shown to r's place any more,
// each with the reason for people.
func (b *Briefing) Retracted(ctx context.Context, r bot.Request, receipts []string) (map[string]string, error) {
	scope, err := b.Scope(ctx, r)
	if err != nil {
		return nil, err
	}
	fallen := map[string]string{}
	for _, receipt := range receipts {
		v, err := b.Archive.Verify(ctx, receipt)
		switch {
		case err != nil:
			return nil, fmt.Errorf("verify receipt: %w", err)
		case v.State == archive.SourceChanged:
			fallen[receipt] = "its article was corrected and does not say this any more"
		case v.State == archive.SourceRemoved:
			fallen[receipt] = "its article was removed from the briefing"
		case v.State == archive.Exact && !scope.Shows(v.Current.Source):
			fallen[receipt] = "its outlet is not shown here any more"
		}
	}
	return fallen, nil
}

func verdictText(v archive.Verdict) string {
	switch v.State {
	case archive.Exact:
		return "Exact: the article has the words as they were shown."
	case archive.SourceChanged:
		if v.Record.Version == 0 {
			return fmt.Sprintf("Source changed: version %d of the article does not have the words of this receipt, and older versions are not kept.", v.Current.Version)
		}
		return fmt.Sprintf("Source changed: the article had these words in version %d of %s; version %d no longer has them.",
			v.Record.Version, v.Record.Added.Format("2 Jan 2006 15:04"), v.Current.Version)
	}
	return "Source removed: the article is no longer part of the briefing, so its words are not shown."
}
