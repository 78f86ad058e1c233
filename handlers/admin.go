package handlers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/access"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
)

// Losses takes what damage destroyed of the settings for known. Both return how
// many losses there were.
type Losses interface {
	Acknowledge(ctx context.Context, platform, workspace string) (int, error)
	AcknowledgeAll(ctx context.Context) (int, error)
}

// Books is where changes and unanswered questions are written down.
type Books interface {
	Note(ctx context.Context, platform, workspace string, book bot.Book, e bot.Entry) error
	Entries(ctx context.Context, platform, workspace string, book bot.Book) ([]bot.Entry, error)
}

func (b *Briefing) adminCommands() []bot.Command {
	owner := func(name, summary string, handle bot.Handler, params ...bot.Param) bot.Command {
		return bot.Command{Name: "admin " + name, Summary: summary, Admin: true, Owner: true, Changes: true, Params: params, Handle: handle}
	}
	admin := func(name, summary string, handle bot.Handler, params ...bot.Param) bot.Command {
		return bot.Command{Name: "admin " + name, Summary: summary, Admin: true, Changes: true, Params: params, Handle: handle}
	}
	outlet := bot.Param{Name: "source", Kind: bot.Text, Words: true, Required: true, Help: "the outlet, as sources lists it", Completes: bot.CompleteSource}
	return []bot.Command{
		{Name: "settings", Summary: "What this channel is set to", Handle: b.scopedOrNothing(b.answerSettings)},
		{Name: "privacy", Summary: "What is stored, for how long, and who sees it", Handle: answerPrivacy},
		admin("settings", "Set this channel's time zone, the outlets that it may see, or threads", b.scopedOrNothing(b.answerAdminSettings),
			bot.Param{Name: "zone", Kind: bot.Text, Help: "such as Europe/Stockholm; none takes it back"},
			bot.Param{Name: "sources", Kind: bot.Text, Help: "outlets with a comma between them; all for all"},
			bot.Param{Name: "threads", Kind: bot.Choice, Choices: []string{"on", "off"}, Help: "in Discord: answer each mention in a thread of its own; off by default"},
			bot.Param{Name: "losses", Kind: bot.Choice, Choices: []string{"accept"}, Help: "after damage: the settings as they are now hold"}),
		admin("hide", "Hide the words of an outlet", b.scopedOrNothing(b.answerHide), outlet),
		admin("restore", "Show a hidden outlet again", b.scopedOrNothing(b.answerRestore), outlet),
		owner("merge", "Merge two persons who are one", b.scoped(b.answerMerge),
			bot.Param{Name: "name", Kind: bot.Person, Words: true, Required: true, Help: "the name to show", Completes: bot.CompletePerson},
			bot.Param{Name: "with", Kind: bot.Person, Required: true, Help: "the other person", Completes: bot.CompletePerson}),
		owner("split", "Split one person into two, by two of the printed names", b.scoped(b.answerSplit),
			bot.Param{Name: "name", Kind: bot.Person, Words: true, Required: true, Help: "one of the names", Completes: bot.CompletePerson},
			bot.Param{Name: "from", Kind: bot.Person, Required: true, Help: "the other one, as who-is lists them"}),
		admin("index", "Check the index against the articles, or bring it up to date with them", b.scoped(b.answerIndex),
			bot.Param{Name: "do", Kind: bot.Choice, Words: true, Choices: []string{"check", "reload"}, Help: "check if left out"}),
		admin("gaps", "Questions that found nothing, newest first", b.answerBook(bot.Gaps, "Unanswered questions")),
		admin("audit", "What administrators changed, newest first", b.answerBook(bot.Audit, "Changes")),
	}
}

// requireSettings returns an error if no settings are kept.
func (b *Briefing) requireSettings() error {
	if b.Settings == nil {
		return errNeedsServe()
	}
	return nil
}

// errNeedsServe is the answer to what only a running service can do.
func errNeedsServe() error {
	return &bot.Error{Message: "This works while `briefing-bot serve` runs on this data folder. Start it, then try again."}
}

