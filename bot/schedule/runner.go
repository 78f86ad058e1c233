package schedule

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// Runner posts what is due until its context ends. Everything it has to remember is
// in the store, so a restart catches up.
type Runner struct {
	Store   *state.Store
	Mux     *bot.Mux
	Posters map[string]bot.Poster // by platform
	// Last returns the number of the newest article that can be searched. ok is false
	// while the index is being built; digests wait until it is done.
	Last func(ctx context.Context) (last uint32, ok bool, err error)
	// Match returns, for each watch, the statements it asks for in the articles numbered
	// after one and up to another. Nil if there are no watches.
	Match func(ctx context.Context, watches []bot.Subscription, after, through uint32) ([][]state.Alert, error)
	Log   *slog.Logger
	Now   func() time.Time // time.Now if nil
	Tick  time.Duration    // between checks for new articles and due posts; two seconds if 0

	// Revision returns a value that changes whenever posted quotes may have become
	// wrong. Nil if posts are not corrected.
	Revision func(ctx context.Context) (string, error)
	// Retracted returns those receipts whose words may no longer be shown at r's place,
	// each with the reason for people.
	Retracted func(ctx context.Context, r bot.Request, receipts []string) (map[string]string, error)
	// NoNews reports whether nothing has come in for so long that administrators should
	// know, and since when. It may be nil.
	NoNews func(now time.Time) (card bot.Card, since time.Time, stale bool)
	// Notice returns a card for administrators, a stamp that tells it from other
	// notices, and a function that records that they were told. The stamp is "" if there
	// is no notice. Nil if there never is one.
	Notice func() (card bot.Card, stamp string, told func(context.Context) error)

	corrected    string             // the Revision that all posts were last checked at
	tried        string             // the Revision of the last check, which may have left some
	correctAfter time.Time          // no check before this, unless the Revision changes
	uncorrected  map[string]waiting // messages that could not be edited, by place and ID
	rules        map[[3]string]rule // cached: reading a time zone takes a file
}

// waiting is a post that could not be edited.
type waiting struct {
	until time.Time
	pause time.Duration
}

// tick is the time between checks where Runner has none.
const tick = 2 * time.Second

// postWithin limits one try to post, so that a stuck channel does not hold up the others.
const postWithin = 30 * time.Second

// tick returns the time between checks for new articles and due posts.
func (r *Runner) tick() time.Duration { return cmp.Or(r.Tick, tick) }

// rule returns when a subscription is due.
func (r *Runner) rule(s bot.Subscription) (rule, error) {
	key := [3]string{s.At, s.Days, s.Zone}
	if known, ok := r.rules[key]; ok {
		return known, nil
	}
	read, err := ruleOf(s)
	if err != nil {
		return read, err
	}
	if r.rules == nil {
		r.rules = map[[3]string]rule{}
	}
	r.rules[key] = read
	return read, nil
}

func (r *Runner) now() time.Time {
	if r.Now == nil {
		return time.Now()
	}
	return r.Now()
}

// postingKey returns a short key for a post that contains nothing anybody typed.
func postingKey(p state.Post) string {
	sum := sha256.Sum256([]byte(p.Subscription + "\x00" + p.Name))
	return hex.EncodeToString(sum[:10])
}
