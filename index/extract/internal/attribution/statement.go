package attribution

import (
	"cmp"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// Statements returns the attributions of d: content, cue, source and confidence,
// ordered by the start of their content. Whom the source words mean is left to a
// later stage.
func (m *Model) Statements(d *doc.Document) []article.Statement {
	if d.Stopped() {
		return nil
	}
	r := assembler{Features: NewFeatures(d, &m.Tagger, m.Table), Model: m}
	settled := m.Decode(r.Features)
	for i := range settled {
		settled[i] = clauses{&r}.endAtSecondVerb(r.withinSentence(settled[i]))
		settled[i].Source = clauses{&r}.ofPassive(settled[i])
	}
	coordination{&r}.shareSources(settled)
	var out []article.Statement
	kept := slices.DeleteFunc(DropNested(settled), func(found Decoding) bool {
		return found.Chance < m.MinChance && !r.isDirect(found) || r.isQuestionPut(found) || r.saysNothing(found) || remarks{&r}.leavesOpen(found) || r.asksNoName(found) || remarks{&r}.yetToCome(found) ||
			clauses{&r}.onlySubject(found) || clauses{&r}.isAsked(found, settled)
	})
	for k, found := range kept {
		if d.Stopped() {
			return nil
		}
		found.Parts[Right] = r.goesOn(kept, k)
		for _, found := range r.splitTorn(found) {
			if st, ok := r.show(found, settled); ok {
				out = append(out, st)
			}
		}
	}
	rest := newSpeeches(&r, out)
	rest.complete(out)
	out = append(out, rest.alone()...)
	slices.SortStableFunc(out, func(a, b article.Statement) int {
		return cmp.Or(a.Content[0].Start-b.Content[0].Start, a.Cue.Start-b.Cue.Start)
	})
	return out
}

// show returns a decoding as the statement that is shown, if it is one to show.
func (v *assembler) show(found Decoding, settled []Decoding) (article.Statement, bool) {
	if v.kind(found.Analysis) == article.Indirect {
		found.Parts[Left] = v.trimConcession(found.Parts[Left])
	}
	if v.kind(found.Analysis) != article.Direct {
		found.Parts[Right] = remarks{v}.cut(found, settled)
		found.Parts[Right] = clauses{v}.beforeMainVerb(found)
	}
	found.Parts = v.dropQuestion(found.Parts)
	found.Parts = v.dropPassive(found)
	for on, part := range found.Parts {
		found.Parts[on] = v.withoutDateline(part)
	}
	found.Source = v.sourceWithoutDateline(found.Source)
	found.Source = clauses{v}.ownSource(found)
	quoted := secondHand{v}.quotedAs(&found)
	st := v.statement(found)
	if len(st.Content) == 0 || st.Confidence < v.leastSure(found) {
		return st, false
	}
	st.Inner = v.inner(found, settled)
	if !quoted.Empty() {
		st.Inner = v.bytes(quoted)
	}
	if st.Inner.IsZero() && st.Kind == article.Direct {
		st.Inner = v.innerSubject(found)
	}
	return st, true
}

// minTopicConfidence is the confidence from which on a topic that is named, with
// nothing said of it, counts as a statement. On PolNeAR's held-out articles
// half of them are wrong; nobody who asks who said what wants to read them.
const minTopicConfidence = 0.95

// The same for what is quoted in whole or in part beside said: what is doubted then is how it is
// cut or who speaks, not that somebody said it.
const (
	minDirectConfidence = 0.25
	minMixedConfidence  = 0.35
)

// minActConfidence is the same for what a speech act is about (topic.go).
const minActConfidence = 0.5

// minConfidence is the confidence from which on a statement is given. On PolNeAR's
// development part statements lose 0.2 of F1 by it and gain 2.8 of precision (docs/MODEL.md):
// a reader is harmed more by what nobody said than by what is left out.
const minConfidence = 0.4

// statement puts a decoding into bytes.
func (v *assembler) statement(found Decoding) article.Statement {
	st := article.Statement{Speaker: article.Nobody, Confidence: v.confidence(found.Chance), Cue: v.bytes(found.Cue.Range)}
	if !found.Source.Empty() {
		st.Source = v.bytes(found.Source)
	}
	st.Kind = v.kind(found.Analysis)
	for _, part := range found.Parts {
		switch {
		case part.Empty():
		case st.Kind == article.Direct:
			st.Content = append(st.Content, v.quotedSpans(part)...)
		default:
			st.Content = append(st.Content, v.balanced(part))
		}
		st.Fragment = st.Fragment || v.fragment(part)
	}
	if st.Kind == article.Direct && !found.Parts[Left].Empty() && !found.Parts[Right].Empty() {
		v.keepInnerMarks(found.Analysis, st.Content)
	}
	st.Why = v.explain(found)
	return st
}

// inner returns the source of a statement that is, with its cue, within the
// content of another: whom the speaker quotes. Speakers who speak of
// themselves quote nobody.
func (v *assembler) inner(outer Decoding, all []Decoding) article.Span {
	var top Decoding
	for o := range outer.nested(all) {
		if o.Chance > top.Chance && !selves[v.words[o.Source.First]] && !nobodies[v.words[o.Source.First]] && !addressees[v.words[o.Source.Last-1]] {
			top = o
		}
	}
	if top.Source.Empty() {
		return article.Span{}
	}
	return v.bytes(top.Source)
}

// secondHand finds whom a source quotes by its cue.
type secondHand struct{ *assembler }

// quotedAs returns whom a source quotes, where "quoted Berg as saying" reports it. Berg is no part of the content
// then, and the cue reaches to "saying".
func (v secondHand) quotedAs(found *Decoding) doc.Range {
	end := v.Sentences[v.sentence[found.Cue.First]].Last
	for i := found.Cue.First; i < found.Cue.Last; i++ {
		if !quotingStems[v.stems[i]] || v.quoted[i] >= 0 {
			continue
		}
		whom := doc.Range{First: i + 1, Last: i + 1}
		for whom.Last < min(end, i+maxQuoted) && v.words[whom.Last] != asWord && v.Classes[whom.Last] != comma && v.quoted[whom.Last] < 0 {
			whom.Last++
		}
		verb := whom.Last + 1
		if whom.Empty() || verb >= end || v.words[whom.Last] != asWord || v.Classes[verb] != gerund || v.Classes[whom.First] == adposition || selves[v.words[whom.First]] || addressees[v.words[whom.First]] {
			return doc.Range{}
		}
		switch right := &found.Parts[Right]; {
		case right.Empty() || right.First > whom.First:
		case verb+1 < right.Last:
			found.Cue.Last = verb + 1
			right.First = v.afterQuoting(doc.Range{First: verb + 1, Last: right.Last})
		case !found.Parts[Left].Empty():
			found.Cue.Last = verb + 1
			*right = doc.Range{}
		}
		return whom
	}
	return doc.Range{}
}

// afterQuoting returns where the words begin that are quoted in a run after "as saying": at "that" or the first quotation mark, if
// there is either soon, as in "as saying in 1994 that".
func (v secondHand) afterQuoting(r doc.Range) int {
	for i := r.First; i < min(r.Last, r.First+maxQuoted); i++ {
		if v.words[i] == thatWord || v.quoted[i] >= 0 {
			return i
		}
		if v.Classes[i].finite() {
			break
		}
	}
	return r.First
}

// maxQuoted is how many words may name somebody who is quoted as saying something.
const maxQuoted = 12

var quotingStems = map[uint32]bool{HashWord(stem("quoted")): true, HashWord(stem("cited")): true}

// The words that tell, within a quotation, that its speaker quotes somebody.
var innerCues = hashed("inner_cues")

// maxSubject bounds the words of a subject that is looked for.
const maxSubject = 7

// innerSubject returns whom the speaker of direct speech quotes, where a clause of it
// says so plainly: "The harbour office has said that …". Training articles mark
// hardly any of these, so that the model does not know them.
func (v *assembler) innerSubject(outer Decoding) article.Span {
	for _, part := range outer.Parts {
		for i := part.First; i < part.Last; i++ {
			begins := i == part.First || v.isEdge(i-1) || v.Classes[i-1] == conjunction || v.Classes[i-1] == stop
			if !begins {
				continue
			}
			if subject := v.subject(i, part.Last); !subject.Empty() && !nobodies[v.words[subject.First]] {
				return v.bytes(subject)
			}
		}
	}
	return article.Span{}
}

// subject returns a noun phrase at token i that a verb of saying follows, empty where
// there is none. What follows the verb is within end, too.
func (v *assembler) subject(i, end int) doc.Range {
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

// addressees are those whom speakers speak to, or the speakers themselves: they quote nobody else.
var addressees = map[uint32]bool{HashWord("you"): true, HashWord("You"): true, HashWord("me"): true, HashWord("us"): true, HashWord("I"): true, HashWord("we"): true}

// nobodies begin what names nobody who could be quoted: "nobody has told us", "anybody who says so".
var nobodies = hashed("nobodies")

// selves are the words by which speakers mean themselves.
var selves = map[uint32]bool{HashWord("I"): true, HashWord("we"): true, HashWord("my"): true, HashWord("our"): true}

// clauses corrects decodings that reach beyond the clause of their cue, as its grammar shows.
type clauses struct{ *assembler }

// beforeMainVerb returns the content after a cue in a relative clause without the rest of the sentence around it: "Holt, who
// said the dam would hold, resigned". Its verb is the first after a comma that closes no apposition.
func (v clauses) beforeMainVerb(found Decoding) doc.Range {
	part := found.Parts[Right]
	if part.Empty() || part.First < found.Cue.Last || !found.Parts[Left].Empty() || !v.relative(found.Cue.First) {
		return part
	}
	commas := 0
	for i := part.First; i+1 < part.Last; i++ {
		if v.Classes[i] != comma || v.quoted[i] >= 0 && v.quoted[i+1] >= 0 {
			continue
		}
		verb := i + 1
		for verb < part.Last && (v.marks[verb]&closesQuote != 0 || v.Classes[verb] == adverb) {
			verb++
		}
		if verb < part.Last && v.quoted[verb] < 0 && v.Classes[verb].finite() && commas%2 == 0 {
			return doc.Range{First: part.First, Last: i}
		}
		commas++
	}
	return part
}

// maxRelative is how many tokens may be between "who" and the verb of its clause: "who, as a young man, said".
const maxRelative = 8

// relative reports whether the verb at token i is that of a clause that who or which opens after a comma.
func (v clauses) relative(i int) bool {
	first := v.Sentences[v.sentence[i]].First
	for j := i - 1; j > first && j >= i-maxRelative; j-- {
		switch {
		case v.quoted[j] >= 0 || v.Classes[j].finite():
			return false
		case v.Classes[j] == wh:
			return v.Classes[j-1] == comma
		}
	}
	return false
}

// ownSource returns a source before its cue without another clause of saying that is before it: "Inspector Kemble said Lind,
// when arrested, replied".
func (v clauses) ownSource(found Decoding) doc.Range {
	source := found.Source
	if source.Last > found.Cue.First {
		return source
	}
	for i := source.Last - 2; i > source.First; i-- {
		if v.Classes[i] == wh {
			return source
		}
		if !v.Classes[i].finite() || !v.says(doc.Range{First: i, Last: i + 1}) {
			continue
		}
		for j := source.First; j < i; j++ {
			if v.Classes[j] == wh || v.words[j] == thatWord {
				return source // a man who said he was Berg
			}
		}
		return v.subjectAfter(i, source)
	}
	return source
}

// ofPassive returns a source without the words of a passive: nobody is named in "it has been said that".
func (v clauses) ofPassive(found Decoding) doc.Range {
	source := found.Source
	if source.Empty() || source.Last != found.Cue.First || !passives[v.words[source.Last-1]] || v.quoted[source.Last-1] != v.quoted[found.Cue.First] {
		return source
	}
	return doc.Range{}
}

// subjectAfter returns what of a source is after the verb of saying at token i, if that is a subject without a verb of its own;
// the whole source otherwise.
func (v clauses) subjectAfter(i int, source doc.Range) doc.Range {
	own := doc.Range{First: i + 1, Last: source.Last}
	for j := own.First; j < source.Last; j++ {
		switch {
		case v.words[j] == thatWord:
			own.First = j + 1
		case v.Classes[j].finite():
			return source
		}
	}
	if own.Empty() {
		return source
	}
	return own
}

// onlySubject reports whether the content of "according to" is only the subject of what another cue reports: "The
// minister, according to those present, said that …".
func (v clauses) onlySubject(found Decoding) bool {
	left, end := found.Parts[Left], found.Source.Last
	if left.Empty() || !found.Parts[Right].Empty() || found.Source.First < found.Cue.Last || v.words[found.Cue.Last-1] != toWord || end+1 >= len(v.Tokens) || v.Classes[end] != comma || !v.Classes[end+1].finite() {
		return false
	}
	for i := left.First; i < left.Last; i++ {
		if v.quoted[i] >= 0 || v.Classes[i].finite() {
			return false
		}
	}
	return true
}

// isAsked reports whether a decoding tells what the source of another one was asked: "The president, asked about the bill,
// said". The other's source holds it.
func (v clauses) isAsked(found Decoding, all []Decoding) bool {
	if found.Source.Empty() || found.Source.First >= found.Cue.First || !askers[v.words[found.Cue.First]] || v.Classes[found.Cue.First-1] != comma {
		return false
	}
	at, _ := slices.BinarySearchFunc(all, found.Cue.Last, func(o Decoding, last int) int { return o.Cue.First - last })
	for ; at < len(all) && v.sentence[all[at].Cue.First] == v.sentence[found.Cue.First]; at++ {
		if source := all[at].Source; source.First == found.Source.First && found.Cue.Last <= source.Last {
			return true
		}
	}
	return false
}

// endAtSecondVerb cuts what somebody is accused of before the next verb of the one who accuses: "accused the council of lying and
// demanded an inquiry".
func (v clauses) endAtSecondVerb(found Decoding) Decoding {
	part := &found.Parts[Right]
	if part.Empty() || v.stems[found.Cue.First] != accuseStem && !predications[v.stems[found.Cue.First]] || found.Cue.First > part.First {
		return found
	}
	for i := part.First + 1; i+1 < part.Last; i++ {
		if v.quoted[i] >= 0 || v.Classes[i] == wh || v.Classes[i].finite() || subordinators[v.words[i]] && v.words[i] != asWord && v.words[i] != forWord || v.words[i] == thatWord {
			return found
		}
		if !links[v.words[i]] {
			continue
		}
		verb := i + 1
		for verb < part.Last && v.Classes[verb] == adverb {
			verb++
		}
		if verb < part.Last && v.Classes[verb].finite() {
			part.Last = i
			if v.Classes[i-1] == comma {
				part.Last--
			}
			return found
		}
	}
	return found
}