func (b *Briefing) answerSettings(ctx context.Context, r query.Request) (bot.Card, error) {
	if err := b.requireSettings(); err != nil {
		return bot.Card{}, err
	}
	here, err := b.access().Of(ctx, r.Request, r.Ruling())
	hidden, err2 := b.access().Hidden(ctx, r.Request)
	err = errors.Join(err, err2)
	lost := errors.Is(err, bot.ErrSettingsLost)
	if err != nil && !lost {
		return bot.Card{}, err
	}
	shown, err := b.shownOutlets(ctx, r.Scope)
	if err != nil {
		return bot.Card{}, err
	}
	card := bot.Card{Title: "This channel", Read: map[string]string{}, Text: []string{
		"Time zone: " + cmp.Or(here[access.Zone], r.In().String()) + ".", "It may see: " + shown + "."}}
	if lost {
		card.Notice = access.ErrUnknown().Error()
	}
	if len(hidden) > 0 && r.Admin {
		card.Text = append(card.Text, "Hidden everywhere: "+strings.Join(hidden, ", ")+".")
	}
	card.Actions = append(card.Actions, bot.Ask("Digests", "digest list"), bot.Ask("Watches", "watch list"))
	return card, nil
}

// shownOutlets names the outlets of a scope for people.
func (b *Briefing) shownOutlets(ctx context.Context, scope index.Scope) (string, error) {
	if scope.ShowsEverything() {
		return "all outlets", nil
	}
	sources, err := b.Index.Sources(ctx, scope)
	if err != nil {
		return "", fmt.Errorf("list outlets: %w", err)
	}
	var names []string
	for _, s := range sources {
		names = append(names, s.Name)
	}
	return cmp.Or(strings.Join(names, ", "), "no outlet"), nil
}

// change sets a setting, and writes old → new into the audit log and the card; a
// setting that has the value already is not logged.
func (b *Briefing) change(ctx context.Context, card *bot.Card, r query.Request, channel, name, value string) error {
	old, err := b.access().Set(ctx, r.Request, channel, name, value)
	if err != nil {
		return err
	}
	if old == value {
		card.Text = append(card.Text, fmt.Sprintf("%s: %s already", name, cmp.Or(strings.Join(access.Lines(value), ", "), "none")))
		return nil
	}
	told := fmt.Sprintf("%s: %s → %s", name, cmp.Or(strings.Join(access.Lines(old), ", "), "none"), cmp.Or(strings.Join(access.Lines(value), ", "), "none"))
	card.Text = append(card.Text, told)
	if b.Books == nil {
		return nil
	}
	where := ""
	if channel != "" {
		where = " in " + channel
	}
	platform, workspace := access.Home(r.Request)
	if err := b.Books.Note(ctx, platform, workspace, bot.Audit, bot.Entry{User: r.User, Text: told + where}); err != nil {
		return fmt.Errorf("write down a change: %w", err)
	}
	return nil
}

func (b *Briefing) answerAdminSettings(ctx context.Context, r query.Request) (bot.Card, error) {
	if err := b.requireSettings(); err != nil {
		return bot.Card{}, err
	}
	card := bot.Card{Title: "This channel's settings", Read: map[string]string{}}
	if zone := query.Plain(r.Args["zone"]); zone != "" {
		if zone == "none" {
			zone = ""
		} else if _, err := time.LoadLocation(zone); err != nil {
			return card, &bot.Error{Usage: true, Message: fmt.Sprintf("%q is not a time zone: write zone:Europe/Stockholm, or zone:none.", zone)}
		}
		if err := b.change(ctx, &card, r, r.Ruling(), access.Zone, zone); err != nil {
			return card, err
		}
	}
	if list := query.Plain(r.Args["sources"]); list != "" {
		names, err := b.outlets(ctx, list)
		if err != nil {
			return card, err
		}
		if err := b.change(ctx, &card, r, r.Ruling(), access.Sources, strings.Join(names, "\n")); err != nil {
			return card, err
		}
	}
	if threads := r.Args["threads"]; threads != "" {
		if err := b.change(ctx, &card, r, r.Ruling(), access.Threads, strings.TrimPrefix(threads, "off")); err != nil {
			return card, err
		}
	}
	if r.Args["losses"] != "" {
		if err := b.acceptLosses(ctx, &card, r); err != nil {
			return card, err
		}
	}
	if len(card.Text) == 0 {
		return b.answerSettings(ctx, r)
	}
	return card, nil
}

