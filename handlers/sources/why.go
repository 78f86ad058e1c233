package sources

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/follow"
)

// WhyCommand returns the command that tells why an address is in the briefing or not.
func WhyCommand() bot.Command {
	c := command("why", "Why an article's address is in the briefing, or why not", "https://example.org/2026/treaty", addressParam("the article's address"))
	c.Changes = false
	return c
}

// AnswerWhy tells why an address is in the briefing or not.
func (c Commands) AnswerWhy(ctx context.Context, r query.Request) (bot.Card, error) {
	at, err := c.address(r)
	if err != nil {
		return bot.Card{}, err
	}
	why, err := c.Sources.Why(ctx, at)
	if err != nil {
		return bot.Card{}, fmt.Errorf("look an address up: %w", err)
	}
	card := bot.Card{Title: "Why " + fetch.WithoutUser(at), Read: map[string]string{"url": fetch.WithoutUser(at)}}
	switch {
	case why.Removed:
		card.Text = append(card.Text, "It was an article of the briefing: "+removal(why.Removal)+".")
	case why.Article != "":
		card.Text = append(card.Text, fmt.Sprintf("It is in the briefing, since %s.", moment(r, why.Added)))
		card.Actions = append(card.Actions, bot.Ask("Article", "article "+why.Article))
	case len(why.Listed) == 0:
		card.Text = append(card.Text, "It is not in the briefing, and no source lists it.")
	default:
		card.Text = append(card.Text, "It is not in the briefing.")
	}
	for _, l := range why.Listed {
		facts := []string{"lists it, last seen " + moment(r, l.Listed)}
		if d := dated(r, why, l); d != "" {
			facts = append(facts, d)
		}
		switch {
		case l.Reason != "":
			facts = append(facts, "not taken: "+l.Reason)
		case l.Read.IsZero():
			facts = append(facts, "not read yet")
		}
		if !l.Check.IsZero() && l.Check.Sub(r.Now) < 365*24*time.Hour {
			facts = append(facts, "its page is looked at again "+moment(r, l.Check))
		}
		card.Items = append(card.Items, bot.Item{Label: l.Source.Name(), Facts: facts})
	}
	if why.Article == "" && len(why.Listed) == 0 {
		if host := c.sameHost(at); host != "" {
			card.Text = append(card.Text, "A source of the same site is "+host+".")
		}
	}
	return card, nil
}

// removal says why an article is no longer in the briefing.
func removal(why article.Removal) string {
	switch why {
	case article.SourceGone:
		return "its publisher took it back, or its file was deleted"
	case article.Expired:
		return "it became older than articles are kept, and was deleted"
	}
	return "somebody removed it"
}

// origins says where a publication date was found.
var origins = map[article.Origin]string{
	article.FromFeed: "as its feed says", article.FromPage: "as its page says of itself", article.FromText: "as its page prints", article.FromAddress: "by its address",
}

// dated says when an article was published and how that is known, or why it is not.
func dated(r query.Request, why follow.Why, l follow.WhyListed) string {
	switch origin := origins[l.Dated]; {
	case why.Article == "":
		return ""
	case why.Dated.IsZero() && l.Doubt != "":
		return "without a date: " + l.Doubt
	case why.Dated.IsZero():
		return "without a date"
	case origin == "":
		return "published " + wording.Date(why.Dated.Time.In(r.In()), why.Dated.Precision)
	case l.Doubt != "":
		return fmt.Sprintf("published %s, %s; %s", wording.Date(why.Dated.Time.In(r.In()), why.Dated.Precision), origin, l.Doubt)
	default:
		return fmt.Sprintf("published %s, %s", wording.Date(why.Dated.Time.In(r.In()), why.Dated.Precision), origin)
	}
}

// moment returns a moment for people.
func moment(r query.Request, t time.Time) string {
	return r.TimeMention(t.In(r.In()), "Mon 2 Jan 2006 15:04")
}

// sameHost returns a source of the site of an address, "" if there is none.
func (c Commands) sameHost(at string) string {
	all := c.Sources.List()
	if i := slices.IndexFunc(all, func(s follow.Status) bool { return follow.SameSite(s.URL, at) }); i >= 0 {
		return fetch.WithoutUser(all[i].URL)
	}
	return ""
}
