package feedtest

import (
	"fmt"
	"html"
	"net/http"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/fetch/fetchtest"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

// in returns a document in another encoding.
func in(e encoding.Encoding, document string) string {
	out, err := e.NewEncoder().String(document)
	if err != nil {
		panic(err) // a mistake in the table
	}
	return out
}

// dateForms are dates as feeds write them, all of 8.30 on 2 November 2026 or the zone's morning.
var dateForms = []struct{ name, date string }{
	{"RFC 850", "Monday, 02-Nov-26 08:30:00 GMT"},
	{"a year of two digits", "Mon, 2 Nov 26 08:30:00 +0100"},
	{"C's asctime", "Mon Nov  2 08:30:00 2026"},
	{"a zone of letters", "Mon, 02 Nov 2026 08:30:00 PST"},
	{"a zone with a colon", "Mon, 02 Nov 2026 08:30:00 +01:00"},
	{"no seconds", "2026-11-02T08:30Z"},
	{"fractions of seconds", "2026-11-02T08:30:00.1234567+01:00"},
	{"a blank for the T", "2026-11-02 08:30:00 +0100"},
	{"no marks", "20261102T083000Z"},
	{"full names", "Monday, 2 November 2026 08:30:00 GMT"},
	{"the month first", "Nov 2, 2026 8:30 AM"},
	{"CDATA", "<![CDATA[ Mon, 02 Nov 2026 08:30:00 GMT ]]>"},
	{"a wrong day of the week", "Fri, 02 Nov 2026 08:30:00 GMT"},
	{"September with four letters", "Wed, 2 Sept 2026 08:30:00 GMT"},
}

// awkwardDates are feeds whose dates have other forms.
func awkwardDates() []Kind {
	var out []Kind
	for _, f := range dateForms {
		held := heldFerries
		if strings.Contains(f.date, "Sept") {
			held = "Ferries stay away | The Quay | 2026-09-02"
		}
		out = append(out, Kind{Name: "a date with " + f.name, Serve: feedOf(rss("The Quay", strings.Replace(ferries.whole(), ferries.date(), f.date, 1))), Holds: []string{held}})
	}
	return out
}

// awkwardForms are feeds in forms that few use.
func awkwardForms() []Kind {
	rss092 := `<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.example/rss-0.91.dtd"><rss version="0.92"><channel><title>The Quay</title><link>https://quay.example/</link>` + each(func(e entry) string {
		return "<item><title>" + e.title + "</title><link>https://quay.example" + e.path + "</link></item>"
	}) + `</channel></rss>`
	atom03 := `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>The Quay</title>` + each(func(e entry) string {
		return fmt.Sprintf(`<entry><title>%s</title><link rel="alternate" type="text/html" href="https://quay.example%s"/><id>tag:%s</id><issued>2026-11-0%dT08:30:00Z</issued><modified>2026-11-09T08:30:00Z</modified><summary>In short.</summary></entry>`, e.title, e.path, e.path, e.day)
	}) + `</feed>`
	prefixed := `<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"><atom:title>The Quay</atom:title>` + each(func(e entry) string {
		return fmt.Sprintf(`<atom:entry><atom:title>%s</atom:title><atom:link href="https://quay.example%s"/><atom:id>%s</atom:id><atom:published>2026-11-0%dT08:30:00Z</atom:published><atom:summary>In short.</atom:summary></atom:entry>`, e.title, e.path, e.path, e.day)
	}) + `</atom:feed>`
	links := `<feed xmlns="http://www.w3.org/2005/Atom"><title>The Quay</title>` + each(func(e entry) string {
		return fmt.Sprintf(`<entry><title>%s</title><id>%s</id><link rel="enclosure" type="audio/mpeg" href="https://quay.example/a.mp3"/><link rel="self" href="https://quay.example/api/%d"/><link rel="alternate" type="application/json" href="https://quay.example/%d.json"/><link rel="alternate" type="text/html" href="https://quay.example%s"/><published>2026-11-0%dT08:30:00Z</published><summary>In short.</summary></entry>`, e.title, e.path, e.day, e.day, e.path, e.day)
	}) + `</feed>`
	updated := `<feed xmlns="http://www.w3.org/2005/Atom"><title>The Quay</title>` + each(func(e entry) string {
		return fmt.Sprintf(`<entry><title>%s</title><id>%s</id><link href="https://quay.example%s"/><updated>2026-11-0%dT08:30:00Z</updated><summary>In short.</summary></entry>`, e.title, e.path, e.path, e.day)
	}) + `</feed>`
	json10 := `{"version": "https://jsonfeed.org/version/1", "title": "The Quay", "home_page_url": "https://quay.example/", "author": {"name": "Ada Lind"}, "items": [` + strings.TrimSuffix(each(func(e entry) string {
		return fmt.Sprintf(`{"id": %d, "url": "https://quay.example%s", "external_url": null, "title": "%s", "content_html": "<p>%s</p>", "date_published": "2026-11-0%dT08:30:00+00:00", "tags": null, "attachments": []},`, e.day, e.path, e.title, e.text, e.day)
	}), ",") + `]}`
	sitemap := `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">` + each(func(e entry) string {
		return fmt.Sprintf(`<url><loc><![CDATA[https://quay.example%s?a=1&utm_source=x]]></loc><n:news><n:publication><n:name><![CDATA[The Quay]]></n:name><n:language>en</n:language></n:publication><n:publication_date><![CDATA[2026-11-0%dT08:30:00Z]]></n:publication_date><n:title><![CDATA[%s]]></n:title></n:news></url>`, e.path, e.day, e.title)
	}) + `</urlset>`
	described := rss("The Quay", strings.ReplaceAll(strings.ReplaceAll(each(entry.whole), "<description>In short.</description>", ""), "content:encoded", "description"))
	return []Kind{
		{Name: "RSS 0.92 with a DTD and no dates", Serve: feedOf(rss092), Holds: []string{"Ferries stay away | The Quay | ", "Who pays for the lock | The Quay | "}},
		{Name: "Atom 0.3", Serve: feedOf(atom03), Holds: both},
		{Name: "Atom with a prefix", Serve: feedOf(prefixed), Holds: both},
		{Name: "Atom with many links", Serve: feedOf(links), Holds: both},
		{Name: "Atom with dates of change alone", Serve: feedOf(updated), Holds: both},
		{Name: "JSON Feed 1.0 with numbers for IDs", Serve: answer(typed("application/feed+json", json10)), Holds: both},
		{Name: "a news sitemap in CDATA", Serve: answer(typed("text/xml", sitemap)), Holds: both},
		{Name: "whole articles in descriptions", Serve: feedOf(described), Holds: both},
	}
}

// awkwardBytes are feeds whose bytes are not what they say.
func awkwardBytes() []Kind {
	whole := rss("The Quay", lock.whole(), ferries.whole())
	smart := strings.ReplaceAll(strings.Replace(whole, "utf-8", "iso-8859-1", 1), "said on Monday", "said “on Monday”")
	declared := func(label, document string) string {
		return strings.Replace(document, `encoding="utf-8"`, `encoding="`+label+`"`, 1)
	}
	const japaneseTitle = "埠頭"
	return []Kind{
		{Name: "Shift_JIS", Serve: answer(typed("application/rss+xml", in(japanese.ShiftJIS, declared("Shift_JIS", rss(japaneseTitle, ferries.whole()))))), Holds: []string{"Ferries stay away | " + japaneseTitle + " | 2026-11-02"}},
		{Name: "EUC-JP by its header alone", Serve: answer(typed("text/xml; charset=EUC-JP", in(japanese.EUCJP, strings.Replace(rss(japaneseTitle, ferries.whole()), ` encoding="utf-8"`, "", 1)))), Holds: []string{"Ferries stay away | " + japaneseTitle + " | 2026-11-02"}},
		{Name: "UTF-16 without a mark", Serve: answer(typed("text/xml; charset=utf-16le", in(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), declared("utf-16", whole)))), Holds: both},
		{Name: "windows-1252 called ISO 8859-1", Serve: feedOf(in(charmap.Windows1252, smart)), Holds: both, Has: []string{"said “on Monday” that"}},
		{Name: "one byte of Latin-1 in UTF-8", Serve: feedOf(strings.Replace(rss("Der Kai – “Süd”", ferries.whole()), "customs house", "caf\xe9", 1)), Holds: []string{"Ferries stay away | Der Kai – “Süd” | 2026-11-02"}},
		{Name: "a script after the feed", Serve: feedOf(whole + "\n<!-- cached 12:00 --><script>var x = '<item>';</script>"), Holds: both},
		{Name: "ampersands in links", Serve: only(func() site {
			s := pages(rss("The Quay", strings.ReplaceAll(ferries.summary("https://quay.example/story?id=7LANG"), "LANG", "&lang=en&copy=1")))
			s["/story"] = html5(ferries.page(""))
			return s
		}), Holds: []string{heldFerries}},
		{Name: "no charset after its name", Serve: answer(typed("text/xml; charset=", whole)), Holds: both},
		{Name: "a charset without its hyphen", Serve: answer(typed("application/rss+xml; charset=UTF8; qs=0.9", whole)), Holds: both},
		{Name: "an encoding that is none", Serve: answer(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "UTF-8")
			send(whole)(w, r)
		}), Holds: both},
		{Name: "plain text that is declared gzip", Serve: answer(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			send(whole)(w, r)
		}), Rejected: []string{"it cannot be fetched: the compressed data is damaged"}},
	}
}

