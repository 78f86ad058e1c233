package feedtest

import (
	"fmt"
	"html"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/fetch/fetchtest"
)

// home is the address of the site.
const home = "https://quay.example"

// rssWith returns an RSS feed whose root has the usual namespaces.
func rssWith(head string, items ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" ` +
		`xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>The Quay</title><link>` + home + `</link>` + head + strings.Join(items, "") + `</channel></rss>`
}

// systems are feeds as the programs write them that most sites run.
func systems() []Kind {
	type form func(e entry) string
	of := func(f form) string { return rssWith("", each(f)) }
	paragraphs := func(e entry) string {
		return "<p>" + strings.ReplaceAll(e.text, ". ", ".</p>\n<p>") + "</p>"
	}
	wordpress := of(func(e entry) string {
		return fmt.Sprintf(`<item><title>%s</title><link>%s%s/</link><comments>%s%s/#respond</comments><dc:creator><![CDATA[Ada Lund]]></dc:creator><pubDate>%s</pubDate><category><![CDATA[News]]></category><guid isPermaLink="false">%s/?p=%d</guid>
<description><![CDATA[<p>%s [&#8230;]</p> <p>The post <a href="x">%s</a> appeared first on <a href="x">The Quay</a>.</p>]]></description>
<content:encoded><![CDATA[%s
<div class="sharedaddy"></div><p>The post <a href="x">%s</a> appeared first on <a href="x">The Quay</a>.</p>]]></content:encoded><slash:comments>0</slash:comments></item>`,
			e.title, home, e.path, home, e.path, e.date(), home, e.day, e.text[:60], e.title, paragraphs(e), e.title)
	})
	excerpts := of(func(e entry) string {
		excerpt := "<p>" + e.text[:300] + " [&#8230;]</p>"
		return fmt.Sprintf(`<item><title>%s</title><link>%s%s/</link><pubDate>%s</pubDate><guid isPermaLink="false">%s/?p=%d</guid><description><![CDATA[%s]]></description><content:encoded><![CDATA[%s]]></content:encoded></item>`,
			e.title, home, e.path, e.date(), home, e.day, excerpt, excerpt)
	})
	ghost := of(func(e entry) string {
		return fmt.Sprintf(`<item><title><![CDATA[ %s ]]></title><description><![CDATA[ In short. ]]></description><link>%s%s/</link><guid isPermaLink="false">6906%d</guid><dc:creator><![CDATA[ Ada Lund ]]></dc:creator><pubDate>%s</pubDate><media:content url="%s/a.jpg" medium="image"/><content:encoded><![CDATA[<img src="a.jpg" alt="%s"><p>%s</p><figure class="kg-card"><img src="b.jpg"><figcaption>Photo: The Quay</figcaption></figure>]]></content:encoded></item>`,
			e.title, home, e.path, e.day, e.date(), home, e.title, e.text)
	})
	drupal := of(func(e entry) string {
		return fmt.Sprintf(`<item><title>%s</title><link>%s%s</link><description>&lt;span class="field field--name-title"&gt;%s&lt;/span&gt; &lt;div class="field field--name-body"&gt;&lt;p&gt;%s&lt;/p&gt;&lt;/div&gt;</description><pubDate>%s</pubDate><dc:creator>admin</dc:creator><guid isPermaLink="false">%d at %s</guid></item>`,
			e.title, home, e.path, e.title, html.EscapeString(e.text[:150]), e.date(), e.day, home)
	})
	blogger := `<?xml version='1.0' encoding='UTF-8'?><?xml-stylesheet href="x.css" type="text/css"?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'><id>tag:blogger.example,1999:blog-1</id><title type='text'>The Quay</title>` + each(func(e entry) string {
		return fmt.Sprintf(`<entry><id>tag:blogger.example,1999:blog-1.post-%d</id><published>2026-11-0%dT00:30:00.000-08:00</published><updated>2026-11-0%dT00:30:00.000-08:00</updated><title type='text'>%s</title><content type='html'>%s</content><link rel='replies' href='%s/feeds/%d/comments'/><link rel='edit' href='%s/feeds/%d'/><link rel='self' href='%s/feeds/%d'/><link rel='alternate' type='text/html' href='%s%s'/></entry>`,
			e.day, e.day, e.day, e.title, html.EscapeString(paragraphs(e)), home, e.day, home, e.day, home, e.day, home, e.path)
	}) + `</feed>`
	medium := of(func(e entry) string {
		return fmt.Sprintf(`<item><title><![CDATA[%s]]></title><link>%s%s?source=rss-7f60cf5620c9------2</link><guid isPermaLink="false">%s/p/%d</guid><pubDate>%s</pubDate><content:encoded><![CDATA[<figure><img src="a.png"><figcaption>The pier</figcaption></figure><p>%s</p><img src="https://stats.example/_/stat?event=post" width="1" height="1"><hr><p><a href="x">%s</a> was originally published in <a href="x">The Quay</a> on Medium.</p>]]></content:encoded></item>`,
			e.title, home, e.path, home, e.day, e.date(), e.text, e.title)
	})
	const mail = "https://quay.example"
	paid := of(func(e entry) string {
		return fmt.Sprintf(`<item><title><![CDATA[%s]]></title><description><![CDATA[In short]]></description><link>%s%s</link><guid isPermaLink="false">%s%s</guid><pubDate>%s</pubDate><content:encoded><![CDATA[<p>%s</p><p class="button-wrapper"><a href="%s%s"> Read more </a></p>]]></content:encoded></item>`,
			e.title, mail, e.path, mail, e.path, e.date(), e.text[:290], mail, e.path)
	})
	podcast := rssWith("", fmt.Sprintf(`<item><title>Ferries stay away</title><itunes:title>Ferries stay away</itunes:title><pubDate>%s</pubDate><guid isPermaLink="false">e1</guid><enclosure url="%s/1.mp3" length="1" type="audio/mpeg"/><itunes:summary>In short.</itunes:summary><description><![CDATA[<p>%s</p>]]></description></item>`, ferries.date(), home, ferries.text))
	video := `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xmlns:yt="http://www.youtube.com/xml/schemas/2015"><title>The Quay</title><entry><id>yt:video:abc</id><yt:videoId>abc</yt:videoId><title>Ferries stay away</title><link rel="alternate" href="https://quay.example/watch?v=abc"/><published>2026-11-02T08:30:00+00:00</published><media:group><media:title>Ferries</media:title><media:description>` + first + `</media:description></media:group></entry></feed>`
	list := `{"articles": [` + strings.TrimSuffix(each(func(e entry) string {
		return fmt.Sprintf(`{"url": "%s%s", "url_mobile": "", "title": "%s", "seendate": "2026110%dT083000Z", "socialimage": "%s/a.jpg", "domain": "quay.example", "language": "English"},`, home, e.path, e.title, e.day, home)
	}), ",") + `]}`
	return []Kind{
		{Name: "WordPress", Serve: feedOf(wordpress), Holds: both, Lacks: []string{"appeared first", "[…]"}},
		{Name: "WordPress with excerpts", Serve: feedOfSlashed(excerpts), Holds: both, Lacks: []string{"[…]"}, Has: []string{"customs house"}},
		{Name: "Ghost", Serve: feedOf(ghost), Holds: both, Lacks: []string{"Photo:"}},
		{Name: "Drupal", Serve: feedOf(drupal), Holds: both, Lacks: []string{"field"}, Has: []string{"customs house"}},
		{Name: "Blogger", Serve: answer(typed("application/atom+xml", blogger)), Holds: both},
		{Name: "Medium", Serve: feedOf(medium), Holds: both, Lacks: []string{"originally published", "The pier"}},
		{Name: "a newsletter's posts for paying readers", Serve: only(func() site {
			s := pages(paid)
			stub := html5(`<html><head><title>Who pays for the lock</title></head><body><main><h1>Who pays for the lock</h1><p>This post is for paid subscribers</p><p>Subscribe to read this post. Already a subscriber? Sign in</p></main></body></html>`)
			s[lock.path] = stub
			return s
		}), Holds: []string{heldFerries}, Rejected: []string{"the page is a paywall"}, Lacks: []string{"Read more"}},
		{Name: "a podcast", Serve: feedOf(podcast), Holds: []string{heldFerries}},
		{Name: "a channel of videos", Serve: only(func() site {
			s := pages(video)
			s["/watch"] = html5(`<html><head><title>Ferries stay away</title></head><body><noscript>Please enable JavaScript to watch videos.</noscript><div id="app"></div><script>var x = 1</script></body></html>`)
			return s
		}), Rejected: []string{"the page shows its article only where JavaScript runs"}},
		{Name: "a list of articles in JSON", Serve: answer(typed("application/json", list)), Holds: []string{"Ferries stay away | quay.example | ", "Who pays for the lock | quay.example | "}},
	}
}

// feedOfSlashed is feedOf for a site whose pages' addresses end in a slash.
func feedOfSlashed(feed string) func(*fetchtest.Network) {
	return only(func() site {
		s := pages(feed)
		for _, e := range []entry{ferries, lock} {
			s[e.path+"/"] = s[e.path]
		}
		return s
	})
}
