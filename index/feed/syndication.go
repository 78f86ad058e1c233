package feed

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/index/weburl"
	"github.com/mmcdole/gofeed"
	gofeedatom "github.com/mmcdole/gofeed/atom"
	gofeedjson "github.com/mmcdole/gofeed/json"
	gofeedrss "github.com/mmcdole/gofeed/rss"
)

// maxContent is how many bytes of HTML an item's content may have; of longer ones
// the page is read.
const maxContent = 2 << 20

// syndication reads RSS, Atom and JSON Feed.
func (r reader) syndication(kind Kind, text []byte) (out Feed, err error) {
	defer func() { // of a library, for what others wrote
		if fault := recover(); fault != nil {
			out, err = Feed{}, fmt.Errorf("it cannot be read: %v", fault)
		}
	}()
	parser := gofeed.NewParser()
	parser.KeepOriginalFeed = true
	parsed, err := parser.Parse(bytes.NewReader(text))
	if err != nil {
		return Feed{}, fmt.Errorf("its %s is broken: %w", kind, err)
	}
	out = Feed{Kind: kind, Title: plainLine(parsed.Title), Language: parsed.Language, Interval: interval(parsed)}
	// A feed may name its site by a relative link, but the base of its items' links
	// is its own address.
	out.Home = r.link(parsed.Link)
	out.Older = r.source(older(parsed))
	items := parsed.Items
	if len(items) > MaxItems {
		out.Omitted = len(items) - MaxItems
		items = items[:MaxItems]
	}
	for i, item := range items {
		out.Items = append(out.Items, r.item(item, original(parsed, i), parsed))
	}
	dropRepeatedGUIDs(out.Items)
	return out, nil
}

// older returns the address of the document that has the items before those of a feed, as the
// feed writes it: of a feed in pages the next one, of one with archives the last archive.
func older(f *gofeed.Feed) string {
	switch o := f.OriginalFeed().(type) {
	case *gofeedatom.Feed:
		for _, l := range o.Links {
			if l.Rel == "next" || l.Rel == "prev-archive" {
				return l.Href
			}
		}
	case *gofeedjson.Feed:
		return o.NextURL
	}
	for _, prefix := range []string{"atom", "atom10", "a10"} {
		for _, l := range f.Extensions[prefix]["link"] {
			if rel := l.Attrs["rel"]; rel == "next" || rel == "prev-archive" {
				return l.Attrs["href"]
			}
		}
	}
	return ""
}

// details are what gofeed's common form of an item leaves out.
type details struct {
	permalink bool   // the GUID is the item's address
	remote    bool   // the content lies elsewhere, what is given is not text
	outlet    string // whose article it is
	page      string // the address of the item's page, where it has several
}

// original returns the details of an item.
func original(f *gofeed.Feed, i int) details {
	switch o := f.OriginalFeed().(type) {
	case *gofeedrss.Feed:
		var d details
		if g := o.Items[i].GUID; g != nil {
			d.permalink = !strings.EqualFold(strings.TrimSpace(g.IsPermalink), "false")
		}
		if s := o.Items[i].Source; s != nil {
			d.outlet = plainLine(s.Title)
		}
		return d
	case *gofeedatom.Feed:
		e := o.Entries[i]
		var d details
		if e.Source != nil {
			d.outlet = plainLine(e.Source.Title)
		}
		for _, l := range e.Links {
			if t := strings.ToLower(l.Type); d.page == "" && (l.Rel == "" || l.Rel == "alternate") && (t == "text/html" || t == "application/xhtml+xml") {
				d.page = l.Href
			}
		}
		if c := e.Content; c != nil {
			t := strings.ToLower(c.Type)
			d.remote = c.Src != "" || t != "" && t != "text" && t != "html" && t != "xhtml" && !strings.HasPrefix(t, "text/") && !strings.HasSuffix(t, "xhtml+xml")
		}
		return d
	}
	return details{}
}

// item reads one item.
func (r reader) item(in *gofeed.Item, d details, f *gofeed.Feed) Item {
	out := Item{GUID: strings.TrimSpace(in.GUID), Title: plainLine(in.Title), Author: r.author(in, f), Outlet: d.outlet, Language: f.Language}
	for _, original := range in.Extensions["feedburner"]["origLink"] {
		out.Link = r.link(original.Value) // FeedBurner's own link only counts clicks
	}
	if out.Link == "" {
		out.Link = r.link(cmp.Or(d.page, in.Link))
	}
	for _, l := range in.Links {
		if out.Link == "" {
			out.Link = r.link(l)
		}
	}
	if out.Link == "" && (d.permalink || f.FeedType != "rss") && isWeb(out.GUID) {
		out.Link = r.link(out.GUID)
	}
	content := in.Content
	if d.remote || len(content) > maxContent {
		content = ""
	}
	if content == "" && out.Link == "" && in.Link == "" && f.FeedType == "rss" {
		content = in.Description // an item of RSS without a link is complete itself
	}
	if len(in.Description) <= maxContent {
		out.Summary = plainText(in.Description)
	}
	out.Text = whole(content, in.Description, out.Link != "")
	r.dates(&out, in.Published, in.Updated)
	return out
}

// author returns who wrote an item, without addresses of mail. The author of a
// feed counts for Atom alone, whose standard says so.
func (r reader) author(in *gofeed.Item, f *gofeed.Feed) string {
	persons := in.Authors
	if len(persons) == 0 && f.FeedType == "atom" {
		persons = f.Authors
	}
	var names []string
	for _, p := range persons {
		if p == nil {
			continue
		}
		if name := plainLine(p.Name); name != "" && !strings.Contains(name, "@") {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// link returns the address of an article or a site as Clean does, "" for what is
// not an address.
func (r reader) link(ref string) string { return weburl.Clean(r.source(ref)) }

// source returns the address of a feed or a sitemap, with all its parameters: they
// may choose what it lists. It is "" for what is not an address.
func (r reader) source(ref string) string { return weburl.Resolve(r.base, ref) }

// isWeb reports whether s is an absolute address of the web.
func isWeb(s string) bool {
	lower := strings.ToLower(s)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

// dropRepeatedGUIDs takes the GUIDs away that several items have: they tell
// nothing.
func dropRepeatedGUIDs(items []Item) {
	count := map[string]int{}
	for _, it := range items {
		count[it.GUID]++
	}
	for i := range items {
		if count[items[i].GUID] > 1 {
			items[i].GUID = ""
		}
	}
}

// interval returns how long a feed asks to wait between two requests: RSS's ttl
// in minutes, or the syndication module's period.
func interval(f *gofeed.Feed) time.Duration {
	if o, ok := f.OriginalFeed().(*gofeedrss.Feed); ok {
		if minutes, err := strconv.Atoi(strings.TrimSpace(o.TTL)); err == nil && minutes > 0 {
			return min(time.Duration(min(minutes, 1<<20))*time.Minute, maxInterval)
		}
	}
	value := func(name string) string {
		for _, e := range f.Extensions["sy"][name] {
			return strings.ToLower(strings.TrimSpace(e.Value))
		}
		return ""
	}
	period, ok := map[string]time.Duration{
		"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
	}[value("updatePeriod")]
	if !ok {
		return 0
	}
	times, err := strconv.Atoi(value("updateFrequency"))
	if err != nil || times < 1 {
		times = 1
	}
	return min(period/time.Duration(times), maxInterval)
}

// errBrokenSitemap is the reason for a sitemap that lists nothing.
var errBrokenSitemap = errors.New("its sitemap is broken")
