package quotecheck_test

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/quotecheck"
)

// TestRevise compares two wordings, one pair a row; new words stand in brackets.
func TestRevise(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, earlier, later string
		want                 string // "" if they are no wordings of one statement
		dropped              int
	}{
		{"equal but for marks", "The bridge opens on Monday.", "“The bridge opens on Monday,”", "“The bridge opens on Monday,”", 0},
		{"a word in the middle", "The bridge opens on Monday", "The bridge may open on Monday", "The bridge [may] [open] on Monday", 1},
		{"the last word", "We will rebuild every school by March", "We will rebuild every school by June", "We will rebuild every school by [June]", 1},
		{"the first word", "Nobody leaves this valley hungry", "Nobody's child leaves this valley hungry", "[Nobody's] [child] leaves this valley hungry", 1},
		{"words added", "The fund is closed", "The fund is closed and the money is safe", "The fund is closed [and] [the] [money] [is] [safe]", 0},
		{"words left out", "The fund is closed and the money is safe", "The money is safe", "The money is safe", 5},
		{"the same function words", "The gates of the dam will open on Friday", "The heads of the union will meet on Monday", "", 0},
		{"nothing in common", "Bread is dear", "Our neighbours keep their promises", "", 0},
		{"empty", "", "The bridge opens on Monday", "", 0},
	} {
		got, ok := quotecheck.Revise(row.earlier, row.later)
		if ok != (row.want != "") {
			t.Errorf("%s: wordings of one statement: %v (%+v)", row.name, ok, got)
			continue
		}
		if !ok {
			continue
		}
		var shown strings.Builder
		at := 0
		for _, s := range got.New {
			shown.WriteString(row.later[at:s.Start] + "[" + s.Of(row.later) + "]")
			at = s.End
		}
		shown.WriteString(row.later[at:])
		if shown.String() != row.want || got.Dropped != row.dropped {
			t.Errorf("%s: %s, %d left out; want %s, %d", row.name, shown.String(), got.Dropped, row.want, row.dropped)
		}
		if differs := len(got.New) > 0 || row.dropped > 0; got.Differs() != differs {
			t.Errorf("%s: differs: %v", row.name, got.Differs())
		}
	}
}
