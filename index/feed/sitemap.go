package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
)

// address is one entry of a sitemap or a sitemap index.
type address struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod"`
	News    struct {
		Title       string `xml:"title"`
		Date        string `xml:"publication_date"`
		Publication struct {
			Name     string `xml:"name"`
			Language string `xml:"language"`
		} `xml:"publication"`
	} `xml:"http://www.google.com/schemas/sitemap-news/0.9 news"`
}

// sitemap reads a sitemap or a sitemap index. Only what is marked as news has a
// title and a publication date; lastmod is when a page changed.
func (r reader) sitemap(text []byte) (Feed, error) {
	out := Feed{}
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	var indexed []dated
	for {
		token, err := d.Token()
		if err != nil {
			break // what was read before is good
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch strings.ToLower(start.Name.Local) {
		case "urlset":
			out.Kind = Sitemap
		case "sitemapindex":
			out.Kind = SitemapIndex
		case "url", "sitemap":
			var a address
			if err := d.DecodeElement(&a, &start); err != nil {
				if len(out.Items)+len(indexed) == 0 {
					return Feed{}, fmt.Errorf("%w: %w", errBrokenSitemap, err)
				}
				continue
			}
			indexed = r.entry(&out, a, indexed)
		}
	}
	slices.SortStableFunc(indexed, func(a, b dated) int { return strings.Compare(b.date, a.date) })
	for _, s := range indexed {
		out.More = append(out.More, s.link)
	}
	return out, nil
}

// dated is a sitemap of an index. The dates of one index have one form.
type dated struct{ link, date string }

// entry adds one entry of a sitemap to its items, or of an index to indexed.
func (r reader) entry(out *Feed, a address, indexed []dated) []dated {
	link := r.link(a.Loc)
	switch {
	case link == "":
		return indexed
	case out.Kind == SitemapIndex:
		if len(indexed) < MaxItems {
			indexed = append(indexed, dated{r.source(a.Loc), strings.TrimSpace(a.LastMod)})
		}
		return indexed
	case len(out.Items) >= MaxItems:
		out.Omitted++
		return indexed
	}
	it := Item{Link: link, Title: plainLine(a.News.Title), Language: strings.TrimSpace(a.News.Publication.Language)}
	if name := plainLine(a.News.Publication.Name); name != "" && out.Title == "" {
		out.Title = name
	} else if name != out.Title {
		it.Outlet = name
	}
	it.Published, it.Doubt = r.date(a.News.Date)
	if updated, _ := r.date(a.LastMod); updated.Time.After(it.Published.Time) {
		it.Updated = updated
	}
	out.Items = append(out.Items, it)
	return indexed
}
