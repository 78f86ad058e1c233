package embed

import (
	"regexp"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

// QuoteIn returns the first quotation in the descriptions of an answer's embeds, and
// whether there is one.
func QuoteIn(descriptions []string) (quote string, ok bool) {
	for _, d := range descriptions {
		var lines []string
		for l := range strings.SplitSeq(d, "\n") {
			words, quoted := strings.CutPrefix(l, "> ")
			if quoted {
				lines = append(lines, words)
			} else if len(lines) > 0 {
				break
			}
		}
		if len(lines) > 0 {
			return unescaped(strings.Join(lines, "\n")), true
		}
	}
	return "", false
}

var (
	receiptLine = regexp.MustCompile(`(?m)\\?· ([0-9a-z]{4,64})$`)
	escapes     = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])|\\*\\*")
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
