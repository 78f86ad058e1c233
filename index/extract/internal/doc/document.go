package doc

import (
	"context"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/token"
)

// Document is an article cut up once for all finders. Every slice is in text
// order; every index in it refers to tokens.
type Document struct {
	article.Article
	Tokens     []Token
	Sentences  []Range // of tokens; none crosses a paragraph
	Paragraphs []Range // of tokens; a line break ends one
	Quotes     []Quotation
	ctx        context.Context // of the one call that the document is made for
}

// Quotation is a pair of marks and what is between them.
type Quotation struct {
	article.Span      // between the marks, without them
	Open, Closed bool // whether each mark is there
	Depth        int  // 0 for the outermost
}

// New cuts up a, but for its quotations, which FindQuotes finds.
func New(a article.Article) *Document { return NewContext(context.Background(), a) }

// NewContext is like New, but stops early once ctx is done: what is not cut up by
// then is missing. Every stage that works on the document stops then, too.
func NewContext(ctx context.Context, a article.Article) *Document {
	d := &Document{Article: a, ctx: ctx}
	d.Tokens = d.tokenize()
	if d.Stopped() {
		d.Tokens = nil // so that no stage has anything to do
	}
	d.Paragraphs = findParagraphs(a.Text, d.Tokens)
	d.Sentences = findSentences(a.Text, d.Tokens, d.Paragraphs)
	return d
}

// Without returns d without the first skip(k) tokens of each paragraph k, and the
// quotations of what is left. It returns d itself if nothing is left out.
func (d *Document) Without(skip func(k int) int) *Document {
	left := make([]int, len(d.Paragraphs)) // out of each paragraph
	kept := len(d.Tokens)
	for k, p := range d.Paragraphs {
		left[k] = min(skip(k), p.Len())
		kept -= left[k]
	}
	if kept == len(d.Tokens) {
		return d
	}
	out := &Document{Article: d.Article, ctx: d.ctx, Tokens: make([]Token, 0, kept)}
	sentence := 0
	for k, p := range d.Paragraphs {
		kept := Range{p.First + left[k], p.Last}
		shift := kept.First - len(out.Tokens)
		out.Tokens = append(out.Tokens, d.Tokens[kept.First:kept.Last]...)
		if !kept.Empty() {
			out.Paragraphs = append(out.Paragraphs, Range{kept.First - shift, kept.Last - shift})
		}
		for ; sentence < len(d.Sentences) && d.Sentences[sentence].First < p.Last; sentence++ {
			s := d.Sentences[sentence]
			if s.First = max(s.First, kept.First); !s.Empty() {
				out.Sentences = append(out.Sentences, Range{s.First - shift, s.Last - shift})
			}
		}
	}
	out.Quotes = FindQuotes(out)
	return out
}

// tokenize cuts the text up piece by piece, so that it can be stopped.
func (d *Document) tokenize() []Token {
	tokens := make([]Token, 0, len(d.Text)/token.MeanBytes)
	for i := 0; i < len(d.Text) && !d.Stopped(); {
		tokens, i = token.Append(tokens, d.Text, i, checkEvery)
	}
	return tokens
}

// checkEvery is how many tokens a loop may take before it asks whether to stop:
// well under a millisecond of work in any stage.
const checkEvery = 1 << 10

// Stopped reports whether the caller no longer wants the result. Stages ask it
// once a sentence and then return what they have, which the caller drops.
func (d *Document) Stopped() bool { return d.ctx != nil && d.ctx.Err() != nil }

// StoppedAt is Stopped for loops of many small steps: it asks at every thousandth only.
func (d *Document) StoppedAt(step int) bool { return step%checkEvery == 0 && d.Stopped() }

// Word returns the text of token i, "" outside the document.
func (d *Document) Word(i int) string {
	if i < 0 || i >= len(d.Tokens) {
		return ""
	}
	return d.Tokens[i].Of(d.Text)
}

// TokenFrom returns the first token that begins at or after a byte.
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

// SentenceAt returns the index of the sentence that holds a token.
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

// SentenceSpan returns the sentence that holds the start of a span.
func SentenceSpan(d *Document, of article.Span) article.Span {
	if len(d.Sentences) == 0 {
		return article.Span{}
	}
	s := d.Sentences[d.SentenceAt(d.TokenFrom(of.Start))]
	return article.Span{Start: d.Tokens[s.First].Start, End: d.Tokens[s.Last-1].End}
}