// awkwardSystems are the feeds of other systems.
func awkwardSystems() []Kind {
	mastodon := `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:webfeeds="http://webfeeds.org/rss/1.0"><channel><title>Ole Brandt</title><description>Public posts from @ole@quay.example</description><link>https://quay.example/@ole</link>` + each(func(e entry) string {
		return fmt.Sprintf(`<item><guid isPermaLink="true">https://quay.example/@ole/1%d</guid><link>https://quay.example/@ole/1%d</link><pubDate>%s</pubDate><description>&lt;p&gt;%s&lt;/p&gt;</description></item>`, e.day, e.day, e.date(), html.EscapeString(e.text[:200]))
	}) + `</channel></rss>`
	const post = `<html><head><title>Ole Brandt: post</title></head><body><div id="mastodon"></div><noscript>To use this web application, please enable JavaScript.</noscript></body></html>`
	reddit := `<feed xmlns="http://www.w3.org/2005/Atom"><title>quay</title>` + each(func(e entry) string {
		return fmt.Sprintf(`<entry><author><name>/u/ole</name></author><content type="html">&lt;table&gt;&lt;tr&gt;&lt;td&gt; submitted by &lt;a href=&quot;x&quot;&gt;/u/ole&lt;/a&gt; &lt;br/&gt; &lt;span&gt;&lt;a href=&quot;https://quay.example%s&quot;&gt;[link]&lt;/a&gt;&lt;/span&gt; &lt;span&gt;&lt;a href=&quot;x&quot;&gt;[comments]&lt;/a&gt;&lt;/span&gt;&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;</content><id>t3_%d</id><link href="https://quay.example/r/%d"/><updated>2026-11-0%dT08:30:00+00:00</updated><published>2026-11-0%dT08:30:00+00:00</published><title>%s</title></entry>`, e.path, e.day, e.day, e.day, e.day, e.title)
	}) + `</feed>`
	github := `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:lang="en-US"><title>Release notes from quay</title><entry><id>tag:github.example,2008:Repository/1/v1.2</id><updated>2026-11-02T08:30:00Z</updated><link rel="alternate" type="text/html" href="https://quay.example/releases/v1.2"/><title>v1.2</title><content type="html">&lt;h2&gt;Ferries&lt;/h2&gt;&lt;p&gt;` + html.EscapeString(ferries.text) + `&lt;/p&gt;</content><author><name>ole</name></author></entry></feed>`
	episode := rss("The Quay", `<item><title>Ferries stay away</title><guid isPermaLink="false">e1</guid><pubDate>`+ferries.date()+`</pubDate><enclosure url="https://quay.example/e1.mp3" length="1" type="audio/mpeg"/></item>`)
	shownotes := rss("The Quay", `<item><title>Ferries stay away</title><link>https://quay.example`+ferries.path+`</link><guid isPermaLink="false">e1</guid><pubDate>`+ferries.date()+`</pubDate><enclosure url="https://quay.example/e1.mp3" length="1" type="audio/mpeg"/></item>`)
	return []Kind{
		{Name: "Mastodon", Serve: only(func() site {
			s := pages(mastodon)
			s["/@ole/12"], s["/@ole/13"] = html5(post), html5(post)
			return s
		}), Rejected: []string{"the page shows its article only where JavaScript runs", "the page shows its article only where JavaScript runs"}},
		{Name: "Reddit", Serve: only(func() site {
			s := pages(reddit)
			s["/r/2"], s["/r/3"] = status(http.StatusForbidden), status(http.StatusForbidden)
			return s
		}), Rejected: []string{"the server answered 403", "the server answered 403"}, Lacks: []string{"submitted by"}},
		{Name: "releases of a program", Serve: feedOf(github), Holds: []string{"v1.2 | Release notes from quay | 2026-11-02"}},
		{Name: "an episode that is nothing but a recording", Serve: feedOf(episode), Rejected: []string{`its item "Ferries stay away" has neither an article's text nor an address`}},
		{Name: "an episode with a page", Serve: feedOf(shownotes), Holds: []string{heldFerries}},
	}
}

