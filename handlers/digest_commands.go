package handlers

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// Subscriptions is where digests and watches are kept.
type Subscriptions interface {
	Subscriptions(ctx context.Context, in bot.Place) ([]bot.Subscription, error)
	Subscribe(ctx context.Context, s bot.Subscription, change func(*bot.Subscription)) error
	Unsubscribe(ctx context.Context, s bot.Subscription) error
}

// Calendar tells when digests are due.
type Calendar struct {
	Check func(bot.Subscription) error                    // a *bot.Error where that cannot be read
	Next  func(bot.Subscription, time.Time) time.Time     // zero where it never is
	Call  func(bot.Subscription, uint32, uint32) bot.Call // makes the digest of articles after one number up to another
}

// The most subscriptions of each kind that one workspace may have.
const mostSubscriptions = 500

func (b *Briefing) digestCommands() []bot.Command {
	return []bot.Command{b.digestSubscribe(), b.digestList(), b.digestSet(),
		b.onSubscription(bot.Digest, "pause", "Stop a digest until it is resumed; nothing is lost", pauseSubscription),
		b.onSubscription(bot.Digest, "resume", "Resume a paused digest", resumeSubscription),
		b.unsubscribe(bot.Digest, "unsubscribe", "End a digest"),
		b.digestPreview(), b.digestNow(), b.digestWhy(), b.digestShow()}
}

// whenParams say when and where a subscription is posted.
func whenParams() []bot.Param {
	return []bot.Param{
		{Name: "at", Kind: bot.Text, Help: "the local time of day, such as 08:00"},
		{Name: "days", Kind: bot.Text, Help: "daily, weekdays, or days such as mon,thu"},
		{Name: "empty", Kind: bot.Choice, Choices: []string{"skip", "say-so"}, Help: "what happens when there is nothing new"},
		{Name: "to", Kind: bot.Choice, Choices: []string{"here", "me"}, Help: "this channel, or your direct messages"},
	}
}

func (b *Briefing) digestSubscribe() bot.Command {
	return bot.Command{
		Name: "digest subscribe", Summary: "Post what is new at a set time", Changes: true,
		Params:   append(b.digestParams(), whenParams()...),
		Examples: []string{"/digest subscribe at:08:00 days:weekdays", "/digest subscribe topic:{topic} at:17:30 to:me"},
		Handle: b.scoped(func(ctx context.Context, r query.Request) (bot.Card, error) {
			if _, err := b.reader().Read(ctx, r, "topic"); err != nil {
				return bot.Card{}, err
			}
			s, err := b.newSubscription(ctx, r.Request, bot.Digest)
			if err != nil {
				return bot.Card{}, err
			}
			s.At, s.Days = cmp.Or(r.Args["at"], "08:00"), cmp.Or(r.Args["days"], "weekdays")
			if err := b.Calendar.Check(s); err != nil {
				return bot.Card{}, err
			}
			if err := b.Subscriptions.Subscribe(ctx, s, nil); err != nil {
				return bot.Card{}, fmt.Errorf("keep a digest: %w", err)
			}
			return b.subscriptionCard(r.Request, s, "Digest "+s.ID+" is set up"), nil
		}),
	}
}

// requireScheduler returns an error if no subscriptions are kept.
func (b *Briefing) requireScheduler() error {
	if b.Subscriptions == nil {
		return &bot.Error{Message: "Digests and watches need `briefing-bot serve`. Start it on this data folder, then try again."}
	}
	return nil
}

// newSubscription is one of the asker's that begins with the next article.
func (b *Briefing) newSubscription(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) (bot.Subscription, error) {
	var s bot.Subscription
	if err := b.requireScheduler(); err != nil {
		return s, err
	}
	all, err := b.Subscriptions.Subscriptions(ctx, scopeOf(r))
	if err != nil {
		return s, fmt.Errorf("list subscriptions: %w", err)
	}
	if len(all) >= mostSubscriptions {
		return s, &bot.Error{Message: fmt.Sprintf("There are %d digests and watches here already, and no more can be kept. Remove some first.", len(all))}
	}
	last, err := b.Archive.Last(ctx)
	if err != nil {
		return s, fmt.Errorf("find the newest article: %w", err)
	}
	s = bot.Subscription{Kind: kind, Place: placeOf(r, r.Args["to"]), By: r.User, Zone: r.In().String(), After: last, Since: r.Now.UTC(), Start: r.Now.UTC(),
		Args: bot.Args{}}
	for name, value := range r.Args {
		if !slices.Contains([]string{"at", "days", "to", "tz", "id"}, name) {
			s.Args[name] = value
		}
	}
	for n := 1; s.ID == ""; n++ {
		id := string(kind[:1]) + strconv.Itoa(n)
		if !slices.ContainsFunc(all, func(o bot.Subscription) bool { return o.ID == id }) {
			s.ID = id
		}
	}
	return s, nil
}

