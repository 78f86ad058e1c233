package feedtest

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/index/fetch/fetchtest"
)

// Kinds returns the table of kinds.
func Kinds() []Kind {
	kinds := formats()
	for _, more := range [][]Kind{contents(), identities(), dates(), moves(), refusals(), hostile(), systems(), dialects(), servers(), claims(), stubs(), awkwardDates(), awkwardForms(), awkwardBytes(), awkwardSystems(), awkwardAnswers()} {
		kinds = append(kinds, more...)
	}
	return kinds
}

// formats are the forms of good feeds.
func formats() []Kind {
	whole := rss("The Quay", lock.whole(), ferries.whole())
	atom := `<feed xmlns="http://www.w3.org/2005/Atom"><title>The Quay</title>` + each(func(e entry) string {
		return fmt.Sprintf(`<entry><title>%s</title><id>tag:%s</id><link href="%s"/><published>2026-11-0%dT08:30:00Z</published><updated>2026-11-0%dT08:30:00Z</updated><content type="html">&lt;p&gt;%s&lt;/p&gt;</content></entry>`, e.title, e.path, e.path, e.day, e.day, e.text)
	})
	items := each(func(e entry) string {
		return fmt.Sprintf(`,{"id": "%s", "url": "https://quay.example%s", "title": "%s", "date_published": "2026-11-0%dT08:30:00Z", "content_text": "%s"}`, e.path, e.path, e.title, e.day, e.text)
	})
	sitemap := `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">` + each(func(e entry) string {
		return fmt.Sprintf(`<url><loc>https://quay.example%s</loc><news:news><news:publication><news:name>The Quay</news:name></news:publication><news:publication_date>2026-11-0%d</news:publication_date><news:title>%s</news:title></news:news></url>`, e.path, e.day, e.title)
	}) + `</urlset>`
	return []Kind{
		{Name: "RSS with whole articles", Serve: feedOf(whole), Holds: both},
		{Name: "Atom", Serve: answer(typed("application/atom+xml", atom+"</feed>")), Holds: both},
		{Name: "JSON Feed", Serve: answer(typed("application/json", `{"version": "https://jsonfeed.org/version/1.1", "title": "The Quay", "items": [`+items[1:]+`]}`)), Holds: both},
		{Name: "a feed that is called text/html", Serve: answer(typed("text/html", whole)), Holds: both},
		{Name: "a news sitemap", Serve: answer(typed("application/xml", sitemap)), Holds: both},
		{Name: "an index of sitemaps", Serve: only(func() site {
			s := pages(`<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/news.xml.gz</loc></sitemap><sitemap><loc>https://elsewhere.example/x.xml</loc></sitemap></sitemapindex>`)
			s["/news.xml.gz"] = typed("application/gzip", string(zipped([]byte(sitemap))))
			return s
		}), Holds: both, Rejected: []string{"it is on another site than the index that names it"}},
		{Name: "a feed without a title", Serve: feedOf(rss("", ferries.whole())), Holds: []string{"Ferries stay away | quay.example | 2026-11-02"}},
		{Name: "compressed", Serve: answer(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(zipped([]byte(whole)))
		}), Holds: both},
	}
}

