package timex

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// TestDateStatements reads sentences published on Monday 17 March 2014, marked
// up by hand: [content], {cue}, <source>.
func TestDateStatements(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"<The mayor> {said} on Friday that [the pool would open in June].", "2014-03-14"},
		{"Earlier on Monday, <the mayor> {said} [the pool would open].", "2014-03-17"},
		{"“[We will try],” <the mayor> {said} Friday while boarding a ferry.", "2014-03-14"},
		{"<The mayor> last week {warned} that [the pool was full].", "2014-W11"},
		{"<The mayor> {told reporters} in Ghent on Sunday that [it was over].", "2014-03-16"},
		{"<The mayor> {said} in a Sunday interview that [it was over].", "2014-03-16"},
		{"<The mayor> {said} [the pool would open on Sunday].", ""},
		{"[The pool will open on Sunday], <the mayor> {said}.", ""},
		{"<The mayor>, who returned on Sunday, {said} [it was over].", ""},
		{"<The mayor> {said} of the vote on Sunday that [it was over].", ""},
		{"The pool closed on Sunday, and <the mayor> {said} [it was over].", ""},
		{"It closed on Sunday. <The mayor> {said} [it was over].", ""},
		{"<The mayor> {said} [it was over], hours after the storm of Sunday.", ""},
		{"<The mayor> {said} recently that [it was over].", ""},
		{"<The head of the dockers' union> on Friday {denied} that [there was a plan].", "2014-03-14"},
		{"<A spokesman for the ministry of roads> on Friday {denied} that [the bridge was unsafe].", "2014-03-14"},
		{"<Otto Prole and Lena Kurz> on Friday {both denied} that [they had met].", "2014-03-14"},
		{"<The envoy, who arrived on Sunday,> {said} [the talks had failed].", ""},
		{"Born in 1931, <the mayor> {said} [she had never left].", ""},
		{"Elected on Sunday, <the mayor> {said} [she would stay].", ""},
		{"Speaking on Sunday, <the mayor> {said} [she would stay].", "2014-03-16"},
		{"<Kurz, an aide in the 2008 vote and the next,> {said} [it was over].", ""},
		{"<a study last year by the mill> {found} that [it was over].", "2013"},
		{"<A 2008 study by the mill> {found} that [it was over].", "2008"},
		{"The posts began on Thursday. <Kent> {wrote} at 02:14 that [it was over].", ""},
		{"The vote of 10 March was close. “[It was fair],” <the mayor> {said} at 10 p.m.", ""},
		{"The vote was on Thursday and the count on Saturday. At midnight <the mayor> {said} [it was over].", ""},
		{"<Kent> {wrote} at 02:14 that [it was over].", "2014-03-17T02:14"},
		{"The pool closed on Thursday. <Kent> {wrote} on Friday at 02:14 that [it was over].", "2014-03-14"},
		{"<The mayor> {said} at 10 p.m. that [it was over]. The pool opens on Sunday.", "2014-03-17T22:00"},
		{"Interviewed on Sunday, <the mayor> {said} [she would stay].", "2014-03-16"},
	} {
		t.Run(c.text, func(t *testing.T) {
			text, statement := marked(c.text)
			d := doc.New(article.Article{Text: text, Published: publishedOn("2014-03-17")})
			statements := []article.Statement{statement}
			SetSaid(d, Find(d), statements)
			if got := statements[0].Said.Value; got != c.want {
				t.Errorf("said %q, want %q", got, c.want)
			}
		})
	}
}

// TestTrimSources: a date after a source, and the words before it, are none of the source.
func TestTrimSources(t *testing.T) {
	for text, want := range map[string]string{
		"<Kurz Friday> {said} [it was over].":                                   "Kurz",
		"<Kurz last week> {denied} that [it was over].":                         "Kurz",
		"<A poll released on Friday> {showed} [it was over].":                   "A poll released on Friday",
		"<A poll taken last week> {showed} [it was over].":                      "A poll taken last week",
		"<Kurz, who left on Friday>, {said} [it was over].":                     "Kurz, who left on Friday",
		"<It had on Friday> {denied} that [it was over].":                       "It",
		"<The ministry in a letter on Friday> {denied} that [it was over].":     "The ministry in a letter",
		"<The builder, speaking on Friday in Oldtown>, {denied} that [it was].": "The builder, speaking on Friday in Oldtown",
		"[It is over], {according to} <a report on Friday>.":                    "a report",
		"<Friday> {showed} that [it was over].":                                 "Friday",
		"[It is over], {according to} <the Kurz of 2014>.":                      "the Kurz of 2014",
	} {
		text, statement := marked(text)
		d := doc.New(article.Article{Text: text, Published: publishedOn("2014-03-17")})
		statements := []article.Statement{statement}
		TrimSources(d, Find(d), statements)
		if got := statements[0].Source.Of(text); got != want {
			t.Errorf("%s\n got %q\nwant %q", text, got, want)
		}
	}
}

// marked takes the marks out of text and makes the statement that they mean.
func marked(text string) (string, article.Statement) {
	var out strings.Builder
	var s article.Statement
	start := 0
	for _, r := range text {
		span := article.Span{Start: start, End: out.Len()}
		switch r {
		case '[', '{', '<':
			start = out.Len()
		case ']':
			s.Content = append(s.Content, span)
		case '}':
			s.Cue = span
		case '>':
			s.Source = span
		default:
			out.WriteRune(r)
		}
	}
	return out.String(), s
}

