package training

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
)

// learner trains a network by stochastic gradient descent with AdaGrad's
// rates. Weights of features seen fewer than twice stay zero.
type learner struct {
	outputs, hidden int
	bits            uint
	rate            float32
	rows, rowSums   []float32
	bias, biasSums  []float32
	top, topSums    []float32
	counts          []uint8
	random          *rand.Rand

	// What average needs: the steps since averaging began, and of each weight what
	// it moved by times the step at which it did.
	steps                          float32
	rowsMoved, biasMoved, topMoved []float32
}

func newLearner(outputs, hidden int, bits uint, rate float32, seed uint64) *learner {
	columns := outputs + hidden
	l := &learner{outputs: outputs, hidden: hidden, bits: bits, rate: rate, random: rand.New(rand.NewPCG(seed, 1))}
	l.rows, l.rowSums = make([]float32, columns<<bits), make([]float32, columns<<bits)
	l.bias, l.biasSums = make([]float32, columns), make([]float32, columns)
	l.top, l.topSums = make([]float32, outputs*hidden), make([]float32, outputs*hidden)
	l.counts = make([]uint8, 1<<bits)
	for i := range l.top {
		l.top[i] = float32(l.random.NormFloat64()) * 0.3
	}
	for r := range 1 << bits {
		for j := outputs; j < columns; j++ {
			l.rows[r*columns+j] = float32(l.random.NormFloat64()) * 0.05
		}
	}
	return l
}

// count notes that the features were seen.
func (l *learner) count(ids []uint32) {
	for _, id := range ids {
		if c := &l.counts[id>>(32-l.bits)]; *c < 255 {
			*c++
		}
	}
}

// dropRare clears the rows of features seen fewer than least times.
func (l *learner) dropRare(least uint8) {
	columns := l.outputs + l.hidden
	for r, c := range l.counts {
		if c < least {
			clear(l.rows[r*columns : (r+1)*columns])
		}
	}
	for r, c := range l.counts {
		if c < least {
			l.counts[r] = 0
		}
	}
}

// drop leaves out a share of the features, so that none is relied on alone.
func (l *learner) drop(ids []uint32, share float32) []uint32 {
	kept := ids[:0]
	for _, id := range ids {
		if l.counts[id>>(32-l.bits)] > 0 && (share == 0 || l.random.Float32() >= share) {
			kept = append(kept, id)
		}
	}
	return kept
}

// forward computes the outputs, and the hidden units' values for backward.
func (l *learner) forward(ids []uint32, out, hidden []float32) {
	columns := l.outputs + l.hidden
	var sums [nn.MaxColumns]float32
	acc := sums[:columns]
	copy(acc, l.bias)
	for _, id := range ids {
		row := l.rows[int(id>>(32-l.bits))*columns:][:columns]
		for j, w := range row {
			acc[j] += w
		}
	}
	copy(out[:l.outputs], acc)
	for j := range l.hidden {
		hidden[j] = max(0, acc[l.outputs+j])
		for k := range l.outputs {
			out[k] += hidden[j] * l.top[j*l.outputs+k]
		}
	}
}

// backward moves the weights against the gradient of the loss by the outputs.
func (l *learner) backward(ids []uint32, hidden, gradient []float32) {
	l.steps++
	columns := l.outputs + l.hidden
	var g [nn.MaxColumns]float32
	copy(g[:], gradient[:l.outputs])
	for j := range l.hidden {
		if hidden[j] <= 0 {
			continue
		}
		for k := range l.outputs {
			w := j*l.outputs + k
			g[l.outputs+j] += gradient[k] * l.top[w]
			l.step(l.top, l.topSums, l.topMoved, w, gradient[k]*hidden[j])
		}
	}
	for j := range columns {
		l.step(l.bias, l.biasSums, l.biasMoved, j, g[j])
	}
	for _, id := range ids {
		at := int(id>>(32-l.bits)) * columns
		for j := range columns {
			if g[j] != 0 {
				l.step(l.rows, l.rowSums, l.rowsMoved, at+j, g[j])
			}
		}
	}
}

// step moves weight i of a list.
func (l *learner) step(weights, sums, moved []float32, i int, gradient float32) {
	sums[i] += gradient * gradient
	d := l.rate * gradient / (float32(math.Sqrt(float64(sums[i]))) + 0.1)
	weights[i] -= d
	if moved != nil {
		moved[i] += l.steps * d
	}
}

// startAverage begins the time over which average takes the mean of the weights.
func (l *learner) startAverage() {
	l.steps = 0
	l.rowsMoved, l.biasMoved, l.topMoved = make([]float32, len(l.rows)), make([]float32, len(l.bias)), make([]float32, len(l.top))
}

// average makes the weights what they were on average since startAverage, which
// does better on unseen text than what they happen to be in the end
// (Polyak and Juditsky 1992).
func (l *learner) average() {
	averaged(l.rows, l.rowsMoved, l.steps)
	averaged(l.bias, l.biasMoved, l.steps)
	averaged(l.top, l.topMoved, l.steps)
}

func averaged(weights, moved []float32, steps float32) {
	for i, m := range moved {
		weights[i] += m / max(steps, 1)
	}
}

// network rounds the weights to bytes.
func (l *learner) network() nn.Network {
	columns := l.outputs + l.hidden
	n := nn.Network{Outputs: l.outputs, Hidden: l.hidden, Shift: 32 - l.bits,
		Scale: make([]float32, columns), Bias: append([]float32{}, l.bias...), Top: append([]float32{}, l.top...)}
	for j := range columns {
		var largest float32
		for r := j; r < len(l.rows); r += columns {
			largest = max(largest, float32(math.Abs(float64(l.rows[r]))))
		}
		n.Scale[j] = max(largest, 1e-6) / 127
	}
	rows := make([]byte, len(l.rows))
	for i, w := range l.rows {
		rows[i] = byte(nn.Bias + int(math.Round(float64(w/n.Scale[i%columns]))))
	}
	n.Rows = string(rows)
	return n
}

// mean returns the network whose outputs are the mean of two learners': their linear weights
// are averaged, their hidden units stand side by side.
func mean(a, b *learner) nn.Network {
	both := newLearner(a.outputs, a.hidden+b.hidden, a.bits, 0, 0)
	columns, outputs := both.outputs+both.hidden, a.outputs
	join := func(to, from, other []float32) {
		for k := range outputs {
			to[k] = (from[k] + other[k]) / 2
		}
		copy(to[outputs:], from[outputs:])
		copy(to[len(from):], other[outputs:])
	}
	join(both.bias, a.bias, b.bias)
	for r := range 1 << a.bits {
		x, y := outputs+a.hidden, outputs+b.hidden
		join(both.rows[r*columns:][:columns], a.rows[r*x:][:x], b.rows[r*y:][:y])
	}
	for i, w := range append(slices.Clone(a.top), b.top...) {
		both.top[i] = w / 2
	}
	return both.network()
}
