package sources

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/follow"
)

// AddCommand returns the command that adds a source.
func AddCommand() bot.Command {
	params := append([]bot.Param{addressParam("the feed's address, or that of a page that names its feed")}, optionParams()...)
	params = append(params, bot.Param{Name: "private", Kind: bot.Choice, Choices: []string{"yes", "no"}, Help: "no: refuse an address of a private network, as for one that somebody else gave"})
	return command("add", "Follow a feed, a sitemap, or a page with links to articles", exampleFeed, params...)
}

// AnswerAdd adds a source, after asking it once.
func (c Commands) AnswerAdd(ctx context.Context, r query.Request) (bot.Card, error) {
	at, err := c.address(r)
	if err != nil {
		return bot.Card{}, err
	}
	if !strings.HasPrefix(at, "http") {
		return bot.Card{}, errMail
	}
	s, err := withOptions(r, follow.Source{})
	if err != nil {
		return bot.Card{}, err
	}
	trial, err := c.Sources.Try(ctx, at, r.Args["private"] == "no")
	if err != nil {
		return bot.Card{}, unreadable(at, err)
	}
	s.URL = trial.URL
	err = c.Sources.Add(ctx, s, trial.Public)
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

// errMail is the answer to a mail folder that somebody adds.
var errMail = &bot.Error{Message: "A mail folder needs a password, which does not belong in a chat: write it in the configuration, under `sources`, with user and password_env."}

// unreadable returns the answer to a source that cannot be read.
func unreadable(at string, err error) error {
	return &bot.Error{Message: fmt.Sprintf("%s cannot be followed: %v.", fetch.WithoutUser(at), err)}
}
