package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/schedule"
	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/handlers"
)

// digestConfig is a digest of the configuration, posted without anybody
// subscribing.
type digestConfig struct {
	ID        string `yaml:"id"`
	Platform  string `yaml:"platform"`
	Workspace string `yaml:"workspace"`
	Channel   string `yaml:"channel"`
	At        string `yaml:"at"`
	Days      string `yaml:"days"`
	Zone      string `yaml:"tz"`
	Topic     string `yaml:"topic"`
	By        string `yaml:"by"`
	Source    string `yaml:"source"`
	Max       int    `yaml:"max"`
	Style     string `yaml:"style"`
	Empty     string `yaml:"empty"`
}

// configured begins the IDs of digests of the configuration.
const configured = "config-"

// subscription is the digest as it is kept; zone is the configuration's.
func (d digestConfig) subscription(zone string) bot.Subscription {
	s := bot.Subscription{ID: configured + d.ID, Kind: bot.Digest, Place: bot.Place{Platform: d.Platform, Workspace: d.Workspace, Channel: d.Channel},
		At: firstOf(d.At, "08:00"), Days: firstOf(d.Days, "weekdays"), Zone: firstOf(d.Zone, zone), Args: bot.Args{}}
	for name, value := range map[string]string{"topic": d.Topic, "by": d.By, "source": d.Source, "style": d.Style, "empty": d.Empty} {
		if value != "" {
			s.Args[name] = value
		}
	}
	if d.Max > 0 {
		s.Args["max"] = strconv.Itoa(d.Max)
	}
	return s
}

// checkDigests says what is wrong with the digests of the configuration.
func (c *config) checkDigests() error {
	seen := map[string]bool{}
	for i, d := range c.Digests {
		at := fmt.Sprintf("digests: entry %d", i+1)
		switch {
		case d.ID == "" || seen[d.ID]:
			return fmt.Errorf("%s needs an id of its own", at)
		case d.Platform != "slack" && d.Platform != "discord":
			return fmt.Errorf("%s (%s): platform: %q is neither slack nor discord", at, d.ID, d.Platform)
		case d.Workspace == "" || d.Channel == "":
			return fmt.Errorf("%s (%s) needs a workspace (a Slack workspace's T…, a Discord server's ID) and a channel", at, d.ID)
		case d.Style != "" && !slices.Contains([]string{"full", "quotes", "headlines"}, d.Style):
			return fmt.Errorf("%s (%s): style: %q is none of full, quotes, headlines", at, d.ID, d.Style)
		case d.Empty != "" && d.Empty != "skip" && d.Empty != "say-so":
			return fmt.Errorf("%s (%s): empty: %q is neither skip nor say-so", at, d.ID, d.Empty)
		}
		seen[d.ID] = true
		if err := schedule.Check(d.subscription(c.Zone)); err != nil {
			return fmt.Errorf("%s (%s): %w", at, d.ID, err)
		}
	}
	return nil
}

// calendar is when digests are due, as the handlers ask.
func calendar() handlers.Calendar {
	return handlers.Calendar{Check: schedule.Check, Next: schedule.Next,
		Call: func(s bot.Subscription, after, through uint32) bot.Call {
			return schedule.DigestCall(s, after, through, s.Since, time.Now())
		}}
}

// post looks after digests and watches until ctx ends.
func (f *folder) post(ctx context.Context, store *state.Store, posters map[string]bot.Poster) error {
	if err := f.keepConfigured(ctx, store); err != nil {
		return err
	}
	r := schedule.Runner{Store: store, Mux: f.mux, Posters: posters, Last: f.lastIndexed, Log: f.log,
		Mark: func(ctx context.Context) (string, error) { return f.corrections(ctx, store) }, Fallen: f.briefing.Fallen, Stale: f.briefing.NoNews,
		Match: func(ctx context.Context, watches []bot.Subscription, after, through uint32) ([][]state.Alert, error) {
			found, err := f.briefing.MatchWatches(ctx, watches, after, through)
			out := make([][]state.Alert, len(found))
			for i, hits := range found {
				for _, h := range hits {
					sum := sha256.Sum256([]byte(h.Words))
					out[i] = append(out[i], state.Alert{Statement: h.Statement, Words: hex.EncodeToString(sum[:16])})
				}
			}
			return out, err
		}}
	return r.Run(ctx)
}

// corrections changes whenever an article is corrected, removed or restored, or a
// setting changes; new articles leave it.
func (f *folder) corrections(ctx context.Context, store *state.Store) (string, error) {
	stats, err := f.archive.Stats(ctx)
	if err != nil {
		return "", err
	}
	settings, err := store.SettingsMark(ctx)
	return fmt.Sprintf("%d %d %s", stats.Versions-stats.Articles-stats.Removed, stats.Removed, settings), err
}

// lastIndexed is the newest article; ok is false while the index lacks any.
func (f *folder) lastIndexed(ctx context.Context) (uint32, bool, error) {
	stats, err := f.archive.Stats(ctx)
	if err != nil || stats.Pending > 0 || f.index.Stats().Partial {
		return 0, false, err
	}
	last, err := f.archive.Last(ctx)
	return last, true, err
}

// keepConfigured makes the digests of the configuration those that are kept.
func (f *folder) keepConfigured(ctx context.Context, store *state.Store) error {
	last, err := f.archive.Last(ctx)
	if err != nil {
		return fmt.Errorf("find the newest article: %w", err)
	}
	wanted := map[string]bool{}
	for _, d := range f.config.Digests {
		s := d.subscription(f.config.Zone)
		wanted[state.SubscriptionKey(s)] = true
		s.After, s.Since, s.Start = last, time.Now().UTC(), time.Now().UTC()
		err := store.Subscribe(ctx, s, func(now *bot.Subscription) {
			now.At, now.Days, now.Zone, now.Args, now.Place = s.At, s.Days, s.Zone, s.Args, s.Place
		})
		if err != nil {
			return fmt.Errorf("keep the digests of the configuration: %w", err)
		}
	}
	all, err := store.Subscriptions(ctx, bot.Place{})
	if err != nil {
		return err
	}
	var errs []error
	for _, s := range all {
		if strings.HasPrefix(s.ID, configured) && !wanted[state.SubscriptionKey(s)] {
			errs = append(errs, store.Unsubscribe(ctx, s))
		}
	}
	return errors.Join(errs...)
}
