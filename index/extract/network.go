package extract

import (
	"encoding/binary"
	"errors"
	"math"
)

// features is a list of hashed features of one thing to be scored. It is
// reused from one to the next.
type features struct{ ids []uint32 }

func (f *features) reset() { f.ids = f.ids[:0] }

// add notes that a template of features has the given value here.
func (f *features) add(template, value uint32) {
	f.ids = append(f.ids, mix(template*0x9E3779B1, value))
}

// pair adds the conjunction of two values.
func (f *features) pair(template, a, b uint32) { f.add(template, mix(a, b)) }

// mix hashes two values into one.
func mix(a, b uint32) uint32 {
	h := (a ^ (b * 0x85EBCA6B)) + 0x7F4A7C15
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 13
	h *= 0x297A2D39
	return h ^ h>>16
}

// network scores hashed features: the sum of their linear weights, and of a
// hidden layer of rectified units that joins them. Its weights are bytes read
// where they lie, so that many goroutines share them and loading costs nothing.
type network struct {
	outputs, hidden int
	shift           uint      // of a hash, to a row's number
	scale           []float32 // of each column of rows
	bias            []float32 // of outputs, then of hidden units
	top             []float32 // hidden × outputs
	rows            string    // of outputs+hidden bytes, a multiple of eight, each raised by bias
}

const (
	maxColumns = 32
	lanes      = 8   // columns are added eight at a time
	bias       = 128 // what a row's bytes are raised by, so that none is negative
)

// even keeps every other byte of eight.
const even = 0x00FF00FF00FF00FF

// sums are a network's columns added over features: sixteen bits a column, the
// even columns of each eight in one word, the odd ones in the next. They hold
// 257 features without overflow.
type sums struct {
	words [2 * maxColumns / lanes]uint64
	count int
}

// add takes the rows of features into the sums.
func (n *network) add(to *sums, ids []uint32) {
	to.count += len(ids)
	switch n.outputs + n.hidden {
	case 2 * lanes:
		n.addTwo(to, ids)
		return
	case 3 * lanes:
		n.addThree(to, ids)
		return
	}
	stride := n.outputs + n.hidden
	for _, id := range ids {
		at := int(id>>n.shift) * stride
		for k := 0; k < stride/lanes; k++ {
			v := eight(n.rows[at+k*lanes:])
			to.words[2*k] += v & even
			to.words[2*k+1] += v >> 8 & even
		}
	}
}

// addTwo adds rows of sixteen columns, as cues and spots have, with
// the sums in registers.
func (n *network) addTwo(to *sums, ids []uint32) {
	rows, shift := n.rows, n.shift
	a, b, c, d := to.words[0], to.words[1], to.words[2], to.words[3]
	for _, id := range ids {
		at := int(id>>shift) * (2 * lanes)
		row := rows[at : at+2*lanes]
		v, w := eight(row[:lanes]), eight(row[lanes:])
		a += v & even
		b += v >> 8 & even
		c += w & even
		d += w >> 8 & even
	}
	to.words[0], to.words[1], to.words[2], to.words[3] = a, b, c, d
}

// addThree adds rows of twenty-four columns, as the tagger has.
func (n *network) addThree(to *sums, ids []uint32) {
	rows, shift := n.rows, n.shift
	a, b, c, d, e, f := to.words[0], to.words[1], to.words[2], to.words[3], to.words[4], to.words[5]
	for _, id := range ids {
		at := int(id>>shift) * (3 * lanes)
		row := rows[at : at+3*lanes]
		v, w, x := eight(row[:lanes]), eight(row[lanes:2*lanes]), eight(row[2*lanes:])
		a += v & even
		b += v >> 8 & even
		c += w & even
		d += w >> 8 & even
		e += x & even
		f += x >> 8 & even
	}
	to.words[0], to.words[1], to.words[2], to.words[3], to.words[4], to.words[5] = a, b, c, d, e, f
}

// eight reads eight bytes, the first lowest.
func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// column is the sum of column c, with its bias.
func (n *network) column(from *sums, c int) float32 {
	lane := from.words[c/lanes*2+c%2] >> (c % lanes / 2 * 16) & 0xFFFF
	return n.bias[c] + float32(int(lane)-bias*from.count)*n.scale[c]
}

// finish fills out with the outputs that the sums give.
func (n *network) finish(from *sums, out []float32) {
	for k := range n.outputs {
		out[k] = n.column(from, k)
	}
	for j := range n.hidden {
		if a := n.column(from, n.outputs+j); a > 0 {
			for k := range n.outputs {
				out[k] += a * n.top[j*n.outputs+k]
			}
		}
	}
}

// score fills out with the outputs for ids.
func (n *network) score(ids []uint32, out []float32) {
	var s sums
	n.add(&s, ids)
	n.finish(&s, out)
}

// modelReader takes a model file apart, front to back.
type modelReader struct {
	data string
	err  error
}

var errModelCut = errors.New("the model file is cut short")

func (r *modelReader) take(n int) string {
	if n < 0 || n > len(r.data) {
		r.err = errModelCut
		return ""
	}
	out := r.data[:n]
	r.data = r.data[n:]
	return out
}

func (r *modelReader) number() int {
	b := r.take(4)
	if r.err != nil {
		return 0
	}
	return int(uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24)
}

func (r *modelReader) floats(n int) []float32 {
	b := r.take(4 * n)
	if r.err != nil {
		return nil
	}
	out := make([]float32, n)
	for i := range out {
		c := b[4*i:]
		out[i] = math.Float32frombits(uint32(c[0]) | uint32(c[1])<<8 | uint32(c[2])<<16 | uint32(c[3])<<24)
	}
	return out
}

func (r *modelReader) network() network {
	n := network{outputs: r.number(), hidden: r.number()}
	bits := r.number()
	columns := n.outputs + n.hidden
	if r.err == nil && columns == 0 {
		return network{}
	}
	if r.err != nil || columns > maxColumns || columns%lanes != 0 || bits > 24 {
		r.err = errModelCut
		return network{}
	}
	n.shift = uint(32 - bits)
	n.scale, n.bias, n.top = r.floats(columns), r.floats(columns), r.floats(n.outputs*n.hidden)
	n.rows = r.take(columns << bits)
	return n
}

// appendTo writes the network as modelReader reads it.
func (n *network) appendTo(out []byte) []byte {
	for _, v := range []int{n.outputs, n.hidden, int(32 - n.shift)} {
		out = binary.LittleEndian.AppendUint32(out, uint32(v))
	}
	for _, list := range [][]float32{n.scale, n.bias, n.top} {
		out = appendFloats(out, list)
	}
	return append(out, n.rows...)
}

func appendFloats(out []byte, list []float32) []byte {
	for _, v := range list {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v))
	}
	return out
}

// softmax turns scores into probabilities, in place.
func softmax(scores []float32) {
	largest := float32(math.Inf(-1))
	for _, s := range scores {
		largest = max(largest, s)
	}
	var sum float32
	for i, s := range scores {
		scores[i] = float32(math.Exp(float64(s - largest)))
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
}
