package attribution

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
)

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
