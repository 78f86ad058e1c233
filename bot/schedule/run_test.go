package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// channel is a platform as a scheduler meets it: it keeps what it took, by key,
// and shows it to whoever looks before posting again.
type channel struct {
	posts  map[string]int // of each key, how many stand there
	calls  []bot.Call     // that made them, in order
	told   []bot.Posting  // to people rather than channels
	at     map[string]time.Time
	edited []bot.Posted
	deaf   func() bool                             // people cannot be told now
	fault  func(stage string, p bot.Posting) error // before or after a post is taken
}

func newChannel() *channel { return &channel{posts: map[string]int{}, at: map[string]time.Time{}} }

func (c *channel) Asker(context.Context, bot.Place) (bot.Request, error) {
	return bot.Request{Platform: "fake"}, c.fail("asked", bot.Posting{})
}

func (c *channel) CanPost(context.Context, bot.Place) error { return nil }

func (c *channel) Post(_ context.Context, p bot.Posting) error {
	if p.Place.Channel == "" {
		if c.deaf != nil && c.deaf() {
			return errors.New("nothing is taken now")
		}
		c.told = append(c.told, p)
		return nil
	}
	if err := c.fail("before", p); err != nil {
		return err
	}
	if p.Again && c.posts[p.Key] > 0 {
		return nil
	}
	c.posts[p.Key]++
	c.calls = append(c.calls, p.Call)
	c.at[p.Key] = time.Now()
	return c.fail("after", p)
}

func (c *channel) Edit(_ context.Context, p bot.Posted) error {
	if err := c.fail("edit", bot.Posting{Place: p.Place}); err != nil {
		return err
	}
	c.edited = append(c.edited, p)
	return nil
}

func (c *channel) Admins(context.Context) ([]bot.Place, error) {
	return []bot.Place{{Platform: "fake", Workspace: "W", User: "U9"}}, nil
}

func (c *channel) fail(stage string, p bot.Posting) error {
	if c.fault == nil {
		return nil
	}
	return c.fault(stage, p)
}

