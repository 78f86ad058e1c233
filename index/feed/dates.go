package feed

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
)

// Bounds of dates that are believed.
const (
	// Tolerance is how far a date may be ahead: clocks are off, and some zones are
	// left out.
	Tolerance = 24 * time.Hour
	// firstYear is the first year of news on the web. Earlier dates come from
	// clocks that were never set and from archives, whose text tells better.
	firstYear = 1990
)

// dates fills an item's dates. An absurd one is left out and noted as a doubt. An
// item that was never updated has no update.
func (r reader) dates(it *Item, published, updated string) {
	it.Published, it.Doubt = r.date(published)
	if it.Published.IsZero() && it.Doubt == "" && strings.TrimSpace(published) == "" {
		it.Published, it.Doubt = r.date(updated)
	}
	if it.Updated, _ = r.date(updated); !it.Updated.Time.After(it.Published.Time) {
		it.Updated = article.Moment{}
	}
}

// date reads a date, or notes what is wrong with it.
func (r reader) date(s string) (article.Moment, string) {
	s = strings.TrimSpace(s)
	if s == "" {
		return article.Moment{}, ""
	}
	m, ok := parseDate(s, r.zone)
	switch {
	case !ok:
		return article.Moment{}, fmt.Sprintf("its date %q cannot be read", clip(s))
	case m.Time.Year() < firstYear:
		return article.Moment{}, fmt.Sprintf("its date %q is before there was news on the web", clip(s))
	case m.Time.Sub(r.now) > Tolerance:
		return article.Moment{}, fmt.Sprintf("its date %q is in the future", clip(s))
	}
	return m, ""
}

// clip shortens what somebody wrote for a message.
func clip(s string) string {
	if runes := []rune(s); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return s
}

// layouts are the forms of dates in feeds after normalDate, and how exact they
// are. Forms that can be read in two ways (03/04/2025) are none of them.
var layouts = []struct {
	layout    string
	precision article.Precision
}{
	{"2 Jan 2006 15:4:5 -0700", article.Second},
	{"2 Jan 2006 15:4 -0700", article.Minute},
	{"2 Jan 2006 15:4:5", article.Second},
	{"2 Jan 2006 15:4", article.Minute},
	{"2 Jan 2006 3:4:5 PM -0700", article.Second},
	{"2 Jan 2006 3:4 PM -0700", article.Minute},
	{"2 Jan 2006 3:4:5 PM", article.Second},
	{"2 Jan 2006 3:4 PM", article.Minute},
	{"2 Jan 2006", article.Day},
	{"2006-1-2 15:4:5 -0700", article.Second},
	{"2006-1-2 15:4 -0700", article.Minute},
	{"2006-1-2 15:4:5", article.Second},
	{"2006-1-2 15:4", article.Minute},
	{"2006-1-2", article.Day},
	{"2006-1", article.Month},
	{"20060102 15:4:5 -0700", article.Second},
	{"20060102 15:4:5", article.Second},
	{"20060102", article.Day},
}

// parseDate reads a date of a feed: RFC 822 and 3339 as they are really written.
// One without a zone is in the zone given.
func parseDate(s string, zone *time.Location) (article.Moment, bool) {
	if unix, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) >= 9 && len(s) <= 13 {
		if len(s) == 13 {
			unix /= 1000
		}
		return article.Moment{Time: time.Unix(unix, 0).UTC(), Precision: article.Second}, true
	}
	s, nextDay := normalDate(s)
	for _, l := range layouts {
		t, err := time.ParseInLocation(l.layout, s, zone)
		if err != nil {
			continue
		}
		if nextDay {
			t = t.AddDate(0, 0, 1)
		}
		if _, offset := t.Zone(); offset == 0 {
			t = t.UTC()
		} else {
			t = t.In(time.FixedZone("", offset))
		}
		return article.Moment{Time: t, Precision: l.precision}, true
	}
	return article.Moment{}, false
}

