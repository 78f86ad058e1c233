package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
	"github.com/briefing-bot/briefing-bot/index/source/internal/encodings"
)

// jsonNames are the keys that exports use for each field, in the order in which
// they count, in small letters and without _ and -.
var jsonNames = struct{ id, url, title, source, author, lang, published, text []string }{
	id:    []string{"id"},
	url:   []string{"url", "link", "weburl", "canonicalurl", "permalink", "articleurl", "sourceurl"},
	title: []string{"title", "headline", "webtitle", "name"},
	source: []string{"source", "outlet", "publication", "publisher", "sourcename", "newspaper", "site", "sitename", "provider",
		"sourcedomain", "domain"},
	author: []string{"author", "authors", "byline", "creator"},
	lang:   []string{"lang", "language"},
	published: []string{"published", "publishedat", "pubdate", "publicationdate", "publisheddate", "publishdate", "datepublished",
		"publishedon", "webpublicationdate", "firstpublished", "firstpublicationdate", "date", "isodate"},
	text: []string{"text", "content", "body", "articlebody", "fulltext", "bodytext", "articletext", "contenttext", "contenthtml", "contentencoded", "maintext",
		"story", "summary", "description"},
}

// objectKeys are the keys under which exports list articles.
var objectKeys = []string{"articles", "items", "results", "data", "docs", "documents", "stories", "news", "entries", "posts", "response", "hits"}

// parseObject reads one article of JSON.
func parseObject(data []byte, in Input) (article.Article, error) {
	o, err := readObject(data)
	if err != nil {
		return article.Article{}, err
	}
	return o.article(in)
}

// object is a JSON object by its keys in small letters, without _ and -.
type object map[string]json.RawMessage

func readObject(data []byte) (object, error) {
	if !utf8.Valid(data) {
		return nil, fmt.Errorf("it is not valid UTF-8 (at byte %d): convert it to UTF-8", encodings.InvalidAt(string(data)))
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, jsonError(err)
	}
	o := object{}
	for _, key := range slices.Sorted(maps.Keys(raw)) {
		plain := plainKey(key)
		if _, taken := o[plain]; !taken || key == plain {
			o[plain] = raw[key]
		}
	}
	return o, nil
}

func plainKey(key string) string {
	return keyMarks.Replace(strings.ToLower(key))
}

// keyMarks removes what keys are joined with: "date_published", "datePublished", "dc:date".
var keyMarks = strings.NewReplacer("_", "", "-", "", ":", "", ".", "", " ", "")

// article returns the article of an object.
func (o object) article(in Input) (article.Article, error) {
	var f fields
	var text, textKey, publishedKey string
	for _, field := range []struct {
		value *string
		keys  []string
		key   *string
	}{
		{&f.ID, jsonNames.id, nil}, {&f.URL, jsonNames.url, nil}, {&f.Title, jsonNames.title, nil}, {&f.Source, jsonNames.source, nil},
		{&f.Author, jsonNames.author, nil}, {&f.Lang, jsonNames.lang, nil}, {&f.Published, jsonNames.published, &publishedKey}, {&text, jsonNames.text, &textKey},
	} {
		value, key, err := o.first(field.keys)
		if err != nil {
			return article.Article{}, err
		}
		if *field.value = value; field.key != nil {
			*field.key = key
		}
	}
	if textKey == "" {
		return article.Article{}, errors.New(`it has no "text"`)
	}
	f.Published = exportDate(f.Published, publishedKey)
	a, err := f.article()
	if err != nil && publishedKey == "published" {
		return a, fmt.Errorf("its %q: %w", publishedKey, err)
	}
	a.Text = text
	if textKey != "text" {
		a.Text = exportText(text)
	}
	return finish(a, in)
}

