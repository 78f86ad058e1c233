package source

import (
	"cmp"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
	"github.com/briefing-bot/briefing-bot/index/source/internal/linkeddata"
	"github.com/briefing-bot/briefing-bot/index/weburl"
)

// facts are what a page says of itself that must be read exactly: readability
// guesses at dates, and a guess at 03/04/2025 would move every "Monday".
type facts struct {
	canonical string // an absolute address
	published article.Moment
	rank      int                  // of where published was found, smaller is better
	dates     []string             // of elements named as the date of publication
	modified  []string             // dates of the last change
	titles    []string             // of the page, its first heading, and for those who share it
	articles  []linkeddata.Article // of its JSON-LD
	zone      *time.Location       // of dates without one; UTC if nil
}

// dateNames are the names and properties of meta elements that hold the
// publication date, best first; the datePublished of JSON-LD
// goes before them.
var dateNames = []string{"", "article:published_time", "article:published", "og:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
	"dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created", "sailthru.date", "article.published", "cxenseparse:recs:publishtime", "dc.date.published", "published_at", "publish-date", "pubdate", "publishdate", "date"}

// pageFacts reads the facts of a page.
func pageFacts(doc *html.Node, zone *time.Location) facts {
	f := facts{rank: len(dateNames) + 1, zone: zone}
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
				f.articles = append(f.articles, linkeddata.Parse(n.FirstChild.Data)...)
			}
		case "title", "h1":
			if text := textOf(n); text != "" && n.Parent.Data != "svg" {
				f.titles = append(f.titles, text)
			}
		default:
			f.readTime(n)
		}
	}
	return f
}

// publishedClass matches the classes of an element that holds a date of publication.
var publishedClass = lazyregexp.New(`(?i)(?:^|[\s_-])(?:publish(?:ed)?|pub-?date|publication-date|entry-date|post-date|dt-published)(?:$|[\s_-])`)

// readTime reads the date of an element that is marked as one.
func (f *facts) readTime(n *html.Node) {
	date := cmp.Or(attribute(n, "datetime"), attribute(n, "content"))
	switch {
	case date == "":
	case attribute(n, "itemprop") == "datePublished", n.Data == "time" && hasAttribute(n, "pubdate"):
		f.setPublished(date, len(dateNames))
	case attribute(n, "itemprop") == "dateModified":
		f.modified = append(f.modified, date)
	case n.Data == "time" && publishedClass.MatchString(attribute(n, "class")):
		f.dates = append(f.dates, date)
	}
}

// own returns what JSON-LD says of the page's own article.
func (f *facts) own(fetched string) linkeddata.Article {
	var addresses []string
	for _, address := range []string{f.canonical, fetched} {
		if address != "" {
			addresses = append(addresses, address)
		}
	}
	own, _ := linkeddata.Own(f.articles, addresses, f.titles)
	return own
}

// publication returns the day of publication: what JSON-LD says of the page's own
// article, else the best meta element, else a date that all marked elements agree
// on. What is also the date of the last change is not taken from an element that
// only says "date".
func (f *facts) publication(own linkeddata.Article) article.Moment {
	if m, ok := f.moment(own.Published); ok {
		return m
	}
	modified := f.modified
	if own.Modified != "" {
		modified = append(modified, own.Modified)
	}
	if f.rank <= len(dateNames) {
		for _, date := range modified {
			if m, ok := f.moment(date); ok && f.vague() && m.Time.Format(time.DateOnly) == f.published.Time.Format(time.DateOnly) {
				return article.Moment{}
			}
		}
		return f.published
	}
	var agreed article.Moment
	for _, date := range f.dates {
		m, ok := f.moment(date)
		if !ok || !agreed.IsZero() && !m.Time.Equal(agreed.Time) {
			return article.Moment{}
		}
		agreed = m
	}
	return agreed
}

// vague reports whether the date was found where only "date" is said.
func (f *facts) vague() bool {
	return f.rank < len(dateNames) && strings.HasSuffix(dateNames[f.rank], "date") && !strings.Contains(dateNames[f.rank], "pub")
}

func (f *facts) readMetaElement(n *html.Node) {
	for _, key := range []string{"property", "name", "itemprop"} {
		name := strings.ToLower(attribute(n, key))
		switch name {
		case "og:url":
			if f.canonical == "" {
				f.setCanonical(attribute(n, "content"))
			}
		case "og:title", "twitter:title":
			f.titles = append(f.titles, attribute(n, "content"))
		case "article:modified_time", "og:updated_time", "last-modified", "lastmod", "datemodified", "dcterms.modified", "dc.date.modified":
			f.modified = append(f.modified, attribute(n, "content"))
		}
		for rank, known := range dateNames {
			if name != "" && name == known {
				f.setPublished(attribute(n, "content"), rank)
			}
		}
	}
}

// heading returns a page's title without what follows the article's own headline in it:
// the name of the outlet.
func (f *facts) heading(title string) string {
	for _, t := range f.titles {
		if rest, ok := strings.CutPrefix(title, t); ok && titleEnd.MatchString(rest) && strings.Count(t, " ") > 0 {
			return t
		}
	}
	return title
}

// titleEnd matches what sites add to a headline.
var titleEnd = lazyregexp.New(`^\s+[-–—|·»:]\s+\S.{0,60}$`)

// pageAddress returns the address of a page: the one that it names as canonical, or
// the one that it was fetched from, "" if it was not fetched. A page must not take the
// place of another outlet's article by claiming its address, and many templates name
// the home page or the section as canonical: neither counts.
func (f *facts) pageAddress(fetched string) string {
	if f.canonical == "" || fetched != "" && !weburl.SameSite(f.canonical, fetched) || !weburl.IsSpecific(f.canonical, fetched) {
		return fetched
	}
	return f.canonical
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
	if m, ok := f.moment(date); ok {
		f.published, f.rank = m, rank
	}
}

// A page is published after the web began and not long after now; what else stands
// in a date's place is a placeholder.
const (
	firstPageYear = 1990
	maxAhead      = 366 * 24 * time.Hour
)

// moment returns the date of a page; false if it cannot be read, or cannot be one.
func (f *facts) moment(date string) (article.Moment, bool) {
	m, err := parseMoment(date, f.zone)
	if err != nil {
		if m, err = parseEpoch(date); err != nil {
			return article.Moment{}, false
		}
	}
	return m, m.Time.Year() >= firstPageYear && time.Until(m.Time) < maxAhead
}
