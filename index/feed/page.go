package feed

import (
	"bytes"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
	"github.com/briefing-bot/briefing-bot/index/weburl"
)

// Limits of a page.
const (
	maxPageBytes = 4 << 20
	maxLinks     = 200
)

// Alternate is a feed that a page names.
type Alternate struct {
	Link  string
	Title string // plain text, "" if it has none
	Kind  Kind   // as the page says, Unknown if it does not
}

// Discover returns the feeds that a page names, best first: those of its head,
// then those that it links to by one of the usual names. Feeds of comments come
// last.
func Discover(data []byte, contentType, address string) ([]Alternate, error) {
	doc, r, err := parsePage(data, contentType, address)
	if err != nil {
		return nil, err
	}
	var head, linked []Alternate
	seen := map[string]bool{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		a := Alternate{Link: r.source(attribute(n, "href")), Title: plainLine(attribute(n, "title"))}
		if a.Link == "" || seen[a.Link] {
			continue
		}
		switch {
		case n.DataAtom == atom.Link && slices.Contains(strings.Fields(strings.ToLower(attribute(n, "rel"))), "alternate"):
			if a.Kind = kindOfType(attribute(n, "type")); a.Kind != Unknown {
				seen[a.Link] = true
				head = append(head, a)
			}
		case n.DataAtom == atom.A && feedName(a.Link):
			a.Title = plainLine(textOf(n))
			seen[a.Link] = true
			linked = append(linked, a)
		}
	}
	found := append(head, linked...)
	slices.SortStableFunc(found, func(a, b Alternate) int { return comments(a) - comments(b) })
	return found[:min(len(found), maxLinks)], nil
}

// comments returns 1 for a feed of comments, 0 for others.
func comments(a Alternate) int {
	if strings.Contains(strings.ToLower(a.Link+" "+a.Title), "comments") {
		return 1
	}
	return 0
}

// kindOfType returns the kind of feed that a media type names.
func kindOfType(mediaType string) Kind {
	mediaType, _, _ = strings.Cut(strings.ToLower(mediaType), ";")
	switch strings.TrimSpace(mediaType) {
	case "application/rss+xml", "application/rdf+xml", "text/rss+xml":
		return RSS
	case "application/atom+xml":
		return Atom
	case "application/feed+json":
		return JSON
	}
	return Unknown
}

// feedNames are the usual last parts of feeds' addresses.
var feedNames = lazyregexp.New(`(?i)^(feed|feeds|rss|atom|(index|feed|rss|atom|news)\.(xml|rss|atom|rdf)|(feed|index)\.json|.+\.(rss|atom|rdf))$`)

// feedName reports whether an address ends as those of feeds do.
func feedName(link string) bool {
	u, err := url.Parse(link)
	return err == nil && feedNames.MatchString(path.Base(u.Path))
}

// Links returns the articles that a page lists: links to its own site with
// the words of a headline, each address once, in order.
func Links(data []byte, contentType, address string) ([]Item, error) {
	doc, r, err := parsePage(data, contentType, address)
	if err != nil {
		return nil, err
	}
	if r.base == nil {
		return nil, fmt.Errorf("the page's own address is missing")
	}
	seen := map[string]bool{weburl.Key(address): true}
	var out []Item
	for n := range doc.Descendants() {
		href := attribute(n, "href")
		if n.DataAtom != atom.A || strings.HasPrefix(href, "#") || inMenu(n) {
			continue
		}
		it := Item{Link: r.link(href), Title: plainLine(textOf(n))}
		key := weburl.Key(it.Link)
		if key == "" || seen[key] || !weburl.SameSite(it.Link, address) || !headline(it) {
			continue
		}
		seen[key] = true
		if out = append(out, it); len(out) == maxLinks {
			break
		}
	}
	return out, nil
}

// inMenu reports whether an element is in a part of a page that leads around the
// site.
func inMenu(n *html.Node) bool {
	for p := range n.Ancestors() {
		switch p.DataAtom {
		case atom.Nav, atom.Footer:
			return true
		}
	}
	return false
}

// Forms of links to articles.
var (
	slug      = lazyregexp.New(`[a-zA-Z0-9]+(-[a-zA-Z0-9]+){2,}|/\d{4}/\d{1,2}/|\d{5,}`)
	otherFile = lazyregexp.New(`(?i)\.(jpe?g|png|gif|webp|svg|mp3|mp4|zip|css|js|xml|rss)$`)
)

// headline reports whether a link reads like one to an article: at least four
// words, or three where its address looks like an article's.
func headline(it Item) bool {
	const enough, few = 4, 3
	words := len(strings.Fields(it.Title))
	u, err := url.Parse(it.Link)
	if err != nil || otherFile.MatchString(u.Path) || u.Path == "/" {
		return false
	}
	return words >= enough || words >= few && slug.MatchString(u.Path)
}

// parsePage parses a web page and finds what its links are relative to.
func parsePage(data []byte, contentType, address string) (*html.Node, reader, error) {
	r := reader{base: parseBase(address)}
	if len(data) > maxPageBytes {
		return nil, r, fmt.Errorf("the page is larger than %d MiB", maxPageBytes>>20)
	}
	text, err := decode(data, contentType)
	if err != nil {
		return nil, r, err
	}
	doc, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return nil, r, fmt.Errorf("its HTML cannot be parsed: %w", err)
	}
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Base && attribute(n, "href") != "" {
			if base, err := url.Parse(attribute(n, "href")); err == nil && r.base != nil {
				r.base = r.base.ResolveReference(base)
			}
			break
		}
	}
	return doc, r, nil
}

// textOf returns the text in an element.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// attribute returns an attribute of an element, "" if it has none of the name.
func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// refreshWait matches the wait and the address of a refresh that comes at once.
var refreshWait = lazyregexp.New(`(?i)^\s*\d?(?:\.\d*)?\s*[;,]\s*(?:url\s*=)?\s*["']?([^"'\s][^"']*?)["']?\s*$`)

// Refresh returns the address that a web page leads on to by itself within 10 seconds, ""
// if it does not.
func Refresh(data []byte, contentType, address string) string {
	doc, r, err := parsePage(data, contentType, address)
	if err != nil {
		return ""
	}
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Meta || !strings.EqualFold(attribute(n, "http-equiv"), "refresh") {
			continue
		}
		if m := refreshWait.FindStringSubmatch(attribute(n, "content")); m != nil {
			return r.link(m[1])
		}
	}
	return ""
}
