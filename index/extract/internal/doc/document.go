package doc

import (
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Document is an article cut up once for all finders. Every slice is in text
// order; every index in it refers to tokens.
type Document struct {
	article.Article
	Tokens     []Token
	Sentences  []Range // of tokens; none crosses a paragraph
	Paragraphs []Range // of tokens; a line break ends one
	Quotes     []Quotation
}

// Quotation is a pair of marks and what stands between them.
type Quotation struct {
	article.Span      // between the marks, without them
	Open, Closed bool // whether each mark is there
	Depth        int  // 0 for the outermost
}

func New(a article.Article) *Document {
	d := &Document{Article: a}
	d.Tokens = Tokenize(a.Text)
	d.Paragraphs = findParagraphs(a.Text, d.Tokens)
	d.Sentences = findSentences(a.Text, d.Tokens, d.Paragraphs)
	return d
}

// Word is the text of token i, "" outside the document.
func (d *Document) Word(i int) string {
	if i < 0 || i >= len(d.Tokens) {
		return ""
	}
	return d.Tokens[i].Of(d.Text)
}

// TokenFrom is the first token that begins at or after a byte.
func (d *Document) TokenFrom(at int) int {
	low, high := 0, len(d.Tokens)
	for low < high {
		if mid := (low + high) / 2; d.Tokens[mid].Start < at {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// SentenceAt is the index of the sentence that holds a token.
func (d *Document) SentenceAt(token int) int {
	low, high := 0, len(d.Sentences)-1
	for low < high {
		if mid := (low + high) / 2; d.Sentences[mid].Last <= token {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// SentenceSpan is the sentence that holds the start of a span.
func SentenceSpan(d *Document, of article.Span) article.Span {
	if len(d.Sentences) == 0 {
		return article.Span{}
	}
	s := d.Sentences[d.SentenceAt(d.TokenFrom(of.Start))]
	return article.Span{Start: d.Tokens[s.First].Start, End: d.Tokens[s.Last-1].End}
}
