package web

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/feed"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/source"
	"github.com/briefing-bot/briefing-bot/index/weburl"
)

// Limits of one feed.
const (
	maxPages    = 100 // of its items whose pages are fetched
	maxSitemaps = 5   // of a sitemap index, the newest ones
)

// readFeed gives the articles of a feed, the oldest first: whole ones as the feed
// has them, and the pages of those of which it has only a summary.
func (r *Reader) readFeed(ctx context.Context, grant *fetch.Grant, response *fetch.Response, body io.Reader, yield func(source.Item) bool) {
	l := r.newListing(grant, response.URL)
	data, err := readAll(body)
	_ = response.Body.Close() // its host may be asked for pages now
	var f feed.Feed
	if err == nil {
		f, err = feed.Parse(data, l.options(response))
	}
	if err != nil {
		yield(source.Item{Path: response.URL, Err: err})
		return
	}
	for _, sitemap := range f.More[:min(len(f.More), maxSitemaps)] {
		if err := l.addSitemap(ctx, &f, sitemap); err != nil && !yield(source.Item{Path: sitemap, Err: err}) {
			return
		}
	}
	l.take(f)
	items, omitted := l.choose(f)
	for _, it := range slices.Backward(items) {
		if ctx.Err() != nil || !yield(l.article(ctx, it)) {
			return
		}
	}
	if omitted += f.Omitted; omitted > 0 {
		yield(source.Item{Path: response.URL, Err: fmt.Errorf("%d older items of it were left out: at most %d items of a feed are read, and the pages of at most %d of them fetched", omitted, feed.MaxItems, maxPages)})
	}
}

func (r *Reader) newListing(grant *fetch.Grant, address string) *listing {
	return &listing{Reader: r, grant: grant, address: address, paused: map[string]error{}, pages: map[string]bool{}}
}

// listing is one feed that is read.
type listing struct {
	*Reader
	grant   *fetch.Grant
	address string           // the feed's
	fixed   string           // the outlet of all articles, "" for the one that each names
	outlet  string           // the feed's title, "" if it has none
	zone    *time.Location   // of dates without one; UTC if nil
	listed  map[string]bool  // addresses of the items, by weburl.Key
	paused  map[string]error // hosts that asked to wait
	pages   map[string]bool  // addresses that pages had, by weburl.Key
}

// options returns what is known of a document of the listing.
func (l *listing) options(r *fetch.Response) feed.Options {
	return feed.Options{Type: r.Type, URL: r.URL, Now: time.Now(), Zone: l.zone}
}

// take notes what the feed lists.
func (l *listing) take(f feed.Feed) {
	l.outlet, l.listed = f.Title, map[string]bool{}
	for _, it := range f.Items {
		l.listed[weburl.Key(it.Link)] = true
	}
}

// addSitemap adds the items of one sitemap of an index.
func (l *listing) addSitemap(ctx context.Context, f *feed.Feed, address string) error {
	if !weburl.SameSite(address, l.address) {
		return errors.New("it is on another site than the index that names it")
	}
	response, err := l.Client.Get(ctx, fetch.Request{URL: address, Grant: l.grant})
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, _, err := sniff(response)
	if err != nil {
		return err
	}
	data, err := readAll(body)
	if err != nil {
		return err
	}
	one, err := feed.Parse(data, l.options(response))
	if err != nil {
		return fmt.Errorf("reading a sitemap: %w", err)
	}
	f.Items, f.Omitted = append(f.Items, one.Items...), f.Omitted+one.Omitted
	if f.Title == "" {
		f.Title = one.Title
	}
	return nil
}

// choose returns the items to read, the newest first, each address once, and how
// many are left out.
func (l *listing) choose(f feed.Feed) (items []feed.Item, omitted int) {
	pages := 0
	for _, it := range once(f) {
		if it.Text == "" && it.Link != "" {
			if pages++; pages > maxPages {
				omitted++
				continue
			}
		}
		items = append(items, it)
	}
	return items, omitted
}

