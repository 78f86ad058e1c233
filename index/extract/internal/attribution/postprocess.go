package attribution

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// concessions begin a clause that the writer grants before what is reported:
// of those before content with its cue after it, PolNeAR's training part leaves
// out twenty such clauses and takes in seven.
var concessions = map[uint32]bool{HashWord("although"): true, HashWord("though"): true, HashWord("despite"): true}

// maxConcession is how many tokens a clause that is granted may have.
const maxConcession = 30

// trimConcession takes a concession at a sentence's beginning off the
// content: "Although hopes are low, the talks go on, according to Holt."
func (v *assembler) trimConcession(part doc.Range) doc.Range {
	if part.Empty() || v.distanceToStart(part.First) > 0 || !concessions[v.words[part.First]] {
		return part
	}
	for i := part.First; i < min(part.First+maxConcession, part.Last-3); i++ {
		if v.Classes[i] == comma && !v.isEdge(i+1) {
			return doc.Range{First: i + 1, Last: part.Last}
		}
	}
	return part
}

// maxDateline is the maximum number of tokens of a dateline, its dash included.
const maxDateline = 16

// withoutDateline takes off a part what opens a report: a place, a date or an agency in
// brackets, and a dash or a colon ("OLDTOWN, May 3 (Agency) -", "OLDTOWN – The mill …",
// "Oldtown, 3 May – The mill …").
func (v *assembler) withoutDateline(part doc.Range) doc.Range {
	_, opens := slices.BinarySearchFunc(v.Paragraphs, part.First, func(p doc.Range, first int) int { return p.First - first })
	if part.Empty() || !opens {
		return part
	}
	capitals, dated, names := doc.AllCapitals(v.Word(part.First)), false, v.shapes[part.First] != lowerShape
	if !capitals && (!names || v.Word(part.First+1) != ",") {
		return part
	}
	for i := part.First + 1; i < min(part.First+maxDateline, part.Last-1); i++ {
		switch w := v.Word(i); {
		case w == "(" || v.Tokens[i].Kind == doc.Number:
			dated = true
		case doc.IsDash(w) || w == ":" && capitals:
			rest := doc.Range{First: i + 1, Last: part.Last}
			if doc.IsDash(v.Word(rest.First)) && rest.Len() > 1 {
				rest.First++ // --
			}
			if capitals && dated && w != ":" || names && (capitals || dated) && v.opensReport(rest) {
				return rest
			}
			return part
		case v.Tokens[i].Kind == doc.Word:
			names = names && v.shapes[i] != lowerShape
		}
	}
	return part
}

// sourceWithoutDateline takes off a source what of a report's opening is in it: "Oldtown, 3 May –
// The mill said".
func (v *assembler) sourceWithoutDateline(source doc.Range) doc.Range {
	if source.Empty() {
		return source
	}
	p := v.paragraphOf(int(v.sentence[source.First]))
	if source.First-p.First > maxDateline {
		return source
	}
	if rest := v.withoutDateline(doc.Range{First: p.First, Last: source.Last}); rest.First > source.First && rest.First < source.Last {
		source.First = rest.First
	}
	return source
}

// opensReport reports whether what follows a dash or colon begins a sentence: it is no part of
// a name ("UK – EU talks"), and no other dash makes an aside of it ("HS2 – Britain's new line –
// is late").
func (v *assembler) opensReport(r doc.Range) bool {
	if v.Tokens[r.First].Kind == doc.Word && v.shapes[r.First] != titleShape {
		return false
	}
	dashes := 0
	for i := r.First; i < v.Sentences[v.sentence[r.First]].Last; i++ {
		if doc.IsDash(v.Word(i)) {
			dashes++
		}
	}
	return dashes%2 == 0
}

// askers begin a clause that tells what somebody was asked, at a sentence's beginning.
var askers = map[uint32]bool{HashWord("asked"): true, HashWord("pressed"): true, HashWord("questioned"): true, HashWord("quizzed"): true}

// dropQuestion leaves out what the speaker was asked, where the answer is beside it:
// "Asked whether the quay would close, Holt said no.".
func (v *assembler) dropQuestion(parts [Sides]doc.Range) [Sides]doc.Range {
	if left := parts[Left]; !left.Empty() && !parts[Right].Empty() && v.distanceToStart(left.First) == 0 && askers[v.words[left.First]] {
		parts[Left] = doc.Range{}
	}
	return parts
}

