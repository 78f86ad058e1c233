package attribution

import (
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
)

// tagWords sets the classes of v's words from left to right, each after its
// predecessors' (Collins 2002, greedy). What no class has a part in is added up for many
// words at once, so that no word waits for those rows of its own.
func (v *TokenFeatures) tagWords(tagger *nn.Network) {
	var f nn.Features
	var sums [taggedAtOnce]nn.Sums
	scores := make([]float32, ClassCount)
	late := nn.Adder{Network: tagger}
	for first := 0; first < len(v.Tokens) && !v.Stopped(); first += taggedAtOnce {
		last := min(first+taggedAtOnce, len(v.Tokens))
		clear(sums[:])
		for i := first; i < last; i++ {
			if v.Tokens[i].Kind == doc.Word {
				v.spellingFeatures(&f, i)
				late.Add(&sums[i-first], &f)
			}
		}
		late.Flush()
		for i := first; i < last; i++ {
			if fixed, ok := v.FixedClass(i); ok {
				v.Classes[i] = fixed
				continue
			}
			v.precedingFeatures(&f, i)
			late.Add(&sums[i-first], &f)
			late.Flush()
			tagger.Finish(&sums[i-first], scores)
			v.Classes[i] = PartOfSpeech(ArgMax(scores))
		}
	}
}

// taggedAtOnce is how many words tagWords adds up at once.
const taggedAtOnce = 16

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
	v.spellingFeatures(f, i)
	v.precedingFeatures(f, i)
}

// spellingFeatures tell how token i and those around it are written.
func (v *TokenFeatures) spellingFeatures(f *nn.Features, i int) {
	word := v.words[i]
	f.IDs = append(f.IDs,
		nn.ID(tagWord, word),
		nn.ID(tagWordShape, nn.Mix(word, v.shapeAt(i))),
		nn.ID(tagSuffixes, v.suffixes[i]),
		nn.ID(tagSuffixesShape, nn.Mix(v.suffixes[i], v.shapeAt(i))),
		nn.ID(tagWordPrev, v.wordAt(i-1)),
		nn.ID(tagWordPrev2, v.wordAt(i-2)),
		nn.ID(tagWordNext, v.wordAt(i+1)),
		nn.ID(tagWordNext2, v.wordAt(i+2)),
		nn.ID(tagShapeShapePrev, nn.Mix(v.shapeAt(i), v.shapeAt(i-1))),
		nn.ID(tagWordWordNext, nn.Mix(word, v.wordAt(i+1))),
		nn.ID(tagStems, v.stems[i]))
	if i+1 < len(v.suffixes) {
		f.Add(tagSuffixesNext, v.suffixes[i+1])
	}
}

// precedingFeatures tell which classes the words before token i have.
func (v *TokenFeatures) precedingFeatures(f *nn.Features, i int) {
	last := v.classAt(i - 1)
	f.IDs = append(f.IDs,
		nn.ID(tagPrevTag, last),
		nn.ID(tagPrevTags, nn.Mix(last, v.classAt(i-2))),
		nn.ID(tagPrevTagWord, nn.Mix(last, v.words[i])))
	if i+1 < len(v.suffixes) {
		f.Pair(tagPrevTagSuffixesNext, last, v.suffixes[i+1])
	}
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
