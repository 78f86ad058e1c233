package handlers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
)

// Settings is where the settings of channels and workspaces are kept ("" for a
// workspace's own).
type Settings interface {
	Settings(ctx context.Context, platform, workspace, channel string) (map[string]string, error)
	Set(ctx context.Context, platform, workspace, channel, name, value string) (old string, err error)
}

// Books is where changes and unanswered questions are written down.
type Books interface {
	Note(ctx context.Context, platform, workspace string, book bot.Book, e bot.Entry) error
	Entries(ctx context.Context, platform, workspace string, book bot.Book) ([]bot.Entry, error)
}

// The names of settings.
const (
	zoneSetting    = "zone"    // of a channel: in which dates are read and shown
	sourcesSetting = "sources" // of a channel: the outlets that it may see, a line each
	threadsSetting = "threads" // of a channel: "on" where a mention is answered in a thread of its own
	hiddenSetting  = "hidden"  // of a workspace: outlets whose words are shown nowhere, a line each
)

func (b *Briefing) officeCommands() []bot.Command {
	owner := func(name, summary string, handle bot.Handler, params ...bot.Param) bot.Command {
		return bot.Command{Name: "admin " + name, Summary: summary, Admin: true, Owner: true, Changes: true, Params: params, Handle: handle}
	}
	admin := func(name, summary string, handle bot.Handler, params ...bot.Param) bot.Command {
		return bot.Command{Name: "admin " + name, Summary: summary, Admin: true, Changes: true, Params: params, Handle: handle}
	}
	outlet := bot.Param{Name: "source", Kind: bot.Text, Words: true, Required: true, Help: "the outlet, as sources lists it", Suggest: b.suggest("source")}
	return []bot.Command{
		{Name: "settings", Summary: "What this channel is set to", Handle: b.answerSettings},
		{Name: "privacy", Summary: "What is stored, for how long, and who sees it", Handle: answerPrivacy},
		admin("settings", "Set this channel's time zone, the outlets that it may see, or threads", b.answerAdminSettings,
			bot.Param{Name: "zone", Kind: bot.Text, Help: "such as Europe/Stockholm; none takes it back"},
			bot.Param{Name: "sources", Kind: bot.Text, Help: "outlets with a comma between them; all for all"},
			bot.Param{Name: "threads", Kind: bot.Choice, Choices: []string{"on", "off"}, Help: "in Discord: answer each mention in a thread of its own; off unless set"}),
		admin("hide", "Show no word of an outlet any more", b.answerHide, outlet),
		admin("restore", "Show a hidden outlet again", b.answerRestore, outlet),
		owner("merge", "Make one person of two names that the briefing takes for two", b.answerMerge,
			bot.Param{Name: "name", Kind: bot.Person, Words: true, Required: true, Help: "the name to show", Suggest: b.suggest("person")},
			bot.Param{Name: "with", Kind: bot.Person, Required: true, Help: "the other person", Suggest: b.suggest("person")}),
		owner("split", "Make two persons of one, by two names that are printed of it", b.answerSplit,
			bot.Param{Name: "name", Kind: bot.Person, Words: true, Required: true, Help: "one of the names", Suggest: b.suggest("person")},
			bot.Param{Name: "from", Kind: bot.Person, Required: true, Help: "the other one, as who-is lists them"}),
		admin("index", "Check the index against the articles, or bring it up to date with them", b.answerIndex,
			bot.Param{Name: "do", Kind: bot.Choice, Words: true, Choices: []string{"check", "reload"}, Help: "check unless told"}),
		admin("gaps", "Questions that found nothing, newest first", b.answerBook(bot.Gaps, "Unanswered questions")),
		admin("audit", "What administrators changed, newest first", b.answerBook(bot.Audit, "Changes")),
	}
}

func (b *Briefing) kept() error {
	if b.Settings == nil {
		return &bot.Error{Message: "Settings are kept by `briefing-bot serve`. Start it on this data folder, then ask again."}
	}
	return nil
}

// lines splits a setting.
func lines(value string) []string {
	return strings.FieldsFunc(value, func(r rune) bool { return r == '\n' })
}

// nowhere is an outlet that no article has.
const nowhere = "\x00"

// limited is a request with the outlets that the settings leave to its place.
func (b *Briefing) limited(ctx context.Context, r bot.Request) (bot.Request, error) {
	if b.Settings == nil {
		return r, nil
	}
	here, err := b.Settings.Settings(ctx, r.Platform, r.Workspace, r.Ruling())
	if err != nil {
		return r, fmt.Errorf("read a channel's settings: %w", err)
	}
	whole, err := b.Settings.Settings(ctx, r.Platform, r.Workspace, "")
	if err != nil {
		return r, fmt.Errorf("read a workspace's settings: %w", err)
	}
	allowed, hidden := lines(here[sourcesSetting]), lines(whole[hiddenSetting])
	if len(allowed)+len(hidden) == 0 {
		return r, nil
	}
	if r.Sources, err = b.left(ctx, r.Sources, allowed, hidden); err != nil {
		return r, err
	}
	return r, nil
}