// contents are what feeds do to the words of their items.
func contents() []Kind {
	const link = "https://quay.example"
	summaries := rss("The Quay", lock.summary(link+lock.path), ferries.summary(link+ferries.path))
	item := func(title, text string) string {
		return `<item><title>` + title + `</title><link>` + ferries.path + `</link><pubDate>` + ferries.date() + `</pubDate><content:encoded>` + text + `</content:encoded></item>`
	}
	return []Kind{
		{Name: "summaries only", Serve: feedOf(summaries), Holds: both},
		{Name: "summaries, and pages that robots.txt forbids", Serve: only(func() site {
			s := pages(summaries)
			s["/robots.txt"] = typed("text/plain", "User-agent: *\nDisallow: /2026/who")
			return s
		}), Holds: []string{heldFerries}, Rejected: []string{"its site's robots.txt asks programs not to read it"}},
		{Name: "a summary whose page is missing", Serve: feedOf(rss("The Quay", lock.summary(link+lock.path), ferries.summary(link+"/missing"))), Holds: []string{heldLock}, Rejected: []string{"the server answered 404 Not Found"}},
		{Name: "a summary without a page", Serve: feedOf(rss("The Quay", "<item><title>Only a title</title></item>")), Rejected: []string{`its item "Only a title" has neither an article's text nor an address`}},
		{Name: "a summary whose page is a picture", Serve: only(func() site {
			s := pages(rss("The Quay", ferries.summary(link+"/photo")))
			s["/photo"] = typed("image/png", "PNG")
			return s
		}), Rejected: []string{`the server sent "image/png", not a web page`}},
		{Name: "summaries that all lead to one page", Serve: only(func() site {
			s := pages(rss("The Quay", lock.summary(link+"/x"), ferries.summary(link+ferries.path)))
			s["/x"] = move(302, ferries.path)
			return s
		}), Holds: []string{heldFerries}, Rejected: []string{"it leads to the same page as another item"}},
		{Name: "a content that is cut", Serve: feedOf(rss("The Quay", item("Ferries stay away", "<![CDATA[<p>"+long(second)+" […]</p>]]>"))), Holds: []string{heldFerries}},
		{Name: "relative links", Serve: feedOf(rss("The Quay", lock.summary("2026/who-pays-for-the-lock"), ferries.summary(".."+ferries.path))), Holds: both},
		{Name: "HTML in titles", Serve: feedOf(rss("The &lt;i&gt;Quay&lt;/i&gt;", item("&lt;b&gt;Ferries&lt;/b&gt; stay&amp;nbsp;away", "<![CDATA[<p>"+long(first)+"</p>]]>"))), Holds: []string{heldFerries}},
		{Name: "content that is escaped, not CDATA", Serve: feedOf(rss("The Quay", item("Ferries stay away", "&lt;p&gt;"+long(first)+"&lt;/p&gt;"))), Holds: []string{heldFerries}},
		{Name: "control characters and unknown entities", Serve: feedOf(rss("The\x01 Quay", item("Ferries&#x2; stay&nbsp;away", "&lt;p&gt;"+long(first)+"\x0b&hellip; so be it.&lt;/p&gt;"))), Holds: []string{heldFerries}},
		{Name: "a charset that is declared wrongly", Serve: answer(typed("text/xml; charset=iso-8859-1", rss("Der Kai – “Süd”", item("Fähren", "<![CDATA[<p>"+long(first)+"</p>]]>")))), Holds: []string{"Fähren | Der Kai – “Süd” | 2026-11-02"}},
		{Name: "an item without a link", Serve: feedOf(rss("The Quay", "<item><guid isPermaLink='false'>9</guid><pubDate>"+ferries.date()+"</pubDate><description>Brandt said: “Nobody sails.”</description></item>")), Holds: []string{" | The Quay | 2026-11-02"}},
	}
}

