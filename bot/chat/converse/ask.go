package converse

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/ratelimit"
)

// answersAtOnce is how many searches run at the same time; the rest wait.
const answersAtOnce = 32

// asker finds out who asks and may see what, and asks the Mux.
type asker struct {
	patience
	places Places
	mux    *bot.Mux
	zone   *time.Location
	memory *memory
	slots  chan struct{}
	limits *ratelimit.Limiter
}

// Request returns who asks at t, tried again while the service is down or limits calls.
// The refusal is for people, "" if they may ask.
func (a *asker) Request(ctx context.Context, t *Target) (r bot.Request, refusal string, err error) {
	err = a.Insist(ctx, func() error {
		r, refusal, err = a.request(ctx, t)
		return err
	})
	return r, refusal, err
}

// request is Request, tried once. It reads the settings of t's channel, which the
// handlers need too.
func (a *asker) request(ctx context.Context, t *Target) (r bot.Request, refusal string, err error) {
	if refusal := a.places.Locate(ctx, t); refusal != "" {
		return r, refusal, nil
	}
	r = bot.Request{Platform: a.memory.platform, Workspace: t.Workspace, Channel: t.Channel, Under: t.Under, Thread: t.Thread, User: t.User,
		Zone: a.zone, Now: time.Now(), Mentions: true}
	if t.In != nil {
		r.Workspace, r.Channel, r.Under = t.In.Workspace, t.In.Channel, t.In.Under
	}
	settings, err := a.memory.settings(ctx, r)
	if err == nil {
		r.Settings = settings
	}
	if zone, err := time.LoadLocation(settings["zone"]); err == nil && settings["zone"] != "" {
		r.Zone = zone
	}
	return a.places.Admit(ctx, t, r)
}

// tooMany reports whether a question comes too soon after others, with the notice for t's
// user. To messages there is one notice, until the next may be asked; to commands, buttons and
// forms there is one each: silence would look like a failure there. Posts and corrections are
// nobody's questions.
func (a *asker) tooMany(t *Target) (notice string, limited bool) {
	if t.Unasked || t.User == "" {
		return "", false
	}
	scope := a.memory.platform + "/" + t.Workspace + "/"
	channel := cmp.Or(t.Under, t.Channel)
	v := a.limits.Ask(scope+t.User, scope+channel)
	if v.Wait == 0 {
		return "", false
	}
	if !v.Tell && t.Asked != "" {
		return "", true
	}
	return limitNotice(v), true
}

// limitNotice returns when the next question may be asked.
func limitNotice(v ratelimit.Verdict) string {
	what := "You have asked a lot in the last minute."
	if v.Channel {
		what = "A lot has been asked in this channel in the last minute."
	}
	return fmt.Sprintf("%s Ask again in %d s.", what, int(math.Ceil(v.Wait.Seconds())))
}

// ask returns the answer to q and the call that it answers, when it is its turn.
func (a *asker) ask(ctx context.Context, r bot.Request, q Question) (bot.Card, bot.Call) {
	a.slots <- struct{}{}
	defer func() { <-a.slots }()
	if q.Call != nil {
		r.Call = *q.Call
		return a.mux.Do(ctx, r), r.Call
	}
	parsed, err := a.read(r, q)
	if err != nil {
		return a.mux.Refuse(ctx, parsed, err), parsed.Call
	}
	return a.mux.Do(ctx, parsed), parsed.Call
}

func (a *asker) read(r bot.Request, q Question) (bot.Request, error) {
	if q.Command != "" {
		return a.mux.Typed(q.Command, q.Values, r)
	}
	return a.mux.Parse(q.Line, r)
}

// Question is a line as typed, a command with its options, or the call of a button.
type Question struct {
	Line    string
	Command string            // with Values instead of Line
	Values  map[string]string // options by name
	Call    *bot.Call         // of a button; it goes before a line

	Part     int    // which message of the answer
	SharedBy string // the user who shares the answer, "" if nobody does
	// Beside is set if the answer takes the place of one that others may read: what goes
	// wrong is said there, and the earlier answer stays.
	Beside *Target
	Asker  string // who may delete that answer, "" for nobody
}

// LineOf returns what a person would type to ask q, "" if that is not known.
func (a *asker) LineOf(q Question) string {
	if q.Call != nil {
		c, ok := a.mux.Find(q.Call.Command)
		if !ok {
			return ""
		}
		return c.Line(*q.Call)
	}
	r, err := a.mux.Typed(q.Command, q.Values, bot.Request{Platform: a.memory.platform, Zone: a.zone, Now: time.Now()})
	if q.Command == "" || err != nil {
		return q.Line
	}
	return r.Line
}
