package source

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/source/internal/encodings"
)

const (
	opening = "The ferries between Orsk and Velm stopped on Monday, and eleven ships lay at anchor beyond the bar, the port office said."
	closing = "The port company said on Tuesday that it would talk to the crews on Thursday, but not before, and that clerks would run the boats."
	quoted  = "“We never saw the contract,” said their lawyer, Ola Beck."
)

// around is a page whose article has part between two paragraphs.
func around(part string) string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ferries stop</title></head><body><nav><a href="/">Home</a></nav><article><h1>Ferries stop</h1>` +
		`<p>` + opening + `</p>` + part + `<p>` + closing + `</p><p>The mayor of Velm, Ines Holm, urged both sides to meet at once, and offered them the great hall of the town, with tea and a fire.</p></article></body></html>`
}

func TestParagraphsThatAreLinksStay(t *testing.T) {
	for name, part := range map[string]string{
		"a link":                   `<p><a href="/1">` + quoted + `</a></p>`,
		"a link in a box":          `<div><p><a href="/1">` + quoted + `</a></p></div>`,
		"a link in bold in boxes":  `<div class="par"><div class="text"><p><strong><a href="/1">` + quoted + `</a></strong></p></div></div>`,
		"a box without paragraphs": `<div class="par"><a href="/1">` + quoted + `</a></div>`,
		"many links":               `<section><p>“We never saw the <a href="/1">contract</a>,” <a href="/2">said</a> their <a href="/3">lawyer</a>, <a href="/4">Ola Beck</a>.</p></section>`,
		"a quotation that is one":  `<div><p><a href="/1">“We never saw the contract,”</a> said their lawyer, Ola Beck.</p></div>`,
		"a list":                   `<ul><li><a href="/1">` + quoted + `</a></li><li><a href="/2">“Nor did I,” said her clerk, Tam Oaks.</a></li></ul>`,
		"a block quotation":        `<blockquote><a href="/1">` + quoted + `</a></blockquote>`,
		"a figure":                 `<figure><blockquote>“We never saw the contract,”</blockquote><figcaption>` + quoted + `</figcaption></figure>`,
		"a class of the whole":     `<div class="subscriber-content"><p><a href="/1">` + quoted + `</a></p></div>`,
		"a table":                  `<div><table><tr><td><a href="/1">` + quoted + `</a></td></tr></table></div>`,
	} {
		a, err := readPage(t, around(part), "", "")
		if err != nil || !strings.Contains(a.Text, quoted) || !strings.Contains(a.Text, closing) {
			t.Errorf("%s: %q, %v", name, a.Text, err)
		}
	}
}

func TestOtherArticlesAreLeftOut(t *testing.T) {
	for name, part := range map[string]string{
		"read more":             `<p><strong>Read more: <a href="/1">“It was arson,” says Bo Lunt</a></strong></p>`,
		"read also, no colon":   `<p>Read also <a href="/1">“It was arson,” says Bo Lunt</a></p>`,
		"a heading":             `<h3>Related: <a href="/1">“It was arson,” says Bo Lunt</a></h3>`,
		"a box":                 `<div class="promo">More on this | <a href="/1">“It was arson,” says Bo Lunt</a></div>`,
		"related links":         `<div class="related"><h4>Related stories</h4><ul><li><a href="/1">“It was arson,” says Bo Lunt</a></li><li><a href="/2">Ten pies</a></li></ul></div>`,
		"an aside":              `<aside><p><a href="/1">“It was arson,” says Bo Lunt.</a></p></aside>`,
		"a newsletter":          `<p>Sign up: <a href="/n">“It was arson,” says Bo Lunt in our newsletter</a></p>`,
		"an invitation":         `<div class="newsletter"><p>Sign up to our morning newsletter and read how “it was arson”. Enter your email address.</p></div>`,
		"read, in capitals":     `<p><a href="/1">READ: “It was arson,” says Bo Lunt</a></p>`,
		"more":                  `<p><strong>MORE:</strong> <a href="/1">“It was arson,” says Bo Lunt</a></p>`,
		"also on":               `<p>Also on Orsk News: <a href="/1">“It was arson,” says Bo Lunt</a></p>`,
		"an arrow":              `<p>➤ <a href="/1">“It was arson,” says Bo Lunt</a></p>`,
		"a list of headlines":   `<ul class="x"><li><a href="/1">“It was arson,” says Bo Lunt</a></li><li><a href="/2">Bread up again</a></li></ul>`,
		"story continues below": `<p>Story continues below advertisement</p><p>See also: “It was arson,” says Bo Lunt</p>`,
	} {
		a, err := readPage(t, around(part), "", "")
		if err != nil || strings.Contains(a.Text, "arson") || strings.Contains(a.Text, "continues below") || !strings.Contains(a.Text, closing) {
			t.Errorf("%s: %q, %v", name, a.Text, err)
		}
	}
	if a, err := readPage(t, around(`<p>Related parties said nothing, and read more into it than was there, “which is a pity”.</p>`), "", ""); err != nil || !strings.Contains(a.Text, "Related parties") {
		t.Errorf("a sentence that begins so: %q, %v", a.Text, err)
	}
}

const consent = `<h2>We value your privacy</h2><p>We and our 731 partners store and access information on your device, such as cookies, and process personal data.</p>
	<p>“You may change your mind at any time,” says our data officer, Dan Cole. Accept all cookies or manage your preferences.</p><button>Accept</button>`

func TestDialogsAreLeftOut(t *testing.T) {
	body := `<article><h1>Ferries stop</h1><p>` + opening + `</p><p>` + quoted + `</p></article>`
	for name, page := range map[string]string{
		"before a short article":     `<div id="onetrust-banner-sdk" role="region">` + consent + `</div>` + body,
		"after it":                   body + `<div class="qc-cmp2-container">` + consent + `</div>`,
		"modal, the article hidden":  `<div id="app" aria-hidden="true">` + body + `</div><div role="dialog" aria-modal="true">` + consent + `</div>`,
		"the article not displayed":  `<div style="display: none">` + body + `</div><section class="gdpr-consent">` + consent + `</section>`,
		"a dialog element":           `<dialog open>` + consent + `</dialog>` + body,
		"an overlay":                 `<div class="modal-content"><h2>Cookies</h2><p>We use cookies to give you the best of us, and our partners too. “Choose freely,” says Dan Cole.</p></div>` + body,
		"a custom element":           `<cookie-banner class="cookie-banner">` + consent + `</cookie-banner>` + body,
		"a class of the page itself": `<div class="cookie-enabled">` + body + `<div class="didomi-popup">` + consent + `</div></div>`,
	} {
		a, err := readPage(t, `<html lang="en"><head><meta charset="utf-8"><title>Ferries stop</title></head><body>`+page+`</body></html>`, "", "")
		if err != nil || !strings.Contains(a.Text, quoted) || strings.Contains(a.Text, "Dan Cole") || strings.Contains(a.Text, "partners") {
			t.Errorf("%s: %q, %v", name, a.Text, err)
		}
	}
}

func TestPagesWithoutAnArticleAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ title, body, want string }{
		"consent":       {"Ferries stop", `<div class="consent">` + consent + `</div>`, "cookies"},
		"consent, bare": {"Before you continue", consent, "cookies"},
		"a check":       {"Just a moment...", `<h1>orsk.example</h1><p>Checking your browser before accessing orsk.example. Please enable JavaScript and cookies to continue.</p><p>Ray ID: 7f00</p>`, "robots"},
		"another check": {"orsk.example", `<p>Please verify you are a human.</p><p>Access to this page has been denied because we believe you are using automation tools. Complete the security check.</p>`, "robots"},
		"denied":        {"Access Denied", `<h1>Access Denied</h1><p>You don't have permission to access this page on this server.</p><p>Reference #18.2f</p>`, "robots"},
		"a paywall":     {"Ferries stop", `<div><h2>Subscribe now to continue reading</h2><p>Already a subscriber? Log in to read this article. Cancel at any time.</p></div>`, "paywall"},
		"traffic":       {"Sorry...", `<p>Our systems have detected unusual traffic from your computer network. Please try again later.</p>`, "robots"},
		"press":         {"Access to this page has been denied.", `<p>Press &amp; Hold to confirm you are a human (and not a bot).</p><p>Reference ID 2f0c</p>`, "robots"},
		"script":        {"Orsk News", `<h2>Please enable JavaScript</h2><p>This website requires JavaScript to work.</p>`, "JavaScript"},
		"only script":   {"Orsk News", `<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div>`, "JavaScript"},
		"vendors":       {"Ferries stop", `<div class="fc-consent-root"><p>orsk.example asks for your consent to use your personal data:</p><ul><li>Personalised advertising and content</li><li>Store and/or access information on a device</li></ul><p>Your personal data will be processed, and information from your device may be shared with 141 vendors.</p></div>`, "cookies"},
		"subscribers":   {"Ferries stop", `<article><h1>Ferries stop</h1><p>This content is for subscribers only.</p><p>To continue reading, please log in or subscribe.</p></article>`, "paywall"},
		"limit":         {"Ferries stop", `<article><h1>Ferries stop</h1><p>You have reached your limit of free articles.</p><p>Subscribe today for unlimited access.</p><p>Already a subscriber? Log in.</p></article>`, "paywall"},
		"country":       {"451: Unavailable due to legal reasons", `<h1>451</h1><p>You are attempting to access this website from a country where access cannot be granted at this time.</p>`, "country"},
		"missing":       {"404 Not Found", `<h1>404</h1><p>The page that you were looking for has moved, or was never there.</p>`, "not found"},
	} {
		_, err := readPage(t, `<html lang="en"><head><meta charset="utf-8"><title>`+c.title+`</title></head><body>`+c.body+`</body></html>`, "", "")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, body := range map[string]string{
		"an article about cookies": `<article><h1>Cookies on trial</h1><p>` + opening + `</p><p>The court said that a site that uses cookies must ask, and that a cookie policy of forty pages is no answer at all.</p><p>` + closing + `</p></article>`,
		"the beginning of one": `<article><h1>Ferries stop</h1><p>` + opening + `</p><div class="paywall"><h3>To read the rest of this article, subscribe now</h3>
			<p>Already a subscriber? Log in to read on.</p></div></article>`,
	} {
		a, err := readPage(t, `<html lang="en"><head><meta charset="utf-8"><title>Ferries stop</title></head><body>`+body+`</body></html>`, "", "")
		if err != nil || !strings.Contains(a.Text, opening) || strings.Contains(a.Text, "subscriber") {
			t.Errorf("%s: %q, %v", name, a.Text, err)
		}
	}
}

