package extract

import (
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// maxClause is the maximum number of bytes between a statement and the words that report
// it, for both to be shown together; maxSentence is how far a sentence may go on before
// and after them, so that a text without full stops is not shown whole.
const (
	maxClause   = 300
	maxSentence = 600
)

// setSentences gives each statement that is not all quoted the sentences that hold it with
// the words that report it.
func setSentences(d *doc.Document, statements []article.Statement) {
	for i := range statements {
		st := &statements[i]
		if st.Kind == article.Direct || len(d.Sentences) == 0 {
			continue
		}
		whole := article.Span{Start: st.Content[0].Start, End: end(*st)}
		for _, part := range []article.Span{st.Cue, st.Source} {
			if !part.IsZero() && part.Start-whole.End < maxClause && whole.Start-part.End < maxClause {
				whole = article.Span{Start: min(whole.Start, part.Start), End: max(whole.End, part.End)}
			}
		}
		first := doc.SentenceSpan(d, whole)
		last := d.Sentences[d.SentenceAt(max(0, d.TokenFrom(whole.End)-1))]
		st.Sentence = whole
		if start := min(first.Start, whole.Start); whole.Start-start <= maxSentence {
			st.Sentence.Start = start
		}
		if end := max(d.Tokens[last.Last-1].End, whole.End); end-whole.End <= maxSentence {
			st.Sentence.End = end
		}
	}
}
