package source

import (
	"bufio"
	"errors"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
	"github.com/briefing-bot/briefing-bot/index/source/internal/encodings"
)

// readText reads a plain-text file: one article, or what a press archive exported.
func readText(in Input, r *bufio.Reader, emit func(Item) bool) {
	limit := int64(MaxText)
	begin, _ := r.Peek(sniffed)
	if in.Meta == nil && isMail(begin) {
		readMail(in, r, emit)
		return
	}
	if documentMark.Match(begin) || documentEnd.Match(begin) {
		limit = MaxExport
	}
	text, err := readAll(r, limit, errTextTooLong)
	if err != nil {
		emit(Item{Err: err})
		return
	}
	text = encodings.Text(text)
	if all := documents(string(text)); len(all) > 0 && in.Meta == nil {
		for i, document := range all {
			it := Item{Path: fmt.Sprintf("%s[%d]", in.Name, i+1)}
			it.Article, it.Err = readDocument(document, in)
			if !emit(it) {
				return
			}
		}
		return
	}
	one(emit, func() (article.Article, error) { return textArticle(in, text) })
}

// textArticle returns the article of a plain-text file.
func textArticle(in Input, text []byte) (article.Article, error) {
	if in.Meta != nil {
		a, err := parseMeta(in.Meta)
		if err != nil {
			return a, err
		}
		a.Text = string(text)
		return finish(a, in)
	}
	if err := refuseSeveral(string(text)); err != nil {
		return article.Article{}, err
	}
	return finish(article.Article{Text: string(text), Title: firstHeadline(string(text))}, in)
}

// A first line of more than maxHeadline bytes is no headline; a line of more than
// minParagraph is a paragraph that was not wrapped.
const (
	maxHeadline  = 120
	minParagraph = 100
)

// notHeadline matches first lines that are something else: a byline, a dateline, a
// field, a date, an address, the beginning of a sentence that goes on.
var notHeadline = lazyregexp.New(`(?i)^(?:by\s|dear\s|from\s+our\b|\w[\w .-]{0,20}:\s|https?://|[\d\W]*$|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)|\((?:AP|AFP|Reuters|dpa)\)|\s[-–—]{1,2}\s*$|[.,;:]["”’']?$`)

// firstHeadline returns the headline that a plain text begins with, "" if it begins
// otherwise: one line that does not end as a sentence does, before a blank line or a
// whole paragraph.
func firstHeadline(text string) string {
	line, rest, more := strings.Cut(strings.TrimLeft(text, " \t\r\n\ufeff"), "\n")
	line = strings.TrimSpace(line)
	if words := len(strings.Fields(line)); !more || words < 2 || len(line) > maxHeadline || notHeadline.MatchString(line) {
		return ""
	}
	next, _, _ := strings.Cut(rest, "\n")
	if next = strings.TrimSpace(next); next != "" && len(next) < minParagraph || strings.TrimSpace(rest) == "" {
		return ""
	}
	return line
}

// documentMark matches the line by which press archives begin each document of a
// file: "1 of 12 DOCUMENTS", "Document 1 of 12".
var documentMark = lazyregexp.New(`(?mi)^[ \t\f]*(?:\d+ of \d+ DOCUMENTS?|Document \d+ of \d+)[ \t]*\r?$`)

// documentEnd matches the line by which they end each.
var documentEnd = lazyregexp.New(`(?mi)^[ \t\f]*(?:End of Document|Document [A-Z][A-Za-z]{3,7}\d{12,}\w*)[ \t]*\r?$`)

// maxCover is how many bytes may precede the first document: what was searched for,
// and when.
const maxCover = 8 << 10

// documents returns the documents of a file that a press archive exported; nil for
// any other text.
func documents(text string) []string {
	if marks := documentMark.FindAllStringIndex(text, -1); len(marks) > 1 && marks[0][0] < maxCover || len(marks) == 1 && strings.Trim(text[:marks[0][0]], "_ \t\r\n") == "" {
		var out []string
		for i, m := range marks {
			end := len(text)
			if i+1 < len(marks) {
				end = marks[i+1][0]
			}
			out = append(out, text[m[1]:end])
		}
		return out
	}
	ends := documentEnd.FindAllStringIndex(text, -1)
	if len(ends) == 0 || strings.TrimSpace(text[ends[len(ends)-1][1]:]) != "" {
		return nil
	}
	var out []string
	start := 0
	for _, m := range ends {
		out = append(out, text[start:m[0]])
		start = m[1]
	}
	return out
}

// exportField matches a line of a document that is not its text: BYLINE: A. Writer.
var exportField = lazyregexp.New(`(?i)^\s*(byline|author|section|length|dateline|headline|title|source|publication title|publication info|publication date|publication|date|load-date|language|publication-type|` +
	`document-type|subject|organization|company|ticker|industry|geographic|person|country|state|city|graphic|correction|correction-date|series|highlight|type|journal code|issn|isbn|place of publication|publisher|pages?|database|copyright|full text|body|abstract|links|publication year|document url|last updated|proquest document id)\s*:\s*(.*?)\s*$`)

// exportFooter matches a line that is neither text nor a field.
var exportFooter = lazyregexp.New(`(?i)^\s*(?:copyright\b.*|©.*|all rights reserved\.?|body|classification|graphic|end of document|_{5,}|-{5,}|\d+ words|(?:first|final|late|city|national|london|early|morning|evening|main|\d(?:st|nd|rd|th)) edition)\s*$`)

// exportDay matches a day as archives print it, with the day of the week after it.
var exportDay = lazyregexp.New(`(?i)^\s*((?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}, \d{4}|\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{4})\b`)

