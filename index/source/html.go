package source

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
	"github.com/briefing-bot/briefing-bot/index/source/internal/encodings"
)

// readHTML reads a web page: its main text without menus and advertisements, a
// paragraph a line, and what it says of itself.
func readHTML(in Input, r *bufio.Reader, emit func(Item) bool) {
	var dated article.Origin
	emitDated := func(it Item) bool {
		if it.Dated = dated; it.Article.Published.IsZero() {
			it.Dated = ""
		}
		return emit(it)
	}
	one(emitDated, func() (a article.Article, err error) {
		data, err := readAll(r, MaxPage, errPageTooLong)
		if err != nil {
			return article.Article{}, err
		}
		doc, err := parsePage(data, in.Type)
		if err != nil {
			return article.Article{}, err
		}
		if a, dated, err = pageArticle(doc, in); err != nil {
			return article.Article{}, err
		}
		return finish(a, in)
	})
}

// errPageTooLong is the reason for a page over MaxPage.
var errPageTooLong = fmt.Errorf("the page is larger than %d MiB, the limit of a page", MaxPage>>20)

// parsePage decodes a page's characters, as HTTP, the page itself or its bytes
// declare them, and parses it.
func parsePage(data []byte, contentType string) (*html.Node, error) {
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, errors.New("it is binary, not text")
	}
	decoded, err := encodings.Page(data, contentType)
	if err != nil {
		return nil, err
	}
	if err := checkPage(decoded); err != nil {
		return nil, err
	}
	doc, err := html.Parse(bytes.NewReader(decoded))
	if err != nil {
		return nil, fmt.Errorf("its HTML cannot be parsed: %w", err)
	}
	return doc, nil
}

// checkPage returns an error for a page that takes too much to parse, or whose
// text is far longer than an article's.
func checkPage(page []byte) error {
	const shortestNode = 2 // bytes: an attribute and a space
	if len(page) < maxNodes*shortestNode {
		return nil
	}
	z := html.NewTokenizer(bytes.NewReader(page))
	hidden, text := false, 0
	for nodes := 0; nodes <= maxNodes; nodes++ {
		switch z.Next() {
		case html.ErrorToken:
			return nil
		case html.StartTagToken:
			name, more := z.TagName()
			hidden = string(name) == "script" || string(name) == "style"
			for ; more; nodes++ {
				_, _, more = z.TagAttr()
			}
		case html.TextToken:
			if !hidden {
				text += len(z.Raw())
			}
		}
		if text > maxPageText {
			return fmt.Errorf("the page has more than %d MiB of text, the limit of a page", maxPageText>>20)
		}
	}
	return fmt.Errorf("the page has more than %d elements, the limit of a page", maxNodes)
}

// pageArticle is the article of a page. What a page says of its date in a form
// that cannot be read leaves the date unknown.
func pageArticle(doc *html.Node, in Input) (article.Article, article.Origin, error) {
	said := pageFacts(doc, in.Zone)
	own := said.own(in.URL)
	published, dated := said.publication(own), article.FromPage
	if published.IsZero() {
		published, dated = said.printedDate(doc, in.URL)
	}
	address := said.pageAddress(in.URL)
	base, err := url.Parse(address)
	if err != nil || !base.IsAbs() {
		base, address = nil, in.URL
	}
	title, byline, text, page, err := mainText(doc, base)
	if err != nil {
		return article.Article{}, "", err
	}
	if byline == "" && page.Byline() == "" {
		byline, text = firstLineByline(text)
	}
	a := article.Article{
		URL: address, Title: cmp.Or(own.Headline, said.heading(title)), Source: cmp.Or(page.SiteName(), own.Publisher), Author: cmp.Or(own.Author, byline, page.Byline()),
		Lang: cmp.Or(page.Language(), own.Lang), Published: published, Text: text,
	}
	if in.ID == "" && in.URL == "" {
		// Only the page itself says where it is from: that makes a link, but must
		// not replace the article that was fetched from there.
		a.ID = "text-" + fingerprint(a.Text)
	}
	return a, dated, nil
}

// firstLineByline takes a byline from the first line of a text: "By Jane Doe".
func firstLineByline(text string) (byline, rest string) {
	line, rest, _ := strings.Cut(text, "\n")
	if len(line) > maxByline || !byWords.MatchString(line) || sentenceMark.MatchString(line) || strings.TrimSpace(rest) == "" {
		return "", text
	}
	return line, strings.TrimLeft(rest, "\n")
}

// minMainText is how many characters an article has at least; readability takes 500,
// which brief news has not.
const minMainText = 200

// minTeaser is how many characters must be readable of an article before a paywall for
// it to be taken, if they break off within a sentence.
const minTeaser = 280

// sentenceEnd matches the end of a whole sentence at the end of a text.
var sentenceEnd = lazyregexp.New(`[.!?]["”’»)]*\s*$`)

// mainText returns the title, the byline and the text of a page's article, a
// paragraph a line.
func mainText(doc *html.Node, base *url.URL) (title, byline, text string, page readability.Article, err error) {
	whole := textOf(doc)
	byline = takeByline(doc)
	walled := preparePage(doc)
	parser := readability.NewParser()
	parser.CharThresholds = minMainText // of a shorter text it keeps all that surrounds it
	parser.DisableJSONLD = true         // it takes the first article, which may be another one
	page, err = parser.ParseDocument(doc, base)
	var b strings.Builder
	if err == nil && page.Node != nil {
		err = page.RenderText(&b)
	}
	title, text = page.Title(), tidy(b.String())
	if err != nil {
		return title, byline, text, page, fmt.Errorf("no main text found: %w", err)
	}
	if text == "" {
		return title, byline, text, page, refuseEmpty(title, whole)
	}
	if walled && utf8.RuneCountInString(text) < minTeaser && !sentenceEnd.MatchString(text) {
		return title, byline, text, page, errPaywall
	}
	return title, byline, text, page, cmp.Or(refuseLinks(page.Node), refuseStub(title, text))
}

// tidy takes blanks from the ends of lines and lets at most one blank line stand.
func tidy(text string) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}
