package attribution

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// leastSure returns the confidence from which on an analysis is given.
func (v *assembler) leastSure(found Decoding) float64 {
	switch {
	case v.isDirect(found):
		return minDirectConfidence
	case v.says(found.Cue.Range) && v.kind(found.Analysis) == article.Mixed:
		return minMixedConfidence
	case !v.namesTopicOnly(found.Analysis) || v.says(found.Cue.Range):
		return minConfidence
	case v.isSpeechAct(found):
		return minActConfidence
	}
	return minTopicConfidence
}

// isDirect reports whether a decoding is a quotation with a cue like said.
func (v *assembler) isDirect(found Decoding) bool {
	return v.says(found.Cue.Range) && v.kind(found.Analysis) == article.Direct
}

// says reports whether a cue is one that nothing but words can follow.
func (v *assembler) says(cue doc.Range) bool {
	for i := cue.First; i < cue.Last; i++ {
		if sayingStems[v.stems[i]] {
			return true
		}
	}
	return false
}

var sayingStems = map[uint32]bool{HashWord("said"): true, HashWord("say"): true, HashWord("accord"): true, HashWord("told"): true, HashWord("tell"): true}

// isSpeechAct reports whether content without a clause says something with its cue all the
// same: what is demanded or denied, or what somebody is called or accused of.
func (v *assembler) isSpeechAct(found Decoding) bool {
	for i := found.Cue.First; i < found.Cue.Last; i++ {
		switch stem := v.stems[i]; {
		case speechActs[stem], stem == callStem && v.words[found.Cue.Last-1] == forWord:
			return true
		case predications[stem] && v.predicates(found, asWord, forWord), stem == accuseStem && v.predicates(found, ofWord):
			return true
		case stem == callStem && v.predicates(found, aWord, anWord):
			return true
		}
	}
	return false
}

// predicates reports whether content tells with one of the words what somebody is, or did: the
// first of them that is a preposition or an article, if they are articles.
func (v *assembler) predicates(found Decoding, words ...uint32) bool {
	for _, part := range found.Parts {
		for i := part.First + 1; i < part.Last; i++ {
			if slices.Contains(words, v.words[i]) {
				return true
			}
			if v.Classes[i] == adposition && words[0] == aWord {
				break
			}
		}
	}
	return false
}

var (
	asWord, forWord, aWord, anWord = HashWord("as"), HashWord("for"), HashWord("a"), HashWord("an")
	callStem, accuseStem           = HashWord(stem("called")), HashWord(stem("accused"))
)

var (
	speechActs   = stemmed("speech_acts")
	predications = stemmed("predications")
)

// namesTopicOnly reports whether indirect content merely names what was spoken of, as
// in "criticised the toll" or "recalled a summer when ...": it has no clause of
// its own, so it says nothing that could be shown as said.
func (v *assembler) namesTopicOnly(found Analysis) bool {
	if v.kind(found) != article.Indirect {
		return false
	}
	for _, part := range found.Parts {
		if v.hasClause(part) {
			return false
		}
	}
	return true
}

