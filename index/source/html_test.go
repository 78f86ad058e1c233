package source

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// page is a news page of an invented outlet; head goes into its head.
func page(head string) string {
	var body strings.Builder
	for _, p := range []string{
		"The envoy of Orsk left the talks on Monday, saying that &ldquo;we have heard enough, and we have said enough&rdquo;.",
		"Her delegation had arrived a week earlier, with <b>forty</b> advisers and a draft of eleven pages that nobody had seen before.",
		"Delegates from Velm said on Tuesday that they would stay in the capital, and that the door remained open to everyone.",
		"The host, who has led three such rounds, told reporters that a fourth was likely before the end of the summer.",
	} {
		body.WriteString("<p>" + p + "</p>\n")
	}
	return `<!doctype html><html lang="en-GB"><head><title>Envoy leaves talks</title>` + head + `</head><body>
		<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Envoy leaves talks</h1>` + body.String() +
		`</article><aside><a href="/x">Most read: ten recipes</a></aside><footer>All rights reserved</footer><script>alert("no")</script></body></html>`
}

// readPage is the article of a page at an address.
func readPage(t *testing.T, content, address, contentType string) (article.Article, error) {
	t.Helper()
	for it := range Read(Input{Name: "page.html", ID: "page", URL: address, Type: contentType, Reader: strings.NewReader(content)}) {
		return it.Article, it.Err
	}
	t.Fatal("nothing was read")
	return article.Article{}, nil
}

func TestPageGivesItsMainText(t *testing.T) {
	a, err := readPage(t, page(`<meta property="og:site_name" content="Orsk Herald"><meta name="author" content="Ada Lind">
		<link rel="canonical" href="https://example.org/news/1"><meta property="article:published_time" content="2025-05-19T08:30:00+02:00">
		<meta property="article:modified_time" content="2025-06-01T00:00:00Z">`), "https://example.org/news/1?ref=mail", "")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Fields(strings.ReplaceAll(a.Text, "\n", " ¶ "))
	if n := strings.Count(a.Text, "\n"); n < 3 || len(lines) < 80 {
		t.Errorf("paragraphs are not lines: %q", a.Text)
	}
	for _, want := range []string{"saying that “we have heard enough, and we have said enough”.", "with forty advisers"} {
		if !strings.Contains(a.Text, want) {
			t.Errorf("no %q in %q", want, a.Text)
		}
	}
	for _, no := range []string{"Sport", "recipes", "rights reserved", "alert"} {
		if strings.Contains(a.Text, no) {
			t.Errorf("%q in %q", no, a.Text)
		}
	}
	a.Text = ""
	at := time.Date(2025, 5, 19, 8, 30, 0, 0, time.FixedZone("", 7200))
	if !a.Published.Time.Equal(at) || a.Published.Time.Format("-07") != "+02" || a.Published.Precision != article.Second {
		t.Errorf("published %v", a.Published)
	}
	a.Published = article.Moment{}
	if want := (article.Article{ID: "page", URL: "https://example.org/news/1", Title: "Envoy leaves talks", Source: "Orsk Herald", Author: "Ada Lind", Lang: "en-GB"}); a != want {
		t.Errorf("got %+v, want %+v", a, want)
	}
}

func TestPublicationDateOfAPage(t *testing.T) {
	for _, c := range []struct{ head, want string }{
		{`<meta name="date" content="2025-05-19">`, "2025-05-19 day"},
		{`<meta name="date" content="2025-05-01"><meta property="article:published_time" content="2025-05-19">`, "2025-05-19 day"},
		{`<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2025-05-19","dateModified":"2025-07-01"}</script>`, "2025-05-19 day"},
		{`<script type="application/ld+json">{"@graph":[{"@type":"WebSite","datePublished":"2001-01-01"},{"@type":["Thing","ReportageNewsArticle"],"datePublished":"2025-05-19"}]}</script>`, "2025-05-19 day"},
		{`<script type="application/ld+json">{broken</script>`, "0001-01-01 "},
		{`<meta property="article:modified_time" content="2025-06-01">`, "0001-01-01 "},
		{`<meta name="date" content="03/04/2025">`, "0001-01-01 "},
		{``, "0001-01-01 "},
	} {
		a, err := readPage(t, page(c.head), "", "")
		if got := a.Published.Time.Format(time.DateOnly) + " " + a.Published.Precision.String(); err != nil || got != c.want {
			t.Errorf("%s: got %s, %v, want %s", c.head, got, err, c.want)
		}
	}
}