// fixture is a runner over a store of its own and a channel. articles counts
// what came in.
type fixture struct {
	Runner
	channel  *channel
	articles uint32
	unready  bool
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	store, err := state.Open(t.TempDir(), state.Options{Forgetful: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	f := &fixture{channel: newChannel()}
	mux := &bot.Mux{Commands: []bot.Command{{Name: "digest show", Handle: func(_ context.Context, r bot.Request) (bot.Card, error) {
		from, to := window(r.Call)
		return bot.Card{Title: "Digest", Total: int(to - from)}, nil
	}}, {Name: "watch show", Handle: func(_ context.Context, r bot.Request) (bot.Card, error) {
		return bot.Card{Title: "Watch", Total: 1 + strings.Count(r.Args["statements"], ",")}, nil
	}}}}
	f.Runner = Runner{Store: store, Mux: mux, Posters: map[string]bot.Poster{"fake": f.channel}, Log: slog.New(slog.DiscardHandler),
		Last: func(context.Context) (uint32, bool, error) { return f.articles, !f.unready, nil }}
	return f
}

// window reads the articles that a digest's call is of: after the first, up to the second.
func window(c bot.Call) (after, through uint32) {
	if _, err := fmt.Sscanf(c.Args["articles"], "%d-%d", &after, &through); err != nil {
		panic(err)
	}
	return after - 1, through
}

func (f *fixture) subscribe(t *testing.T, id, at, days, zone string) bot.Subscription {
	t.Helper()
	s := bot.Subscription{ID: id, Kind: bot.Digest, Place: bot.Place{Platform: "fake", Workspace: "W", Channel: "C-" + id}, By: "U1", At: at, Days: days, Zone: zone,
		Args: bot.Args{"empty": "say-so"}, After: f.articles, Since: f.now(), Start: f.now()}
	if err := f.Store.Subscribe(t.Context(), s, nil); err != nil {
		t.Fatal(err)
	}
	return s
}

// steps looks after everything every so often, an article coming in each time.
func (f *fixture) steps(t *testing.T, n int, every time.Duration) {
	t.Helper()
	retry := map[string]time.Time{}
	for range n {
		time.Sleep(every)
		f.articles++
		if err := f.step(t.Context(), retry); err != nil {
			t.Fatal(err)
		}
	}
}

// check wants each date once, each post once, and windows that join.
func (f *fixture) check(t *testing.T, s bot.Subscription, dates []string) {
	t.Helper()
	posts, err := f.Store.Posts(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	after := s.After
	slices.SortFunc(posts, func(a, b state.Post) int { return a.At.Compare(b.At) }) // as they were claimed
	for _, p := range posts {
		got = append(got, p.Name)
		if p.From != after || p.Through < p.From {
			t.Errorf("%s %s: the window begins after article %d, and the one before ended with %d", s.ID, p.Name, p.From, after)
		}
		after = p.Through
		if p.State != state.PostSent || f.channel.posts[postingKey(p)] != 1 {
			t.Errorf("%s %s is %s, and stands %d times in the channel", s.ID, p.Name, p.State, f.channel.posts[postingKey(p)])
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, dates) {
		t.Errorf("%s: %d dates, want %d: %v", s.ID, len(got), len(dates), firstDifference(got, dates))
	}
}

func firstDifference(got, want []string) string {
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			return fmt.Sprintf("at %d: %v, want %v", i, got[min(i, len(got)):min(i+3, len(got))], want[min(i, len(want)):min(i+3, len(want))])
		}
	}
	return ""
}

// TestFourHundredDays: every local date that a subscription names has one post,
// over all changes of the clocks in six zones, and no article is lost or told twice.
func TestFourHundredDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)))
		f := newFixture(t)
		type wanted struct {
			bot.Subscription
			on []time.Weekday
		}
		var subs []wanted
		all := []time.Weekday{0, 1, 2, 3, 4, 5, 6}
		for i, zone := range []string{"Europe/Stockholm", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "UTC"} {
			for j, kind := range []struct {
				at, days string
				on       []time.Weekday
			}{{"02:30", "daily", all}, {"08:00", "weekdays", all[1:6]}, {"23:45", "sun,wed", []time.Weekday{0, 3}}} {
				subs = append(subs, wanted{f.subscribe(t, fmt.Sprintf("d%d%d", i, j), kind.at, kind.days, zone), kind.on})
			}
		}
		start := time.Now()
		const days = 400 / raced.Slowdown // 80 hold a change of the clocks in each zone that has one in spring or autumn
		f.steps(t, days*8, 3*time.Hour)
		for _, s := range subs {
			zone, _ := time.LoadLocation(s.Zone)
			rule, _ := ruleOf(s.Subscription)
			var dates []string
			for d := start.In(zone).AddDate(0, 0, -2); ; d = d.AddDate(0, 0, 1) {
				due := rule.on(d.Year(), d.Month(), d.Day())
				if due.After(time.Now()) {
					break
				}
				if !due.Before(start) && slices.Contains(s.on, time.Date(d.Year(), d.Month(), d.Day(), 12, 0, 0, 0, time.UTC).Weekday()) {
					dates = append(dates, time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
				}
			}
			f.check(t, s.Subscription, dates)
		}
	})
}

// errKilled ends a step as a kill does: nothing after it is written.
var errKilled = errors.New("killed")

// TestKilledAtEachStep kills the process while a post is claimed, made, on its
// way and taken: the next process brings it there once.
func TestKilledAtEachStep(t *testing.T) {
	for _, stage := range []string{"asked", "before", "after"} {
		t.Run(stage, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(time.Until(time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)))
				f := newFixture(t)
				s := f.subscribe(t, "d1", "08:00", "daily", "UTC")
				killed := false
				f.channel.fault = func(at string, _ bot.Posting) error {
					if at == stage && !killed {
						killed = true
						panic(errKilled)
					}
					return nil
				}
				f.articles += 3
				time.Sleep(2 * time.Hour)
				func() {
					defer func() {
						if p, _ := recover().(error); !errors.Is(p, errKilled) {
							t.Errorf("ended with %v", p)
						}
					}()
					_ = f.step(t.Context(), map[string]time.Time{})
				}()
				f.steps(t, 3, time.Hour) // the next process knows what the store knows
				f.check(t, s, []string{"2026-03-02"})
			})
		})
	}
}

