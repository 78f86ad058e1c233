package quotes

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/quotecheck"
)

// changed answers with the paragraphs that the last correction of an article changed, the new
// words marked. Words that the article no longer has are counted, never shown.
func (c Commands) changed(ctx context.Context, a query.Parsed, card bot.Card, rec article.Record) (bot.Card, error) {
	card.Title = "What changed in " + card.Title
	card.Text = []string{articleLine(rec)}
	card.Actions = append(card.Actions, bot.Ask("Whole article", "article", "article", rec.ID))
	former, err := c.former(ctx, rec)
	if err != nil {
		return card, err
	}
	var rows []bot.Item
	none := "The article has not been changed since it came in."
	switch {
	case rec.Version > 1 && former.Version == 0:
		none = "The words are those of the versions before that are kept; what changed is a headline, a date or another particular."
	case former.Version > 0:
		change := quotecheck.Changes(former.Text, rec.Text)
		card.Text = append(card.Text, fmt.Sprintf("Against version %d: %s, %s that went. Words that went are not shown; a receipt for them verifies as changed.",
			former.Version, wording.Count(change.New, "new word"), wording.Count(change.Dropped, "word")))
		for _, p := range change.Paragraphs {
			rows = append(rows, c.changedRow(rec, p))
		}
		none = "Nothing was added: words only went."
	}
	return c.Show.List(a, card, rows, "changed paragraph", none), nil
}

// former returns the latest version of an article that has another text, one of version 0 if none
// is kept.
func (c Commands) former(ctx context.Context, rec article.Record) (article.Record, error) {
	if rec.Version < 2 {
		return article.Record{}, nil
	}
	versions, err := c.Archive.Versions(ctx, rec.ID)
	if err != nil {
		return article.Record{}, fmt.Errorf("read the versions of an article: %w", err)
	}
	var out article.Record
	for _, v := range versions {
		if v.Version < rec.Version && v.Text != rec.Text {
			out = v
		}
	}
	return out, nil
}

// changedRow returns the row of a changed paragraph with its new words marked.
func (c Commands) changedRow(rec article.Record, p quotecheck.Changed) bot.Item {
	item := c.Show.Passage(rec, index.Words{}, p.Span)
	for _, w := range p.New {
		item.Marks = append(item.Marks, bot.Span{Start: w.Start - p.Span.Start, End: w.End - p.Span.Start})
	}
	if len(p.New) > 0 {
		item.Facts = append(item.Facts, wording.Count(len(p.New), "new word"))
	}
	return item
}
