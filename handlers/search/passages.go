package search

import (
	"context"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

const (
	askLimit = 3
	// enough is the share of a question's own words that its best passage must
	// hold to be shown as an answer rather than as the closest passage.
	enough = 0.5
)

// AnswerPassages shows the passages that hold most of the question.
func (c Commands) AnswerPassages(ctx context.Context, r query.Request, question string) (bot.Card, error) {
	a, err := c.Reader.Read(ctx, r, "question")
	if err != nil {
		return bot.Card{}, err
	}
	own := ownWords(a.Query.Words)
	a.Topic = strings.Join(append(own.Terms, quotedEach(own.Phrases)...), " ")
	if a.Query.Limit == 0 {
		a.Query.Limit = askLimit
	}
	found, err := c.Index.Passages(ctx, a.Query)
	if err != nil {
		return bot.Card{}, fmt.Errorf("search passages: %w", err)
	}
	card := c.Show.Card(a, question)
	card.Reading = "asked as: passages" + prefixed(card.Reading)
	card.Total, a.Unread = found.Total, found.Unread
	for _, hit := range found.Hits {
		rec, ok, err := c.Show.Load(ctx, hit.Article)
		if err != nil {
			return card, fmt.Errorf("read article %s: %w", hit.Article, err)
		}
		if ok {
			card.Items = append(card.Items, c.passageRow(ctx, rec, hit, own))
		}
	}
	if err := c.judgePassages(ctx, r, &card, question, own); err != nil {
		return card, err
	}
	card.Footer = c.Show.Footer(a, card, "passage")
	if card.Total > 0 {
		card.Actions = append(card.Actions, present.PageActions(r.Request, card, a.Query.Limit)...)
	}
	return card, nil
}

func prefixed(reading string) string {
	if reading == "" {
		return ""
	}
	return " · " + reading
}

// passageRow returns a passage with, where one person's statement fills it, who speaks.
func (c Commands) passageRow(ctx context.Context, rec article.Record, hit index.Hit, words index.Words) bot.Item {
	item := c.Show.Passage(rec, words, hit.Passage)
	item.AlsoIn = c.Show.Copies(ctx, hit.Also)
	item.Actions = []bot.Action{bot.Ask("Context", "context", "receipt", item.Receipt), bot.Ask("Article", "article", "article", rec.ID)}
	return item
}

// ownWords returns the words of a question that a passage could hold.
func ownWords(w index.Words) index.Words {
	return index.Words{Terms: strings.Fields(query.ContentWords(strings.Join(w.Terms, " "))), Phrases: w.Phrases}
}

func quotedEach(phrases []string) []string {
	var out []string
	for _, p := range phrases {
		out = append(out, `"`+p+`"`)
	}
	return out
}

// judgePassages says what the passages are: an answer, only the closest, or
// nothing at all.
func (c Commands) judgePassages(ctx context.Context, r query.Request, card *bot.Card, question string, words index.Words) error {
	best := 0.0
	for _, item := range card.Items {
		best = max(best, c.Index.ShareHeld(item.Quote.Text+" "+item.Headline+" "+item.Source, words))
	}
	unknown, err := c.Index.MissingTerms(ctx, r.Scope, words.Terms)
	if err != nil {
		return fmt.Errorf("look up the question's words: %w", err)
	}
	switch {
	case card.Total > 0 && card.Offset > 0:
		return nil // the first page told what they are
	case len(card.Items) == 0 || best == 0:
		c.unanswered(ctx, r, question)
		card.Items, card.Total = nil, 0
		card.Notice = wording.Join(card.Notice, "I only quote the briefing, and nothing in it holds these words.")
		card.Actions = append(card.Actions, bot.Ask("Topics", "topics"), bot.Ask("Who is quoted", "people"))
	case writing.MatchString(strings.TrimSpace(question)):
		card.Notice = wording.Join(card.Notice, "I only quote the briefing. The closest passages:")
	case len(unknown) > 0:
		card.Notice = wording.Join(card.Notice, fmt.Sprintf("I only quote the briefing, and it nowhere has “%s”. The closest passages:", strings.Join(unknown, "”, “")))
	case best < enough:
		card.Notice = wording.Join(card.Notice, "I only quote the briefing. These are the closest passages; they may not answer the question.")
	}
	return nil
}

// unanswered writes down a question that found nothing, without who asked.
func (c Commands) unanswered(ctx context.Context, r query.Request, question string) {
	if c.Gaps == nil || r.Workspace == "" {
		return
	}
	if err := c.Gaps.Note(ctx, r.Platform, r.Workspace, bot.Gaps, bot.Entry{Text: wording.FirstWords(question, index.MaxWords)}); err != nil {
		c.Show.Logger().ErrorContext(ctx, "an unanswered question could not be written down")
	}
}
