package source

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
)

// MetaSuffix ends the name of the file that gives the fields of the text file
// beside it: NAME.meta.yaml for NAME.txt.
const MetaSuffix = ".meta.yaml"

// maxMeta is how many bytes a meta file or a front matter may have.
const maxMeta = 64 << 10

// fields are what is given of an article beside its text.
type fields struct {
	ID, URL, Title, Source, Author, Lang, Published string
}

// article returns an article without its text.
func (f fields) article() (article.Article, error) {
	a := article.Article{ID: f.ID, URL: f.URL, Title: f.Title, Source: f.Source, Author: f.Author, Lang: f.Lang}
	if strings.TrimSpace(f.Published) == "" {
		return a, nil
	}
	var err error
	a.Published, err = ParseMoment(f.Published)
	return a, err
}

// parseMeta reads NAME.meta.yaml. A key that it does not know is an error: a
// misspelt "published" must not leave an article without its date unnoticed.
func parseMeta(data []byte) (article.Article, error) {
	var f fields
	pairs, err := yamlPairs(data)
	for _, p := range pairs {
		if err = f.set(p); err != nil {
			break
		}
	}
	if err != nil {
		return article.Article{}, fmt.Errorf("its %s: %w", MetaSuffix, err)
	}
	a, err := f.article()
	if err != nil {
		return a, fmt.Errorf("its %s: %w", MetaSuffix, err)
	}
	return a, nil
}

// set sets the field that a line of a meta file names.
func (f *fields) set(p pair) error {
	known := map[string]*string{"id": &f.ID, "url": &f.URL, "title": &f.Title, "source": &f.Source,
		"author": &f.Author, "lang": &f.Lang, "published": &f.Published}
	field := known[p.key]
	if field == nil {
		return at(p.at, "unknown field %q: a meta file has id, url, title, source, author, lang and published", clip(p.key))
	}
	text, ok := scalarText(p.value)
	if !ok {
		return at(p.value, "the value of %q must be one word or line", p.key)
	}
	*field = text
	return nil
}

var (
	byWords   = lazyregexp.New(`(?i)^(?:(?:(?:words|text|story|report|reporting|written|reported|posted|published|article|analysis|compiled|additional reporting)\s+)?by\b[:\s]+|(?:from|author)\s*:\s*)`)
	bylineEnd = lazyregexp.New(`(?i)\s*(?:[|•·\n]|\s[-–—]\s|\s/\s|\(|\bfor (?:the\b|[A-Z])|\sin [A-Z]|\b(?:published|updated|posted|last (?:updated|modified))\b|\b\d+\s*(?:-\s*)?min(?:ute)?s?\b).*$`)
	roleWords = lazyregexp.New(`(?i)^(?:the\s)?(?:.*\s)?(?:writers?|reporters?|correspondents?|editors?|journalists?|columnists?|critics?|staff|bureau chief|contributors?|producers?|analysts?|freelancers?|in [A-Z].*)(?:\s(?:in|at|for|of|on)\s.*)?$`)
	webWords  = lazyregexp.New(`(?i)https?://\S+|\S+@\S+\.\S+|(?:^|\s)@\w+`)
)

// cleanByline returns the names of a byline: "By JANE DOE, Staff Writer | 3 min read"
// gives Jane Doe. The name of the outlet is left out beside another.
func cleanByline(byline, outlet string) string {
	byline = strings.TrimSpace(webWords.ReplaceAllString(byline, " "))
	byline = byWords.ReplaceAllString(byline, "")
	byline = bylineEnd.ReplaceAllString(byline, "")
	var names []string
	for part := range strings.SplitSeq(byline, ",") {
		part = strings.Join(strings.Fields(part), " ")
		if part == "" || len(names) > 0 && (roleWords.MatchString(part) || strings.EqualFold(part, outlet)) {
			continue
		}
		names = append(names, capitalized(part))
	}
	return strings.Trim(strings.Join(names, ", "), " ,;:")
}

// capitalized returns a name in capitals as it is usually written; another name as
// it is. Initials and short words in capitals (AP, BBC) stay.
func capitalized(name string) string {
	words := strings.Fields(name)
	if len(words) < 2 || slices.ContainsFunc(words, func(w string) bool { return w != "and" && w != strings.ToUpper(w) }) {
		return name
	}
	for i, w := range words {
		switch {
		case w == "and":
		case w == "AND" || w == "DE" || w == "VAN" || w == "VON" || w == "DER" || w == "LA" || w == "DI":
			words[i] = strings.ToLower(w)
		case len([]rune(w)) > 1 && !strings.Contains(w, "."):
			words[i] = capitalizedWord(w)
		}
	}
	return strings.Join(words, " ")
}

