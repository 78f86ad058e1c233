package timex

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// publishedOn returns a day as a moment of publication.
func publishedOn(day string) article.Moment {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return article.Moment{Time: t, Precision: article.Day}
}

// TestFindDates reads sentences published on Wednesday 12 March 2014; what is
// wanted is "words = type value" for each expression.
func TestFind(t *testing.T) {
	for _, c := range dateSentences {
		t.Run(c.text, func(t *testing.T) {
			d := doc.New(article.Article{Text: c.text, Published: publishedOn("2014-03-12")})
			if got := describeDates(d.Text, Find(d)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func describeDates(text string, dates []article.Date) string {
	var out []string
	for _, d := range dates {
		out = append(out, d.Span.Of(text)+" = "+string(d.Type)+" "+d.Value)
	}
	return strings.Join(out, "; ")
}

var dateSentences = []struct{ text, want string }{
	// Full dates.
	{"The bridge opened on 19 May 2009.", "19 May 2009 = DATE 2009-05-19"},
	{"The bridge opened on May 19, 2009, in rain.", "May 19, 2009 = DATE 2009-05-19"},
	{"It was signed on the 3rd of June 2011.", "the 3rd of June 2011 = DATE 2011-06-03"},
	{"The file is dated 2013-11-30.", "2013-11-30 = DATE 2013-11-30"},
	{"Filed 03/11/14 from the coast.", "03/11/14 = DATE 2014-03-11"},
	{"The log of 25/12/13 is lost.", "25/12/13 = DATE 2013-12-25"},
	{"The stamp read 04/05/06.", "04/05/06 = DATE "},
	{"There is no Feb. 30, 2013, in the book.", "2013 = DATE 2013"},
	{"On Tuesday, March 11, 2014, the dam broke.", "Tuesday, March 11, 2014 = DATE 2014-03-11"},
	{"She was born on Sept. 5, 1961.", "Sept. 5, 1961 = DATE 1961-09-05"},
	// Days and months without a year.
	{"The vote took place on Dec. 14.", "Dec. 14 = DATE 2013-12-14"},
	{"The vote will take place on April 2.", "April 2 = DATE 2014-04-02"},
	{"The plant closed in November.", "November = DATE 2013-11"},
	{"The plant was sold in May.", "May = DATE 2013-05"},
	{"The plant will close in June.", "June = DATE 2014-06"},
	{"He was hired in July 2012.", "July 2012 = DATE 2012-07"},
	{"The fair runs from May 19 to 21.", "May 19 = DATE 2014-05-19; 21 = DATE 2014-05-21"},
	{"It rained in mid-January.", "mid-January = DATE 2014-01"},
	// Words that are also something else.
	{"They may march to the square.", ""},
	{"May I see it? asked Ms. April Ludd.", ""},
	{"Theresa May said no.", ""},
	{"The March on the capital began.", ""},
	{"He sat in the sun and fell in the second row.", ""},
	{"Prices fall and spring back.", ""},
	{"About 2025 votes were counted.", ""},
	{"He paid $1998 for 1,000 chairs.", ""},
	{"Three quarters of the houses stood empty.", ""},
	// Weekdays.
	{"The minister resigned on Monday.", "Monday = DATE 2014-03-10"},
	{"The minister resigned Wednesday.", "Wednesday = DATE 2014-03-12"},
	{"The council will meet on Monday.", "Monday = DATE 2014-03-17"},
	{"He is to resign next Friday.", "next Friday = DATE 2014-03-14"},
	{"She left last Wednesday.", "last Wednesday = DATE 2014-03-05"},
	{"The shop was robbed on Sunday night.", "Sunday night = TIME 2014-03-09TNI"},
	{"The choir sings on Tuesdays.", "Tuesdays = SET XXXX-WXX-2"},
	// Relative to publication.
	{"It snowed yesterday.", "yesterday = DATE 2014-03-11"},
	{"It snowed late yesterday.", "late yesterday = DATE 2014-03-11"},
	{"The gates open tomorrow morning.", "tomorrow morning = TIME 2014-03-13TMO"},
	{"The debate is tonight.", "tonight = TIME 2014-03-12TNI"},
	{"Rents rose last month.", "last month = DATE 2014-02"},
	{"Rents rose last year and will fall next year.", "last year = DATE 2013; next year = DATE 2015"},
	{"Rents rose this week.", "this week = DATE 2014-W11"},
	{"It was founded three years ago.", "three years ago = DATE 2011"},
	{"He died two days ago.", "two days ago = DATE 2014-03-10"},
	{"It was founded several years ago.", "several years ago = DATE PAST_REF"},
	{"It began last autumn.", "last autumn = DATE 2013-FA"},
	{"It began in the winter of 2012.", "the winter of 2012 = DATE 2012-WI"},
	{"Sales doubled in early 2013.", "early 2013 = DATE 2013"},
	{"It will be ready at the end of 2016.", "the end of 2016 = DATE 2016"},
	// Relative to the text.
	{"He fled on Jan. 20. Two days later he was caught.", "Jan. 20 = DATE 2014-01-20; Two days later = DATE 2014-01-22"},
	{"He fled on Jan. 20 and died the same day.", "Jan. 20 = DATE 2014-01-20; the same day = DATE 2014-01-20"},
	{"He fled on Jan. 20 and died the following day.", "Jan. 20 = DATE 2014-01-20; the following day = DATE 2014-01-21"},
	// Quarters, halves, years, decades, centuries.
	{"Profit rose in the fourth quarter.", "the fourth quarter = DATE 2013-Q4"},
	{"Its third-quarter loss shrank.", "third-quarter = DATE 2013-Q3"},
	{"Profit rose in the second half of 2012.", "the second half of 2012 = DATE 2012-H2"},
	{"Profit rose in the fourth quarter from a loss a year earlier.", "the fourth quarter = DATE 2013-Q4; a year earlier = DATE 2012-Q4"},
	{"The rule dates from the 1990s.", "the 1990s = DATE 199"},
	{"The rule dates from the '80s.", "the '80s = DATE 198"},
	{"It is a 19th-century mill.", "19th-century = DATE 18"},
	{"He ruled from 1999-2000.", "1999 = DATE 1999; 2000 = DATE 2000"},
	{"In nineteen eighty-four he was a boy.", "nineteen eighty-four = DATE 1984"},
	// Times.
	{"The bell rang at 7:15 p.m. on Tuesday.", "7:15 p.m. on Tuesday = TIME 2014-03-11T19:15"},
	{"The train left at 6 a.m. and returned at noon.", "6 a.m. = TIME 2014-03-12T06:00; noon = TIME 2014-03-12T12:00"},
	{"The train left at 10.15am and at 9.40 p.m. on Sunday.", "10.15am = TIME 2014-03-12T10:15; 9.40 p.m. on Sunday = TIME 2014-03-09T21:40"},
	{"It fell 10.15 percent in all.", ""},
	{"They won 3:2 in the end.", ""},
	// Durations and sets.
	{"A 42-year-old baker waited two hours.", "42-year-old = DURATION P42Y; two hours = DURATION PT2H"},
	{"The 30-day truce lasted several days.", "30-day = DURATION P30D; several days = DURATION PXD"},
	{"It took two and a half years.", "two and a half years = DURATION P2Y6M"},
	{"It took twenty-four weeks.", "twenty-four weeks = DURATION P24W"},
	{"It rained for half an hour.", "half an hour = DURATION PT30M"},
	{"Rents have doubled over the past three years.", "the past three years = DURATION P3Y"},
	{"The panel meets every Monday.", "every Monday = SET XXXX-WXX-1"},
	{"He earns $300 a month.", "a month = SET P1M"},
	{"They met twice a week.", "a week = SET P1W"},
	{"The mayor is 52 years old.", ""},
	{"It took two to three weeks.", "two to three weeks = DURATION P2W"},
	{"He works on weekends.", "weekends = SET XXXX-WXX-WE"},
	// What is to come, in words that are not.
	{"The talks open on Monday.", "Monday = DATE 2014-03-17"},
	{"The parties meet on Tuesday in Oslo.", "Tuesday = DATE 2014-03-18"},
	{"He asked both sides to return by the weekend.", "the weekend = DATE 2014-W11-WE"},
	{"She told them to leave before Monday.", "Monday = DATE 2014-03-17"},
	{"The shop was open on Monday.", "Monday = DATE 2014-03-10"},
	// Parts of names.
	{"The Sunday Herald and USA Today reported it.", ""},
	{"The 2012 election cost more than the January raid.", "2012 = DATE 2012; January = DATE 2014-01"},
	// More forms.
	{"He died the day before yesterday.", "the day before yesterday = DATE 2014-03-10"},
	{"A month later he was gone.", "A month later = DATE "},
	{"He was jailed in July last year.", "July last year = DATE 2013-07"},
	{"It ran in the 2011-12 season.", "2011 = DATE 2011; 12 = DATE 2012"},
	{"The bid had been due to expire Friday.", "Friday = DATE 2014-03-07"},
	{"They agreed to meet Friday.", "Friday = DATE 2014-03-14"},
	{"These days few people walk.", "These days = DATE PRESENT_REF"},
	// References and holidays.
	{"He now lives there and recently married.", "now = DATE PRESENT_REF; recently = DATE PAST_REF"},
	{"It opened on Christmas Eve.", "Christmas Eve = DATE 2013-12-24"},
	{"It snowed on New Year's Day.", "New Year's Day = DATE 2014-01-01"},
	{"It opened on Easter Sunday 2012.", "Easter Sunday 2012 = DATE 2012-04-08"},
	{"It opened on Thanksgiving 2013.", "Thanksgiving 2013 = DATE 2013-11-28"},
	// Rarer builds.
	{"The debate took place this morning and last night.", "this morning = TIME 2014-03-12TMO; last night = TIME 2014-03-11TNI"},
	{"He returned in the night of March 3.", "the night of March 3 = TIME 2014-03-03TNI"},
	{"It closed in mid-afternoon.", "mid-afternoon = TIME 2014-03-12TAF"},
	{"Profit fell in the year ended in May.", "the year = DURATION P1Y; May = DATE 2013-05"},
	{"He left the next day.", "the next day = DATE "},
	{"Coming weeks will tell.", "Coming weeks = DATE FUTURE_REF"},
	{"He fled on Jan. 20 and died the previous Friday.", "Jan. 20 = DATE 2014-01-20; the previous Friday = DATE 2014-01-17"},
	{"Profit rose in the second quarter from the year-ago quarter.", "the second quarter = DATE 2013-Q2; the year-ago quarter = DATE 2012-Q2"},
	{"He came two decades ago.", "two decades ago = DATE 1994"},
	{"It was built two centuries ago.", "two centuries ago = DATE 1814"},
	{"He left two fortnights ago.", "two fortnights ago = DATE 2014-W07"},
	{"It rose in the last half of 2012.", "the last half of 2012 = DATE 2012-H2"},
	{"It reported a loss in fiscal 2013.", "fiscal 2013 = DATE 2013"},
	{"The latest three months were dry.", "The latest three months = DURATION P3M"},
	{"They meet every Monday morning.", "every Monday morning = SET XXXX-WXX-1TMO"},
	{"It is held every other year.", "every other year = SET P2Y"},
	{"They met daily.", "daily = SET P1D"},
	{"It rains every spring and every June.", "every spring = SET XXXX-SP; every June = SET XXXX-06"},
	{"He was born in the early nineties.", "the early nineties = DATE 199"},
	{"It took one and a half hours.", "one and a half hours = DURATION PT1H30M"},
	{"It took a couple of days.", "a couple of days = DURATION P2D"},
	{"He waited a dozen years.", "a dozen years = DURATION P12Y"},
	{"It takes half a day.", "half a day = DURATION PT12H"},
	{"In the year 2012 he left.", "the year 2012 = DATE 2012"},
	{"Rents rose at year-end.", "year-end = DATE 2014-12-31"},
	{"In the near future he will go.", "the near future = DATE FUTURE_REF"},
	{"That year was bad for him; he left in May 2012 and came back the same year.", "That year = DATE ; May 2012 = DATE 2012-05; the same year = DATE 2012"},
	{"The weekend was quiet.", "The weekend = DATE 2014-W10-WE"},
	{"The month was quiet.", "The month = DATE 2014-03"},
	{"Profit for the 2012 period was small.", "the 2012 period = DATE 2012"},
	{"It fell in the first quarter of next year.", "the first quarter of next year = DATE 2015-Q1"},
	{"Recent weeks were dry.", "Recent weeks = DATE PAST_REF"},
	{"He did so in the past.", "the past = DATE PAST_REF"},
	{"He spoke at midnight.", "midnight = TIME 2014-03-12T00:00"},
	{"It lasted three decades and two centuries.", "three decades = DURATION P30Y; two centuries = DURATION P200Y"},
	{"Three months later he left.", "Three months later = DATE "},
	{"He works from 9 to 5 on Monday mornings.", "Monday mornings = SET XXXX-WXX-1TMO"},
	{"He will be back two weeks from now.", "two weeks from now = DATE 2014-W13"},
	{"He left last Christmas.", "last Christmas = DATE 2013-12-25"},
	{"He left last May and will be back next summer.", "last May = DATE 2013-05; next summer = DATE 2014-SU"},
}

func TestUndatedArticle(t *testing.T) {
	for text, want := range map[string]string{
		"He left on Monday and returned last month.":  "Monday = DATE ; last month = DATE ",
		"He left on May 3, 2011, for three weeks.":    "May 3, 2011 = DATE 2011-05-03; three weeks = DURATION P3W",
		"He left on May 3, 2011. Two days later, fog": "May 3, 2011 = DATE 2011-05-03; Two days later = DATE 2011-05-05",
		"He now eats every day in the third quarter.": "now = DATE PRESENT_REF; every day = SET P1D; the third quarter = DATE ",
		"It rang at 7 p.m. yesterday, two years ago.": "7 p.m. yesterday = TIME T19:00; two years ago = DATE ",
	} {
		d := doc.New(article.Article{Text: text})
		dates := Find(d)
		if got := describeDates(text, dates); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
		}
		for _, date := range dates {
			if date.Value == "" && (date.Precision != article.Unknown || !date.From.IsZero()) {
				t.Errorf("%s: %q is unresolved but has a period", text, date.Span.Of(text))
			}
		}
	}
}

// TestPeriodsInZone checks that a day is as long as the clocks of the place of
// publication make it.
func TestPeriodsInZone(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zone data here")
	}
	published := article.Moment{Time: time.Date(2014, 3, 31, 9, 0, 0, 0, berlin), Precision: article.Minute}
	for text, hours := range map[string]float64{
		"The clocks changed on Sunday.":                    23,
		"They changed back on Oct. 27, 2013, as ever.":     25,
		"It was quiet on Saturday.":                        24,
		"It happened last week.":                           7*24 - 1,
		"It happened in February, when there was no snow.": 28 * 24,
	} {
		d := doc.New(article.Article{Text: text, Published: published})
		dates := Find(d)
		if len(dates) != 1 || dates[0].To.Sub(dates[0].From).Hours() != hours || dates[0].From.Location() != berlin {
			t.Errorf("%s: got %v, want %v hours", text, dates, hours)
		}
	}
}

var wellFormed = regexp.MustCompile(`^(|(PRESENT|PAST|FUTURE)_REF|PT?[0-9X.]+[A-Z]+([0-9]+[A-Z])?|P[0-9]+DT12H|PT12H|P[0-9]+D` +
	`|T\d\d:\d\d|T(MO|AF|EV|NI|DT|MI)|\d{2,4}(-(H[12]|Q[1-4]|SP|SU|FA|WI|W\d\d(-WE)?|\d\d(-\d\d(T(\d\d:\d\d|[A-Z]{2}))?)?))?` +
	`|XXXX-(WXX-([1-7](T[A-Z]{2})?|WE)|\d\d|[A-Z]{2}|XX-XXT[A-Z]{2}))$`)

func FuzzFind(f *testing.F) {
	for _, c := range dateSentences {
		f.Add(c.text, true)
	}
	f.Fuzz(func(t *testing.T, text string, dated bool) {
		a := article.Article{Text: text}
		if dated {
			a.Published = publishedOn("2014-03-12")
		}
		d := doc.New(a)
		last := 0
		for _, date := range Find(d) {
			checkDate(t, text, date, last)
			last = date.Span.End
		}
	})
}

func checkDate(t *testing.T, text string, date article.Date, last int) {
	t.Helper()
	s := date.Span
	if s.Start < last || s.End <= s.Start || s.End > len(text) {
		t.Fatalf("span %v after %d in %d bytes", s, last, len(text))
	}
	if utf8.ValidString(text) && !utf8.ValidString(s.Of(text)) {
		t.Fatalf("span %v cuts a rune", s)
	}
	if !wellFormed.MatchString(date.Value) {
		t.Fatalf("%q has the value %q", s.Of(text), date.Value)
	}
	if date.Precision != article.Unknown && !date.From.Before(date.To) {
		t.Fatalf("%q lasts from %v to %v", s.Of(text), date.From, date.To)
	}
}

func BenchmarkFind(b *testing.B) {
	var text strings.Builder
	for text.Len() < 1<<20 {
		for _, c := range dateSentences {
			text.WriteString("The committee that runs the old harbour published its long report without any comment from the owners. ")
			text.WriteString(c.text + "\n")
		}
	}
	d := doc.New(article.Article{Text: text.String(), Published: publishedOn("2014-03-12")})
	b.SetBytes(int64(len(d.Text)))
	for b.Loop() {
		Find(d)
	}
}
