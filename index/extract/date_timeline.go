package extract

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Row is a line of a timeline: a dated sentence.
type Row struct {
	Date     article.Date // with a calendar period
	Sentence article.Span // the sentence that holds it, as printed
	Possible bool         // the article speaks of what may happen on it, not of what did
}

// Timeline lists the dates of a that have a calendar period, each with its
// sentence, in text order: one row for a period in a sentence, and of two
// periods in a sentence that lie within each other the finer one. The article's
// own publication date is there only where the text names it, and a dateline's
// only where its sentence has no other date: it tells when the report was filed.
func (x *Extractor) Timeline(a article.Article, annotation article.Annotation) []Row {
	d := newDocument(a)
	var rows []Row
	first := 0 // of the rows of the sentence at hand
	for _, date := range annotation.Dates {
		if date.Type != article.DateDate && date.Type != article.DateTime || date.Precision == article.Unknown {
			continue
		}
		row := Row{date, sentenceSpan(d, date.Span), possible(d, date)}
		if len(rows) > 0 && rows[len(rows)-1].Sentence != row.Sentence {
			first = len(rows)
		}
		if len(rows) == first+1 && inDateline(d, rows[first].Date.Span) {
			rows = rows[:first]
		}
		rows = append(rows[:first], addFinest(rows[first:], row)...)
	}
	return rows
}

// longestDateline is the number of tokens that a dateline has at most, its dash included.
const longestDateline = 16

// inDateline says whether a date stands between the town in capitals that opens
// a paragraph and the dash that ends the dateline: "OLDTOWN, May 3 (Agency) -".
func inDateline(d *document, date article.Span) bool {
	token := d.tokenFrom(date.Start)
	at, _ := slices.BinarySearchFunc(d.paragraphs, token, func(p run, t int) int { return p.last - t - 1 })
	if at == len(d.paragraphs) || !shouted(d.word(d.paragraphs[at].first)) {
		return false
	}
	p := d.paragraphs[at]
	for i := token + 1; i < min(p.last, p.first+longestDateline); i++ {
		if w := d.word(i); w == "-" || w == "–" || w == "—" {
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
func addFinest(rows []Row, row Row) []Row {
	for i := max(0, len(rows)-maxRowsCompared); i < len(rows); i++ {
		switch {
		case within(rows[i].Date, row.Date):
			rows[i].Possible = rows[i].Possible && row.Possible
			return rows
		case within(row.Date, rows[i].Date):
			rows[i] = row
			return rows
		}
	}
	return append(rows, row)
}

// within says whether a's period is b's or a part of it.
func within(a, b article.Date) bool {
	return !a.From.Before(b.From) && !a.To.After(b.To)
}

// possible says whether the clause of a date speaks of what may happen. What
// was only scheduled at the time counts too, unless the date was past by then.
func possible(d *document, date article.Date) bool {
	token := d.tokenFrom(date.Span.Start)
	sentence := d.sentences[d.sentenceAt(token)]
	first, last := clauseAround(d, sentence, token)
	scheduled := !d.Published.IsZero() && !date.From.Before(d.Published.Time.AddDate(0, 0, 1))
	for i := first; i < last; i++ {
		switch word := strings.ToLower(d.word(i)); {
		case doubtWords[word]:
			return true
		case word == "may" && d.word(i) == "may":
			return true
		case scheduleWords[word] || strings.HasSuffix(word, "'ll") || strings.HasSuffix(word, "’ll"):
			scheduled = true
		}
	}
	return scheduled && !pastBy(d, date)
}

// pastBy says whether the date was over before the article appeared.
func pastBy(d *document, date article.Date) bool {
	return !d.Published.IsZero() && !date.To.After(d.Published.Time)
}

var (
	doubtWords = wordSet(`might could would potentially possibly perhaps maybe likely unlikely expected expects hopes hoped
		hoping plans planned planning plan if unless should proposed proposes potential intends intended aims considering`)
	scheduleWords = wordSet(`will shall scheduled due set going upcoming slated`)
	auxiliaries   = wordSet(`is are was were has have had will would could may might he she it they`)
	clauseBreaks  = wordSet(`that who which whom but while although though because when after before`)
)

// clauseAround is the clause of a token within its sentence: between marks or
// words that open another one.
func clauseAround(d *document, sentence run, token int) (first, last int) {
	first = token
	for first > sentence.first && !breaksClause(d, first-1) {
		first--
	}
	last = token + 1
	for last < sentence.last && !breaksClause(d, last) {
		last++
	}
	return first, last
}

func breaksClause(d *document, i int) bool {
	switch w := d.word(i); w {
	case "and", "or":
		next := d.word(i + 1)
		return auxiliaries[next] || verbTense(next) != tenseUnknown
	case ",", ";", ":", "–", "—", "(", ")", "“", "”", "\"", "``", "''":
		return true
	default:
		return clauseBreaks[w]
	}
}