// identities are what feeds do to the addresses and GUIDs of their items.
func identities() []Kind {
	corrected := entry{ferries.path, ferries.title, long(first) + " A correction: it was four cracks.", 2}
	renamed := entry{"/2026/four-cracks", ferries.title, corrected.text, 2}
	elsewhere := entry{"/2026/elsewhere", ferries.title, ferries.text, 2}
	sameID := func(e entry) string {
		return strings.Replace(e.whole(), "id-"+e.path, "id-"+ferries.path, 1)
	}
	turn := func(feeds ...string) func(*fetchtest.Network) {
		return only(func() site {
			s := pages("")
			var answers []http.HandlerFunc
			for _, f := range feeds {
				answers = append(answers, send(f))
			}
			s["/feed"] = inTurn(answers...)
			return s
		})
	}
	linked := func(link string) string {
		return rss("The Quay", strings.Replace(strings.Replace(ferries.whole(), "https://quay.example"+ferries.path, link, 1), "id-", link, 1))
	}
	return []Kind{
		{Name: "an item that is changed", Serve: turn(rss("The Quay", ferries.whole()), rss("The Quay", corrected.whole())), Holds: []string{heldFerries}, Updated: 1},
		{Name: "an item that is changed and moved, with its GUID", Serve: turn(rss("The Quay", sameID(ferries)), rss("The Quay", sameID(renamed))), Holds: []string{heldFerries}, Updated: 1},
		{Name: "an item that is moved, with its GUID", Serve: turn(rss("The Quay", sameID(ferries)), rss("The Quay", sameID(elsewhere))), Holds: []string{heldFerries}, Updated: 1},
		{Name: "an item that is added", Serve: turn(rss("The Quay", ferries.whole()), rss("The Quay", lock.whole(), ferries.whole())), Holds: both, Added: 1},
		{Name: "an item that is gone", Serve: turn(rss("The Quay", lock.whole(), ferries.whole()), rss("The Quay", lock.whole())), Holds: both},
		{Name: "one GUID for all items", Serve: feedOf(rss("The Quay", sameID(lock), sameID(ferries))), Holds: both},
		{Name: "one GUID for each day's item", Serve: turn(rss("The Quay", sameID(ferries)), rss("The Quay", sameID(lock))), Holds: both, Added: 1},
		{Name: "no GUIDs", Serve: feedOf(strings.ReplaceAll(rss("The Quay", lock.whole(), ferries.whole()), "guid", "nothing")), Holds: both},
		{Name: "tracking parameters", Serve: feedOf(rss("The Quay", lock.summary("https://quay.example"+lock.path+"?utm_source=rss&utm_medium=x"), lock.summary("https://quay.example"+lock.path+"?utm_source=y"))), Holds: []string{heldLock}},
		{Name: "addresses that change their form", Serve: turn(linked("https://www.quay.example"+ferries.path+"/?utm_source=rss"), linked("http://quay.example"+ferries.path+"/amp")), Holds: []string{heldFerries}},
		{Name: "another site's address", Serve: func(n *fetchtest.Network) {
			n.HandleTLS("quay.example", pages(rss("The Quay", strings.ReplaceAll(ferries.whole(), "quay.example", "pier.example"), ferries.whole())))
		}, Holds: []string{heldFerries, heldFerries}},
		{Name: "an ETag that changes each time", Serve: only(func() site {
			s, n := pages(""), 0
			s["/feed"] = func(w http.ResponseWriter, r *http.Request) {
				n++
				w.Header().Set("ETag", fmt.Sprintf(`"%d"`, n))
				send(rss("The Quay", lock.whole(), ferries.whole()))(w, r)
			}
			return s
		}), Holds: both},
	}
}

// dates are what feeds do to the dates of their items.
func dates() []Kind {
	dated := func(date string) string {
		return rss("The Quay", strings.Replace(ferries.whole(), ferries.date(), date, 1))
	}
	const undated = "Ferries stay away | The Quay | "
	fromPage := pages(rss("The Quay", strings.Replace(ferries.summary("https://quay.example"+ferries.path), ferries.date(), "soon", 1)))
	fromPage[ferries.path] = html5(ferries.page(`<meta property="article:published_time" content="2026-11-01T07:00:00Z">`))
	return []Kind{
		{Name: "a date in the future", Serve: feedOf(dated("Mon, 02 Nov 2099 08:30:00 GMT")), Holds: []string{undated}},
		{Name: "a date of a clock that was never set", Serve: feedOf(dated("Thu, 01 Jan 1970 00:00:00 GMT")), Holds: []string{undated}},
		{Name: "a date that can be read in two ways", Serve: feedOf(dated("03/04/2026")), Holds: []string{undated}},
		{Name: "no date", Serve: feedOf(dated("")), Holds: []string{undated}},
		{Name: "a date with the name of a zone", Serve: feedOf(dated("Sun, 1 Nov 2026 23:30 EST")), Holds: []string{"Ferries stay away | The Quay | 2026-11-01"}},
		{Name: "a date that only the page has", Serve: func(n *fetchtest.Network) { n.HandleTLS("quay.example", fromPage) }, Holds: []string{"Ferries stay away | The Quay | 2026-11-01"}},
		{Name: "dates that move at each request", Serve: only(func() site {
			s := pages("")
			s["/feed"] = inTurn(send(dated("Mon, 02 Nov 2026 08:30:00 GMT")), send(dated("Tue, 03 Nov 2026 09:30:00 GMT")))
			return s
		}), Holds: []string{heldFerries}},
	}
}

