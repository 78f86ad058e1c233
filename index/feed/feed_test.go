package feed_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"github.com/briefing-bot/briefing-bot/index/feed"
	"github.com/briefing-bot/briefing-bot/index/weburl"
)

const feedURL = "https://news.example/rss/feed.xml"

// parse reads a feed of news.example.
func parse(t *testing.T, data, contentType string) feed.Feed {
	t.Helper()
	f, err := feed.Parse([]byte(data), feed.Options{Type: contentType, URL: feedURL, Now: now})
	if err != nil {
		t.Fatalf("%v\n%s", err, data[:min(len(data), 300)])
	}
	return f
}

// rss returns a feed with the items given.
func rss(items string) string {
	return `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
		`<channel><title>The Quay</title><link>https://news.example/</link>` + items + `</channel></rss>`
}

// long is the text of an article that no one takes for a summary.
var long = strings.TrimSpace(strings.Repeat("The harbour was closed at dawn, and the ferries stayed away. ", 8))

// TestFormats reads one article from each format.
func TestFormats(t *testing.T) {
	for _, c := range []struct {
		name string
		kind feed.Kind
		data string
	}{
		{"RSS 2.0", feed.RSS, rss(`<item><title>Ferries stay away</title><link>/a?utm_source=rss</link><guid isPermaLink="false">7</guid><dc:creator>Ole Brandt</dc:creator>` +
			`<pubDate>Mon, 02 Nov 2026 08:30:00 GMT</pubDate><description>Short.</description><content:encoded><![CDATA[<p>` + long + `</p>]]></content:encoded></item>`)},
		{"RSS 1.0", feed.RSS, `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">` +
			`<channel rdf:about="https://news.example/"><title>The Quay</title><link>https://news.example/</link></channel>` +
			`<item rdf:about="https://news.example/a"><title>Ferries stay away</title><link>https://news.example/a</link><dc:creator>Ole Brandt</dc:creator><dc:date>2026-11-02T08:30:00Z</dc:date><content:encoded>` + long + `</content:encoded></item></rdf:RDF>`},
		{"RSS 0.91", feed.RSS, `<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">` +
			`<rss version="0.91"><channel><title>The Quay</title><link>https://news.example/</link><item><title>Ferries stay away</title><link>https://news.example/a</link></item></channel></rss>`},
		{"Atom 1.0", feed.Atom, `<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">The &lt;b&gt;Quay&lt;/b&gt;</title><link href="https://news.example/"/><author><name>Ole Brandt</name></author>` +
			`<entry><title>Ferries stay away</title><id>tag:7</id><link rel="enclosure" href="/a.mp3"/><link rel="alternate" href="../a"/><published>2026-11-02T08:30:00Z</published><updated>2026-11-03T08:30:00Z</updated>` +
			`<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>` + long + `</p></div></content></entry></feed>`},
		{"Atom 0.3", feed.Atom, `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>The Quay</title><entry><title>Ferries stay away</title><id>tag:7</id><link rel="alternate" href="https://news.example/a"/><issued>2026-11-02T08:30:00Z</issued><modified>2026-11-02T08:30:00Z</modified><content mode="escaped" type="text/html">&lt;p&gt;` + long + `&lt;/p&gt;</content></entry></feed>`},
		{"JSON Feed", feed.JSON, `{"version": "https://jsonfeed.org/version/1.1", "title": "The Quay", "home_page_url": "https://news.example/", "items": [{"id": "7", "url": "/a", "title": "Ferries stay away", "authors": [{"name": "Ole Brandt"}], "date_published": "2026-11-02T08:30:00Z", "content_html": "<p>` + long + `</p>"}]}`},
	} {
		f := parse(t, c.data, "")
		if f.Kind != c.kind || f.Title != "The Quay" || len(f.Items) != 1 {
			t.Errorf("%s: %+v", c.name, f)
			continue
		}
		it := f.Items[0]
		if it.Title != "Ferries stay away" || it.Link != "https://news.example/a" {
			t.Errorf("%s: %q %q", c.name, it.Title, it.Link)
		}
		if c.name == "RSS 0.91" {
			if it.Text != "" || !it.Published.IsZero() {
				t.Errorf("%s: %+v", c.name, it)
			}
			continue
		}
		if it.Text != long || !it.Published.Time.Equal(time.Date(2026, 11, 2, 8, 30, 0, 0, time.UTC)) {
			t.Errorf("%s: %q %v", c.name, it.Text, it.Published)
		}
		if it.Author != "Ole Brandt" && c.name != "Atom 0.3" {
			t.Errorf("%s: author %q", c.name, it.Author)
		}
		if changed := !it.Updated.IsZero(); changed != (c.name == "Atom 1.0") {
			t.Errorf("%s: updated %v", c.name, it.Updated)
		}
	}
}

