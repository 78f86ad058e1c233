package attribution

import (
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
)

// tagWords sets the classes of v's words from left to right, each after its
// predecessors' (Collins 2002, greedy).
func (v *TokenFeatures) tagWords(tagger *nn.Network) {
	var f nn.Features
	scores := make([]float32, ClassCount)
	for i := range v.Tokens {
		if v.StoppedAt(i) {
			return
		}
		if fixed, ok := v.FixedClass(i); ok {
			v.Classes[i] = fixed
			continue
		}
		v.ClassFeatures(&f, i)
		tagger.Score(f.IDs, scores)
		v.Classes[i] = PartOfSpeech(ArgMax(scores))
	}
}

// FixedClass returns the class of marks and figures, which need no weighing.
func (v *TokenFeatures) FixedClass(i int) (PartOfSpeech, bool) {
	switch v.Tokens[i].Kind {
	case doc.Number:
		return number, true
	case doc.Mark:
		switch v.Word(i) {
		case ",":
			return comma, true
		case ".", "?", "!":
			return stop, true
		}
		return OtherClass, true
	}
	return 0, false
}

// ClassFeatures describes token i for its part of speech.
func (v *TokenFeatures) ClassFeatures(f *nn.Features, i int) {
	f.Reset()
	word, last, before := v.wordAt(i), v.classAt(i-1), v.classAt(i-2)
	f.Add(tagWord, word)
	f.Pair(tagWordShape, word, v.shapeAt(i))
	f.Add(tagSuffixes, v.suffixes[i])
	f.Pair(tagSuffixesShape, v.suffixes[i], v.shapeAt(i))
	f.Add(tagPrevTag, last)
	f.Pair(tagPrevTags, last, before)
	f.Pair(tagPrevTagWord, last, word)
	f.Add(tagWordPrev, v.wordAt(i-1))
	f.Add(tagWordPrev2, v.wordAt(i-2))
	f.Add(tagWordNext, v.wordAt(i+1))
	f.Add(tagWordNext2, v.wordAt(i+2))
	f.Pair(tagShapeShapePrev, v.shapeAt(i), v.shapeAt(i-1))
	f.Pair(tagWordWordNext, word, v.wordAt(i+1))
	if i+1 < len(v.suffixes) {
		f.Add(tagSuffixesNext, v.suffixes[i+1])
		f.Pair(tagPrevTagSuffixesNext, last, v.suffixes[i+1])
	}
	f.Add(tagStems, v.stems[i])
}

// ArgMax returns the position of the first highest score.
func ArgMax(scores []float32) int {
	at := 0
	for i, s := range scores {
		if s > scores[at] {
			at = i
		}
	}
	return at
}
