package feed

import (
	"errors"
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Limits of a document.
const (
	// MaxBytes is how many bytes a document may have, unpacked.
	MaxBytes = 16 << 20
	// MaxItems is how many items of a document are read. Feeds have 10 to 500, news
	// sitemaps up to 1,000.
	MaxItems = 1000
	// maxListed is how many items a document may have, of which MaxItems are read:
	// those beyond cost time and memory too.
	maxListed = 10_000
	// maxDepth is how deep elements of XML may be nested, and maxElements is how many
	// a document may have, or objects if it is JSON.
	maxDepth    = 256
	maxElements = 200_000
)

// Kind is what a document is.
type Kind string

// The kinds of document.
const (
	Unknown      Kind = ""
	RSS          Kind = "RSS" // 0.9x, 1.0 and 2.0
	Atom         Kind = "Atom"
	JSON         Kind = "JSON Feed"
	List         Kind = "list in JSON" // of addresses and titles, as search services give it
	Sitemap      Kind = "sitemap"
	SitemapIndex Kind = "sitemap index"
	OPML         Kind = "OPML"
	Page         Kind = "web page"
)

// Lists reports whether a document of this kind lists articles, itself or by
// further documents of its kind.
func (k Kind) Lists() bool {
	switch k {
	case RSS, Atom, JSON, List, Sitemap, SitemapIndex:
		return true
	}
	return false
}

// Feed is what a document lists.
type Feed struct {
	Kind     Kind
	Title    string        // plain text; "" if it has none
	Home     string        // the address of the site, "" if unknown
	Language string        // as given
	Interval time.Duration // how long the publisher asks to wait between two requests; 0 if not said
	Items    []Item        // in the document's order, at most MaxItems
	More     []string      // of a SitemapIndex: the sitemaps, newest first
	Older    string        // the document with the items before these (RFC 5005, JSON Feed's next_url); "" if it names none
	Omitted  int           // items beyond MaxItems
}

// Item is an article as a document lists it.
type Item struct {
	GUID      string // as given; "" if it has none, or another item of the document has it too
	Link      string // absolute, without what only tracks readers; "" if it has none
	Title     string // plain text
	Author    string
	Outlet    string         // where the item names another one than the feed: of collections
	Language  string         // as given
	Published article.Moment // zero if unknown or Doubt is set
	Updated   article.Moment // zero if unknown
	Doubt     string         // what is wrong with the publication date, for people; "" if nothing
	Text      string         // plain text of the whole article; "" if only a summary is given
	Summary   string         // plain text
}

// errElements is the reason for a document that takes too much to read.
var errElements = fmt.Errorf("it has more than %d elements, the limit of a feed", maxElements)

// errEmpty is the reason for a document without content.
var errEmpty = errors.New("it is empty")

// Options are what is known of a document beside its bytes.
type Options struct {
	Type string         // Content-Type
	URL  string         // where it was fetched
	Now  time.Time      // which dates are held against
	Zone *time.Location // of dates without a zone; UTC if nil
}