// TestAnswerLost: a platform that took the post and failed to say so, and one
// that failed outright for hours, have it once.
func TestAnswerLost(t *testing.T) {
	for _, stage := range []string{"before", "after"} {
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(time.Until(time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)))
			f := newFixture(t)
			s := f.subscribe(t, "d1", "08:00", "daily", "UTC")
			until := time.Now().Add(5 * time.Hour)
			f.channel.fault = func(at string, _ bot.Posting) error {
				if at == stage && time.Now().Before(until) {
					return errors.New("502")
				}
				return nil
			}
			f.steps(t, 12*60, time.Minute)
			f.check(t, s, []string{"2026-03-02"})
		})
	}
}

// TestOutage: after three days down, one post says what it covers; the dates
// between have none of their own.
func TestOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)))
		f := newFixture(t)
		s := f.subscribe(t, "d1", "08:00", "daily", "UTC")
		f.steps(t, 4, time.Hour)
		f.articles += 40
		time.Sleep(3 * 24 * time.Hour)
		f.steps(t, 2, time.Hour)
		f.check(t, s, []string{"2026-03-02", "2026-03-05"})
		last := f.channel.calls[len(f.channel.calls)-1]
		if got := last.Args["window"]; got != "2026-03-02T08:00Z/2026-03-05T08:00Z" {
			t.Errorf("the post after the outage says it covers %s", got)
		}
	})
}

// TestConnecting starts before the service is connected: digests, withdrawals and notices to
// administrators wait a moment, and nothing is logged.
func TestConnecting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 3, 2, 7, 59, 0, 0, time.UTC)))
		f := newFixture(t)
		var log strings.Builder
		f.Log = slog.New(slog.NewTextHandler(&log, nil))
		s := f.subscribe(t, "d1", "08:00", "daily", "UTC")
		p := bot.Posted{Place: bot.Place{Platform: "fake", Workspace: "W", Channel: "C"}, Message: "m1"}
		p.Card.Items = []bot.Item{{Quote: bot.Excerpt{Text: "words"}, Receipt: "r1"}}
		if err := f.Store.Posted(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		f.Revision = func(context.Context) (string, error) { return "1", nil }
		f.Retracted = func(context.Context, bot.Request, []string) (map[string]string, error) {
			return map[string]string{"r1": "hidden"}, nil
		}
		f.channel.fault = func(string, bot.Posting) error { return fmt.Errorf("no: %w", bot.ErrConnecting) }
		f.steps(t, 90, tick) // until 08:02
		if f.channel.fault = nil; log.Len() > 0 {
			t.Errorf("the log: %s", log.String())
		}
		f.steps(t, 60, tick)
		f.check(t, s, []string{"2026-03-02"})
		if late := f.channel.at[slices.Collect(maps.Keys(f.channel.at))[0]].Sub(time.Date(2026, 3, 2, 8, 2, 0, 0, time.UTC)); late > 2*tick {
			t.Errorf("it was posted %v after the connection", late)
		}
		if len(f.channel.edited) != 1 {
			t.Errorf("%d edits", len(f.channel.edited))
		}
	})
}

// TestClockSet sets the clock forth and back: no date has two posts, and what
// came in meanwhile is in one of them.
func TestClockSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)))
		f := newFixture(t)
		var off time.Duration
		f.Now = func() time.Time { return time.Now().Add(off) }
		s := f.subscribe(t, "d1", "08:00", "daily", "UTC")
		f.steps(t, 4, time.Hour) // 2 March
		off = 3 * 24 * time.Hour
		f.steps(t, 4, time.Hour) // 5 March, by a wrong clock
		off = -2 * time.Hour
		f.steps(t, 4, time.Hour)
		off = 0
		f.steps(t, 5*24, time.Hour)
		f.check(t, s, []string{"2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07"})
	})
}