// capitalizedWord returns a word in capitals with a capital at the beginning of
// each of its parts: O'Hara, Smith-Jones, McCoy.
func capitalizedWord(word string) string {
	out := []rune(strings.ToLower(word))
	for i := range out {
		mac := i == 2 && out[0] == 'M' && out[1] == 'c'
		if i == 0 || mac || strings.ContainsRune("'’-", out[i-1]) {
			out[i] = unicode.ToUpper(out[i])
		}
	}
	return string(out)
}

// layouts are the forms of a publication date and how exact each is. None of
// them can be read in two ways: 03/04/2025 is refused, not guessed.
var layouts = []struct {
	layout    string
	precision article.Precision
}{
	{"2006-01-02", article.Day},
	{time.RFC3339Nano, article.Second},
	{"2006-01-02T15:04:05Z0700", article.Second},
	{"2006-01-02T15:04:05", article.Second},
	{"2006-01-02T15:04Z07:00", article.Minute},
	{"2006-01-02T15:04Z0700", article.Minute},
	{"2006-01-02T15:04", article.Minute},
	{"2006-01-02 15:04:05Z07:00", article.Second},
	{"2006-01-02 15:04:05 Z07:00", article.Second},
	{"2006-01-02 15:04:05 -0700", article.Second},
	{"2006-01-02 15:04:05 MST", article.Second},
	{"2006-01-02 15:04:05", article.Second},
	{"2006-01-02 15:04 -0700", article.Minute},
	{"2006-01-02 15:04", article.Minute},
	{"2006-01", article.Month},
	{"2006", article.Year},
	{"20060102", article.Day},
	{"20060102T150405Z", article.Second},
	{"2006/01/02", article.Day},
	{"2006/01/02 15:04:05", article.Second},
	{"January 2, 2006 15:04", article.Minute},
	{"January 2, 2006 3:04 PM", article.Minute},
	{"Jan 2, 2006, 3:04 PM", article.Minute},
	{"2 January 2006 15:04", article.Minute},
	{"2 Jan 2006 15:04", article.Minute},
	{"2 January 2006 3:04 PM", article.Minute},
	{"2 Jan 2006 3:04 PM", article.Minute},
	{time.RFC1123Z, article.Second},
	{time.RFC1123, article.Second},
	{"Mon, 2 Jan 2006 15:04:05 -0700", article.Second},
	{"Mon, 2 Jan 2006", article.Day},
	{"2 January 2006", article.Day},
	{"2 Jan 2006", article.Day},
	{"January 2, 2006", article.Day},
	{"Jan 2, 2006", article.Day},
	{"Monday, January 2, 2006", article.Day},
	{"Monday, 2 January 2006", article.Day},
	{"January 2006", article.Month},
}

// ParseMoment reads a publication date: a day, an RFC 3339 time, or another form
// that can be read in one way only. It keeps the zone's offset and how exact the
// date is; a time without a zone is taken as UTC.
func ParseMoment(s string) (article.Moment, error) { return parseMoment(s, nil) }

// parseMoment is ParseMoment for dates whose zone is known where they name none; UTC if
// it is nil.
func parseMoment(s string, zone *time.Location) (article.Moment, error) {
	s = strings.TrimSpace(s)
	for _, l := range layouts {
		t, err := time.ParseInLocation(l.layout, s, cmp.Or(zone, time.UTC))
		if err != nil || t.Year() < 1 || unknownZone(t, l.layout) {
			continue
		}
		if _, offset := t.Zone(); offset == 0 {
			t = t.UTC()
		} else {
			t = t.In(time.FixedZone("", offset))
		}
		return article.Moment{Time: t, Precision: l.precision}, nil
	}
	return article.Moment{}, fmt.Errorf("%q is no date of publication: write it as 2025-05-19 or 2025-05-19T08:30:00+02:00", clip(s))
}

// parseEpoch reads a date as seconds or milliseconds since 1970.
func parseEpoch(s string) (article.Moment, error) {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil || len(strings.TrimSpace(s)) < minEpoch {
		return article.Moment{}, fmt.Errorf("%q is no number of seconds since 1970", clip(s))
	}
	if n >= millisecondsFrom {
		n /= 1000
	}
	return article.Moment{Time: time.Unix(n, 0).UTC(), Precision: article.Second}, nil
}

// Numbers of seconds since 1970 have at least minEpoch digits, from 1973 on;
// from millisecondsFrom on they are milliseconds.
const (
	minEpoch         = 9
	millisecondsFrom = 1e11
)

// unknownZone reports whether t was read with the abbreviation of a zone that Go
// knows no offset of (EST is several zones' name).
func unknownZone(t time.Time, layout string) bool {
	name, offset := t.Zone()
	return strings.Contains(layout, "MST") && offset == 0 && name != "UTC" && name != "GMT"
}
