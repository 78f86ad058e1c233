package feed

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"time"
)

// Parse reads a document.
func Parse(data []byte, o Options) (Feed, error) {
	if len(data) > MaxBytes {
		return Feed{}, fmt.Errorf("it is larger than %d MiB, the limit of a feed", MaxBytes>>20)
	}
	kind := Sniff(o.Type, data)
	r := reader{base: parseBase(o.URL), now: o.Now, zone: cmp.Or(o.Zone, time.UTC)}
	switch kind {
	case RSS, Atom, Sitemap, SitemapIndex:
		text, err := cleanXML(data, o.Type)
		if err != nil {
			return Feed{}, err
		}
		if kind == Sitemap || kind == SitemapIndex {
			return r.sitemap(text)
		}
		return r.syndication(kind, text)
	case JSON:
		text, err := decode(data, o.Type)
		if err != nil {
			return Feed{}, err
		}
		if bytes.Count(text, []byte("{")) > maxElements {
			return Feed{}, errElements
		}
		return r.syndication(kind, text)
	case List:
		return r.list(data)
	}
	return Feed{}, notAFeed(kind, data)
}

// notAFeed returns the reason for a document that lists no articles.
func notAFeed(kind Kind, data []byte) error {
	switch {
	case kind == OPML:
		return errors.New("it is a list of feeds (OPML), not a feed")
	case kind == Page:
		return errors.New("it is a web page, not a feed")
	case len(trimSpace(data)) == 0:
		return errEmpty
	}
	return errors.New("it is not a feed: RSS, Atom, JSON Feed or a sitemap")
}
