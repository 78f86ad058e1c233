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

// errTooLong is the reason for an article over MaxArticle.
var errTooLong = fmt.Errorf("it is longer than %d MiB, the most an article may have", MaxArticle>>20)

// readText reads a plain-text file, which is one article.
func readText(in Input, r *bufio.Reader, emit func(Item) bool) {
	one(emit, func() (article.Article, error) {
		text, err := readAll(r)
		if err != nil {
			return article.Article{}, err
		}
		var a article.Article
		if in.Meta != nil {
			if a, err = parseMeta(in.Meta); err != nil {
				return a, err
			}
		}
		a.Text = string(text)
		return finish(a, in)
	})
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

// readAll reads an article's file without its byte order mark.
func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxArticle+1))
	switch {
	case err != nil:
		return nil, broken(err)
	case len(data) > MaxArticle:
		return nil, errTooLong
	case len(data) == 0:
		return nil, errors.New("it is empty")
	}
	return bytes.TrimPrefix(data, byteOrderMark), nil
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
	for _, s := range []string{a.ID, a.URL, a.Title, a.Source, a.Author, a.Lang} {
		if !utf8.ValidString(s) {
			return article.Article{}, errors.New("its title or another of its fields is not valid UTF-8: convert it to UTF-8")
		}
	}
	if a.URL == "" {
		a.URL = in.URL
	}
	switch {
	case a.ID != "":
	case in.ID != "":
		a.ID = in.ID
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

// maxID is how many bytes an article's ID may have.
const maxID = 1024

// fingerprint is 64 bits of the SHA-256 of s.
func fingerprint(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}

// checkText says why a text is none.
func checkText(text string) error {
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