// TestCharsets reads the same words however they are encoded and whatever is
// declared.
func TestCharsets(t *testing.T) {
	doc := func(encoding string) string {
		return `<?xml version="1.0" encoding="` + encoding + `"?><rss version="2.0"><channel><title>Zürich – “Café”</title><item><title>A</title><link>https://news.example/a</link></item></channel></rss>`
	}
	cp1252 := func(s string) string { out, _ := charmap.Windows1252.NewEncoder().String(s); return out }
	utf16, _ := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(doc("utf-16"))
	for _, c := range []struct{ name, contentType, data string }{
		{"UTF-8", "application/rss+xml; charset=utf-8", doc("utf-8")},
		{"UTF-8 with a byte order mark", "", "\uFEFF" + doc("utf-8")},
		{"UTF-8 that the server calls Latin-1", "text/xml; charset=iso-8859-1", doc("utf-8")},
		{"UTF-8 that calls itself Latin-1", "", doc("iso-8859-1")},
		{"UTF-8 with an unknown name", "", doc("utf-99")},
		{"windows-1252", "", cp1252(doc("windows-1252"))},
		{"windows-1252 that calls itself Latin-1", "", cp1252(doc("ISO-8859-1"))},
		{"windows-1252 that calls itself UTF-8", "application/xml; charset=utf-8", cp1252(doc("utf-8"))},
		{"windows-1252 by the server alone", "text/xml; charset=windows-1252", cp1252(doc("utf-8"))},
		{"UTF-16", "", utf16},
		{"white space before the declaration", "", "\n\n  " + doc("utf-8")},
	} {
		if f := parse(t, c.data, c.contentType); f.Title != "Zürich – “Café”" {
			t.Errorf("%s: %q", c.name, f.Title)
		}
	}
	jis, _ := japanese.ISO2022JP.NewEncoder().String(`<?xml version="1.0" encoding="iso-2022-jp"?><rss version="2.0"><channel><title>港のニュース</title></channel></rss>`)
	if f := parse(t, jis, ""); f.Title != "港のニュース" {
		t.Errorf("ISO-2022-JP: %q", f.Title)
	}
}

