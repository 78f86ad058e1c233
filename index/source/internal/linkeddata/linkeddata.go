// Package linkeddata reads what JSON-LD says of the articles of a web page, and which of
// them is the page's own.
package linkeddata

import (
	"encoding/json"
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/weburl"
)

// Article is what JSON-LD says of an article.
type Article struct {
	Headline, Author, Publisher, Published, Modified, Lang string
	addresses                                              []string
	listed                                                 bool // as one of a list, or as a part of something else
}

// maxDepth limits how deep in JSON-LD articles are looked for.
const maxDepth = 8

// Parse returns the articles of one block of JSON-LD: an thing, a list,
// an thing whose @graph lists them, and those within them.
func Parse(block string) []Article {
	var data any
	if json.Unmarshal([]byte(block), &data) != nil && json.Unmarshal([]byte(repairJSON(block)), &data) != nil {
		return nil
	}
	var out []Article
	var walk func(value any, depth int, listed bool)
	walk = func(value any, depth int, listed bool) {
		if depth > maxDepth {
			return
		}
		switch v := value.(type) {
		case []any:
			for _, part := range v {
				walk(part, depth+1, listed)
			}
		case map[string]any:
			if isArticle(v["@type"]) {
				out = append(out, newArticle(v, listed))
			}
			walk(v["@graph"], depth+1, listed)
			walk(v["mainEntity"], depth+1, listed)
			walk(v["mainEntityOfPage"], depth+1, listed)
			for _, key := range []string{"itemListElement", "item", "hasPart", "isRelatedTo", "relatedLink", "liveBlogUpdate"} {
				walk(v[key], depth+1, true)
			}
		}
	}
	walk(data, 0, false)
	return out
}

func newArticle(thing map[string]any, listed bool) Article {
	a := Article{listed: listed, Headline: textOf(thing["headline"]), Author: textOf(thing["author"]), Publisher: textOf(thing["publisher"]),
		Published: textOf(thing["datePublished"]), Modified: textOf(thing["dateModified"]), Lang: textOf(thing["inLanguage"])}
	if a.Headline == "" {
		a.Headline = textOf(thing["name"])
	}
	for _, key := range []string{"url", "mainEntityOfPage", "@id"} {
		address := thing[key]
		if o, ok := address.(map[string]any); ok {
			if address = o["@id"]; address == nil {
				address = o["url"]
			}
		}
		if s, ok := address.(string); ok && strings.Contains(s, "://") {
			a.addresses = append(a.addresses, s)
		}
	}
	return a
}

// textOf returns a value as text: of an thing its name, of a list the parts.
func textOf(value any) string {
	switch v := value.(type) {
	case string:
		return strings.Join(strings.Fields(html.UnescapeString(v)), " ")
	case map[string]any:
		return textOf(v["name"])
	case []any:
		var parts []string
		for _, part := range v {
			if s := textOf(part); s != "" && !slices.Contains(parts, s) {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, ", ")
	}
	return ""
}

// isArticle reports whether a schema.org type is one of articles: NewsArticle,
// ReportageNewsArticle, BlogPosting.
func isArticle(kind any) bool {
	switch k := kind.(type) {
	case string:
		k = k[strings.LastIndexAny(k, "/:#")+1:]
		return strings.HasSuffix(k, "Article") || strings.HasSuffix(k, "Posting") && k != "JobPosting" || k == "Report"
	case []any:
		return slices.ContainsFunc(k, isArticle)
	}
	return false
}

var (
	htmlComment   = regexp.MustCompile(`(?s)^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*$`)
	trailingComma = regexp.MustCompile(`,(\s*[}\]])`)
)

// repairJSON returns a block of JSON-LD without what newsrooms' templates leave in
// it: comments, CDATA marks, line breaks within strings, commas after the last
// value, a semicolon at the end.
func repairJSON(block string) string {
	for range 2 {
		block = htmlComment.ReplaceAllString(block, "")
	}
	block = strings.TrimRight(strings.TrimSpace(block), ";")
	var b strings.Builder
	quoted := false
	for i := 0; i < len(block); i++ {
		c := block[i]
		switch {
		case quoted && c == '\\' && i+1 < len(block):
			if strings.IndexByte(`"\/bfnrtu`, block[i+1]) < 0 {
				continue // \' and the like
			}
			b.WriteByte(c)
			i++
			c = block[i]
		case c == '"':
			quoted = !quoted
		case quoted && c < ' ':
			c = ' '
		case !quoted && c == '/' && i+1 < len(block) && (block[i+1] == '*' || block[i+1] == '/'):
			i = commentEnd(block, i)
			continue
		case !quoted && c < ' ' && c != '\n' && c != '\t' && c != '\r':
			continue
		}
		b.WriteByte(c)
	}
	return trailingComma.ReplaceAllString(b.String(), "$1")
}

// commentEnd returns the offset of the last byte of the comment that begins at start.
func commentEnd(s string, start int) int {
	end, length := "\n", 1
	if s[start+1] == '*' {
		end, length = "*/", 2
	}
	if i := strings.Index(s[start+2:], end); i >= 0 {
		return start + 2 + i + length - 1
	}
	return len(s) - 1
}

// Own returns the article of a page's JSON-LD that is the page's own: it has
// the page's address or title. One that has another address is not, nor is one
// that the page only lists.
func Own(all []Article, addresses, titles []string) (own Article, ok bool) {
	best := 0
	for _, a := range all {
		if score := a.fit(addresses, titles); score > best || !ok && score >= 0 {
			own, best, ok = a, score, true
		}
	}
	return own, ok
}

// fit returns how well an article fits a page; less than 0 means that it is another one.
func (a *Article) fit(addresses, titles []string) int {
	score := 0
	if len(a.addresses) > 0 && len(addresses) > 0 {
		if slices.ContainsFunc(a.addresses, func(x string) bool {
			return slices.ContainsFunc(addresses, func(y string) bool { return samePage(x, y) })
		}) {
			score += 4
		} else {
			score -= 2
		}
	}
	if a.Headline != "" && len(titles) > 0 {
		if slices.ContainsFunc(titles, func(t string) bool { return sameTitle(t, a.Headline) }) {
			score += 3
		} else if len(a.addresses) == 0 {
			score--
		}
	}
	if a.listed {
		score -= 2
	}
	return score
}

// samePage reports whether two addresses are one page's, apart from the query and the
// forms that weburl.Key makes one.
func samePage(a, b string) bool {
	a, _, _ = strings.Cut(a, "?")
	b, _, _ = strings.Cut(b, "?")
	return weburl.Key(a) != "" && weburl.Key(a) == weburl.Key(b)
}

// sameTitle reports whether a page's title is a headline, or is it with the name of
// the outlet.
func sameTitle(title, headline string) bool {
	title, headline = plainTitle(title), plainTitle(headline)
	return headline != "" && (title == headline || strings.HasPrefix(title, headline+" ") || strings.HasSuffix(title, " "+headline))
}

// plainTitle returns the words of a title in small letters.
func plainTitle(title string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return strings.ContainsRune(" \t\n\u00a0.,:;!?|-–—\"'“”‘’", r)
	}), " ")
}