// acceptLosses takes the settings for right as they are now: those of r's
// workspace, or for who runs the bot all.
func (b *Briefing) acceptLosses(ctx context.Context, card *bot.Card, r query.Request) (err error) {
	if b.Losses == nil {
		return errNeedsServe()
	}
	var n int
	if r.Owner {
		n, err = b.Losses.AcknowledgeAll(ctx)
	} else {
		platform, workspace := access.Home(r.Request)
		n, err = b.Losses.Acknowledge(ctx, platform, workspace)
	}
	if err != nil {
		return err
	}
	told := fmt.Sprintf("Losses accepted: %d.", n)
	if n > 0 {
		told += " The settings hold as they are now."
	} else if !r.Owner {
		told += " Who runs this bot can accept those that are not this workspace's alone."
	}
	card.Text = append(card.Text, told)
	if b.Books == nil || n == 0 {
		return nil
	}
	platform, workspace := access.Home(r.Request)
	return b.Books.Note(ctx, platform, workspace, bot.Audit, bot.Entry{User: r.User, Text: told})
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
	sources, err := b.Index.Sources(ctx, index.Everything())
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

func (b *Briefing) answerHide(ctx context.Context, r query.Request) (bot.Card, error) {
	return b.setHidden(ctx, r, func(hidden []string, name string) []string {
		if slices.Contains(hidden, name) {
			return hidden
		}
		return append(hidden, name)
	})
}

func (b *Briefing) answerRestore(ctx context.Context, r query.Request) (bot.Card, error) {
	return b.setHidden(ctx, r, func(hidden []string, name string) []string {
		return slices.DeleteFunc(hidden, func(h string) bool { return h == name })
	})
}

func (b *Briefing) setHidden(ctx context.Context, r query.Request, to func(hidden []string, name string) []string) (bot.Card, error) {
	if err := b.requireSettings(); err != nil {
		return bot.Card{}, err
	}
	name, err := b.outlet(ctx, query.Plain(r.Args["source"]))
	if err != nil {
		return bot.Card{}, err
	}
	whole, err := b.access().Of(ctx, r.Request, "")
	if err != nil && !errors.Is(err, bot.ErrSettingsLost) {
		return bot.Card{}, err
	}
	card := bot.Card{Title: name, Read: map[string]string{"source": name}}
	return card, b.change(ctx, &card, r, "", access.Hidden, strings.Join(to(access.Lines(whole[access.Hidden]), name), "\n"))
}

func (b *Briefing) answerIndex(ctx context.Context, r query.Request) (bot.Card, error) {
	if r.Args["do"] == "reload" {
		if b.Reload == nil {
			return bot.Card{}, errNeedsServe()
		}
		if err := b.Reload(ctx); err != nil {
			return bot.Card{}, fmt.Errorf("bring the index up to date: %w", err)
		}
	}
	card := b.show().Card(query.Parsed{Request: r}, "The index")
	whole, err := b.Archive.Check(ctx)
	card.Text = append(card.Text, wording.Count(whole, "article")+" whole in the archive.")
	if err != nil {
		card.Text = append(card.Text, "Damaged: "+err.Error())
	}
	wrong, err := b.Index.Verify(ctx)
	if err != nil {
		return card, fmt.Errorf("verify the index: %w", err)
	}
	if len(wrong) == 0 {
		card.Text = append(card.Text, "Every passage of the index matches its article.")
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
			return bot.Card{}, errNeedsServe()
		}
		platform, workspace := access.Home(r)
		entries, err := b.Books.Entries(ctx, platform, workspace, book)
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
			card.Notice = "No entries yet."
		}
		card.Footer = fmt.Sprintf("%d of %s", len(card.Items), wording.Count(len(entries), "line"))
		if len(entries) > 20 {
			card.Actions = present.PageActions(r, card, 20)
		}
		return card, nil
	}
}

// unanswered writes down a question that found nothing, without who asked.
func (b *Briefing) unanswered(ctx context.Context, r query.Request, question string) {
	if b.Books == nil || r.Workspace == "" {
		return
	}
	if err := b.Books.Note(ctx, r.Platform, r.Workspace, bot.Gaps, bot.Entry{Text: wording.FirstWords(question, index.MaxWords)}); err != nil {
		b.show().Logger().ErrorContext(ctx, "an unanswered question could not be written down")
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
