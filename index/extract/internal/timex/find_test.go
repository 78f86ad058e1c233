package timex

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
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
	// Years that a phrase beside the date gives.
	{"They married 12 years ago, in June.", "12 years ago = DATE 2002; June = DATE 2002-06"},
	{"Last year, on 3 May, the dam cracked.", "Last year = DATE 2013; 3 May = DATE 2013-05-03"},
	{"It cracked in May two years ago.", "May = DATE 2012-05; two years ago = DATE 2012"},
	{"In June, a year ago, it cracked.", "June = DATE 2013-06; a year ago = DATE 2013"},
	{"A decade ago, in May, it cracked.", "A decade ago = DATE 2004; May = DATE 2004-05"},
	{"Next year, in May, it will go.", "Next year = DATE 2015; May = DATE 2015-05"},
	{"The mine closed in 2009, in May it opened.", "2009 = DATE 2009; May = DATE 2013-05"},
	{"It closed two years ago. In February it opened.", "two years ago = DATE 2012; February = DATE 2014-02"},

	// Full dates.
	{"The bridge opened on 19 May 2009.", "19 May 2009 = DATE 2009-05-19"},
	{"The bridge opened on May 19, 2009, in rain.", "May 19, 2009 = DATE 2009-05-19"},
	{"It was signed on the 3rd of June 2011.", "the 3rd of June 2011 = DATE 2011-06-03"},
	{"The file is dated 2013-11-30.", "2013-11-30 = DATE 2013-11-30"},
	{"Filed 03/11/14 from the coast.", "03/11/14 = DATE 2014-03-11"},
	{"The log of 25/12/13 is lost.", "25/12/13 = DATE 2013-12-25"},
	{"The stamp read 04/05/06.", "04/05/06 = DATE "},
	{"There is no Feb. 30, 2013, in the book.", "Feb. 30, 2013 = DATE "},
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
	{"The law must be passed before summer.", "summer = DATE 2014-SU"},
	{"It closed after winter. It rained during spring.", "winter = DATE 2013-WI; spring = DATE 2014-SP"},
	{"Pride comes before fall damage. He jumped before spring was sprung.", ""},
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

