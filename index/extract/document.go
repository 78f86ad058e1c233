package extract

import (
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// document is an article cut up once for all finders. Every slice is in text
// order; every index in it refers to tokens.
type document struct {
	article.Article
	tokens     []token
	sentences  []run // of tokens; none crosses a paragraph
	paragraphs []run // of tokens; a line break ends one
	quotes     []quotation
}

// token is a word, a number or one mark.
type token struct {
	article.Span
	kind tokenKind
}

type tokenKind uint8

const (
	wordToken   tokenKind = iota // letters, with inner apostrophes, hyphens and full stops of abbreviations
	numberToken                  // begins with a digit: 30, 1,000, 30-day, 6.5
	markToken                    // one punctuation mark or symbol
)

// run is a range of tokens, last exclusive.
type run struct{ first, last int }

func (r run) empty() bool { return r.first >= r.last }
func (r run) length() int { return max(0, r.last-r.first) }

func (r run) overlaps(o run) bool {
	return !r.empty() && !o.empty() && r.first < o.last && o.first < r.last
}

func (r run) contains(i int) bool { return r.first <= i && i < r.last }

// quotation is a pair of marks and what stands between them.
type quotation struct {
	article.Span      // between the marks, without them
	open, closed bool // whether each mark is there
	depth        int  // 0 for the outermost
}

func newDocument(a article.Article) *document {
	d := &document{Article: a}
	d.tokens = tokenize(a.Text)
	d.paragraphs = findParagraphs(a.Text, d.tokens)
	d.sentences = findSentences(a.Text, d.tokens, d.paragraphs)
	return d
}

// word is the text of token i, "" outside the document.
func (d *document) word(i int) string {
	if i < 0 || i >= len(d.tokens) {
		return ""
	}
	return d.tokens[i].Of(d.Text)
}

// tokenize cuts text into words, numbers and marks. It takes time linear in
// the text's length and accepts any bytes.
func tokenize(text string) []token {
	tokens := make([]token, 0, len(text)/5)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsSpace(r):
			i += size
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			end := endOfWord(text, i)
			kind := wordToken
			if unicode.IsDigit(r) {
				kind = numberToken
			}
			tokens = append(tokens, token{article.Span{Start: i, End: end}, kind})
			i = end
			continue
		}
		end := i + size
		if (text[i] == '`' || text[i] == '\'') && end < len(text) && text[end] == text[i] {
			end++ // ``…'' of typewriter text
		}
		tokens = append(tokens, token{article.Span{Start: i, End: end}, markToken})
		i = end
	}
	return tokens
}

// endOfWord is where the word that begins at start ends: inner apostrophes,
// hyphens, and the full stops of abbreviations (U.S., a.m.) and decimals belong
// to it; a possessive 's is a token of its own.
func endOfWord(text string, start int) int {
	if possessive(text, start) {
		return start + 1
	}
	i := start
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) {
			i += size
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[i+size:])
		inner := unicode.IsLetter(next) || unicode.IsDigit(next)
		switch {
		case (r == '\'' || r == '’') && inner && !possessive(text, i+size):
		case (r == '-' || r == '‑') && inner:
		case r == '.' && inner && (dotted(text, start, i) || digitBefore(text, i) && unicode.IsDigit(next)):
		case r == ',' && digitBefore(text, i) && unicode.IsDigit(next):
		case r == '.' && dotted(text, start, i) && i > start+1:
			return i + size
		default:
			return i
		}
		i += size
	}
	return i
}

// possessive says whether an s that stands alone after an apostrophe begins at i.
func possessive(text string, i int) bool {
	if i >= len(text) || text[i] != 's' && text[i] != 'S' {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	if before != '\'' && before != '’' {
		return false
	}
	after, _ := utf8.DecodeRuneInString(text[i+1:])
	return !unicode.IsLetter(after) && !unicode.IsDigit(after)
}

// longestDotted is how many bytes an abbreviation of single letters may have.
const longestDotted = 24

// dotted says whether text[start:i] is single letters between full stops: U, U.S, a.
func dotted(text string, start, i int) bool {
	if i-start > longestDotted {
		return false
	}
	letters := 0
	for _, r := range text[start:i] {
		switch {
		case r == '.':
			letters = 0
		case unicode.IsLetter(r) && letters == 0:
			letters = 1
		default:
			return false
		}
	}
	return letters == 1
}

func digitBefore(text string, i int) bool {
	return i > 0 && text[i-1] >= '0' && text[i-1] <= '9'
}

// tokenFrom is the first token that begins at or after a byte.
func (d *document) tokenFrom(at int) int {
	low, high := 0, len(d.tokens)
	for low < high {
		if mid := (low + high) / 2; d.tokens[mid].Start < at {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// sentenceAt is the index of the sentence that holds a token.
func (d *document) sentenceAt(token int) int {
	low, high := 0, len(d.sentences)-1
	for low < high {
		if mid := (low + high) / 2; d.sentences[mid].last <= token {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// sentenceSpan is the sentence that holds the start of a span.
func sentenceSpan(d *document, of article.Span) article.Span {
	if len(d.sentences) == 0 {
		return article.Span{}
	}
	s := d.sentences[d.sentenceAt(d.tokenFrom(of.Start))]
	return article.Span{Start: d.tokens[s.first].Start, End: d.tokens[s.last-1].End}
}
