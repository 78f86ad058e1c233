package bot

import (
	"errors"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones below, on any machine
)

func TestParseDate(t *testing.T) {
	for _, c := range []struct{ typed, want string }{ // asked on Wednesday, 5 March 2031
		{"2030-10-03", "2030-10-03"}, {"2030-10", "2030-10"}, {"2030", "2030"}, {"2030-W40", "2030-W40"}, {"2030-w40", "2030-W40"},
		{"2032-02-29", "2032-02-29"}, {"2032-W53", "2032-W53"}, {"today", "2031-03-05"}, {"now", "2031-03-05"},
		{"yesterday", "2031-03-04"}, {"Yesterday", "2031-03-04"}, {"tomorrow", "2031-03-06"},
		{"7d", "2031-02-26"}, {"2w", "2031-02-19"}, {"3m", "2030-12-05"}, {"1y", "2030-03-05"}, {"5 days ago", "2031-02-28"}, {"five days ago", "2031-02-28"}, {"a week ago", "2031-02-26"}, {"the day before yesterday", "2031-03-03"}, {"1 week", "2031-02-26"},
		{"last week", "2031-W09"}, {"this week", "2031-W10"}, {"last month", "2031-02"}, {"this month", "2031-03"}, {"last year", "2030"}, {"this year", "2031"},
		{"previous month", "2031-02"}, {"last  month", "2031-02"},
		{"friday", "2031-02-28"}, {"last friday", "2031-02-28"}, {"wednesday", "2031-02-26"}, {"last wednesday", "2031-02-26"}, {"monday", "2031-03-03"},
		{"last march", "2030-03"}, {"last april", "2030-04"}, {"last february", "2031-02"}, {"this march", "2031-03"},
		{"october 3", "2030-10-03"}, {"October 3rd", "2030-10-03"}, {"3 october", "2030-10-03"}, {"3rd of october", "2030-10-03"}, {"the 3rd of october", "2030-10-03"},
		{"oct 3, 2029", "2029-10-03"}, {"3 Oct. 2029", "2029-10-03"}, {"march 5", "2031-03-05"}, {"march 6", "2030-03-06"},
		{"october", "2030-10"}, {"march", "2031-03"}, {"sept 2029", "2029-09"}, {"may, 2029", "2029-05"}, {"february 29", "2028-02-29"},
		{"the 4th", "2031-03-04"}, {"5th", "2031-03-05"}, {"the 27th", "2031-02-27"}, {"31st", "2031-01-31"}, {"the 30th", "2031-01-30"},
		{"wednesday 5 march", "2031-03-05"}, {"Tuesday, March 4", "2031-03-04"}, {"tuesday the 4th", "2031-03-04"}, {"Thursday 3 October 2030", "2030-10-03"},
		{"end of february", "2031-02-21/2031-02-28"}, {"the end of October", "2030-10-21/2030-10-31"}, {"late february 2028", "2028-02-21/2028-02-29"}, {"late-february", "2031-02-21/2031-02-28"},
		{"early october", "2030-10-01/2030-10-10"}, {"the beginning of May 2029", "2029-05-01/2029-05-10"}, {"start of last month", "2031-02-01/2031-02-10"},
		{"mid-january", "2031-01-11/2031-01-20"}, {"mid january", "2031-01-11/2031-01-20"}, {"the middle of april", "2030-04-11/2030-04-20"},
		{"the end of the month", "2031-03-21/2031-03-31"}, {"end of this month", "2031-03-21/2031-03-31"}, {"early this month", "2031-03-01/2031-03-10"}, {"late last month", "2031-02-21/2031-02-28"},
		{"late march", "2030-03-21/2030-03-31"}, {"early march", "2031-03-01/2031-03-10"}, {"mid-march 2031", "2031-03-11/2031-03-20"}, // none without a year is in the future
		{"the first week of february", "2031-02-01/2031-02-07"}, {"second week of May 2030", "2030-05-08/2030-05-14"}, {"the last week of October", "2030-10-25/2030-10-31"},
		{"first half of May", "2030-05-01/2030-05-15"}, {"the second half of February", "2031-02-16/2031-02-28"}, {"first half of 2030", "2030-01/2030-06"}, {"the second half of last year", "2030-07/2030-12"},
		{"spring 2030", "2030-03/2030-05"}, {"the spring of 2030", "2030-03/2030-05"}, {"summer, 2029", "2029-06/2029-08"}, {"fall 2030", "2030-09/2030-11"}, {"autumn of 2030", "2030-09/2030-11"}, {"winter 2029", "2029-12/2030-02"},
		{"the summer", "2030-06/2030-08"}, {"spring", "2031-03/2031-05"}, {"last spring", "2030-03/2030-05"}, {"last autumn", "2030-09/2030-11"}, {"this spring", "2031-03/2031-05"}, {"winter", "2030-12/2031-02"}, {"last winter", "2030-12/2031-02"},
		{"q4 2030", "2030-10/2030-12"}, {"Q1", "2031-01/2031-03"}, {"q2", "2030-04/2030-06"}, {"third quarter of 2030", "2030-07/2030-09"}, {"the last quarter of 2029", "2029-10/2029-12"}, {"the fourth quarter", "2030-10/2030-12"},
		{"2030-05-02/2030-05-09", "2030-05-02/2030-05-09"},
		{"13/04/2030", "2030-04-13"}, {"04/13/2030", "2030-04-13"}, {"13.4.30", "2030-04-13"}, {"5/5", "2030-05-05"}, {"31/1", "2031-01-31"},
	} {
		for _, zone := range []string{"UTC", "America/Los_Angeles", "Pacific/Chatham"} {
			at := time.Date(2031, 3, 5, 12, 0, 0, 0, place(t, zone))
			got, err := ParseDate(c.typed, at.UTC(), place(t, zone))
			if err != nil || got != c.want {
				t.Errorf("%q in %s: %q, %v, want %q", c.typed, zone, got, err, c.want)
			}
			if again, err := ParseDate(got, at, place(t, zone)); again != got {
				t.Errorf("%q is not canonical: read as %q, %v", got, again, err)
			}
		}
	}
}

