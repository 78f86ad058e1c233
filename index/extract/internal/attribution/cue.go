package attribution

import (
	"cmp"
	"math"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
)

// CueModel finds reporting words as a linear-chain conditional random field
// over labels: outside, beginning, inside (Lafferty, McCallum and Pereira 2001).
type CueModel struct {
	nn.Network
	Transitions [CueLabels * CueLabels]float32 // from × to
}

// The labels of words, and how many there are: outside a cue, its first word, and
// the others.
const (
	cueOutside = iota
	CueBegin
	CueInside
	CueLabels
)

// Cue is a run of words that may report a statement.
type Cue struct {
	doc.Range
	Probability float32
}

// Cues less probable than minCue are not looked at further, and none is
// longer than maxCue tokens.
const (
	minCue = 0.05
	maxCue = 12
)

// Lattice holds a sentence's scores and the forward and backward sums of its
// labellings, each position scaled to sum to one.
type Lattice struct {
	Emissions, Alpha, Beta []float32 // position × label
}

// Resize makes room for a sentence of n words.
func (l *Lattice) Resize(n int) {
	if cap(l.Emissions) < n*CueLabels {
		l.Emissions, l.Alpha, l.Beta = make([]float32, n*CueLabels), make([]float32, n*CueLabels), make([]float32, n*CueLabels)
	}
	l.Emissions, l.Alpha, l.Beta = l.Emissions[:n*CueLabels], l.Alpha[:n*CueLabels], l.Beta[:n*CueLabels]
}

// Steps returns the exponentials of the transitions: 0 from outside to inside, which
// no labelling has.
func (m *CueModel) Steps() (out [CueLabels * CueLabels]float32) {
	for i, t := range m.Transitions {
		out[i] = float32(math.Exp(float64(t)))
	}
	out[cueOutside*CueLabels+CueInside] = 0
	return out
}

// Sum fills the forward and backward sums from the emissions, which it turns
// into exponentials.
func (l *Lattice) Sum(steps *[CueLabels * CueLabels]float32) {
	n := len(l.Emissions) / CueLabels
	for i := range n {
		e := l.Emissions[i*CueLabels:][:CueLabels]
		top := max(e[0], e[1], e[2])
		for k := range e {
			e[k] = float32(math.Exp(float64(max(e[k]-top, -30))))
		}
	}
	for i := range n {
		f := l.Alpha[i*CueLabels:][:CueLabels]
		var total float32
		for to := range CueLabels {
			f[to] = steps[to] // as if an outside label stood before
			if i > 0 {
				f[to] = 0
				for from, v := range l.Alpha[(i-1)*CueLabels : i*CueLabels] {
					f[to] += v * steps[from*CueLabels+to]
				}
			}
			f[to] *= l.Emissions[i*CueLabels+to]
			total += f[to]
		}
		ScaleBy(f, total)
	}
	l.sumBack(steps, n)
}

func (l *Lattice) sumBack(steps *[CueLabels * CueLabels]float32, n int) {
	for i := n - 1; i >= 0; i-- {
		b := l.Beta[i*CueLabels:][:CueLabels]
		var total float32
		for from := range CueLabels {
			b[from] = 1
			if i+1 < n {
				b[from] = 0
				for to, v := range l.Beta[(i+1)*CueLabels:][:CueLabels] {
					b[from] += steps[from*CueLabels+to] * l.Emissions[(i+1)*CueLabels+to] * v
				}
			}
			total += b[from]
		}
		ScaleBy(b, total)
	}
}

// ScaleBy divides a list by its total, in place; a total of zero leaves it alone.
func ScaleBy(list []float32, total float32) {
	if total <= 0 {
		total = 1
	}
	for i := range list {
		list[i] /= total
	}
}

// Marginal returns the probability of each label at position i.
func (l *Lattice) Marginal(i int) (out [CueLabels]float32) {
	var total float32
	for k := range out {
		out[k] = l.Alpha[i*CueLabels+k] * l.Beta[i*CueLabels+k]
		total += out[k]
	}
	ScaleBy(out[:], total)
	return out
}