// TestFindKinds reads sentences of the kinds that went wrong in real text, each published on
// the day before it, or on none; what is wanted is written as in TestFind.
func TestFindKinds(t *testing.T) {
	for _, c := range kindSentences {
		t.Run(c.text, func(t *testing.T) {
			a := article.Article{Text: c.text}
			if c.published != "" {
				a.Published = publishedOn(c.published)
			}
			if got := describeDates(c.text, Find(doc.New(a))); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

var kindSentences = []struct{ published, text, want string }{
	{"2014-03-12", "The fair runs from 28 March to 2 April 2015.", "28 March = DATE 2015-03-28; 2 April 2015 = DATE 2015-04-02"},
	{"2014-03-12", "It was built between May and July 2013.", "May = DATE 2013-05; July 2013 = DATE 2013-07"},
	{"2014-03-12", "The camp ran 3–5 June 2013.", "3 = DATE 2013-06-03; 5 June 2013 = DATE 2013-06-05"},
	{"2014-03-12", "The camp runs from 3 to 5 June.", "3 = DATE 2014-06-03; 5 June = DATE 2014-06-05"},
	{"2014-03-12", "He ruled in 2009–11 and played in 1998/99.", "2009 = DATE 2009; 11 = DATE 2011; 1998 = DATE 1998; 99 = DATE 1999"},
	{"2014-03-12", "The 2012/13 and 1999-00 seasons were cancelled.", "2012 = DATE 2012; 13 = DATE 2013; 1999 = DATE 1999; 00 = DATE 2000"},
	{"2014-03-12", "The court sat on 3, 5 and 7 May 2013.", "3 = DATE 2013-05-03; 5 = DATE 2013-05-05; 7 May 2013 = DATE 2013-05-07"},
	{"2014-03-12", "The court sat on May 3, 5 and 7, 2013.", "May 3 = DATE 2013-05-03; 5 = DATE 2013-05-05; 7, 2013 = DATE 2013-05-07"},
	{"2014-03-12", "The court will sit on May 3, 5 and 7.", "May 3 = DATE 2014-05-03; 5 = DATE 2014-05-05; 7 = DATE 2014-05-07"},
	{"2014-03-12", "The court will sit on the 3rd and 5th of May.", "the 3rd = DATE 2014-05-03; 5th of May = DATE 2014-05-05"},
	{"2014-03-12", "On May 3, 5 people were hurt.", "May 3 = DATE 2014-05-03"},
	{"2014-03-12", "On May 3 and 12 people were hurt.", "May 3 = DATE 2014-05-03"},
	{"2014-03-12", "It ran from 28 December to 2 January 2014.", "28 December = DATE 2013-12-28; 2 January 2014 = DATE 2014-01-02"},
	{"2014-03-12", "It ran from December 2012 to February.", "December 2012 = DATE 2012-12; February = DATE 2013-02"},
	{"2014-03-12", "It ran from 28 December 2012 until 2 January.", "28 December 2012 = DATE 2012-12-28; 2 January = DATE 2013-01-02"},
	{"2014-03-12", "The sale was held from Monday 25 March to Saturday 30 March 2013.", "Monday 25 March = DATE 2013-03-25; Saturday 30 March 2013 = DATE 2013-03-30"},
	{"2014-03-12", "Rain fell in January, May and July 2013.", "January = DATE 2013-01; May = DATE 2013-05; July 2013 = DATE 2013-07"},
	{"2014-03-12", "The trip was moved from 5 May to 30 April.", "5 May = DATE 2014-05-05; 30 April = DATE 2014-04-30"},
	{"2014-03-12", "The rink closes from November to February.", "November = DATE 2014-11; February = DATE 2015-02"},
	{"2014-03-12", "It rained from May 19-21, 2013, and May 25.", "May 19 = DATE 2013-05-19; 21, 2013 = DATE 2013-05-21; May 25 = DATE 2013-05-25"},
	{"2014-03-12", "The choir sings on Tuesdays and Thursdays.", "Tuesdays = SET XXXX-WXX-2; Thursdays = SET XXXX-WXX-4"},
	{"2014-03-12", "The talks will run from Friday to Sunday.", "Friday = DATE 2014-03-14; Sunday = DATE 2014-03-16"},
	{"2014-03-12", "Polls open between 5 and 9 May.", "5 = DATE 2014-05-05; 9 May = DATE 2014-05-09"},
	{"2014-03-12", "The strike lasted from 30 April to 2 May 2013.", "30 April = DATE 2013-04-30; 2 May 2013 = DATE 2013-05-02"},
	{"2014-03-12", "The strike lasted from April 30 to May 2, 2013.", "April 30 = DATE 2013-04-30; May 2, 2013 = DATE 2013-05-02"},
	{"2014-03-12", "The mayors met on 3 May and 5 June 2013.", "3 May = DATE 2013-05-03; 5 June 2013 = DATE 2013-06-05"},
	{"2014-03-12", "The council meets on the second Tuesday of November.", "the second Tuesday of November = DATE 2014-11-11"},
	{"2014-03-12", "The council met on the second Tuesday in November.", "the second Tuesday in November = DATE 2013-11-12"},
	{"2014-03-12", "The last Friday of May 2013 was wet.", "The last Friday of May 2013 = DATE 2013-05-31"},
	{"2014-03-12", "The council will meet on the 2nd Thursday in April.", "the 2nd Thursday in April = DATE 2014-04-10"},
	{"2014-03-15", "Dockers rejected the pact by 61 votes on Friday night.", "Friday night = TIME 2014-03-14TNI"},
	{"2014-03-15", "The bill passed with seven votes on Friday.", "Friday = DATE 2014-03-14"},
	{"2014-03-15", "Members cast votes on Friday.", "Friday = DATE 2014-03-14"},
	{"2014-03-15", "The index lost 2 percent after falls on Friday.", "Friday = DATE 2014-03-14"},
	{"2014-03-15", "The guide led three tours on Friday.", "Friday = DATE 2014-03-14"},
	{"2014-03-15", "They counted 12 visits on Friday.", "Friday = DATE 2014-03-14"},
	{"2014-03-15", "The council votes on Friday.", "Friday = DATE 2014-03-21"},
	{"2014-03-15", "The minister said parliament votes on Friday.", "Friday = DATE 2014-03-21"},
	{"2014-03-15", "The number 7 moves on Friday.", "Friday = DATE 2014-03-21"},
	{"2014-03-12", "It opens on the first Monday of next month.", "the first Monday of next month = DATE 2014-04-07"},
	{"2014-03-12", "It was closed on the last day of February 2012.", "the last day of February 2012 = DATE 2012-02-29"},
	{"2014-03-12", "It opens on the first weekend in May.", "the first weekend in May = DATE 2014-W18-WE"},
	{"2014-03-12", "It opens on the first Sunday after Easter.", "the first Sunday after Easter = DATE 2014-04-27"},
	{"2014-03-12", "It opened on the first Monday after 3 May 2013.", "the first Monday after 3 May 2013 = DATE 2013-05-06"},
	{"2014-03-12", "The market is held on the first Saturday of each month.", "the first Saturday of each month = SET P1M"},
	{"2014-03-12", "They meet every second Tuesday.", "every second Tuesday = SET XXXX-WXX-2"},
	{"2014-03-12", "They meet every first Monday of the month.", "every first Monday of the month = SET P1M"},
	{"2014-03-12", "The mill burned two Fridays ago.", "two Fridays ago = DATE 2014-02-28"},
	{"2014-03-12", "The verdict came a week ago Monday and the appeal is heard a week from Thursday.", "a week ago Monday = DATE 2014-03-03; a week from Thursday = DATE 2014-03-20"},
	{"2014-03-12", "The appeal is heard Friday week.", "Friday week = DATE 2014-03-21"},
	{"2014-03-12", "He left the Monday before last and is back the Friday after next.", "Monday before last = DATE 2014-03-03; Friday after next = DATE 2014-03-21"},
	{"2014-03-12", "He left the week before last and the year before last.", "the week before last = DATE 2014-W09; the year before last = DATE 2012"},
	{"2014-03-12", "He was ill in the last week of October.", "the last week of October = DATE 2013-10"},
	{"2014-03-12", "He was ill in the first week of June 2012 and the last week of 2012.", "the first week of June 2012 = DATE 2012-06; the last week of 2012 = DATE 2012-W52"},
	{"2013-03-04", "The bridge opened on February 29.", "February 29 = DATE 2012-02-29"},
	{"2012-03-04", "The bridge opened on February 29.", "February 29 = DATE 2012-02-29"},
	{"2012-02-04", "The bridge will open on February 29.", "February 29 = DATE 2012-02-29"},
	{"2013-03-04", "The bridge will open on 29 February.", "29 February = DATE "},
	{"2013-03-04", "The bridge opened on Wednesday, Feb. 29.", "Wednesday, Feb. 29 = DATE 2012-02-29"},
	{"2013-03-04", "The bridge opened on Friday, Feb. 29.", "Friday, Feb. 29 = DATE "},
	{"2014-03-12", "It lapsed on Feb. 29, 2013, and 29 February 2012.", "Feb. 29, 2013 = DATE ; 29 February 2012 = DATE 2012-02-29"},
	{"2014-03-12", "It lapsed on 31 April and on September 31, 2012.", "31 April = DATE ; September 31, 2012 = DATE "},
	{"2014-03-12", "It lapsed on 2013-02-30.", "2013-02-30 = DATE "},
	{"2014-03-12", "The party is on Tuesday 5 May 2013.", "Tuesday 5 May 2013 = DATE "},
	{"2014-03-12", "The party was on Sunday 5 May 2013.", "Sunday 5 May 2013 = DATE 2013-05-05"},
	{"2014-03-12", "The party was on Sunday, May 5.", "Sunday, May 5 = DATE 2013-05-05"},
	{"2014-03-12", "The party was on Monday, May 5, 2013.", "Monday, May 5, 2013 = DATE "},
	{"2014-03-12", "The party was on Tues. 5 March 2013.", "Tues. 5 March 2013 = DATE 2013-03-05"},
	{"2014-11-20", "The trial opens in March.", "March = DATE 2015-03"},
	{"2014-11-20", "The trial opened in March.", "March = DATE 2014-03"},
	{"2014-11-20", "The law, passed in March, takes effect in February.", "March = DATE 2014-03; February = DATE 2015-02"},
	{"2014-11-20", "The rules come into force in April.", "April = DATE 2015-04"},
	{"2014-11-20", "Voters go to the polls in May.", "May = DATE 2015-05"},
	{"2014-11-20", "She retires in June after a row.", "June = DATE 2015-06"},
	{"2014-11-20", "The vote is in May.", "May = DATE 2015-05"},
	{"2014-11-20", "The vote was in May.", "May = DATE 2014-05"},
	{"2014-11-20", "The exhibition runs until March.", "March = DATE 2015-03"},
	{"2014-11-20", "The strike comes after a vote in March.", "March = DATE 2014-03"},
	{"2014-12-30", "The shop opened on January 20.", "January 20 = DATE 2014-01-20"},
	{"2014-12-30", "The shop will open on January 20.", "January 20 = DATE 2015-01-20"},
	{"2014-12-30", "The shop opens in early January.", "early January = DATE 2015-01"},
	{"2015-01-02", "The shop closed in December and on December 20.", "December = DATE 2014-12; December 20 = DATE 2014-12-20"},
	{"2015-01-02", "He was hired last December and leaves next January.", "last December = DATE 2014-12; next January = DATE 2016-01"},
	{"2014-12-30", "He was arrested on New Year's Eve and on Christmas Day.", "New Year's Eve = DATE 2013-12-31; Christmas Day = DATE 2014-12-25"},
	{"2014-12-30", "She will sing on New Year's Eve and on New Year's Day.", "New Year's Eve = DATE 2014-12-31; New Year's Day = DATE 2015-01-01"},
	{"2015-01-02", "He was arrested on New Year's Eve.", "New Year's Eve = DATE 2014-12-31"},
	{"2014-03-12", "Sales rose in Q1 2013, 3Q 2012, 2Q13, Q4'12 and 2012 Q2.", "Q1 2013 = DATE 2013-Q1; 3Q 2012 = DATE 2012-Q3; 2Q13 = DATE 2013-Q2; Q4'12 = DATE 2012-Q4; 2012 Q2 = DATE 2012-Q2"},
	{"2014-03-12", "Sales fell in Q4 and H2 2013.", "Q4 = DATE 2013-Q4; H2 2013 = DATE 2013-H2"},
	{"2014-03-12", "Sales fell in Q1-2013 and 2013-Q2.", "Q1-2013 = DATE 2013-Q1; 2013-Q2 = DATE 2013-Q2"},
	{"2014-03-12", "Sales fell from Q2 to Q3 2013.", "Q2 = DATE 2013-Q2; Q3 2013 = DATE 2013-Q3"},
	{"2014-03-12", "Sales rose in the first and second quarters of 2013.", "the first = DATE 2013-Q1; second quarters of 2013 = DATE 2013-Q2"},
	{"2014-03-12", "Sales rose in the second half of 2013 and the first half.", "the second half of 2013 = DATE 2013-H2; the first half = DATE 2014-H1"},
	{"2014-03-12", "Sales rose in the first quarter of fiscal 2013.", "the first quarter of fiscal 2013 = DATE "},
	{"2014-03-12", "Sales rose in Q1 FY2014, Q2FY14 and FY13.", "Q1 FY2014 = DATE ; Q2FY14 = DATE ; FY13 = DATE 2013"},
	{"2014-03-12", "Sales rose in the fiscal third quarter.", "the fiscal third quarter = DATE "},
	{"2014-03-12", "Sales rose in fiscal 2013 and the 2012-13 financial year.", "fiscal 2013 = DATE 2013; 2012-13 financial year = DATE "},
	{"2014-03-12", "Sales rose in the 2013 fiscal year and in the second half of the financial year.", "the 2013 fiscal year = DATE 2013; the second half of the financial year = DATE "},
	{"2014-03-12", "It opens in week 32 of 2014 and not in week 54 of 2014.", "week 32 of 2014 = DATE 2014-W32; week 54 of 2014 = DATE "},
	{"2014-03-12", "It was week 3 of the trial.", ""},
	{"2014-03-12", "The 18th century, the 1890s and the mid-1980s were wet.", "The 18th century = DATE 17; the 1890s = DATE 189; the mid-1980s = DATE 198"},
	{"2014-03-12", "The tomb dates from 1600 BC.", "1600 BC = DATE BC1600"},
	{"2014-03-12", "April Voss said no. Later, aides to April left.", ""},
	{"2014-03-12", "Ms. June Harlow wrote to August Strand, and Strand told June off.", ""},
	{"2014-03-12", "Prime Minister May met Friday.", "Friday = DATE 2014-03-07"},
	{"2014-03-12", "Theresa May said no. The allies of May were quiet. It was signed in May.", "May = DATE 2013-05"},
	{"2014-03-12", "Detective Friday said no. Friday left at noon. He came back on Friday.", "noon = TIME 2014-03-12T12:00; Friday = DATE 2014-03-07"},
	{"2014-03-12", "He sat. He sun-bathed. March on, he said. You may march.", ""},
	{"2014-03-12", "The date 04/05/2013 is odd and 14/05/2013 is not; 05.04.2013 is neither.", "04/05/2013 = DATE ; 14/05/2013 = DATE 2013-05-14; 05.04.2013 = DATE 2013-04-05"},
	{"2014-03-12", "The date 31/04/2013 is wrong.", "31/04/2013 = DATE "},
	{"2014-03-12", "He was born in '98 and on 3/4/12.", "'98 = DATE 1998; 3/4/12 = DATE "},
	{"2014-03-12", "It was sent late last month and in early 2013.", "late last month = DATE 2014-02; early 2013 = DATE 2013"},
	{"2014-03-12", "It will be done by the end of the year.", "the end of the year = DATE 2014"},
	{"2014-03-12", "At this time last year he was ill.", "last year = DATE 2013"},
	{"2014-03-12", "He rang at 25:00 and at 9 a.m. ET on Monday.", "9 a.m. ET on Monday = TIME 2014-03-10T09:00"},
	{"2014-03-12", "The stamp is 2014-03-11T14:30:00Z.", "2014-03-11T14:30:00Z = TIME 2014-03-11T14:30"},
	{"2014-03-12", "A two-year-old slept for three days.", "two-year-old = DURATION P2Y; three days = DURATION P3D"},
	{"2014-03-12", "In March 30 shops closed.", "March = DATE 2014-03"},
	{"2014-03-12", "He is away until Tuesday fortnight.", "Tuesday fortnight = DATE 2014-04-01"},
	{"2014-11-20", "The bridge is expected to open in March.", "March = DATE 2015-03"},
	{"2014-11-20", "The bridge is closed in March.", "March = DATE 2014-03"},
	{"2014-11-20", "Analysts say prices will rise in the first quarter.", "the first quarter = DATE 2015-Q1"},
	{"2014-11-20", "He told reporters on Nov. 31 that it was late.", "Nov. 31 = DATE "},
	{"2014-03-12", "Between 28 February and 3 March the road was shut.", "28 February = DATE 2014-02-28; 3 March = DATE 2014-03-03"},
	{"2014-03-12", "It ran on 28 and 29 February 2013.", "28 = DATE 2013-02-28; 29 February 2013 = DATE "},
	{"2014-03-12", "The road is shut on 30 and 31 April.", "30 = DATE 2014-04-30; 31 April = DATE "},
	{"2014-03-12", "Joan May, who won, spoke. Voters like May.", ""},
	{"2014-03-12", "They met on Mondays, Wednesdays and Fridays from January to March 2013.", "Mondays = SET XXXX-WXX-1; Wednesdays = SET XXXX-WXX-3; Fridays = SET XXXX-WXX-5; January = DATE 2013-01; March 2013 = DATE 2013-03"},
	{"2014-03-12", "The score was 3-5 in May 2013.", "May 2013 = DATE 2013-05"},
	{"2014-03-12", "From 9am to 5pm on 3 May 2013 it rained.", "9am = TIME 2013-05-03T09:00; 5pm on 3 May 2013 = TIME 2013-05-03T17:00"},
	{"2014-03-12", "The shop is open on the second and fourth Saturday of May 2013.", "the second = DATE 2013-05-11; fourth Saturday of May 2013 = DATE 2013-05-25"},
	{"2014-03-12", "It is on the first Monday in September 2014 and the third Sunday in June.", "the first Monday in September 2014 = DATE 2014-09-01; the third Sunday in June = DATE 2014-06-15"},
	{"2014-03-12", "It happened on Wednesday 12 March and Thursday 13 March 2014.", "Wednesday 12 March = DATE 2014-03-12; Thursday 13 March 2014 = DATE 2014-03-13"},
	{"2014-03-12", "The plan for 2020-2025 and 2013-14 is out.", "2020 = DATE 2020; 2025 = DATE 2025; 2013 = DATE 2013; 14 = DATE 2014"},
	{"2014-03-12", "It is due in the first half of next year and in H1 2015.", "the first half of next year = DATE 2015-H1; H1 2015 = DATE 2015-H1"},
	{"2014-03-12", "In the 5th century BC it stood.", "the 5th century BC = DATE "},
	{"2014-03-12", "It is due in the second half of fiscal year 2014.", "the second half of fiscal year 2014 = DATE "},
	{"2014-03-12", "Profit for Q3 rose from Q2.", "Q3 = DATE 2013-Q3; Q2 = DATE 2013-Q2"},
	{"2014-03-12", "The deadline is Friday; the last one was Monday.", "Friday = DATE 2014-03-14; Monday = DATE 2014-03-10"},
	{"2014-03-12", "At midnight on Friday and noon on Saturday bells rang.", "midnight on Friday = TIME 2014-03-07T00:00; noon on Saturday = TIME 2014-03-08T12:00"},
	{"2025-05-21", "Friday Okoro scored. Sunday Bello passed to Friday. On Friday he rested.", "Friday = DATE 2025-05-16"},
	{"2025-05-21", "Wednesday Moss, 17, won. Wednesday was happy.", ""},
	{"2025-05-21", "On Friday Mr. Okoro left. Friday President Moss left.", "Friday = DATE 2025-05-16; Friday = DATE 2025-05-16"},
	{"2025-05-21", "It was shut on Good Friday. Ash Wednesday was cold. Super Tuesday came.", "Friday = DATE 2025-04-18; Wednesday = DATE 2025-03-05"},
	{"2025-05-21", "It will be shut on Black Friday.", "Friday = DATE 2025-11-28"},
	{"2025-05-21", "The date 5-6-2024, the date 25-6-2024 and 2024-6-5.", "5-6-2024 = DATE ; 25-6-2024 = DATE 2024-06-25; 2024-6-5 = DATE 2024-06-05"},
	{"2025-05-21", "In the first and second halves of 2023.", "the first = DATE 2023-H1; second halves of 2023 = DATE 2023-H2"},
	{"2025-05-21", "Easter Monday was wet; Christmas Eve will be too.", "Easter Monday = DATE 2025-04-21; Christmas Eve = DATE 2025-12-24"},
	{"2025-12-18", "The plant shuts in January, the owner said.", "January = DATE 2026-01"},
	{"2025-12-18", "They marry in June.", "June = DATE 2026-06"},
	{"2025-12-18", "The deal, agreed in March, expires in June.", "March = DATE 2025-03; June = DATE 2026-06"},
	{"2025-12-18", "They agreed to meet in March.", "March = DATE 2026-03"},
	{"2025-12-18", "The tour begins in Leeds in March and ends in Rome in June.", "March = DATE 2026-03; June = DATE 2026-06"},
	{"2025-12-18", "She has led the party since March.", "March = DATE 2025-03"},
	{"2025-12-18", "The school year starts in September.", "September = DATE 2026-09"},
	{"2026-01-05", "Sales fell this December.", "this December = DATE 2025-12"},
	{"2026-01-05", "It ended on Dec. 31.", "Dec. 31 = DATE 2025-12-31"},
	{"2026-01-05", "The trial ends in December.", "December = DATE 2026-12"},
	{"2025-05-21", "Jan.-March 2024 was wet; in Sept. it was dry.", "Jan. = DATE 2024-01; March 2024 = DATE 2024-03; Sept. = DATE 2024-09"},
	{"2025-05-21", "He left the Sunday before Christmas.", "Sunday before Christmas = DATE 2024-12-22"},
	{"2025-05-21", "Revenue grew in Q1/2024.", "Q1/2024 = DATE 2024-Q1"},
	{"2025-05-21", "In the second fiscal quarter it lost money.", "the second fiscal quarter = DATE "},
	{"2025-05-21", "In the year to March 2024 it lost money.", "the year = DURATION P1Y; March 2024 = DATE 2024-03"},
	{"2025-05-21", "In the third quarter of its 2024 financial year it lost money.", "the third quarter of its 2024 financial year = DATE "},
	{"2025-05-21", "April Harrow, 32, was hired in April.", "April = DATE 2025-04"},
	{"2025-05-21", "The play by August Wilson opened in August.", "August = DATE 2024-08"},
	{"2025-05-21", "June Harrow arrived on 3 June. According to June, it rained.", "3 June = DATE 2024-06-03"},
	{"2025-05-21", "Theresa May's deal failed in March. May resigned.", "March = DATE 2025-03"},
	{"2025-05-21", "The Dec. 28-Jan. 3 sale drew crowds.", "Dec. 28 = DATE 2024-12-28; Jan. 3 = DATE 2025-01-03"},
	{"2025-05-21", "It was open April 3 to May 4 last year.", "April 3 = DATE 2024-04-03; May 4 last year = DATE 2024-05-04"},
	{"2025-05-21", "Trains will stop on Saturday 24 and Sunday 25 May.", "Saturday 24 = DATE 2025-05-24; Sunday 25 May = DATE 2025-05-25"},
	{"2025-05-21", "On Monday 20 May and on Wednesday 21 May.", "Monday 20 May = DATE ; Wednesday 21 May = DATE 2025-05-21"},
	{"2025-05-21", "The call was at 24:30 and 12:75 and 13 p.m. on Monday.", "Monday = DATE 2025-05-19"},
	{"2025-12-22", "Her contract, which runs out in June, pays her well. She is off to Rome in May.", "June = DATE 2026-06; May = DATE 2026-05"},
	{"2025-12-22", "The Winter Games open on 6 February and close on 22 February.", "6 February = DATE 2026-02-06; 22 February = DATE 2026-02-22"},
	{"2025-12-22", "Ahead of elections in March, prices fell.", "March = DATE 2026-03"},
	{"2025-12-22", "The last vote was in April; the next is in April.", "April = DATE 2025-04; April = DATE 2026-04"},
	{"2025-12-22", "The bill passed in June becomes law in January.", "June = DATE 2025-06; January = DATE 2026-01"},
	{"2025-12-22", "He told us it closes in March. She said it opened in May.", "March = DATE 2026-03; May = DATE 2025-05"},
	{"2025-12-22", "From January, rents go up.", "January = DATE 2026-01"},
	{"2025-12-22", "Police arrested him in January. He appears in court in January.", "January = DATE 2025-01; January = DATE 2026-01"},
	{"2025-11-03", "The law took effect Jan. 1. The law takes effect Jan. 1.", "Jan. 1 = DATE 2025-01-01; Jan. 1 = DATE 2026-01-01"},
	{"2025-11-25", "The rules come into force on February 1, and apply from March.", "February 1 = DATE 2026-02-01; March = DATE 2026-03"},
	{"2025-05-21", "Orders slid in the July-September quarter of 2024.", "July = DATE 2024-07; September quarter of 2024 = DATE 2024-Q3"},
	{"2025-05-21", "The strike is planned for the week of June 9.", "the week = DATE ; June 9 = DATE 2025-06-09"},
	{"2025-05-21", "The strike begins in the week beginning 9 June. This week is calm.", "the week = DATE ; 9 June = DATE 2025-06-09; This week = DATE 2025-W21"},
	{"2025-11-03", "The law has been in effect since Jan. 1.", "Jan. 1 = DATE 2025-01-01"},
	{"2026-11-02", "The board delays the ferry until the spring. Ministers deferred a decision on the dam until March.", "the spring = DATE 2027-SP; March = DATE 2027-03"},
	{"2026-11-02", "The ferry will not sail until spring. The bridge was shut until summer.", "spring = DATE 2027-SP; summer = DATE 2026-SU"},
	{"2026-11-02", "The court has adjourned the trial to May. They pushed the vote back to June.", "May = DATE 2027-05; June = DATE 2027-06"},
	{"2026-12-10", "Talks were put off until the autumn. The opening was held over to the summer.", "the autumn = DATE 2027-FA; the summer = DATE 2027-SU"},
	{"2026-11-02", "The village was cut off until the spring. The council postponed the vote, and it met in May.", "the spring = DATE 2026-SP; May = DATE 2026-05"},
	{"2026-11-02", "The delay, added to the May floods, cost him dear. He came back and stayed until the spring.", "May = DATE 2026-05; the spring = DATE 2026-SP"},
	{"2025-11-03", "It was postponed until March. It has been moved to March. By March he was back.", "March = DATE 2026-03; March = DATE 2026-03; March = DATE 2025-03"},
	{"2025-11-03", "Registration ends Feb. 2, and classes start Feb. 16.", "Feb. 2 = DATE 2026-02-02; Feb. 16 = DATE 2026-02-16"},
	{"2025-01-03", "Three days ago it rained. A month ago it was dry. In December last year too.", "Three days ago = DATE 2024-12-31; A month ago = DATE 2024-12; December last year = DATE 2024-12"},
	{"2021-01-02", "It rained last week and this week; next week it may.", "last week = DATE 2020-W52; this week = DATE 2020-W53; next week = DATE 2021-W01"},
	{"2026-01-02", "It ended last quarter and last weekend. He came on Monday and left on Thursday.", "last quarter = DATE 2025-Q4; last weekend = DATE 2025-W52-WE; Monday = DATE 2025-12-29; Thursday = DATE 2026-01-01"},
	{"2025-05-21", "It ran in May/June 2024.", "May = DATE 2024-05; June 2024 = DATE 2024-06"},
	{"2025-05-21", "Flight at 24:N4 left, at 10:AB p.m., at 7:x5 and at 10:1.5 p.m.", ""},
	{"2025-05-21", "It closed at 24:00 and the bar at 23:59.", "24:00 = TIME 2025-05-22T00:00; 23:59 = TIME 2025-05-21T23:59"},
	{"2025-05-21", "On the 3rd, 5th and 7th of June 2024 it rained.", "the 3rd = DATE 2024-06-03; 5th = DATE 2024-06-05; 7th of June 2024 = DATE 2024-06-07"},
	{"2025-05-21", "It ran from mid-December 2023 to early February.", "mid-December 2023 = DATE 2023-12; early February = DATE 2024-02"},
	{"2025-05-21", "It ran 28 Dec–3 Jan.", "28 Dec = DATE 2024-12-28; 3 Jan = DATE 2025-01-03"},
	{"2025-05-21", "It will run from Friday, June 6 to Sunday, June 8, 2025.", "Friday, June 6 = DATE 2025-06-06; Sunday, June 8, 2025 = DATE 2025-06-08"},
	{"2025-05-21", "The first Tuesday following the first Monday of November 2024 was wet.", "The first Tuesday following the first Monday of November 2024 = DATE 2024-11-05"},
	{"2025-05-21", "The penultimate Sunday of May and the final Friday of June are free.", "Sunday of May = DATE 2025-05-18; Friday of June = DATE 2025-06-27"},
	{"2025-05-21", "He left on Tuesday last and is back on Monday next.", "Tuesday last = DATE 2025-05-20; Monday next = DATE 2025-05-26"},
	{"2025-05-21", "It closed on the 15th of last month.", "the 15th of last month = DATE 2025-04-15"},
	{"2025-05-21", "It lost money in the June quarter, the March quarter of 2024 and the January quarter.", "June quarter = DATE 2025-Q2; March quarter of 2024 = DATE 2024-Q1; January quarter = DATE "},
	{"2025-05-21", "It lost money in the third calendar quarter of 2024 and in last year's Q3.", "the third calendar quarter of 2024 = DATE 2024-Q3; last year's Q3 = DATE 2024-Q3"},
	{"2025-05-21", "In the quarter to June 2024 it lost money.", "the quarter = DATE 2024-Q2; June 2024 = DATE 2024-06"},
	{"2025-05-21", "The vote is on Tuesday next week; it was on Friday last week.", "Tuesday next week = DATE 2025-05-27; Friday last week = DATE 2025-05-16"},
	{"2025-05-21", "He called it an apology in a Sunday suit, and wore his Sunday best.", ""},
	{"2025-05-21", "The Sunday trading laws, the Sunday league and the Sunday school stay.", ""},
	{"2025-05-21", "Banks fell as on Black Monday, and after Black Wednesday.", ""},
	{"2025-05-21", "Sheffield Wednesday lost, and Giving Tuesday raised little.", ""},
	{"2025-05-21", "On casual Friday she was his girl Friday.", ""},
	{"2025-05-21", "Black Friday is near. The school opened on Sunday.", "Friday = DATE 2025-11-28; Sunday = DATE 2025-05-18"},
	{"2025-05-21", "A Monday school meeting and a Sunday meeting were held.", "Monday = DATE 2025-05-19; Sunday = DATE 2025-05-18"},
	{"2025-05-21", "It was a Sunday in May.", "Sunday = DATE ; May = DATE 2025-05"},
	{"2025-05-21", "Ada Okoro won. Monday Okoro pledged reforms.", "Monday = DATE 2025-05-19"},
	{"2025-05-29", "She launches her campaign for April elections.", "April = DATE 2025-04"},
	{"2025-08-22", "The price of September crude rose. They set a Friday deadline.", "September = DATE 2025-09; Friday = DATE 2025-08-22"},
	{"2025-11-20", "In May the court ruled on it.", "May = DATE 2025-05"},
	{"2025-05-21", "It began in March 2003. By June of that year it was over, and in May of the following year it was back.", "March 2003 = DATE 2003-03; June of that year = DATE 2003-06; May of the following year = DATE 2004-05"},
	{"2025-05-21", "The bank has tracked such moves, and on Monday the state launched one.", "Monday = DATE 2025-05-19"},
	{"", "The vote is on the first Tuesday of May and on 3–5 June.", "the first Tuesday of May = DATE ; 3 = DATE ; 5 June = DATE "},
	{"", "It ran from 28 March to 2 April 2012, in Q1 2012 and on 29 February.", "28 March = DATE 2012-03-28; 2 April 2012 = DATE 2012-04-02; Q1 2012 = DATE 2012-Q1; 29 February = DATE "},
	{"", "He left on Tuesday week and a week ago Monday, two Fridays ago.", "Tuesday week = DATE ; a week ago Monday = DATE ; two Fridays ago = DATE "},
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

var wellFormed = regexp.MustCompile(`^(|BC\d{4}|(PRESENT|PAST|FUTURE)_REF|PT?[0-9X.]+[A-Z]+([0-9]+[A-Z])?|P[0-9]+DT12H|PT12H|P[0-9]+D` +
	`|T\d\d:\d\d|T(MO|AF|EV|NI|DT|MI)|\d{2,4}(-(H[12]|Q[1-4]|SP|SU|FA|WI|W\d\d(-WE)?|\d\d(-\d\d(T(\d\d:\d\d|[A-Z]{2}))?)?))?` +
	`|XXXX-(WXX-([1-7](T[A-Z]{2})?|WE)|\d\d|[A-Z]{2}|XX-XXT[A-Z]{2}))$`)

func FuzzFind(f *testing.F) {
	for _, c := range dateSentences {
		f.Add(c.text, true)
	}
	for _, c := range kindSentences {
		f.Add(c.text, c.published != "")
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
	if !onCalendar(date.Value) {
		t.Fatalf("%q has the value %q, which no calendar has", s.Of(text), date.Value)
	}
	if date.Precision != article.Unknown && !date.From.Before(date.To) {
		t.Fatalf("%q lasts from %v to %v", s.Of(text), date.From, date.To)
	}
}

// TestFindTakesLinearTime reads texts whose words all go on with the expression before them.
func TestFindTakesLinearTime(t *testing.T) {
	for _, words := range []string{"the first Monday after ", "last Monday of ", "the Sun, ", "May 3, ", "of early-", "3, ", "Q1 of the last ", "May to ", "9:30 to ", "2012-13/"} {
		start := time.Now()
		d := doc.New(article.Article{Text: strings.Repeat(words, 20_000), Published: publishedOn("2014-03-12")})
		Find(d)
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%q again and again took %v", words, took)
		}
	}
}

// onCalendar reports whether the day, month, week or minute of a value exists; other values have none.
func onCalendar(value string) bool {
	day, clock, _ := strings.Cut(value, "T")
	if len(clock) == len("15:04") && clock[2] == ':' && clock != "24:00" { // ISO 8601's end of a day that is not named
		if _, err := time.Parse("15:04", clock); err != nil {
			return false
		}
	}
	if strings.HasPrefix(value, "P") || strings.HasPrefix(value, "X") || len(day) < len("2006-01") {
		return true
	}
	if number, ok := strings.CutPrefix(day[4:], "-W"); ok && number != "I" {
		year, _ := strconv.Atoi(day[:4])
		week, _ := strconv.Atoi(strings.TrimSuffix(number, "-WE"))
		_, ok = isoWeek(year, week)
		return ok
	}
	if strings.ContainsAny(day[4:], "QHSFW") || strings.HasPrefix(day, "B") || strings.HasSuffix(value, "_REF") {
		return true
	}
	_, err := time.Parse("2006-01-02"[:len(day)], day)
	return err == nil
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

// TestLexiconFile checks that every group of the file has a class and two numbers,
// and that every class is used.
func TestLexiconFile(t *testing.T) {
	used := map[string]bool{}
	for line := range wordlist.Lines(wordFiles, "lexicon") {
		name, ok := strings.CutPrefix(line, "[")
		if !ok {
			continue
		}
		fields := strings.Fields(strings.TrimSuffix(name, "]"))
		if len(fields) != 3 || lexiconClasses[fields[0]] == noDate {
			t.Errorf("group %q", line)
			continue
		}
		used[fields[0]] = true
		for _, n := range fields[1:] {
			if _, err := strconv.Atoi(n); err != nil {
				t.Errorf("group %q: %v", line, err)
			}
		}
	}
	for class := range lexiconClasses {
		if !used[class] {
			t.Errorf("no words of class %s", class)
		}
	}
}

func TestLexicon(t *testing.T) {
	for word, want := range map[string]lexeme{
		"seven": {cardinal, 7}, "forty": {cardinal, 40}, "thousand": {cardinal, 1000}, "dozen": {cardinal, 12},
		"sept": {monthName, 9}, "thurs": {weekdayName, 4}, "weeks": {unitPlural, int(unitWeek)}, "period": {unitName, int(unitPeriod)},
		"tomorrow": {dayWord, 1}, "previous": {relativeWord, -1}, "ago": {agoWord, -1}, "later": {agoWord, 1},
		"midnight": {daypartName, partMidnight}, "eighties": {decadeName, 80}, "est": {zoneName, -300}, "of": {linkWord, 0},
	} {
		if got := lexicon[word]; got != want {
			t.Errorf("%q is %v, want %v", word, got, want)
		}
	}
}
