package sources

import (
	"context"
	"errors"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/follow"
)

// PauseCommand returns the command that pauses a source.
func PauseCommand() bot.Command {
	return command("pause", "Stop asking a source until it is resumed", exampleFeed, addressParam("the source's address"))
}

// AnswerPause pauses a source.
func (c Commands) AnswerPause(ctx context.Context, r query.Request) (bot.Card, error) {
	return c.pause(ctx, r, true, "paused")
}

// ResumeCommand returns the command that asks a source again.
func ResumeCommand() bot.Command {
	return command("resume", "Ask a source again that is paused or was given up", exampleFeed, addressParam("the source's address"))
}

// AnswerResume resumes a source.
func (c Commands) AnswerResume(ctx context.Context, r query.Request) (bot.Card, error) {
	return c.pause(ctx, r, false, "followed")
}

func (c Commands) pause(ctx context.Context, r query.Request, paused bool, after string) (bot.Card, error) {
	s, err := c.named(r)
	if err != nil {
		return bot.Card{}, err
	}
	if err := c.Sources.Pause(ctx, s.URL, paused); err != nil {
		return bot.Card{}, fmt.Errorf("change a source: %w", err)
	}
	return c.changed(ctx, r, fetch.WithoutUser(s.URL), condition(s), after)
}

// RemoveCommand returns the command that removes a source.
func RemoveCommand() bot.Command {
	return command("remove", "Follow a source no more; its articles stay", exampleFeed, addressParam("the source's address"))
}

// AnswerRemove removes a source.
func (c Commands) AnswerRemove(ctx context.Context, r query.Request) (bot.Card, error) {
	s, err := c.named(r)
	if err != nil {
		return bot.Card{}, err
	}
	err = c.Sources.Remove(ctx, s.URL)
	if errors.Is(err, follow.ErrConfigured) {
		return bot.Card{}, &bot.Error{Message: "This source is in the configuration: take it out of `sources` there, or pause it here.",
			Actions: []bot.Action{bot.Ask("Pause it", "admin source pause "+fetch.WithoutUser(s.URL))}}
	}
	if err != nil {
		return bot.Card{}, fmt.Errorf("remove a source: %w", err)
	}
	card, err := c.changed(ctx, r, fetch.WithoutUser(s.URL), condition(s), "none")
	card.Text = append(card.Text, "Its articles stay in the briefing.")
	return card, err
}

// BackfillCommand returns the command that brings in the older items of a source.
func BackfillCommand() bot.Command {
	return command("backfill", "Bring in the older items of a source: those left out when it was new, and the older parts of its feed", exampleFeed, addressParam("the source's address"))
}

// AnswerBackfill brings in the older items of a source.
func (c Commands) AnswerBackfill(ctx context.Context, r query.Request) (bot.Card, error) {
	s, err := c.named(r)
	if err != nil {
		return bot.Card{}, err
	}
	if err := c.Sources.Backfill(ctx, s.URL); err != nil {
		return bot.Card{}, fmt.Errorf("backfill a source: %w", err)
	}
	card, err := c.changed(ctx, r, fetch.WithoutUser(s.URL), condition(s), "older items come in")
	card.Text = append(card.Text, "How far it is: admin source list")
	return card, err
}
