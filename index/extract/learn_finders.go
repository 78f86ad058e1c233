package extract

import (
	"fmt"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
	"math"
	"math/rand/v2"
)

// Settings of training, chosen on held-out parts of PolNeAR's training set.
const (
	cueHidden, cueBits, cueEpochs       = 13, 18, 3
	spotHidden, spotBits, spotEpochs    = 14, 17, 4
	weighHidden, weighBits, weighEpochs = 15, 15, 4
	cueRate, spotRate, weighRate        = 0.1, 0.08, 0.05
	featureDropout                      = 0.2
	leastSeen                           = 2
	averagedEpochs                      = 2
)

// finders learns cues, and the ends of content and sources.
func (c Course) finders(m *model, pupils []*pupil) {
	c.learnCues(m, pupils)
	for _, p := range pupils {
		p.cues = m.cues.findCues(p.view)
		p.view.count(p.cues)
	}
	m.content = c.learnSpots(pupils, contentBase, (*pupil).contentTasks)
	m.source = c.learnSpots(pupils, sourceBase, (*pupil).sourceTasks)
}

// cueTeacher holds what learning a sentence's labels needs.
type cueTeacher struct {
	*learner
	transitions, sums, moved []float32 // of labels, from × to
	lattice
	ids    [][]uint32
	hidden []float32
}

func (c Course) learnCues(m *model, pupils []*pupil) {
	t := &cueTeacher{learner: newLearner(cueLabels, cueHidden, cueBits, cueRate, c.Seed),
		transitions: make([]float32, cueLabels*cueLabels), sums: make([]float32, cueLabels*cueLabels), moved: make([]float32, cueLabels*cueLabels)}
	order := rand.New(rand.NewPCG(c.Seed, 3))
	var f nn.Features
	for _, p := range pupils {
		for k, s := range p.view.Sentences {
			context := p.view.contexts[k]
			for i := s.First; i < s.Last; i++ {
				p.view.cueFeatures(&f, i, context)
				t.count(f.IDs)
			}
		}
	}
	t.forget(leastSeen)
	for n := range cueEpochs {
		if n == cueEpochs-averagedEpochs {
			t.startAverage()
			clear(t.moved)
		}
		for _, k := range order.Perm(len(pupils)) {
			p := pupils[k]
			labels := p.cueLabels()
			for k := range p.view.Sentences {
				t.sentence(p.view, k, labels)
			}
		}
	}
	t.average()
	averaged(t.transitions, t.moved, t.steps)
	m.cues = cueModel{Network: t.network(), transitions: [cueLabels * cueLabels]float32(t.transitions)}
}

// cueLabels are the gold labels of a pupil's tokens.
func (p *pupil) cueLabels() []uint8 {
	labels := make([]uint8, len(p.view.Tokens))
	for _, g := range p.gold {
		for i := g.cue.First; i < g.cue.Last; i++ {
			labels[i] = cueInside
		}
	}
	for _, g := range p.gold {
		labels[g.cue.First] = cueBegin
	}
	return labels
}

// sentence learns from one sentence: the gradient is the expected labels less the gold ones.
func (t *cueTeacher) sentence(v *view, k int, labels []uint8) {
	s := v.Sentences[k]
	n := s.Last - s.First
	t.resize(n)
	if len(t.hidden) < n*cueHidden {
		t.hidden = make([]float32, n*cueHidden)
	}
	context := v.contexts[k]
	for i := range n {
		if i >= len(t.ids) {
			t.ids = append(t.ids, nil)
		}
		f := nn.Features{IDs: t.ids[i]}
		v.cueFeatures(&f, s.First+i, context)
		t.ids[i] = t.drop(f.IDs, featureDropout)
		t.forward(t.ids[i], t.emissions[i*cueLabels:], t.hidden[i*cueHidden:][:cueHidden])
	}
	m := cueModel{transitions: [cueLabels * cueLabels]float32(t.transitions)}
	steps := m.steps()
	t.lattice.sum(&steps)
	t.learnSteps(labels[s.First:s.Last], &steps)
	for i := range n {
		gradient := t.marginal(i)
		gradient[labels[s.First+i]]--
		t.learner.backward(t.ids[i], t.hidden[i*cueHidden:][:cueHidden], gradient[:])
	}
}

// learnSteps moves the transitions.
func (t *cueTeacher) learnSteps(labels []uint8, steps *[cueLabels * cueLabels]float32) {
	var gradient [cueLabels * cueLabels]float32
	for i := 1; i < len(labels); i++ {
		var pairs [cueLabels * cueLabels]float32
		var total float32
		for at := range pairs {
			from, to := at/cueLabels, at%cueLabels
			pairs[at] = t.lattice.alpha[(i-1)*cueLabels+from] * steps[at] *
				t.emissions[i*cueLabels+to] * t.lattice.beta[i*cueLabels+to]
			total += pairs[at]
		}
		scaleBy(pairs[:], total)
		for at, p := range pairs {
			gradient[at] += p
		}
		gradient[int(labels[i-1])*cueLabels+int(labels[i])]--
	}
	for at, g := range gradient {
		t.step(t.transitions, t.sums, t.moved, at, g)
	}
}

// task is a choice among spots: which begins and which ends something.
type task struct {
	s        surroundings
	spots    []spot
	eligible [2][]int // for beginning and end: positions in spots
	wanted   [2]int   // positions in spots
}

