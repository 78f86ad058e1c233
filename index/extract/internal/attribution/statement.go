package attribution

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// Statements returns the attributions of d: content, cue, source and confidence,
// ordered by the start of their content. Whom the source words mean is left to a
// later stage.
func (m *Model) Statements(d *doc.Document) []article.Statement {
	r := Analyzer{TokenFeatures: NewTokenFeatures(d, &m.Tagger, m.Table), Model: m}
	settled := m.Decode(r.TokenFeatures)
	var out []article.Statement
	for _, found := range DropNested(settled) {
		if found.Chance < m.MinChance {
			continue
		}
		for _, found := range r.splitTorn(found) {
			if st, ok := r.show(found, settled); ok {
				out = append(out, st)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b article.Statement) int {
		return cmp.Or(a.Content[0].Start-b.Content[0].Start, a.Cue.Start-b.Cue.Start)
	})
	return out
}

// show is a verdict as the statement that is shown, if it is one to show.
func (r *Analyzer) show(found Decoding, settled []Decoding) (article.Statement, bool) {
	if r.kind(found.Analysis) == article.Indirect {
		found.Parts[Left] = r.trimConcession(found.Parts[Left])
	}
	st := r.Statement(found)
	if len(st.Content) == 0 || st.Confidence < minConfidence || st.Confidence < minTopicConfidence && r.namesTopicOnly(found.Analysis) {
		return st, false
	}
	st.Inner = r.inner(found, settled)
	if st.Inner.IsZero() && st.Kind == article.Direct {
		st.Inner = r.innerSubject(found)
	}
	return st, true
}

// minRelative is how much less likely than another a cue that overlaps it may be
// and still be read.
const minRelative = 0.2

// Decode reads every cue of a document, and keeps of cues that overlap the
// likeliest. The unlikely are among them.
func (m *Model) Decode(v *TokenFeatures) []Decoding {
	cues := m.Cues.FindCues(v)
	v.CountPrefixes(cues)
	r := Analyzer{TokenFeatures: v, Model: m, cache: m.borrowCache()}
	defer m.caches.Put(r.cache)
	var out []Decoding
	for k, c := range cues {
		n, top := CountRivals(cues, k)
		if c.Probability < minRelative*top {
			continue
		}
		s := r.CueContext(c)
		s.Rivals = n
		list := r.Propose(&s)
		r.Rank(&s, list)
		if found, ok := Best(list); ok && found.Chance >= minInner {
			found.Cue = c
			out = append(out, found)
		}
	}
	return DropOverlapping(out)
}

// minTopicConfidence is the confidence from which on a topic that is named, with
// nothing said of it, counts as a statement. On PolNeAR's held-out articles
// half of them are wrong; nobody who asks who said what wants to read them.
const minTopicConfidence = 0.95

// minConfidence is the confidence from which on a statement is given. On PolNeAR's
// development part statements lose 0.2 of F1 by it and gain 2.8 of precision (docs/MODEL.md):
// a reader is harmed more by what nobody said than by what is left out.
const minConfidence = 0.4

// minInner is the chance from which on a reading tells who is quoted within
// another statement; it need not be a statement for itself.
const minInner = 0.05

// Statement puts a verdict into bytes.
func (r *Analyzer) Statement(found Decoding) article.Statement {
	st := article.Statement{Speaker: article.Nobody, Confidence: r.confidence(found.Chance), Cue: r.bytes(found.Cue.Range)}
	if !found.Source.Empty() {
		st.Source = r.bytes(found.Source)
	}
	st.Kind = r.kind(found.Analysis)
	for _, part := range found.Parts {
		switch {
		case part.Empty():
		case st.Kind == article.Direct:
			st.Content = append(st.Content, r.quotedSpans(part)...)
		default:
			st.Content = append(st.Content, r.balanced(part))
		}
		st.Fragment = st.Fragment || r.fragment(part)
	}
	if st.Kind == article.Direct && !found.Parts[Left].Empty() && !found.Parts[Right].Empty() {
		r.keepInnerMarks(found.Analysis, st.Content)
	}
	st.Why = r.explain(found)
	return st
}

// inner is the source of a statement that stands, with its cue, within the
// content of another: whom the speaker quotes. Speakers who speak of
// themselves quote nobody.
func (v *TokenFeatures) inner(outer Decoding, all []Decoding) article.Span {
	var top Decoding
	for o := range outer.nested(all) {
		if o.Chance > top.Chance && !selves[v.words[o.Source.First]] {
			top = o
		}
	}
	if top.Source.Empty() {
		return article.Span{}
	}
	return v.bytes(top.Source)
}

// The words that tell, within a quotation, that its speaker quotes somebody.
var innerCues = hashed(`said says stated told tells announced warned warns claimed insisted insists wrote argued argues`)

// maxSubject bounds the words of a subject that is looked for.
const maxSubject = 7

// innerSubject is whom the speaker of direct speech quotes, where a clause of it
// says so plainly: "The harbour office has said that …". Training articles mark
// hardly any of these, so that the model does not know them.
func (v *TokenFeatures) innerSubject(outer Decoding) article.Span {
	for _, part := range outer.Parts {
		for i := part.First; i < part.Last; i++ {
			begins := i == part.First || v.isEdge(i-1) || v.Classes[i-1] == conjunction || v.Classes[i-1] == stop
			if !begins {
				continue
			}
			if subject := v.subject(i, part.Last); !subject.Empty() {
				return v.bytes(subject)
			}
		}
	}
	return article.Span{}
}

// subject is a noun phrase at token i that a verb of saying follows, empty where
// there is none. What follows the verb is within end, too.
func (v *TokenFeatures) subject(i, end int) doc.Range {
	named := false
	j := i
	for ; j < end && j-i < maxSubject; j++ {
		switch c := v.Classes[j]; {
		case c == noun || c == nouns || c == name:
			named = true
		case c == determiner && j == i, c == possessor && !selves[v.words[j]], c == adjective, c == adposition && named && v.words[j] == ofWord, c == determiner && v.words[j-1] == ofWord:
		default:
			if !named {
				return doc.Range{}
			}
			for k := j; k < min(j+2, end-1); k++ {
				if innerCues[v.words[k]] && v.Classes[k] != noun && v.Classes[k] != nouns {
					return doc.Range{First: i, Last: j}
				}
				if w := v.words[k]; w != hasWord && w != haveWord {
					break
				}
			}
			return doc.Range{}
		}
	}
	return doc.Range{}
}

var ofWord, hasWord, haveWord = HashWord("of"), HashWord("has"), HashWord("have")

// hashed are words as views hold them.
func hashed(words string) map[uint32]bool {
	out := map[uint32]bool{}
	for w := range strings.FieldsSeq(words) {
		out[HashWord(w)] = true
	}
	return out
}

// selves are the words by which speakers mean themselves.
var selves = map[uint32]bool{HashWord("I"): true, HashWord("we"): true, HashWord("my"): true, HashWord("our"): true}

// fragment says whether a quotation that a part touches lacks a mark. One that
// goes on with a new mark in the next paragraph lacks none.
func (v *TokenFeatures) fragment(part doc.Range) bool {
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

// continues says whether the next paragraph begins with another quotation.
func (v *TokenFeatures) continues(k int) bool {
	for j := k + 1; j < len(v.Quotes); j++ {
		if v.Quotes[j].Depth == 0 {
			between := strings.TrimLeft(v.Text[v.Quotes[k].End:v.Quotes[j].Start], " \t\r\n")
			return v.Quotes[j].Open && utf8.RuneCountInString(between) <= 2 && v.Quotes[j].Start-v.Quotes[k].End < 16
		}
	}
	return false
}

func (v *TokenFeatures) bytes(r doc.Range) article.Span {
	return article.Span{Start: v.Tokens[r.First].Start, End: v.Tokens[r.Last-1].End}
}

// quotedSpans are the quotations in a part that is direct speech, each without
// its marks and with the punctuation that it ends with.
func (v *TokenFeatures) quotedSpans(part doc.Range) []article.Span {
	var out []article.Span
	for i := part.First; i < part.Last; i++ {
		q := v.quoted[i]
		if q < 0 {
			continue
		}
		span := v.Tokens[i].Span
		for i+1 < part.Last && v.quoted[i+1] == q {
			i++
		}
		span.End = v.Tokens[i].End
		for j := i + 1; j < min(i+4, len(v.Tokens)) && v.quoted[j] == q && v.ending(j); j++ {
			span.End = v.Tokens[j].End
		}
		out = append(out, span)
	}
	return out
}

// keepInnerMarks takes the marks on both sides of an interruption into the
// content: only those that enclose all of it are left out, so that a pair of
// marks around the whole makes it read as it was printed.
func (v *TokenFeatures) keepInnerMarks(found Analysis, content []article.Span) {
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

// ending says whether token j is punctuation that ends a clause.
func (v *TokenFeatures) ending(j int) bool {
	return v.Classes[j] == stop || v.Classes[j] == comma || v.Word(j) == "…"
}

// balanced is a part with the quotation marks at its ends whose partners it holds.
func (v *TokenFeatures) balanced(part doc.Range) article.Span {
	first, last := part.First, part.Last
	if first > 0 && v.marks[first]&afterOpening != 0 {
		first--
	}
	if q := v.quoted[part.Last-1]; q >= 0 && v.endsQuote(part.Last-1) {
		for last < len(v.Tokens) && v.marks[last-1]&closesQuote == 0 {
			last++
		}
	}
	return article.Span{Start: v.Tokens[first].Start, End: v.Tokens[last-1].End}
}

// kind says how much of a reading's content is quoted.
func (v *TokenFeatures) kind(best Analysis) article.Kind {
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
