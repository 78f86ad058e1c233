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