func TestCharactersOfAPage(t *testing.T) {
	text := strings.Replace(page(`<meta charset="windows-1252">`), "&ldquo;", "\x93Caf\xe9, ", 1)
	if a, err := readPage(t, text, "", ""); err != nil || !strings.Contains(a.Text, "“Café, we have heard") {
		t.Errorf("%q, %v", a.Text, err)
	}
	if _, err := readPage(t, strings.Replace(page(`<meta charset="utf-8">`), "Orsk", "Orsk\xe9", 1), "", ""); err == nil || !strings.Contains(err.Error(), "not valid UTF-8") {
		t.Errorf("invalid UTF-8: %v", err)
	}
	if _, err := readPage(t, "<html>\x00\x01</html>", "", ""); err == nil || !strings.Contains(err.Error(), "binary") {
		t.Errorf("binary: %v", err)
	}
	if a, err := readPage(t, "<html><body></body></html>", "", ""); err == nil {
		t.Errorf("an empty page gave %+v", a)
	}
}

// TestAddressOfAPage says which addresses that a page claims are taken: those of
// the site that it was fetched from.
func TestAddressOfAPage(t *testing.T) {
	for _, c := range []struct{ fetched, claims, want string }{
		{"https://herald.example/1?ref=mail", "https://herald.example/1", "https://herald.example/1"},
		{"http://herald.example/1", "https://www.herald.example/1", "https://www.herald.example/1"},
		{"https://m.herald.example/1", "https://herald.example/1", "https://herald.example/1"},
		{"https://amp.herald.example/1", "https://www.herald.example/1", "https://www.herald.example/1"},
		{"https://HERALD.example:443/1", "https://herald.example/2", "https://herald.example/2"},
		{"https://evil.example/1", "https://herald.example/1", ""},
		{"https://evil.herald.example/1", "https://herald.example/1", ""},
		{"https://herald.example/1", "https://blog.herald.example/1", ""},
		{"https://herald.example.evil.example/1", "https://herald.example/1", ""},
		{"https://m.example/1", "https://example/1", ""},
		{"http://herald.example:8080/1", "http://herald.example/1", ""},
		{"http://127.0.0.1:8501/1", "http://127.0.0.1:8502/1", ""},
		{"https://evil.example/1", "https://evil.example@herald.example/1", ""},
		{"https://evil.example/1", "https://herald.example\\@evil.example/1", ""},
		{"https://evil.example/1", "//herald.example/1", ""},
		{"https://evil.example/1", "javascript:alert(1)", ""},
		{"https://evil.example/1", "/2", ""},
		{"", "https://herald.example/1", "https://herald.example/1"}, // a saved page
	} {
		for _, head := range []string{`<link rel="canonical" href="%s">`, `<meta property="og:url" content="%s">`} {
			a, err := readPage(t, page(fmt.Sprintf(head, c.claims)), c.fetched, "")
			want := c.want
			if want == "" {
				want = c.fetched
			}
			if err != nil || a.URL != want {
				t.Errorf("%q, claiming %q: address %q, %v, want %q", c.fetched, c.claims, a.URL, err, want)
			}
		}
	}
}

// TestNothingTakesTheIDOfAFetchedPage gives a page's ID to none of those that
// only claim to be from its address.
func TestNothingTakesTheIDOfAFetchedPage(t *testing.T) {
	const address = "https://herald.example/1"
	claim := page(`<link rel="canonical" href="` + address + `"><meta property="og:url" content="` + address + `">
		<script type="application/ld+json">{"@type":"NewsArticle","@id":"` + address + `","url":"` + address + `","mainEntityOfPage":"` + address + `"}</script>`)
	id := func(in Input, content string) string {
		in.Reader = strings.NewReader(content)
		for it := range Read(in) {
			if it.Err != nil {
				t.Fatal(it.Err)
			}
			return it.Article.ID
		}
		return ""
	}
	line, front := `{"text":"A","url":"`+address+`"}`, "---\nurl: "+address+"\n---\nA"
	fetched := id(Input{Name: address, Type: "text/html", URL: address}, claim)
	for what, got := range map[string]string{
		"another host's page":  id(Input{Name: "x.html", URL: "https://evil.example/1"}, claim),
		"a page of a pipe":     id(Input{Name: "-"}, claim),
		"a saved page":         id(Input{Name: "x.html", ID: "x"}, claim),
		"another host's line":  id(Input{Name: "x.jsonl", URL: "https://evil.example/1"}, line),
		"another host's file":  id(Input{Name: "x.json", URL: "https://evil.example/1"}, line),
		"another host's notes": id(Input{Name: "x.md", URL: "https://evil.example/1"}, front),
	} {
		if got == fetched || got == "" {
			t.Errorf("%s has the ID %q", what, got)
		}
	}
	for what, got := range map[string]string{
		"the page again":        id(Input{Name: "x.html", URL: address + "?a=b"}, claim),
		"a line of its site":    id(Input{Name: "x.jsonl", URL: "https://herald.example/feed"}, line),
		"a line of one's own":   id(Input{Name: "x.jsonl"}, line),
		"the mobile form of it": id(Input{Name: "x.html", URL: "https://m.herald.example/1"}, claim),
	} {
		if got != fetched {
			t.Errorf("%s has the ID %q, not %q", what, got, fetched)
		}
	}
}
