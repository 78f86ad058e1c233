package attribution

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// withinSentence cuts the content of a decoding back to its cue's own sentence where it goes on
// into another that has words outside quotation marks: those, and a quotation alone
// beyond them, are not this speaker's.
func (v *assembler) withinSentence(found Decoding) Decoding {
	own := v.Sentences[v.sentence[found.Cue.First]]
	if left := &found.Parts[Left]; left.First < own.First && left.Last > own.First {
		if first, _ := v.Trim(own); !v.allQuoted(doc.Range{First: left.First, Last: own.First}) || v.quoted[first] < 0 {
			left.First = first
		}
	}
	if right := &found.Parts[Right]; right.First < own.Last && right.Last > own.Last {
		k := v.sentence[own.Last]
		for int(k) < len(v.Sentences) && v.Sentences[k].First < right.Last && v.allQuoted(v.Sentences[k]) {
			k++
		}
		if int(k) < len(v.Sentences) && v.Sentences[k].First < right.Last {
			_, right.Last = v.Trim(doc.Range{First: right.First, Last: v.Sentences[k].First})
		}
	}
	if found.away[Right] && !found.Parts[Left].Empty() {
		found.Parts[Right] = v.wholeSpeech(found.Parts[Right], found.Cue)
	}
	for on, part := range found.Parts {
		if found.away[on] && !found.Parts[1-on].Empty() && !v.fragment(part) {
			found.Parts[on] = v.quotedSentences(part, Side(on) == Right)
		}
		if found.away[on] && !found.Parts[1-on].Empty() && (v.introduced(part, found.Source) || v.passesOn(part, found)) {
			found.Parts[on] = doc.Range{}
		}
	}
	return found
}

// wholeSpeech returns the content after a cue's sentence with the sentences before it, where
// nothing but these is between, and all of them are quoted.
func (v *assembler) wholeSpeech(part doc.Range, c Cue) doc.Range {
	first := v.sentence[part.First]
	if v.quoted[part.First] < 0 {
		return part
	}
	for k := first - 1; k > v.sentence[c.First]; k-- {
		if !v.allQuoted(v.Sentences[k]) {
			return part
		}
		part.First, _ = v.Trim(v.Sentences[k])
	}
	return part
}

// introduced reports whether a quotation beyond the cue's sentence is somebody else's than the
// source's by the words before it in its own sentence: "The owners' reply: “No.”". After he, she or the
// source's name they tell of the same speaker.
func (v *assembler) introduced(part, source doc.Range) bool {
	if part.Empty() || v.quoted[part.First] < 0 {
		return false
	}
	i := v.Sentences[v.sentence[part.First]].First
	for i < part.First && v.Tokens[i].Kind == doc.Mark {
		i++
	}
	if i >= part.First || v.quoted[i] >= 0 || links[v.words[i]] || pronounSubjects[v.words[i]] {
		return false
	}
	return v.Classes[i] != name || !v.in(source, i)
}

// passesOn reports whether a sentence between the cue's and a quotation beyond it tells of
// somebody else than the source, as in “It held,” Tarn said. The mayor, Rosa Lindt, had
// walked over it in May. “It shook.” The quotation can be theirs.
func (v *assembler) passesOn(part doc.Range, found Decoding) bool {
	own := v.sentence[found.Cue.First]
	if part.Empty() {
		return false
	}
	first, last := own+1, v.sentence[part.First]
	if part.First < found.Cue.First {
		first, last = v.sentence[part.Last-1]+1, own
	}
	for k := first; k < last; k++ {
		if s := v.Sentences[k]; !v.allQuoted(s) && !v.goesOnWith(s, found.Source) {
			return true
		}
	}
	return false
}

