package quotes

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

// ArticleCommand returns the command that shows an article.
func ArticleCommand() bot.Command {
	return bot.Command{
		Name: "article", Summary: "One article with its statements",
		Params: []bot.Param{
			{Name: "article", Kind: bot.Source, Words: true, Required: true, Help: "its headline, or some words of it; its address; its ID", Completes: bot.CompleteArticle},
			{Name: "changed", Kind: bot.Choice, Choices: []string{"yes"}, Help: "what its last correction changed: new words marked, former words counted, not shown"},
			query.LimitParam("10"), query.ZoneParam(),
		},
		Examples: []string{"/article {article}"},
	}
}

// AnswerArticle answers with an article and its statements.
func (c Commands) AnswerArticle(ctx context.Context, r query.Request) (bot.Card, error) {
	rec, err := c.FindArticle(ctx, r, query.Plain(r.Args["article"]))
	if err != nil {
		return bot.Card{}, err
	}
	a := query.Parsed{Request: r}
	a.Query.Offset, a.Query.Limit = r.Offset, query.RowLimit(r.Request, present.ListLimit)
	card := c.Show.Card(a, present.NameOf(rec))
	card.Read["article"] = rec.ID
	if r.Args["changed"] != "" {
		return c.changed(ctx, a, card, rec)
	}
	var rows []bot.Item
	for i, s := range rec.Annotation.Statements {
		if s.Confidence >= index.Shown {
			rows = append(rows, c.Show.Statement(ctx, rec, i, index.Words{}, nil))
		}
	}
	card = c.Show.List(a, card, rows, "statement", "No statement was found in it.")
	card.Text = []string{articleLine(rec)}
	if rec.Version > 1 {
		card.Actions = append(card.Actions, bot.Ask("What changed", "article", "article", rec.ID, "changed", "yes"))
	}
	if rec.Source != "" {
		card.Actions = append(card.Actions, bot.Ask("More from "+rec.Source, "articles", "source", rec.Source))
	}
	link := rec.URL
	if c.Show.BaseURL != "" {
		link = c.Show.Link(rec, []article.Span{{Start: 0, End: len(rec.Text)}})
	}
	if link != "" {
		card.Actions = append(card.Actions, bot.Action{Kind: bot.Open, Label: "Open", Call: bot.Call{Args: bot.Args{"url": link}}})
	}
	return card, nil
}

// maxChoices is the maximum number of articles that are offered for a headline.
const maxChoices = 5

// FindArticle finds the article that a person names: by its ID, its address, its
// headline or words of it.
func (c Commands) FindArticle(ctx context.Context, r query.Request, name string) (article.Record, error) {
	if id, ok := bot.ArticleAt(name, c.Show.BaseURL); ok {
		name = id
	}
	if rec, ok, err := c.load(ctx, r, name); ok || err != nil {
		return rec, err
	}
	if c.Find != nil && strings.Contains(name, "://") {
		ids, err := c.Find(ctx, name)
		if err != nil {
			return article.Record{}, fmt.Errorf("find article: %w", err)
		}
		for _, id := range ids {
			if rec, ok, err := c.load(ctx, r, id); ok || err != nil {
				return rec, err
			}
		}
	}
	return c.findHeadline(ctx, r, name)
}

// load reads an article that r's place may see.
func (c Commands) load(ctx context.Context, r query.Request, id string) (rec article.Record, ok bool, err error) {
	rec, ok, err = c.Show.Load(ctx, id)
	if err != nil {
		return rec, false, fmt.Errorf("read article: %w", err)
	}
	return rec, ok && r.Scope.Shows(rec.Source), nil
}

// findHeadline finds the one article whose headline has some words. Of several, one
// that has no others is meant; otherwise the error offers them.
func (c Commands) findHeadline(ctx context.Context, r query.Request, words string) (article.Record, error) {
	none := &bot.Error{Message: fmt.Sprintf("No article %q in the briefing.", words), Actions: []bot.Action{bot.Ask("Articles", "articles")}}
	asked := query.Words(words)
	if len(asked.Terms)+len(asked.Phrases) == 0 || strings.Contains(words, "://") {
		return article.Record{}, none
	}
	found, err := c.Index.Titled(ctx, index.Query{Scope: r.Scope, Words: asked, Limit: maxChoices})
	if err != nil {
		return article.Record{}, fmt.Errorf("find headline: %w", err)
	}
	several := &bot.Error{Message: fmt.Sprintf("%s have these words in the headline. Which one?", wording.Count(found.Total, "article"))}
	var rec article.Record
	for _, hit := range found.Hits {
		next, ok, err := c.load(ctx, r, hit.ID)
		if err != nil {
			return rec, err
		}
		if !ok {
			continue
		}
		if found.Total == 1 || strings.EqualFold(next.Title, words) {
			return next, nil
		}
		several.Actions = append(several.Actions, bot.Ask(next.Title, "article", "article", next.ID))
	}
	switch {
	case len(several.Actions) == 0:
		return rec, none
	case found.Total > maxChoices:
		several.Actions = append(several.Actions, bot.Ask("All about it", "articles", "topic", words))
	}
	return rec, several
}
