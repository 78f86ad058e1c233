package training

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/attribution"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
)

// Settings of training, chosen on held-out parts of PolNeAR's training set.
const (
	cueHidden, cueBits, cueEpochs       = 13, 18, 3
	spotHidden, spotBits, spotEpochs    = 14, 17, 4
	weighHidden, weighBits, weighEpochs = 15, 15, 4
	cueRate, spotRate, weighRate        = 0.1, 0.08, 0.05
	featureDropout                      = 0.2
	minSeen                             = 2
	averagedEpochs                      = 2
)

// trainFinders learns cues, and the ends of content and sources.
func (c Trainer) trainFinders(m *attribution.Model, articles []*prepared) {
	c.trainCues(m, articles)
	for _, p := range articles {
		p.cues = m.Cues.FindCues(p.features)
		p.features.CountPrefixes(p.cues)
	}
	m.Content = c.trainBoundaries(articles, attribution.ContentBase, (*prepared).contentTasks)
	m.Source = c.trainBoundaries(articles, attribution.SourceBase, (*prepared).sourceTasks)
}

// cueTrainer holds what learning a sentence's labels needs.
type cueTrainer struct {
	*learner
	transitions, sums, moved []float32 // of labels, from × to
	attribution.Lattice
	ids    [][]uint32
	hidden []float32
}

func (c Trainer) trainCues(m *attribution.Model, articles []*prepared) {
	t := &cueTrainer{learner: newLearner(attribution.CueLabels, cueHidden, cueBits, cueRate, c.Seed),
		transitions: make([]float32, attribution.CueLabels*attribution.CueLabels), sums: make([]float32, attribution.CueLabels*attribution.CueLabels), moved: make([]float32, attribution.CueLabels*attribution.CueLabels)}
	order := rand.New(rand.NewPCG(c.Seed, 3))
	var f nn.Features
	for _, p := range articles {
		for k, s := range p.features.Sentences {
			context := p.features.Contexts[k]
			for i := s.First; i < s.Last; i++ {
				p.features.CueFeatures(&f, i, context)
				t.count(f.IDs)
			}
		}
	}
	t.dropRare(minSeen)
	for n := range cueEpochs {
		if n == cueEpochs-averagedEpochs {
			t.startAverage()
			clear(t.moved)
		}
		for _, k := range order.Perm(len(articles)) {
			p := articles[k]
			labels := p.cueLabels()
			for k := range p.features.Sentences {
				t.sentence(p.features, k, labels)
			}
		}
	}
	t.average()
	averaged(t.transitions, t.moved, t.steps)
	m.Cues = attribution.CueModel{Network: t.network(), Transitions: [attribution.CueLabels * attribution.CueLabels]float32(t.transitions)}
}

// cueLabels returns the gold labels of an example's tokens.
func (p *prepared) cueLabels() []uint8 {
	labels := make([]uint8, len(p.features.Tokens))
	for _, g := range p.gold {
		for i := g.cue.First; i < g.cue.Last; i++ {
			labels[i] = attribution.CueInside
		}
	}
	for _, g := range p.gold {
		labels[g.cue.First] = attribution.CueBegin
	}
	return labels
}

// sentence learns from one sentence: the gradient is the expected labels less the gold ones.
func (t *cueTrainer) sentence(v *attribution.Features, k int, labels []uint8) {
	s := v.Sentences[k]
	n := s.Last - s.First
	t.Resize(n)
	if len(t.hidden) < n*cueHidden {
		t.hidden = make([]float32, n*cueHidden)
	}
	context := v.Contexts[k]
	for i := range n {
		if i >= len(t.ids) {
			t.ids = append(t.ids, nil)
		}
		f := nn.Features{IDs: t.ids[i]}
		v.CueFeatures(&f, s.First+i, context)
		t.ids[i] = t.drop(f.IDs, featureDropout)
		t.forward(t.ids[i], t.Emissions[i*attribution.CueLabels:], t.hidden[i*cueHidden:][:cueHidden])
	}
	m := attribution.CueModel{Transitions: [attribution.CueLabels * attribution.CueLabels]float32(t.transitions)}
	steps := m.Steps()
	t.Lattice.Sum(&steps)
	t.learnSteps(labels[s.First:s.Last], &steps)
	for i := range n {
		gradient := t.Marginal(i)
		gradient[labels[s.First+i]]--
		t.learner.backward(t.ids[i], t.hidden[i*cueHidden:][:cueHidden], gradient[:])
	}
}

