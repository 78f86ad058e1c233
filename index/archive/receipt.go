package archive

import (
	"context"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Shown is the text that the spans show: their bytes, joined by " … ".
func Shown(text string, spans []article.Span) string { return "" }

// MakeReceipt is the receipt of spans of r's text, which are in order and do not
// overlap: a short word that holds the article's number, the spans and a part of
// the SHA-256 of what they show. It is "" for spans that are no ranges of the text.
func MakeReceipt(r article.Record, spans []article.Span) string { return "" }

// State is how words stand that a receipt was given for.
type State string

// The states.
const (
	Exact         State = "exact"          // they stand in the article as they did
	SourceChanged State = "source changed" // an older version had them, the current one has not
	SourceRemoved State = "source removed" // the article was removed
	UnknownSource State = "unknown"        // no receipt, or of no article here
)

// Verdict is what Verify found.
type Verdict struct {
	State   State
	Moved   bool           // Exact, but the words now stand at other offsets: Now
	Record  article.Record // the version that the words stood in
	Current article.Record // the article as it is now; the same where nothing changed
	Spans   []article.Span // where they stood in Record
	Now     []article.Span // where they stand in Current; nil unless Exact
	SHA256  string         // of the words shown, in hexadecimal
}

// Verify tells how the words of a receipt stand. The receipt may be typed: upper
// case, blanks, o for 0, i and l for 1. An error is of the archive, not of
// the receipt.
func (a *Archive) Verify(ctx context.Context, receipt string) (Verdict, error) {
	return Verdict{}, nil
}