// once returns the items of a feed, the newest first, each address once. Feeds are
// in that order; sitemaps are in any.
func once(f feed.Feed) (items []feed.Item) {
	if f.Kind == feed.Sitemap || f.Kind == feed.SitemapIndex {
		slices.SortStableFunc(f.Items, func(a, b feed.Item) int { return latest(b).Compare(latest(a)) })
	}
	seen := map[string]bool{}
	for _, it := range f.Items {
		if key := weburl.Key(it.Link); key == "" || !seen[key] {
			seen[key] = true
			items = append(items, it)
		}
	}
	return items
}

// latest returns when an item was published or changed.
func latest(it feed.Item) time.Time {
	if it.Updated.IsZero() {
		return it.Published.Time
	}
	return it.Updated.Time
}

// article returns the article of an item, or why there is none.
func (l *listing) article(ctx context.Context, it feed.Item) source.Item {
	var out source.Item
	site := l.address // which the text is from
	switch {
	case it.Text != "":
		out = l.whole(it)
	case it.Link == "":
		out = source.Item{Path: l.address, Err: fmt.Errorf("its item %q has neither an article's text nor an address", it.Title)}
	default:
		out = l.page(ctx, it)
		site = out.Article.URL
	}
	if out.Err != nil {
		return out
	}
	if it.Doubt != "" {
		l.Log.Info("the publication date of a feed's item was left out", slog.String("item", out.Path), slog.String("reason", it.Doubt))
	}
	a := &out.Article
	aliases := []string{addressAlias(a.URL, site)}
	if it.GUID != "" {
		aliases = append(aliases, "guid "+hostOf(l.address)+" "+it.GUID)
	}
	if it.Text == "" {
		aliases = append(aliases, weburl.Key(it.Link)) // where its page was read
	}
	l.aliases.resolve(ctx, l.Archive, a, aliases...)
	return out
}

// whole returns the article of an item that has its whole text. It goes through
// the format of article lines, whose limits hold for it.
func (l *listing) whole(it feed.Item) source.Item {
	path := it.Link
	if path == "" {
		path = l.address
	}
	line, err := json.Marshal(map[string]string{"url": it.Link, "title": it.Title, "author": it.Author, "lang": it.Language, "text": it.Text, "source": l.outletOf(it)})
	if err != nil {
		return source.Item{Path: path, Err: fmt.Errorf("encoding it: %w", err)}
	}
	in := source.Input{Name: l.address, Type: "application/x-ndjson", Reader: bytes.NewReader(line)}
	if it.Link != "" {
		in.URL = l.address // an item's address on another site gives it an ID of this feed's
	}
	return l.first(in, path, it)
}

// first returns the one article of an input, with what the item says of it.
func (l *listing) first(in source.Input, path string, it feed.Item) source.Item {
	out := source.Item{Path: path, Err: errors.New("it has no text")}
	for out = range source.Read(in) {
		break
	}
	out.Path, out.Doubt = path, it.Doubt
	if out.Err != nil {
		return out
	}
	if !it.Published.IsZero() {
		out.Article.Published, out.Dated = it.Published, article.FromFeed
	}
	if at := &out.Article.Published; !at.IsZero() && time.Until(at.Time) > feed.Tolerance {
		out.Doubt = fmt.Sprintf("its page's date %s is in the future", at.Time.Format(time.DateOnly))
		*at, out.Dated = article.Moment{}, ""
	}
	return out
}

// outletOf returns the outlet that an item names, the feed's title, or its host.
func (l *listing) outletOf(it feed.Item) string {
	return cmp.Or(l.fixed, it.Outlet, l.outlet, hostOf(l.address))
}

// page returns the article on the page of an item that has only a summary.
func (l *listing) page(ctx context.Context, it feed.Item) source.Item {
	return l.pageAt(ctx, it, false)
}

