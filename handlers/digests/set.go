package digests

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
)

// SetCommand returns the command that changes a digest.
func SetCommand() bot.Command {
	all := slices.Concat([]bot.Param{subscriptions.IDParam(bot.Digest)}, whenParams(), options())
	return bot.Command{Name: "digest set", Summary: "Change a digest", Changes: true, Params: all, Examples: []string{"/digest set d1 at:07:30"}}
}

// AnswerSet changes a digest.
func (c Commands) AnswerSet(ctx context.Context, r query.Request) (bot.Card, error) {
	s, err := c.Subscriptions.FindOwn(ctx, r.Request, bot.Digest)
	if err != nil {
		return bot.Card{}, err
	}
	if _, err := c.Reader.Read(ctx, r, "topic"); err != nil {
		return bot.Card{}, err
	}
	changed := s
	changes := applySettings(&changed, r.Request)
	if err := c.Subscriptions.Calendar.Check(changed); err != nil {
		return bot.Card{}, err
	}
	if r.Args["to"] != "" {
		if err := c.Subscriptions.CheckPlace(ctx, r.Request, changed); err != nil {
			return bot.Card{}, err
		}
	}
	if err := c.Subscriptions.Store.Subscribe(ctx, s, func(now *bot.Subscription) { applySettings(now, r.Request); changed = *now }); err != nil {
		return bot.Card{}, fmt.Errorf("change a digest: %w", err)
	}
	card := c.Subscriptions.Card(r.Request, changed, "Digest "+s.ID)
	card.Notice = cmp.Or(strings.Join(changes, "; "), "Nothing to change.")
	return card, nil
}

// applySettings changes what a request names, and returns each change as old → new.
func applySettings(s *bot.Subscription, r bot.Request) (changes []string) {
	args := bot.Args{}
	maps.Copy(args, s.Args)
	s.Args = args
	set := func(name string, at *string, value string) {
		if value != "" && *at != value {
			changes = append(changes, fmt.Sprintf("%s: %s → %s", name, cmp.Or(*at, "none"), value))
			*at = value
		}
	}
	set("at", &s.At, r.Args["at"])
	set("days", &s.Days, r.Args["days"])
	set("tz", &s.Zone, r.Args["tz"])
	for _, name := range []string{"topic", "by", "source", "max", "style", "empty", "quiet", "publish"} {
		value := s.Args[name]
		set(name, &value, r.Args[name])
		if value != "" {
			s.Args[name] = value
		}
	}
	if to := r.Args["to"]; to != "" && (to != "forum" || r.Under != "") {
		s.Place = subscriptions.PlaceOf(r, to)
		changes = append(changes, "to: "+to)
	}
	return changes
}
