package follow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/feed"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/web"
	"github.com/briefing-bot/briefing-bot/index/weburl"
)

// Errors of the methods that change sources.
var (
	ErrUnknown    = errors.New("no such source")
	ErrConfigured = errors.New("the source is in the configuration")
	ErrKnown      = errors.New("the source is there already")
	ErrTooMany    = fmt.Errorf("there are %d sources, as many as there can be", maxSources)
)

// Status is a source with its state.
type Status struct {
	Source
	State
	Orders
	Asking bool // it is being asked now
}

// Off reports whether the source is paused, by whoever said so last.
func (s Status) Off() bool {
	if s.Hold != nil {
		return *s.Hold
	}
	return s.Paused
}

// Name returns what the source is called for people.
func (s Status) Name() string {
	switch {
	case s.Outlet != "":
		return s.Outlet
	case s.Title != "":
		return s.Title
	}
	return fetch.WithoutUser(s.URL)
}

// Fault returns why the source cannot be read, as a sentence with its name and address
// without user and password, "" if it can or is paused.
func (s Status) Fault() string {
	about := fmt.Sprintf("%s (%s) ", s.Name(), fetch.WithoutUser(s.URL))
	switch {
	case s.Stopped != "":
		return about + "is no longer asked: " + s.Stopped
	case s.Off() || s.Failures == 0:
		return ""
	case s.Succeeded.IsZero():
		return about + "was never read: " + s.Error
	}
	return fmt.Sprintf("%scannot be read since %s: %s", about, s.Succeeded.UTC().Format("2 Jan 2006 15:04 UTC"), s.Error)
}

func (s *source) status() Status {
	out := Status{Source: s.Source, State: s.state, Orders: s.orders, Asking: s.busy != ""}
	out.Rejected = slices.Clone(s.state.Rejected)
	return out
}

// List returns all sources in order of their addresses.
func (f *Follower) List() []Status {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := []Status{}
	for _, s := range f.all() {
		out = append(out, s.status())
	}
	return out
}

// Find returns the source at an address, in any form of it.
func (f *Follower) Find(address string) (Status, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.sources[keyOf(address)]
	if s == nil {
		return Status{}, ErrUnknown
	}
	return s.status(), nil
}

// Add follows another source from now on. Its state from an earlier time is kept, so
// that adding it again brings nothing twice. It is refused private addresses if public is
// true, as for one that led to a public address or that nobody typed (Trial.Public).
func (f *Follower) Add(ctx context.Context, s Source, public bool) error {
	if weburl.Clean(s.URL) == "" {
		return fmt.Errorf("%q is no address of the web: write one such as https://example.org/feed", s.URL)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.sources[keyOf(s.URL)] != nil:
		return ErrKnown
	case len(f.sources) >= maxSources:
		return ErrTooMany
	}
	added, err := f.records.readAdded(ctx)
	if err != nil {
		return err
	}
	if err := f.records.write(ctx, map[string]any{addedValue: append(added, s)}); err != nil {
		return err
	}
	defer f.awake()
	return f.begin(ctx, s, public)
}

// Change changes how a source that was added is followed: its outlet, interval, zone,
// and how long its articles are kept. One of the configuration is changed there.
func (f *Follower) Change(ctx context.Context, to Source) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	key := keyOf(to.URL)
	s, added, err := f.addedSource(ctx, key)
	if err != nil {
		return err
	}
	for i := range added {
		if keyOf(added[i].URL) == key {
			added[i] = to
		}
	}
	if err := f.records.write(ctx, map[string]any{addedValue: added}); err != nil {
		return err
	}
	s.Source = to
	return nil
}

// addedSource returns a source that people added, and all that they did. The error is
// ErrConfigured for one of the configuration.
func (f *Follower) addedSource(ctx context.Context, key string) (*source, []Source, error) {
	s := f.sources[key]
	switch {
	case s == nil:
		return nil, nil, ErrUnknown
	case s.Configured:
		return nil, nil, ErrConfigured
	}
	added, err := f.records.readAdded(ctx)
	return s, added, err
}