// isQuestionPut reports whether a decoding is what somebody unnamed asked the speaker
// of the sentence.
func (v *assembler) isQuestionPut(found Decoding) bool {
	return found.Source.Empty() && v.distanceToStart(found.Cue.First) == 0 && askers[v.words[found.Cue.First]]
}

// nothings are what somebody said who did not speak of something.
var nothings = map[uint32]bool{HashWord("nothing"): true, HashWord("little"): true}

// afterNothing follow nothing where it is all that was said, whatever comes after: "said
// nothing about the talks that failed".
var afterNothing = map[uint32]bool{HashWord("about"): true, HashWord("until"): true, HashWord("when"): true, HashWord("while"): true}

// saysNothing reports whether a decoding tells that nothing was said: "Obi said nothing until
// the end.", "Dorn told the court nothing.", but not "Reed said nothing would change.".
func (v *assembler) saysNothing(found Decoding) bool {
	part := found.Parts[Right]
	if part.Empty() || !found.Parts[Left].Empty() || v.quoted[part.First] >= 0 {
		return false
	}
	switch first, last := v.words[part.First], v.words[part.Last-1]; {
	case !nothings[first] && !nothings[last]:
		return false
	case nothings[first] && part.Len() > 1 && afterNothing[v.words[part.First+1]]:
		return true
	}
	for i := part.First; i < part.Last; i++ {
		if v.Classes[i].verb() {
			return false
		}
	}
	return true
}

// leavesOpen reports whether a decoding is a question that somebody did not answer: "Which one, she did
// not say.", "When, Obi declined to say.".
func (v remarks) leavesOpen(found Decoding) bool {
	part, right := found.Parts[Left], found.Parts[Right]
	if part.Empty() && right.Len() == 2 && v.words[right.First] == toWord && v.says(doc.Range{First: right.First + 1, Last: right.Last}) {
		return true
	}
	if part.Empty() || !found.Parts[Right].Empty() || v.quoted[part.First] >= 0 || !questionsLeft[v.words[part.First]] {
		return false
	}
	for i := max(found.Cue.First-maxDenial, part.Last); i < found.Cue.Last; i++ {
		if denials[v.words[i]] {
			return true
		}
	}
	return false
}

// maxDenial is how many words before a cue may deny it: "never quite said".
const maxDenial = 3

var questionsLeft, denials = hashed("questions_left"), hashed("denials")

// asksNoName reports whether a decoding tells on what terms somebody spoke: "who asked not to be named",
// "requested anonymity to discuss the plan", "did not want to give her name".
func (v *assembler) asksNoName(found Decoding) bool {
	part := found.Parts[Right]
	if part.Empty() || !found.Parts[Left].Empty() || v.quoted[part.First] >= 0 {
		return false
	}
	i := part.First
	if v.words[i] == anonymityWord {
		return true
	}
	if v.words[i] == notWord {
		i++
	}
	if i+2 >= part.Last || v.words[i] != toWord {
		return false
	}
	switch v.words[i+1] {
	case beWord:
		return naming[v.words[i+2]]
	case giveWord:
		return i+3 < part.Last && v.Classes[i+2] == possessor && (v.words[i+3] == nameWord || v.words[i+3] == namesWord)
	}
	return false
}

// yetToCome reports whether a decoding tells what somebody has yet to say: "is expected to say that", "is due to tell
// the court".
func (v remarks) yetToCome(found Decoding) bool {
	for i := found.Cue.First + 1; i < found.Cue.Last; i++ {
		if !awaited[v.words[i]] || !passives[v.words[i-1]] {
			continue
		}
		for verb := i + 1; verb < min(i+4, len(v.Tokens)); verb++ {
			if v.Classes[verb] == base {
				return v.words[verb-1] == toWord && (v.says(doc.Range{First: verb, Last: verb + 1}) || innerCues[v.words[verb]] || verb < found.Cue.Last || speechActs[v.stems[verb]])
			}
		}
	}
	return false
}

// awaited are what somebody is who has yet to say something.
var awaited = map[uint32]bool{HashWord("expected"): true, HashWord("due"): true, HashWord("set"): true, HashWord("scheduled"): true, HashWord("likely"): true, HashWord("poised"): true}

var (
	anonymityWord, notWord, beWord = HashWord("anonymity"), HashWord("not"), HashWord("be")
	giveWord, nameWord, namesWord  = HashWord("give"), HashWord("name"), HashWord("names")
)

// naming are what is done to a source that is named.
var naming = map[uint32]bool{HashWord("named"): true, HashWord("identified"): true, HashWord("quoted"): true, HashWord("cited"): true}

