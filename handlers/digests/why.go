package digests

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/digest"
)

// WhyCommand returns the command that explains a place in a digest.
func WhyCommand() bot.Command {
	all := []bot.Param{{Name: "what", Kind: bot.Text, Words: true, Required: true, Help: "the receipt of a statement, or the address or ID of its article"}}
	for _, p := range options() {
		if p.Name != "max" && p.Name != "style" {
			all = append(all, p)
		}
	}
	all = append(all, articlesParam("those around the article by default"))
	return bot.Command{Name: "digest why", Summary: "Why a digest shows a statement where it does", Params: all,
		Examples: []string{"/digest why {receipt}"}}
}

// AnswerWhy explains the points of the statements that a receipt or an address
// names, in the digest of the articles that the request names.
func (c Commands) AnswerWhy(ctx context.Context, r query.Request) (bot.Card, error) {
	what, _, _ := strings.Cut(strings.Trim(query.Plain(r.Args["what"]), "<>"), "#")
	if r.Args["articles"] == "" {
		named, ok, err := c.named(ctx, what)
		if err != nil {
			return bot.Card{}, err
		}
		if ok && r.Scope.Shows(named.Source) {
			last, err := c.Archive.Last(ctx)
			if err != nil {
				return bot.Card{}, fmt.Errorf("find the newest article: %w", err)
			}
			r.Call = r.With("articles", neighbours(named.Number, last))
		}
	}
	a, d, err := c.gatherFor(ctx, r)
	if err != nil {
		return bot.Card{}, err
	}
	ranked, err := d.statements.Rank(ctx, c.News.Older(a.Query.Scope))
	if err != nil {
		return bot.Card{}, fmt.Errorf("rank statements: %w", err)
	}
	card := c.Show.Card(a, "Why")
	card.Read["articles"] = r.Args["articles"]
	card.Reading = strings.Trim(fmt.Sprintf("digest of %s · %s", wording.Count(d.articles, "article"), card.Reading), " ·")
	for place, row := range ranked {
		item := c.Show.Statement(ctx, row.Record, row.Statement, a.Query.Words, row.Also)
		whole := archive.MakeReceipt(row.Record, row.Record.Annotation.Statements[row.Statement].Content)
		if item.Receipt != what && whole != what && row.Record.URL != what && row.Record.ID != what {
			continue
		}
		item.Facts = []string{fmt.Sprintf("place %d of %d, %.1f points", place+1, len(ranked), row.Score())}
		for _, reason := range row.Reasons {
			if reason.Points < 0.05 && reason.Points > -0.05 {
				continue // it would read +0.0
			}
			item.Facts = append(item.Facts, fmt.Sprintf("%s: %+.1f", reasonText(row, reason.Kind), reason.Points))
		}
		card.Items = append(card.Items, item)
	}
	card.Total = len(card.Items)
	if card.Total == 0 {
		card.Notice = fmt.Sprintf("None of the %s of that digest is of %q: it is no statement, or older articles have it already.", wording.Count(len(ranked), "statement"), what)
		if len(d.statements.Candidates()) > digest.MaxRanked {
			card.Notice = fmt.Sprintf("%q is not among the %d of %s of that digest that are ranked.", what, digest.MaxRanked, wording.Count(len(d.statements.Candidates()), "statement"))
		}
	}
	return card, nil
}

// reasonText says why a candidate has points.
func reasonText(c *digest.Candidate, kind digest.Kind) string {
	switch kind {
	case digest.Outlets:
		return "carried by " + wording.Count(len(c.Outlets), "outlet")
	case digest.Certainty:
		return fmt.Sprintf("certain to %.0f %%", 100*c.Record.Annotation.Statements[c.Statement].Confidence)
	case digest.Direct:
		return "in the speaker's own words"
	case digest.Watched:
		return "what watch " + c.Watch + " asks for"
	case digest.Recent:
		return "recent"
	case digest.First:
		return "quoted for the first time"
	default:
		return c.Speaker + " is quoted above already"
	}
}

// neighbours returns the numbers of the articles near one, as many as a digest without a
// window has.
func neighbours(number, last uint32) string {
	first := max(1, int(number)-defaultWindow/2)
	return strconv.Itoa(first) + "-" + strconv.Itoa(min(first+defaultWindow-1, int(last)))
}

// named returns the article of a receipt or an ID.
func (c Commands) named(ctx context.Context, what string) (article.Record, bool, error) {
	verdict, err := c.Archive.Verify(ctx, what)
	if err != nil {
		return article.Record{}, false, fmt.Errorf("look a receipt up: %w", err)
	}
	if verdict.Record.ID != "" {
		what = verdict.Record.ID
	}
	return c.Show.Load(ctx, what)
}
