package quotes

import (
	"context"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// ContextCommand returns the command that shows the paragraphs around a passage.
func ContextCommand() bot.Command {
	return bot.Command{
		Name: "context", Summary: "The paragraph before and after a passage",
		Params: []bot.Param{receiptParam()}, Examples: []string{"/context {receipt}"},
	}
}

// AnswerContext answers with the paragraphs around a passage.
func (c Commands) AnswerContext(ctx context.Context, r query.Request) (bot.Card, error) {
	v, err := c.lookUp(ctx, r)
	if err != nil {
		return bot.Card{}, err
	}
	a := query.Parsed{Request: r}
	card := c.Show.Card(a, "Context")
	card.Read["receipt"] = r.Args["receipt"]
	if v.State != archive.Exact {
		card.Verdict, card.Notice = string(v.State), verdictText(r, v)
		return card, nil
	}
	rec := v.Current
	spans := v.Now
	whole := article.Span{Start: spans[0].Start, End: spans[len(spans)-1].End}
	for _, p := range around(rec.Text, whole) {
		item := c.Show.Passage(rec, index.Words{}, p)
		for _, s := range spans {
			if p.Contains(s) {
				item.Marks = append(item.Marks, bot.Span{Start: s.Start - p.Start, End: s.End - p.Start})
			}
		}
		if len(item.Marks) > 0 {
			item.Facts = c.saidFacts(rec, spans)
		}
		card.Items = append(card.Items, item)
	}
	card.Total = len(card.Items)
	card.Title, card.Footer = present.NameOf(rec), articleLine(rec)
	card.Reading = "context of " + r.Args["receipt"]
	card.Actions = append(card.Actions, bot.Ask("Whole article", "article", "article", rec.ID))
	return card, nil
}

// saidFacts returns who said the words that spans show, and when, if they are a
// statement of somebody.
func (c Commands) saidFacts(r article.Record, spans []article.Span) []string {
	i, ok := statementAt(r, spans)
	if !ok {
		return nil
	}
	speaker := present.SpeakerOf(r, i)
	if speaker == "" {
		return []string{"marked: speaker not certain"}
	}
	facts := []string{"marked: " + speaker}
	if said := present.When(r, r.Annotation.Statements[i].Said); said.Text != "" {
		facts = append(facts, "said "+said.Text)
	}
	return facts
}

// around returns the paragraph before a span, its own, and the one after. A
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
