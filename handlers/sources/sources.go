package sources

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/access"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/follow"
)

// Sources are the sources that the briefing follows, as package follow keeps them.
type Sources interface {
	List() []follow.Status
	Find(address string) (follow.Status, error)
	Add(ctx context.Context, s follow.Source, public bool) error
	Change(ctx context.Context, s follow.Source) error
	Remove(ctx context.Context, address string) error
	Pause(ctx context.Context, address string, paused bool) error
	Backfill(ctx context.Context, address string) error
	Try(ctx context.Context, address string, public bool) (follow.Trial, error)
	Why(ctx context.Context, address string) (follow.Why, error)
	Waits() (next time.Time, reason error)
}

// Logs records changes.
type Logs interface {
	Note(ctx context.Context, platform, workspace string, book bot.Book, e bot.Entry) error
}

// Commands answers the commands about sources.
type Commands struct {
	Sources Sources // nil if nothing follows any
	Logs    Logs    // nil if nothing keeps them
}

// command returns a command for those who run the bot, with the words that follow its
// name in an example.
func command(name, summary, example string, params ...bot.Param) bot.Command {
	return bot.Command{Name: "admin source " + name, Summary: summary, Owner: true, Admin: true, Changes: true, Params: params,
		Examples: []string{strings.TrimSpace("/admin source " + name + " " + example)}}
}

// exampleFeed is the address used in examples.
const exampleFeed = "https://example.org/feed.xml"

func addressParam(help string) bot.Param {
	return bot.Param{Name: "url", Kind: bot.Source, Words: true, Required: true, Help: help}
}

// address reads the address that a request names.
func (c Commands) address(r query.Request) (string, error) {
	if c.Sources == nil {
		return "", errNoSources
	}
	typed := query.Plain(r.Args["url"])
	if !strings.Contains(typed, "://") {
		typed = "https://" + typed
	}
	u, err := url.Parse(typed)
	if err != nil || u.Host == "" || !slices.Contains([]string{"http", "https", "imaps", "imap"}, u.Scheme) || strings.ContainsAny(typed, " \t\n") {
		return "", &bot.Error{Usage: true, Message: fmt.Sprintf("%q is not an address; write one such as %s.", fetch.WithoutUser(typed), exampleFeed)}
	}
	return typed, nil
}

// span reads a duration as people write it: 30m, 12h, 365d.
func span(r query.Request, name string, least time.Duration) (time.Duration, error) {
	typed := query.Plain(r.Args[name])
	if typed == "" {
		return 0, nil
	}
	d, err := follow.ParseSpan(typed)
	if err != nil || d < least {
		return 0, &bot.Error{Usage: true, Message: fmt.Sprintf("%s:%s is not a time of at least %s; write %s:30m, %s:12h or %s:365d.", name, typed, follow.Span(least), name, name, name)}
	}
	return d, nil
}

// named finds the source that a request names.
func (c Commands) named(r query.Request) (follow.Status, error) {
	at, err := c.address(r)
	if err != nil {
		return follow.Status{}, err
	}
	s, err := c.Sources.Find(at)
	if errors.Is(err, follow.ErrUnknown) {
		e := &bot.Error{Message: fmt.Sprintf("%s is not a source of the briefing.", fetch.WithoutUser(at))}
		e.Actions = []bot.Action{bot.Ask("Sources", "admin source list")}
		return s, e
	}
	return s, err
}

var errNoSources = &bot.Error{Message: "This briefing follows no sources."}

// changed returns the answer to a change from old to new, and logs it.
func (c Commands) changed(ctx context.Context, r query.Request, name, before, after string) (bot.Card, error) {
	line := fmt.Sprintf("source %s: %s → %s", name, before, after)
	card := bot.Card{Title: "Sources", Read: map[string]string{}, Text: []string{line}}
	card.Actions = append(card.Actions, bot.Ask("Sources", "admin source list"))
	if c.Logs == nil {
		return card, nil
	}
	platform, workspace := access.Home(r.Request)
	if err := c.Logs.Note(ctx, platform, workspace, bot.Audit, bot.Entry{User: r.User, Text: line}); err != nil {
		return card, fmt.Errorf("write the audit log: %w", err)
	}
	return card, nil
}
