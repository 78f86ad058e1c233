package feed

import (
	"strings"
	"unicode"

	"codeberg.org/readeck/go-readability/v2/render"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
)

// plainLine returns a title or a name as plain text on one line. Feeds give them
// as text or as HTML, escaped once or twice, without saying which: tags of HTML
// go, other words in angle brackets stay.
func plainLine(s string) string {
	if strings.ContainsAny(s, "<&") {
		s = stripTags(s)
		if entity.MatchString(s) || markup.MatchString(s) {
			s = stripTags(s) // escaped twice
		}
	}
	return oneLine(s)
}

// entity is a reference to a character.
var entity = lazyregexp.New(`&(#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]+);`)

// stripTags returns the text of HTML without its tags.
func stripTags(s string) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.String()
		case html.TextToken:
			out.WriteString(html.UnescapeString(string(z.Raw())))
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			raw := string(z.Raw())
			name, _ := z.TagName()
			switch a := atom.Lookup(name); {
			case a == 0:
				out.WriteString(html.UnescapeString(raw))
			case a == atom.Br || a == atom.P || a == atom.Div || a == atom.Li:
				out.WriteByte(' ')
			}
		}
	}
}

// oneLine returns s with single blanks between its words.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r < ' ' }), " ")
}

// markup finds tags of HTML.
var markup = lazyregexp.New(`</?[a-zA-Z][a-zA-Z0-9]*(\s[^<>]*)?/?>`)

// block finds the tags that nearly every text in HTML has.
var block = lazyregexp.New(`(?i)</?(?:p|div|br)(?:\s[^<>]*)?/?>`)

// plainText returns the content of an item as an article's text: a paragraph a
// line, without scripts, pictures, captions and links. Text without tags keeps its lines.
// Some programs escape HTML twice.
func plainText(content string) string {
	if !markup.MatchString(content) {
		if !entity.MatchString(content) {
			return tidy(content)
		}
		if content = html.UnescapeString(content); !block.MatchString(content) {
			return tidy(content)
		}
	}
	doc, err := html.Parse(strings.NewReader(content))
	if err != nil {
		return ""
	}
	var hidden []*html.Node
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Noscript, atom.Iframe, atom.Object, atom.Svg, atom.Form, atom.Template, atom.Figcaption:
			hidden = append(hidden, n)
		}
	}
	for _, n := range hidden {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
	return tidy(render.InnerText(doc))
}

// tidy takes blanks from the ends of lines and lets at most one blank line stand.
func tidy(text string) string {
	var out []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}
