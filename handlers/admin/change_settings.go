package admin

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/access"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
)

// ChangeSettingsCommand returns the command that changes a channel's settings.
func ChangeSettingsCommand() bot.Command {
	return adminCommand("settings", "Set this channel's time zone, its outlets or threads, or who may set up digests", "zone:Europe/Stockholm",
		bot.Param{Name: "zone", Kind: bot.Text, Help: "such as Europe/Stockholm; none takes it back"},
		bot.Param{Name: "sources", Kind: bot.Text, Help: "outlets with a comma between them; all for all"},
		bot.Param{Name: "threads", Kind: bot.Choice, Choices: []string{"on", "off"}, Help: "in Discord: answer each mention in a thread of its own; off by default"},
		bot.Param{Name: "previews", Kind: bot.Choice, Choices: []string{"on", "off"}, Help: "in Slack: show links with their articles, where the app does that; on by default"},
		bot.Param{Name: "subscribe", Kind: bot.Text, Help: "who may set up digests and watches: anybody, managers, or users and roles by ID"},
		bot.Param{Name: "losses", Kind: bot.Choice, Choices: []string{"accept"}, Help: "after damage: the settings as they are now hold"})
}

// AnswerChangeSettings changes the settings that a request names, and shows them all if
// it names none.
func (c Commands) AnswerChangeSettings(ctx context.Context, r query.Request) (bot.Card, error) {
	if err := c.requireSettings(); err != nil {
		return bot.Card{}, err
	}
	card := bot.Card{Title: "This channel's settings", Read: map[string]string{}}
	if zone := query.Plain(r.Args["zone"]); zone != "" {
		if zone == "none" {
			zone = ""
		} else if _, err := time.LoadLocation(zone); err != nil {
			return card, &bot.Error{Usage: true, Message: fmt.Sprintf("%q is not a time zone: write zone:Europe/Stockholm, or zone:none.", zone)}
		}
		if err := c.change(ctx, &card, r, r.EffectiveChannel(), access.Zone, zone); err != nil {
			return card, err
		}
	}
	if list := query.Plain(r.Args["sources"]); list != "" {
		names, err := c.outlets(ctx, list)
		if err != nil {
			return card, err
		}
		if err := c.change(ctx, &card, r, r.EffectiveChannel(), access.Sources, strings.Join(names, "\n")); err != nil {
			return card, err
		}
	}
	if threads := r.Args["threads"]; threads != "" {
		if err := c.change(ctx, &card, r, r.EffectiveChannel(), access.Threads, strings.TrimPrefix(threads, "off")); err != nil {
			return card, err
		}
	}
	if previews := r.Args["previews"]; previews != "" {
		if err := c.change(ctx, &card, r, r.EffectiveChannel(), access.Previews, strings.TrimPrefix(previews, "on")); err != nil {
			return card, err
		}
	}
	if list := query.Plain(r.Args["subscribe"]); list != "" {
		allowed, err := subscribers(list)
		if err != nil {
			return card, err
		}
		if err := c.change(ctx, &card, r, "", access.Subscribe, allowed); err != nil {
			return card, err
		}
	}
	if r.Args["losses"] != "" {
		if err := c.acceptLosses(ctx, &card, r); err != nil {
			return card, err
		}
	}
	if len(card.Text) == 0 {
		return c.AnswerSettings(ctx, r)
	}
	return card, nil
}

// acceptLosses accepts the settings as they are now: those of r's workspace, or, for
// who runs the bot, all.
func (c Commands) acceptLosses(ctx context.Context, card *bot.Card, r query.Request) (err error) {
	if c.Losses == nil {
		return errNeedsServe()
	}
	var n int
	if r.Owner {
		n, err = c.Losses.AcknowledgeAll(ctx)
	} else {
		platform, workspace := access.Home(r.Request)
		n, err = c.Losses.Acknowledge(ctx, platform, workspace)
	}
	if err != nil {
		return err
	}
	line := fmt.Sprintf("Losses accepted: %d.", n)
	if n > 0 {
		line += " The settings hold as they are now."
	} else if !r.Owner {
		line += " Who runs this bot can accept those that are not this workspace's alone."
	}
	card.Text = append(card.Text, line)
	if n == 0 {
		return nil
	}
	return c.audit(ctx, r, line)
}

// subscribers reads who may set up digests and watches.
func subscribers(list string) (string, error) {
	switch strings.ToLower(list) {
	case "anybody":
		return "", nil
	case access.Managers:
		return access.Managers, nil
	}
	var ids []string
	for _, word := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		id := strings.Trim(word, "<>@&!")
		if !memberID.MatchString(id) {
			return "", &bot.Error{Usage: true, Message: fmt.Sprintf("%q is not the ID of a user or role: write subscribe:anybody, subscribe:managers, or IDs with commas "+
				"between them. In Slack: a profile → ⋮ → Copy member ID. In Discord: Developer Mode → Copy ID.", word)}
		}
		ids = append(ids, id)
	}
	return strings.Join(ids, "\n"), nil
}

// memberID matches the ID of a user in Slack, and of a user or role in Discord.
var memberID = regexp.MustCompile(`^([UW][A-Z0-9]{2,}|[0-9]{15,20})$`)

// outlets reads a list of outlets; all is an empty list.
func (c Commands) outlets(ctx context.Context, list string) ([]string, error) {
	if strings.EqualFold(list, "all") {
		return nil, nil
	}
	var out []string
	for name := range strings.SplitSeq(list, ",") {
		found, err := c.outlet(ctx, strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		out = append(out, found)
	}
	return out, nil
}

// outlet returns the name of an outlet as the briefing prints it.
func (c Commands) outlet(ctx context.Context, name string) (string, error) {
	sources, err := c.Index.Sources(ctx, index.Everything())
	if err != nil {
		return "", fmt.Errorf("list outlets: %w", err)
	}
	var all []string
	for _, s := range sources {
		if strings.EqualFold(s.Name, name) {
			return s.Name, nil
		}
		all = append(all, s.Name)
	}
	return "", query.NoSource(name, all, bot.Call{Command: "sources"})
}

// change sets a setting, and writes old → new into the audit log and the card; a
// setting that has the value already is not logged.
func (c Commands) change(ctx context.Context, card *bot.Card, r query.Request, channel, name, value string) error {
	old, err := c.Access.Set(ctx, r.Request, channel, name, value)
	if err != nil {
		return err
	}
	shown := func(value string) string {
		unset := cmp.Or(map[string]string{access.Subscribe: "anybody", access.Previews: "on"}[name], "none")
		return cmp.Or(strings.Join(access.Lines(value), ", "), unset)
	}
	if old == value {
		card.Text = append(card.Text, fmt.Sprintf("%s: %s already", name, shown(value)))
		return nil
	}
	line := fmt.Sprintf("%s: %s → %s", name, shown(old), shown(value))
	card.Text = append(card.Text, line)
	if channel != "" {
		line += " in " + r.ChannelMention(channel)
	}
	return c.audit(ctx, r, line)
}
