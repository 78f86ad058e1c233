package converse

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// Again is the kind of a button whose answer takes the place of the message that it is in.
const Again bot.ActionKind = "again"

// InPlace reports whether the answer of a button takes the place of the message that the
// button is in.
func InPlace(kind bot.ActionKind) bool { return kind == bot.Page || kind == Again }

// Press is a button that was pressed.
type Press struct {
	Kind   bot.ActionKind
	Key    string // of its call; of a Delete button, who may delete the answer
	Asker  string // who may delete the answer that it is in, "" for nobody
	Admin  bool   // who pressed it may delete everybody's answers
	Silent bool   // the service shows by itself which of two feedback buttons was pressed
	// Shown names the message that it is in, where the service says so: what it shows is
	// shared once.
	Shown string

	Here   *Target // the message that it is in, to be changed
	Beside *Target // a new message for who pressed it alone
	Shared *Target // a new message for all
}

// UnreadText is for a store that fails, which is no reason to ask again.
const UnreadText = "What this button does could not be read. Try again later."

// presser does what buttons ask for.
type presser[M any] struct {
	presenter *presenter[M]
	answerer  *answerer[M]
	exporter  *exporter[M]
	clicks    *chat.Cache[string, bool]
}

// The memory of who has just pressed what.
const (
	doubleClick = time.Second
	maxClicks   = 10_000
)

// Doubled reports whether somebody has pressed the same button just before: the second press
// of a double click asks for nothing.
func (p *presser[M]) Doubled(press Press) bool {
	key := strings.Join([]string{press.Here.Workspace, press.Here.User, press.Here.Channel, press.Shown, string(press.Kind), press.Key}, "/")
	_, before := p.clicks.Get(key)
	p.clicks.Add(key, true)
	return before
}

// Pressed does what a button asks for.
func (p *presser[M]) Pressed(ctx context.Context, press Press) {
	switch press.Kind {
	case bot.Open:
		return
	case bot.Delete:
		p.Delete(ctx, press)
		return
	}
	kept, found, err := p.Kept(ctx, press.Here.Workspace, press.Key)
	switch {
	case err != nil:
		p.presenter.Say(ctx, press.Beside, UnreadText)
		return
	case !found:
		p.presenter.Say(ctx, press.Beside, "This button is too old to work. Ask again.")
		return
	}
	for _, t := range []*Target{press.Here, press.Beside, press.Shared} {
		if t != nil {
			t.In = kept.In
		}
	}
	p.run(ctx, press, kept)
}

// Kept returns what a button of a workspace does, if that is known.
func (p *presser[M]) Kept(ctx context.Context, workspace, key string) (kept state.ButtonCall, found bool, err error) {
	return p.presenter.memory.buttonCall(ctx, workspace, key)
}

func (p *presser[M]) run(ctx context.Context, press Press, kept state.ButtonCall) {
	q := Question{Call: &kept.Call, Part: kept.Part}
	format, isExport := strings.CutPrefix(string(press.Kind), exportAs)
	switch {
	case InPlace(press.Kind):
		q.Beside, q.Asker = press.Beside, press.Asker
		p.answerer.Answer(ctx, press.Here, q)
	case press.Kind == bot.Share:
		if press.Shown != "" && !p.presenter.memory.first(ctx, "share/"+press.Shown+"/"+press.Key) {
			p.presenter.Say(ctx, press.Beside, "This was shared already.")
			return
		}
		q.SharedBy = press.Here.User
		p.answerer.Answer(ctx, press.Shared, q)
	case press.Kind == bot.Export:
		p.exporter.export(ctx, press.Here, press.Beside, kept.Call, bot.ExportFormats[0])
	case isExport:
		p.exporter.export(ctx, press.Here, press.Beside, kept.Call, format)
	case press.Kind == bot.Helpful || press.Kind == bot.Unhelped:
		p.feedback(ctx, press, kept.Call)
	default:
		p.answerer.Answer(ctx, press.Beside, q)
	}
}

// Delete removes the answer at press.Here for who asked, who is press.Key, for who set up
// the digest or watch that it is of, and for administrators.
func (p *presser[M]) Delete(ctx context.Context, press Press) {
	if !p.MayDelete(ctx, press) {
		p.presenter.Say(ctx, press.Beside, NotYoursText)
		return
	}
	if err := p.presenter.remove(ctx, press.Here); err != nil {
		level := slog.LevelError
		if remedy, _ := p.presenter.classify(err); remedy == PostAnew { // the server lacks the method
			level = slog.LevelDebug
		}
		p.presenter.log.Log(ctx, level, "an answer could not be deleted", slog.String("service", p.presenter.name), p.presenter.cause(err))
		p.presenter.Say(ctx, press.Beside, p.presenter.name+" did not let me delete this answer.")
	}
}

// NotYoursText answers who may not delete a message.
const NotYoursText = "Only who asked for this, or set it up, can delete it."

// MayDelete reports whether who pressed may delete the message at press.Here.
func (p *presser[M]) MayDelete(ctx context.Context, press Press) bool {
	if press.Admin || press.Here.User == press.Key {
		return true
	}
	by := p.presenter.memory.setUpBy(ctx, bot.Posted{Place: p.presenter.places.PlaceOf(press.Here), Message: press.Here.Message})
	return by != "" && by == press.Here.User
}

func (p *presser[M]) feedback(ctx context.Context, press Press, call bot.Call) {
	err := p.presenter.memory.feedback(ctx, press.Beside, call, press.Kind == bot.Helpful)
	switch {
	case err != nil:
		p.presenter.Say(ctx, press.Beside, "That could not be kept. Try again later.")
	case !press.Silent:
		p.presenter.Say(ctx, press.Beside, "Noted, thank you.")
	}
}