func place(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestParseDateRefuses(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"2031-02-29", "no day of the calendar"}, {"2031-13", "no day of the calendar"}, {"2031-W54", "no day of the calendar"}, {"2031-W53", "no day of the calendar"},
		{"32/13/2030", "no day of the calendar"}, {"31/2/2030", "no day of the calendar"}, {"february 30", "no day of the calendar"}, {"april 31 2030", "no day of the calendar"},
		{"tuesday 5 march 2031", "is a Wednesday"}, {"2031-05/2031-03", "no day of the calendar"}, {"2031-05/", "no date that I can read"}, {"32nd", "no date that I can read"}, {"0th", "no date that I can read"},
		{"the third week", "no date that I can read"}, {"late", "no date that I can read"}, {"end of summer", "no date that I can read"}, {"end of 2030", "no date that I can read"}, {"fifth week of may", "no date that I can read"}, {"q5 2030", "no date that I can read"}, {"end of the war", "no date that I can read"}, {"first half", "no date that I can read"},
		{"soon", "no date that I can read"}, {"", "no date that I can read"}, {"12", "no date that I can read"}, {"2031-3-5", "no date that I can read"},
		{"last", "no date that I can read"}, {"last thing", "no date that I can read"}, {"mayor", "no date that I can read"}, {"before june", "no date that I can read"}, {"a week", "no date that I can read"}, {"9999y", "before all calendars"},
	} {
		if got, err := ParseDate(c.typed, at, time.UTC); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %q, %v, want %s", c.typed, got, err, c.want)
		}
	}
}

func TestParseDateAsksBack(t *testing.T) {
	for typed, want := range map[string]string{
		"03/04/2030": "2030-04-03 2030-03-04", "3.4.30": "2030-04-03 2030-03-04", "03/04": "2030-04-03 2031-03-04", "12/11/2029": "2029-11-12 2029-12-11",
	} {
		_, err := ParseDate(typed, at, time.UTC)
		var asked *AmbiguousDateError
		if !errors.As(err, &asked) || strings.Join(asked.Readings, " ") != want {
			t.Errorf("%q: %v, want readings %s", typed, err, want)
		}
	}
}

// TestParamDateSides reads the day before or after a date, for the option that each is of, and asks back.
func TestParamDateSides(t *testing.T) {
	for _, c := range []struct{ option, typed, want string }{
		{"until", "before june", "2030-05-31"}, {"until", "Before 2031", "2030-12-31"}, {"until", "before 2031-W10", "2031-03-02"},
		{"since", "after 2031-02-28", "2031-03-01"}, {"since", "after last year", "2031-01-01"}, {"since", "after yesterday", "2031-03-05"},
		{"until", "before the summer of 2030", "2030-05-31"}, {"since", "after early may 2030", "2030-05-11"}, {"until", "before the 27th", "2031-02-26"},
		{"on", "before june", ""}, {"since", "before june", ""}, {"until", "before", ""}, {"since", "after 9999", ""},
	} {
		got, err := Param{Name: c.option, Kind: Date}.canonical(c.typed, Request{Now: at})
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s: %q: %q, %v, want %q", c.option, c.typed, got, err, c.want)
		}
	}
	_, err := Param{Name: "until", Kind: Date}.canonical("before 03/04", Request{Now: at})
	var asked *AmbiguousDateError
	if !errors.As(err, &asked) || strings.Join(asked.Readings, " ") != "2030-04-02 2031-03-03" {
		t.Errorf("before 03/04: %v", err)
	}
}

