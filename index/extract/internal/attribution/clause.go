package attribution

import "github.com/briefing-bot/briefing-bot/index/extract/internal/nn"

// maxOpening is how far back from a cue its clause's beginning is looked for.
const maxOpening = 20

// opener returns the word of grammar that the clause of token i begins with: content in
// "While X says …, Y" and "X, who says …, did" ends with that clause.
func (v *Features) opener(i int) uint32 {
	first := v.Sentences[v.sentence[i]].First
	for j := i - 1; j >= first && j > i-maxOpening; j-- {
		if link := v.linkAt(j); link != 0 {
			return link
		}
		if v.isEdge(j) {
			break
		}
	}
	return 0
}

// linkAt returns the word that joins clauses at token i, or 0 if there is none.
func (v *Features) linkAt(i int) uint32 {
	switch PartOfSpeech(v.classAt(i)) {
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
var subordinators = hashed("subordinators")

// countsAfter counts verbs and commas from token i to its sentence's end.
func (v *Features) countsAfter(i int) uint32 {
	if i >= len(v.Tokens) {
		return 99
	}
	a, b := v.prefix[i], v.prefix[v.Sentences[v.sentence[i]].Last]
	return uint32(min(b.verbs-a.verbs, 3)) | uint32(min(b.commas-a.commas, 3))<<4
}

// countsBefore counts verbs and commas from the sentence's beginning to token i.
func (v *Features) countsBefore(i int) uint32 {
	a, b := v.prefix[v.Sentences[v.sentence[i]].First], v.prefix[i]
	return uint32(min(b.verbs-a.verbs, 3)) | uint32(min(b.commas-a.commas, 3))<<4
}

// continuation returns how what begins at token i goes on: its first words, and how far off
// its verb is, within the same pair of commas.
func (v *Features) continuation(i int) uint32 {
	if i >= len(v.Tokens) {
		return 99
	}
	from := i
	if v.isEdge(i) || v.Classes[i] == conjunction {
		from++
	}
	return nn.Mix(v.wordClass(i), nn.Mix(v.wordClass(i+1), uint32(v.verbDistanceAt(from))))
}

func (v *Features) verbDistanceAt(i int) uint8 {
	if i >= len(v.verbDistance) {
		return 0
	}
	return v.verbDistance[i]
}

// CountPrefixes fills the tallies once the cues are known.
func (v *Features) CountPrefixes(cues []Cue) {
	v.cueTokens = make([]bool, len(v.Tokens)+1)
	for _, c := range cues {
		if c.Probability > 0.5 {
			for i := c.First; i < c.Last; i++ {
				v.cueTokens[i] = true
			}
		}
	}
	v.verbDistance = make([]uint8, len(v.Tokens))
	for i := len(v.Tokens) - 1; i >= 0; i-- {
		c := v.Classes[i]
		switch {
		case v.isEdge(i) || c == stop:
		case c.verb() && c != gerund && c != participle && c != base:
			v.verbDistance[i] = 1
		case v.verbDistanceAt(i+1) > 0:
			v.verbDistance[i] = min(v.verbDistance[i+1]+1, 4)
		}
	}
	v.prefix = make([]counts, len(v.Tokens)+1)
	for i := range v.Tokens {
		t := v.prefix[i]
		switch c := v.Classes[i]; {
		case c == comma:
			t.commas++
		case c.verb() && c != gerund && c != participle && c != base:
			t.verbs++
		case c == wh || c == conjunction || v.words[i] == thatWord:
			t.links++
		}
		if v.marks[i]&(opensQuote|closesQuote) != 0 {
			t.marks++
		}
		if v.cueTokens[i] && (i == 0 || !v.cueTokens[i-1]) {
			t.cues++
		}
		v.prefix[i+1] = t
	}
}

func (v *Features) cueAt(i int) uint32 {
	if i < 0 || i >= len(v.cueTokens) || !v.cueTokens[i] {
		return 0
	}
	return 1
}
