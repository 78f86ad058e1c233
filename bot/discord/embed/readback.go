package embed

import (
	"regexp"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

// QuoteIn returns what the first row in the descriptions of an answer's embeds quotes,
// and whether there is one: the words of direct speech without our quotation marks,
// and of reported speech those that are marked in its sentence.
func QuoteIn(descriptions []string) (quote string, ok bool) {
	for _, d := range descriptions {
		lines, byline := firstQuote(d)
		if len(lines) == 0 {
			continue
		}
		shown := strings.Join(lines, "\n")
		if marked := boldText.FindAllStringSubmatch(shown, -1); len(marked) > 0 && reportedLine.MatchString(byline) {
			var parts []string
			for _, m := range marked {
				parts = append(parts, unescaped(m[1]))
			}
			return strings.Join(parts, bot.Gap), true
		}
		return bot.Unquoted(unescaped(shown)), true
	}
	return "", false
}

// firstQuote returns the lines of the first quotation of a description, and the line
// after them.
func firstQuote(description string) (lines []string, byline string) {
	for l := range strings.SplitSeq(description, "\n") {
		words, quoted := strings.CutPrefix(l, "> ")
		if quoted {
			lines = append(lines, words)
		} else if len(lines) > 0 {
			return lines, l
		}
	}
	return lines, ""
}

var (
	receiptLine = regexp.MustCompile(`(?m)\\?· ([0-9a-z]{4,64})$`)
	// reportedLine is the byline of reported speech, and boldText what is marked: marks
	// of the article are escaped.
	reportedLine = regexp.MustCompile(`(?:^|· )reported\\? · `)
	boldText     = regexp.MustCompile(`\*\*((?:\\.|[^*\\])+)\*\*`)
	escapes      = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])|\\*\\*")
)

// ReceiptIn returns the first receipt in the descriptions of an answer's embeds, ""
// if there is none.
func ReceiptIn(descriptions []string) string {
	for _, d := range descriptions {
		if found := receiptLine.FindStringSubmatch(d); found != nil {
			return found[1]
		}
	}
	return ""
}

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
