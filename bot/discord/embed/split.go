package embed

import (
	"strings"
	"unicode"

	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// below follows a quote that ends in blanks at the end of an embed.
const below = "… who said it stands below, or in the next message"

// textLimits counts the lines of a description as Discord does, or more.
var textLimits = chat.Limits{
	Limit: pieceText, Line: 7, RunSize: size, Clip: clip,
	Ended: func(last chat.Line) (string, bool) { // Discord would cut the blanks
		text := last.String()
		return below, text != strings.TrimRightFunc(text, unicode.IsSpace)
	},
}

// clip cuts a run after at most room units, not between the two characters of
// a line end, and for a link not at all: it goes without its address.
func clip(r chat.Run, room int) (head, tail chat.Run) {
	r.URL = ""
	room -= overhead(r)
	at := 0
	for i, c := range r.Text {
		if room -= cost(c); room < 0 {
			break
		}
		at = i + len(string(c))
	}
	if at > 0 && at < len(r.Text) && r.Text[at-1] == '\r' && r.Text[at] == '\n' {
		at--
	}
	head, tail = r, r
	head.Text, tail.Text = r.Text[:at], r.Text[at:]
	return head, tail
}
