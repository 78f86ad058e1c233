package extract

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// statements returns the attributions of d: content, cue, source and confidence,
// ordered by the start of their content. Whom the source words mean is left to a
// later stage.
func (m *model) statements(d *doc.Document) []article.Statement {
	r := reader{view: newView(d, &m.tagger, m.table), model: m}
	settled := m.verdicts(r.view)
	var out []article.Statement
	for _, found := range apart(settled) {
		if found.chance < m.least {
			continue
		}
		for _, found := range r.torn(found) {
			if st, ok := r.given(found, settled); ok {
				out = append(out, st)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b article.Statement) int {
		return cmp.Or(a.Content[0].Start-b.Content[0].Start, a.Cue.Start-b.Cue.Start)
	})
	return out
}

// given is a verdict as the statement that is shown, if it is one to show.
func (r *reader) given(found verdict, settled []verdict) (article.Statement, bool) {
	if r.kind(found.reading) == article.Indirect {
		found.parts[left] = r.withoutConcession(found.parts[left])
	}
	st := r.statement(found)
	if len(st.Content) == 0 || st.Confidence < leastConfidence || st.Confidence < leastTopic && r.onlyTopic(found.reading) {
		return st, false
	}
	st.Inner = r.inner(found, settled)
	if st.Inner.IsZero() && st.Kind == article.Direct {
		st.Inner = r.subjectInside(found)
	}
	return st, true
}

// hopeless is how much less likely than another a cue that overlaps it may be
// and still be read.
const hopeless = 0.2

// verdicts reads every cue of a document, and keeps of cues that overlap the
// likeliest. The unlikely are among them.
func (m *model) verdicts(v *view) []verdict {
	cues := m.cues.findCues(v)
	v.count(cues)
	r := reader{view: v, model: m, places: m.borrowPlaces()}
	defer m.places.Put(r.places)
	var out []verdict
	for k, c := range cues {
		n, top := rivals(cues, k)
		if c.probability < hopeless*top {
			continue
		}
		s := r.surroundings(c)
		s.rivals = n
		list := r.propose(&s)
		r.weigh(&s, list)
		if found, ok := decide(list); ok && found.chance >= leastInner {
			found.cue = c
			out = append(out, found)
		}
	}
	return settle(out)
}

// leastTopic is the confidence from which on a topic that is named, with
// nothing said of it, counts as a statement. On PolNeAR's held-out articles
// half of them are wrong; nobody who asks who said what wants to read them.
const leastTopic = 0.95

// leastConfidence is the confidence from which on a statement is given. On PolNeAR's
// development part statements lose 0.2 of F1 by it and gain 2.8 of precision (docs/MODEL.md):
// a reader is harmed more by what nobody said than by what is left out.
const leastConfidence = 0.4

// leastInner is the chance from which on a reading tells who is quoted within
// another statement; it need not be a statement for itself.
const leastInner = 0.05

// statement puts a verdict into bytes.
func (r *reader) statement(found verdict) article.Statement {
	st := article.Statement{Speaker: article.Nobody, Confidence: r.confidence(found.chance), Cue: r.bytes(found.cue.Range)}
	if !found.source.Empty() {
		st.Source = r.bytes(found.source)
	}
	st.Kind = r.kind(found.reading)
	for _, part := range found.parts {
		switch {
		case part.Empty():
		case st.Kind == article.Direct:
			st.Content = append(st.Content, r.quotedSpans(part)...)
		default:
			st.Content = append(st.Content, r.balanced(part))
		}
		st.Fragment = st.Fragment || r.fragment(part)
	}
	if st.Kind == article.Direct && !found.parts[left].Empty() && !found.parts[right].Empty() {
		r.keepInnerMarks(found.reading, st.Content)
	}
	st.Why = r.why(found)
	return st
}

// inner is the source of a statement that stands, with its cue, within the
// content of another: whom the speaker quotes. Speakers who speak of
// themselves quote nobody.
func (v *view) inner(outer verdict, all []verdict) article.Span {
	var top verdict
	for o := range outer.held(all) {
		if o.chance > top.chance && !selves[v.words[o.source.First]] {
			top = o
		}
	}
	if top.source.Empty() {
		return article.Span{}
	}
	return v.bytes(top.source)
}

// The words that tell, within a quotation, that its speaker quotes somebody.
var innerCues = hashed(`said says stated told tells announced warned warns claimed insisted insists wrote argued argues`)

// longestSubject bounds the words of a subject that is looked for.
const longestSubject = 7

// subjectInside is whom the speaker of direct speech quotes, where a clause of it
// says so plainly: "The harbour office has said that …". Training articles mark
// hardly any of these, so that the model does not know them.
func (v *view) subjectInside(outer verdict) article.Span {
	for _, part := range outer.parts {
		for i := part.First; i < part.Last; i++ {
			begins := i == part.First || v.isEdge(i-1) || v.classes[i-1] == conjunction || v.classes[i-1] == stop
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
func (v *view) subject(i, end int) doc.Range {
	named := false
	j := i
	for ; j < end && j-i < longestSubject; j++ {
		switch c := v.classes[j]; {
		case c == noun || c == nouns || c == name:
			named = true
		case c == determiner && j == i, c == possessor && !selves[v.words[j]], c == adjective, c == adposition && named && v.words[j] == ofWord, c == determiner && v.words[j-1] == ofWord:
		default:
			if !named {
				return doc.Range{}
			}
			for k := j; k < min(j+2, end-1); k++ {
				if innerCues[v.words[k]] && v.classes[k] != noun && v.classes[k] != nouns {
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

var ofWord, hasWord, haveWord = hashWord("of"), hashWord("has"), hashWord("have")

// hashed are words as views hold them.
func hashed(words string) map[uint32]bool {
	out := map[uint32]bool{}
	for w := range strings.FieldsSeq(words) {
		out[hashWord(w)] = true
	}
	return out
}

// selves are the words by which speakers mean themselves.
var selves = map[uint32]bool{hashWord("I"): true, hashWord("we"): true, hashWord("my"): true, hashWord("our"): true}

// fragment says whether a quotation that a part touches lacks a mark. One that
// goes on with a new mark in the next paragraph lacks none.
func (v *view) fragment(part doc.Range) bool {
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
		if q.Depth == 0 && (!q.Open || !q.Closed && !v.goesOn(k)) && q.Span.Overlaps(span) {
			return true
		}
	}
	return false
}

// goesOn says whether the next paragraph begins with another quotation.
func (v *view) goesOn(k int) bool {
	for j := k + 1; j < len(v.Quotes); j++ {
		if v.Quotes[j].Depth == 0 {
			between := strings.TrimLeft(v.Text[v.Quotes[k].End:v.Quotes[j].Start], " \t\r\n")
			return v.Quotes[j].Open && utf8.RuneCountInString(between) <= 2 && v.Quotes[j].Start-v.Quotes[k].End < 16
		}
	}
	return false
}

func (v *view) bytes(r doc.Range) article.Span {
	return article.Span{Start: v.Tokens[r.First].Start, End: v.Tokens[r.Last-1].End}
}

// quotedSpans are the quotations in a part that is direct speech, each without
// its marks and with the punctuation that it ends with.
func (v *view) quotedSpans(part doc.Range) []article.Span {
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
func (v *view) keepInnerMarks(found reading, content []article.Span) {
	before, after := v.balanced(found.parts[left]), v.balanced(found.parts[right])
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
func (v *view) ending(j int) bool {
	return v.classes[j] == stop || v.classes[j] == comma || v.Word(j) == "…"
}

// balanced is a part with the quotation marks at its ends whose partners it holds.
func (v *view) balanced(part doc.Range) article.Span {
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
func (v *view) kind(best reading) article.Kind {
	in, out := 0, 0
	for _, part := range best.parts {
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
