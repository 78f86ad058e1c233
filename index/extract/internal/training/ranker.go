package training

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/attribution"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
)

// cueTask is a cue with its analyses, of which one, or none, is right.
type cueTask struct {
	article  int // for telling apart which tasks come from one article
	cue      attribution.Cue
	options  [][]uint32 // features of the analyses, then of the cue being none
	wanted   int        // position in options
	analyses []attribution.Analysis
	right    []bool // whether each analysis counts as right
}

// cueTasks makes the tasks of an example with finders that never saw it.
func (p *prepared) cueTasks(m *attribution.Model, out []cueTask) []cueTask {
	r := attribution.Analyzer{Features: p.features, Model: m}
	p.cues = m.Cues.FindCues(p.features)
	p.features.CountPrefixes(p.cues)
	id := len(out)
	for k, c := range p.cues {
		s := r.CueContext(c)
		s.Rivals, _ = attribution.CountRivals(p.cues, k)
		e := cueTask{article: id, cue: c, analyses: slices.Clone(r.Propose(&s))}
		for i := range e.analyses {
			r.AnalysisFeatures(&r.F, &s, &e.analyses[i])
			e.options = append(e.options, slices.Clone(r.F.IDs))
		}
		r.NoCueFeatures(&r.F, &s)
		e.options = append(e.options, slices.Clone(r.F.IDs))
		p.label(&e)
		out = append(out, e)
	}
	return out
}

// label finds the analysis of an task that is nearest to gold, and all that
// are near enough.
func (p *prepared) label(e *cueTask) {
	e.wanted, e.right = len(e.analyses), make([]bool, len(e.analyses))
	top := 0.0
	for _, g := range p.gold {
		for k, r := range e.analyses {
			near := attribution.ContentOverlap(r.Parts, g.parts)
			if near < 0.5 || !attribution.SameSource(r.Source, g.source) {
				continue
			}
			e.right[k] = true
			if !p.bestCue(e.cue, g.cue) {
				continue
			}
			if r.Parts == g.parts {
				near += 0.6
			}
			if r.Source == g.source {
				near += 0.5
			}
			if near > top {
				top, e.wanted = near, k
			}
		}
	}
}

// bestCue reports whether no other cue found is nearer to a gold cue.
func (p *prepared) bestCue(c attribution.Cue, gold doc.Range) bool {
	mine := overlap(c.Range, gold)
	for _, o := range p.cues {
		if overlap(o.Range, gold) > mine {
			return false
		}
	}
	return mine > 0
}

// overlap returns the share of two runs' tokens that is common.
func overlap(a, b doc.Range) float64 {
	both := max(0, min(a.Last, b.Last)-max(a.First, b.First))
	return float64(both) / float64(max(1, a.Len()+b.Len()-both))
}

// trainRanker learns to choose among analyses: the mean of two that began with other
// random numbers, which is surer than either.
func (c Trainer) trainRanker(tasks []cueTask) nn.Network {
	one := c.oneRanker(tasks, weighHidden, c.Seed)
	return mean(one, c.oneRanker(tasks, weighHidden+1, c.Seed+1))
}

func (c Trainer) oneRanker(tasks []cueTask, hidden int, seed uint64) *learner {
	l := newLearner(1, hidden, weighBits, weighRate, seed)
	for _, e := range tasks {
		for _, o := range e.options {
			l.count(o)
		}
	}
	l.dropRare(minSeen)
	t := choiceTrainer{learner: l, width: hidden}
	order := rand.New(rand.NewPCG(seed, 5))
	for n := range weighEpochs {
		if n == weighEpochs-averagedEpochs {
			l.startAverage()
		}
		for _, k := range order.Perm(len(tasks)) {
			t.cueTask(&tasks[k])
		}
	}
	l.average()
	return l
}

func (t *choiceTrainer) cueTask(e *cueTask) {
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
// tasks as the other half teaches, and where to draw the line.
func (c Trainer) calibrate(m *attribution.Model, tasks []cueTask, gold int) {
	var samples []sample
	for half := range 2 {
		var known, unseen []cueTask
		for _, e := range tasks {
			if (e.article>>3)&1 == half {
				known = append(known, e)
			} else {
				unseen = append(unseen, e)
			}
		}
		samples = append(samples, decodeAll(c.trainRanker(known), unseen)...)
	}
	m.Calibration = isotonic(samples)
	slices.SortFunc(samples, func(a, b sample) int { return cmp.Compare(b.chance, a.chance) })
	right, top := 0, 0.0
	for i, s := range samples {
		if s.right {
			right++
		}
		if f := 2 * float64(right) / float64(i+1+gold); f > top {
			top, m.MinChance = f, s.chance
		}
	}
	c.Report(fmt.Sprintf("line at chance %.2f: statement F1 %.3f on unseen articles", m.MinChance, top))
}

// sample is a statement found with its chance, and whether it was right.
type sample struct {
	chance float32
	right  bool
}

func decodeAll(weigher nn.Network, tasks []cueTask) []sample {
	var out []sample
	var group []attribution.Decoding
	flush := func() {
		for _, v := range attribution.DropNested(attribution.DropOverlapping(group)) {
			out = append(out, sample{v.Chance, tasks[v.Task].right[v.Best]})
		}
		group = group[:0]
	}
	first := 0
	for k := range tasks {
		e := &tasks[k]
		if e.article != tasks[first].article {
			flush()
			first = k
		}
		scores := make([]float32, len(e.options))
		for i, o := range e.options {
			weigher.Score(o, scores[i:i+1])
		}
		nn.Softmax(scores)
		for i := range e.analyses {
			e.analyses[i].Chance = scores[i]
		}
		if v, ok := attribution.Best(e.analyses); ok {
			v.Cue, v.Task = e.cue, k
			group = append(group, v)
		}
	}
	flush()
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
	out := make([]float32, attribution.CalibrationBins)
	for i := range out {
		x := float64(i) / (attribution.CalibrationBins - 1)
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
