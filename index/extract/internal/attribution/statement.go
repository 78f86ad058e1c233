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
	}
	coordination{&r}.shareSources(settled)
	var out []article.Statement
	kept := slices.DeleteFunc(DropNested(settled), func(found Decoding) bool {
		return found.Chance < m.MinChance && !r.isDirect(found) || r.isQuestionPut(found) || r.saysNothing(found) || r.asksNoName(found) || remarks{&r}.yetToCome(found) ||
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
		if o.Chance > top.Chance && !selves[v.words[o.Source.First]] && !addressees[v.words[o.Source.Last-1]] {
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
			if subject := v.subject(i, part.Last); !subject.Empty() {
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

// selves are the words by which speakers mean themselves.
var selves = map[uint32]bool{HashWord("I"): true, HashWord("we"): true, HashWord("my"): true, HashWord("our"): true}
