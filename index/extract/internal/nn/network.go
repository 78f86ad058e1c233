package nn

import (
	"encoding/binary"
	"errors"
	"math"
)

// Features is a list of hashed features of one thing to be scored. It is
// reused from one to the next.
type Features struct{ IDs []uint32 }

// Reset empties the list for the next thing to be scored.
func (f *Features) Reset() { f.IDs = f.IDs[:0] }

// Add notes that a template of features has the given value here.
func (f *Features) Add(template, value uint32) {
	f.IDs = append(f.IDs, Mix(template*0x9E3779B1, value))
}

// Pair adds the conjunction of two values.
func (f *Features) Pair(template, a, b uint32) { f.Add(template, Mix(a, b)) }

// Mix hashes two values into one.
func Mix(a, b uint32) uint32 {
	h := (a ^ (b * 0x85EBCA6B)) + 0x7F4A7C15
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 13
	h *= 0x297A2D39
	return h ^ h>>16
}

// Network scores hashed features: the sum of their linear weights, and of a
// hidden layer of rectified units that joins them. Its weights are bytes read
// where they lie, so that many goroutines share them and loading costs nothing.
type Network struct {
	Outputs, Hidden int
	Shift           uint      // of a hash, to a row's number
	Scale           []float32 // of each column of rows
	Bias            []float32 // of outputs, then of hidden units
	Top             []float32 // hidden × outputs
	Rows            string    // of outputs+hidden bytes, a multiple of eight, each raised by bias
}

// The bounds of a network's rows.
const (
	MaxColumns = 32  // outputs and hidden units together
	lanes      = 8   // columns are added eight at a time
	Bias       = 128 // what a row's bytes are raised by, so that none is negative
)

// even keeps every other byte of eight.
const even = 0x00FF00FF00FF00FF

// Sums are a network's columns added over features: sixteen bits a column, the
// even columns of each eight in one word, the odd ones in the next. They hold
// 257 features without overflow.
type Sums struct {
	words [2 * MaxColumns / lanes]uint64
	count int

	touched byte // what touch read, kept so that the compiler does not leave it out
}

// Add takes the rows of features into the sums.
func (n *Network) Add(to *Sums, ids []uint32) {
	to.count += len(ids)
	to.touched |= n.touch(ids)
	switch n.Outputs + n.Hidden {
	case 2 * lanes:
		n.addTwo(to, ids)
		return
	case 3 * lanes:
		n.addThree(to, ids)
		return
	}
	stride, shift := n.Outputs+n.Hidden, n.Shift
	for k := range stride / lanes {
		rows := n.Rows[k*lanes:]
		a, b := to.words[2*k], to.words[2*k+1]
		for _, id := range ids {
			v := eight(rows[int(id>>shift)*stride:])
			a += v & even
			b += v >> 8 & even
		}
		to.words[2*k], to.words[2*k+1] = a, b
	}
}

// Join adds the sums of other features.
func (s *Sums) Join(o *Sums) {
	s.count += o.count
	for k, w := range o.words {
		s.words[k] += w
	}
}

// touch reads one byte of each feature's row. Rows lie far apart, mostly in no near
// cache, and so little work for each lets the processor fetch many at once; adding
// them then waits for none. What it returns means nothing.
func (n *Network) touch(ids []uint32) (read byte) {
	rows, shift, stride := n.Rows, n.Shift, n.Outputs+n.Hidden
	for _, id := range ids {
		read |= rows[int(id>>shift)*stride]
	}
	return read
}

// addTwo adds rows of sixteen columns, as cues and spots have, with
// the sums in registers.
func (n *Network) addTwo(to *Sums, ids []uint32) {
	rows, shift := n.Rows, n.Shift
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
func (n *Network) addThree(to *Sums, ids []uint32) {
	rows, shift := n.Rows, n.Shift
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

// column returns the sum of column c, with its bias.
func (n *Network) column(from *Sums, c int) float32 {
	lane := from.words[c/lanes*2+c%2] >> (c % lanes / 2 * 16) & 0xFFFF
	return n.Bias[c] + float32(int(lane)-Bias*from.count)*n.Scale[c]
}

// Finish fills out with the outputs that the sums give. It has no branch that hangs
// on a sum: sums wait for rows from memory, and a branch guessed wrong would hold up
// whatever comes next until they are there.
func (n *Network) Finish(from *Sums, out []float32) {
	out = out[:n.Outputs]
	for k := range out {
		out[k] = n.column(from, k)
	}
	top := n.Top
	for j := range n.Hidden {
		a := max(n.column(from, n.Outputs+j), 0)
		weights := top[:len(out)]
		for k, w := range weights {
			out[k] += a * w
		}
		top = top[len(out):]
	}
}

// Score fills out with the outputs for ids.
func (n *Network) Score(ids []uint32, out []float32) {
	var s Sums
	n.Add(&s, ids)
	n.Finish(&s, out)
}

// Reader takes a model file apart, front to back.
type Reader struct {
	Data string
	Err  error
}

var errModelCut = errors.New("the model file is cut short")

// Take returns the next n bytes, or "" once the file is too short.
func (r *Reader) Take(n int) string {
	if n < 0 || n > len(r.Data) {
		r.Err = errModelCut
		return ""
	}
	out := r.Data[:n]
	r.Data = r.Data[n:]
	return out
}

func (r *Reader) number() int {
	b := r.Take(4)
	if r.Err != nil {
		return 0
	}
	return int(uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24)
}

// Floats returns the next n numbers, or nil once the file is too short.
func (r *Reader) Floats(n int) []float32 {
	b := r.Take(4 * n)
	if r.Err != nil {
		return nil
	}
	out := make([]float32, n)
	for i := range out {
		c := b[4*i:]
		out[i] = math.Float32frombits(uint32(c[0]) | uint32(c[1])<<8 | uint32(c[2])<<16 | uint32(c[3])<<24)
	}
	return out
}

// Network returns the next network, whose rows stay in the file's bytes.
func (r *Reader) Network() Network {
	n := Network{Outputs: r.number(), Hidden: r.number()}
	bits := r.number()
	columns := n.Outputs + n.Hidden
	if r.Err == nil && columns == 0 {
		return Network{}
	}
	if r.Err != nil || columns > MaxColumns || columns%lanes != 0 || bits > 24 {
		r.Err = errModelCut
		return Network{}
	}
	n.Shift = uint(32 - bits)
	n.Scale, n.Bias, n.Top = r.Floats(columns), r.Floats(columns), r.Floats(n.Outputs*n.Hidden)
	n.Rows = r.Take(columns << bits)
	return n
}

// AppendTo writes the network as Reader.Network reads it.
func (n *Network) AppendTo(out []byte) []byte {
	for _, v := range []int{n.Outputs, n.Hidden, int(32 - n.Shift)} {
		out = binary.LittleEndian.AppendUint32(out, uint32(v))
	}
	for _, list := range [][]float32{n.Scale, n.Bias, n.Top} {
		out = AppendFloats(out, list)
	}
	return append(out, n.Rows...)
}

// AppendFloats appends numbers as Reader.Floats reads them.
func AppendFloats(out []byte, list []float32) []byte {
	for _, v := range list {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v))
	}
	return out
}

// Softmax turns scores into probabilities, in place.
func Softmax(scores []float32) {
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
