package embed

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

// Row is one row of an answer, as read back from a message.
type Row struct {
	Number  int    // as shown, 0 if rows have no numbers
	Speaker string // in our own words: the beginning of the byline
	Quote   string // the words of direct speech without our quotation marks; of reported speech those that are marked
	Receipt string // "" if the byline has none
}

// Rows returns the rows in the descriptions of an answer's embeds that quote something.
func Rows(descriptions []string) (out []Row) {
	for _, d := range descriptions {
		lines := strings.Split(d, "\n")
		for i := 0; i < len(lines); i++ {
			var quoted []string
			for ; i < len(lines) && strings.HasPrefix(lines[i], "> "); i++ {
				quoted = append(quoted, lines[i][len("> "):])
			}
			if len(quoted) == 0 {
				continue
			}
			byline := ""
			if i < len(lines) {
				byline = lines[i]
			}
			if i+1 < len(lines) && strings.HasPrefix(lines[i+1], smallPrint) {
				byline += " · " + lines[i+1]
			}
			out = append(out, rowOf(strings.Join(quoted, "\n"), byline))
		}
	}
	return out
}

func rowOf(shown, byline string) Row {
	row := Row{Quote: bot.Unquoted(unescaped(shown))}
	if found := receiptLine.FindStringSubmatch(byline); found != nil {
		row.Receipt = found[1]
	}
	if found := numberLine.FindStringSubmatch(byline); found != nil {
		row.Number, _ = strconv.Atoi(found[1]) // digits alone
	}
	if found := boldText.FindStringSubmatch(byline); found != nil {
		row.Speaker = unescaped(found[1])
	}
	if marked := boldText.FindAllStringSubmatch(shown, -1); len(marked) > 0 && reportedLine.MatchString(byline) {
		var parts []string
		for _, m := range marked {
			parts = append(parts, unescaped(m[1]))
		}
		row.Quote = strings.Join(parts, bot.Gap)
	}
	return row
}

var (
	receiptLine = regexp.MustCompile(`\\?· ([0-9a-z]{4,64})$`)
	numberLine  = regexp.MustCompile(`^([0-9]{1,9}) \\?· `)
	// reportedLine is the byline of reported speech, and boldText what is marked: marks
	// of the article are escaped.
	reportedLine = regexp.MustCompile(`(?:^|· )reported\\? · `)
	boldText     = regexp.MustCompile(`\*\*((?:\\.|[^*\\])+)\*\*`)
	escapes      = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])|\\*\\*")
)

// unescaped returns text without the marks that this package puts in.
func unescaped(text string) string { return escapes.ReplaceAllString(text, "$1") }

// Pressed reads a custom ID. key is that of the button's call or, for Delete, the ID of
// who asked; both are "" if the ID is not one of ours.
func Pressed(customID string) (kind bot.ActionKind, key string) {
	parts := strings.SplitN(customID, ":", 3)
	if len(parts) != 3 {
		return "", ""
	}
	return bot.ActionKind(parts[0]), parts[2]
}
