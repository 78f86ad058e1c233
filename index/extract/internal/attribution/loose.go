package attribution

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// withinSentence cuts the content of a decoding back to its cue's own sentence where it goes on
// into another that has words outside quotation marks: those, and a quotation alone
// beyond them, are not this speaker's.
func (r *assembler) withinSentence(found Decoding) Decoding {
	own := r.Sentences[r.sentence[found.Cue.First]]
	if left := &found.Parts[Left]; left.First < own.First && left.Last > own.First {
		if first, _ := r.Trim(own); !r.allQuoted(doc.Range{First: left.First, Last: own.First}) || r.quoted[first] < 0 {
			left.First = first
		}
	}
	if right := &found.Parts[Right]; right.First < own.Last && right.Last > own.Last {
		k := r.sentence[own.Last]
		for int(k) < len(r.Sentences) && r.Sentences[k].First < right.Last && r.allQuoted(r.Sentences[k]) {
			k++
		}
		if int(k) < len(r.Sentences) && r.Sentences[k].First < right.Last {
			_, right.Last = r.Trim(doc.Range{First: right.First, Last: r.Sentences[k].First})
		}
	}
	return found
}

// allQuoted reports whether every word of a run is quoted.
func (v *Features) allQuoted(r doc.Range) bool {
	for i := r.First; i < r.Last; i++ {
		if v.quoted[i] < 0 && v.Tokens[i].Kind != doc.Mark {
			return false
		}
	}
	return true
}

// looseConfidence is the confidence of a quotation alone.
const looseConfidence = 0.5

// looseQuotes returns the quotations that are whole sentences and in the content of none of
// the statements, as statements without cue or source. Whose they are a later stage says.
func (r *assembler) looseQuotes(found []article.Statement) []article.Statement {
	taken := map[int32]bool{}
	for _, s := range found {
		for _, c := range s.Content {
			for i, _ := r.tokensFrom(c.Start); i < len(r.Tokens) && r.Tokens[i].Start < c.End; i++ {
				taken[r.quoted[i]] = true
			}
		}
	}
	var out []article.Statement
	for k, q := range r.Quotes {
		if q.Depth > 0 || !q.Open || !q.Closed || taken[int32(k)] {
			continue
		}
		if span := r.wholeSentences(q.Span); !span.IsZero() {
			out = append(out, article.Statement{Kind: article.Direct, Content: []article.Span{span}, Speaker: article.Nobody,
				Confidence: looseConfidence, Why: []string{"a quotation alone in its sentence"}})
		}
	}
	return out
}

// wholeSentences returns what a quotation says, without its marks, if a sentence begins
// and a sentence ends with it; a zero span otherwise.
func (r *assembler) wholeSentences(quote article.Span) article.Span {
	first, _ := r.tokensFrom(quote.Start)
	for first < len(r.Tokens) && r.Tokens[first].Kind == doc.Mark && r.quoted[first] < 0 {
		first++
	}
	last := first
	for last < len(r.Tokens) && r.quoted[last] == r.quoted[first] {
		last++
	}
	if first >= len(r.Tokens) || last-first < 2 || r.quoted[first] < 0 || r.Sentences[r.sentence[first]].First != first-1 {
		return article.Span{}
	}
	end := r.Sentences[r.sentence[last-1]].Last
	if end != min(last+1, len(r.Tokens)) || !sentenceEnds[r.Word(last-1)] {
		return article.Span{}
	}
	return article.Span{Start: r.Tokens[first].Start, End: r.Tokens[last-1].End}
}

// sentenceEnds are the marks that end a sentence.
var sentenceEnds = map[string]bool{".": true, "!": true, "?": true, "…": true}

// tokensFrom returns the first token that begins at or after a byte, and whether one
// begins there.
func (v *Features) tokensFrom(start int) (int, bool) {
	return slices.BinarySearchFunc(v.Tokens, start, func(t doc.Token, start int) int { return t.Start - start })
}
