package source

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// byteOrderMark may begin a file; it is no part of its text.
var byteOrderMark = []byte("\uFEFF")

// readText reads a plain-text file: one article, or what a press archive exported.
func readText(in Input, r *bufio.Reader, emit func(Item) bool) {
	limit := int64(MaxText)
	if begin, _ := r.Peek(sniffed); documentMark.Match(begin) || documentEnd.Match(begin) {
		limit = MaxExport
	}
	text, err := readAll(r, limit, errTextTooLong)
	if err != nil {
		emit(Item{Err: err})
		return
	}
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
	a, isMail, err := readMail(text)
	if err != nil {
		return a, err
	}
	if !isMail {
		a.Text = string(text)
	}
	return finish(a, in)
}

// one emits the article of an input that holds one. A panic of a library that
// reads somebody else's format is a reason to reject, never the program's end.
func one(emit func(Item) bool, parse func() (article.Article, error)) {
	var it Item
	func() {
		defer func() {
			if r := recover(); r != nil {
				it.Err = fmt.Errorf("it cannot be read: %v", r)
			}
		}()
		it.Article, it.Err = parse()
	}()
	emit(it)
}

// readAll reads an article's file without its byte order mark. One of more than
// limit bytes is refused with the error tooLong.
func readAll(r io.Reader, limit int64, tooLong error) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+int64(len(byteOrderMark))+1))
	if err != nil {
		return nil, broken(err)
	}
	if len(data) == 0 {
		return nil, errors.New("it is empty")
	}
	data = bytes.TrimPrefix(data, byteOrderMark)
	if int64(len(data)) > limit {
		return nil, tooLong
	}
	return data, nil
}

// broken words an error of reading.
func broken(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it ends in the middle: the compressed data is cut short")
	}
	return fmt.Errorf("it cannot be read to its end: %w", plain(err))
}

// finish checks an article and gives it an ID where it has none: that of the
// input, or one made from its address or its text.
func finish(a article.Article, in Input) (article.Article, error) {
	if err := checkText(a.Text); err != nil {
		return article.Article{}, err
	}
	if err := checkFields(a); err != nil {
		return article.Article{}, err
	}
	a.Author = cleanByline(a.Author)
	if a.URL == "" {
		a.URL = in.URL
	}
	switch {
	case a.ID != "":
	case in.ID != "":
		a.ID = in.ID
	case a.URL != "" && in.URL != "" && !sameSite(a.URL, in.URL):
		// Another site's article from a feed: not the one fetched from its address.
		from, _ := site(in.URL)
		a.ID = "url-" + fingerprint(from+" "+a.URL)
	case a.URL != "":
		a.ID = "url-" + fingerprint(a.URL)
	default:
		a.ID = "text-" + fingerprint(a.Text)
	}
	if len(a.ID) > maxID {
		return article.Article{}, fmt.Errorf("its ID has more than %d bytes", maxID)
	}
	return a, nil
}

// checkFields returns an error for a field beside the text that is too long or
// not UTF-8.
func checkFields(a article.Article) error {
	for _, f := range []struct{ name, value string }{
		{"ID", a.ID}, {"address", a.URL}, {"title", a.Title}, {"source", a.Source}, {"author", a.Author}, {"language", a.Lang},
	} {
		if len(f.value) > maxField {
			return fmt.Errorf("its %s is longer than %d KiB: shorten it", f.name, maxField>>10)
		}
		if !utf8.ValidString(f.value) {
			return fmt.Errorf("its %s is not valid UTF-8: convert it to UTF-8", f.name)
		}
	}
	return nil
}

// maxID is how many bytes an article's ID may have.
const maxID = 1024

// fingerprint is 64 bits of the SHA-256 of s.
func fingerprint(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}

// checkText returns why a text cannot be an article's.
func checkText(text string) error {
	if len(text) > MaxText {
		return errTextTooLong
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return fmt.Errorf("it is binary, not text (a zero byte at %d)", i)
	}
	if !utf8.ValidString(text) {
		return fmt.Errorf("its text is not valid UTF-8 (at byte %d): convert it to UTF-8", invalidAt(text))
	}
	if strings.TrimSpace(text) == "" {
		return errors.New("it has no text")
	}
	return nil
}

// invalidAt is where the first invalid byte of text stands.
func invalidAt(text string) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(text)
}
