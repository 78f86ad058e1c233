package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// object is an article line.
type object struct {
	ID        *string `json:"id"`
	URL       *string `json:"url"`
	Title     *string `json:"title"`
	Source    *string `json:"source"`
	Author    *string `json:"author"`
	Lang      *string `json:"lang"`
	Published *string `json:"published"`
	Text      *string `json:"text"`
}

// parseObject reads one article of JSON.
func parseObject(data []byte, in Input) (article.Article, error) {
	if !utf8.Valid(data) {
		return article.Article{}, fmt.Errorf("it is not valid UTF-8 (at byte %d): convert it to UTF-8", invalidAt(string(data)))
	}
	var o object
	if err := json.Unmarshal(data, &o); err != nil {
		return article.Article{}, jsonError(err)
	}
	if o.Text == nil {
		return article.Article{}, errors.New(`it has no "text"`)
	}
	a, err := fields{
		ID: value(o.ID), URL: value(o.URL), Title: value(o.Title), Source: value(o.Source),
		Author: value(o.Author), Lang: value(o.Lang), Published: value(o.Published),
	}.article()
	if err != nil {
		return a, fmt.Errorf(`its "published": %w`, err)
	}
	a.Text = *o.Text
	return finish(a, in)
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// jsonError words an error of decoding.
func jsonError(err error) error {
	var wrong *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &wrong) && wrong.Field == "":
		return fmt.Errorf("an article is a JSON object, this is %s", kindOf(wrong.Value))
	case errors.As(err, &wrong):
		return fmt.Errorf("its %q must be a string, it is %s", wrong.Field, kindOf(wrong.Value))
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

// readLines reads JSON Lines: an article a line, blank lines passed over.
func readLines(in Input, r *bufio.Reader, emit func(Item) bool) {
	in.ID = "" // of the whole file, no article's
	emitted := false
	for number := 1; ; number++ {
		line, err := readLine(r)
		if number == 1 {
			line = bytes.TrimPrefix(line, byteOrderMark)
		}
		it := Item{Path: fmt.Sprintf("%s:%d", in.Name, number)}
		switch {
		case errors.Is(err, errTooLong):
			it.Err = err
		case len(bytes.TrimSpace(line)) > 0:
			it.Article, it.Err = parseObject(line, in)
		case err == nil:
			continue
		}
		if it.Err != nil || it.Article.Text != "" {
			if emitted = true; !emit(it) {
				return
			}
		}
		if err != nil && !errors.Is(err, errTooLong) {
			if !errors.Is(err, io.EOF) {
				emit(Item{Path: it.Path, Err: broken(err)})
			} else if !emitted {
				emit(Item{Err: errors.New("it is empty")})
			}
			return
		}
	}
}

// readLine reads a line, and of one over MaxArticle nothing: the rest of it is
// passed over, and the error is errTooLong. The last line comes with io.EOF.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	tooLong := false
	for {
		part, err := r.ReadSlice('\n')
		if tooLong = tooLong || len(line)+len(part) > MaxArticle; tooLong {
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
	if mark, _ := r.Peek(len(byteOrderMark)); bytes.Equal(mark, byteOrderMark) {
		_, _ = r.Discard(len(mark))
	}
	for any := false; ; any = true {
		data, line, err := s.next()
		it := Item{Path: fmt.Sprintf("%s:%d", in.Name, line), Err: err}
		if errors.Is(err, io.EOF) {
			if !any {
				emit(Item{Err: errors.New("it holds no article")})
			}
			return
		}
		if err == nil {
			named := in
			if any || s.list {
				named.ID = ""
			}
			it.Article, it.Err = parseObject(data, named)
		}
		if !emit(it) || s.ended {
			return
		}
	}
}
