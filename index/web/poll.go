package web

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/feed"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/source"
	"github.com/briefing-bot/briefing-bot/index/weburl"
)

// Poll is a question for what a source lists now: a feed, a sitemap, or a page with
// links to articles.
type Poll struct {
	URL          string
	ETag         string         // of the last answer, "" if unknown
	LastModified string         // of the last answer, "" if unknown
	Grant        *fetch.Grant   // what a person allowed
	Outlet       string         // of its articles; "" for the one that it names
	Zone         *time.Location // of dates without one, in its feed and on its pages; UTC if nil
}

// Polled is what a source lists.
type Polled struct {
	Response *fetch.Response // without Body
	Kind     feed.Kind
	Title    string
	Asked    time.Duration // between two requests, as the publisher asks; 0 if not said
	Items    []feed.Item   // newest first, each address once; none if the source is not modified
	Omitted  int           // items beyond the limits
	Older    string        // the document of the same site that has the items before these; "" if none is named
	Faults   []source.Item // sitemaps that could not be read, with Path and Err alone

	listing *listing
}

// Poll asks a source. Of an index of sitemaps it reads the newest ones.
func (r *Reader) Poll(ctx context.Context, p Poll) (*Polled, error) {
	response, err := r.Client.Get(ctx, fetch.Request{URL: p.URL, ETag: p.ETag, LastModified: p.LastModified, Grant: p.Grant})
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	out := &Polled{Response: response, listing: r.newListing(p.Grant, response.URL)}
	out.listing.fixed, out.listing.zone = p.Outlet, p.Zone
	if response.NotModified {
		return out, nil
	}
	body, _, err := sniff(response)
	if err != nil {
		return nil, err
	}
	data, err := readAll(body)
	_ = response.Body.Close() // its host may be asked for sitemaps now
	if err != nil {
		return nil, err
	}
	if feed.Sniff(response.Type, data) == feed.Page {
		return out, out.readLinks(data)
	}
	return out, out.read(ctx, data)
}

// readLinks takes the articles that a page links to.
func (p *Polled) readLinks(data []byte) (err error) {
	p.Kind = feed.Page
	if p.Items, err = feed.Links(data, p.Response.Type, p.Response.URL); err == nil && len(p.Items) == 0 {
		err = errors.New("the page links to no articles")
	}
	p.listing.take(feed.Feed{Items: p.Items})
	return err
}

// read takes the articles of a feed or a sitemap.
func (p *Polled) read(ctx context.Context, data []byte) error {
	f, err := feed.Parse(data, p.listing.options(p.Response))
	if err != nil {
		return err
	}
	for _, sitemap := range f.More[:min(len(f.More), maxSitemaps)] {
		if err := p.listing.addSitemap(ctx, &f, sitemap); err != nil {
			p.Faults = append(p.Faults, source.Item{Path: sitemap, Err: err})
		}
	}
	p.Kind, p.Title, p.Asked, p.Omitted = f.Kind, f.Title, f.Interval, f.Omitted
	if weburl.SameSite(f.Older, p.Response.URL) {
		p.Older = f.Older
	}
	p.listing.take(f)
	p.Items = once(f)
	if len(p.Items) == 0 && len(p.Faults) > 0 {
		return fmt.Errorf("reading its sitemap %s: %w", p.Faults[0].Path, p.Faults[0].Err)
	}
	return nil
}

// Article returns the article of an item, or why there is none: the whole text that
// the source has, or that of the item's page, which is fetched.
func (p *Polled) Article(ctx context.Context, it feed.Item) source.Item {
	return p.listing.article(ctx, it)
}

// Page fetches the page of an article again, from the address that it was read at, and
// returns it as it is now. Dates without a zone are in the zone given, UTC if it is nil.
func (r *Reader) Page(ctx context.Context, known article.Article, address string, zone *time.Location, grant *fetch.Grant) source.Item {
	l := r.newListing(grant, known.URL)
	l.outlet, l.zone = known.Source, zone
	return l.article(ctx, feed.Item{Link: address, Title: known.Title, Author: known.Author, Outlet: known.Source, Language: known.Lang, Published: known.Published})
}

// Discover returns the feeds that the page at an address names, best first; none if
// the address is a feed itself.
func (r *Reader) Discover(ctx context.Context, address string, grant *fetch.Grant) ([]feed.Alternate, error) {
	response, err := r.Client.Get(ctx, fetch.Request{URL: address, Grant: grant, MaxBytes: feed.MaxBytes})
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, _, err := sniff(response)
	if err != nil {
		return nil, err
	}
	data, err := readAll(body)
	if err != nil || feed.Sniff(response.Type, data) != feed.Page {
		return nil, err
	}
	return feed.Discover(data, response.Type, response.URL)
}