// scopeOf is whose subscriptions a request is about: a workspace's, or those of
// the machine, which the console and the terminal share.
func scopeOf(r bot.Request) bot.Place {
	if onMachine(r) {
		return bot.Place{Platform: "machine"}
	}
	return bot.Place{Platform: r.Platform, Workspace: r.Workspace}
}

func onMachine(r bot.Request) bool { return r.Platform == "console" || r.Platform == "terminal" }

// placeOf is this channel or, where to is "me", the asker's direct messages.
func placeOf(r bot.Request, to string) bot.Place {
	p := scopeOf(r)
	if to == "me" {
		p.User, p.Under = r.User, r.Ruling()
	} else {
		p.Channel, p.Under = r.Channel, r.Under
	}
	return p
}

// subscriptionCard tells of one subscription.
func (b *Briefing) subscriptionCard(r bot.Request, s bot.Subscription, title string) bot.Card {
	card := bot.Card{Title: title, Read: map[string]string{"id": s.ID}, Items: []bot.Item{b.subscriptionItem(r, s)}, Total: 1}
	if onMachine(r) {
		card.Notice = "It is saved, but cannot be posted from here: only Slack and Discord have channels. Preview it here."
	}
	name := string(s.Kind)
	if s.Kind == bot.Digest {
		card.Actions = append(card.Actions, bot.Ask("Preview", "digest preview", "id", s.ID))
	} else {
		card.Actions = append(card.Actions, bot.Ask("Test", "watch test", "id", s.ID))
	}
	card.Actions = append(card.Actions, bot.Ask("All of them", name+" list"))
	return card
}

func (b *Briefing) subscriptionItem(r bot.Request, s bot.Subscription) bot.Item {
	var facts []string
	add := func(text string) {
		if text != "" {
			facts = append(facts, text)
		}
	}
	for _, name := range []string{"topic", "by", "source", "style", "empty"} {
		if v := s.Args[name]; v != "" {
			add(name + " " + v)
		}
	}
	if s.Kind == bot.Digest {
		add(strings.TrimSpace(s.Days + " at " + s.At + " (" + s.Zone + ")"))
		if next := b.Calendar.Next(s, r.Now); !next.IsZero() {
			add("next " + next.In(r.In()).Format("Mon 2 Jan 15:04"))
		}
	} else {
		add("every " + cmp.Or(s.Args["every"], "instant"))
	}
	switch {
	case s.Place.User != "":
		add("in direct messages")
	case s.Place.Channel != r.Channel:
		add("in another channel")
	}
	if s.Paused != "" {
		add("paused: " + s.Paused)
	}
	return bot.Item{Label: s.ID, Facts: facts}
}

func (b *Briefing) digestList() bot.Command {
	return bot.Command{Name: "digest list", Summary: "The digests that are set up", Examples: []string{"/digest list"},
		Handle: b.scoped(func(ctx context.Context, r query.Request) (bot.Card, error) {
			return b.listSubscriptions(ctx, r.Request, bot.Digest)
		})}
}

// listSubscriptions are those of this channel and of the asker.
func (b *Briefing) listSubscriptions(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) (bot.Card, error) {
	all, err := b.visible(ctx, r, kind)
	if err != nil {
		return bot.Card{}, err
	}
	card := bot.Card{Title: map[bot.SubscriptionKind]string{bot.Digest: "Digests", bot.Watch: "Watches"}[kind], Read: map[string]string{}, Total: len(all)}
	for _, s := range all {
		item := b.subscriptionItem(r, s)
		if kind == bot.Digest {
			item.Actions = []bot.Action{bot.Ask("Preview", "digest preview", "id", s.ID)}
		} else {
			item.Actions = []bot.Action{bot.Ask("Test", "watch test", "id", s.ID)}
		}
		card.Items = append(card.Items, item)
	}
	if len(all) == 0 {
		card.Notice = fmt.Sprintf("No %s here yet. Set one up: %s", kind, map[bot.SubscriptionKind]string{bot.Digest: "digest subscribe at:08:00 days:weekdays", bot.Watch: "watch add topic:…"}[kind])
	}
	return card, nil
}

