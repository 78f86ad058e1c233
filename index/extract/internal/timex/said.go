package timex

import (
	"strings"
	"unicode"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
)

// SetSaid sets Said of each statement to the date that belongs to its
// cue: a day or a longer period in the cue's sentence, outside all content,
// with nothing but words of the cue's clause between the two.
func SetSaid(d *doc.Document, dates []article.Date, statements []article.Statement) {
	if len(dates) == 0 {
		return
	}
	for i := range statements {
		if d.Stopped() {
			return
		}
		s := &statements[i]
		if s.Cue.IsZero() {
			continue
		}
		sentence := doc.SentenceSpan(d, s.Cue)
		if date, ok := cueDate(d, sentence, s, dates); ok {
			s.Said = date
		}
	}
}

// cueDate returns the date of the sentence that is nearest to the cue among those
// attached to it.
func cueDate(d *doc.Document, sentence article.Span, s *article.Statement, dates []article.Date) (article.Date, bool) {
	best, nearest := article.Date{}, len(d.Text)
	for i := firstDateFrom(dates, sentence.Start); i < len(dates) && dates[i].Span.Start < sentence.End; i++ {
		if !saysWhen(dates[i]) || inContent(dates[i].Span, s.Content) || ofSource(d, dates[i], s.Source) || !attached(d, s, dates[i].Span) ||
			clockAlone(d, dates[i]) && !sureOfDay(sentence, dates, i) { // last, since it reads all dates before
			continue
		}
		if gap := gapBetween(dates[i].Span, s.Cue).Len(); gap < nearest {
			best, nearest = dates[i], gap
		}
	}
	return best, best.Value != ""
}

// clockAlone reports whether a date's words are a time of day without a day: "02:14", "10 p.m. GMT".
func clockAlone(d *doc.Document, date article.Date) bool {
	words := date.Span.Of(d.Text)
	return date.Type == article.DateTime && !namesDay(words) && !strings.ContainsAny(words, "-/")
}

// sureOfDay reports whether the day of a time of day is the article's only one so far, or is named in its sentence. What happens
// "at 02:14" in a report about Thursday is not sure to be of the day of publication.
func sureOfDay(sentence article.Span, dates []article.Date, clock int) bool {
	sure := true
	for i, date := range dates {
		if date.Span.Start > sentence.End {
			break
		}
		if i == clock || date.Precision < article.Day || date.Value == "" || date.Type != article.DateDate && date.Type != article.DateTime {
			continue
		}
		same := date.From.Equal(dates[clock].From) || !date.From.After(dates[clock].From) && dates[clock].From.Before(date.To)
		if same && sentence.Contains(date.Span) {
			return true
		}
		sure = sure && same
	}
	return sure
}

// saysWhen reports whether a date can tell when words were said.
func saysWhen(date article.Date) bool {
	return (date.Type == article.DateDate || date.Type == article.DateTime) && date.Precision >= article.Year
}

// ofSource reports whether a date is a year that tells which source it is: "the architect of the
// 2008 campaign", but not "a 2008 study" or "a study last year by the bank".
func ofSource(d *doc.Document, date article.Date, source article.Span) bool {
	return date.Precision == article.Year && unicode.IsDigit(rune(d.Text[date.Span.Start])) && source.Contains(date.Span) && date.Span.End < source.End && date.Span.Start > source.Start+len("the ")
}

func inContent(span article.Span, content []article.Span) bool {
	for _, c := range content {
		if c.Overlaps(span) {
			return true
		}
	}
	return false
}