// goesOnWith reports whether the subject that sentence s begins with is the source of the one
// before: a pronoun, its name or its role.
func (v *assembler) goesOnWith(s, source doc.Range) bool {
	i := s.First
	for i < s.Last && (v.Tokens[i].Kind == doc.Mark || links[v.words[i]]) {
		i++
	}
	if i < s.Last && pronounSubjects[v.words[i]] {
		return true
	}
	for i < s.Last && v.Classes[i] == determiner {
		i++
	}
	for ; i < s.Last && (v.Classes[i] == name || v.Classes[i] == noun); i++ {
		if v.in(source, i) {
			return true
		}
	}
	return false
}

// in reports whether the word of token i is in the source, too.
func (v *assembler) in(source doc.Range, i int) bool {
	for k := source.First; k < source.Last; k++ {
		if v.words[k] == v.words[i] {
			return true
		}
	}
	return false
}

// links are the words that may come before the subject with which a sentence goes on, and
// pronounSubjects those that mean the speaker of the one before.
var (
	links           = map[uint32]bool{HashWord("and"): true, HashWord("but"): true, HashWord("then"): true}
	pronounSubjects = map[uint32]bool{HashWord("he"): true, HashWord("she"): true, HashWord("they"): true, HashWord("it"): true}
)

// quotedSentences returns what of a run beyond the cue's sentence is quoted throughout, from
// the side of the cue on, which is its beginning if forward is set: the rest is
// somebody else's, or nobody's.
func (v *assembler) quotedSentences(r doc.Range, forward bool) doc.Range {
	if r.Empty() || v.allQuoted(r) {
		return r
	}
	first, last := v.sentence[r.First], v.sentence[r.Last-1]
	if forward {
		end := r.First
		for k := first; k <= last && v.allQuoted(v.Sentences[k]); k++ {
			end = min(r.Last, v.Sentences[k].Last)
		}
		return doc.Range{First: r.First, Last: end}
	}
	begin := r.Last
	for k := last; k >= first && v.allQuoted(v.Sentences[k]); k-- {
		begin = max(r.First, v.Sentences[k].First)
	}
	return doc.Range{First: begin, Last: r.Last}
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

// goesOn returns the content after the cue of statement k: where that is only before it and all
// quoted, the quotation with which it goes on if there is one that is nobody else's (“A,”
// she told them, “and b.” or “A,” she said. “B.”).
func (v *assembler) goesOn(all []Decoding, k int) doc.Range {
	found := all[k]
	left, own := found.Parts[Left], v.sentence[found.Cue.First]
	if !found.Parts[Right].Empty() || left.Empty() || v.sentence[left.Last-1] != own || found.quoted || !v.allQuoted(left) ||
		v.fragment(left) || found.Source.Empty() || v.sentence[found.Source.First] != own {
		return found.Parts[Right]
	}
	right := v.rest(max(found.Cue.Last, found.Source.Last), left)
	if right.Empty() {
		return right
	}
	for _, o := range all[k+1:] {
		if o.Cue.First >= right.Last {
			break
		}
		if o.Cue.Overlaps(right) || o.Parts[Left].Overlaps(right) || o.Parts[Right].Overlaps(right) || !o.Source.Empty() && o.Source != found.Source {
			return doc.Range{}
		}
	}
	return right
}

// rest returns the quotation after token i that goes on with what is quoted in left: one that is
// the rest of its sentence, after a comma, or that makes up the sentences after it.
func (v *Features) rest(i int, left doc.Range) doc.Range {
	own := v.Sentences[v.sentence[i-1]]
	for ; i < own.Last && v.quoted[i] < 0; i++ {
	}
	if i < own.Last {
		word, _ := utf8.DecodeRuneInString(v.Word(i))
		if v.Classes[left.Last] != comma || i < 2 || v.Classes[i-2] != comma || !unicode.IsLower(word) {
			return doc.Range{}
		}
	} else if i++; i >= v.paragraphOf(int(v.sentence[own.First])).Last || v.quoted[i] < 0 || v.marks[i]&afterOpening == 0 {
		return doc.Range{}
	}
	q := v.quoted[i]
	first := i
	for i < len(v.Tokens) && v.quoted[i] == q {
		i++
	}
	if !v.Quotes[q].Closed || first == left.First {
		return doc.Range{}
	}
	out := doc.Range{First: first, Last: i}
	if v.Sentences[v.sentence[first]].First == first-1 && v.Sentences[v.sentence[i-1]].Last > i+1 {
		return doc.Range{} // the sentence goes on, with a cue of its own perhaps
	}
	out.First, out.Last = v.Trim(out)
	return out
}

// speeches are the quotations of a text that no cue is beside.
type speeches struct {
	*assembler
	taken map[int32]bool // those that are in the content of a statement
}

// newSpeeches returns the quotations that are in none of the statements found.
func newSpeeches(v *assembler, found []article.Statement) *speeches {
	taken := map[int32]bool{}
	for _, s := range found {
		for _, c := range s.Content {
			for i, _ := v.tokensFrom(c.Start); i < len(v.Tokens) && v.Tokens[i].Start < c.End; i++ {
				taken[v.quoted[i]] = true
			}
		}
	}
	return &speeches{v, taken}
}

// complete takes into each statement that is quoted the paragraphs of the same speech before and
// after it: each but the last has no closing mark, and often that one lacks it, too.
func (v *speeches) complete(found []article.Statement) {
	for k := range found {
		s := &found[k]
		if v.Stopped() || s.Kind != article.Direct || s.Source.IsZero() {
			continue
		}
		before := v.speechBefore(s.Content[0])
		for _, words := range before {
			v.taken[v.quoted[v.firstQuoted(words)]] = true
		}
		s.Content = append(before, s.Content...)
		for next, ok := v.speechAfter(s.Content[len(s.Content)-1]); ok; next, ok = v.speechAfter(next) {
			s.Content = append(s.Content, next)
			q := v.quoted[v.firstQuoted(next)]
			v.taken[q] = true
			if !v.Quotes[q].Closed && !v.resumes(int(q)) {
				s.Fragment = true
			}
		}
	}
}

// speechAfter returns what the paragraph after that of span says, if the quotation there goes on
// with it, is all of the paragraph, and is nobody else's.
func (v *speeches) speechAfter(span article.Span) (article.Span, bool) {
	i := v.firstQuoted(span)
	k := int(v.paragraph[v.sentence[i]])
	if !v.runsOn(k) || v.quoted[v.Paragraphs[k].Last-1] != v.quoted[i] || !v.markedAlike(k) {
		return article.Span{}, false
	}
	return v.allSpeech(v.Paragraphs[k+1])
}

// speechBefore returns what the paragraphs before that of span say, in which the speech begins
// that span ends. None of it may be anybody's whom the words before it name.
func (v *speeches) speechBefore(span article.Span) (out []article.Span) {
	i := v.firstQuoted(span)
	k := int(v.paragraph[v.sentence[i]])
	if first := v.Paragraphs[k].First; first+1 >= len(v.Tokens) || v.quoted[first+1] != v.quoted[i] {
		return nil
	}
	for k > 0 && v.runsOn(k-1) && v.markedAlike(k-1) {
		words, ok := v.allSpeech(v.Paragraphs[k-1])
		if !ok {
			return nil
		}
		out = append(out, words)
		k--
	}
	if k > 0 && v.Word(v.Paragraphs[k-1].Last-1) == ":" {
		return nil
	}
	slices.Reverse(out)
	return out
}

// markedAlike reports whether the quotation that paragraph k ends in and the one that the next
// begins with have the same opening mark. A stray one is mostly another.
func (v *speeches) markedAlike(k int) bool {
	start := v.Quotes[v.quoted[v.Paragraphs[k].Last-1]].Start
	return strings.HasSuffix(v.Text[:start], v.Word(v.Paragraphs[k+1].First))
}

// firstQuoted returns the first token of span that is within a quotation: not the mark that it may
// begin with.
func (v *speeches) firstQuoted(span article.Span) int {
	i, _ := v.tokensFrom(span.Start)
	if v.quoted[i] < 0 && i+1 < len(v.Tokens) {
		i++
	}
	return i
}

// allSpeech returns what paragraph p says, if that is one quotation in no statement yet.
func (v *speeches) allSpeech(p doc.Range) (article.Span, bool) {
	if p.Len() < 2 || v.quoted[p.First+1] < 0 || v.taken[v.quoted[p.First+1]] || !v.allQuoted(p) {
		return article.Span{}, false
	}
	span := v.wholeSentences(v.Quotes[v.quoted[p.First+1]].Span)
	return span, !span.IsZero() && v.Tokens[p.Last-1].Start-span.End <= len("”")
}

// looseConfidence is the confidence of a quotation alone.
const looseConfidence = 0.5

// alone returns the quotations that are whole sentences and in the content of none of
// the statements, as statements without cue or source. Whose they are a later stage says.
func (v *speeches) alone() []article.Statement {
	var out []article.Statement
	var speech []article.Span // in the paragraphs before that a quotation has not ended in
	for k, q := range v.Quotes {
		if q.Depth > 0 {
			continue
		}
		span := article.Span{}
		if q.Open && !v.taken[int32(k)] {
			span = v.wholeSentences(q.Span)
		}
		if !q.Closed && !span.IsZero() && v.resumes(k) {
			speech = append(speech, span)
			continue
		}
		if !span.IsZero() && (q.Closed || len(speech) > 0) {
			why := "a quotation alone in its sentence"
			if len(speech) > 0 {
				why = "a quotation of several paragraphs"
			}
			out = append(out, article.Statement{Kind: article.Direct, Content: append(speech, span), Speaker: article.Nobody,
				Fragment: !q.Closed, Confidence: looseConfidence, Why: []string{why}})
		}
		speech = nil
	}
	return out
}

// resumes reports whether quotation k reaches to the end of its paragraph without a closing mark,
// and the next paragraph begins with an opening one, as a speech of several paragraphs does.
func (v *speeches) resumes(k int) bool {
	i, _ := v.tokensFrom(v.Quotes[k].Start)
	return i < len(v.Tokens) && v.runsOn(int(v.paragraph[v.sentence[i]]))
}

// wholeSentences returns what a quotation says, without its marks, if a sentence or what follows
// a colon begins with it, and a sentence ends with it; a zero span otherwise.
func (v *speeches) wholeSentences(quote article.Span) article.Span {
	first, _ := v.tokensFrom(quote.Start)
	for first < len(v.Tokens) && v.Tokens[first].Kind == doc.Mark && v.quoted[first] < 0 {
		first++
	}
	last := first
	for last < len(v.Tokens) && v.quoted[last] == v.quoted[first] {
		last++
	}
	if first >= len(v.Tokens) || last-first < 2 || v.quoted[first] < 0 || v.Sentences[v.sentence[first]].First != first-1 && v.Word(first-2) != ":" {
		return article.Span{}
	}
	end := v.Sentences[v.sentence[last-1]].Last
	if end != last && end != min(last+1, len(v.Tokens)) || !sentenceEnds[v.Word(last-1)] {
		return article.Span{}
	}
	return article.Span{Start: v.Tokens[first].Start, End: v.Tokens[last-1].End}
}

// sentenceEnds are the marks that end a sentence.
var sentenceEnds = map[string]bool{".": true, "!": true, "?": true, "…": true}

// tokensFrom returns the first token that begins at or after a byte, and whether one
// begins there.
func (v *Features) tokensFrom(start int) (int, bool) {
	return slices.BinarySearchFunc(v.Tokens, start, func(t doc.Token, start int) int { return t.Start - start })
}
