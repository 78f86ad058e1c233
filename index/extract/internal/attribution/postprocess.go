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