// firstDateFrom returns the first date that begins at or after a byte.
func firstDateFrom(dates []article.Date, at int) int {
	low, high := 0, len(dates)
	for low < high {
		if mid := (low + high) / 2; dates[mid].Span.Start < at {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// gapBetween returns what lies between two spans, or empty if they touch.
func gapBetween(a, b article.Span) article.Span {
	if a.Start > b.Start {
		a, b = b, a
	}
	return article.Span{Start: a.End, End: max(a.End, b.Start)}
}

// cueReach is how many words may lie between a cue and its date: a name, a
// title, "reporters in Rome".
const cueReach = 12

// attached reports whether a date belongs to the clause of the cue: no content and
// no word or mark that opens another clause lies between them, except that a
// comma may close a date which opens the sentence.
func attached(d *doc.Document, s *article.Statement, date article.Span) bool {
	gap := gapBetween(date, s.Cue)
	if inContent(gap, s.Content) || s.Cue.Overlaps(date) {
		return false
	}
	opens := date.End <= s.Cue.Start
	first := d.TokenFrom(gap.Start)
	for i := first; i < len(d.Tokens) && d.Tokens[i].Start < gap.End; i++ {
		if i-first >= cueReach || !sameClause(d, i, s.Source, opens) {
			return false
		}
	}
	if opens {
		return !relativeClause(d, date, s.Source) && !participlePhrase(d, date, s)
	}
	return !datesNoun(d, s, date)
}

// sameClause reports whether token i can be between a cue and its date. Where
// the date opens the sentence a comma follows it; the source may be long and
// contain anything.
func sameClause(d *doc.Document, i int, source article.Span, opens bool) bool {
	if source.Contains(d.Tokens[i].Span) {
		return true
	}
	switch w := d.Word(i); w {
	case ",":
		return opens || source.End > 0 && source.End == d.Tokens[i].Start
	case "of":
		return opens // says of what, not when
	case ";", ":", "(", ")", "—", "–", "“", "”", "\"", "``", "''":
		return false
	default:
		return !otherClauseWords[w]
	}
}

// otherClauseWords open another clause, whose date is not the cue's, or a noun
// phrase with a date of its own.
var otherClauseWords = wordlist.Set(wordFiles, "other_clause_words")

// relativeClause reports whether a date before the cue is in a clause about
// somebody rather than in the cue's: the envoy, who arrived on Monday, said.
func relativeClause(d *doc.Document, date, source article.Span) bool {
	i := d.TokenFrom(date.Start)
	for j := i - 1; j >= 0 && j > i-cueReach && d.Word(j) != "."; j-- {
		if source.End <= date.Start && source.Contains(d.Tokens[j].Span) {
			return false // the head of the union on Monday denied
		}
		if w := d.Word(j); otherClauseWords[w] || w == "of" && !source.IsZero() {
			return true
		}
		if d.Word(j) == "," {
			return false
		}
	}
	return false
}

// participlePhrase reports whether a date before the cue is in a phrase about something that was
// done earlier: "Born in 1931, she said". What was asked is answered at once.
func participlePhrase(d *doc.Document, date article.Span, s *article.Statement) bool {
	i := d.TokenFrom(doc.SentenceSpan(d, s.Cue).Start)
	if w := strings.ToLower(d.Word(i)); !strings.HasSuffix(w, "ed") && !participles[w] || questioned[w] {
		return false
	}
	if s.Source.Contains(d.Tokens[i].Span) {
		return false
	}
	for ; i < len(d.Tokens) && d.Tokens[i].End <= s.Cue.Start; i++ {
		if d.Word(i) == "," && d.Tokens[i].Start >= date.End {
			return true
		}
	}
	return false
}

// participles are those that do not end in -ed, and questioned what is answered at once.
var (
	participles = wordlist.Set(wordFiles, "participles")
	questioned  = wordlist.Set(wordFiles, "questioned")
)

// TrimSources takes off the sources of statements the date that follows the name: "Kurz on Monday denied", so
// that the stages that follow find the name.
func TrimSources(d *doc.Document, dates []article.Date, statements []article.Statement) {
	for k := range statements {
		source := &statements[k].Source
		at := firstDateFrom(dates, source.Start+1)
		for at+1 < len(dates) && dates[at+1].Span.End <= source.End {
			at++
		}
		if source.IsZero() || at >= len(dates) || dates[at].Span.End != source.End || !saysWhen(dates[at]) {
			continue
		}
		i := d.TokenFrom(dates[at].Span.Start) - 1
		if dates[at].Precision == article.Year || !plainSubject(d, source.Start, i) {
			continue
		}
		for i > 0 && beforeDates[d.Word(i)] && d.Tokens[i].Start > source.Start {
			i--
		}
		if d.Tokens[i].Start >= source.Start && d.Tokens[i].Kind == doc.Word && !otherClauseWords[d.Word(i)] && !takesDate[d.Word(i)] {
			source.End = d.Tokens[i].End
		}
	}
}

// maxPlain is how many words a source may have for the date after it to be the verb's.
const maxPlain = 7

// plainSubject reports whether the words from a byte to token last are a noun without anything after it
// that the date can belong to: a participle, a relative clause, an apposition.
func plainSubject(d *doc.Document, from, last int) bool {
	first := d.TokenFrom(from)
	for i := first; i <= last; i++ {
		if w := d.Word(i); w == "," || otherClauseWords[w] || strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "ing") || participles[w] {
			return false
		}
	}
	return last-first < maxPlain
}

// takesDate are the small words whose noun phrase has the date: the Kurz of 2014.
var takesDate = map[string]bool{"of": true, "for": true, "from": true, "by": true, "the": true, "a": true, "an": true, "to": true, "this": true, "that": true, "with": true}

// beforeDates are the small words between a subject and a date.
var beforeDates = map[string]bool{"on": true, "late": true, "early": true, "earlier": true, "later": true, "had": true, "has": true, "in": true}

// datesNoun reports whether a date behind the cue belongs to a noun rather than
// to the saying: told reporters of Monday's vote, the May report.
func datesNoun(d *doc.Document, s *article.Statement, date article.Span) bool {
	after := d.TokenFrom(date.End)
	if w := d.Word(after); (w == "'" || w == "’") && d.Tokens[after].Start == date.End {
		return true
	}
	first := d.TokenFrom(date.Start)
	switch d.Word(first - 1) {
	case "of", "for", "from", "by", "since", "until", "a", "an", "the":
		return !speechNouns[d.Word(after)] && d.Tokens[first-1].Start >= s.Cue.End
	}
	return false
}

// speechNouns name occasions of saying: a Monday interview dates what was said in it.
var speechNouns = wordlist.Set(wordFiles, "speech_nouns")
