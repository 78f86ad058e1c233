package extract

import "strings"

// testQuotes pairs typographic and straight marks, as far as the gold has them.
func testQuotes(d *document) []quotation {
	var out []quotation
	open := -1
	for _, t := range d.tokens {
		switch mark := t.Of(d.Text); {
		case mark == "“" || mark == "\"" && open < 0:
			open = t.End
		case (mark == "”" || mark == "\"") && open >= 0:
			q := quotation{open: true, closed: true}
			q.Start, q.End = open, t.Start
			if !strings.Contains(d.Text[q.Start:q.End], "\n") {
				out = append(out, q)
			}
			open = -1
		}
	}
	return out
}