// newTask lists who may play both roles, or says that the gold is not among them.
func newTask(s surroundings, spots []spot, on side, anySide bool, gold doc.Range) (task, bool) {
	t := task{s: s, spots: spots, wanted: [2]int{-1, -1}}
	tokens := [2]int{gold.First, gold.Last - 1}
	for k, p := range spots {
		for role := range tokens {
			if !p.eligible(role, on, anySide) {
				continue
			}
			t.eligible[role] = append(t.eligible[role], k)
			if p.token == tokens[role] || gold.Empty() && p.token == -1 {
				t.wanted[role] = k
			}
		}
	}
	return t, t.wanted[0] >= 0 && t.wanted[1] >= 0
}

func (p *pupil) contentTasks(out []task) []task {
	for _, g := range p.gold {
		s := p.view.surroundings(cue{Range: g.cue})
		spots := p.view.contentSpots(s.cue, nil)
		for on := range sides {
			if t, ok := newTask(s, spots, on, false, g.parts[on]); ok {
				out = append(out, t)
			}
		}
	}
	return out
}

func (p *pupil) sourceTasks(out []task) []task {
	for _, g := range p.gold {
		s := p.view.surroundings(cue{Range: g.cue})
		if t, ok := newTask(s, p.view.sourceSpots(s.cue, nil), left, true, g.source); ok {
			out = append(out, t)
		}
	}
	return out
}

// learnSpots learns beginnings and ends, each as a choice among a task's spots.
func (c Course) learnSpots(pupils []*pupil, base uint32, tasks func(*pupil, []task) []task) nn.Network {
	l := newLearner(2, spotHidden, spotBits, spotRate, c.Seed)
	order := rand.New(rand.NewPCG(c.Seed, uint64(base)))
	var f nn.Features
	lists := make([][]task, len(pupils))
	for k, p := range pupils {
		lists[k] = tasks(p, nil)
		for _, t := range lists[k] {
			for _, s := range t.spots {
				p.view.allFeatures(&f, base, &t.s, s)
				l.count(f.IDs)
			}
		}
	}
	l.forget(leastSeen)
	teacher := choiceTeacher{learner: l, width: spotHidden}
	for n := range spotEpochs {
		if n == spotEpochs-averagedEpochs {
			l.startAverage()
		}
		for _, k := range order.Perm(len(pupils)) {
			for i := range lists[k] {
				teacher.task(pupils[k].view, base, &lists[k][i])
			}
		}
	}
	l.average()
	c.Report(fmt.Sprintf("spots %d: loss %.3f", base, teacher.loss/float64(max(1, teacher.seen))))
	return l.network()
}

// allFeatures are a spot's features with those of its place.
func (v *view) allFeatures(f *nn.Features, base uint32, s *surroundings, p spot) {
	v.spotFeatures(f, base, s, p)
	if p.token >= 0 {
		v.placeFeatures(f, base+uint32(p.side)*1000, p.token)
	}
}

// choiceTeacher learns to choose among several things.
type choiceTeacher struct {
	*learner
	width       int
	ids         [][]uint32
	out, hidden []float32
	gradient    []float32
	loss        float64
	seen        int
}

// take computes the outputs of thing k of n with the features f.
func (t *choiceTeacher) take(k, n int, ids []uint32) {
	for len(t.ids) < n {
		t.ids = append(t.ids, nil)
	}
	if len(t.out) < n*t.outputs {
		t.out, t.gradient = make([]float32, n*t.outputs), make([]float32, n*t.outputs)
	}
	if len(t.hidden) < n*t.width {
		t.hidden = append(t.hidden, make([]float32, n*t.width-len(t.hidden))...)
	}
	t.ids[k] = append(t.ids[k][:0], ids...)
	t.ids[k] = t.drop(t.ids[k], featureDropout)
}

func (t *choiceTeacher) compute(n int) {
	for k := range n {
		t.forward(t.ids[k], t.out[k*t.outputs:(k+1)*t.outputs], t.hidden[k*t.width:(k+1)*t.width])
	}
	clear(t.gradient[:n*t.outputs])
}

func (t *choiceTeacher) learn(n int) {
	for k := range n {
		g := t.gradient[k*t.outputs : (k+1)*t.outputs]
		if maxAbs(g) > 1e-3 {
			t.backward(t.ids[k], t.hidden[k*t.width:(k+1)*t.width], g)
		}
	}
}

func maxAbs(list []float32) (out float32) {
	for _, v := range list {
		out = max(out, v, -v)
	}
	return out
}

func (t *choiceTeacher) task(v *view, base uint32, task *task) {
	n := len(task.spots)
	var f nn.Features
	for k, s := range task.spots {
		v.allFeatures(&f, base, &task.s, s)
		t.take(k, n, f.IDs)
	}
	t.compute(n)
	for role, list := range task.eligible {
		chances := make([]float32, len(list))
		for j, k := range list {
			chances[j] = t.out[2*k+role]
		}
		nn.Softmax(chances)
		for j, k := range list {
			t.gradient[2*k+role] = chances[j]
			if k == task.wanted[role] {
				t.gradient[2*k+role]--
				t.loss -= math.Log(float64(chances[j]) + 1e-9)
			}
		}
	}
	t.seen++
	t.learn(n)
}
