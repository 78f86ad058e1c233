package source

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // its encodings
	"github.com/emersion/go-message/mail"
	"golang.org/x/net/html"
	"golang.org/x/text/encoding/charmap"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
	"github.com/briefing-bot/briefing-bot/index/source/internal/encodings"
)

// What one e-mail may hold.
const (
	maxMail       = 64 << 20 // bytes, with what is attached
	maxMailParts  = 500
	maxMailDepth  = 8 // of parts in parts and messages in messages
	maxMailHeader = 256 << 10
)

// readMail reads an e-mail: its text, and the messages attached to it, as articles. A
// page that a browser saved as one file (MHTML) has the same form, and is read as a page.
func readMail(in Input, r *bufio.Reader, emit func(Item) bool) {
	m := mailbox{in: in}
	err := func() (err error) {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("it cannot be read: %v", r)
			}
		}()
		return m.read(r, 0)
	}()
	if len(m.items) == 0 && err == nil {
		err = errors.New("it is an e-mail without text")
	}
	for i, it := range m.items {
		if i > 0 && it.Path == "" {
			it.Path = fmt.Sprintf("%s[%d]", in.Name, i+1)
		}
		if !emit(it) {
			return
		}
	}
	if err != nil {
		emit(Item{Err: err})
	}
}

// mailbox gathers the articles of an e-mail and of those attached to it.
type mailbox struct {
	in    Input
	items []Item
	parts int
}

// errMailTooLong is the reason for an e-mail over maxMail.
var errMailTooLong = fmt.Errorf("the e-mail is larger than %d MiB, the limit of an e-mail: save it without what is attached", maxMail>>20)

// read reads a message and appends its articles.
func (m *mailbox) read(r io.Reader, depth int) error {
	limited := &io.LimitedReader{R: r, N: maxMail + 1}
	entity, err := message.ReadWithOptions(limited, &message.ReadOptions{MaxHeaderBytes: maxMailHeader})
	if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return fmt.Errorf("it is no e-mail that can be read: %w", err)
	}
	before := len(m.items)
	c := content{location: entity.Header.Get("Snapshot-Content-Location")}
	if err := m.collect(entity, &c, depth); err != nil {
		if limited.N <= 0 {
			return errMailTooLong
		}
		return err
	}
	if limited.N <= 0 {
		return errMailTooLong
	}
	header := mail.Header{Header: entity.Header}
	m.addDocuments(header, c.documents)
	if c.isPage(header) {
		m.items = slices.Insert(m.items, before, m.page(c))
		return nil
	}
	text := c.text(isNewsletter(header))
	if len(m.items) > before && utf8.RuneCountInString(text) < minMainText {
		return nil // a line that only passes a message on
	}
	if strings.TrimSpace(text) != "" {
		m.items = slices.Insert(m.items, before, m.letter(header, text, depth == 0))
	}
	return nil
}

// content is what a message holds that can be read.
type content struct {
	plain, html string
	location    string // of a saved page
	documents   []Item // attached
}

// collect reads the parts of an entity: the first plain text, the first HTML, and all
// messages.
func (m *mailbox) collect(e *message.Entity, c *content, depth int) error {
	if m.parts++; m.parts > maxMailParts || depth > maxMailDepth {
		return fmt.Errorf("it is an e-mail with more than %d parts, or parts within each other more than %d deep", maxMailParts, maxMailDepth)
	}
	kind, _, _ := e.Header.ContentType()
	if parts := e.MultipartReader(); parts != nil {
		for {
			part, err := parts.NextPart()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil && part == nil {
				if c.plain+c.html != "" || len(m.items) > 0 {
					return nil // cut short, or attached in a way that is not understood
				}
				return fmt.Errorf("it is an e-mail whose parts cannot be read: %w", err)
			}
			if err := m.collect(part, c, depth+1); err != nil {
				return err
			}
		}
	}
	attached := strings.HasPrefix(strings.ToLower(e.Header.Get("Content-Disposition")), "attachment")
	switch {
	case kind == "message/rfc822":
		return m.read(e.Body, depth+1)
	case attachedParser(fileName(e), kind) != nil:
		c.documents = append(c.documents, m.document(e, kind))
	case attached:
	case kind == "text/html" && c.html == "":
		if at := e.Header.Get("Content-Location"); c.location == "" && strings.HasPrefix(at, "http") {
			c.location = at
		}
		return readPart(e.Body, &c.html)
	case (kind == "text/plain" || kind == "") && c.plain == "":
		return readPart(e.Body, &c.plain)
	}
	return nil
}

// fileName returns the name of a file that is attached, "" if it has none.
func fileName(e *message.Entity) string {
	name, _ := (&mail.AttachmentHeader{Header: e.Header}).Filename()
	return name
}

// attachedParser returns what reads a document that is attached, nil if it is of another kind.
func attachedParser(name, kind string) parser {
	switch ending := strings.ToLower(filepath.Ext(name)); {
	case kind == "application/pdf" || ending == ".pdf":
		return readPDF
	case strings.HasSuffix(kind, "wordprocessingml.document") || ending == ".docx":
		return readDOCX
	}
	return nil
}

