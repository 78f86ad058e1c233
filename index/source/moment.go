package source

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

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
func ParseMoment(s string) (article.Moment, error) {
	s = strings.TrimSpace(s)
	for _, l := range layouts {
		t, err := time.ParseInLocation(l.layout, s, time.UTC)
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

// unknownZone says whether t was read with the abbreviation of a zone that Go
// knows no offset of (EST is several zones' name).
func unknownZone(t time.Time, layout string) bool {
	name, offset := t.Zone()
	return strings.Contains(layout, "MST") && offset == 0 && name != "UTC" && name != "GMT"
}

// clip shortens what somebody wrote for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