// begin takes up a source that was added. What it lists at first is no news, also if it
// was followed once before.
func (f *Follower) begin(ctx context.Context, s Source, public bool) error {
	if err := f.load(ctx, s); err != nil {
		return err
	}
	one := f.sources[keyOf(s.URL)]
	one.state.Since, one.state.Begun, one.state.ETag, one.state.LastModified = f.now().UTC(), false, "", ""
	one.state.Public = public
	one.state.Next, one.state.Stopped, one.state.Failures, one.state.Failing = time.Time{}, "", 0, time.Time{}
	return f.records.write(ctx, map[string]any{stateValue + one.key: one.state})
}

// Remove stops following a source and forgets its state. Its articles stay. One of
// the configuration can only be paused.
func (f *Follower) Remove(ctx context.Context, address string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	key := keyOf(address)
	_, added, err := f.addedSource(ctx, key)
	if err != nil {
		return err
	}
	added = slices.DeleteFunc(added, func(a Source) bool { return keyOf(a.URL) == key })
	orders, err := f.records.readOrders(ctx)
	if err != nil {
		return err
	}
	delete(orders, key)
	if err := f.records.write(ctx, map[string]any{addedValue: added, ordersValue: orders}); err != nil {
		return err
	}
	delete(f.sources, key)
	return nil
}

// Pause stops asking a source, or takes that up again: one that was stopped is asked
// again too, at once.
func (f *Follower) Pause(ctx context.Context, address string, paused bool) error {
	err := f.order(ctx, address, func(o *Orders) { o.Hold = &paused })
	if err != nil || paused {
		return err
	}
	return f.askNow(ctx, address, func(s *State) { s.Public = false }) // who types it again allows it again
}

// Backfill takes in the items that were left out when the source was new. They are
// no news.
func (f *Follower) Backfill(ctx context.Context, address string) error {
	if err := f.order(ctx, address, func(o *Orders) { o.Backfill = true }); err != nil {
		return err
	}
	return f.askNow(ctx, address, func(s *State) { s.Older, s.Archives, s.Backfilled = "", 0, 0 })
}

// order changes what people want of a source, durably.
func (f *Follower) order(ctx context.Context, address string, edit func(*Orders)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.sources[keyOf(address)]
	if s == nil {
		return ErrUnknown
	}
	all, err := f.records.readOrders(ctx)
	if err != nil {
		return err
	}
	one := s.orders
	edit(&one)
	all[s.key] = one
	if err := f.records.write(ctx, map[string]any{ordersValue: all}); err != nil {
		return err
	}
	s.orders = one
	return nil
}

// askNow makes a source due, also one that was stopped.
func (f *Follower) askNow(ctx context.Context, address string, edits ...func(*State)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.sources[keyOf(address)]
	if s == nil {
		return ErrUnknown
	}
	state := s.state
	state.Stopped, state.Failures, state.Next = "", 0, time.Time{}
	for _, edit := range edits {
		edit(&state)
	}
	if err := f.records.write(ctx, map[string]any{stateValue + s.key: state}); err != nil {
		return err
	}
	s.state = state
	f.awake()
	return nil
}

// Trial is what a source would give.
type Trial struct {
	URL     string // of the source: the feed of a page that names one
	Kind    feed.Kind
	Title   string
	Listed  int
	Summary int // items of which only a summary is given
	Items   []feed.Item
	Public  bool   // its host led to a public address, or its address was found on a page and typed by nobody
	Example string // headline of the newest article, "" if it gave none
	Reason  string // why the newest item gave no article, "" if it did
}

// trialItems is how many items a Trial shows.
const trialItems = 5