// left are the outlets of both lists, where they name any, that are not hidden.
func (b *Briefing) left(ctx context.Context, may, allowed, hidden []string) ([]string, error) {
	sources, err := b.Index.Sources(ctx)
	if err != nil {
		return nil, fmt.Errorf("list outlets: %w", err)
	}
	out := []string{nowhere} // an empty list would allow all
	for _, s := range sources {
		if (len(may) == 0 || slices.Contains(may, s.Name)) && (len(allowed) == 0 || slices.Contains(allowed, s.Name)) && !slices.Contains(hidden, s.Name) {
			out = append(out, s.Name)
		}
	}
	return out, nil
}

// limiting is a handler that sees only what its place may.
func (b *Briefing) limiting(handle bot.Handler) bot.Handler {
	return func(ctx context.Context, r bot.Request) (bot.Card, error) {
		r, err := b.limited(ctx, r)
		if err != nil {
			return bot.Card{}, err
		}
		return handle(ctx, r)
	}
}

func (b *Briefing) answerSettings(ctx context.Context, r bot.Request) (bot.Card, error) {
	if err := b.kept(); err != nil {
		return bot.Card{}, err
	}
	here, err := b.Settings.Settings(ctx, r.Platform, r.Workspace, r.Ruling())
	if err != nil {
		return bot.Card{}, fmt.Errorf("read a channel's settings: %w", err)
	}
	whole, err := b.Settings.Settings(ctx, r.Platform, r.Workspace, "")
	if err != nil {
		return bot.Card{}, fmt.Errorf("read a workspace's settings: %w", err)
	}
	seen := slices.DeleteFunc(slices.Clone(r.Sources), func(s string) bool { return s == nowhere })
	shown := "all outlets"
	if len(r.Sources) > 0 {
		shown = or(strings.Join(seen, ", "), "no outlet")
	}
	card := bot.Card{Title: "This channel", Read: map[string]string{}, Text: []string{
		"Time zone: " + or(here[zoneSetting], r.In().String()) + ".", "It may see: " + shown + "."}}
	if hidden := lines(whole[hiddenSetting]); len(hidden) > 0 && r.Admin {
		card.Text = append(card.Text, "Hidden everywhere: "+strings.Join(hidden, ", ")+".")
	}
	card.Actions = append(card.Actions, run("Digests", "digest list"), run("Watches", "watch list"))
	return card, nil
}

// change sets a setting, and writes into the books and the card: old → new.
func (b *Briefing) change(ctx context.Context, card *bot.Card, r bot.Request, channel, name, value string) error {
	old, err := b.Settings.Set(ctx, r.Platform, r.Workspace, channel, name, value)
	if err != nil {
		return fmt.Errorf("change a setting: %w", err)
	}
	told := fmt.Sprintf("%s: %s → %s", name, or(strings.Join(lines(old), ", "), "none"), or(strings.Join(lines(value), ", "), "none"))
	card.Text = append(card.Text, told)
	if b.Books == nil {
		return nil
	}
	where := ""
	if channel != "" {
		where = " in " + channel
	}
	if err := b.Books.Note(ctx, r.Platform, r.Workspace, bot.Audit, bot.Entry{User: r.User, Text: told + where}); err != nil {
		return fmt.Errorf("write down a change: %w", err)
	}
	return nil
}

func (b *Briefing) answerAdminSettings(ctx context.Context, r bot.Request) (bot.Card, error) {
	if err := b.kept(); err != nil {
		return bot.Card{}, err
	}
	card := bot.Card{Title: "This channel's settings", Read: map[string]string{}}
	if zone := plain(r.Args["zone"]); zone != "" {
		if zone == "none" {
			zone = ""
		} else if _, err := time.LoadLocation(zone); err != nil {
			return card, &bot.Error{Usage: true, Message: fmt.Sprintf("%q is no time zone: write zone:Europe/Stockholm, or zone:none.", zone)}
		}
		if err := b.change(ctx, &card, r, r.Ruling(), zoneSetting, zone); err != nil {
			return card, err
		}
	}
	if list := plain(r.Args["sources"]); list != "" {
		names, err := b.outlets(ctx, list)
		if err != nil {
			return card, err
		}
		if err := b.change(ctx, &card, r, r.Ruling(), sourcesSetting, strings.Join(names, "\n")); err != nil {
			return card, err
		}
	}
	if threads := r.Args["threads"]; threads != "" {
		if err := b.change(ctx, &card, r, r.Ruling(), threadsSetting, strings.TrimPrefix(threads, "off")); err != nil {
			return card, err
		}
	}
	if len(card.Text) == 0 {
		return b.answerSettings(ctx, r)
	}
	return card, nil
}