// linkedPage is a page of an address with blocks of JSON-LD.
func linkedPage(blocks ...string) string {
	head := `<link rel="canonical" href="https://orsk.example/ferries">`
	for _, b := range blocks {
		head += `<script type="application/ld+json">` + b + `</script>`
	}
	return strings.Replace(around(""), "</head>", head+"</head>", 1)
}

func TestLinkedDataOfThePageItself(t *testing.T) {
	const own = `{"@type":"NewsArticle","headline":"Ferries stop","url":"https://www.orsk.example/ferries/","datePublished":"2025-03-05","dateModified":"2025-03-09","author":[{"@type":"Person","name":"Ada Lind"}]}`
	const other = `{"@type":"NewsArticle","headline":"Mill burns","url":"https://orsk.example/mill","datePublished":"2021-01-01","author":"Tor Eng"}`
	const want = "Ferries stop|Ada Lind|2025-03-05"
	for name, page := range map[string]string{
		"alone":            linkedPage(own),
		"second in a list": linkedPage(`[` + other + `,` + own + `]`),
		"second block":     linkedPage(other, own),
		"first block":      linkedPage(own, other),
		"in a graph":       linkedPage(`{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Orsk"},` + other + `,` + own + `]}`),
		"beside a list":    linkedPage(`{"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":`+strings.Replace(other, "Mill burns", "Ferries stop", 1)+`}]}`, own),
		"by its title":     linkedPage(`[{"@type":"NewsArticle","headline":"Mill burns","datePublished":"2021-01-01"},{"@type":["Article","NewsArticle"],"headline":"Ferries stop","datePublished":"2025-03-05","author":{"name":"Ada Lind"}}]`),
		"by mainEntity":    linkedPage(other, `{"@type":"NewsArticle","headline":"The ferries","name":"x","mainEntityOfPage":{"@type":"WebPage","@id":"https://orsk.example/ferries"},"datePublished":"2025-03-05","author":"Ada Lind"}`),
		"a job beside it":  linkedPage(`{"@type":"JobPosting","title":"Clerk","datePublished":"2019-01-01"}`, own),
		"a comma too many": linkedPage(strings.Replace(own, `}]}`, `,},],}`, 1)),
		"a comment":        linkedPage("<!-- " + own + " -->"),
		"CDATA":            linkedPage("//<![CDATA[\n" + own + "\n//]]>"),
		"CDATA, comments":  linkedPage("/* <![CDATA[ */ /* made by a template */ " + own + "; /* ]]> */"),
		"a line break":     linkedPage(strings.Replace(own, `{"@type"`, "{\"description\":\"Two\n\tlines, and \\'marks\\'\",\"@type\"", 1)),
		"a full type":      linkedPage(strings.Replace(own, `"NewsArticle"`, `"https://schema.org/NewsArticle"`, 1)),
	} {
		a, err := readPage(t, page, "", "")
		title := a.Title
		if name == "by mainEntity" && title == "The ferries" {
			title = "Ferries stop"
		}
		if got := fmt.Sprintf("%s|%s|%s", title, a.Author, a.Published.Time.Format(time.DateOnly)); err != nil || got != want {
			t.Errorf("%s: got %s, %v", name, got, err)
		}
	}
	for name, page := range map[string]string{"only another article": linkedPage(other), "only a job": linkedPage(`{"@type":"JobPosting","datePublished":"2019-01-01"}`), "nothing that can be read": linkedPage(`{"@type":`)} {
		if a, err := readPage(t, page, "", ""); err != nil || a.Title != "Ferries stop" || a.Author != "" || !a.Published.IsZero() {
			t.Errorf("%s: %+v, %v", name, a, err)
		}
	}
}