// splitTorn returns the two statements of a decoding of which one part is quoted whole and
// the other lacks a mark: what is sure of the one is not of the other.
func (v *assembler) splitTorn(found Decoding) []Decoding {
	for on, part := range found.Parts {
		whole, broken := found, found
		whole.Parts[1-on], broken.Parts[on] = doc.Range{}, doc.Range{}
		if !part.Empty() && !broken.Parts[1-on].Empty() && v.kind(whole.Analysis) == article.Direct && !v.fragment(part) &&
			v.kind(broken.Analysis) != article.Direct && v.fragment(broken.Parts[1-on]) {
			return []Decoding{whole, broken}
		}
	}
	return []Decoding{found}
}

// remarks finds what a writer adds to the words that are reported: how they were taken, or
// what others say of them.
type remarks struct{ *assembler }

// cut returns the content of a decoding without what the writer adds at its end: "said the pool
// would close, which drew boos", "…, a claim the ministry denies", "…, their union said, adding …".
func (v remarks) cut(found Decoding, all []Decoding) doc.Range {
	part := found.Parts[Right]
	if part.Empty() || found.Cue.First > part.First {
		return part
	}
	if v.Classes[part.First-1] == comma && !found.Parts[Left].Empty() && v.remark(part.First, part.Last) {
		return doc.Range{}
	}
	if v.Classes[part.First-1] == comma && !found.Parts[Left].Empty() && v.tellsHow(part) {
		return doc.Range{}
	}
	if v.Classes[part.First-1] == comma && links[v.words[part.First]] && v.tellsOn(found.Parts[Left], part) {
		return doc.Range{}
	}
	for i := part.First + 1; i+1 < part.Last; i++ {
		if v.Classes[i] == comma && v.quoted[i] < 0 && v.remark(i+1, part.Last) {
			return doc.Range{First: part.First, Last: i}
		}
	}
	return v.cutOtherCue(part, all)
}

// tellsHow reports whether what is after a cue tells how words were said, or what came of them: "The mill will close, its
// owners said, ending 140 years of weaving". Of those after content and its cue, PolNeAR's training part leaves out
// 221 and takes in a handful. "She added, closing it would be cruel" has another verb, of which it is the subject.
func (v remarks) tellsHow(part doc.Range) bool {
	first := part.First
	if v.words[first] == asWord && v.quoted[first] < 0 {
		return first+2 < part.Last && (v.Classes[first+1] == determiner || v.Classes[first+1] == name || v.Classes[first+1] == pronoun || v.Classes[first+1] == nouns)
	}
	for i := first; i < min(first+5, part.Last-1); i++ { // hours after, a day before
		if spells[v.words[i]] && v.quoted[i] < 0 && (v.words[i+1] == afterWord || v.words[i+1] == beforeWord) {
			return true
		}
	}
	if v.Classes[first] != gerund || v.quoted[first] >= 0 || v.words[first] == includingWord {
		return false
	}
	for i := part.First + 1; i < part.Last; i++ {
		switch c := v.Classes[i]; {
		case c == comma, c == wh, c == pronoun, v.words[i] == thatWord, subordinators[v.words[i]] && v.words[i] != forWord:
			return true
		case c.finite():
			return false
		}
	}
	return true
}

var (
	includingWord, afterWord, beforeWord = HashWord("including"), HashWord("after"), HashWord("before")

	spells = hashed("spells")
)

// tellsOn reports whether the clause after a cue tells what happened since, unlike the one before it, which says what is
// or will be: "The talks would go on, she said, and the office withdrew the plan". Whoever speaks of what
// would be cannot know that.
func (v remarks) tellsOn(before, after doc.Range) bool {
	current := false
	for i := before.First; i < before.Last; i++ {
		if v.quoted[i] >= 0 || v.Classes[i] == preterite {
			return false
		}
		current = current || v.Classes[i].finite()
	}
	for i := after.First; current && i < after.Last; i++ {
		switch c := v.Classes[i]; {
		case v.quoted[i] >= 0, c == wh, v.words[i] == thatWord, subordinators[v.words[i]]:
			return false
		case c.finite():
			return c == preterite && !auxiliaries[v.words[i]] && v.words[i] != didWord
		}
	}
	return false
}

var didWord = HashWord("did")