// FindCues lists the runs of words that are cues with some probability, in
// order of their beginning. They may overlap.
func (m *CueModel) FindCues(v *Features) []Cue {
	var found []Cue
	var l Lattice
	var f nn.Features
	late := nn.Adder{Network: &m.Network}
	steps := m.Steps()
	longest := 0
	for _, s := range v.Sentences {
		longest = max(longest, s.Len())
	}
	l.Resize(longest)
	sums := make([]nn.Sums, longest) // of each word of a sentence
	for k, s := range v.Sentences {
		if v.Stopped() {
			return found
		}
		l.Resize(s.Len())
		sums := sums[:s.Len()]
		clear(sums)
		context := v.Contexts[k]
		for i := s.First; i < s.Last; i++ {
			v.CueFeatures(&f, i, context)
			late.Add(&sums[i-s.First], &f)
		}
		late.Flush()
		for i := range sums {
			m.Finish(&sums[i], l.Emissions[i*CueLabels:][:CueLabels])
		}
		l.Sum(&steps)
		before := len(found)
		found = l.spans(found, s, &steps)
		found = keepLikeliest(found, before, maxCues(s))
	}
	return found
}

// maxCues returns how many cues of a sentence are looked at: many more than
// sentences have, yet so few that analysing them takes time linear in the text.
func maxCues(s doc.Range) int {
	if s.Len() > maxSentence {
		return s.Len() / 25
	}
	return 8 + s.Len()/10
}

// maxSentence is the number of tokens from which on a sentence is none
// that people wrote, and is searched less far.
const maxSentence = 400

// keepLikeliest keeps the most probable of the cues from position from on.
func keepLikeliest(cues []Cue, from, most int) []Cue {
	own := cues[from:]
	if len(own) <= most {
		return cues
	}
	slices.SortStableFunc(own, func(a, b Cue) int { return cmp.Compare(b.Probability, a.Probability) })
	own = own[:most]
	slices.SortStableFunc(own, func(a, b Cue) int { return cmp.Or(a.First-b.First, a.Last-b.Last) })
	return cues[:from+most]
}

// spans appends the runs of labels begin, inside … that are probable enough.
func (l *Lattice) spans(found []Cue, s doc.Range, steps *[CueLabels * CueLabels]float32) []Cue {
	for i := range s.Last - s.First {
		p := l.Marginal(i)[CueBegin]
		if p < minCue {
			continue
		}
		from := CueBegin
		for j := i; j-i < maxCue && p >= minCue; j++ {
			on := l.goesOn(j, from, steps)
			if p*(1-on) >= minCue {
				found = append(found, Cue{doc.Range{First: s.First + i, Last: s.First + j + 1}, p * (1 - on)})
			}
			p *= on
			from = CueInside
		}
	}
	return found
}

// goesOn returns the probability that the cue goes on after position j, which has a label of it.
func (l *Lattice) goesOn(j, from int, steps *[CueLabels * CueLabels]float32) float32 {
	if (j+1)*CueLabels >= len(l.Emissions) {
		return 0
	}
	var weights [CueLabels]float32
	for to := range weights {
		at := (j+1)*CueLabels + to
		weights[to] = steps[from*CueLabels+to] * l.Emissions[at] * l.Beta[at]
	}
	ScaleBy(weights[:], weights[0]+weights[1]+weights[2])
	return weights[CueInside]
}

