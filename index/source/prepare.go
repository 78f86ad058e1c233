package source

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
)

// preparePage changes a page's tree so that readability finds its article: dialogs
// about consent, paywalls and lines that point to other articles go; an article that
// is hidden behind a dialog is shown; paragraphs that are links become plain ones,
// since readability takes what is full of links for a menu; and the posts of a live
// page become one article.
//
// It reports whether a paywall was among what it took away.
func preparePage(doc *html.Node) (walled bool) {
	showArticle(doc)
	flattenPosts(doc) // by their times, which are removed next
	removeAll(doc, isDialog)
	removeAll(doc, func(n *html.Node) bool {
		wall := isPaywall(n)
		walled = walled || wall
		return wall
	})
	removeAll(doc, isMenu)
	removeAll(doc, nextArticle())
	removeAll(doc, isAside)
	removeAll(doc, isCaption)
	removeAll(doc, isLinkList)
	removeAll(doc, isPointer)
	unlinkParagraphs(doc)
	return walled
}

var bylineNames = lazyregexp.New(`(?i)(?:^|[\s_-])(?:by-?line|authors?|author-?names?|written-?by|article-?authors?|reporters?)(?:$|[\s_-])`)

// maxByline is how many bytes a byline has at most; what is longer tells of the author.
const maxByline = 150

// takeByline removes the byline from a page and returns it; "" if it has none.
func takeByline(doc *html.Node) string {
	byline := ""
	removeAll(doc, func(n *html.Node) bool {
		switch {
		case n.DataAtom == atom.Body || n.DataAtom == atom.Article || n.DataAtom == atom.Main || n.DataAtom == atom.Meta || n.DataAtom == atom.Link:
			return false
		case attribute(n, "rel") == "author", attribute(n, "itemprop") == "author", bylineNames.MatchString(attribute(n, "class") + " " + attribute(n, "id")):
		default:
			return false
		}
		text := textOf(n)
		if text == "" || len(text) > maxByline || sentenceMark.MatchString(text) || byline != "" && !strings.Contains(byline, text) {
			return false
		}
		byline = cmp.Or(byline, text)
		return true
	})
	return byline
}