// readDocument reads one document of a press archive's export: lines with the
// outlet, the day and the title, fields, the text, and fields again.
func readDocument(text string, in Input) (article.Article, error) {
	d := pressDocument{values: map[string]string{}}
	for offset := 0; offset < len(text); {
		line := text[offset:]
		if i := strings.IndexByte(line, '\n'); i >= 0 {
			line = line[:i+1]
		}
		d.line(line, offset)
		offset += len(line)
	}
	f := fields{Title: d.title, Source: d.source, Author: d.first("byline", "author"), Published: d.published}
	if f.Title == "" {
		f.Title = d.first("headline", "title")
	}
	if s := d.first("publication title", "publication", "source"); s != "" {
		f.Source = s
	}
	if f.Published == "" {
		f.Published = d.day("publication date", "date")
	}
	if f.Published == "" {
		f.Published = d.day("publication info")
	}
	a, err := f.article()
	if err != nil {
		a.Published = article.Moment{} // in a form that cannot be read: unknown
	}
	if d.end == 0 {
		return a, errors.New("it is a document of a press archive, but no text was found in it")
	}
	a.Text = strings.Trim(text[d.start:d.end], "\r\n")
	a.ID = "doc-" + fingerprint(a.Source+"\n"+f.Published+"\n"+a.Title)
	return finish(a, in)
}

// pressDocument is a document of an export while it is read line by line.
type pressDocument struct {
	source, published, title string
	values                   map[string]string
	start, end               int // of the text
	fields                   bool
	closed                   bool // a field came after the text
}

// line reads a line at an offset.
func (d *pressDocument) line(line string, offset int) {
	words := strings.TrimSpace(line)
	field := exportField.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
	switch {
	case words == "":
	case field != nil && (len(d.values) > 0 || field[2] != "" || d.title != "") && !d.inText(field[1]):
		key := strings.ToLower(field[1])
		if _, taken := d.values[key]; !taken {
			d.values[key] = field[2]
		}
		d.fields = true
		if d.end > 0 {
			d.closed = true
		}
		if key == "full text" { // what precedes it was an abstract
			d.closed, d.end = false, 0
			if field[2] != "" {
				d.start, d.end = offset+strings.Index(line, field[2]), offset+len(strings.TrimRight(line, "\r\n"))
			}
		}
	case exportFooter.MatchString(words):
		if d.end > 0 && !strings.EqualFold(words, "body") {
			d.closed = true
		}
	case d.head(words):
	case !d.closed:
		if d.end == 0 {
			d.start = offset
		}
		d.end = offset + len(strings.TrimRight(line, "\r\n"))
	}
}

// inText reports whether a line that looks like a field is the text's: only those
// that archives put below a text end it.
func (d *pressDocument) inText(key string) bool {
	if d.end == 0 {
		return false
	}
	switch strings.ToLower(key) {
	case "full text", "load-date", "language", "publication-type", "document-type", "graphic", "subject", "organization", "company", "ticker", "industry", "geographic", "journal code",
		"copyright", "correction-date", "issn", "database", "document url", "last updated", "proquest document id", "publication title", "publication year", "publication date", "links", "pages", "title":
		return false
	}
	return true
}

// head takes a line that stands above the first field: the outlet, the day, the
// title, in the order of Nexis or with the title first. It reports whether it did.
func (d *pressDocument) head(words string) bool {
	switch day := exportDay.FindString(words); {
	case d.end > 0 || d.fields:
		return false
	case day != "" && d.published == "":
		d.published = strings.TrimSpace(day)
		return true
	case d.published == "" && d.source == "":
		d.source = words
		return true
	case d.published == "":
		d.title, d.source = d.source, words
		return true
	case d.title == "":
		d.title = words
		return true
	}
	return false
}

// first returns the first of some fields that has a value.
func (d *pressDocument) first(keys ...string) string {
	for _, key := range keys {
		if d.values[key] != "" {
			return d.values[key]
		}
	}
	return ""
}

// day returns the day that a field holds.
func (d *pressDocument) day(keys ...string) string {
	for _, key := range keys {
		if s := d.values[key]; s != "" {
			if _, err := ParseMoment(s); err == nil {
				return s
			}
			if m := exportDayWithin.FindString(s); m != "" {
				return m
			}
		}
	}
	return ""
}

var exportDayWithin = lazyregexp.New(`(?i)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}, \d{4}|\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{4}`)

// severalArticles are marks by which other programs begin each article of a file that
// holds many, in forms that are not read.
var severalArticles = []struct {
	begins *lazyregexp.Regexp
	what   string
}{
	{lazyregexp.New(`(?m)^From \S+@\S+ .*\d{4}\r?$`), "e-mails (mbox)"},
	{lazyregexp.New(`(?m)^TY  - \w+\r?$`), "references (RIS)"},
	{lazyregexp.New(`(?m)^@(?:article|misc|newspaper|online)\{`), "references (BibTeX)"},
	{lazyregexp.New(`(?m)^(?:HD|SE)   \S.*\r?$\n(?:.*\n){0,3}(?:BY|WC|PD)   `), "articles (Factiva)"},
}

// refuseSeveral returns an error for a text that is an export of several articles in
// a form that is not read.
func refuseSeveral(text string) error {
	for _, s := range severalArticles {
		if n := len(s.begins.FindAllStringIndex(text, -1)); n > 1 {
			return fmt.Errorf("it holds several articles (%d %s): export them one article a file, or as JSON", n, s.what)
		}
	}
	return nil
}