// CueFeatures describes token i for the labels of cues; context is its sentence's.
func (v *TokenFeatures) CueFeatures(f *nn.Features, i int, context uint32) {
	f.Reset()
	word, tag, stem := v.words[i], uint32(v.Classes[i]), v.stems[i]
	last, next := v.wordAt(i-1), v.wordAt(i+1)
	lastTag, nextTag := v.classAt(i-1), v.classAt(i+1)
	f.IDs = append(f.IDs,
		nn.ID(cueWord, word),
		nn.ID(cueWordTag, nn.Mix(word, tag)),
		nn.ID(cueStemTag, nn.Mix(stem, tag)),
		nn.ID(cueStem, stem),
		nn.ID(cueSuffixesTag, nn.Mix(v.suffixes[i], tag)),
		nn.ID(cuePrev, last),
		nn.ID(cueNext, next),
		nn.ID(cueWordPrev2, v.wordAt(i-2)),
		nn.ID(cueWordNext2, v.wordAt(i+2)),
		nn.ID(cuePrevWord, nn.Mix(last, word)),
		nn.ID(cueWordNext, nn.Mix(word, next)),
		nn.ID(cueStemNextTag, nn.Mix(stem, nextTag)),
		nn.ID(cueStemLastTag, nn.Mix(stem, lastTag)),
		nn.ID(cueTagNext, nn.Mix(tag, next)),
		nn.ID(cueLastTagWord, nn.Mix(lastTag, word)))
	tags := nn.Mix(lastTag, nn.Mix(tag, nextTag))
	f.IDs = append(f.IDs,
		nn.ID(cueTags, tags),
		nn.ID(cueTagsClassNext2, nn.Mix(tags, v.classAt(i+2))),
		nn.ID(cueTagsClassPrev2, nn.Mix(tags, v.classAt(i-2))),
		nn.ID(cueTagLastTag, nn.Mix(tag, lastTag)),
		nn.ID(cueTagNextTag, nn.Mix(tag, nextTag)),
		nn.ID(cueTagContext, nn.Mix(tag, context)),
		nn.ID(cueStemContext, nn.Mix(stem, context)))
	v.cueSurroundings(f, i, tag, stem)
}

func (v *TokenFeatures) cueSurroundings(f *nn.Features, i int, tag, stem uint32) {
	state := v.quoteState(i)
	around := nn.Mix(v.quoteState(i-1), nn.Mix(state, v.quoteState(i+1)))
	f.IDs = append(f.IDs,
		nn.ID(cueTagAround, nn.Mix(tag, around)),
		nn.ID(cueStemAround, nn.Mix(stem, around)),
		nn.ID(cueAround, around),
		nn.ID(cueWordPrevWordPrev2, nn.Mix(v.wordAt(i-1), v.wordAt(i-2))),
		nn.ID(cueWordNextWordNext2, nn.Mix(v.wordAt(i+1), v.wordAt(i+2))),
		nn.ID(cueTagWordPrev, nn.Mix(tag, v.wordAt(i-1))),
		nn.ID(cueShapeShapePrevShapeNext, nn.Mix(v.shapeAt(i), nn.Mix(v.shapeAt(i-1), v.shapeAt(i+1)))),
		nn.ID(cueStemWordNext2, nn.Mix(stem, v.wordAt(i+2))),
		nn.ID(cueStemClassNext2, nn.Mix(stem, v.classAt(i+2))),
		nn.ID(cueStemPrevStem, nn.Mix(v.stemAt(i-1), stem)),
		nn.ID(cueStemPrevTag, nn.Mix(v.stemAt(i-1), tag)),
		nn.ID(cueStemPrev2ClassPrevTag, nn.Mix(v.stemAt(i-2), nn.Mix(v.classAt(i-1), tag))),
		nn.ID(cueWordNext3, v.wordAt(i+3)),
		nn.ID(cueWordPrev3, v.wordAt(i-3)),
		nn.ID(cueDistanceToStartTag, nn.Mix(v.distanceToStart(i), tag)),
		nn.ID(cueDistanceToEndTag, nn.Mix(v.distanceToEnd(i), tag)))
	cluster := v.clusterAt(i)
	f.IDs = append(f.IDs,
		nn.ID(cueClusterTag, nn.Mix(cluster, tag)),
		nn.ID(cueClusterClassNextClassNext2, nn.Mix(cluster, nn.Mix(v.classAt(i+1), v.classAt(i+2)))),
		nn.ID(cueClusterClassPrevTag, nn.Mix(cluster, nn.Mix(v.classAt(i-1), tag))),
		nn.ID(cueClusterPrevTag, nn.Mix(v.clusterAt(i-1), tag)),
		nn.ID(cueClusterNextTag, nn.Mix(v.clusterAt(i+1), tag)))
}
