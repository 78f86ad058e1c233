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
func (f *Features) Add(template, value uint32) { f.IDs = append(f.IDs, ID(template, value)) }

// Pair adds the conjunction of two values.
func (f *Features) Pair(template, a, b uint32) { f.IDs = append(f.IDs, ID(template, Mix(a, b))) }

// ID returns the feature that a template has with a value. Lists of many are made with it
// in one append, which takes two thirds of the time of as many calls of Add.
func ID(template, value uint32) uint32 { return Mix(template*0x9E3779B1, value) }

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
}

// Adder adds the rows of features to sums one call late. Rows lie far apart, mostly in no
// near cache; the processor fetches those of one thing while it describes the next.
type Adder struct {
	Network *Network
	to      *Sums // what the features kept are added to, nil if there are none
	kept    Features
}

// Add adds the rows of f to to by the next call of Add or Flush, and leaves f empty.
func (a *Adder) Add(to *Sums, f *Features) {
	a.Network.prefetch(f.IDs)
	a.Flush()
	a.to, a.kept, *f = to, *f, a.kept
}

// Flush adds what Add has put off.
func (a *Adder) Flush() {
	if a.to != nil {
		a.Network.add(a.to, a.kept.IDs)
		a.to = nil
	}
	a.kept.Reset()
}

// Score fills out with the outputs for ids.
func (n *Network) Score(ids []uint32, out []float32) {
	var s Sums
	n.prefetch(ids)
	n.add(&s, ids)
	n.Finish(&s, out)
}

// Join adds the sums of other features.
func (n *Network) Join(to, other *Sums) {
	to.count += other.count
	to.words[0] += other.words[0]
	to.words[1] += other.words[1]
	to.words[2] += other.words[2]
	to.words[3] += other.words[3]
	for k := 4; k < 2*n.columns()/lanes; k++ {
		to.words[k] += other.words[k]
	}
}

func (n *Network) columns() int { return n.Outputs + n.Hidden }

// prefetch asks for the rows of features, and waits for none.
func (n *Network) prefetch(ids []uint32) { prefetchRows(n.Rows, ids, n.Shift, uint(n.columns())) }

// add adds the rows of features to the sums, sixteen columns at a time while there are as many.
func (n *Network) add(to *Sums, ids []uint32) {
	to.count += len(ids)
	stride, c := n.columns(), 0
	if n.Shift < 32 && len(n.Rows) == stride<<(32-n.Shift) { // addRows checks no bounds
		for ; c+2*lanes <= stride; c += 2 * lanes {
			addRows((*[4]uint64)(to.words[2*c/lanes:]), n.Rows[c:], ids, n.Shift, uint(stride))
		}
	}
	for ; c < stride; c += lanes {
		n.addLane(to, ids, c)
	}
}

// addLane adds eight columns from column c on.
func (n *Network) addLane(to *Sums, ids []uint32, c int) {
	rows, shift, stride := n.Rows[c:], n.Shift, n.columns()
	a, b := to.words[2*c/lanes], to.words[2*c/lanes+1]
	for _, id := range ids {
		v := eight(rows[int(id>>shift)*stride:])
		a += v & even
		b += v >> 8 & even
	}
	to.words[2*c/lanes], to.words[2*c/lanes+1] = a, b
}

// eight reads eight bytes, the first lowest.
func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// Finish fills out with the outputs that the sums give. It has no branch that hangs
// on a sum: sums wait for rows from memory, and a branch guessed wrong would hold up
// whatever comes next until they are there.
func (n *Network) Finish(from *Sums, out []float32) {
	out = out[:n.Outputs]
	var columns [MaxColumns]float32
	n.scaleTo(&columns, from)
	copy(out, columns[:])
	top := n.Top
	for _, c := range columns[n.Outputs:n.columns()] {
		a := max(c, 0)
		weights := top[:len(out)]
		for k, w := range weights {
			out[k] += a * w
		}
		top = top[len(out):]
	}
}

// scaleTo fills columns with the sums of a network's columns, with their biases.
func (n *Network) scaleTo(columns *[MaxColumns]float32, from *Sums) {
	raised := Bias * from.count
	for c := 0; c < n.columns(); c += lanes {
		evens, odds := from.words[c/lanes*2], from.words[c/lanes*2+1]
		to, scale, bias := columns[c:c+lanes], n.Scale[c:c+lanes], n.Bias[c:c+lanes]
		for k := 0; k < lanes; k += 2 {
			to[k] = bias[k] + float32(int(evens&0xFFFF)-raised)*scale[k]
			to[k+1] = bias[k+1] + float32(int(odds&0xFFFF)-raised)*scale[k+1]
			evens, odds = evens>>16, odds>>16
		}
	}
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
