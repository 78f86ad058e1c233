package source

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
)

// maxPrintedDate is how many bytes a line with nothing but a date has at most.
const maxPrintedDate = 80

var (
	// publishedWord begins a line that tells when an article was published, and
	// updatedWord one that tells something else.
	publishedWord = lazyregexp.New(`(?i)^(?:first )?(?:published|posted|publication date|date published|issued|released)(?: on| at)?\s*[:–-]?\s+`)
	updatedWord   = lazyregexp.New(`(?i)\b(?:updated?|modified|edited|corrected|reviewed|accessed|expires?|event|copyright)\b|©`)
	// updatedTail is what follows a date of publication on its line.
	updatedTail = lazyregexp.New(`(?i)\s*[|·•,;(–-]*\s*(?:last )?(?:updated?|modified|\d+ min(?:ute)?s? read|\d+ comments?)\b.*$`)
	dateDigits  = lazyregexp.New(`\b(?:19|20)\d\d\b`)
)

// printedDate returns the date of publication that a page prints for its readers: the
// one that a line names as such, else the only date that stands in lines of its own, else
// the day in its address. Only the article's part of the page is looked at.
func (f *facts) printedDate(doc *html.Node, address string) (article.Moment, article.Origin) {
	var named, bare []article.Moment
	for n := range articlePart(doc).Descendants() {
		if n.Type != html.ElementNode || !datedElement(n) || afterUpdated(n) {
			continue
		}
		line := textOf(n)
		if len(line) > maxPrintedDate || strings.Contains(line, "\n") || !dateDigits.MatchString(line) {
			continue
		}
		line = updatedTail.ReplaceAllString(line, "")
		word := publishedWord.FindString(line)
		if m, ok := f.lineMoment(strings.TrimSpace(line[len(word):])); ok && !updatedWord.MatchString(line) {
			if word != "" {
				named = append(named, m)
			} else {
				bare = append(bare, m)
			}
		}
	}
	for _, all := range [][]article.Moment{named, bare} {
		if m, ok := onlyDay(all); ok {
			return m, article.FromText
		}
		if len(all) > 0 {
			return article.Moment{}, ""
		}
	}
	if m, ok := f.addressDay(address); ok {
		return m, article.FromAddress
	}
	return article.Moment{}, ""
}

// articlePart returns the part of a page that the article with its heading is in: the
// first article element or main part with a heading, else the whole page.
func articlePart(doc *html.Node) *html.Node {
	part := find(doc, func(n *html.Node) bool {
		return (n.DataAtom == atom.Article || n.DataAtom == atom.Main) && find(n, func(h *html.Node) bool { return h.DataAtom == atom.H1 }) != nil
	})
	if part == nil {
		return doc
	}
	return part
}

// datedElement reports whether an element can be a line with a date: it holds no block,
// and is in no menu, list, box or comment.
func datedElement(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Span, atom.Time, atom.Small, atom.Em, atom.I, atom.B, atom.Strong, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Dd:
	default:
		return false
	}
	if hasBlock(n) {
		return false
	}
	for p := range n.Ancestors() {
		switch p.DataAtom {
		case atom.Nav, atom.Footer, atom.Aside, atom.Li, atom.Table, atom.Blockquote, atom.Figure:
			return false
		case atom.Article, atom.Main, atom.Body:
			return true
		}
		if besideNames.MatchString(labels(p)) {
			return false
		}
	}
	return true
}

// afterUpdated reports whether the words before an element in its line say that it holds the day of a change:
// "Updated: " before a time element.
func afterUpdated(n *html.Node) bool {
	if hasBlock(n.Parent) {
		return false
	}
	before := ""
	for c := n.PrevSibling; c != nil && len(before) < maxPrintedDate; c = c.PrevSibling {
		if before = textOf(c) + " " + before; c.Type == html.TextNode {
			before = c.Data + before
		}
	}
	if at := publishedAt.FindAllStringIndex(before, -1); at != nil {
		before = before[at[len(at)-1][0]:]
		return updatedWord.MatchString(before)
	}
	return updatedWord.MatchString(before)
}

// publishedAt matches the words before a day of publication within a line.
var publishedAt = lazyregexp.New(`(?i)\b(?:published|posted|issued|released)\b`)

// lineMoment reads a date as pages print it: with the day of the week, with "at" or a
// comma before the time, with the letters of an ordinal.
func (f *facts) lineMoment(line string) (article.Moment, bool) {
	line = strings.TrimRight(strings.TrimSpace(line), ".|· ")
	line = printedOrdinal.ReplaceAllString(line, "$1")
	line = printedWeekday.ReplaceAllString(line, "")
	line = printedTime.ReplaceAllString(line, "$1 $2")
	line = printedMeridiem.ReplaceAllStringFunc(line, func(m string) string {
		return m[:1] + " " + strings.ToUpper(strings.Trim(m[1:], " ."))[:1] + "M"
	})
	return f.moment(strings.TrimSpace(line))
}

var (
	printedOrdinal  = lazyregexp.New(`(?i)\b(\d{1,2})(?:st|nd|rd|th)\b`)
	printedWeekday  = lazyregexp.New(`(?i)^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+`)
	printedTime     = lazyregexp.New(`(?i)(\b\d{4}),?\s*(?:at|[|·•–-])?\s+(\d{1,2}:\d\d)`)
	printedMeridiem = lazyregexp.New(`(?i)\d ?[ap]\.?m\b\.?`)
)

// onlyDay returns the first of some dates if all are of one day.
func onlyDay(all []article.Moment) (article.Moment, bool) {
	if len(all) == 0 || slices.ContainsFunc(all, func(m article.Moment) bool { return m.Time.Format(time.DateOnly) != all[0].Time.Format(time.DateOnly) }) {
		return article.Moment{}, false
	}
	return slices.MaxFunc(all, func(a, b article.Moment) int { return int(a.Precision) - int(b.Precision) }), true
}

// pathDay matches the day in an address: /2026/11/02/.
var pathDay = lazyregexp.New(`/((?:19|20)\d\d)[/-](\d\d?|[a-zA-Z]{3})[/-](\d\d?)(?:/|-|_|$)`)

// addressDay returns the day in an address's path.
func (f *facts) addressDay(address string) (article.Moment, bool) {
	u, err := url.Parse(address)
	if err != nil {
		return article.Moment{}, false
	}
	m := pathDay.FindStringSubmatch(u.Path)
	if m == nil {
		return article.Moment{}, false
	}
	zone := f.zone
	if zone == nil {
		zone = time.UTC
	}
	for _, layout := range []string{"2006 1 2", "2006 Jan 2"} {
		if day, err := time.ParseInLocation(layout, m[1]+" "+m[2]+" "+m[3], zone); err == nil {
			return f.moment(day.Format(time.DateOnly))
		}
	}
	return article.Moment{}, false
}
