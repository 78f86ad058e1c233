package schedule

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/setting"
)

// Settings is a digest of the configuration, an element of digests:. It is posted
// without anybody subscribing.
type Settings struct {
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

// ConfiguredPrefix begins the IDs of digests of the configuration.
const ConfiguredPrefix = "config-"

// Subscription returns the digest as a subscription. zone is the time zone of a
// digest that has none of its own.
func (d Settings) Subscription(zone string) bot.Subscription {
	s := bot.Subscription{ID: ConfiguredPrefix + d.ID, Kind: bot.Digest, Place: bot.Place{Platform: d.Platform, Workspace: d.Workspace, Channel: d.Channel},
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

// placeID matches IDs of Slack and of Discord, and hardly a name of a channel: these have small letters.
var placeID = regexp.MustCompile(`^[A-Z0-9][A-Za-z0-9_-]*$`)

// CheckSettings returns what is wrong with the digests of the configuration. zone
// is the time zone of a digest that has none of its own.
func CheckSettings(digests []Settings, zone string) (errs []error) {
	seen := map[string]bool{}
	for i, d := range digests {
		at := fmt.Sprintf("digests[%d]", i+1)
		if d.ID == "" || seen[d.ID] {
			errs = append(errs, setting.Invalid(at, "needs an id of its own"))
		}
		seen[d.ID] = true
		if d.Workspace == "" || d.Channel == "" {
			errs = append(errs, setting.Invalid(at, "needs a workspace (a Slack workspace's T…, a Discord server's ID) and a channel"))
		} else {
			errs = append(errs, setting.IDs(at+".workspace", []string{d.Workspace}, placeID, "T0123456789, or the number of a Discord server"),
				setting.IDs(at+".channel", []string{d.Channel}, placeID, "C0123456789, or the number of a Discord channel"))
		}
		errs = append(errs, setting.OneOf(at+".platform", d.Platform, "slack", "discord"),
			setting.OneOf(at+".style", d.Style, "", "full", "quotes", "headlines"), setting.OneOf(at+".empty", d.Empty, "", "skip", "say-so"))
		if err := Check(d.Subscription(zone)); err != nil {
			errs = append(errs, setting.Invalid(at, "%v", err))
		}
	}
	return errs
}
