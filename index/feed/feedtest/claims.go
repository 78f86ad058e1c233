package feedtest

import (
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/fetch/fetchtest"
)

// claims are what pages say of themselves, rightly or not.
func claims() []Kind {
	summaries := rss("The Quay", lock.summary(home+lock.path), ferries.summary(home+ferries.path))
	undatedSummary := rss("The Quay", strings.Replace(ferries.summary(home+ferries.path), "<pubDate>"+ferries.date()+"</pubDate>", "", 1))
	canonical := func(of func(e entry) string) func(*fetchtest.Network) {
		return only(func() site {
			s := pages(summaries)
			for _, e := range []entry{ferries, lock} {
				s[e.path] = html5(e.page(fmt.Sprintf(`<link rel="canonical" href="%s">`, of(e))))
			}
			return s
		})
	}
	printed := func(line string) func(*fetchtest.Network) {
		return only(func() site {
			s := pages(undatedSummary)
			s[ferries.path] = html5(strings.Replace(ferries.page(""), "</h1>", "</h1>"+line, 1))
			return s
		})
	}
	one := func(date string) []string { return []string{"Ferries stay away | The Quay | " + date} }
	return []Kind{
		{Name: "canonical addresses that name the home page", Serve: canonical(func(entry) string { return home + "/" }), Holds: both},
		{Name: "canonical addresses that name the section", Serve: canonical(func(entry) string { return home + "/2026/" }), Holds: both},
		{Name: "canonical addresses that name another article", Serve: canonical(func(entry) string { return home + ferries.path }), Holds: both},
		{Name: "one canonical address for all", Serve: canonical(func(entry) string { return home + "/promo/subscribe" }), Holds: both},
		{Name: "canonical addresses of another site", Serve: canonical(func(e entry) string { return "https://pier.example" + e.path }), Holds: both},
		{Name: "canonical addresses with tracking", Serve: canonical(func(e entry) string { return home + e.path + "?utm_campaign=x" }), Holds: both},
		{Name: "AMP pages", Serve: only(func() site {
			s := pages(rss("The Quay", lock.summary(home+lock.path+"/amp"), ferries.summary(home+ferries.path+"?amp=1")))
			s[lock.path+"/amp"] = html5(lock.page(`<link rel="canonical" href="` + home + lock.path + `">`))
			return s
		}), Holds: both},
		{Name: "links through another host", Serve: func(n *fetchtest.Network) {
			n.HandleTLS("quay.example", pages(rss("The Quay", ferries.summary("https://proxy.example/r/1"))))
			n.HandleTLS("proxy.example", site{"/r/1": move(301, home+ferries.path+"?utm_source=proxy")})
		}, Holds: []string{heldFerries}},
		{Name: "a date that only a line of the page has", Serve: printed(`<p class="meta">Published: Monday, 2 November 2026 at 8:30 a.m. | Updated 3 November 2026</p>`), Holds: one("2026-11-02")},
		{Name: "a date that stands alone below the title", Serve: printed(`<div><span>November 2nd, 2026</span></div>`), Holds: one("2026-11-02")},
		{Name: "two dates that stand alone", Serve: printed(`<p>2 November 2026</p><p>4 November 2026</p>`), Holds: one("")},
		{Name: "a date that tells of a change", Serve: printed(`<p>Updated 4 November 2026</p>`), Holds: one("")},
		{Name: "a date of the copyright", Serve: printed(`<p>© 2026</p>`), Holds: one("")},
		{Name: "a date that only the address has", Serve: only(func() site {
			s := pages(rss("The Quay", strings.Replace(ferries.summary(home+"/2026/11/02/ferries-stay-away"), "<pubDate>"+ferries.date()+"</pubDate>", "", 1)))
			s["/2026/11/02/ferries-stay-away"] = s[ferries.path]
			return s
		}), Holds: one("2026-11-02")},
		{Name: "a page from the future", Serve: only(func() site {
			s := pages(undatedSummary)
			s[ferries.path] = html5(ferries.page(`<meta property="article:published_time" content="2027-03-02T07:00:00Z">`))
			return s
		}), Holds: one("")},
	}
}

// stubs are pages that show no article.
func stubs() []Kind {
	summary := rss("The Quay", lock.summary(home+lock.path), ferries.summary(home+"/stub"))
	page := func(body string) func(*fetchtest.Network) {
		return only(func() site {
			s := pages(summary)
			s["/stub"] = html5(`<!DOCTYPE html><html><head>` + body + `</html>`)
			return s
		})
	}
	one := []string{heldLock}
	live := entry{"/stub", "Ferries stay away", "", 2}
	return []Kind{
		{Name: "a missing page that says 200", Serve: page(`<title>Page not found - The Quay</title></head><body><h1>Page not found</h1><p>Sorry, the page that you are looking for does not exist or was moved. Try the search, or go back to our home page.</p></body>`), Holds: one, Rejected: []string{"the page is an error message of the site"}},
		{Name: "a consent wall", Serve: page(`<title>Before you continue</title></head><body><div><h1>We value your privacy</h1><p>We and our 812 partners store and access information on your device, such as cookies, and process personal data.</p><p>You can accept all cookies or manage your preferences. Legitimate interest can be withdrawn in our cookie policy at any time.</p><button>Accept all</button></div></body>`), Holds: one, Rejected: []string{"the page is a dialog about cookies and consent"}},
		{Name: "a page that needs JavaScript", Serve: page(`<title>Ferries stay away</title></head><body><div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript><script src="app.js"></script></body>`), Holds: one, Rejected: []string{"the page shows its article only where JavaScript runs"}},
		{Name: "a check for robots", Serve: page(`<title>Just a moment...</title></head><body><h1>quay.example</h1><p>Verify you are human by completing the action below.</p><p>quay.example needs to review the security of your connection before proceeding.</p></body>`), Holds: one, Rejected: []string{"the page is a check for robots"}},
		{Name: "the beginning of an article before a paywall", Serve: page(`<title>Ferries stay away</title></head><body><article><h1>Ferries stay away</h1><p>` + first[:100] + `</p><div class="paywall"><p>Subscribe now to continue reading. Already a subscriber? Sign in.</p><p>Full access to all articles. Cancel any time.</p></div></article></body>`), Holds: one, Rejected: []string{"the page is a paywall"}},
		{Name: "a redirect of a missing page to the home page", Serve: only(func() site {
			s := pages(summary)
			s["/stub"] = move(302, "/")
			s["/"] = html5(`<html><head><title>The Quay</title></head><body><ul><li><a href="/a">Who pays for the lock, and when</a></li><li><a href="/b">Mayor speaks to the council again</a></li></ul></body></html>`)
			return s
		}), Holds: one, Rejected: []string{"it leads to the home page of its site"}},
		{Name: "a live page", Serve: page(`<title>` + live.title + `</title><script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "Ferries stay away", "datePublished": "2026-11-02T08:30:00Z"}</script></head><body><article class="live-blog"><h1>Ferries stay away</h1><div class="post"><time>10:00</time><p>` + first + `</p></div><div class="post"><time>09:00</time><p>` + second + `</p></div></article></body>`), Holds: both, Has: []string{"Ole Brandt", "Ida Holm"}},
	}
}
