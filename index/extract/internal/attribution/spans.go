package attribution

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// assembler turns decodings into the statements that are shown.
type assembler struct {
	*Features
	*Model
}

// kind returns how much of an analysis's content is quoted.
func (v *assembler) kind(best Analysis) article.Kind {
	in, out := 0, 0
	for _, part := range best.Parts {
		for i := part.First; i < part.Last; i++ {
			switch {
			case v.Tokens[i].Kind == doc.Mark:
			case v.quoted[i] >= 0:
				in++
			default:
				out++
			}
		}
	}
	switch {
	case in == 0:
		return article.Indirect
	case out == 0:
		return article.Direct
	}
	return article.Mixed
}

// fragment reports whether a quotation that a part touches lacks a mark. One that
// goes on with a new mark in the next paragraph lacks none.
func (v *assembler) fragment(part doc.Range) bool {
	if part.Empty() {
		return false
	}
	span := v.bytes(part)
	at, _ := slices.BinarySearchFunc(v.Quotes, span.Start, func(q doc.Quotation, start int) int { return q.Start - start })
	for back := 0; at > 0 && back < 32 && (v.Quotes[at-1].Depth > 0 || v.Quotes[at-1].End > span.Start); back++ {
		at--
	}
	for k := at; k < len(v.Quotes) && v.Quotes[k].Start <= span.End; k++ {
		q := v.Quotes[k]
		if q.Depth == 0 && (!q.Open || !q.Closed && !v.continues(k)) && q.Span.Overlaps(span) {
			return true
		}
	}
	return false
}

// continues reports whether the next paragraph begins with another quotation.
func (v *assembler) continues(k int) bool {
	for j := k + 1; j < len(v.Quotes); j++ {
		if v.Quotes[j].Depth == 0 {
			between := strings.TrimLeft(v.Text[v.Quotes[k].End:v.Quotes[j].Start], " \t\r\n")
			return v.Quotes[j].Open && utf8.RuneCountInString(between) <= 2 && v.Quotes[j].Start-v.Quotes[k].End < 16
		}
	}
	return false
}

// quotedSpans returns the quotations in a part that is direct speech, each without
// its marks and with the punctuation that it ends with.
func (v *assembler) quotedSpans(part doc.Range) []article.Span {
	var out []article.Span
	for i := part.First; i < part.Last; i++ {
		q := v.quoted[i]
		if q < 0 {
			continue
		}
		span := article.Span{Start: v.opening(i), End: v.Tokens[i].End}
		for i+1 < part.Last && v.quoted[i+1] == q {
			i++
		}
		span.End = v.Tokens[v.tail(i)-1].End
		out = append(out, span)
	}
	return out
}

// tail returns where the marks end that follow token i within its quotation: those that end a clause, and the closing
// mark of a quotation within.
func (v *Features) tail(i int) int {
	j := i + 1
	for ; j < min(i+4, len(v.Tokens)) && v.quoted[j] == v.quoted[i] && (v.ending(j) || v.closesInner(j)); j++ {
	}
	return j
}

// closesInner reports whether token j is a closing mark that hangs on the word before it.
func (v *Features) closesInner(j int) bool {
	switch v.Word(j) {
	case "'", "’", "\"", "”":
		return v.Tokens[j-1].End == v.Tokens[j].Start
	}
	return false
}

// opening returns where the words of a quotation begin that begin with token i: with the
// marks directly before it, such as an apostrophe or the mark of a quotation within.
func (v *assembler) opening(i int) int {
	for i > 0 && v.marks[i]&afterOpening == 0 && v.quoted[i-1] == v.quoted[i] && v.isEdge(i-1) && v.Tokens[i-1].End == v.Tokens[i].Start {
		i--
	}
	return v.Tokens[i].Start
}

// keepInnerMarks takes the marks on both sides of an interruption into the
// content: only those that enclose all of it are left out, so that a pair of
// marks around the whole makes it read as it was printed.
func (v *assembler) keepInnerMarks(found Analysis, content []article.Span) {
	before, after := v.balanced(found.Parts[Left]), v.balanced(found.Parts[Right])
	for i := range content {
		switch c := &content[i]; {
		case c.End <= before.End && (i+1 == len(content) || content[i+1].Start > before.End):
			c.End = before.End
		case i > 0 && c.Start >= after.Start && content[i-1].End <= after.Start:
			c.Start = after.Start
		}
	}
}

// balanced returns a part with the quotation marks at its ends whose partners it holds.
func (v *assembler) balanced(part doc.Range) article.Span {
	first, last := part.First, part.Last
	if first > 0 && v.marks[first]&afterOpening != 0 {
		first--
	}
	if end := v.tail(part.Last - 1); v.quoted[part.Last-1] >= 0 && (v.endsQuote(part.Last-1) || end < len(v.Tokens) && v.marks[end]&closesQuote != 0) {
		for last < len(v.Tokens) && v.marks[last-1]&closesQuote == 0 {
			last++
		}
	}
	return article.Span{Start: v.Tokens[first].Start, End: v.Tokens[last-1].End}
}