// removeAll removes the elements that unwanted reports, with all they hold.
func removeAll(doc *html.Node, unwanted func(*html.Node) bool) {
	var found []*html.Node
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && unwanted(n) {
			found = append(found, n)
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	for _, n := range found {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
}

// showArticle takes the marks of what is not shown from the elements that hold the
// article, if no other article is shown: pages hide it while a dialog is open.
func showArticle(doc *html.Node) {
	var hidden []*html.Node
	shown := false
	var walk func(n *html.Node, within []*html.Node)
	walk = func(n *html.Node, within []*html.Node) {
		if n.Type == html.ElementNode && isHidden(n) {
			within = append(within, n)
		}
		if n.Type == html.ElementNode && (n.DataAtom == atom.Article || n.DataAtom == atom.Main || n.DataAtom == atom.H1 || attribute(n, "itemprop") == "articleBody") {
			shown = shown || len(within) == 0
			hidden = append(hidden, within...)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, within)
		}
	}
	walk(doc, nil)
	if shown {
		return
	}
	for _, n := range hidden {
		kept := n.Attr[:0]
		for _, a := range n.Attr {
			if a.Key != "aria-hidden" && a.Key != "hidden" && a.Key != "style" {
				kept = append(kept, a)
			}
		}
		n.Attr = kept
	}
}

var hiddenStyle = lazyregexp.New(`(?i)display\s*:\s*none|visibility\s*:\s*hidden`)

func isHidden(n *html.Node) bool {
	return strings.EqualFold(attribute(n, "aria-hidden"), "true") || hasAttribute(n, "hidden") || hiddenStyle.MatchString(attribute(n, "style"))
}

var (
	dialogNames  = lazyregexp.New(`(?i)consent|cookie|gdpr|ccpa|\bcmp\b|cmp[-_]|onetrust|didomi|sp_message|sp-message|qc-cmp|usercentrics|truste|trustarc|privacy-(?:manager|banner|notice|modal)|cybot|klaro|iubenda|quantcast|cc-window|cc-banner|overlay|modal|pop-?up|lightbox|interstitial|banner|notice`)
	paywallNames = lazyregexp.New(`(?i)pay-?wall|reg-?wall|subscri(?:be|ption)|piano|tp-(?:modal|container)|meter|upsell|barrier|offer|premium-box|login-?(?:wall|prompt)|gate`)
)

// isDialog reports whether an element is a dialog about cookies and consent.
func isDialog(n *html.Node) bool {
	role := attribute(n, "role")
	named := n.DataAtom == atom.Dialog || role == "dialog" || role == "alertdialog" || hasAttribute(n, "aria-modal") || dialogNames.MatchString(labels(n))
	return named && isBox(n) && consentWords.MatchString(textOf(n))
}

// isPaywall reports whether an element asks to subscribe.
func isPaywall(n *html.Node) bool {
	if !paywallNames.MatchString(labels(n)) || !isBox(n) {
		return false
	}
	text := textOf(n)
	return len(text) < maxStub && mostly(paywallWords, text)
}

// isMenu reports whether an element is a menu, or the top or foot of a site with one.
// Of a short article readability would keep them.
func isMenu(n *html.Node) bool {
	role := attribute(n, "role")
	switch {
	case n.DataAtom == atom.Nav, role == "navigation", role == "contentinfo":
		return true
	case n.DataAtom == atom.Header, n.DataAtom == atom.Footer:
		for up := range n.Ancestors() {
			if up.DataAtom == atom.Article || up.DataAtom == atom.Main {
				return false
			}
		}
		return find(n, func(c *html.Node) bool { return c.DataAtom == atom.H1 || c.DataAtom == atom.Article }) == nil &&
			find(n, func(c *html.Node) bool { return c.DataAtom == atom.Nav || c.DataAtom == atom.A }) != nil
	}
	return false
}

// nextArticle returns a function that reports whether an element is another article
// below the first one: pages add them while somebody scrolls.
func nextArticle() func(*html.Node) bool {
	seen := false
	return func(n *html.Node) bool {
		if n.DataAtom != atom.Article || find(n, func(c *html.Node) bool { return c.DataAtom == atom.H1 }) == nil {
			return false
		}
		next := seen
		seen = true
		return next
	}
}

var (
	adNames     = lazyregexp.New(`(?i)(?:^|[\s_-])(?:ads?|adverts?|advertisements?|advertising|adslot|adunit|adbox|sponsor(?:ed)?|promoted|dfp|mpu)(?:$|[\s_-])`)
	signupNames = lazyregexp.New(`(?i)newsletter|sign-?up|email-?capture|subscri(?:be|ption)`)
	signupWords = lazyregexp.New(`(?i)sign up|subscribe|newsletter|inbox|e-?mail|register`)
	moreNames   = lazyregexp.New(`(?i)(?:^|[\s_-])(?:related|recommend(?:ed|ations?)?|more-(?:from|on|stories|news)|most-(?:read|popular)|popular|trending|outbrain|taboola|read-?next|latest-(?:news|stories)|teasers?|promos?)(?:$|[\s_-])`)
)

// maxAside is how many bytes an advertisement or an invitation has at most.
const maxAside = 600

// isAside reports whether an element is an advertisement, an invitation to sign up,
// or a box with the beginnings of other articles.
func isAside(n *html.Node) bool {
	named := attribute(n, "class") + " " + attribute(n, "id")
	ad, signup, more := adNames.MatchString(named), signupNames.MatchString(named), moreNames.MatchString(named)
	if !ad && !signup && !more || !isBox(n) {
		return false
	}
	text := textOf(n)
	switch {
	case more:
		links := 0
		for c := range n.Descendants() {
			if c.DataAtom == atom.A {
				links++
			}
		}
		return links > 1 && len(text) < links*maxAside
	case ad:
		return len(text) < maxAside
	}
	return len(text) < maxAside && signupWords.MatchString(text) && (pointer.MatchString(text) || find(n, func(c *html.Node) bool {
		return c.DataAtom == atom.Form || c.DataAtom == atom.Input || c.DataAtom == atom.Button || c.DataAtom == atom.A
	}) != nil)
}

var captionNames = lazyregexp.New(`(?i)(?:^|[\s_-])(?:caption|captions|image-credit|photo-credit|credit|credits)(?:$|[\s_-])`)

// isCaption reports whether an element is a picture's caption, or a time of the day
// that stands alone.
func isCaption(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Figcaption: // below a quotation it names the speaker
		return find(n.Parent, func(c *html.Node) bool { return c.DataAtom == atom.Blockquote || c.DataAtom == atom.Q }) == nil
	case atom.Time:
		return n.Parent != nil && n.Parent.DataAtom != atom.P && len(textOf(n.Parent)) > len(textOf(n)) && !besideText(n)
	case atom.Div, atom.Span, atom.P:
		return captionNames.MatchString(attribute(n, "class")) && !hasBlock(n)
	}
	return false
}

