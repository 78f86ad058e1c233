package blockkit

import (
	"fmt"
	"slices"

	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// MoreText returns the line that replaces rows for which a view has no room; command
// lists them.
func MoreText(more int, command string) string {
	return fmt.Sprintf("And %d more: /%s lists them.", more, command)
}

// View returns the answer as a view, which has no second page: rows for which it has
// no room are counted, and the answer's command lists them.
func (a Answer) View() Message {
	a.Card = a.Card.Plain()
	frame := len(a.laidOut(nil, 0, 1).Blocks) + viewFrame
	pieces := a.pieces()
	if blocksOf(pieces) > maxViewBlocks-frame {
		pieces = shortened(pieces, maxViewBlocks-frame, a.Call.Command)
	}
	return a.laidOut(pieces, 0, 1)
}

// shortened leaves out the last rows, and then our own words, until the rest and a
// line that says so have room.
func shortened(pieces []piece, room int, command string) []piece {
	left := 0
	at := len(pieces)
	for ; blocksOf(pieces) > room-1; left++ {
		last := -1
		for _, p := range pieces {
			last = max(last, p.row)
		}
		at = slices.IndexFunc(pieces, func(p piece) bool { return p.row == last && last >= 0 })
		if at < 0 {
			at = len(pieces) - 1
			pieces = slices.Delete(pieces, at, at+1)
			continue
		}
		pieces = slices.DeleteFunc(pieces, func(p piece) bool { return p.row == last })
	}
	line := chat.Section(MoreText(left, command))
	return slices.Insert(pieces, at, piece{text: richText("more", []chat.Line{line}), lines: []chat.Line{line}, row: -1})
}

func blocksOf(pieces []piece) (n int) {
	for _, p := range pieces {
		n += p.blocks()
	}
	return n
}
