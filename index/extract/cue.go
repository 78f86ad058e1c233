package extract

import (
	"cmp"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
	"math"
	"slices"
)

// cueModel finds reporting words as a linear-chain conditional random field
// over labels: outside, beginning, inside (Lafferty, McCallum and Pereira 2001).
type cueModel struct {
	nn.Network
	transitions [cueLabels * cueLabels]float32 // from × to
}

const (
	cueOutside = iota
	cueBegin
	cueInside
	cueLabels
)

// cue is a run of words that may report a statement.
type cue struct {
	doc.Range
	probability float32
}

// Cues less probable than leastCue are not looked at further, and none is
// longer than longestCue tokens.
const (
	leastCue   = 0.05
	longestCue = 12
)

// lattice holds a sentence's scores and the forward and backward sums of its
// labellings, each position scaled to sum to one.
type lattice struct {
	emissions, alpha, beta []float32 // position × label
}

func (l *lattice) resize(n int) {
	if cap(l.emissions) < n*cueLabels {
		l.emissions, l.alpha, l.beta = make([]float32, n*cueLabels), make([]float32, n*cueLabels), make([]float32, n*cueLabels)
	}
	l.emissions, l.alpha, l.beta = l.emissions[:n*cueLabels], l.alpha[:n*cueLabels], l.beta[:n*cueLabels]
}

// exponentials of the transitions, none from outside to inside.
func (m *cueModel) steps() (out [cueLabels * cueLabels]float32) {
	for i, t := range m.transitions {
		out[i] = float32(math.Exp(float64(t)))
	}
	out[cueOutside*cueLabels+cueInside] = 0
	return out
}

// sum fills the forward and backward sums from the emissions, which it turns
// into exponentials.
func (l *lattice) sum(steps *[cueLabels * cueLabels]float32) {
	n := len(l.emissions) / cueLabels
	for i := range n {
		e := l.emissions[i*cueLabels:][:cueLabels]
		top := max(e[0], e[1], e[2])
		for k := range e {
			e[k] = float32(math.Exp(float64(max(e[k]-top, -30))))
		}
	}
	for i := range n {
		f := l.alpha[i*cueLabels:][:cueLabels]
		var total float32
		for to := range cueLabels {
			f[to] = steps[to] // as if an outside label stood before
			if i > 0 {
				f[to] = 0
				for from, v := range l.alpha[(i-1)*cueLabels : i*cueLabels] {
					f[to] += v * steps[from*cueLabels+to]
				}
			}
			f[to] *= l.emissions[i*cueLabels+to]
			total += f[to]
		}
		scaleBy(f, total)
	}
	l.sumBack(steps, n)
}

func (l *lattice) sumBack(steps *[cueLabels * cueLabels]float32, n int) {
	for i := n - 1; i >= 0; i-- {
		b := l.beta[i*cueLabels:][:cueLabels]
		var total float32
		for from := range cueLabels {
			b[from] = 1
			if i+1 < n {
				b[from] = 0
				for to, v := range l.beta[(i+1)*cueLabels:][:cueLabels] {
					b[from] += steps[from*cueLabels+to] * l.emissions[(i+1)*cueLabels+to] * v
				}
			}
			total += b[from]
		}
		scaleBy(b, total)
	}
}

func scaleBy(list []float32, total float32) {
	if total <= 0 {
		total = 1
	}
	for i := range list {
		list[i] /= total
	}
}

// marginal is the probability of each label at position i.
func (l *lattice) marginal(i int) (out [cueLabels]float32) {
	var total float32
	for k := range out {
		out[k] = l.alpha[i*cueLabels+k] * l.beta[i*cueLabels+k]
		total += out[k]
	}
	scaleBy(out[:], total)
	return out
}

// findCues lists the runs of words that are cues with some probability, in
// order of their beginning. They may overlap.
func (m *cueModel) findCues(v *view) []cue {
	var found []cue
	var l lattice
	var f nn.Features
	steps := m.steps()
	for k, s := range v.Sentences {
		l.resize(s.Last - s.First)
		context := v.contexts[k]
		for i := s.First; i < s.Last; i++ {
			v.cueFeatures(&f, i, context)
			m.Score(f.IDs, l.emissions[(i-s.First)*cueLabels:][:cueLabels])
		}
		l.sum(&steps)
		before := len(found)
		found = l.spans(found, s, &steps)
		found = fewer(found, before, mostCues(s))
	}
	return found
}

// mostCues is how many cues of a sentence are looked at: many more than
// sentences have, yet so few that reading them takes time linear in the text.
func mostCues(s doc.Range) int {
	if s.Len() > longestSentence {
		return s.Len() / 25
	}
	return 8 + s.Len()/10
}

// longestSentence is the number of tokens from which on a sentence is none
// that people wrote, and is searched less far.
const longestSentence = 400

// fewer keeps the most probable of the cues from position from on.
func fewer(cues []cue, from, most int) []cue {
	own := cues[from:]
	if len(own) <= most {
		return cues
	}
	slices.SortStableFunc(own, func(a, b cue) int { return cmp.Compare(b.probability, a.probability) })
	own = own[:most]
	slices.SortStableFunc(own, func(a, b cue) int { return cmp.Or(a.First-b.First, a.Last-b.Last) })
	return cues[:from+most]
}

