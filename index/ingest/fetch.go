package ingest

import (
	"context"
	"fmt"
	"iter"
	"mime"
	"net/url"

	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/source"
)

// fetchArticles reads the articles at an address that a person typed.
func fetchArticles(ctx context.Context, client *fetch.Client, address string) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		response, err := client.Get(ctx, fetch.Request{URL: address, Grant: fetch.Allow(address)})
		if err != nil {
			yield(source.Item{Path: fetch.WithoutUser(address), Err: err})
			return
		}
		defer response.Body.Close()
		if err := supported(response); err != nil {
			yield(source.Item{Path: fetch.WithoutUser(address), Err: err})
			return
		}
		in := source.Input{Name: response.URL, URL: response.URL, Type: response.Type, Reader: response.Body}
		for it := range source.Read(in) {
			if !yield(it) {
				return
			}
		}
	}
}

// supported returns an error for what is not read, by its media type and the
// ending of its address.
func supported(r *fetch.Response) error {
	mediaType, _, _ := mime.ParseMediaType(r.Type)
	if source.SupportedType(mediaType) {
		return nil
	}
	if u, err := url.Parse(r.URL); err == nil && source.Supported(u.Path) {
		return nil
	}
	return fmt.Errorf("the server sent %q: %w", mediaType, errUnsupported)
}
