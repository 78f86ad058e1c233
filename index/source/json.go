package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
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

// readLines reads JSON Lines: an article a line; blank lines are skipped.
func readLines(in Input, r *bufio.Reader, emit func(Item) bool) {
	in.ID = "" // the file's, which is no article's
	var found strays
	emitted := false
	for number := 1; ; number++ {
		line, err := readLine(r)
		if number == 1 {
			line = bytes.TrimPrefix(line, byteOrderMark)
		}
		ended := err != nil && !errors.Is(err, errTooLong)
		it, blank := parseLine(in, number, line, err)
		if !blank {
			if emitted = true; !emit(it) {
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
	if mark, _ := r.Peek(len(byteOrderMark)); bytes.Equal(mark, byteOrderMark) {
		_, _ = r.Discard(len(mark))
	}
	var found strays
	for any := false; ; any = true {
		data, line, err := s.next()
		it := Item{Path: linePath(in, line), Err: err}
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
		if found.tooMany(it.Err == nil) {
			emit(found.item(in.Name))
			return
		}
	}
}