// moves are addresses that lead elsewhere.
func moves() []Kind {
	whole := rss("The Quay", lock.whole(), ferries.whole())
	moved := func(code int) func(*fetchtest.Network) {
		return only(func() site {
			s := pages("")
			s["/feed"], s["/new"] = move(code, "/new"), send(whole)
			return s
		})
	}
	return []Kind{
		{Name: "moved for good (301)", Serve: moved(301), Holds: both},
		{Name: "moved for good (308)", Serve: moved(308), Holds: both},
		{Name: "moved for now (302)", Serve: moved(302), Holds: both},
		{Name: "a redirect to plain http", Serve: func(n *fetchtest.Network) {
			n.HandleTLS("quay.example", site{"/feed": move(301, "http://quay.example/feed")})
			n.Handle("quay.example", site{"/feed": send(whole)})
		}, Holds: both},
		{Name: "a loop of redirects", Serve: answer(move(302, "/feed")), Rejected: []string{"it leads on to other addresses more than 10 times"}},
		{Name: "a redirect to a private address", Serve: answer(move(301, "http://192.168.0.1/feed")), Rejected: []string{"it leads on to an address of a private network"}},
		{Name: "a redirect to the metadata of a cloud", Serve: answer(move(302, "http://[64:ff9b::169.254.169.254]/latest")), Rejected: []string{"it leads on to an address of a private network"}},
		{Name: "an item at a private address", Serve: feedOf(rss("The Quay", lock.whole(), ferries.summary("http://127.0.0.1/admin"))), Holds: []string{heldLock}, Rejected: []string{"it leads on to an address of a private network"}},
	}
}

// refusals are answers other than a feed.
func refusals() []Kind {
	limited := func(code int) func(*fetchtest.Network) {
		return only(func() site {
			s := pages(rss("The Quay", lock.summary("https://quay.example"+lock.path), ferries.summary("https://quay.example"+ferries.path)))
			s[ferries.path] = status(code, "Retry-After", "60")
			return s
		})
	}
	return []Kind{
		{Name: "gone (410)", Serve: answer(status(410)), Rejected: []string{"the server answered 410 Gone"}},
		{Name: "not found", Serve: answer(status(404)), Rejected: []string{"the server answered 404 Not Found"}},
		{Name: "Retry-After", Serve: answer(status(503, "Retry-After", "120")), Rejected: []string{"the server answered 503 Service Unavailable"}},
		{Name: "pages that ask to wait", Serve: limited(429), Rejected: []string{"the server answered 429 Too Many Requests", "it was not asked for, since its server asked to wait"}, Followed: []string{heldLock}},
		{Name: "304 for ever", Serve: answer(status(304)), Rejected: []string{"the server answered 304 Not Modified"}},
		{Name: "a certificate that nobody trusts", Serve: func(n *fetchtest.Network) { n.HandleUntrusted("quay.example", pages("")) }, Rejected: []string{"it cannot be fetched: tls: failed to verify certificate"}},
		{Name: "no such host", Serve: func(*fetchtest.Network) {}, Rejected: []string{"it cannot be fetched: lookup quay.example: no such host"}},
		{Name: "nothing", Serve: answer(send("")), Rejected: []string{"it is empty"}},
		{Name: "a web page instead of a feed", Serve: answer(send("<!DOCTYPE html><html><body>Please log in.</body></html>")), Rejected: []string{"it is a web page, not a feed"}},
		{Name: "a list of feeds", Serve: answer(typed("text/xml", `<opml version="2.0"><body/></opml>`)), Rejected: []string{"it is a list of feeds (OPML), not a feed"}},
		{Name: "a feed without items", Serve: feedOf(rss("The Quay"))},
		{Name: "a feed that is cut short", Serve: answer(send(strings.TrimSuffix(rss("The Quay", ferries.whole()), "</item></channel></rss>"))), Rejected: []string{"its RSS is broken"}},
	}
}

