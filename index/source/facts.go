package source

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// facts are what a page says of itself that must be read exactly: readability
// guesses at dates, and a guess at 03/04/2025 would move every "Monday".
type facts struct {
	canonical string // an absolute address
	published article.Moment
	rank      int // of where published was found, smaller is better
}

// dateNames are the names and properties of meta elements that hold the
// publication date, best first; JSON-LD's datePublished stands above them.
var dateNames = []string{"", "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
	"dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created", "sailthru.date", "pubdate", "publishdate", "date"}

// pageFacts reads the facts of a page.
func pageFacts(doc *html.Node) facts {
	f := facts{rank: len(dateNames) + 1}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "link":
			if strings.EqualFold(attribute(n, "rel"), "canonical") {
				f.setCanonical(attribute(n, "href"))
			}
		case "meta":
			f.readMetaElement(n)
		case "script":
			if strings.EqualFold(attribute(n, "type"), "application/ld+json") && n.FirstChild != nil {
				f.readLinkedData(n.FirstChild.Data)
			}
		case "time":
			if attribute(n, "itemprop") == "datePublished" || hasAttribute(n, "pubdate") {
				f.setPublished(attribute(n, "datetime"), len(dateNames))
			}
		}
	}
	return f
}

func (f *facts) readMetaElement(n *html.Node) {
	for _, key := range []string{"property", "name", "itemprop"} {
		name := strings.ToLower(attribute(n, key))
		if name == "og:url" && f.canonical == "" {
			f.setCanonical(attribute(n, "content"))
		}
		for rank, known := range dateNames {
			if name != "" && name == known {
				f.setPublished(attribute(n, "content"), rank)
			}
		}
	}
}

// address returns the address of a page: the one that it names as canonical if
// it was fetched from the same site, or was not fetched at all. A page must not
// take the place of another outlet's article by claiming its address.
func (f *facts) address(fetched string) string {
	if f.canonical == "" || fetched != "" && !sameSite(f.canonical, fetched) {
		return fetched
	}
	return f.canonical
}

// sameSite reports whether two addresses have the same host and port, apart from
// the usual prefixes for the main, the mobile and the fast form of a site.
func sameSite(a, b string) bool {
	siteA, okA := site(a)
	siteB, okB := site(b)
	return okA && okB && siteA == siteB
}

// site returns an address's host, without prefixes, and port.
func site(address string) (site string, ok bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "", false
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	for _, prefix := range []string{"www.", "amp.", "m.", "mobile."} {
		if rest, found := strings.CutPrefix(host, prefix); found && strings.Contains(rest, ".") {
			host = rest
			break
		}
	}
	port := u.Port()
	if port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		port = ""
	}
	return host + ":" + port, true
}

func (f *facts) setCanonical(address string) {
	if u, err := url.Parse(address); err == nil && u.Host != "" && u.User == nil && (u.Scheme == "http" || u.Scheme == "https") {
		f.canonical = address
	}
}

func (f *facts) setPublished(date string, rank int) {
	if rank >= f.rank {
		return
	}
	if m, err := ParseMoment(date); err == nil {
		f.published, f.rank = m, rank
	}
}

// readLinkedData finds datePublished of an article in a page's JSON-LD: one
// object, a list, or an object whose @graph lists them.
func (f *facts) readLinkedData(text string) {
	var data any
	if json.Unmarshal([]byte(text), &data) != nil {
		return
	}
	things := []any{data}
	if list, ok := data.([]any); ok {
		things = list
	}
	for _, thing := range things {
		object, _ := thing.(map[string]any)
		graph, _ := object["@graph"].([]any)
		for _, candidate := range append([]any{object}, graph...) {
			if o, ok := candidate.(map[string]any); ok && isArticle(o["@type"]) {
				date, _ := o["datePublished"].(string)
				f.setPublished(date, 0)
			}
		}
	}
}

// isArticle says whether a schema.org type is one of articles: NewsArticle,
// ReportageNewsArticle, BlogPosting.
func isArticle(kind any) bool {
	switch k := kind.(type) {
	case string:
		return strings.HasSuffix(k, "Article") || strings.HasSuffix(k, "Posting") || k == "Report"
	case []any:
		if slices.ContainsFunc(k, isArticle) {
			return true
		}
	}
	return false
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

func hasAttribute(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}
