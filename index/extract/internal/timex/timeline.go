package timex

import (
	"slices"
	"strings"
	"unicode"

	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// Events returns the rows that an article gives to a timeline: each date
// with a period of the calendar and the sentence that names it. If the article's
// own date is unknown, dates that therefore stay unresolved are among them,
// without a period.
func Events(d *doc.Document, dates []article.Date) []article.Event {
	var out []article.Event
	for _, row := range timeline(d, dates) {
		if row.Date.Type == article.DateTime && !namesDay(row.Date.Span.Of(d.Text)) {
			continue
		}
		out = append(out, article.Event{Date: row.Date, Sentence: row.Sentence, Possible: row.Possible})
	}
	if d.Published.IsZero() {
		out = append(out, unresolved(d, dates)...)
	}
	return out
}

// unresolved returns the relative dates of an article whose own date is unknown.
func unresolved(d *doc.Document, dates []article.Date) []article.Event {
	var out []article.Event
	for _, date := range dates {
		if date.Type == article.DateDate && date.Value == "" {
			out = append(out, article.Event{Date: date, Sentence: doc.SentenceSpan(d, date.Span)})
		}
	}
	return out
}

// namesDay reports whether the words of a time of day tell the day too: "8 a.m.
// on Monday" does, "midnight" alone does not.
func namesDay(words string) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(words), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if dayWords[w] {
			return true
		}
	}
	return false
}

var dayWords = wordlist.Set(wordFiles, "day_words")

// row is a line of a timeline: a dated sentence.
type row struct {
	Date     article.Date // with a calendar period
	Sentence article.Span // the sentence that holds it, as printed
	Possible bool         // the article speaks of what may happen on it, not of what did
}

// timeline returns the dates of an article that have a calendar period, each with its
// sentence, in text order: one row for a period in a sentence, and of two
// periods in a sentence that lie within each other the finer one. The article's
// own publication date is there only where the text names it, and a dateline's
// only where its sentence has no other date: it tells when the report was filed.
func timeline(d *doc.Document, dates []article.Date) []row {
	var rows []row
	first := 0 // of the rows of the sentence at hand
	for _, date := range dates {
		if date.Type != article.DateDate && date.Type != article.DateTime || date.Precision == article.Unknown || notThen(d, date.Span) {
			continue
		}
		next := row{date, doc.SentenceSpan(d, date.Span), possible(d, date)}
		if len(rows) > 0 && rows[len(rows)-1].Sentence != next.Sentence {
			first = len(rows)
		}
		if len(rows) == first+1 && inDateline(d, rows[first].Date.Span) {
			rows = rows[:first]
		}
		rows = append(rows[:first], addFinest(rows[first:], next)...)
	}
	return rows
}

// notThen reports whether something is said not to be on a date, but on another: "today, not tomorrow", "not in May but in
// June".
func notThen(d *doc.Document, date article.Span) bool {
	i := d.TokenFrom(date.Start) - 1
	if w := d.Word(i); w == "on" || w == "in" || w == "at" {
		i--
	}
	if i < 1 || d.Word(i) != "not" {
		return false
	}
	after := d.TokenFrom(date.End)
	if d.Word(after) == "," {
		after++
	}
	before := d.Word(i - 1)
	return d.Word(after) == "but" || before == "and" || before == "," || doc.IsDash(before)
}

// maxDateline is the number of tokens that a dateline has at most, its dash included.
const maxDateline = 16

// inDateline reports whether a date is between the town in capitals that opens
// a paragraph and the dash that ends the dateline: "OLDTOWN, May 3 (Agency) -".
func inDateline(d *doc.Document, date article.Span) bool {
	token := d.TokenFrom(date.Start)
	at, _ := slices.BinarySearchFunc(d.Paragraphs, token, func(p doc.Range, t int) int { return p.Last - t - 1 })
	if at == len(d.Paragraphs) || !doc.AllCapitals(d.Word(d.Paragraphs[at].First)) {
		return false
	}
	p := d.Paragraphs[at]
	for i := token + 1; i < min(p.Last, p.First+maxDateline); i++ {
		if doc.IsDash(d.Word(i)) {
			return true
		}
	}
	return false
}

// maxRowsCompared bounds the rows of one sentence that a new one is compared
// with, so that a text without sentences takes linear time.
const maxRowsCompared = 50