func TestDatesThatAreNone(t *testing.T) {
	for head, want := range map[string]string{
		`<meta property="article:published_time" content="1970-01-01T00:00:00Z">`:                                                 "",
		`<meta property="article:published_time" content="2199-01-01">`:                                                           "",
		`<meta property="article:published_time" content="1741161600">`:                                                           "2025-03-05",
		`<meta property="article:published_time" content="1741161600000">`:                                                        "2025-03-05",
		`<meta property="article:published_time" content="0001-01-01"><meta name="pubdate" content="2025-03-05">`:                 "2025-03-05",
		`<meta name="date" content="2025-03-09"><meta name="last-modified" content="2025-03-09T10:00:00Z">`:                       "",
		`<meta name="date" content="2025-03-05"><meta name="last-modified" content="2025-03-09T10:00:00Z">`:                       "2025-03-05",
		`<meta property="og:updated_time" content="2025-03-09">`:                                                                  "",
		`<meta itemprop="dateModified" content="2025-03-09"><meta itemprop="datePublished" content="2025-03-05">`:                 "2025-03-05",
		`<script type="application/ld+json">{"@type":"NewsArticle","dateModified":"2025-03-09"}</script>`:                         "",
		`<meta name="dc.date.issued" content="2025-03-05"><meta property="article:modified_time" content="2025-03-05T10:00:00Z">`: "2025-03-05",
	} {
		a, err := readPage(t, strings.Replace(around(""), "</head>", head+"</head>", 1), "", "")
		got := ""
		if !a.Published.IsZero() {
			got = a.Published.Time.Format(time.DateOnly)
		}
		if err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", head, got, err, want)
		}
	}
	for body, want := range map[string]string{
		`<time class="published" datetime="2025-03-05T08:00:00Z">5 March</time>`:                                                "2025-03-05",
		`<time class="updated" datetime="2025-03-09">9 March</time>`:                                                            "",
		`<time class="published" datetime="2025-03-05">5 March</time><time class="published" datetime="2025-03-04">4 M.</time>`: "",
		`Updated: <time datetime="2025-03-09">9 March 2025</time>`:                                                              "",
		`<b>Last modified</b> <time datetime="2025-03-09">9 March 2025</time>`:                                                  "",
		`Updated 10 March 2025. Published <time datetime="2025-03-05">5 March 2025</time>`:                                      "2025-03-05",
		`<time datetime="2025-03-05">5 March 2025</time>`:                                                                       "2025-03-05",
		`<span itemprop="datePublished" content="2025-03-05">5 March</span>`:                                                    "2025-03-05",
	} {
		a, err := readPage(t, around("<p>"+body+"</p>"), "", "")
		got := ""
		if !a.Published.IsZero() {
			got = a.Published.Time.Format(time.DateOnly)
		}
		if err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", body, got, err, want)
		}
	}
}

