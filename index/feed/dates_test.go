package feed_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/feed"
)

// now is the time of all tests here.
var now = time.Date(2026, 11, 6, 12, 0, 0, 0, time.UTC)

// published returns the publication date that a feed's item is given, or what is
// wrong with it.
func published(t *testing.T, pubDate string) string {
	t.Helper()
	data := fmt.Sprintf(`<rss version="2.0"><channel><title>T</title><item><title>A</title><link>https://news.example/a</link><pubDate>%s</pubDate></item></channel></rss>`, pubDate)
	f, err := feed.Parse([]byte(data), feed.Options{URL: "https://news.example/feed", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	it := f.Items[0]
	if it.Doubt != "" {
		return it.Doubt
	}
	if it.Published.IsZero() {
		return "unknown"
	}
	return it.Published.Time.Format(time.RFC3339) + " " + it.Published.Precision.String()
}

// TestDates reads dates as feeds write them.
func TestDates(t *testing.T) {
	for date, want := range map[string]string{
		// as RFC 822 has them, and nearly so
		"Mon, 02 Nov 2026 08:30:00 GMT":         "2026-11-02T08:30:00Z second",
		"Mon, 02 Nov 2026 08:30:00 +0100":       "2026-11-02T08:30:00+01:00 second",
		"Mon, 2 Nov 2026 8:30:00 -0500":         "2026-11-02T08:30:00-05:00 second",
		"Mon, 02 Nov 2026 08:30 EST":            "2026-11-02T08:30:00-05:00 minute",
		"Mon, 02 Nov 2026 08:30:00 EDT":         "2026-11-02T08:30:00-04:00 second",
		"02 Nov 26 08:30:00 Z":                  "2026-11-02T08:30:00Z second",
		"Mon, 02-Nov-2026 08:30:00 GMT":         "2026-11-02T08:30:00Z second",
		"Monday, 2 November 2026 08:30:00 CET":  "2026-11-02T08:30:00+01:00 second",
		"Fri, 02 Nov 2026 08:30:00 GMT":         "2026-11-02T08:30:00Z second", // a Monday
		"Thur, 5 Nov 2026 08:30:00 UTC":         "2026-11-05T08:30:00Z second",
		"Mon, 02 Nov 2026 08:30:00":             "2026-11-02T08:30:00Z second",
		"Mon, 02 Nov 2026 08:30:00 GMT+2":       "2026-11-02T08:30:00+02:00 second",
		"Mon, 02 Nov 2026 08:30:00 UTC-03:30":   "2026-11-02T08:30:00-03:30 second",
		"Mon, 02 Nov 2026 08:30:00 +0100 (CET)": "2026-11-02T08:30:00+01:00 second",
		"Sun, 01 Nov 2026 24:00:00 GMT":         "2026-11-02T00:00:00Z second",
		" Mon,  02 Nov\n2026 08:30:00   GMT ":   "2026-11-02T08:30:00Z second",
		"Mon, 02 Nov 2026":                      "2026-11-02T00:00:00Z day",
		"Mo, 02 Nov 2026 08:30:00 +0100":        "2026-11-02T08:30:00+01:00 second",
		"Mon, 02 Sept 2026 08:30:00 GMT":        "2026-09-02T08:30:00Z second",
		"02 Okt 2026 08:30:00 MESZ":             "2026-10-02T08:30:00+02:00 second",
		// as RFC 3339 has them, and nearly so
		"2026-11-02T08:30:00Z":             "2026-11-02T08:30:00Z second",
		"2026-11-02T08:30:00.123456+01:00": "2026-11-02T08:30:00+01:00 second",
		"2026-11-02T08:30:00+0100":         "2026-11-02T08:30:00+01:00 second",
		"2026-11-02T08:30+01":              "2026-11-02T08:30:00+01:00 minute",
		"2026-11-02 08:30:00":              "2026-11-02T08:30:00Z second",
		"2026-11-02 08:30:00 UTC":          "2026-11-02T08:30:00Z second",
		"2026-11-2t8:30:00z":               "2026-11-02T08:30:00Z second",
		"20261102T083000Z":                 "2026-11-02T08:30:00Z second",
		"2026-11-02":                       "2026-11-02T00:00:00Z day",
		"2026-11":                          "2026-11-01T00:00:00Z month",
		// as people have them
		"November 2, 2026":                    "2026-11-02T00:00:00Z day",
		"Nov 2nd, 2026 8:30 am EST":           "2026-11-02T08:30:00-05:00 minute",
		"November 2, 2026 at 8:30 p.m.":       "2026-11-02T20:30:00Z minute",
		"Monday, November 2, 2026 - 08:30":    "2026-11-02T08:30:00Z minute",
		"Mon Nov  2 08:30:00 EST 2026":        "2026-11-02T08:30:00-05:00 second",
		"Mon Nov 2 08:30:00 2026 +0100":       "2026-11-02T08:30:00+01:00 second",
		"Mon , 2 Nov 2026 8:3:5 +0100 CET":    "2026-11-02T08:03:05+01:00 second",
		"Mon, 02 Nov 2026 08:30:00 MST-07:00": "2026-11-02T08:30:00-07:00 second",
		"Mon, 02 Nov 2026 08:30:00 --0700":    "2026-11-02T08:30:00-07:00 second",
		"Nov 02,2026 08:30":                   "2026-11-02T08:30:00Z minute",
		"2026/11/02 08:30":                    "2026-11-02T08:30:00Z minute",
		"2.11.2026 08:30":                     "2026-11-02T08:30:00Z minute",
		"1793608200":                          "2026-11-02T08:30:00Z second",
		"1793608200000":                       "2026-11-02T08:30:00Z second",
		// in other languages
		"lun., 02 nov. 2026 08:30:00 +0100":   "2026-11-02T08:30:00+01:00 second",
		"lundi 2 novembre 2026 à 08:30":       "2026-11-02T08:30:00Z minute",
		"2 novembre 2026 8h30":                "2026-11-02T08:30:00Z minute",
		"mar. 3 nov. 2026 08:30":              "2026-11-03T08:30:00Z minute",
		"15 juin 2026":                        "2026-06-15T00:00:00Z day",
		"15 juil. 2026":                       "2026-07-15T00:00:00Z day",
		"14 août 2026 10:00:00 +0200":         "2026-08-14T10:00:00+02:00 second",
		"Montag, 2. November 2026 08:30":      "2026-11-02T08:30:00Z minute",
		"Di, 3. März 2026 08:30:00 +0100":     "2026-03-03T08:30:00+01:00 second",
		"2 de noviembre de 2026":              "2026-11-02T00:00:00Z day",
		"lunes, 2 de noviembre de 2026 08:30": "2026-11-02T08:30:00Z minute",
		"segunda-feira, 2 de maio de 2026":    "2026-05-02T00:00:00Z day",
		"2 gennaio 2026":                      "2026-01-02T00:00:00Z day",
		"Пн, 02 ноя 2026 08:30:00 +0300":      "2026-11-02T08:30:00+03:00 second",
		"2026年11月2日 08:30":                    "2026-11-02T08:30:00Z minute",
		"måndag 2 november 2026 kl. 08:30":    "2026-11-02T08:30:00Z minute",
		"May 4, 2026":                         "2026-05-04T00:00:00Z day",
		"March 3, 2026 08:30":                 "2026-03-03T08:30:00Z minute",
		"Foo 2, 2026":                         "its date \"Foo 2, 2026\" cannot be read",
		"2 Foo 2026":                          "its date \"2 Foo 2026\" cannot be read",
		// what must not be believed
		"":                              "unknown",
		"03/04/2026":                    "its date \"03/04/2026\" cannot be read",
		"yesterday":                     "its date \"yesterday\" cannot be read",
		"Mon, 32 Nov 2026 08:30:00 GMT": "its date \"Mon, 32 Nov 2026 08:30:00 GMT\" cannot be read",
		"Thu, 01 Jan 1970 00:00:00 GMT": "its date \"Thu, 01 Jan 1970 00:00:00 GMT\" is before there was news on the web",
		"0001-01-01T00:00:00Z":          "its date \"0001-01-01T00:00:00Z\" is before there was news on the web",
		"Sat, 07 Nov 2026 08:30:00 GMT": "2026-11-07T08:30:00Z second", // a clock that is off
		"Mon, 09 Nov 2026 08:30:00 GMT": "its date \"Mon, 09 Nov 2026 08:30:00 GMT\" is in the future",
		"9999-12-31T23:59:59Z":          "its date \"9999-12-31T23:59:59Z\" is in the future",
		"Mon, 02 Nov 2026 08:30:00 XYZ": "its date \"Mon, 02 Nov 2026 08:30:00 XYZ\" cannot be read",
	} {
		if got := published(t, date); got != want {
			t.Errorf("%q: %s, want %s", date, got, want)
		}
	}
	if got := published(t, strings.Repeat("long ", 40)); len([]rune(got)) > 100 {
		t.Errorf("a long date is shown whole: %s", got)
	}
}

// TestZone reads dates without a zone in the zone of their source.
func TestZone(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Skip(err)
	}
	for date, want := range map[string]string{
		"2026-11-02 08:30:00":           "2026-11-02T08:30:00+01:00",
		"2026-07-02 08:30:00":           "2026-07-02T08:30:00+02:00",
		"2026-11-02":                    "2026-11-02T00:00:00+01:00",
		"Mon, 02 Nov 2026 08:30:00 GMT": "2026-11-02T08:30:00Z",
		"2026-11-02T08:30:00-05:00":     "2026-11-02T08:30:00-05:00",
		"1793608200":                    "2026-11-02T08:30:00Z",
	} {
		data := fmt.Sprintf(`<rss version="2.0"><channel><item><title>A</title><link>https://news.example/a</link><pubDate>%s</pubDate></item></channel></rss>`, date)
		f, err := feed.Parse([]byte(data), feed.Options{URL: "https://news.example/feed", Now: now, Zone: zone})
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Items[0].Published.Time.Format(time.RFC3339); got != want {
			t.Errorf("%q: %s, want %s", date, got, want)
		}
	}
}
