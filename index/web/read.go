package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"

	"github.com/briefing-bot/briefing-bot/index/feed"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/source"
)

// Read gives the articles at an address that a person typed: those that it holds,
// or those that the feed there lists. Articles that the archive knows under another
// address or a GUID have the ID that they have there.
func (r *Reader) Read(ctx context.Context, address string) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		reject := func(err error) { yield(source.Item{Path: fetch.WithoutUser(address), Err: err}) }
		grant := fetch.Allow(address)
		response, err := r.Client.Get(ctx, fetch.Request{URL: address, Grant: grant})
		if err != nil {
			reject(err)
			return
		}
		defer response.Body.Close()
		body, listed, err := sniff(response)
		switch {
		case err != nil:
			reject(err)
			return
		case listed:
			r.readFeed(ctx, grant, response, body, yield)
			return
		}
		if err := supported(response); err != nil {
			reject(err)
			return
		}
		if isPage(response.Type) {
			yield(r.page(ctx, response, body))
			return
		}
		in := source.Input{Name: response.URL, URL: response.URL, Type: response.Type, Reader: body}
		for it := range source.Read(in) {
			if !yield(it) {
				return
			}
		}
	}
}

// page returns the article of a page. Where there is none, the reason names the
// feed that the page names.
func (r *Reader) page(ctx context.Context, response *fetch.Response, body io.Reader) source.Item {
	var begin bytes.Buffer
	tee := io.TeeReader(body, &begin)
	out := source.Item{Path: response.URL}
	for out = range source.Read(source.Input{Name: response.URL, URL: response.URL, Type: response.Type, Reader: tee}) {
		break
	}
	if out.Err == nil {
		r.aliases.resolve(ctx, r.Archive, &out.Article, addressAlias(out.Article.URL, response.URL))
		return out
	}
	if feeds, err := feed.Discover(begin.Bytes(), response.Type, response.URL); err == nil && len(feeds) > 0 {
		out.Err = fmt.Errorf("%w; the page names a feed, give its address instead: %s", out.Err, feeds[0].Link)
	}
	return out
}
