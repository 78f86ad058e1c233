package source

import (
	"bufio"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
	"github.com/briefing-bot/briefing-bot/index/source/internal/pdf"
)

var errPDFTooLong = fmt.Errorf("the PDF file is larger than %d MiB, the limit of a PDF file: save it with smaller pictures", pdf.MaxBytes>>20)

// readPDF reads a PDF file.
func readPDF(in Input, r *bufio.Reader, emit func(Item) bool) {
	var dated article.Origin
	emitDated := func(it Item) bool {
		if !it.Article.Published.IsZero() {
			it.Dated = dated
		}
		return emit(it)
	}
	one(emitDated, func() (article.Article, error) {
		data, err := readAll(r, pdf.MaxBytes, errPDFTooLong)
		if err != nil {
			return article.Article{}, err
		}
		d, err := pdf.Read(data)
		if err != nil {
			return article.Article{}, err
		}
		a := article.Article{Title: d.Title, Text: d.Text}
		a.Published, dated = releaseDate(d.Text, in.Zone), article.FromText
		return finish(a, in)
	})
}

// releaseLines is how many lines at the beginning of a document can say its date.
const releaseLines = 8

var (
	// releaseLabel matches what stands before a date on a line of its own: a label, or places
	// and issuers, each word with a capital.
	releaseLabel = lazyregexp.New(`^(?i:(?:for )?(?:immediate |press |news |media )?(?:release|statement|communiqué|published|issued|released|date)(?: on)?[: ]*)?(?:[\p{Lu}\d][\p{L}\d'’.&-]*(?: (?:of|the|de|la|and|for))*[ ,]*){0,8}$`)
	// releaseDash sets a label apart from a date.
	releaseDash = lazyregexp.New(`\s+[|·•–—-]\s+|,\s+|:\s+|\t|\s{2,}`)
	// otherDate matches a line whose date is not that of publication.
	otherDate = lazyregexp.New(`(?i)\b(?:embargo(?:ed)?|until|deadline|meeting|event|due|expires?|updated?|revised|valid)\b`)
)

// releaseDate returns the date that a press release has in a line of its own at its beginning,
// alone or after a place or a label; zero if there is none or several.
func releaseDate(text string, zone *time.Location) article.Moment {
	f := facts{zone: zone}
	var all []article.Moment
	for i, line := range strings.Split(text, "\n\n") {
		if i == releaseLines {
			break
		}
		line = strings.TrimSpace(line)
		if len(line) > maxPrintedDate || !dateDigits.MatchString(line) || otherDate.MatchString(line) {
			continue
		}
		if m, ok := f.labelledMoment(line); ok {
			all = append(all, m)
		}
	}
	m, _ := onlyDay(all)
	return m
}

// labelledMoment reads the date at the end of a line, after nothing or a label.
func (f *facts) labelledMoment(line string) (article.Moment, bool) {
	if m, ok := f.lineMoment(strings.TrimSpace(line[len(publishedWord.FindString(line)):])); ok {
		return m, true
	}
	for _, at := range releaseDash.FindAllStringIndex(line, -1) {
		label := strings.TrimRightFunc(line[:at[0]], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if !releaseLabel.MatchString(label) {
			continue
		}
		if m, ok := f.lineMoment(line[at[1]:]); ok {
			return m, true
		}
	}
	return article.Moment{}, false
}