// addFinest adds a row to those of its sentence, unless one of them lies
// within its period; it takes the place of the first that it lies within.
func addFinest(rows []row, next row) []row {
	for i := max(0, len(rows)-maxRowsCompared); i < len(rows); i++ {
		switch {
		case within(rows[i].Date, next.Date):
			rows[i].Possible = rows[i].Possible && next.Possible
			return rows
		case within(next.Date, rows[i].Date):
			rows[i] = next
			return rows
		}
	}
	return append(rows, next)
}

// within reports whether a's period is b's or a part of it.
func within(a, b article.Date) bool {
	return !a.From.Before(b.From) && !a.To.After(b.To)
}

// possible reports whether the clause of a date speaks of what may happen. What
// was only scheduled at the time counts too, unless the date was past by then.
func possible(d *doc.Document, date article.Date) bool {
	token := d.TokenFrom(date.Span.Start)
	sentence := d.Sentences[d.SentenceAt(token)]
	first, last := clauseAround(d, sentence, token)
	scheduled := !d.Published.IsZero() && !date.From.Before(d.Published.Time.AddDate(0, 0, 1))
	if !scheduled {
		last = reportedBefore(d, first, token, last)
	}
	for i := first; i < last; i++ {
		switch word := strings.ToLower(d.Word(i)); {
		case doubtWords[word]:
			return true
		case word == "may" && d.Word(i) == "may":
			return true
		case isSchedule(word):
			scheduled = true
		}
	}
	return scheduled && !pastBy(d, date)
}

func isSchedule(word string) bool {
	return scheduleWords[word] || strings.HasSuffix(word, "'ll") || strings.HasSuffix(word, "’ll")
}

// reportedBefore returns where the words of a clause end that tell whether what it reports of a date
// happened. If a verb in the past tense has the date, what it leads to comes after both, and does not
// count: "voted on Monday to set up a board", "on Monday unveiled plans". Else that is last.
func reportedBefore(d *doc.Document, first, date, last int) int {
	if word := d.Word(date); word != "" && '0' <= word[0] && word[0] <= '9' && !datePrepositions[d.Word(date-1)] {
		return last // the subject or a part of it: said 2014 would be, said the 2014 timetable could
	}
	for i := date - 1; i >= first; i-- {
		if word := d.Word(i); doubtWords[word] || isSchedule(word) {
			return last
		} else if isPast(d, i) {
			return date
		}
	}
	for i := date + 1; i < last; i++ {
		if word := d.Word(i); doubtWords[word] || isSchedule(word) {
			return last
		} else if isPast(d, i) {
			return i
		}
	}
	return last
}

// datePrepositions make a date in figures tell when something was.
var datePrepositions = map[string]bool{"on": true, "in": true, "since": true, "during": true, "from": true, "by": true, "before": true, "after": true}

// isPast reports whether token i is a verb in the past tense, and no participle after an article, "be" or "to".
func isPast(d *doc.Document, i int) bool {
	switch d.Word(i - 1) {
	case "a", "an", "the", "be", "being", "to":
		return false
	}
	return verbTense(d.Word(i)) == tensePast
}

// pastBy reports whether the date was over before the article appeared.
func pastBy(d *doc.Document, date article.Date) bool {
	return !d.Published.IsZero() && !date.To.After(d.Published.Time)
}

var (
	doubtWords    = wordlist.Set(wordFiles, "doubt_words")
	scheduleWords = wordlist.Set(wordFiles, "schedule_words")
	auxiliaries   = wordlist.Set(wordFiles, "auxiliaries")
	clauseBreaks  = wordlist.Set(wordFiles, "clause_breaks")
)

// maxClause is how many tokens on either side of a date its clause may have. No
// clause of the press is so long, and a sentence that is nothing but dates costs
// no more than others.
const maxClause = 200

// clauseAround returns the clause of a token within its sentence: between marks or
// words that open another one.
func clauseAround(d *doc.Document, sentence doc.Range, token int) (first, last int) {
	first = token
	for first > max(sentence.First, token-maxClause) && !breaksClause(d, first-1) {
		first--
	}
	last = token + 1
	for last < min(sentence.Last, token+maxClause) && !breaksClause(d, last) {
		last++
	}
	return first, last
}

func breaksClause(d *doc.Document, i int) bool {
	switch w := d.Word(i); w {
	case "and", "or":
		next := d.Word(i + 1)
		return auxiliaries[next] || verbTense(next) != tenseUnknown
	case ",", ";", ":", "–", "—", "(", ")", "“", "”", "\"", "``", "''":
		return true
	default:
		return clauseBreaks[w]
	}
}
