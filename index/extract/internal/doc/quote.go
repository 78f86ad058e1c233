package doc

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// FindQuotes pairs the quotation marks of d, in order of Start. A quotation
// never leaves its paragraph: one that runs over several, its opening mark
// repeated, gives one for each, unclosed but for the last. A mark without its
// partner gives a quotation that reaches to the paragraph's end, or begins
// with the sentence.
func FindQuotes(d *Document) []Quotation {
	p := &quotePairer{d: d}
	sentence := 0
	for _, paragraph := range d.Paragraphs {
		if d.Stopped() {
			return nil
		}
		p.end = d.Tokens[paragraph.Last-1].End
		p.indexSingles(paragraph)
		for i := paragraph.First; i < paragraph.Last; i++ {
			for d.Sentences[sentence].Last <= i {
				sentence++
			}
			if d.Tokens[i].Kind == Mark {
				p.mark(i, d.Sentences[sentence])
			}
		}
		p.giveUp(0, p.end)
		p.floor = p.end
	}
	slices.SortFunc(p.found, func(a, b Quotation) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	return p.found
}

// quotePairer walks one paragraph after another with the marks still open.
type quotePairer struct {
	d           *Document
	found       []Quotation
	stack       []openMark
	end         int          // of the paragraph, in bytes
	floor       int          // where the last outermost quotation ended
	lastClosing int          // last token of the paragraph that can close single marks
	possessives map[int]bool // tokens of the paragraph that are apostrophes of possessives: the owners' debt
}

type openMark struct {
	family markFamily
	start  int // of what is quoted
}

type markFamily uint8

const (
	noMark markFamily = iota
	doubleMark
	singleMark
	guillemet
)

// maxQuoteDepth bounds how deep quotations nest; deeper marks are text.
const maxQuoteDepth = 4

func (p *quotePairer) mark(i int, sentence Range) {
	family, opens, closes := p.role(i)
	if family == noMark {
		return
	}
	top := p.openIn(family)
	switch {
	case closes && top >= 0:
		p.close(top, p.d.Tokens[i])
	case opens:
		p.open(family, top, p.d.Tokens[i])
	case closes && family != singleMark:
		p.stray(p.d.Tokens[i], sentence)
	}
}

// role returns which marks token i can be, by its form and by the blanks around it.
func (p *quotePairer) role(i int) (family markFamily, opens, closes bool) {
	t := p.d.Tokens[i]
	switch t.Of(p.d.Text) {
	case "“", "„", "``":
		return doubleMark, true, false
	case "”":
		return doubleMark, false, true
	case "«", "‹":
		return guillemet, true, false
	case "»", "›":
		return guillemet, false, true
	case "\"", "''", "‟", "＂":
		opens, closes = p.sides(t)
		return doubleMark, opens, closes
	case "‘", "`":
		opens, _ = p.sides(t)
		return singleMark, opens && i < p.lastClosing, false
	case "’", "'":
		if p.insideWord(t) {
			return noMark, false, false
		}
		opens, closes = p.sides(t)
		return singleMark, opens && i < p.lastClosing && t.Of(p.d.Text) == "'" && !p.digitAfter(t), closes && !p.possessives[i]
	}
	return noMark, false, false
}

// sides reports whether a mark can be an opening one (blank, bracket or
// dash before, a word after) or a closing one. Between two blanks, or
// between two words, it may be either.
func (p *quotePairer) sides(t Token) (opens, closes bool) {
	before, _ := utf8.DecodeLastRuneInString(p.d.Text[:t.Start])
	after, _ := utf8.DecodeRuneInString(p.d.Text[t.End:])
	freeBefore := t.Start == 0 || unicode.IsSpace(before) || strings.ContainsRune("([{—–-/“‘\"'`", before)
	freeAfter := t.End == len(p.d.Text) || unicode.IsSpace(after) || strings.ContainsRune(")]}.,;:?!—–-/”’\"'…", after)
	if freeBefore == freeAfter {
		return true, true
	}
	return freeBefore, freeAfter
}

// insideWord reports whether letters are on both sides: the apostrophe of CNN's
// is no quotation mark.
func (p *quotePairer) insideWord(t Token) bool {
	before, _ := utf8.DecodeLastRuneInString(p.d.Text[:t.Start])
	after, _ := utf8.DecodeRuneInString(p.d.Text[t.End:])
	return (unicode.IsLetter(before) || unicode.IsDigit(before)) && unicode.IsLetter(after)
}

func (p *quotePairer) digitAfter(t Token) bool {
	return t.End < len(p.d.Text) && p.d.Text[t.End] >= '0' && p.d.Text[t.End] <= '9'
}

// openIn returns the position on the stack of the innermost open mark of a family, or -1.
func (p *quotePairer) openIn(family markFamily) int {
	for k, v := range slices.Backward(p.stack) {
		if v.family == family {
			return k
		}
	}
	return -1
}

func (p *quotePairer) open(family markFamily, top int, t Token) {
	if top >= 0 {
		p.giveUp(top, t.Start) // its closing mark is missing
	}
	if len(p.stack) < maxQuoteDepth {
		p.stack = append(p.stack, openMark{family, t.End})
	}
}

// close ends the quotation at position k of the stack. Single marks still open
// above it were apostrophes.
func (p *quotePairer) close(k int, t Token) {
	p.add(Quotation{Span: article.Span{Start: p.stack[k].start, End: t.Start}, Open: true, Closed: true, Depth: k}, t.End)
	p.stack = p.stack[:k]
}

// giveUp ends the quotations from position k of the stack on without a closing mark.
func (p *quotePairer) giveUp(k, end int) {
	for ; len(p.stack) > k; p.stack = p.stack[:len(p.stack)-1] {
		last := len(p.stack) - 1
		if p.stack[last].family != singleMark {
			p.add(Quotation{Span: article.Span{Start: p.stack[last].start, End: end}, Open: true, Depth: last}, end)
		}
	}
}

// stray takes a closing mark that nothing opened.
func (p *quotePairer) stray(t Token, sentence Range) {
	start := max(p.floor, p.d.Tokens[sentence.First].Start)
	if len(p.stack) == 0 && start < t.Start {
		p.add(Quotation{Span: article.Span{Start: start, End: t.Start}, Closed: true}, t.End)
	}
}

func (p *quotePairer) add(q Quotation, end int) {
	if strings.TrimSpace(q.Of(p.d.Text)) == "" {
		return
	}
	p.found = append(p.found, q)
	if q.Depth == 0 {
		p.floor = end
	}
}

// indexSingles finds the last mark of a paragraph that can close single marks,
// so that an apostrophe at a word's beginning opens nothing if none follows; and the
// marks that may close some, but are taken for apostrophes since a surer one follows.
func (p *quotePairer) indexSingles(paragraph Range) {
	p.lastClosing = -1
	clear(p.possessives)
	closesLater := false // before the next mark that opens
	for i := paragraph.Last - 1; i >= paragraph.First; i-- {
		t := p.d.Tokens[i]
		if t.Kind != Mark {
			continue
		}
		switch t.Of(p.d.Text) {
		case "‘":
			closesLater = false
		case "’", "'":
			opens, closes := p.sides(t)
			if closes && p.lastClosing < 0 {
				p.lastClosing = i
			}
			switch {
			case p.insideWord(t):
			case closes && p.afterPlural(t):
				if closesLater {
					p.possessive(i)
				}
			case closes:
				closesLater = true
			case opens:
				closesLater = false
			}
		}
	}
}

func (p *quotePairer) possessive(i int) {
	if p.possessives == nil {
		p.possessives = map[int]bool{}
	}
	p.possessives[i] = true
}

// afterPlural reports whether a mark is between an s and a word, as the apostrophe of a
// possessive plural is.
func (p *quotePairer) afterPlural(t Token) bool {
	rest := strings.TrimPrefix(p.d.Text[t.End:], " ")
	next, _ := utf8.DecodeRuneInString(rest)
	return strings.HasSuffix(p.d.Text[:t.Start], "s") && len(rest) < len(p.d.Text)-t.End && unicode.IsLetter(next)
}