// Try reads an address as if it were a source, with its newest article, and stores nothing.
// For a page that names feeds it reads the first of these. If public is true, as for an address
// that nobody typed, private addresses are refused.
func (f *Follower) Try(ctx context.Context, address string, public bool) (Trial, error) {
	out := Trial{URL: address}
	grant := fetch.Allow(address)
	if public {
		grant = fetch.Allow("")
	}
	feeds, err := f.ingester.Web().Discover(ctx, address, grant)
	if err != nil {
		return out, err
	}
	if len(feeds) > 0 {
		out.URL = feeds[0].Link
	}
	polled, err := f.ingester.Web().Poll(ctx, web.Poll{URL: out.URL, Grant: grant})
	if err != nil {
		return out, err
	}
	out.Public = public || grant.Public() || hostOf(out.URL) != hostOf(address)
	out.Kind, out.Title, out.Listed = polled.Kind, polled.Title, len(polled.Items)
	for _, it := range polled.Items {
		if it.Text == "" {
			out.Summary++
		}
	}
	out.Items = polled.Items[:min(len(polled.Items), trialItems)]
	if len(out.Items) > 0 {
		a := polled.Article(ctx, out.Items[0])
		if a.Err != nil {
			out.Reason = a.Err.Error()
		} else {
			out.Example = a.Article.Title
		}
	}
	return out, nil
}

// Why is what is known of an address.
type Why struct {
	Article string         // the ID of the article that was read there, "" if none was
	Added   time.Time      // when it came in, in its current version
	Dated   article.Moment // zero if unknown
	Removed bool
	Removal article.Removal // why, if Removed
	Listed  []WhyListed
}

// WhyListed is a source that lists an address.
type WhyListed struct {
	Source Status
	Reason string         // why it gave no article; "" if it did
	Dated  article.Origin // where the article's date was found, "" if it has none
	Doubt  string         // what was wrong with a date that was left out, "" if nothing
	Read   time.Time
	Listed time.Time
	Check  time.Time // when its page is looked at again; zero: not at all
}

// Why returns why an address is in the briefing or not, by what sources list.
func (f *Follower) Why(ctx context.Context, address string) (Why, error) {
	out := Why{Article: f.ingester.Web().Known(ctx, address)}
	r, err := f.archive.Get(ctx, out.Article)
	switch {
	case errors.Is(err, archive.ErrNotFound):
		out.Article = ""
	case err != nil:
		return out, fmt.Errorf("reading the article of an address: %w", err)
	default:
		out.Added, out.Dated, out.Removed, out.Removal = r.Added, r.Published, r.Removed, r.Removal
	}
	key := weburl.Key(address)
	for _, s := range f.List() {
		items, err := f.records.readItems(ctx, keyOf(s.URL))
		if err != nil {
			return out, err
		}
		for _, i := range items {
			if key != "" && weburl.Key(i.Link) == key || out.Article != "" && i.ID == out.Article {
				out.Listed = append(out.Listed, WhyListed{Source: s, Reason: i.Reason, Dated: i.Dated, Doubt: i.Doubt, Read: i.Read, Listed: i.Listed, Check: i.Check})
			}
		}
	}
	return out, nil
}

// SameSite reports whether two addresses are of one site.
func SameSite(a, b string) bool { return weburl.SameSite(a, b) }

// deadAfter is how long a source must fail for administrators to be told.
const deadAfter = 24 * time.Hour

// Turn is a source that has been dead for a day, or lives again after that.
type Turn struct {
	Status
	Lives bool
}

// Turns returns the sources of which administrators have yet to be told.
func (f *Follower) Turns() []Turn {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []Turn
	for _, s := range f.all() {
		if dead := f.isDead(s); dead != s.orders.Dead {
			out = append(out, Turn{s.status(), !dead})
		}
	}
	return out
}

func (f *Follower) isDead(s *source) bool {
	return s.state.Stopped != "" || !s.state.Failing.IsZero() && f.now().Sub(s.state.Failing) >= deadAfter
}

// Told notes that administrators were told of turns.
func (f *Follower) Told(ctx context.Context, turns []Turn) error {
	var errs []error
	for _, t := range turns {
		err := f.order(ctx, t.URL, func(o *Orders) { o.Dead = !t.Lives })
		if !errors.Is(err, ErrUnknown) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
