package sources

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/follow"
)

// AddCommand returns the command that adds a source.
func AddCommand() bot.Command {
	return command("add", "Follow a feed, a sitemap, or a page with links to articles", exampleFeed,
		addressParam("the feed's address, or that of a page that names its feed"),
		bot.Param{Name: "outlet", Kind: bot.Text, Help: "the outlet's name, in place of the one that the feed gives"},
		bot.Param{Name: "every", Kind: bot.Text, Help: "how often it is asked, such as 30m; as often as it has news if left out"},
		bot.Param{Name: "keep", Kind: bot.Text, Help: "how long its articles are kept, such as 365d"})
}

// AnswerAdd adds a source, after asking it once.
func (c Commands) AnswerAdd(ctx context.Context, r query.Request) (bot.Card, error) {
	if c.Sources == nil {
		return bot.Card{}, errNoSources
	}
	at, err := address(r)
	if err != nil {
		return bot.Card{}, err
	}
	s := follow.Source{Outlet: query.Plain(r.Args["outlet"])}
	every, err := span(r, "every", follow.MinEvery)
	keep, err2 := span(r, "keep", 24*time.Hour)
	if err := errors.Join(err, err2); err != nil {
		return bot.Card{}, firstOf(err, err2)
	}
	s.Every, s.Keep = every, keep
	trial, err := c.Sources.Try(ctx, at)
	if err != nil {
		return bot.Card{}, unreadable(at, err)
	}
	s.URL = trial.URL
	err = c.Sources.Add(ctx, s)
	switch {
	case errors.Is(err, follow.ErrKnown):
		return bot.Card{}, &bot.Error{Message: fmt.Sprintf("%s is a source of the briefing already.", fetch.WithoutUser(s.URL)), Actions: []bot.Action{bot.Ask("Sources", "admin source list")}}
	case errors.Is(err, follow.ErrTooMany):
		return bot.Card{}, &bot.Error{Message: "Not added: " + err.Error() + ". Remove one first."}
	case err != nil:
		return bot.Card{}, fmt.Errorf("add a source: %w", err)
	}
	card, err := c.changed(ctx, r, fetch.WithoutUser(s.URL), "none", "followed")
	card.Text = append(card.Text, trialLines(trial)...)
	card.Text = append(card.Text, "What it lists now comes in as backlog: it can be searched, and neither digests nor watches report it as new.")
	return card, err
}

// firstOf returns the first of errors that is one.
func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// unreadable returns the answer to a source that cannot be read.
func unreadable(at string, err error) error {
	return &bot.Error{Message: fmt.Sprintf("%s cannot be followed: %v.", fetch.WithoutUser(at), err)}
}