func TestDateStatementsWithoutAnything(t *testing.T) {
	d := doc.New(article.Article{Text: "He left on Sunday.", Published: publishedOn("2014-03-17")})
	statements := []article.Statement{{Content: []article.Span{{Start: 0, End: 7}}}}
	SetSaid(d, Find(d), statements)
	if statements[0].Said.Value != "" {
		t.Errorf("a statement without a cue was said %q", statements[0].Said.Value)
	}
}

// TestTimeline reads texts published on Monday 17 March 2014: rows as value,
// with "?" where it is only possible.
func TestTimeline(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"The ferry sank on Friday. It was raised last month.", "2014-03-14 2014-02"},
		{"The ferry could sail on Friday.", "2014-03-21?"},
		{"The ferry will sail on Friday.", "2014-03-21?"},
		{"The two agreed on a swap, potentially taking place this week, the envoy said.", "2014-W12?"},
		{"It reopens on May 2, and then again on May 9.", "2014-05-02? 2014-05-09?"},
		{"It opened on Friday and will close in June.", "2014-03-14 2014-06?"},
		{"She said on Sunday that the ferry might sail.", "2014-03-16"},
		{"If the weather holds, the ferry sailed on Friday.", "2014-03-14"},
		{"He planned to sail in April.", "2014-04?"},
		{"It sank in February, on Feb. 9, after lunch.", "2014-02-09"},
		{"He waited three weeks and is now bored.", ""},
		{"It happens every Monday.", ""},
		{"He may go home on Thursday.", "2014-03-20?"},
		{"Councillors voted 31 to 18 on Monday to set up a board.", "2014-03-17"},
		{"Councillors voted on Monday to set up a board, which is to meet on May 2.", "2014-03-17 2014-05-02?"},
		{"The mayor on Monday unveiled plans for a tram.", "2014-03-17"},
		{"The mayor unveiled on Monday a proposed tram.", "2014-03-17"},
		{"Shares fell on Monday more than expected.", "2014-03-17"},
		{"On Monday evening police arrested a man due in court.", "2014-03-17TEV"},
		{"She said on Monday the ferry might sail.", "2014-03-17"},
		{"She said the ferry might sail on Monday.", "2014-03-17?"},
		{"Councillors voted on 17 March to set up a board.", "2014-03-17"},
		{"She said 2014 would be a year of ferries.", "2014?"},
		{"She said the 2014 timetable could change.", "2014?"},
		{"The ferry was due to be raised on Monday if the wind fell.", "2014-03-17?"},
		{"The ferry might have sailed on Monday.", "2014-03-17?"},
		{"The vote scheduled on Monday could fail.", "2014-03-17?"},
		{"The ferry sails on Monday if the wind falls.", "2014-03-17?"},
		{"He went home on May 2, 2013.", "2013-05-02"},
		{"The minister must go on Sunday, not on Tuesday.", "2014-03-23?"},
		{"The ferry sailed last week - not last month.", "2014-W11"},
		{"It sank on Friday and not on Sunday.", "2014-03-14"},
		{"It sank not in May but in June.", "2013-06"},
		{"It sank in 2010, not 2011.", "2010"},
		{"The ferry did not sail on Friday.", "2014-03-14"},
		{"It had not, on Friday, been seen.", "2014-03-14"},
		{"On Sunday he rested; on Sunday he slept.", "2014-03-16"},
		{"OLDTOWN, March 17 (Agency) - The ferry sank on Friday. It was raised on Sunday.", "2014-03-14 2014-03-16"},
		{"OLDTOWN, March 17 (Agency) - The ferry sank.", "2014-03-17"},
		{"Rain fell.\nNEW PORT, March 16 — It was raised on Friday, and again in February - twice.", "2014-03-14 2014-02"},
	} {
		d := doc.New(article.Article{Text: c.text, Published: publishedOn("2014-03-17")})
		var got []string
		for _, row := range timeline(d, Find(d)) {
			value := row.Date.Value
			if row.Possible {
				value += "?"
			}
			got = append(got, value)
			if !row.Sentence.Contains(row.Date.Span) {
				t.Errorf("%s: the sentence %q does not hold its date", c.text, row.Sentence.Of(c.text))
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %v, want %s", c.text, got, c.want)
		}
	}
}

// TestEvents reads texts with and without a publication day: rows as value and words.
func TestEvents(t *testing.T) {
	for _, c := range []struct{ text, published, want string }{
		{"The ferry sank at 8 a.m. on Monday and was raised at noon.", "2014-03-17", "2014-03-17T08:00 8 a.m. on Monday"},
		{"The ferry sank on Friday. It was raised in May 2013.", "", "2013-05 May 2013; unresolved Friday"},
		{"Nothing happened.", "2014-03-17", ""},
	} {
		a := article.Article{Text: c.text}
		if c.published != "" {
			a.Published = publishedOn(c.published)
		}
		d := doc.New(a)
		var got []string
		for _, e := range Events(d, Find(d)) {
			value := e.Date.Value
			if value == "" {
				value = "unresolved"
			}
			got = append(got, value+" "+e.Date.Span.Of(c.text))
			if !e.Sentence.Contains(e.Date.Span) {
				t.Errorf("%s: the sentence %q does not hold its date", c.text, e.Sentence.Of(c.text))
			}
		}
		if g := strings.Join(got, "; "); g != c.want {
			t.Errorf("%s: got %s, want %s", c.text, g, c.want)
		}
	}
}
