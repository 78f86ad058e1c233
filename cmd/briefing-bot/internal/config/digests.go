package config

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/schedule"
)

// Digest is a digest of the configuration, posted without anybody
// subscribing.
type Digest struct {
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

// DigestIDPrefix begins the IDs of digests of the configuration.
const DigestIDPrefix = "config-"

// Subscription is the digest as it is kept; zone is the configuration's.
func (d Digest) Subscription(zone string) bot.Subscription {
	s := bot.Subscription{ID: DigestIDPrefix + d.ID, Kind: bot.Digest, Place: bot.Place{Platform: d.Platform, Workspace: d.Workspace, Channel: d.Channel},
		At: cmp.Or(d.At, "08:00"), Days: cmp.Or(d.Days, "weekdays"), Zone: cmp.Or(d.Zone, zone), Args: bot.Args{}}
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
func (c *Config) checkDigests() error {
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
		if err := schedule.Check(d.Subscription(c.Zone)); err != nil {
			return fmt.Errorf("%s (%s): %w", at, d.ID, err)
		}
	}
	return nil
}
