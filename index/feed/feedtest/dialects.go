package feedtest

import (
	"fmt"
	"html"
	"net/http"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// dialects are forms of feeds that are old, rare or wrong.
func dialects() []Kind {
	content := func(e entry) string { return `<content:encoded><![CDATA[<p>` + e.text + `</p>]]></content:encoded>` }
	item := func(title, more string) string {
		return `<item><title>` + title + `</title><link>` + home + ferries.path + `</link><pubDate>` + ferries.date() + `</pubDate>` + more + `</item>`
	}
	one := []string{heldFerries}
	rss091 := `<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>The Quay</title><link>` + home + `</link><language>en</language>` +
		each(func(e entry) string {
			return `<item><title>` + e.title + `</title><link>` + home + e.path + `</link><description>In short.</description></item>`
		}) + `</channel></rss>`
	rdf := `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel rdf:about="` + home + `"><title>The Quay</title><link>` + home + `</link><items><rdf:Seq/></items></channel>` +
		each(func(e entry) string {
			return fmt.Sprintf(`<item rdf:about="%s%s"><title>%s</title><link>%s%s</link><dc:date>2026-11-0%dT09:30+01:00</dc:date><dc:creator>Ada Lund</dc:creator>%s</item>`, home, e.path, e.title, home, e.path, e.day, content(e))
		}) + `</rdf:RDF>`
	xhtml := `<feed xmlns="http://www.w3.org/2005/Atom"><title>The Quay</title>` + each(func(e entry) string {
		return fmt.Sprintf(`<entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><em>%s</em></div></title><id>urn:%d</id><link href="%s%s"/><updated>2026-11-0%dT08:30:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>%s</p><p>He said &lt;so&gt;.</p></div></content></entry>`, e.title, e.day, home, e.path, e.day, e.text)
	}) + `</feed>`
	xmlBase := `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://quay.example/2026/"><title>The Quay</title>` + each(func(e entry) string {
		return fmt.Sprintf(`<entry><title>%s</title><id>urn:%d</id><link href="%s"/><updated>2026-11-0%dT08:30:00Z</updated><summary>In short.</summary></entry>`, e.title, e.day, strings.TrimPrefix(e.path, "/2026/"), e.day)
	}) + `</feed>`
	paged := `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"><title>The Quay</title><link rel="self" href="/feed"/><link rel="next" href="/feed?page=2"/><link rel="prev-archive" href="/archive"/>` +
		fmt.Sprintf(`<entry><title>%s</title><id>urn:1</id><link href="%s%s"/><updated>2026-11-02T08:30:00Z</updated><content type="html">%s</content></entry></feed>`, ferries.title, home, ferries.path, html.EscapeString("<p>"+ferries.text+"</p>"))
	cyrillic, _ := charmap.Windows1251.NewEncoder().String(`<?xml version="1.0" encoding="windows-1251"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Причал</title>` + item("Паромы стоят", content(ferries)) + `</channel></rss>`)
	utf16, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(`<?xml version="1.0" encoding="UTF-16"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Quay</title>` + ferries.whole() + `</channel></rss>`)
	whole := rss("The Quay", lock.whole(), ferries.whole())
	index := `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/news-1.xml</loc><lastmod>2026-11-02</lastmod></sitemap><sitemap><loc>/news-2.xml</loc><lastmod>2026-11-03</lastmod></sitemap><sitemap><loc>/none.xml</loc></sitemap></sitemapindex>`
	sitemap := func(e entry) http.HandlerFunc {
		return typed("application/xml", fmt.Sprintf(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>%s%s</loc><lastmod>2026-11-0%d</lastmod><n:news><n:publication><n:name>The Quay</n:name><n:language>en</n:language></n:publication><n:publication_date>2026-11-0%dT08:30:00+00:00</n:publication_date><n:title>%s</n:title></n:news></url></urlset>`, home, e.path, e.day, e.day, e.title))
	}
	undated := []string{"Ferries stay away | The Quay | ", "Who pays for the lock | The Quay | "}
	return []Kind{
		{Name: "RSS 0.91", Serve: feedOf(rss091), Holds: undated},
		{Name: "RSS 1.0", Serve: answer(typed("application/rdf+xml", rdf)), Holds: both},
		{Name: "Atom with XHTML", Serve: answer(typed("application/atom+xml", xhtml)), Holds: both, Has: []string{"He said <so>."}, Lacks: []string{"<p>", "&lt;"}},
		{Name: "Atom with xml:base", Serve: answer(typed("application/atom+xml", xmlBase)), Holds: both},
		{Name: "a feed in pages", Serve: answer(typed("application/atom+xml", paged)), Holds: one},
		{Name: "sitemaps of an index", Serve: only(func() site {
			s := pages(index)
			s["/news-1.xml"], s["/news-2.xml"] = sitemap(ferries), sitemap(lock)
			return s
		}), Holds: both, Rejected: []string{"the server answered 404"}},
		{Name: "CDATA in titles", Serve: feedOf(rss("The Quay", item("<![CDATA[Ferries <b>stay</b> away]]>", content(ferries)))), Holds: one},
		{Name: "an ampersand in a title", Serve: feedOf(rss("Quay & Sons", item("Brandt & Sons stay away &amp; so do others", content(ferries)))), Holds: []string{"Brandt & Sons stay away & so do others | Quay & Sons | 2026-11-02"}},
		{Name: "HTML that is escaped twice", Serve: feedOf(rss("The Quay", item("Ferries stay away", `<content:encoded>&amp;lt;p&amp;gt;`+ferries.text+` Fish &amp;amp;amp; chips.&amp;lt;/p&amp;gt;</content:encoded>`))), Holds: one, Lacks: []string{"&lt;", "<p>", "&amp;"}, Has: []string{"Fish & chips"}},
		{Name: "entities that nobody declared", Serve: feedOf(rss("Caf&eacute; Quay", item("Ferries&nbsp;stay&mdash;away", content(ferries)))), Holds: []string{"Ferries stay—away | Café Quay | 2026-11-02"}},
		{Name: "two byte order marks", Serve: answer(send("\ufeff\ufeff" + whole)), Holds: both},
		{Name: "blank lines and a comment before the feed", Serve: answer(send("\n\n<!-- made by hand -->\n" + strings.TrimPrefix(whole, `<?xml version="1.0" encoding="utf-8"?>`))), Holds: both},
		{Name: "a warning before the feed", Serve: answer(send("<br />\n<b>Warning</b>: Undefined variable in feed.php on line 3<br />\n" + whole)), Holds: both},
		{Name: "windows-1251", Serve: answer(typed("text/xml", cyrillic)), Holds: []string{"Паромы стоят | Причал | 2026-11-02"}},
		{Name: "UTF-16", Serve: answer(typed("text/xml", utf16)), Holds: one},
		{Name: "plain text by its type", Serve: answer(typed("text/plain; charset=us-ascii", whole)), Holds: both},
		{Name: "bytes by its type", Serve: answer(typed("application/octet-stream", whole)), Holds: both},
		{Name: "the oldest item first", Serve: feedOf(rss("The Quay", ferries.whole(), lock.whole())), Holds: both},
		{Name: "links without a scheme", Serve: feedOf(rss("The Quay", strings.ReplaceAll(ferries.whole(), "https://quay.example", "//quay.example"))), Holds: one},
		{Name: "a link with blanks around it", Serve: feedOf(rss("The Quay", strings.ReplaceAll(ferries.summary("\n  "+home+ferries.path+"\n"), "&#xA;", "\n"))), Holds: one},
		{Name: "a GUID for a link", Serve: feedOf(rss("The Quay", `<item><title>Ferries stay away</title><guid>`+home+ferries.path+`</guid><pubDate>`+ferries.date()+`</pubDate><description>In short.</description></item>`)), Holds: one},
		{Name: "items without titles", Serve: feedOf(rss("The Quay", `<item><link>`+home+ferries.path+`</link><pubDate>`+ferries.date()+`</pubDate><description>In short.</description></item>`)), Holds: one},
		{Name: "a JSON Feed without titles", Serve: answer(typed("application/feed+json", `{"version": "https://jsonfeed.org/version/1", "title": "The Quay", "items": [{"id": 7, "url": "`+home+ferries.path+`", "date_published": "2026-11-02T08:30:00Z", "content_html": "<p>`+ferries.text+`</p>"}]}`)), Holds: []string{" | The Quay | 2026-11-02"}},
		{Name: "a date in another element", Serve: feedOf(rssWith("", `<item><title>Ferries stay away</title><link>`+home+ferries.path+`</link><dc:date>2026-11-02</dc:date>`+content(ferries)+`</item>`)), Holds: one},
		{Name: "a French date", Serve: feedOf(rss("The Quay", strings.Replace(ferries.whole(), ferries.date(), "lun., 02 nov. 2026 08:30:00 +0100", 1))), Holds: one},
	}
}