// document reads a document that is attached to a message.
func (m *mailbox) document(e *message.Entity, kind string) Item {
	name := fileName(e)
	var it Item
	attachedParser(name, kind)(Input{Name: name, Zone: m.in.Zone}, bufio.NewReader(e.Body), func(got Item) bool { it = got; return true })
	it.Path = fmt.Sprintf("%s[%s]", m.in.Name, cmp.Or(name, "attached document"))
	return it
}

// addDocuments adds the documents attached to a message, which gives what they do not say
// themselves.
func (m *mailbox) addDocuments(h mail.Header, documents []Item) {
	for _, it := range documents {
		if it.Err == nil {
			letter := m.letter(h, it.Article.Text, false).Article
			it.Article.Title, it.Article.Source = cmp.Or(it.Article.Title, letter.Title), cmp.Or(it.Article.Source, letter.Source)
			if it.Article.Published.IsZero() {
				it.Article.Published = letter.Published
			}
		}
		m.items = append(m.items, it)
	}
}

// readPart reads the text of a part. What was declared in a wrong encoding is read as
// windows-1252.
func readPart(r io.Reader, into *string) error {
	data, err := io.ReadAll(io.LimitReader(r, MaxPage+1))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("it ends in the middle: the e-mail is cut short")
	case err != nil:
		return fmt.Errorf("it is an e-mail whose text cannot be decoded: %w", err)
	case len(data) > MaxPage:
		return errPageTooLong
	}
	if !utf8.Valid(data) {
		if data, err = charmap.Windows1252.NewDecoder().Bytes(data); err != nil {
			return fmt.Errorf("its characters cannot be decoded: %w", err)
		}
	}
	*into = strings.ReplaceAll(strings.TrimPrefix(string(data), string(encodings.Mark)), "\r\n", "\n")
	return nil
}

// isPage reports whether a message is a page that a browser saved.
func (c content) isPage(h mail.Header) bool {
	return c.html != "" && c.plain == "" && (strings.HasPrefix(c.location, "http") || strings.Contains(h.Get("From"), "Saved by"))
}

// page returns the article of a saved page.
func (m *mailbox) page(c content) Item {
	var it Item
	one(func(got Item) bool { it = got; return true }, func() (article.Article, error) {
		doc, err := parsePage([]byte(c.html), "text/html; charset=utf-8")
		if err != nil {
			return article.Article{}, err
		}
		a, _, err := pageArticle(doc, m.in)
		if err != nil {
			return a, err
		}
		if a.URL == "" && strings.HasPrefix(c.location, "http") {
			a.URL = c.location
		}
		return finish(a, m.in)
	})
	return it
}

// letter returns the article of a message with a text. Who sends a newsletter is its
// outlet; who writes a letter is its author.
func (m *mailbox) letter(h mail.Header, text string, outermost bool) Item {
	a := article.Article{Text: text}
	var err error
	if a.Title, err = h.Subject(); err != nil {
		a.Title = h.Get("Subject")
	}
	a.Title = strings.Join(strings.Fields(a.Title), " ")
	name := ""
	if from, err := h.AddressList("From"); err == nil && len(from) > 0 {
		name = from[0].Name
	}
	if isNewsletter(h) {
		a.Source = name
	} else {
		a.Author = name
	}
	if at, err := h.Date(); err == nil && !at.IsZero() {
		a.Published = article.Moment{Time: at.In(zoneOf(at)), Precision: article.Second}
	}
	in := m.in
	if !outermost {
		in.ID = "" // the file's belongs to one article
	}
	if id, err := h.MessageID(); err == nil && id != "" {
		a.ID = "mail-" + fingerprint(id)
	}
	it := Item{}
	it.Article, it.Err = finish(a, in)
	return it
}

// isNewsletter reports whether a message went to a list.
func isNewsletter(h mail.Header) bool {
	precedence := strings.ToLower(h.Get("Precedence"))
	return h.Get("List-Id") != "" || h.Get("List-Unsubscribe") != "" || precedence == "bulk" || precedence == "list"
}

// text returns the text of a message. Letters are best as plain text, which is how they
// were typed; in newsletters that is often a list of addresses, and HTML is better.
func (c content) text(newsletter bool) string {
	if c.html == "" || !newsletter && strings.TrimSpace(c.plain) != "" {
		return c.plain
	}
	fromHTML := htmlText(c.html)
	if 2*len(fromHTML) < len(bareAddress.ReplaceAllString(c.plain, "")) {
		return c.plain
	}
	return fromHTML
}

// bareAddress matches an address in plain text.
var bareAddress = lazyregexp.New(`<?\[?https?://\S+`)

// htmlText returns the text of a message in HTML: its main text if it is laid out as a
// page, or all of it but what newsletters put at their top and bottom.
func htmlText(page string) string {
	doc, err := parsePage([]byte(page), "text/html; charset=utf-8")
	if err != nil {
		return ""
	}
	all := letterText(doc)
	if _, _, main, _, err := mainText(doc, nil); err == nil && 5*len(main) >= 3*len(all) {
		return main
	}
	return all
}