// besideText reports whether text that is no white space stands beside n.
func besideText(n *html.Node) bool {
	for c := range n.Parent.ChildNodes() {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" {
			return true
		}
	}
	return false
}

// isBox reports whether an element is one that holds blocks, and does not hold the
// article or the whole page.
func isBox(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Div, atom.Section, atom.Aside, atom.Form, atom.Dialog, atom.P, atom.Footer, atom.Span:
		return find(n, func(c *html.Node) bool {
			return c.DataAtom == atom.Article || c.DataAtom == atom.Main || c.DataAtom == atom.H1
		}) == nil
	}
	return n.DataAtom == 0 && strings.Contains(n.Data, "-") // a custom element
}

// labels returns an element's classes, ID and label.
func labels(n *html.Node) string {
	return attribute(n, "class") + " " + attribute(n, "id") + " " + attribute(n, "aria-label") + " " + attribute(n, "data-testid")
}

// hasBlock reports whether an element holds paragraphs or boxes.
func hasBlock(n *html.Node) bool {
	return find(n, func(c *html.Node) bool {
		switch c.DataAtom {
		case atom.P, atom.Div, atom.Ul, atom.Ol, atom.Li, atom.Table, atom.Blockquote, atom.Section, atom.Article, atom.Figure, atom.H1, atom.H2, atom.H3, atom.H4:
			return true
		}
		return false
	}) != nil
}

// minPosts is the minimum number of posts of a live page.
const minPosts = 3

// flattenPosts moves the paragraphs of a live page's posts up beside one another, so
// that they are one article: readability takes the best of several blocks and leaves
// out the others.
func flattenPosts(doc *html.Node) {
	live := saysLive(doc)
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || !live && !liveNames.MatchString(attribute(n, "class")+" "+attribute(n, "id")) {
			continue
		}
		posts := postsOf(n)
		if len(posts) < minPosts {
			continue
		}
		for _, post := range posts {
			flatten(post)
		}
		return
	}
}

// liveNames are the classes of elements that hold the posts of a live page.
var liveNames = lazyregexp.New(`(?i)(?:^|[\s_-])live(?:blog|$|[\s_-])`)

// saysLive reports whether a page's data say that it is live.
func saysLive(doc *html.Node) bool {
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Script && n.FirstChild != nil && strings.Contains(n.FirstChild.Data, `"LiveBlogPosting"`) {
			return true
		}
	}
	return false
}

// flatten puts what a box holds in its place, and what the boxes in it hold.
func flatten(box *html.Node) {
	for _, child := range slices.Collect(box.ChildNodes()) {
		if isPostBox(child) {
			flatten(child)
		}
	}
	unwrap(box)
}

// postsOf returns the children of an element that are posts: each with its time and
// with a paragraph, all of one kind.
func postsOf(n *html.Node) []*html.Node {
	var posts []*html.Node
	for child := range n.ChildNodes() {
		if !isPostBox(child) || has(child, atom.Time) != 1 || has(child, atom.P) == 0 {
			continue
		}
		if len(posts) > 0 && child.DataAtom != posts[0].DataAtom {
			continue
		}
		posts = append(posts, child)
	}
	return posts
}

var postBoxes = []atom.Atom{atom.Article, atom.Div, atom.Section, atom.Li, atom.Header}

func isPostBox(n *html.Node) bool {
	return n.Type == html.ElementNode && slices.Contains(postBoxes, n.DataAtom)
}

// has returns how many elements of a kind are inside n.
func has(n *html.Node, kind atom.Atom) (count int) {
	for d := range n.Descendants() {
		if d.DataAtom == kind {
			count++
		}
	}
	return count
}

// unwrap puts the children of an element in its place.
func unwrap(n *html.Node) {
	for child := n.FirstChild; child != nil; child = n.FirstChild {
		n.RemoveChild(child)
		n.Parent.InsertBefore(child, n)
	}
	n.Parent.RemoveChild(n)
}