// Patterns of normalDate, in the order in which they are applied.
var (
	isoTime     = lazyregexp.New(`^(\d{4}-?\d{1,2}-?\d{1,2})[tT_ ]+(\d)`)
	compactTime = lazyregexp.New(`^(\d{8} )(\d\d)(\d\d)(\d\d)`)
	slashes     = lazyregexp.New(`^(\d{4})/(\d{1,2})/(\d{1,2})\b`)
	dots        = lazyregexp.New(`^(\d{1,2})\.(\d{1,2})\.(\d{4})\b`)
	cjk         = lazyregexp.New(`^(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]`)
	weekday     = lazyregexp.New(`^(\pL+)(?:-feira)?\.?\s*,?\s*`)
	dayDot      = lazyregexp.New(`^(\d{1,2})\.\s*(\pL)`)
	particle    = lazyregexp.New(`(?i)^(\d{1,2}) de (\pL+) de(?:l)? `)
	hourH       = lazyregexp.New(`(?i)\b(\d{1,2}) ?h ?(\d\d)\b`)
	yearLast    = lazyregexp.New(`(?i)^([a-z]{3,9} \d{1,2}) (\d{1,2}:\d\d(?::\d\d)?)( [a-z]{1,5})? (\d{4})\b`)
	between     = lazyregexp.New(`(?i)(\d{4}),?(?: (?:at|um|à|a las|às|alle|klo|kl\.?|om)| [-–—|·])? (\d{1,2}:\d\d)`)
	ordinal     = lazyregexp.New(`(?i)\b(\d{1,2})(st|nd|rd|th)\b`)
	monthFirst  = lazyregexp.New(`^(\pL{3,10})\.? (\d{1,2})(?:, ?| )(\d{4}|\d{2})\b`)
	dayFirst    = lazyregexp.New(`^(\d{1,2})[ -](\pL{3,10})\.?[ ,-]+(\d{4}|\d{2})\b`)
	fraction    = lazyregexp.New(`(:\d\d)[.,]\d+`)
	shortHour   = lazyregexp.New(`( |^)(\d):(\d\d)`)
	midnight    = lazyregexp.New(` 24:00(:00)?\b`)
	meridiem    = lazyregexp.New(`(?i)(\d) ?([ap])\.?m\b\.?`)
	zoneOffset  = lazyregexp.New(`(?i)(\d|[ap]m) ?(?:[a-z]{1,5} ?)?:?-?([+-])(\d{1,2}):?(\d\d)?( ?\(.*\)| [a-z]{1,5})?$`)
	zoneName    = lazyregexp.New(`(?i)(\d|[ap]m) ?\(?([a-z]{1,5})\)?$`)
)

// zones are the names of zones in RFC 822 dates, and those that feeds use beside
// them and that mean one offset only. CST is America's, as RFC 822 has it.
var zones = map[string]string{
	"z": "+0000", "ut": "+0000", "utc": "+0000", "gmt": "+0000", "wet": "+0000",
	"est": "-0500", "edt": "-0400", "cst": "-0600", "cdt": "-0500", "mst": "-0700", "mdt": "-0600", "pst": "-0800", "pdt": "-0700",
	"akst": "-0900", "akdt": "-0800", "hst": "-1000", "cet": "+0100", "cest": "+0200", "mez": "+0100", "mesz": "+0200", "met": "+0100", "mest": "+0200",
	"eet": "+0200", "eest": "+0300", "msk": "+0300", "west": "+0100", "jst": "+0900", "kst": "+0900", "aest": "+1000", "aedt": "+1100",
	"nzst": "+1200", "nzdt": "+1300", "sgt": "+0800", "hkt": "+0800", "sast": "+0200",
}

// months are the beginnings of months' names in the languages of many feeds, as far as
// they mean one month alone. The longest counts.
var months = monthNames("jan janv gen ene янв sty", "feb fev fév fevr févr фев lut", "mar mär maa mrz märz mars мар", "apr avr abr апр kwi", "may mai maj mag mei май мая",
	"jun juin giu июн cze", "jul juil lug июл lip", "aug ago août aout авг sie", "sep set сен wrz", "oct okt out ott окт paź", "nov ноя lis", "dec dez déc dic дек gru")