// hasClause reports whether a run has a verb before any relative clause: a finite
// one, or an infinitive after to.
func (v *assembler) hasClause(part doc.Range) bool {
	for i := part.First; i < part.Last; i++ {
		c := v.Classes[i]
		switch {
		case i == part.First && v.words[i] == thatWord:
			return true
		case c == gerund && i > part.First && v.afterComma(i):
			return false // what goes on with a participle has a verb of its own: "the offer, preferring to wait until …"
		case i > part.First && (c == wh || v.words[i] == thatWord):
			return false
		case c == base || c == present || c == presentThird || c == preterite || c == modal:
			return true
		}
	}
	return false
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

// tidySource returns a source without what belongs to its verb: "Lumetta today announced", "Conner, who as a freshman said".
func (v clauses) tidySource(source doc.Range, c Cue) doc.Range {
	for j := source.Last - 1; j > source.First && source.Last <= c.First; j-- {
		if v.Classes[j].finite() {
			break // Berg, whose deputy left, said
		}
		if v.words[j] == whoseWord && v.Classes[j-1] == comma {
			return doc.Range{First: j, Last: source.Last} // Berg, whose deputy, Ida Holm, said
		}
	}
	if source.Empty() || source.Last != c.First {
		return source
	}
	for source.Len() > 1 && trailing[v.words[source.Last-1]] && v.shapes[source.Last-1] == lowerShape && (source.Len() == 2 || !v.Classes[source.Last-2].verb()) {
		if source.Last--; v.Classes[source.Last-1] == comma {
			source.Last--
		}
	}
	for j := source.Last - 2; j >= source.First && j >= source.Last-maxRelative; j-- {
		switch {
		case v.Classes[j+1].verb() || v.Classes[j] == comma:
			return source
		case v.Classes[j] != wh:
		case v.Classes[j+1] != adposition:
			return source
		case j == source.First:
			return doc.Range{First: j, Last: j + 1}
		case v.Classes[j-1] == comma && j-1 > source.First:
			return doc.Range{First: source.First, Last: j - 1}
		}
	}
	return source
}

var whoseWord = HashWord("whose")

// trailing are the adverbs between a subject and its verb.
var trailing = map[uint32]bool{HashWord("also"): true, HashWord("today"): true, HashWord("yesterday"): true, HashWord("further"): true, HashWord("later"): true, HashWord("then"): true, HashWord("again"): true,
	HashWord("earlier"): true, HashWord("early"): true, HashWord("late"): true}

// withSubject returns content that begins with the verb of a clause whose subject is before it, with an apposition, from the
// subject on ("said the deputy, Olle Berg, had misread the figures"), and whether the subject is known: after "told the board" it is
// not, and the words would be said of another.
func (v clauses) withSubject(found Decoding) (content doc.Range, known bool) {
	part := found.Parts[Right]
	if part.Empty() || !found.Parts[Left].Empty() || part.First < found.Cue.Last+3 || v.quoted[part.First] >= 0 || v.Classes[part.First-1] != comma || !v.Classes[part.First].finite() || found.Source.First >= found.Cue.First {
		return part, true
	}
	first, commas := found.Cue.Last, 0
	for i := first; i < part.First; i++ {
		switch {
		case v.Classes[i] == comma:
			commas++
		case v.Classes[i] == stop || v.quoted[i] >= 0:
			return part, true
		}
	}
	if commas != 2 {
		return part, true
	}
	if next := v.Classes[first+1]; v.Classes[first] == name && (next == determiner || next == pronoun || next == possessor) {
		first++ // said Wednesday the deputy
	}
	switch c := v.Classes[first]; {
	case v.stems[found.Cue.First] == tellStem || v.stems[found.Cue.First] == toldStem:
		return part, false
	case c == determiner, c == possessor, c == pronoun, c == name, c == noun, c == nouns, c == adjective:
		return doc.Range{First: first, Last: part.Last}, true
	}
	return part, false
}

var tellStem, toldStem = HashWord(stem("tell")), HashWord(stem("told"))

// beforeMainClause returns the content after a cue in a clause before its sentence's own without that: "Because Holt said the roof was
// safe, nobody closed the school".
func (v clauses) beforeMainClause(found Decoding) doc.Range {
	part := found.Parts[Right]
	if part.Empty() || part.First < found.Cue.Last || !found.Parts[Left].Empty() || found.Source.Empty() || found.Source.Last > found.Cue.First {
		return part
	}
	opener := found.Source.First - 1
	if first := v.Sentences[v.sentence[found.Cue.First]].First; opener < first || opener > first+1 || !fronting[v.words[opener]] {
		return part
	}
	for i := part.First + 1; i+1 < part.Last; i++ {
		if v.Classes[i] != comma || v.quoted[i] >= 0 || v.Classes[i+1].finite() || links[v.words[i+1]] {
			continue
		}
		for j := i + 1; j < part.Last && v.Classes[j] != comma && v.Classes[j] != wh; j++ {
			if v.quoted[j] < 0 && v.Classes[j].finite() {
				return doc.Range{First: part.First, Last: i}
			}
		}
	}
	return part
}

// fronting begin a clause before its sentence's own.
var fronting = map[uint32]bool{HashWord("after"): true, HashWord("although"): true, HashWord("because"): true, HashWord("before"): true, HashWord("despite"): true,
	HashWord("if"): true, HashWord("once"): true, HashWord("since"): true, HashWord("though"): true, HashWord("until"): true, HashWord("when"): true, HashWord("while"): true}

// tellsNothing reports whether content is what somebody said without saying what that was, and a clause of the writer's: "despite what
// Holt said, the roof fell". In "what Holt called “a betrayal”" the rest is said.
func (v clauses) tellsNothing(found Decoding) bool {
	left, right := found.Parts[Left], found.Parts[Right]
	if left.Empty() || left.Last != found.Source.First || v.words[left.Last-1] != whatWord && v.words[left.Last-1] != whateverWord || v.quoted[left.Last-1] >= 0 {
		return false
	}
	return right.Empty() || v.Classes[right.First-1] == comma && v.quoted[right.First] < 0
}

// withoutAnswer returns the content after a cue without what is said next to a question that somebody is asked, as the answer
// in “Is it safe?” Berg asked Holt. “It is.”.
func (v clauses) withoutAnswer(found Decoding) doc.Range {
	left, right := found.Parts[Left], found.Parts[Right]
	end := max(found.Cue.Last, found.Source.Last)
	if left.Empty() || right.Empty() || found.Source.First > found.Cue.First || v.stems[found.Cue.First] != askStem || v.sentence[right.First] <= v.sentence[found.Cue.First] {
		return right
	}
	asked := end
	for asked < right.First && (v.Classes[asked] == name || v.Classes[asked] == pronoun && !addressees[v.words[asked]]) {
		asked++
	}
	if asked == end || v.Classes[asked] != stop {
		return right // to reporters, or nobody
	}
	if v.Word(left.Last-1) == "?" || v.Word(left.Last) == "?" {
		return doc.Range{}
	}
	return right
}

var whatWord, whateverWord, askStem = HashWord("what"), HashWord("whatever"), HashWord(stem("asked"))
