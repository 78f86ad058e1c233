package extract

import (
	"cmp"
	"fmt"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
	"math/rand/v2"
	"slices"
)

// exercise is a cue with its readings, of which one, or none, is right.
type exercise struct {
	pupil   int // for telling apart which exercises come from one article
	cue     cue
	options [][]uint32 // features of the readings, then of the cue being none
	wanted  int        // position in options
	read    []reading
	right   []bool // whether each reading counts as right
}

// exercises makes the exercises of a pupil with finders that never saw it.
func (p *pupil) exercises(m *model, out []exercise) []exercise {
	r := reader{view: p.view, model: m}
	p.cues = m.cues.findCues(p.view)
	p.view.count(p.cues)
	id := len(out)
	for k, c := range p.cues {
		s := r.surroundings(c)
		s.rivals, _ = rivals(p.cues, k)
		e := exercise{pupil: id, cue: c, read: slices.Clone(r.propose(&s))}
		for i := range e.read {
			r.readingFeatures(&r.f, &s, &e.read[i])
			e.options = append(e.options, slices.Clone(r.f.IDs))
		}
		r.nothingFeatures(&r.f, &s)
		e.options = append(e.options, slices.Clone(r.f.IDs))
		p.judge(&e)
		out = append(out, e)
	}
	return out
}

// judge finds the reading of an exercise that is nearest to gold, and all that
// are near enough.
func (p *pupil) judge(e *exercise) {
	e.wanted, e.right = len(e.read), make([]bool, len(e.read))
	top := 0.0
	for _, g := range p.gold {
		for k, r := range e.read {
			near := alike(r.parts, g.parts)
			if near < 0.5 || !shareSource(r.source, g.source) {
				continue
			}
			e.right[k] = true
			if !p.bestCue(e.cue, g.cue) {
				continue
			}
			if r.parts == g.parts {
				near += 0.6
			}
			if r.source == g.source {
				near += 0.5
			}
			if near > top {
				top, e.wanted = near, k
			}
		}
	}
}

// bestCue says whether no other cue found is nearer to a gold cue.
func (p *pupil) bestCue(c cue, gold doc.Range) bool {
	mine := overlap(c.Range, gold)
	for _, o := range p.cues {
		if overlap(o.Range, gold) > mine {
			return false
		}
	}
	return mine > 0
}

// overlap is the share of two runs' tokens that is common.
func overlap(a, b doc.Range) float64 {
	both := max(0, min(a.Last, b.Last)-max(a.First, b.First))
	return float64(both) / float64(max(1, a.Len()+b.Len()-both))
}

// weigher learns to choose among readings: the mean of two that began with other
// random numbers, which is surer than either.
func (c Course) weigher(exercises []exercise) nn.Network {
	one := c.oneWeigher(exercises, weighHidden, c.Seed)
	return mean(one, c.oneWeigher(exercises, weighHidden+1, c.Seed+1))
}

func (c Course) oneWeigher(exercises []exercise, hidden int, seed uint64) *learner {
	l := newLearner(1, hidden, weighBits, weighRate, seed)
	for _, e := range exercises {
		for _, o := range e.options {
			l.count(o)
		}
	}
	l.forget(leastSeen)
	t := choiceTeacher{learner: l, width: hidden}
	order := rand.New(rand.NewPCG(seed, 5))
	for n := range weighEpochs {
		if n == weighEpochs-averagedEpochs {
			l.startAverage()
		}
		for _, k := range order.Perm(len(exercises)) {
			t.exercise(&exercises[k])
		}
	}
	l.average()
	return l
}

func (t *choiceTeacher) exercise(e *exercise) {
	n := len(e.options)
	for k, o := range e.options {
		t.take(k, n, o)
	}
	t.compute(n)
	copy(t.gradient[:n], t.out[:n])
	nn.Softmax(t.gradient[:n])
	t.gradient[e.wanted]--
	t.learn(n)
}

// calibrate learns how often a chance is right, by weighing each half of the
// exercises as the other half teaches, and where to draw the line.
func (c Course) calibrate(m *model, exercises []exercise, gold int) {
	var samples []sample
	for half := range 2 {
		var known, unseen []exercise
		for _, e := range exercises {
			if (e.pupil>>3)&1 == half {
				known = append(known, e)
			} else {
				unseen = append(unseen, e)
			}
		}
		samples = append(samples, judgeAll(c.weigher(known), unseen)...)
	}
	m.sure = isotonic(samples)
	slices.SortFunc(samples, func(a, b sample) int { return cmp.Compare(b.chance, a.chance) })
	right, top := 0, 0.0
	for i, s := range samples {
		if s.right {
			right++
		}
		if f := 2 * float64(right) / float64(i+1+gold); f > top {
			top, m.least = f, s.chance
		}
	}
	c.Report(fmt.Sprintf("line at chance %.2f: statement F1 %.3f on unseen articles", m.least, top))
}

// sample is a statement found with its chance, and whether it was right.
type sample struct {
	chance float32
	right  bool
}

func judgeAll(weigher nn.Network, exercises []exercise) []sample {
	var out []sample
	var group []verdict
	flush := func(from, till int) {
		for _, v := range apart(settle(group)) {
			out = append(out, sample{v.chance, exercises[v.number].right[v.best]})
		}
		group = group[:0]
	}
	first := 0
	for k := range exercises {
		e := &exercises[k]
		if e.pupil != exercises[first].pupil {
			flush(first, k)
			first = k
		}
		scores := make([]float32, len(e.options))
		for i, o := range e.options {
			weigher.Score(o, scores[i:i+1])
		}
		nn.Softmax(scores)
		for i := range e.read {
			e.read[i].chance = scores[i]
		}
		if v, ok := decide(e.read); ok {
			v.cue, v.number = e.cue, k
			group = append(group, v)
		}
	}
	flush(first, len(exercises))
	return out
}

// isotonic fits a rising curve to the samples by pooling adjacent violators
// (Ayer and others 1955), and reads it off at every twentieth.
func isotonic(samples []sample) []float32 {
	slices.SortFunc(samples, func(a, b sample) int { return cmp.Compare(a.chance, b.chance) })
	type block struct{ chances, right, n float64 }
	var blocks []block
	for _, s := range samples {
		b := block{chances: float64(s.chance), n: 1}
		if s.right {
			b.right = 1
		}
		blocks = append(blocks, b)
		for k := len(blocks) - 1; k > 0 && (blocks[k-1].right*blocks[k].n >= blocks[k].right*blocks[k-1].n || blocks[k-1].n < 200); k-- {
			blocks[k-1].chances += blocks[k].chances
			blocks[k-1].right += blocks[k].right
			blocks[k-1].n += blocks[k].n
			blocks = blocks[:k]
		}
	}
	out := make([]float32, calibrationBins)
	for i := range out {
		x := float64(i) / (calibrationBins - 1)
		k := 0
		for k < len(blocks) && blocks[k].chances/blocks[k].n < x {
			k++
		}
		switch {
		case len(blocks) == 0:
		case k == 0:
			out[i] = float32(blocks[0].right / blocks[0].n)
		case k == len(blocks):
			out[i] = float32(blocks[k-1].right / blocks[k-1].n)
		default:
			x0, x1 := blocks[k-1].chances/blocks[k-1].n, blocks[k].chances/blocks[k].n
			y0, y1 := blocks[k-1].right/blocks[k-1].n, blocks[k].right/blocks[k].n
			out[i] = float32(y0 + (y1-y0)*(x-x0)/(x1-x0))
		}
	}
	return out
}