// first returns the value of the first key that has one, and the key. The keys
// that the program itself gives must be strings; of others, the text is taken
// that they hold.
func (o object) first(keys []string) (value, key string, err error) {
	for i, k := range keys {
		raw, ok := o[k]
		if !ok || string(raw) == "null" {
			continue
		}
		var s string
		if wrong := json.Unmarshal(raw, &s); wrong != nil {
			var other any
			_ = json.Unmarshal(raw, &other) // it was read once already
			if s = exportValue(other); s == "" || i == 0 && (k == "text" || isNumber(other)) {
				if i > 0 {
					continue
				}
				return "", "", namedError(wrong, k)
			}
		}
		if key == "" || value == "" {
			value, key = s, k
		}
		if strings.TrimSpace(s) != "" {
			return s, k, nil
		}
	}
	return value, key, nil
}

func isNumber(value any) bool {
	_, ok := value.(float64)
	return ok
}

// namedError words the error of a value that is no string.
func namedError(err error, key string) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("its %q must be a string, it is %s", key, kindOf(wrong.Value))
	}
	return jsonError(err)
}

// exportValue returns the text of a value as exports give it: of an object its
// name, of a list the parts.
func exportValue(value any) string {
	switch v := value.(type) {
	case string:
		return strings.TrimSpace(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case map[string]any:
		for _, key := range []string{"name", "title", "original", "text", "value", "id"} {
			if s := exportValue(v[key]); s != "" {
				return s
			}
		}
	case []any:
		var parts []string
		for _, part := range v {
			if s := exportValue(part); s != "" {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, ", ")
	}
	return ""
}

// exportDate returns the date of an export in a form that ParseMoment reads: one
// that an export gives may be a number of seconds.
func exportDate(date, key string) string {
	if key == "published" {
		return date
	}
	if m, err := parseEpoch(date); err == nil && len(strings.TrimSpace(date)) != len("20060102") {
		return m.Time.Format(time.RFC3339)
	}
	return date
}

var (
	cutMark = lazyregexp.New(`\s*\[\+\d+ chars\]\s*$`)
	markup  = lazyregexp.New(`(?i)</?(?:p|div|br|a|strong|em|b|i|ul|ol|li|h[1-6]|img|span|blockquote|figure|section)\b[^>]*>`)
)

// exportText returns the text of an export's field: of HTML the text. NewsAPI gives
// the beginning of an article and "… [+901 chars]"; the three dots stay and tell
// that it is cut.
func exportText(text string) string {
	if markup.MatchString(text) {
		if doc, err := html.Parse(strings.NewReader(text)); err == nil {
			text = textOf(doc)
		}
	}
	if cut := cutMark.ReplaceAllString(text, ""); strings.HasSuffix(cut, "…") || strings.HasSuffix(cut, "...") {
		return cut
	}
	return text
}

// articleList returns the objects of an export that lists its articles under one of the
// usual keys; nil if it is an article itself, or has no list.
func (o object) articleList() []json.RawMessage {
	if _, key, err := o.first(jsonNames.text); key != "" || err != nil {
		return nil
	}
	for _, key := range objectKeys {
		var list []json.RawMessage
		if json.Unmarshal(o[key], &list) == nil && len(list) > 0 {
			return list
		}
		if inner, err := readObject(o[key]); err == nil {
			if list := inner.articleList(); list != nil {
				return list
			}
		}
	}
	return nil
}

// jsonError words an error of decoding.
func jsonError(err error) error {
	var wrong *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &wrong) && wrong.Field == "":
		return fmt.Errorf("an article is a JSON object, this is %s", kindOf(wrong.Value))
	case errors.As(err, &syntax):
		return fmt.Errorf("broken JSON at byte %d: %w", syntax.Offset, err)
	}
	return fmt.Errorf("broken JSON: %w", err)
}

// kindOf puts the article before the kinds of value that encoding/json names.
func kindOf(kind string) string {
	switch kind {
	case "object", "array":
		return "an " + kind
	case "bool":
		return "true or false"
	}
	return "a " + kind
}