// hostile are sources that take time and room.
func hostile() []Kind {
	var huge, many strings.Builder
	s := pages("")
	for i := range 1200 {
		e := entry{fmt.Sprintf("/n/%d", i), fmt.Sprintf("Notice %d", i), fmt.Sprintf("Notice %d of the harbour office. ", i) + long(first), 2}
		huge.WriteString(e.whole())
		if i < 120 {
			many.WriteString(e.summary("https://quay.example" + e.path))
			s[e.path] = html5(e.page(""))
		}
	}
	s["/feed"] = send(rss("The Quay", many.String()))
	var notices, pagesHeld []string
	for i := range 1000 {
		notices = append(notices, fmt.Sprintf("Notice %d | The Quay | 2026-11-02", i))
		if i < 100 {
			pagesHeld = append(pagesHeld, notices[i])
		}
	}
	return []Kind{
		{Name: "a header that never comes", Serve: answer(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }), Rejected: []string{"the server took too long to answer"}},
		{Name: "a body that stops", Serve: answer(func(w http.ResponseWriter, r *http.Request) {
			send("<rss><channel>")(w, r)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}), Rejected: []string{"it cannot be read to its end: the server stopped sending"}},
		{Name: "a body that drips", Serve: answer(func(w http.ResponseWriter, r *http.Request) {
			for send("<rss>")(w, r); r.Context().Err() == nil; {
				fmt.Fprint(w, " ")
				w.(http.Flusher).Flush()
				select {
				case <-time.After(10 * time.Second):
				case <-r.Context().Done():
				}
			}
		}), Rejected: []string{"it cannot be read to its end: the server took too long to answer"}},
		{Name: "a body without end", Serve: answer(func(w http.ResponseWriter, r *http.Request) {
			send("<rss><channel>")(w, r)
			for block := strings.Repeat("<item/>\n", 8000); ; {
				if _, err := fmt.Fprint(w, block); err != nil {
					return
				}
			}
		}), Rejected: []string{"it is larger than 16 MiB, the limit of a feed"}},
		{Name: "a gzip bomb", Serve: answer(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/rss+xml")
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(zipped(make([]byte, 64<<20)))
		}), Rejected: []string{"it cannot be read to its end: it is too large: its compressed data unpacks to more than 100 times its size"}},
		{Name: "an XML bomb", Serve: answer(send(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>`)), Rejected: []string{"it defines entities of its own"}},
		{Name: "elements nested without end", Serve: answer(send("<rss><channel><item>" + strings.Repeat("<x:y>", 300_000))), Rejected: []string{"its elements are nested more than 256 deep"}},
		{Name: "1,200 items", Serve: feedOf(rss("The Quay", huge.String())), Holds: notices, Rejected: []string{"200 older items of it were left out"}},
		{Name: "120 summaries", Serve: func(n *fetchtest.Network) { n.HandleTLS("quay.example", s) }, Holds: pagesHeld, Rejected: []string{"20 older items of it were left out"}},
	}
}
