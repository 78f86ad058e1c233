package handlers

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index"
)

// topicWords reads a canonical text argument: words, "phrases" and -words.
func topicWords(s string) index.Words {
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

// plain is a text argument without its quotation marks.
func plain(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, `"`, "")) }

func firstWords(s string, most int) string {
	words := strings.Fields(s)
	return strings.Join(words[:min(most, len(words))], " ")
}