// TestTitles makes plain text of titles, however they are escaped.
func TestTitles(t *testing.T) {
	for given, want := range map[string]string{
		"Tom &amp; Jerry": "Tom & Jerry", "Tom &amp;amp; Jerry": "Tom & Jerry", "<![CDATA[Tom & Jerry]]>": "Tom & Jerry", "<![CDATA[Tom &amp; Jerry]]>": "Tom & Jerry",
		"&lt;b&gt;Bold&lt;/b&gt; claim": "Bold claim", "<![CDATA[<i>The Quay</i> closes]]>": "The Quay closes", "&amp;lt;b&amp;gt;Bold&amp;lt;/b&amp;gt;": "Bold",
		"5 &lt; 6 and 7 &gt; 6": "5 < 6 and 7 > 6", "Use of &lt;Angle&gt; brackets": "Use of <Angle> brackets", "Caf&eacute;&nbsp;closes": "Café closes",
		"It&#8217;s over": "It’s over", "It&amp;#8217;s over": "It’s over", "  Two\n lines ": "Two lines", "A&#x1;B": "AB", "A\x01B\x0bC": "ABC", "One&lt;br/&gt;Two": "One Two", "AT&amp;T": "AT&T", "Q&A": "Q&A",
	} {
		f := parse(t, rss("<item><title>"+given+"</title><link>https://news.example/a</link></item>"), "")
		if got := f.Items[0].Title; got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}

// TestWholeArticles tells whole articles from summaries.
func TestWholeArticles(t *testing.T) {
	const link = "<link>https://news.example/a</link>"
	content := func(html string) string { return "<content:encoded><![CDATA[" + html + "]]></content:encoded>" }
	veryLong := strings.TrimSpace(strings.Repeat(long+" ", 4))
	for _, c := range []struct{ name, item, want string }{
		{"content", link + content("<p>"+long+"</p>"), long},
		{"content and a summary", link + "<description>Short.</description>" + content("<p>"+long+"</p>"), long},
		{"a description alone", link + "<description>" + veryLong + "</description>", ""},
		{"a description without a link", "<description>Brandt said: “Nobody sails.”</description>", "Brandt said: “Nobody sails.”"},
		{"content that is the summary", link + "<description>" + long + "</description>" + content("<p>"+long+"</p>"), ""},
		{"content that is the summary, but long", link + "<description>" + veryLong + "</description>" + content("<p>"+veryLong+"</p>"), veryLong},
		{"short content", link + content("<p>Brandt said no.</p>"), ""},
		{"content that is cut", link + content("<p>"+long+" […]</p>"), ""},
		{"content that ends with dots", link + content("<p>"+long+" The rest...</p>"), ""},
		{"read more", link + content("<p>"+long+"</p><p><a href='/a'>Continue reading Ferries stay away →</a></p>"), ""},
		{"promotion", link + content("<p>"+long+"</p><p>The post <a>Ferries</a> appeared first on <a>The Quay</a>.</p>"), long},
		{"cut and promotion", link + content("<p>"+long+" [&#8230;]</p><p>The post Ferries first appeared on The Quay.</p>"), ""},
		{"paragraphs, scripts and pictures", link + content("<p>"+long+"</p>\n<script>x()</script><figure><img src='a.jpg' alt='A quay'></figure><style>p{}</style><p>Second.</p><iframe src='x'></iframe>"), long + "\n\nSecond."},
		{"entities that XML does not know", link + "<content:encoded>&lt;p&gt;" + long + "&amp;nbsp;End&hellip; not.&lt;/p&gt;</content:encoded>", long + " End… not."},
		{"text with lines", link + content("Brandt spoke.\n\n"+long), "Brandt spoke.\n\n" + long},
		{"no content at all", link, ""},
	} {
		f := parse(t, rss("<item><title>T</title>"+c.item+"</item>"), "")
		if got := strings.ReplaceAll(f.Items[0].Text, "\u00a0", " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	atom := `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>A</title><id>1</id><link href="https://news.example/a"/><content type="image/png">` + strings.Repeat("QUJD", 200) + `</content></entry></feed>`
	if f := parse(t, `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><summary>Short.</summary></entry></feed>`, ""); f.Items[0].Text != "" || f.Items[0].Summary != "Short." {
		t.Errorf("a summary of Atom is taken for an article: %+v", f.Items[0])
	}
	if f := parse(t, atom, ""); f.Items[0].Text != "" {
		t.Errorf("a picture is taken for text: %q", f.Items[0].Text)
	}
}

// TestLinksAndGUIDs finds the address of an item.
func TestLinksAndGUIDs(t *testing.T) {
	for _, c := range []struct{ name, items, want string }{
		{"a relative link", "<item><link>../a/b</link></item>", "https://news.example/a/b|"},
		{"a link with blanks", "<item><link> https://news.example/a b </link></item>", "https://news.example/a%20b|"},
		{"the GUID is the address", "<item><guid>https://news.example/a</guid></item>", "https://news.example/a|https://news.example/a"},
		{"the GUID is no address", "<item><guid isPermaLink='false'>https://news.example/a</guid></item>", "|https://news.example/a"},
		{"the GUID is a word", "<item><guid>a</guid></item>", "|a"},
		{"a link that is none", "<item><link>javascript:void(0)</link></item>", "|"},
		{"no link", "<item><title>A</title></item>", "|"},
		{"GUIDs that are the same", "<item><guid isPermaLink='false'>1</guid><link>/a</link></item><item><guid isPermaLink='false'>1</guid><link>/b</link></item>", "https://news.example/a| https://news.example/b|"},
	} {
		var got []string
		for _, it := range parse(t, rss(c.items), "").Items {
			got = append(got, it.Link+"|"+it.GUID)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestOutlets reads whose article an item is, and where it really is.
func TestOutlets(t *testing.T) {
	f := parse(t, strings.Replace(rss(`<item><title>A</title><link>https://news.google.example/x</link><source url="https://pier.example/">The &amp;lt;i&amp;gt;Pier</source></item>`+
		`<item><title>B</title><link>https://feedproxy.example/~r/1</link><feedburner:origLink>https://news.example/b?utm_source=x</feedburner:origLink></item>`),
		"<rss ", `<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" `, 1), "")
	if f.Items[0].Outlet != "The Pier" || f.Items[1].Outlet != "" || f.Items[1].Link != "https://news.example/b" {
		t.Errorf("%+v", f.Items)
	}
	f = parse(t, `<feed xmlns="http://www.w3.org/2005/Atom"><title>All harbours</title><entry><title>A</title><id>1</id><link href="/a"/><source><title>The Pier</title></source></entry></feed>`, "")
	if f.Items[0].Outlet != "The Pier" {
		t.Errorf("%+v", f.Items)
	}
}

// TestIntervals reads how long feeds ask to wait.
func TestIntervals(t *testing.T) {
	for given, want := range map[string]time.Duration{
		"": 0, "<ttl>60</ttl>": time.Hour, "<ttl>0</ttl>": 0, "<ttl>soon</ttl>": 0, "<ttl>99999999999</ttl>": 24 * time.Hour, "<ttl>9999999</ttl>": 24 * time.Hour,
		"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>": 30 * time.Minute, "<sy:updatePeriod> daily </sy:updatePeriod>": 24 * time.Hour,
		"<sy:updatePeriod>weekly</sy:updatePeriod>": 24 * time.Hour, "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>-1</sy:updateFrequency>": time.Hour,
	} {
		data := `<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>T</title>` + given + `</channel></rss>`
		if f := parse(t, data, ""); f.Interval != want {
			t.Errorf("%s: %v, want %v", given, f.Interval, want)
		}
	}
}

// TestHostileFeeds refuses what only takes up room, and reads what is odd.
func TestHostileFeeds(t *testing.T) {
	item := "<item><title>A</title><link>https://news.example/%d</link></item>"
	var many strings.Builder
	for i := range feed.MaxItems + 5 {
		fmt.Fprintf(&many, item, i)
	}
	bomb := `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>`
	for _, c := range []struct{ name, data, want string }{
		{"many items", rss(many.String()), ""},
		{"entities", bomb, "it defines entities of its own, which are not read"},
		{"deep", rss("<item>" + strings.Repeat("<x:y>", 100_000)), "its elements are nested more than 256 deep"},
		{"many elements", rss(strings.Repeat("<a/>", 200_001)), "it has more than 200000 elements"},
		{"very many items", rss(strings.Repeat("<item/>", 10_001)), "it lists more than 10000 items"},
		{"very many items of JSON", `{"version": "https://jsonfeed.org/version/1", "items": [` + strings.Repeat("{},", 200_001), "it has more than 200000 elements"},
		{"large", rss(strings.Repeat(" ", feed.MaxBytes)), "it is larger than 16 MiB, the limit of a feed"},
		{"cut short", strings.TrimSuffix(rss("<item><title>A"), "</channel></rss>"), "its RSS is broken"},
		{"empty", " \n", "it is empty"},
		{"words", "Only words.", "it is not a feed: RSS, Atom, JSON Feed or a sitemap"},
		{"a page", "<!DOCTYPE html><html><head><title>Moved</title></head></html>", "it is a web page, not a feed"},
		{"a page without a doctype", "<html><p>Moved</p></html>", "it is a web page, not a feed"},
		{"a list of feeds", `<opml version="2.0"><body/></opml>`, "it is a list of feeds (OPML), not a feed"},
		{"other JSON", `{"articles": []}`, "it is not a feed"},
		{"broken JSON", `{"version": "https://jsonfeed.org/version/1", "items": [`, "its JSON Feed is broken"},
		{"deep JSON", `{"version": "https://jsonfeed.org/version/1", "items": ` + strings.Repeat("[", 100_000), "its JSON Feed is broken"},
		{"a sitemap that is broken", `<urlset><url><loc>x`, "its sitemap is broken"},
	} {
		f, err := feed.Parse([]byte(c.data), feed.Options{URL: feedURL, Now: now})
		if c.want == "" && (err != nil || len(f.Items) != feed.MaxItems || f.Omitted != 5) {
			t.Errorf("%s: %v, %d items, %d omitted", c.name, err, len(f.Items), f.Omitted)
		}
		if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// TestSitemaps reads the news of a sitemap and the sitemaps of an index.
func TestSitemaps(t *testing.T) {
	f := parse(t, `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
		<url><loc>https://news.example/a?utm_source=x</loc><lastmod>2026-11-03</lastmod><news:news><news:publication><news:name>The Quay</news:name><news:language>en</news:language></news:publication>
		<news:publication_date>2026-11-02T08:30:00Z</news:publication_date><news:title>Ferries &amp;amp; more</news:title></news:news></url>
		<url><loc>/b</loc></url><url><loc></loc></url></urlset>`, "")
	if f.Kind != feed.Sitemap || f.Title != "The Quay" || len(f.Items) != 2 {
		t.Fatalf("%+v", f)
	}
	first := f.Items[0]
	if first.Link != "https://news.example/a" || first.Title != "Ferries & more" || first.Published.Time.Day() != 2 || first.Updated.Time.Day() != 3 || first.Language != "en" || first.Text != "" {
		t.Errorf("%+v", first)
	}
	index := parse(t, `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://news.example/old.xml</loc><lastmod>2026-01-01</lastmod></sitemap><sitemap><loc>https://news.example/new.xml?from=feed</loc><lastmod>2026-11-01</lastmod></sitemap></sitemapindex>`, "text/xml")
	if index.Kind != feed.SitemapIndex || strings.Join(index.More, " ") != "https://news.example/new.xml?from=feed https://news.example/old.xml" {
		t.Errorf("%+v", index)
	}
}

// TestOPML reads lists of feeds.
func TestOPML(t *testing.T) {
	list, err := feed.ParseOPML([]byte(`<?xml version="1.0" encoding="ISO-8859-1"?><opml version="1.0"><head><title>Mine</title></head><body>
		<outline text="Harbours &amp; ports"><outline type="rss" text="The Quay" xmlUrl="https://news.example/feed" htmlUrl="https://news.example/"/>
		<outline text="Again" xmlUrl="https://news.example/feed#x"/><outline text="North"><outline title="The Pier" xmlUrl="https://pier.example/?source=rss"/></outline></outline>
		<outline text="Bad" xmlUrl="file:///etc/passwd"/><outline type="link" text="Caf&eacute;" url="https://cafe.example/rss"/></body></opml>`))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(list), "[{The Quay https://news.example/feed https://news.example/ [Harbours & ports]} {The Pier https://pier.example/?source=rss  [Harbours & ports North]} {Café https://cafe.example/rss  []}]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for _, bad := range []string{"", "words", "<rss/>", "<opml><body>", strings.Repeat("<outline>", 1000)} {
		if _, err := feed.ParseOPML([]byte(bad)); err == nil {
			t.Errorf("%q is a list of feeds", bad[:min(len(bad), 30)])
		}
	}
}

const homePage = `<!DOCTYPE html><html><head><base href="https://news.example/en/"><title>The Quay</title>
	<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/"><link rel="alternate" hreflang="de" href="/de/"><link rel="alternate" type="application/rss+xml" title="By a parameter" href="https://news.example/?feed=rss&utm_source=x#y">
	<link rel="alternate stylesheet" type="text/css" href="/x.css"><link rel="alternate" type="application/atom+xml; charset=utf-8" title="News" href="atom.xml"></head>
	<body><nav><a href="/about">About the harbour and its people</a></nav>
	<a href="/2026/11/ferries-stay-away?utm_source=home"><h3>Ferries stay away</h3></a><a href="/2026/11/ferries-stay-away"><img src="a.jpg"></a>
	<a href="/2026/11/ferries-stay-away/">Ferries stay away from the quay</a>
	<a href="/b">The mayor of the town speaks</a><a href="/c">Sport</a><a href="https://elsewhere.example/x-y-z">An advertisement for a new boat</a>
	<a href="/photo.jpg">A picture of the old quay</a><a href="#top">Back to the top of it</a><a href="/rss">RSS</a><a href="mailto:a@news.example">Write to us any time please</a>
	<footer><a href="/terms-of-use">Terms of use and all that</a></footer></body></html>`

// TestPages finds the feeds and the articles that a page names.
func TestPages(t *testing.T) {
	feeds, err := feed.Discover([]byte(homePage), "text/html", "https://news.example/")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(feeds), "[{https://news.example/?feed=rss&utm_source=x By a parameter RSS} {https://news.example/en/atom.xml News Atom} {https://news.example/rss RSS } {https://news.example/comments/feed/ Comments RSS}]"; got != want {
		t.Errorf("feeds: %s, want %s", got, want)
	}
	links, err := feed.Links([]byte(homePage), "text/html", "https://news.example/")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range links {
		got = append(got, l.Link+" "+l.Title)
	}
	if want := "https://news.example/2026/11/ferries-stay-away Ferries stay away|https://news.example/b The mayor of the town speaks"; strings.Join(got, "|") != want {
		t.Errorf("links: %q", got)
	}
	if _, err := feed.Links([]byte(homePage), "", ""); err == nil {
		t.Error("links without the page's address")
	}
	if _, err := feed.Discover(bytes.Repeat([]byte("x"), 5<<20), "", ""); err == nil {
		t.Error("a page of 5 MiB is read")
	}
}

// TestSniff tells documents by their beginning, whatever the server calls them.
func TestSniff(t *testing.T) {
	for _, c := range []struct {
		contentType, data string
		want              feed.Kind
	}{
		{"text/html", rss(""), feed.RSS}, {"text/plain", "<!-- hello --><?xml-stylesheet href='x'?>\n<feed/>", feed.Atom}, {"application/rss+xml", "<!doctype HTML><p>", feed.Page},
		{"application/feed+json", `{"items": []}`, feed.JSON}, {"application/json", `{"version":"https:\/\/jsonfeed.org\/version\/1"}`, feed.JSON}, {"application/json", `{"id": "a", "text": "jsonfeed.org"}`, feed.Unknown},
		{"application/json", `[{"id": "a"}]`, feed.Unknown}, {"", "<svg/>", feed.Unknown}, {"", "<", feed.Unknown}, {"", "", feed.Unknown}, {"", "words", feed.Unknown}, {"", "<RDF/>", feed.RSS},
	} {
		if got := feed.Sniff(c.contentType, []byte(c.data)); got != c.want || got.Lists() != (got == feed.RSS || got == feed.Atom || got == feed.JSON) {
			t.Errorf("%s %q: %q, want %q", c.contentType, c.data, got, c.want)
		}
	}
}

// FuzzParse checks of whatever is parsed that its items are within the limits and
// that what they hold can be stored.
func FuzzParse(f *testing.F) {
	f.Add([]byte(rss("<item><title>A &lt;b&gt;</title><link>/a</link><description>B</description></item>")), "")
	f.Add([]byte(`{"version": "https://jsonfeed.org/version/1", "items": [{"id": 7, "url": "/a", "content_text": "x"}]}`), "application/json")
	f.Add([]byte(`<urlset><url><loc>/a</loc><lastmod>2026</lastmod></url></urlset>`), "text/xml; charset=latin1")
	f.Add([]byte("\xff\xfe<\x00f\x00e\x00e\x00d\x00/\x00>\x00"), "")
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		out, err := feed.Parse(data, feed.Options{Type: contentType, URL: feedURL, Now: now})
		if err != nil {
			return
		}
		if !out.Kind.Lists() || len(out.Items) > feed.MaxItems {
			t.Errorf("%q: %d items", out.Kind, len(out.Items))
		}
		for _, it := range out.Items {
			if it.Link != weburl.Clean(it.Link) || strings.ContainsAny(it.Title, "\n\t") || !utf8.ValidString(it.Title+it.Text+it.Summary+it.Author) {
				t.Errorf("%+q", it)
			}
			if it.Published.Time.After(now.AddDate(0, 0, 2)) || !it.Published.IsZero() && it.Published.Time.Year() < 1990 {
				t.Errorf("published %v", it.Published)
			}
		}
	})
}

// TestCorpusIsCommitted keeps the inputs of the fuzz targets in the repository.
func TestCorpusIsCommitted(t *testing.T) {
	for _, target := range []string{"FuzzParse"} {
		if found, err := filepath.Glob(filepath.Join("testdata", "fuzz", target, "*")); err != nil || len(found) == 0 {
			t.Errorf("%s: %v %v", target, found, err)
		}
	}
}