// visible are the subscriptions that the asker may see: of this channel, and
// the asker's own; an administrator sees all of the workspace.
func (b *Briefing) visible(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) ([]bot.Subscription, error) {
	if err := b.requireScheduler(); err != nil {
		return nil, err
	}
	all, err := b.Subscriptions.Subscriptions(ctx, scopeOf(r))
	if err != nil {
		return nil, fmt.Errorf("list subscriptions: %w", err)
	}
	return slices.DeleteFunc(all, func(s bot.Subscription) bool {
		here := s.Place.Channel != "" && s.Place.Channel == r.Channel
		own := s.By == r.User && r.User != ""
		return s.Kind != kind || !here && !own && !r.Admin
	}), nil
}

// ofPlace are the subscriptions of the place of a request alone, and where it has
// no channel the asker's: what others who read along may see.
func (b *Briefing) ofPlace(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) ([]bot.Subscription, error) {
	if b.requireScheduler() != nil {
		return nil, nil
	}
	r.Admin = onMachine(r) // an administrator of a workspace sees all of it, but not here
	all, err := b.visible(ctx, r, kind)
	return slices.DeleteFunc(all, func(s bot.Subscription) bool { return r.Channel != "" && s.Place.Channel != r.Channel }), err
}

func idParam(kind bot.SubscriptionKind) bot.Param {
	return bot.Param{Name: "id", Kind: bot.Text, Words: true, Required: true, Help: fmt.Sprintf("which one, such as %s1; %s list names them", kind[:1], kind)}
}

// findSubscription returns the subscription that a request names and its asker may change.
func (b *Briefing) findSubscription(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) (bot.Subscription, error) {
	all, err := b.visible(ctx, r, kind)
	if err != nil {
		return bot.Subscription{}, err
	}
	id := strings.ToLower(query.Plain(r.Args["id"]))
	for _, s := range all {
		if s.ID == id {
			return s, nil
		}
	}
	return bot.Subscription{}, &bot.Error{Message: fmt.Sprintf("There is no %s %q here.", kind, id), Actions: []bot.Action{bot.Ask("All of them", string(kind)+" list")}}
}

// onSubscription is a command that changes one subscription. Who made it, and
// administrators, may; change says old → new.
func (b *Briefing) onSubscription(kind bot.SubscriptionKind, verb, summary string, change func(*bot.Subscription, bot.Request) string) bot.Command {
	return bot.Command{Name: string(kind) + " " + verb, Summary: summary, Changes: true, Params: []bot.Param{idParam(kind)},
		Handle: b.scoped(func(ctx context.Context, r query.Request) (bot.Card, error) {
			s, err := b.findSubscription(ctx, r.Request, kind)
			if err != nil {
				return bot.Card{}, err
			}
			if err := mayChange(r.Request, s); err != nil {
				return bot.Card{}, err
			}
			told := ""
			if err := b.Subscriptions.Subscribe(ctx, s, func(now *bot.Subscription) { told = change(now, r.Request); s = *now }); err != nil {
				return bot.Card{}, fmt.Errorf("change a subscription: %w", err)
			}
			card := b.subscriptionCard(r.Request, s, fmt.Sprintf("%s %s", kind, s.ID))
			card.Notice = told
			return card, nil
		})}
}

func mayChange(r bot.Request, s bot.Subscription) error {
	if r.Admin || s.By == r.User {
		return nil
	}
	return &bot.Error{Message: fmt.Sprintf("Only who set up %s %s, or an administrator, can change it.", s.Kind, s.ID)}
}

func pauseSubscription(s *bot.Subscription, r bot.Request) string {
	old := runState(*s)
	s.Paused = "by request"
	return old + " → paused. Articles that come in meanwhile are reported when it resumes."
}

func resumeSubscription(s *bot.Subscription, r bot.Request) string {
	old := runState(*s)
	s.Paused, s.Start = "", r.Now.UTC()
	return old + " → running."
}

func runState(s bot.Subscription) string {
	if s.Paused != "" {
		return "paused"
	}
	return "running"
}