// spans appends the runs of labels begin, inside … that are probable enough.
func (l *lattice) spans(found []cue, s doc.Range, steps *[cueLabels * cueLabels]float32) []cue {
	for i := range s.Last - s.First {
		p := l.marginal(i)[cueBegin]
		if p < leastCue {
			continue
		}
		from := cueBegin
		for j := i; j-i < longestCue && p >= leastCue; j++ {
			on := l.goesOn(j, from, steps)
			if p*(1-on) >= leastCue {
				found = append(found, cue{doc.Range{First: s.First + i, Last: s.First + j + 1}, p * (1 - on)})
			}
			p *= on
			from = cueInside
		}
	}
	return found
}

// goesOn is the probability that the cue goes on after position j, which has a label of it.
func (l *lattice) goesOn(j, from int, steps *[cueLabels * cueLabels]float32) float32 {
	if (j+1)*cueLabels >= len(l.emissions) {
		return 0
	}
	var weights [cueLabels]float32
	for to := range weights {
		at := (j+1)*cueLabels + to
		weights[to] = steps[from*cueLabels+to] * l.emissions[at] * l.beta[at]
	}
	scaleBy(weights[:], weights[0]+weights[1]+weights[2])
	return weights[cueInside]
}

func (v *view) quoteState(i int) uint32 {
	if i < 0 || i >= len(v.quoted) {
		return 9
	}
	state := v.markAt(i)
	if v.quoted[i] >= 0 {
		state |= 64
	}
	return state
}

func (v *view) cueFeatures(f *nn.Features, i int, context uint32) {
	f.Reset()
	word, tag, stem := v.words[i], uint32(v.classes[i]), v.stems[i]
	last, next := v.wordAt(i-1), v.wordAt(i+1)
	lastTag, nextTag := v.classAt(i-1), v.classAt(i+1)
	f.Add(101, word)
	f.Pair(102, word, tag)
	f.Pair(103, stem, tag)
	f.Add(104, stem)
	f.Pair(105, v.suffixes[i], tag)
	f.Add(106, last)
	f.Add(107, next)
	f.Add(108, v.wordAt(i-2))
	f.Add(109, v.wordAt(i+2))
	f.Pair(110, last, word)
	f.Pair(111, word, next)
	f.Pair(112, stem, nextTag)
	f.Pair(113, stem, lastTag)
	f.Pair(114, tag, next)
	f.Pair(115, lastTag, word)
	tags := nn.Mix(lastTag, nn.Mix(tag, nextTag))
	f.Add(116, tags)
	f.Pair(117, tags, v.classAt(i+2))
	f.Pair(118, tags, v.classAt(i-2))
	f.Pair(119, tag, lastTag)
	f.Pair(120, tag, nextTag)
	f.Pair(121, tag, context)
	f.Pair(122, stem, context)
	v.cueSurroundings(f, i, tag, stem)
}

func (v *view) cueSurroundings(f *nn.Features, i int, tag, stem uint32) {
	state := v.quoteState(i)
	around := nn.Mix(v.quoteState(i-1), nn.Mix(state, v.quoteState(i+1)))
	f.Pair(130, tag, around)
	f.Pair(131, stem, around)
	f.Add(132, around)
	f.Add(133, nn.Mix(v.wordAt(i-1), v.wordAt(i-2)))
	f.Add(134, nn.Mix(v.wordAt(i+1), v.wordAt(i+2)))
	f.Pair(135, tag, v.wordAt(i-1))
	f.Pair(136, v.shapeAt(i), nn.Mix(v.shapeAt(i-1), v.shapeAt(i+1)))
	f.Pair(137, stem, v.wordAt(i+2))
	f.Pair(138, stem, v.classAt(i+2))
	f.Pair(139, v.stemAt(i-1), stem)
	f.Pair(140, v.stemAt(i-1), tag)
	f.Pair(141, v.stemAt(i-2), nn.Mix(v.classAt(i-1), tag))
	f.Add(142, v.wordAt(i+3))
	f.Add(143, v.wordAt(i-3))
	f.Pair(144, v.distanceToStart(i), tag)
	f.Pair(145, v.distanceToEnd(i), tag)
	cluster := v.clusterAt(i)
	f.Pair(146, cluster, tag)
	f.Pair(148, cluster, nn.Mix(v.classAt(i+1), v.classAt(i+2)))
	f.Pair(149, cluster, nn.Mix(v.classAt(i-1), tag))
	f.Pair(153, v.clusterAt(i-1), tag)
	f.Pair(154, v.clusterAt(i+1), tag)
}

func (v *view) stemAt(i int) uint32 {
	if i < 0 || i >= len(v.stems) {
		return 1
	}
	return v.stems[i]
}

func (v *view) distanceToStart(i int) uint32 {
	return uint32(min(i-v.Sentences[v.sentence[i]].First, 4))
}

func (v *view) distanceToEnd(i int) uint32 {
	return uint32(min(v.Sentences[v.sentence[i]].Last-i, 4))
}