// learnSteps moves the transitions.
func (t *cueTrainer) learnSteps(labels []uint8, steps *[attribution.CueLabels * attribution.CueLabels]float32) {
	var gradient [attribution.CueLabels * attribution.CueLabels]float32
	for i := 1; i < len(labels); i++ {
		var pairs [attribution.CueLabels * attribution.CueLabels]float32
		var total float32
		for at := range pairs {
			from, to := at/attribution.CueLabels, at%attribution.CueLabels
			pairs[at] = t.Lattice.Alpha[(i-1)*attribution.CueLabels+from] * steps[at] *
				t.Emissions[i*attribution.CueLabels+to] * t.Lattice.Beta[i*attribution.CueLabels+to]
			total += pairs[at]
		}
		attribution.ScaleBy(pairs[:], total)
		for at, p := range pairs {
			gradient[at] += p
		}
		gradient[int(labels[i-1])*attribution.CueLabels+int(labels[i])]--
	}
	for at, g := range gradient {
		t.step(t.transitions, t.sums, t.moved, at, g)
	}
}

// task is a choice among boundaries: which begins and which ends something.
type task struct {
	s        attribution.CueContext
	spots    []attribution.Boundary
	eligible [2][]int // for beginning and end: positions in boundaries
	wanted   [2]int   // positions in boundaries
}

// newTask lists who may play both roles, and reports whether the gold is among them.
func newTask(s attribution.CueContext, spots []attribution.Boundary, on attribution.Side, anySide bool, gold doc.Range) (task, bool) {
	t := task{s: s, spots: spots, wanted: [2]int{-1, -1}}
	tokens := [2]int{gold.First, gold.Last - 1}
	for k, p := range spots {
		for role := range tokens {
			if !p.Eligible(role, on, anySide) {
				continue
			}
			t.eligible[role] = append(t.eligible[role], k)
			if p.Token == tokens[role] || gold.Empty() && p.Token == -1 {
				t.wanted[role] = k
			}
		}
	}
	return t, t.wanted[0] >= 0 && t.wanted[1] >= 0
}

func (p *prepared) contentTasks(out []task) []task {
	for _, g := range p.gold {
		s := p.features.CueContext(attribution.Cue{Range: g.cue})
		spots := p.features.ContentBoundaries(s.Cue, nil)
		for on := range attribution.Sides {
			if t, ok := newTask(s, spots, on, false, g.parts[on]); ok {
				out = append(out, t)
			}
		}
	}
	return out
}

func (p *prepared) sourceTasks(out []task) []task {
	for _, g := range p.gold {
		s := p.features.CueContext(attribution.Cue{Range: g.cue})
		if t, ok := newTask(s, p.features.SourceBoundaries(s.Cue, nil), attribution.Left, true, g.source); ok {
			out = append(out, t)
		}
	}
	return out
}

// trainBoundaries learns beginnings and ends, each as a choice among a task's boundaries.
func (c Trainer) trainBoundaries(articles []*prepared, base uint32, tasks func(*prepared, []task) []task) nn.Network {
	l := newLearner(2, spotHidden, spotBits, spotRate, c.Seed)
	order := rand.New(rand.NewPCG(c.Seed, uint64(base)))
	var f nn.Features
	lists := make([][]task, len(articles))
	for k, p := range articles {
		lists[k] = tasks(p, nil)
		for _, t := range lists[k] {
			for _, s := range t.spots {
				p.features.AllBoundaryFeatures(&f, base, &t.s, s)
				l.count(f.IDs)
			}
		}
	}
	l.dropRare(minSeen)
	chooser := choiceTrainer{learner: l, width: spotHidden}
	for n := range spotEpochs {
		if n == spotEpochs-averagedEpochs {
			l.startAverage()
		}
		for _, k := range order.Perm(len(articles)) {
			for i := range lists[k] {
				chooser.task(articles[k].features, base, &lists[k][i])
			}
		}
	}
	l.average()
	c.Report(fmt.Sprintf("boundaries %d: loss %.3f", base, chooser.loss/float64(max(1, chooser.seen))))
	return l.network()
}

// choiceTrainer learns to choose among several things.
type choiceTrainer struct {
	*learner
	width       int
	ids         [][]uint32
	out, hidden []float32
	gradient    []float32
	loss        float64
	seen        int
}

// take computes the outputs of thing k of n with the features f.
func (t *choiceTrainer) take(k, n int, ids []uint32) {
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

func (t *choiceTrainer) compute(n int) {
	for k := range n {
		t.forward(t.ids[k], t.out[k*t.outputs:(k+1)*t.outputs], t.hidden[k*t.width:(k+1)*t.width])
	}
	clear(t.gradient[:n*t.outputs])
}

func (t *choiceTrainer) learn(n int) {
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

func (t *choiceTrainer) task(v *attribution.Features, base uint32, task *task) {
	n := len(task.spots)
	var f nn.Features
	for k, s := range task.spots {
		v.AllBoundaryFeatures(&f, base, &task.s, s)
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