func (b *Briefing) unsubscribe(kind bot.SubscriptionKind, verb, summary string) bot.Command {
	return bot.Command{Name: string(kind) + " " + verb, Summary: summary, Changes: true, Params: []bot.Param{idParam(kind)},
		Handle: b.scoped(func(ctx context.Context, r query.Request) (bot.Card, error) {
			s, err := b.findSubscription(ctx, r.Request, kind)
			if err != nil {
				return bot.Card{}, err
			}
			if err := mayChange(r.Request, s); err != nil {
				return bot.Card{}, err
			}
			if err := b.Subscriptions.Unsubscribe(ctx, s); err != nil {
				return bot.Card{}, fmt.Errorf("end a subscription: %w", err)
			}
			return bot.Card{Title: fmt.Sprintf("%s %s", kind, s.ID), Read: map[string]string{"id": s.ID}, Notice: runState(s) + " → ended."}, nil
		})}
}

func (b *Briefing) digestSet() bot.Command {
	params := append([]bot.Param{idParam(bot.Digest)}, whenParams()...)
	for _, p := range b.digestParams() {
		if !p.Words {
			params = append(params, p)
			continue
		}
		p.Words = false
		params = append(params, p)
	}
	return bot.Command{Name: "digest set", Summary: "Change a digest", Changes: true, Params: params, Examples: []string{"/digest set d1 at:07:30"},
		Handle: b.scoped(b.answerDigestSet)}
}

func (b *Briefing) answerDigestSet(ctx context.Context, r query.Request) (bot.Card, error) {
	s, err := b.findSubscription(ctx, r.Request, bot.Digest)
	if err != nil {
		return bot.Card{}, err
	}
	if err := mayChange(r.Request, s); err != nil {
		return bot.Card{}, err
	}
	if _, err := b.reader().Read(ctx, r, "topic"); err != nil {
		return bot.Card{}, err
	}
	changed := s
	told := applySettings(&changed, r.Request)
	if err := b.Calendar.Check(changed); err != nil {
		return bot.Card{}, err
	}
	if err := b.Subscriptions.Subscribe(ctx, s, func(now *bot.Subscription) { applySettings(now, r.Request); changed = *now }); err != nil {
		return bot.Card{}, fmt.Errorf("change a digest: %w", err)
	}
	card := b.subscriptionCard(r.Request, changed, "Digest "+s.ID)
	card.Notice = cmp.Or(strings.Join(told, "; "), "Nothing to change.")
	return card, nil
}

// applySettings changes what a request names, and tells old → new.
func applySettings(s *bot.Subscription, r bot.Request) (told []string) {
	args := bot.Args{}
	maps.Copy(args, s.Args)
	s.Args = args
	set := func(name string, at *string, value string) {
		if value != "" && *at != value {
			told = append(told, fmt.Sprintf("%s: %s → %s", name, cmp.Or(*at, "none"), value))
			*at = value
		}
	}
	set("at", &s.At, r.Args["at"])
	set("days", &s.Days, r.Args["days"])
	set("tz", &s.Zone, r.Args["tz"])
	for _, name := range []string{"topic", "by", "source", "max", "style", "empty"} {
		value := s.Args[name]
		set(name, &value, r.Args[name])
		if value != "" {
			s.Args[name] = value
		}
	}
	if to := r.Args["to"]; to != "" {
		s.Place = placeOf(r, to)
		told = append(told, "to: "+to)
	}
	return told
}

func (b *Briefing) digestPreview() bot.Command {
	return bot.Command{Name: "digest preview", Summary: "What a digest would hold now", Params: []bot.Param{idParam(bot.Digest)}, Examples: []string{"/digest preview d1"},
		Handle: b.scoped(b.answerPreview)}
}

// answerPreview is the digest that would be posted now; its window stays.
func (b *Briefing) answerPreview(ctx context.Context, r query.Request) (bot.Card, error) {
	s, err := b.findSubscription(ctx, r.Request, bot.Digest)
	if err != nil {
		return bot.Card{}, err
	}
	last, err := b.Archive.Last(ctx)
	if err != nil {
		return bot.Card{}, fmt.Errorf("find the newest article: %w", err)
	}
	r.Call = b.Calendar.Call(s, s.After, last)
	return b.answerDigest(ctx, r)
}

func (b *Briefing) digestNow() bot.Command {
	return bot.Command{Name: "digest now", Tails: true, Summary: "A digest of the newest articles, here and now", Params: b.digestParams(),
		Examples: []string{"/digest now", "/digest now {topic}"},
		Handle: b.scoped(func(ctx context.Context, r query.Request) (bot.Card, error) {
			r.Command = "digest show"
			return b.answerDigest(ctx, r)
		})}
}