// cutOtherCue returns a part without what follows the comma before another's "the union said".
func (v remarks) cutOtherCue(part doc.Range, all []Decoding) doc.Range {
	at, _ := slices.BinarySearchFunc(all, part.First, func(o Decoding, first int) int { return o.Cue.First - first })
	for ; at < len(all) && all[at].Cue.Last <= part.Last; at++ {
		o := all[at]
		first, last := min(o.Cue.First, o.Source.First), max(o.Cue.Last, o.Source.Last)
		if o.Source.Empty() || pronounSubjects[v.words[o.Source.First]] || last-first > o.Cue.Len()+o.Source.Len()+1 || first <= part.First+1 || last > part.Last || v.quoted[first] >= 0 || v.Classes[first-1] != comma {
			continue
		}
		if last == part.Last || v.Classes[last] == comma && (last+1 == part.Last || !v.Classes[last+1].finite()) {
			return doc.Range{First: part.First, Last: first - 1}
		}
	}
	return part
}

// remark reports whether a writer's remark begins at token i, after a comma, and reaches to end.
func (v remarks) remark(i, end int) bool {
	for j := i; j+1 < end; j++ {
		if v.Classes[j] == comma && v.Classes[j+1].finite() {
			return false // the clause before goes on
		}
	}
	next := uint32(0)
	if i+1 < end {
		next = v.words[i+1]
	}
	switch w := v.words[i]; {
	case w == whichWord:
		return v.reacts(i+1, end) || v.disputed(i+1, end)
	case somethings[w]:
		return v.disputed(i+1, end)
	case w == aWord || w == anWord:
		for j := i + 1; j < min(i+4, end); j++ {
			if sayingNouns[v.words[j]] {
				return j+1 < end
			}
			if w := v.words[j]; w == thatWord || w == whichWord {
				return v.reacts(j+1, end)
			}
		}
	case w == toWord:
		return next == whichWord || v.endsIn(reactions, i+1, end)
	case w == withoutWord:
		return leftOut[next]
	}
	return v.Classes[i] == gerund && v.reacts(i, end)
}

// reacts reports whether the verb at token i, or after an auxiliary or adverb there, tells how words
// were taken: "drew boos", "has angered the union".
func (v remarks) reacts(i, end int) bool {
	for ; i < end && (v.Classes[i] == adverb || auxiliaries[v.words[i]]); i++ {
	}
	if i >= end {
		return false
	}
	end = min(end, i+maxReaction)
	return upsetting[v.stems[i]] || drawing[v.stems[i]] && v.endsIn(reactions, i+1, end) || stirring[v.stems[i]] && v.endsIn(moods, i+1, end)
}

// maxReaction is how many tokens a reaction may have: "a round of loud applause from the gallery".
const maxReaction = 8

// endsIn reports whether one of the nouns is among the tokens from i, before a comma.
func (v remarks) endsIn(nouns map[uint32]bool, i, end int) bool {
	for end = min(end, i+maxReaction); i < end && v.Classes[i] != comma; i++ {
		if nouns[v.words[i]] {
			return true
		}
	}
	return false
}

// disputed reports whether a subject at token i denies what was said, or calls it something.
func (v remarks) disputed(i, end int) bool {
	for j := i + 1; j < min(end, i+maxSubject); j++ {
		switch {
		case v.Classes[j] == comma:
			return false
		case disputing[v.stems[j]] && v.Classes[j].verb():
			return true
		}
	}
	return false
}

var (
	whichWord, toWord, withoutWord = HashWord("which"), HashWord("to"), HashWord("without")

	somethings  = hashed("somethings")
	sayingNouns = hashed("saying_nouns")
	leftOut     = hashed("left_out")
	auxiliaries = hashed("auxiliaries")
	reactions   = hashed("reactions")
	upsetting   = stemmed("upsetting")
	drawing     = stemmed("drawing")
	stirring    = stemmed("stirring")
	moods       = hashed("moods")
	disputing   = stemmed("disputing")
)

// dropPassive leaves out the subject of a passive cue: what is before it is whom the source spoke to,
// as in "Born in 1931, she was told by a teacher that girls did not build bridges".
func (v *assembler) dropPassive(found Decoding) [Sides]doc.Range {
	parts := found.Parts
	if parts[Left].Empty() || parts[Right].Empty() || found.Source.Empty() || found.Source.First < found.Cue.Last || v.words[found.Source.First-1] != byWord || !clauseStarts[v.words[parts[Right].First]] {
		return parts
	}
	parts[Left] = doc.Range{}
	return parts
}

// clauseStarts are the words that open the clause after told or asked.
var clauseStarts = map[uint32]bool{thatWord: true, HashWord("whether"): true, HashWord("if"): true, toWord: true, HashWord("not"): true,
	HashWord("how"): true, HashWord("why"): true, HashWord("what"): true, HashWord("who"): true, HashWord("when"): true, HashWord("where"): true}
