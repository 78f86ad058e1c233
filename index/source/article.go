package source

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/source/internal/encodings"
	"github.com/briefing-bot/briefing-bot/index/weburl"
)

// Item is one article, or the reason why there is none.
type Item struct {
	Article article.Article
	Path    string         // where it stands, for people: "x.jsonl:17"
	Err     error          // why it is rejected; nil where Article is good
	Dated   article.Origin // where the publication date was found, "" if there is none
	Doubt   string         // what is wrong with a publication date that was left out, for people
	Bytes   int64          // read so far from the input, as stored (compressed)
}

// Input is something to read articles from.
type Input struct {
	Name   string         // path, URL or "-": its ending chooses the format
	ID     string         // for an article that brings none; "" to derive it from URL or text
	URL    string         // the page's address, where it was fetched
	Type   string         // media type where the name does not tell, as of HTTP's Content-Type
	Meta   []byte         // of NAME.meta.yaml; nil where there is none
	Zone   *time.Location // of dates without one, on pages; UTC if nil
	Reader io.Reader
}

// parser reads the articles of one format and emits them until emit says false.
type parser func(in Input, r *bufio.Reader, emit func(Item) bool)

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
	data, err := io.ReadAll(io.LimitReader(r, limit+int64(len(encodings.Mark))+1))
	if err != nil {
		return nil, broken(err)
	}
	if len(data) == 0 {
		return nil, errors.New("it is empty")
	}
	data = bytes.TrimPrefix(data, encodings.Mark)
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
	for _, f := range []*string{&a.Title, &a.Source, &a.Author, &a.Lang, &a.URL} {
		*f = shownLine(*f)
	}
	a.Author = cleanByline(a.Author, a.Source)
	if a.URL == "" {
		a.URL = in.URL
	}
	switch {
	case a.ID != "":
	case in.ID != "":
		a.ID = in.ID
	case a.URL != "" && in.URL != "" && !weburl.SameSite(a.URL, in.URL):
		// Another site's article from a feed: not the one fetched from its address.
		a.ID = "url-" + fingerprint(weburl.Site(in.URL)+" "+a.URL)
	case a.URL != "":
		a.ID = AddressID(a.URL)
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

// shownLine returns a field that is shown beside the text on one line, without control
// characters and those that reorder what is around them: there they have no meaning but to
// deceive.
func shownLine(field string) string {
	if !strings.ContainsFunc(field, func(r rune) bool {
		return unicode.IsControl(r) || r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069
	}) {
		return field
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, strings.ReplaceAll(field, "\r\n", " ")))
}

// AddressID returns the ID of an article that brings none and was read at an address.
func AddressID(address string) string { return "url-" + fingerprint(address) }

// maxID is how many bytes an article's ID may have.
const maxID = 1024

// fingerprint returns 64 bits of the SHA-256 of s.
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
		return fmt.Errorf("its text is not valid UTF-8 (at byte %d): convert it to UTF-8", encodings.InvalidAt(text))
	}
	if strings.TrimSpace(text) == "" {
		return errors.New("it has no text")
	}
	return nil
}

// strays decides when an input has so much that is no article that it is
// hardly meant to be one.
type strays struct{ strays, articles int }

// tooMany counts an item or a blank line and reports whether to give up.
func (s *strays) tooMany(good bool) bool {
	if good {
		s.articles++
		return false
	}
	s.strays++
	return s.strays >= maxStray && s.strays >= strayPerArticle*s.articles
}

// item is the last item of an input that is given up.
func (s *strays) item(name string) Item {
	return Item{Path: name, Err: fmt.Errorf(
		"%w: of %d lines or objects only %d were articles; check that it is a file of article lines",
		ErrGivenUp, s.strays+s.articles, s.articles)}
}

// plain takes the operation and the path from a file system's error: the item
// names the path itself.
func plain(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("it cannot be read: %w", p.Err)
	}
	return err
}