func TestCharsets(t *testing.T) {
	const word = "Café “Zürich” – naïve"
	page := func(declared string) string {
		return strings.Replace(strings.Replace(around("<p>"+word+", the clerk said on Monday of the house.</p>"), `<meta charset="utf-8">`, declared, 1), "“We never", "We never", 1)
	}
	ansi := func(s string) string {
		var b []byte
		for _, r := range s {
			c, _ := encodings.SingleByte(r)
			b = append(b, c)
		}
		return string(b)
	}
	late := "<!--" + strings.Repeat("x", 3000) + "-->"
	twice := func(s string) string {
		var b strings.Builder
		for _, c := range []byte(s) {
			b.WriteString(ansiRune(c))
		}
		return b.String()
	}
	for name, c := range map[string]struct{ page, kind string }{
		"declared":                      {page(`<meta charset="utf-8">`), ""},
		"UTF-8, declared Latin-1":       {page(`<meta charset="iso-8859-1">`), ""},
		"UTF-8, HTTP says Latin-1":      {page(``), "text/html; charset=iso-8859-1"},
		"UTF-8, not declared, late":     {page(late), ""},
		"windows-1252":                  {ansi(page(`<meta charset="windows-1252">`)), ""},
		"windows-1252, called Latin-1":  {ansi(page(`<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">`)), ""},
		"windows-1252, declared late":   {ansi(page(late + `<meta charset="windows-1252">`)), ""},
		"windows-1252, not declared":    {ansi(page("")), ""},
		"UTF-8 encoded twice":           {twice(page(`<meta charset="utf-8">`)), ""},
		"declared UTF-16, but is UTF-8": {page(`<meta charset="utf-16">`), ""},
	} {
		if a, err := readPage(t, c.page, "", c.kind); err != nil || !strings.Contains(a.Text, word) {
			t.Errorf("%s: %q, %v", name, a.Text, err)
		}
	}
}

