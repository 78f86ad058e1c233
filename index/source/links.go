package source

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
)

// pointer matches the beginning of a line that points to other articles or asks
// for something. What follows it is another article's headline.
var (
	pointer = lazyregexp.New(`(?i)^\W*(?:read (?:more|also|next|on)|also read|more (?:on this|from|stories|about)|related(?: (?:article|story|stories|content|coverage|news|topics|reading))?|see also|see more|don['’]t miss|recommended(?: for you)?|you (?:may|might) (?:also )?like|must[- ]read|trending(?: now)?|most (?:read|popular)|(?:watch|listen|video|podcast|gallery|in pictures)` +
		`|sign up|follow us|join our|story continues below(?: advertisement)?|article continues below|continue reading|advertisement|sponsored(?: content)?|share this|what (?:to|you need to) know|click here|editor['’]s picks?|up next|further reading|download our app|newsletter)\b`)
	shortPointer = lazyregexp.New(`(?i)^\W*(?:read|more|watch|listen|see|video|photos?|pictures|also (?:on|in)[^:]{1,40})\s*:|^\s*[➤►▶→»]`)
	pointerEnd   = lazyregexp.New(`^\s*(?:[:|»>→–—]|\z)`)
)

// isLinkList reports whether an element lists other articles: it is mostly links, and
// is named so or follows a heading that says so.
func isLinkList(n *html.Node) bool {
	named := besideNames.MatchString(attribute(n, "class")+" "+attribute(n, "id")) || isHeadlines(n)
	if !named {
		before := n.PrevSibling
		for before != nil && before.Type != html.ElementNode {
			before = before.PrevSibling
		}
		named = before != nil && isPointer(before)
	}
	return named && (n.DataAtom == atom.Ul || n.DataAtom == atom.Ol || isBox(n)) && linked(n)*2 > len(textOf(n))
}

// isHeadlines reports whether an element is a list of links none of which is a
// sentence.
func isHeadlines(n *html.Node) bool {
	if n.DataAtom != atom.Ul && n.DataAtom != atom.Ol {
		return false
	}
	items := 0
	for item := range n.ChildNodes() {
		if item.Type != html.ElementNode {
			continue
		}
		items++
		if text := textOf(item); linked(item)*10 < len(text)*9 || sentenceMark.MatchString(text) {
			return false
		}
	}
	return items > 0
}

// isPointer reports whether a paragraph, heading or list item points to another
// article: it begins so, and then is a link, or goes on after a colon.
func isPointer(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Strong, atom.B, atom.Em, atom.Span, atom.Div, atom.Figcaption:
	default:
		return false
	}
	if hasBlock(n) {
		return false
	}
	text := textOf(n)
	if len(text) > maxPointer {
		return false
	}
	mostlyLink := linked(n)*2 > len(strings.TrimSpace(text))
	begin := pointer.FindString(text)
	if begin == "" {
		return mostlyLink && shortPointer.MatchString(text)
	}
	return mostlyLink || pointerEnd.MatchString(text[len(begin):])
}

// maxPointer is how many bytes a line that points to another article has at most.
const maxPointer = 300

// linked returns how many bytes of an element's text are links.
func linked(n *html.Node) int {
	if n.DataAtom == atom.A {
		return len(textOf(n))
	}
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		sum += linked(c)
	}
	return sum
}

// unlinkParagraphs makes the links in sentences plain text.
func unlinkParagraphs(doc *html.Node) {
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && besideArticle(n) {
			return
		}
		switch n.DataAtom {
		case atom.P, atom.Li, atom.Blockquote, atom.Div, atom.Td, atom.Dd, atom.H2, atom.H3, atom.H4:
			if !hasBlock(n) && isSentence(n) {
				unlink(n)
				return
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
}

var besideNames = lazyregexp.New(`(?i)(?:^|[\s_-])(?:related|recommend(?:ed|ations?)?|more-(?:from|on|stories|news)|most-(?:read|popular)|popular|trending|promos?|teasers?|sidebar|social|newsletter|outbrain|taboola|nav|navigation|menu|breadcrumbs?|footer|comments?|tags?|topics?|read-?(?:more|next)|latest)(?:$|[\s_-])`)

// besideArticle reports whether an element is a menu, a list of other articles, or
// another part of a page beside the article.
func besideArticle(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Nav, atom.Footer, atom.Aside:
		return true
	case atom.Article, atom.Main, atom.Body, atom.Html:
		return false
	}
	return besideNames.MatchString(attribute(n, "class") + " " + attribute(n, "id"))
}

var (
	sentenceMark = lazyregexp.New(`[.!?…][)\]"'”’»]*$`)
	saidMark     = lazyregexp.New(`[“"«„][^”"»]{3,}[”"»]`)
)

// isSentence reports whether an element's text is a sentence: it ends like one, and
// is not only a few words unless it quotes. List items are headlines more often, so
// they must end in a full stop.
func isSentence(n *html.Node) bool {
	text := strings.TrimSpace(textOf(n))
	if !sentenceMark.MatchString(text) {
		return false
	}
	if n.DataAtom == atom.Li && !strings.Contains(text[max(0, len(text)-8):], ".") {
		return false
	}
	return len(strings.Fields(text)) >= minSentence || saidMark.MatchString(text)
}

// minSentence is how many words a paragraph has at least that is no label of a link.
const minSentence = 8

// unlink makes the links within n plain text.
func unlink(n *html.Node) {
	for c := range n.Descendants() {
		if c.DataAtom == atom.A {
			c.Data, c.DataAtom, c.Attr = "span", atom.Span, nil
		}
	}
}
