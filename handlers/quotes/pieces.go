package quotes

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/quotecheck"
)

// each checks texts one by one. It returns the result and the row of each of the first
// maxQuotations.
func (c Commands) each(ctx context.Context, a query.Parsed, texts []string) (results []quotecheck.Result, rows []bot.Item, err error) {
	for _, text := range texts[:min(len(texts), maxQuotations)] {
		result, err := c.check(ctx, a, text)
		if err != nil {
			return nil, nil, err
		}
		row := bot.Item{}
		if result.Verdict != quotecheck.Absent {
			row = c.matchItem(ctx, result)
		}
		told := bot.Card{Verdict: string(result.Verdict), Notice: verdictNotice(result, a.By)}
		row.Label = "“" + text + "” " + told.SignedNotice()
		results, rows = append(results, result), append(rows, row)
	}
	return results, rows, nil
}

// worst returns the worst verdict of several results.
func worst(results []quotecheck.Result) quotecheck.Verdict {
	out := quotecheck.Exact
	for _, r := range results {
		if slices.Index(severity, r.Verdict) > slices.Index(severity, out) {
			out = r.Verdict
		}
	}
	return out
}

// foundOf says how many of the texts were found word for word.
func foundOf(results []quotecheck.Result, what string) string {
	exact := 0
	for _, r := range results {
		if r.Verdict == quotecheck.Exact {
			exact++
		}
	}
	return fmt.Sprintf("%d of %s found word for word.", exact, wording.Count(len(results), what))
}

// sentenceEnd matches the marks after a sentence, with those of a quotation.
var sentenceEnd = regexp.MustCompile(`[.!?…]["”’')]*\s+`)

// minSentence is the minimum number of words of a sentence that is checked by itself.
const minSentence = 2

// bySentence answers for a text of several sentences that no article has in a row. If each is
// printed word for word somewhere, the text was put together and counts as altered. If only some are,
// and no article comes close to the whole text, the answer shows them and the text counts as
// absent. ok is false if the answer for the whole text says more.
func (c Commands) bySentence(ctx context.Context, a query.Parsed, text string, whole quotecheck.Result) (card bot.Card, ok bool, err error) {
	var sentences []string
	rest := text
	for _, end := range sentenceEnd.FindAllStringIndex(text, -1) {
		at := end[1] - len(text) + len(rest)
		sentences, rest = append(sentences, strings.TrimSpace(rest[:at])), rest[at:]
	}
	sentences = append(sentences, strings.TrimSpace(rest))
	if len(sentences) < 2 || slices.ContainsFunc(sentences, func(s string) bool { return quotecheck.CountWords(s) < minSentence }) {
		return card, false, nil
	}
	results, rows, err := c.each(ctx, a, sentences)
	if err != nil {
		return card, false, err
	}
	exact := len(slices.DeleteFunc(slices.Clone(results), func(r quotecheck.Result) bool { return r.Words != quotecheck.Exact }))
	if exact == 0 || exact < len(sentences) && whole.Words == quotecheck.Altered {
		return card, false, nil
	}
	card = c.Show.Card(a, "Check: “"+text+"”")
	card.Read["text"] = text
	card.Items, card.Total = rows, len(rows)
	verdict, told := quotecheck.Absent, absentNotice
	if exact == len(sentences) {
		verdict, told = quotecheck.Altered, "Altered: no article has these words in a row."
	}
	card.Verdict = string(verdict)
	card.Notice = wording.Join(card.Notice, told, "Its sentences, one by one:", foundOf(results, "sentence"))
	if len(sentences) > maxQuotations {
		card.Notice = wording.Join(card.Notice, fmt.Sprintf("The other %d were not checked.", len(sentences)-maxQuotations))
	}
	card.Footer = c.Show.Footer(a, bot.Card{}, "")
	return card, true, nil
}

// maxHeadlines is the maximum number of headlines shown that have the words of a quotation.
const maxHeadlines = 3

// withHeadlines adds the headlines that have the words of a text, which no article has
// so, in a row.
func (c Commands) withHeadlines(ctx context.Context, a query.Parsed, card bot.Card, text string) (bot.Card, error) {
	words := strings.Fields(query.Plain(text))
	if len(words) > index.MaxWords {
		return card, nil
	}
	found, err := c.Index.Titled(ctx, index.Query{Scope: a.Request.Scope, Words: index.Words{Terms: words}, Limit: maxQuotations * maxHeadlines})
	if err != nil {
		return card, fmt.Errorf("find headline: %w", err)
	}
	n := 0
	for _, hit := range found.Hits {
		rec, ok, err := c.load(ctx, a.Request, hit.ID)
		if err != nil {
			return card, err
		}
		if ok && n < maxHeadlines && quotecheck.InARow(rec.Title, text) {
			n++
			row := c.Show.Headline(rec)
			row.Actions = []bot.Action{bot.Ask("Open", "article", "article", rec.ID)}
			card.Items = append(card.Items, row)
		}
	}
	if n == 0 {
		return card, nil
	}
	card.Total = len(card.Items)
	if card.Verdict == string(quotecheck.Absent) {
		card.Notice = strings.Replace(card.Notice, absentNotice, "In a headline alone: no article has these words in its text. A headline is the outlet’s own words.", 1)
	} else {
		card.Notice = wording.Join(card.Notice, "A headline has them word for word, in the outlet’s own words.")
	}
	return card, nil
}