// readLines reads JSON Lines: an article a line; blank lines are skipped.
func readLines(in Input, r *bufio.Reader, emit func(Item) bool) {
	in.ID = "" // the file's, which is no article's
	var found strays
	emitted := false
	for number := 1; ; number++ {
		line, err := readLine(r)
		if number == 1 {
			line = bytes.TrimPrefix(line, encodings.Mark)
		}
		ended := err != nil && !errors.Is(err, errTooLong)
		it, blank := parseLine(in, number, line, err)
		if !blank {
			if emitted = true; !emitList(in, line, it, emit) {
				return
			}
		}
		switch {
		case ended && !errors.Is(err, io.EOF):
			emit(Item{Path: linePath(in, number), Err: broken(err)})
			return
		case ended:
			if !emitted {
				emit(Item{Err: errors.New("it is empty")})
			}
			return
		}
		if found.tooMany(!blank && it.Err == nil) {
			emit(found.item(in.Name))
			return
		}
	}
}

// parseLine reads the article of a line. A blank line has none.
func parseLine(in Input, number int, line []byte, err error) (it Item, blank bool) {
	if errors.Is(err, errTooLong) {
		return Item{Path: linePath(in, number), Err: err}, false
	}
	if len(bytes.TrimSpace(line)) == 0 {
		return Item{}, true
	}
	it.Path = linePath(in, number)
	it.Article, it.Err = parseObject(line, in)
	return it, false
}

func linePath(in Input, number int) string { return in.Name + ":" + strconv.Itoa(number) }

// readLine reads a line, and of one over maxObject nothing: the rest of it is
// passed over, and the error is errTooLong. The last line comes with io.EOF.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	tooLong := false
	for {
		part, err := r.ReadSlice('\n')
		if tooLong = tooLong || len(line)+len(part) > maxObject; tooLong {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case tooLong && (err == nil || errors.Is(err, io.EOF)):
			return nil, errTooLong // at the end of input the next call says io.EOF
		}
		return line, err
	}
}

// readJSON reads a file of one article, of a list of them, or of several one
// after another. It cuts the file at the braces itself, so that an article that
// is broken or too long costs no other one.
func readJSON(in Input, r *bufio.Reader, emit func(Item) bool) {
	s := splitter{reader: r, line: 1}
	if mark, _ := r.Peek(len(encodings.Mark)); bytes.Equal(mark, encodings.Mark) {
		_, _ = r.Discard(len(mark))
	}
	var found strays
	for begun := false; ; begun = true {
		data, line, err := s.next()
		it := Item{Path: linePath(in, line), Err: err}
		if errors.Is(err, io.EOF) {
			if !begun {
				emit(Item{Err: errors.New("it holds no article")})
			}
			return
		}
		if err == nil {
			named := in
			if begun || s.list {
				named.ID = ""
			}
			it.Article, it.Err = parseObject(data, named)
		}
		if !emitList(in, data, it, emit) || s.ended {
			return
		}
		if found.tooMany(it.Err == nil) {
			emit(found.item(in.Name))
			return
		}
	}
}

// emitList emits the article of an object, or those that the object lists. Item is
// what the object is as an article.
func emitList(in Input, data []byte, it Item, emit func(Item) bool) bool {
	if it.Err == nil {
		return emit(it)
	}
	o, err := readObject(data)
	if err != nil {
		return emit(it)
	}
	list := o.articleList()
	if list == nil {
		return emit(it)
	}
	in.ID = ""
	for i, raw := range list {
		part := Item{Path: fmt.Sprintf("%s[%d]", it.Path, i+1)}
		if inner, err := readObject(raw); err != nil {
			part.Err = err
		} else {
			part.Article, part.Err = inner.unwrapped().article(in)
		}
		if !emit(part) {
			return false
		}
	}
	return true
}

// unwrapped returns the object that holds the article's fields: search engines put
// them into _source.
func (o object) unwrapped() object {
	for _, key := range []string{"source", "article", "document", "fields"} {
		if inner, err := readObject(o[key]); err == nil {
			if _, text, err := inner.first(jsonNames.text); text != "" && err == nil {
				return inner
			}
		}
	}
	return o
}
