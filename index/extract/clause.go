package extract

import "github.com/briefing-bot/briefing-bot/index/extract/internal/nn"

// longestOpening is how far back from a cue its clause's beginning is looked for.
const longestOpening = 20

// opener is the word of grammar that the clause of token i begins with: content in
// "While X says …, Y" and "X, who says …, did" ends with that clause.
func (v *view) opener(i int) uint32 {
	first := v.Sentences[v.sentence[i]].First
	for j := i - 1; j >= first && j > i-longestOpening; j-- {
		if link := v.linkAt(j); link != 0 {
			return link
		}
		if v.isEdge(j) {
			break
		}
	}
	return 0
}

// linkAt is the word that joins clauses at token i, 0 where there is none.
func (v *view) linkAt(i int) uint32 {
	switch partOfSpeech(v.classAt(i)) {
	case wh, conjunction:
		return v.words[i]
	case adposition:
		if v.words[i] == thatWord || subordinators[v.words[i]] {
			return v.words[i]
		}
	}
	return 0
}

// subordinators are the words among prepositions that begin a clause, too.
var subordinators = hashed(`after although as because before despite for if lest once since than though unless until whereas while`)

// rest counts verbs and commas from token i to its sentence's end.
func (v *view) rest(i int) uint32 {
	if i >= len(v.Tokens) {
		return 99
	}
	a, b := v.sums[i], v.sums[v.Sentences[v.sentence[i]].Last]
	return uint32(min(b.verbs-a.verbs, 3)) | uint32(min(b.commas-a.commas, 3))<<4
}

// lead counts verbs and commas from the sentence's beginning to token i.
func (v *view) lead(i int) uint32 {
	a, b := v.sums[v.Sentences[v.sentence[i]].First], v.sums[i]
	return uint32(min(b.verbs-a.verbs, 3)) | uint32(min(b.commas-a.commas, 3))<<4
}

// follow is how what begins at token i goes on: its first words, and how far off
// its verb is, within the same pair of commas.
func (v *view) follow(i int) uint32 {
	if i >= len(v.Tokens) {
		return 99
	}
	from := i
	if v.isEdge(i) || v.classes[i] == conjunction {
		from++
	}
	return nn.Mix(v.wordClass(i), nn.Mix(v.wordClass(i+1), uint32(v.aheadAt(from))))
}

func (v *view) aheadAt(i int) uint8 {
	if i >= len(v.ahead) {
		return 0
	}
	return v.ahead[i]
}