// awkwardAnswers are what servers answer.
func awkwardAnswers() []Kind {
	whole := rss("The Quay", lock.whole(), ferries.whole())
	summary := rss("The Quay", ferries.summary("https://quay.example/story"))
	page := func(h http.HandlerFunc) func(*fetchtest.Network) {
		return only(func() site {
			s := pages(summary)
			s["/story"] = h
			return s
		})
	}
	challenge := `<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>Checking your browser before accessing quay.example</h1><p>Enable JavaScript and cookies to continue. Ray ID: 8</p></body></html>`
	return []Kind{
		{Name: "a check for robots with 403", Serve: answer(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, challenge)
		}), Rejected: []string{"the server answered 403"}},
		{Name: "a check for robots with 503, at a page", Serve: page(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprint(w, challenge)
		}), Rejected: []string{"the server answered 503"}},
		{Name: "a password", Serve: answer(status(401, "WWW-Authenticate", `Basic realm="x"`)), Rejected: []string{"the server answered 401"}},
		{Name: "a part of the feed (206)", Serve: answer(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/xml")
			w.Header().Set("Content-Range", "bytes 0-99/5000")
			w.WriteHeader(http.StatusPartialContent)
			fmt.Fprint(w, whole[:100])
		}), Rejected: []string{"the server answered 206"}},
		{Name: "no content (204)", Serve: answer(status(204)), Rejected: []string{"the server answered 204"}},
		{Name: "304 to a first question", Serve: answer(status(304)), Rejected: []string{"the server answered 304"}},
		{Name: "a redirect without an address", Serve: answer(status(302)), Rejected: []string{"it redirects, but not to an address"}},
		{Name: "Retry-After with a date that is over", Serve: answer(status(503, "Retry-After", "Mon, 02 Nov 2020 08:30:00 GMT")), Rejected: []string{"the server answered 503"}},
		{Name: "a page that asks for a cookie first", Serve: page(func(w http.ResponseWriter, r *http.Request) {
			if _, err := r.Cookie("seen"); err != nil {
				http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1", Path: "/"})
				http.Redirect(w, r, "/story", http.StatusFound)
				return
			}
			html5(ferries.page(""))(w, r)
		}), Holds: []string{heldFerries}},
		{Name: "a page that leads on by itself", Serve: page(html5(`<html><head><title>Moved</title><meta http-equiv="refresh" content="0; url=` + ferries.path + `"></head><body>Moved</body></html>`)), Holds: []string{heldFerries}},
		{Name: "a redirect with letters that are not ASCII", Serve: only(func() site {
			s := pages(summary)
			s["/story"], s["/fähren bleiben"] = move(301, "/fähren bleiben"), html5(ferries.page(""))
			return s
		}), Holds: []string{heldFerries}},
		{Name: "links that lead to no page", Serve: feedOf(rss("The Quay", ferries.summary("javascript:void(0)"), lock.summary("mailto:desk@quay.example"))), Rejected: []string{`its item "Who pays for the lock" has neither`, `its item "Ferries stay away" has neither`}},
		{Name: "one link for all items", Serve: feedOf(rss("The Quay", ferries.summary("https://quay.example/"), lock.summary("https://quay.example/"))), Rejected: []string{"the server answered 404"}},
		{Name: "links to parts of pages", Serve: only(func() site {
			return site{"/feed": html5(`<html><head><title>The Quay</title></head><body><h2><a href="` + ferries.path + `#top">Ferries stay away from the pier</a></h2><a href="` + ferries.path + `#comments">12 comments on this one here</a><h2><a href="` + ferries.path + `?utm_source=list">Ferries stay away, in short, today</a></h2></body></html>`),
				ferries.path: html5(ferries.page(""))}
		}), Rejected: []string{"the page is a list of links"}, Followed: []string{"Ferries stay away from the pier | quay.example | "}},
	}
}