// refreshBytes is how much of a page without an article is looked at for an address that it
// leads on to.
const refreshBytes = 64 << 10

// prefix keeps the beginning of what is written to it.
type prefix struct {
	to   *bytes.Buffer
	left int
}

// Write never fails.
func (p *prefix) Write(data []byte) (int, error) {
	n := min(len(data), p.left)
	p.left -= n
	p.to.Write(data[:n])
	return len(data), nil
}

// pageAt is page; refreshed tells that another page led on to the item's address by itself.
func (l *listing) pageAt(ctx context.Context, it feed.Item, refreshed bool) source.Item {
	reject := func(err error) source.Item { return source.Item{Path: it.Link, Err: err} }
	host := hostOf(it.Link)
	if err := l.paused[host]; err != nil {
		return reject(err)
	}
	response, err := l.Client.Get(ctx, fetch.Request{URL: it.Link, Grant: l.grant, Robots: true, Accept: "text/html,application/xhtml+xml,application/pdf;q=0.9", MaxBytes: source.MaxDocument + 1})
	if status, ok := errors.AsType[*fetch.StatusError](err); ok && (status.Code == 429 || status.Code == 503) {
		l.paused[host] = fmt.Errorf("it was not asked for, since its server asked to wait: %w", err)
	}
	if err != nil {
		return reject(err)
	}
	defer response.Body.Close()
	if !isPage(response.Type) && !isDocument(response) {
		return reject(fmt.Errorf("the server sent %q, not a web page", mediaType(response.Type)))
	}
	read := weburl.Clean(response.URL)
	if weburl.IsHome(read) && !weburl.IsHome(it.Link) {
		return reject(errors.New("it leads to the home page of its site: the article is not there any more"))
	}
	var begin bytes.Buffer
	body := io.TeeReader(response.Body, &prefix{to: &begin, left: refreshBytes})
	out := l.first(source.Input{Name: response.URL, URL: read, Type: response.Type, Zone: l.zone, Reader: body}, it.Link, it)
	if to := ""; out.Err != nil {
		if !refreshed && isPage(response.Type) {
			to = feed.Refresh(begin.Bytes(), response.Type, response.URL)
		}
		if to == "" || weburl.Key(to) == weburl.Key(read) {
			return out
		}
		_ = response.Body.Close() // its host may be asked again
		at := it
		at.Link = to
		out = l.pageAt(ctx, at, true)
		out.Path = it.Link
		return out
	}
	l.complete(&out.Article, it)
	if !l.trusts(ctx, out.Article, it, read) {
		out.Article.URL, out.Article.ID = read, source.AddressID(read)
	}
	key := weburl.Key(out.Article.URL)
	if l.pages[key] {
		return reject(fmt.Errorf("it leads to the same page as another item, %s", out.Article.URL))
	}
	l.pages[key] = true
	return out
}

// trusts reports whether the address that a page calls its own is believed, given the
// one that it was read at. It is not if that is the address of another item of the
// listing, or of another article that is known.
func (l *listing) trusts(ctx context.Context, a article.Article, it feed.Item, read string) bool {
	key := weburl.Key(a.URL)
	switch {
	case key == weburl.Key(read) || key == weburl.Key(it.Link):
		return true
	case l.listed[key]:
		return false
	}
	return !l.aliases.another(ctx, l.Archive, key, weburl.Key(read), &a)
}

// complete fills an article from its page with what the feed says better.
func (l *listing) complete(a *article.Article, it feed.Item) {
	for _, field := range []struct {
		to   *string
		from string
	}{{&a.Title, it.Title}, {&a.Author, it.Author}, {&a.Source, cmp.Or(l.fixed, it.Outlet, l.outlet)}} {
		if field.from != "" {
			*field.to = field.from
		}
	}
	a.Source = cmp.Or(a.Source, l.outletOf(it))
	a.Lang = cmp.Or(a.Lang, it.Language)
}
