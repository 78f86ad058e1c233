package follow

import (
	"maps"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/feed"
	"github.com/briefing-bot/briefing-bot/index/weburl"
)

// item is what is known of an item of a source.
type item struct {
	Print   string         `json:"p,omitempty"`  // of what the source said of it when it was read; "" if it is to be read
	ID      string         `json:"id,omitempty"` // of its article, "" if it gave none
	Link    string         `json:"l,omitempty"`
	Reason  string         `json:"r,omitempty"` // why it gave no article
	Dated   article.Origin `json:"d,omitempty"` // where its article's date was found
	Doubt   string         `json:"q,omitempty"` // what was wrong with a date that was left out
	Left    bool           `json:"o,omitempty"` // it was left out of the backlog
	Backlog bool           `json:"b,omitempty"` // it is no news
	Whole   bool           `json:"w,omitempty"` // the source has its whole text
	Tries   int            `json:"t,omitempty"` // that failed and may succeed later
	Read    time.Time      `json:"a,omitzero"`
	Updated time.Time      `json:"u,omitzero"` // as the source said when it was read
	Listed  time.Time      `json:"s,omitzero"`
	Checks  int            `json:"c,omitempty"` // of its page, since it was read
	Check   time.Time      `json:"n,omitzero"`  // when its page is to be looked at again; zero: never
	Missing int            `json:"m,omitempty"` // checks in a row that did not find the page
}

const (
	// maxTries is how often an item is tried whose page cannot be fetched for now.
	maxTries = 5
	// minRefetch is the time between two readings of a page, whatever its source says.
	minRefetch = 15 * time.Minute
	// maxItems is how many items of a source are remembered beyond those it lists.
	maxItems = 1000
	// forgotten is how long an item is remembered that its source lists no more.
	forgotten = 30 * 24 * time.Hour
)

// checks are the ages at which a page is looked at again: publishers correct most
// articles on their first day.
var checks = []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, 72 * time.Hour}

// firstWhole is the first of checks for an item whose text is in the feed: the feed
// itself tells of corrections, and only whether the page is there is of interest.
const firstWhole = 2

// itemKey returns what an item is known by: its address, else its GUID, else its words.
// Some feeds give each item another GUID at each request.
func itemKey(it feed.Item) string {
	switch key := weburl.Key(it.Link); {
	case key != "":
		return short("\n" + key)
	case it.GUID != "":
		return short(it.GUID + "\n")
	}
	return short(it.Title + "\n" + it.Text)
}

// formerKey returns what an item with a GUID and an address was known by in earlier
// versions, "" for others.
func formerKey(it feed.Item) string {
	if key := weburl.Key(it.Link); key != "" && it.GUID != "" {
		return short(it.GUID + "\n" + key)
	}
	return ""
}

// printOf returns a short form of what a source says of an item. Dates are left out:
// some move by themselves.
func printOf(it feed.Item) string {
	return short(it.Title + "\n" + it.Author + "\n" + it.Summary + "\n" + it.Text)
}

// label returns what an item is called in lists for people.
func label(it feed.Item) string {
	if it.Link != "" {
		return it.Link
	}
	return it.Title
}

// due reports whether an item is to be read: it is new, it failed for now, or its
// source says something else of it. Dates tell nothing where they move by themselves.
// wait reports that it is to be read later.
func (i *item) due(it feed.Item, now time.Time, refetch time.Duration, datesMove bool) (due, wait bool) {
	if i == nil || i.Print == "" {
		return true, false
	}
	changed := i.Print != printOf(it) || it.Updated.Time.After(i.Updated) && !datesMove
	early := it.Text == "" && now.Sub(i.Read) < refetch
	return changed && !early, changed && early
}

// enoughMoved is how many items must have a later date of change at once, and no other
// words, for the dates to be taken for those of the feed, not of changes.
const enoughMoved = 5

// datesMove reports whether a source gives its items new dates of change by itself.
func datesMove(listed []feed.Item, known map[string]*item) bool {
	moved, same := 0, 0
	for _, it := range listed {
		if i := known[itemKey(it)]; i != nil && i.Print == printOf(it) {
			same++
			if it.Updated.Time.After(i.Updated) {
				moved++
			}
		}
	}
	return moved >= enoughMoved && 2*moved > same
}

// checkAgain sets when the page of an item that was read or checked is looked at
// again.
func (f *Follower) checkAgain(i *item, now time.Time) {
	i.Check = time.Time{}
	if i.Checks < len(checks) && i.ID != "" && i.Link != "" {
		wait := checks[i.Checks]
		if i.Checks > 0 {
			wait -= checks[i.Checks-1]
		}
		i.Check = now.Add(f.pace(wait))
	}
}

// forget drops the items that a source has not listed for long.
func forget(items map[string]*item, now time.Time) {
	if len(items) <= maxItems {
		return
	}
	maps.DeleteFunc(items, func(_ string, i *item) bool { return now.Sub(i.Listed) > forgotten })
}