// letterText returns all text of a message in HTML, a block a paragraph, without what is
// hidden and without lines about the subscription.
func letterText(doc *html.Node) string {
	var b strings.Builder
	writeBlocks(&b, doc)
	var out []string
	for line := range strings.SplitSeq(b.String(), "\n") {
		line = strings.TrimFunc(strings.Join(strings.Fields(line), " "), isFiller)
		if len(line) < maxSubscriptionLine && subscriptionLine.MatchString(line) {
			continue
		}
		out = append(out, line)
	}
	return tidy(strings.Join(out, "\n"))
}

// maxSubscriptionLine is how long a line about the subscription is at most, in bytes.
const maxSubscriptionLine = 300

// subscriptionLine matches what newsletters say about themselves.
var subscriptionLine = lazyregexp.New(`(?i)\bunsubscribe\b|view (?:this (?:e-?mail|newsletter) )?(?:in|on|online|it in) (?:your |a )?(?:web )?(?:browser|online)|view online|manage (?:your )?(?:e-?mail )?(?:preferences|subscriptions?)|update your preferences` +
	`|(?:you are|you're|you) (?:receiving|received) this (?:e-?mail|newsletter)|forward(?:ed)? (?:this )?(?:e-?mail |newsletter )?to a friend|was this (?:e-?mail|newsletter) forwarded|add us to your address book|^(?:advertisement|sponsored|privacy policy|terms of (?:use|service)|follow us.*|share|tweet|read more|sign up)[.! →»]*$|^(?:©|copyright ).*`)

// isFiller reports whether r is one of the invisible characters that newsletters fill
// the preview of a list of messages with.
func isFiller(r rune) bool {
	switch r {
	case '\u034f', '\u00ad', '\u200b', '\u200c', '\u200d', '\u2007', '\u00a0', '\ufeff', ' ':
		return true
	}
	return false
}

// writeBlocks writes the text below n with a line for each block.
func writeBlocks(b *strings.Builder, n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			b.WriteString(strings.ReplaceAll(c.Data, "\n", " "))
		case html.ElementNode:
			if isUnseen(c) {
				continue
			}
			mark := "\n\n"
			switch {
			case c.Data == "br":
				mark = "\n"
			case inlineElements[c.Data]:
				mark = ""
			}
			b.WriteString(mark)
			writeBlocks(b, c)
			if c.Data != "br" {
				b.WriteString(mark)
			}
		}
	}
}

// inlineElements are the elements that begin no line of their own.
var inlineElements = map[string]bool{"a": true, "abbr": true, "b": true, "cite": true, "code": true, "em": true, "font": true, "i": true, "img": true, "mark": true,
	"q": true, "s": true, "small": true, "span": true, "strong": true, "sub": true, "sup": true, "time": true, "u": true, "wbr": true}

// isUnseen reports whether an element shows nothing.
func isUnseen(n *html.Node) bool {
	switch n.Data {
	case "script", "style", "head", "title", "noscript", "template":
		return true
	}
	return hasAttribute(n, "hidden") || unseenStyle.MatchString(attribute(n, "style"))
}

var unseenStyle = lazyregexp.New(`(?i)display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*[01](?:px)?\s*(?:;|$)|max-height\s*:\s*[01](?:px)?\s*(?:;|$)|opacity\s*:\s*0\s*(?:;|$)`)

// mailField matches the first line of an e-mail.
var mailField = lazyregexp.New(`(?i)^(?:from|to|date|subject|return-path|received|message-id|mime-version|delivered-to|reply-to|sender|x-[a-z-]+|cc|dkim-signature|content-type|authentication-results|arc-[a-z-]+|list-[a-z-]+|snapshot-content-location): ?\S`)

// isMail reports whether what begins with begin is an e-mail: it has the header of one.
func isMail(begin []byte) bool {
	begin = bytes.TrimPrefix(begin, encodings.Mark)
	if !mailField.Match(begin) {
		return false
	}
	head, _, whole := bytes.Cut(bytes.ReplaceAll(begin, []byte("\r\n"), []byte("\n")), []byte("\n\n"))
	fields := map[string]bool{}
	for line := range bytes.Lines(head) {
		name, _, ok := bytes.Cut(line, []byte(":"))
		switch continued := len(line) > 0 && (line[0] == ' ' || line[0] == '\t'); {
		case continued:
		case !ok || bytes.ContainsAny(name, " \t"):
			return false // a line of text
		default:
			fields[strings.ToLower(string(name))] = true
		}
	}
	if !whole {
		return fields["mime-version"] || fields["received"] || fields["message-id"]
	}
	return fields["from"] && (fields["subject"] || fields["date"])
}

// zoneOf returns the offset of a time as a zone without a name.
func zoneOf(t time.Time) *time.Location {
	if _, offset := t.Zone(); offset != 0 {
		return time.FixedZone("", offset)
	}
	return time.UTC
}
