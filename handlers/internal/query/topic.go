package query

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
)

// Words reads a canonical text argument: words, "phrases" and -words.
func Words(s string) index.Words {
	var w index.Words
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		minus := strings.HasPrefix(s, "-") && len(s) > 1
		if minus {
			s = s[1:]
		}
		phrase := strings.HasPrefix(s, `"`)
		var piece string
		if phrase {
			piece, s, _ = strings.Cut(s[1:], `"`)
		} else {
			piece, s, _ = strings.Cut(s, " ")
		}
		piece = strings.Trim(piece, ",;")
		switch {
		case piece == "":
		case minus:
			w.Excluded = append(w.Excluded, piece)
		case phrase:
			w.Phrases = append(w.Phrases, piece)
		default:
			w.Terms = append(w.Terms, piece)
		}
	}
	return w
}

// maxWord is the longest word, in bytes, that a question may have.
const maxWord = 1000

// cutTopic returns a canonical text argument up to its index.MaxWords-th word, a
// phrase that is cut there closed, and reports whether it had more. Its errors
// are *bot.Error: a word too long to be one.
func cutTopic(s string) (string, bool, error) {
	words := strings.Fields(s)
	for _, w := range words {
		if len(w) > maxWord {
			return "", false, &bot.Error{Usage: true, Message: fmt.Sprintf(
				"A word of this has %d letters. Words of up to %d are searched.", utf8.RuneCountInString(w), maxWord)}
		}
	}
	if len(words) <= index.MaxWords {
		return s, false, nil
	}
	s = strings.Join(words[:index.MaxWords], " ")
	if strings.Count(s, `"`)%2 == 1 {
		s += `"`
	}
	return s, true, nil
}

// Plain returns a text argument without its quotation marks.
func Plain(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, `"`, "")) }

// filler matches words that people type before a topic: who said what about water?
var filler = regexp.MustCompile(`(?i)^(?:(?:what|anything|something) )?(?:about|regarding|concerning) `)

// Topic returns a topic as typed, without filler and the question mark.
func Topic(s string) string {
	return filler.ReplaceAllString(strings.TrimRight(strings.TrimSpace(s), "?!. "), "")
}