func monthNames(of ...string) map[string]time.Month {
	out := map[string]time.Month{}
	for i, names := range of {
		for name := range strings.FieldsSeq(names) {
			out[name] = time.Month(i + 1)
		}
	}
	return out
}

// monthOf returns the month that a word means, 0 if it is no month.
func monthOf(word string) time.Month {
	for letters := []rune(strings.ToLower(word)); len(letters) > 2; letters = letters[:len(letters)-1] {
		if m, ok := months[string(letters)]; ok {
			return m
		}
	}
	return 0
}

// normalDate writes a date in the form that layouts know: "19 May 2025 08:30:00
// -0400" or "2025-5-19 08:30 +0000". nextDay reports whether it was 24:00 of the
// day before.
func normalDate(s string) (out string, nextDay bool) {
	s = oneLine(s)
	s = slashes.ReplaceAllString(s, "$1-$2-$3")
	s = dots.ReplaceAllString(s, "$3-$2-$1") // written so where the day comes first
	s = isoTime.ReplaceAllString(s, "$1 $2")
	s = compactTime.ReplaceAllString(s, "$1$2:$3:$4")
	s = cjk.ReplaceAllString(s, "$1-$2-$3 ")
	if m := weekday.FindStringSubmatch(s); m != nil && monthOf(m[1]) == 0 || m != nil && strings.HasPrefix(strings.ToLower(m[1]), "mar") && monthFirst.FindString(s) == "" {
		s = s[len(m[0]):] // also "mar." for a Tuesday
	}
	s = dayDot.ReplaceAllString(s, "$1 $2")
	s = particle.ReplaceAllString(s, "$1 $2 ")
	s = hourH.ReplaceAllString(s, "$1:$2")
	s = yearLast.ReplaceAllString(s, "$1 $4 $2$3")
	s = ordinal.ReplaceAllString(s, "$1")
	s = monthFirst.ReplaceAllString(s, "$2 $1 $3")
	if m := dayFirst.FindStringSubmatch(s); m != nil {
		month := monthOf(m[2])
		if month == 0 {
			return s, false
		}
		s = m[1] + " " + month.String()[:3] + " " + fullYear(m[3]) + strings.TrimPrefix(s[len(m[0]):], ",")
	}
	s = between.ReplaceAllString(s, "$1 $2")
	s = fraction.ReplaceAllString(s, "$1")
	if midnight.MatchString(s) {
		s, nextDay = midnight.ReplaceAllString(s, " 00:00$1"), true
	}
	s = meridiem.ReplaceAllStringFunc(s, func(m string) string {
		return m[:1] + " " + strings.ToUpper(strings.TrimSpace(m[1:])[:1]) + "M"
	})
	if !strings.HasSuffix(s, "M") && !strings.Contains(s, "M ") {
		s = shortHour.ReplaceAllString(s, "${1}0$2:$3")
	}
	return normalZone(s), nextDay
}

// normalZone writes the zone at the end of a date as an offset.
func normalZone(s string) string {
	if !strings.Contains(s, ":") {
		return s // a day
	}
	if m := zoneOffset.FindStringSubmatchIndex(s); m != nil {
		hours, minutes := s[m[6]:m[7]], "00"
		if m[8] >= 0 {
			minutes = s[m[8]:m[9]]
		}
		if len(hours) == 1 {
			hours = "0" + hours
		}
		return s[:m[3]] + " " + s[m[4]:m[5]] + hours + minutes
	}
	if m := zoneName.FindStringSubmatchIndex(s); m != nil {
		if offset, ok := zones[strings.ToLower(s[m[4]:m[5]])]; ok {
			return s[:m[3]] + " " + offset
		}
	}
	return s
}

// fullYear returns a year of two digits in this century or the last.
func fullYear(s string) string {
	if len(s) == 4 {
		return s
	}
	if s >= "70" {
		return "19" + s
	}
	return "20" + s
}