// ansiRune is the character that a byte is in windows-1252.
func ansiRune(c byte) string {
	for r := range rune(0x2200) {
		if b, ok := encodings.SingleByte(r); ok && b == c {
			return string(r)
		}
	}
	return "?"
}

func TestBylinesOfPages(t *testing.T) {
	for byline, want := range map[string]string{
		`<div class="byline">By <a href="/x">ADA LIND</a>, Staff Writer <span>| 3 min read</span></div>`: "Ada Lind",
		`<p class="author">By Ada Lind @adalind</p>`:                                                     "Ada Lind",
		`<div class="article-byline">Ada Lind | Orsk Herald | March 5, 2025</div>`:                       "Ada Lind",
		`<span itemprop="author" itemscope><span itemprop="name">Ada Lind</span></span>`:                 "Ada Lind",
		`<a rel="author" href="/ada">Ada Lind</a>`:                                                       "Ada Lind",
		`<div class="byline">By <a>Ada Lind</a> and <a>Tor Eng</a> in Velm</div>`:                        "Ada Lind and Tor Eng",
		`<div class="byline">By Ada Lind<br>Published 5 March 2025 08:00 GMT</div>`:                      "Ada Lind",
		`<p>By Ada Lind</p>`:                          "Ada Lind",
		`<p>By noon on Monday the port was full.</p>`: "",
	} {
		page := `<html lang="en"><head><meta charset="utf-8"><title>Ferries stop</title></head><body><article><h1>Ferries stop</h1>` + byline + `<p>` + opening + `</p><p>` + closing + `</p></article></body></html>`
		a, err := readPage(t, page, "", "")
		if err != nil || a.Author != want || strings.Contains(a.Text, "Lind") {
			t.Errorf("%s: author %q, text %q, %v", byline, a.Author, a.Text, err)
		}
	}
}

// TestLivePage: all posts of a live page are its article, however long each is.
func TestLivePage(t *testing.T) {
	post := func(at, words string) string {
		return `<article class="post"><header><time>` + at + `</time><h2>Update</h2></header><div class="body"><p>` + words + `</p></div></article>`
	}
	short := "The ferries stopped at noon, and nobody at the quay could say when they would run again, the harbour master said."
	long := strings.Repeat("The harbour master said that the ferries would stay at the quay until the wind had dropped. ", 9)
	for name, row := range map[string]struct{ head, class string }{
		"by its data":  {`<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Ferries stop"}</script>`, "posts"},
		"by its class": {"", "live-blog"},
	} {
		t.Run(name, func(t *testing.T) {
			page := `<html lang="en"><head><meta charset="utf-8"><title>Ferries stop: live</title>` + row.head + `</head><body><main><h1>Ferries stop: live</h1><div class="` + row.class + `">` +
				post("14:40", "First, the mayor spoke. "+short) + post("13:10", "Second, the pilots met. "+long) + post("12:05", "Third, the quay closed. "+short) +
				`</div></main></body></html>`
			a, err := readPage(t, page, "", "")
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{"the mayor spoke", "the pilots met", "the quay closed"} {
				if !strings.Contains(a.Text, want) {
					t.Errorf("%q is not in %q", want, a.Text)
				}
			}
		})
	}
}