// The clock of the zone decides which day it is, and its summer time nothing.
func TestParseDateByTheZonesDay(t *testing.T) {
	for _, c := range []struct{ zone, now, typed, want string }{
		{"Pacific/Kiritimati", "2031-03-05T11:00:00Z", "today", "2031-03-06"},
		{"America/Los_Angeles", "2031-03-05T03:00:00Z", "today", "2031-03-04"},
		{"Europe/Stockholm", "2031-03-30T00:30:00Z", "yesterday", "2031-03-29"}, // clocks go forward this night
		{"Europe/Stockholm", "2031-10-26T01:30:00Z", "7d", "2031-10-19"},        // and back
		{"Africa/Cairo", "2025-04-26T09:00:00Z", "april 25", "2025-04-25"},      // a day without a midnight
		{"Africa/Cairo", "2025-04-26T09:00:00Z", "yesterday", "2025-04-25"},
		{"UTC", "2031-03-31T09:00:00Z", "last month", "2031-02"}, // not 31 February
		{"UTC", "2031-03-31T09:00:00Z", "1m", "2031-02-28"},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ParseDate(c.typed, now, place(t, c.zone)); err != nil || got != c.want {
			t.Errorf("%s in %s at %s: %q, %v, want %q", c.typed, c.zone, c.now, got, err, c.want)
		}
	}
}

func TestPeriod(t *testing.T) {
	for _, c := range []struct{ value, zone, from, to string }{
		{"2031", "UTC", "2031-01-01T00:00:00Z", "2032-01-01T00:00:00Z"},
		{"2031-02", "UTC", "2031-02-01T00:00:00Z", "2031-03-01T00:00:00Z"},
		{"2031-02-28", "UTC", "2031-02-28T00:00:00Z", "2031-03-01T00:00:00Z"},
		{"2031-02-21/2031-02-28", "UTC", "2031-02-21T00:00:00Z", "2031-03-01T00:00:00Z"},
		{"2030-12/2031-02", "UTC", "2030-12-01T00:00:00Z", "2031-03-01T00:00:00Z"},
		{"2031-W01", "UTC", "2030-12-30T00:00:00Z", "2031-01-06T00:00:00Z"},
		{"2031-03-30", "Europe/Stockholm", "2031-03-30T00:00:00+01:00", "2031-03-31T00:00:00+02:00"}, // 23 hours
		{"2031-10-26", "Europe/Stockholm", "2031-10-26T00:00:00+02:00", "2031-10-27T00:00:00+01:00"}, // 25 hours
		{"2025-04-25", "Africa/Cairo", "2025-04-25T01:00:00+03:00", "2025-04-26T00:00:00+03:00"},     // begins at one
		{"2025-04-24", "Africa/Cairo", "2025-04-24T00:00:00+02:00", "2025-04-25T01:00:00+03:00"},
	} {
		from, to, err := Period(c.value, place(t, c.zone))
		if err != nil || from.Format(time.RFC3339) != c.from || to.Format(time.RFC3339) != c.to {
			t.Errorf("%s in %s: %s to %s, %v, want %s to %s", c.value, c.zone, from.Format(time.RFC3339), to.Format(time.RFC3339), err, c.from, c.to)
		}
	}
	for _, value := range []string{"", "x", "2031-3", "2031-W1x", "2031-W00", "2031-02-30", "31-W10", "2031/", "/2031", "2031-03/2031-02", "2031/2032/2033"} {
		if from, to, err := Period(value, time.UTC); err == nil {
			t.Errorf("%q: %s to %s", value, from, to)
		}
	}
}

// FuzzParseDate: whatever is typed is refused, asked back, or a canonical
// period that holds at least a day.
func FuzzParseDate(f *testing.F) {
	for _, typed := range []string{"2031-03-05", "last friday", "3rd of oct 2029", "03/04", "7d", "9999 years ago", "february 29", "0000-W01", "99/99/99", "may 99", "late may", "winter 9999", "second half of 9999", "the 31st"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		value, err := ParseDate(typed, at, time.UTC)
		if err != nil {
			return
		}
		from, to, err := Period(value, time.UTC)
		if err != nil || to.Sub(from) < 24*time.Hour {
			t.Fatalf("%q is read as %q: %s to %s, %v", typed, value, from, to, err)
		}
	})
}