// outlets reads a list of outlets; none for all.
func (b *Briefing) outlets(ctx context.Context, list string) ([]string, error) {
	if strings.EqualFold(list, "all") {
		return nil, nil
	}
	var out []string
	for name := range strings.SplitSeq(list, ",") {
		found, err := b.outlet(ctx, strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		out = append(out, found)
	}
	return out, nil
}

// outlet is one as the briefing prints it.
func (b *Briefing) outlet(ctx context.Context, name string) (string, error) {
	sources, err := b.Index.Sources(ctx)
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
	return "", noSource(name, all, bot.Call{Command: "sources"})
}

func (b *Briefing) answerHide(ctx context.Context, r bot.Request) (bot.Card, error) {
	return b.setHidden(ctx, r, func(hidden []string, name string) []string {
		if slices.Contains(hidden, name) {
			return hidden
		}
		return append(hidden, name)
	})
}

func (b *Briefing) answerRestore(ctx context.Context, r bot.Request) (bot.Card, error) {
	return b.setHidden(ctx, r, func(hidden []string, name string) []string {
		return slices.DeleteFunc(hidden, func(h string) bool { return h == name })
	})
}

func (b *Briefing) setHidden(ctx context.Context, r bot.Request, to func(hidden []string, name string) []string) (bot.Card, error) {
	if err := b.kept(); err != nil {
		return bot.Card{}, err
	}
	name, err := b.outlet(ctx, plain(r.Args["source"]))
	if err != nil {
		return bot.Card{}, err
	}
	whole, err := b.Settings.Settings(ctx, r.Platform, r.Workspace, "")
	if err != nil {
		return bot.Card{}, fmt.Errorf("read a workspace's settings: %w", err)
	}
	card := bot.Card{Title: name, Read: map[string]string{"source": name}}
	return card, b.change(ctx, &card, r, "", hiddenSetting, strings.Join(to(lines(whole[hiddenSetting]), name), "\n"))
}

func (b *Briefing) answerIndex(ctx context.Context, r bot.Request) (bot.Card, error) {
	if r.Args["do"] == "reload" {
		if b.Reload == nil {
			return bot.Card{}, b.kept()
		}
		if err := b.Reload(ctx); err != nil {
			return bot.Card{}, fmt.Errorf("bring the index up to date: %w", err)
		}
	}
	card := b.newCard(asked{request: r}, "The index")
	whole, err := b.Archive.Check(ctx)
	card.Text = append(card.Text, count(whole, "article")+" whole in the archive.")
	if err != nil {
		card.Text = append(card.Text, "Damaged: "+err.Error())
	}
	wrong, err := b.Index.Verify(ctx)
	if err != nil {
		return card, fmt.Errorf("verify the index: %w", err)
	}
	if len(wrong) == 0 {
		card.Text = append(card.Text, "Every span of the index stands in its article.")
	}
	for _, w := range wrong[:min(len(wrong), 10)] {
		card.Text = append(card.Text, fmt.Sprint(w))
	}
	return card, nil
}

// answerBook lists a book of the asker's workspace.
func (b *Briefing) answerBook(book bot.Book, title string) bot.Handler {
	return func(ctx context.Context, r bot.Request) (bot.Card, error) {
		if b.Books == nil {
			return bot.Card{}, b.kept()
		}
		entries, err := b.Books.Entries(ctx, r.Platform, r.Workspace, book)
		if err != nil {
			return bot.Card{}, fmt.Errorf("read a book: %w", err)
		}
		card := bot.Card{Title: title, Read: map[string]string{}, Total: len(entries), Offset: r.Offset}
		first := min(r.Offset, len(entries))
		for _, e := range entries[first:min(first+20, len(entries))] {
			facts := []string{e.At.In(r.In()).Format("Mon 2 Jan 2006 15:04")}
			if e.User != "" {
				facts = append(facts, "by "+e.User)
			}
			card.Items = append(card.Items, bot.Item{Label: e.Text, Facts: facts})
		}
		if len(entries) == 0 {
			card.Notice = "Nothing is written down yet."
		}
		card.Footer = fmt.Sprintf("%d of %s", len(card.Items), count(len(entries), "line"))
		if len(entries) > 20 {
			card.Actions = pageActions(r, card, 20)
		}
		return card, nil
	}
}

// unanswered writes down a question that found nothing, without who asked.
func (b *Briefing) unanswered(ctx context.Context, r bot.Request, question string) {
	if b.Books == nil || r.Workspace == "" {
		return
	}
	if err := b.Books.Note(ctx, r.Platform, r.Workspace, bot.Gaps, bot.Entry{Text: question}); err != nil {
		b.logger().ErrorContext(ctx, "an unanswered question could not be written down")
	}
}

func answerPrivacy(context.Context, bot.Request) (bot.Card, error) {
	return bot.Card{Title: "Privacy", Read: map[string]string{}, Text: []string{
		"Articles, their index and what chat must remember stay in the data folder of the machine that runs this bot. Nothing goes anywhere but to the chat services that it is connected to.",
		"Of people who ask it keeps: for 26 hours which messages it has answered; for 30 days which answer belongs to which question and what its messages for all show, to follow edits and corrections; for a year what a button asks; digests and watches until they are ended; what somebody thought of an answer; what administrators changed; and the last thousand questions of a workspace that found nothing, without who asked.",
		"The log holds no message of anybody. The data of a Discord server that the bot has left, and of a Slack workspace that removed it, is deleted after 30 days.",
		"To have something removed, ask who runs this bot: it all stands in the file state.db.",
	}}, nil
}