// TestRefused: where the bot may not post, the subscription is paused, who made
// the place learns how to fix that, and on resuming nothing is missing.
func TestRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)))
		f := newFixture(t)
		s := f.subscribe(t, "d1", "08:00", "daily", "UTC")
		f.channel.fault = func(at string, _ bot.Posting) error {
			if at == "before" {
				return &bot.PostError{Mend: "Invite me."}
			}
			return nil
		}
		f.steps(t, 30, time.Hour)
		kept, err := f.Store.Subscriptions(t.Context(), bot.Place{})
		if err != nil || len(kept) != 1 || kept[0].Paused != "Invite me." {
			t.Fatalf("%+v, %v", kept, err)
		}
		if len(f.channel.told) != 1 || f.channel.told[0].Place.User != "U1" || f.channel.told[0].Card.Notice != "Invite me. Then resume it: digest resume d1" {
			t.Errorf("who made it was told %+v", f.channel.told)
		}
		f.channel.fault = nil
		if err := f.Store.Subscribe(t.Context(), s, func(now *bot.Subscription) { now.Paused, now.Start = "", f.now() }); err != nil {
			t.Fatal(err)
		}
		f.steps(t, 30, time.Hour)
		f.check(t, s, []string{"2026-03-02", "2026-03-04"})
	})
}

// TestUnready: while the index is built digests wait, and are not skipped.
func TestUnready(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)))
		f := newFixture(t)
		s := f.subscribe(t, "d1", "08:00", "daily", "UTC")
		f.unready = true
		f.steps(t, 3, time.Hour)
		if len(f.channel.calls) > 0 {
			t.Error("it was posted while the index was built")
		}
		f.unready = false
		f.steps(t, 1, time.Hour)
		f.check(t, s, []string{"2026-03-02"})
	})
}

// TestTwoProcesses: a second one cannot open what the first one keeps.
func TestTwoProcesses(t *testing.T) {
	dir := t.TempDir()
	first, err := state.Open(dir, state.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	if second, err := state.Open(dir, state.Options{}); err == nil {
		second.Close()
		t.Error("two processes share a ledger")
	}
}

// TestWatches: what a watch finds is posted once, at once or together, and what
// it told of already never again.
func TestWatches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)))
		f := newFixture(t)
		for id, every := range map[string]string{"w1": "instant", "w2": "hour", "w3": "day"} {
			w := bot.Subscription{ID: id, Kind: bot.Watch, Place: bot.Place{Platform: "fake", Workspace: "W", Channel: "C-" + id}, At: "08:00", Zone: "UTC", Args: bot.Args{"every": every}}
			if err := f.Store.Subscribe(t.Context(), w, nil); err != nil {
				t.Fatal(err)
			}
		}
		f.Match = func(_ context.Context, watches []bot.Subscription, after, through uint32) ([][]state.Alert, error) {
			out := make([][]state.Alert, len(watches))
			for i := range watches {
				for n := after + 1; n <= through; n++ { // two articles in a row say the same
					out[i] = append(out[i], state.Alert{Statement: fmt.Sprintf("%d.0", n), Words: fmt.Sprint(n / 2)})
				}
			}
			return out, nil
		}
		f.articles = 1
		f.steps(t, 6*60, 10*time.Minute) // 360 articles in 60 hours, 181 different statements
		told, posts := map[string]map[string]bool{}, map[string]int{}
		for _, c := range f.channel.calls {
			id := c.Args["id"]
			if told[id] == nil {
				told[id] = map[string]bool{}
			}
			posts[id]++
			for name := range strings.SplitSeq(c.Args["statements"], ",") {
				if told[id][name] {
					t.Errorf("watch %s told of %s twice", id, name)
				}
				told[id][name] = true
			}
		}
		if len(told["w1"]) != 181 || posts["w1"] != 180 && posts["w1"] != 181 {
			t.Errorf("the instant watch told of %d statements in %d posts", len(told["w1"]), posts["w1"])
		}
		if n := len(told["w2"]); n < 175 || n > 181 || posts["w2"] > 61 {
			t.Errorf("the hourly watch told of %d statements in %d posts", n, posts["w2"])
		}
		if posts["w3"] != 3 {
			t.Errorf("the daily watch posted %d times: %v", posts["w3"], slices.Sorted(maps.Keys(told["w3"])))
		}
	})
}
