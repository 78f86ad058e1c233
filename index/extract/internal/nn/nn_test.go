package nn

import (
	"math"
	"strings"
	"testing"
)

// tiny returns a network of one output, seven hidden units and two rows: the first
// row gives every column 1, the second -2.
func tiny() *Network {
	const columns = 8
	n := &Network{Outputs: 1, Hidden: columns - 1, Shift: 31, Scale: make([]float32, columns), Bias: make([]float32, columns),
		Top: make([]float32, columns-1), Rows: strings.Repeat("\x81", columns) + strings.Repeat("\x7e", columns)}
	for i := range n.Scale {
		n.Scale[i] = 1
	}
	n.Top[0], n.Top[1] = 10, -1
	return n
}

func TestScore(t *testing.T) {
	first, second := uint32(1), uint32(1<<31)
	out := make([]float32, 1)
	for _, c := range []struct {
		name string
		ids  []uint32
		want float32
	}{
		{"no features", nil, 0},
		{"linear weight, and hidden units above zero", []uint32{first}, 1 + 10 - 1},
		{"hidden units below zero give nothing", []uint32{second}, -2},
		{"features add up", []uint32{first, first, first, second}, 1 + 10 - 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			tiny().Score(c.ids, out)
			if out[0] != c.want {
				t.Errorf("got %v, want %v", out[0], c.want)
			}
		})
	}
}

// TestWidths: rows of sixteen and of twenty-four columns have loops of their own,
// which must add up what the general one does.
func TestWidths(t *testing.T) {
	for _, columns := range []int{8, 16, 24, 32} {
		n := &Network{Outputs: columns, Shift: 30, Scale: make([]float32, columns), Bias: make([]float32, columns)}
		var rows strings.Builder
		for r := range 4 {
			for c := range columns {
				rows.WriteByte(byte(40*r + c))
			}
		}
		n.Rows = rows.String()
		for c := range n.Scale {
			n.Scale[c] = 1
		}
		out := make([]float32, columns)
		n.Score([]uint32{0, 1 << 30, 3 << 30, 3 << 30}, out)
		for c := range out {
			if want := float32(0+40+120+120+4*c) - 4*128; out[c] != want {
				t.Errorf("%d columns: column %d is %v, want %v", columns, c, out[c], want)
			}
		}
	}
}

func TestFileRoundTrip(t *testing.T) {
	data := string(AppendFloats(tiny().AppendTo(nil), []float32{0.25, -1}))
	r := Reader{Data: data}
	n, rest := r.Network(), r.Floats(2)
	if r.Err != nil || n.Rows != tiny().Rows || n.Top[0] != 10 || rest[0] != 0.25 || rest[1] != -1 {
		t.Fatalf("read %+v and %v, %v", n, rest, r.Err)
	}
	for cut := range len(data) {
		r := Reader{Data: data[:cut]}
		r.Network()
		r.Floats(2)
		if r.Err == nil {
			t.Fatalf("%d of %d bytes were read without an error", cut, len(data))
		}
	}
	empty := Network{}
	if r := (Reader{Data: string(empty.AppendTo(nil))}); r.Network().Rows != "" || r.Err != nil {
		t.Errorf("an empty network: %v", r.Err)
	}
}

func TestSoftmax(t *testing.T) {
	scores := []float32{1000, 1000, 998}
	Softmax(scores)
	if sum := scores[0] + scores[1] + scores[2]; math.Abs(float64(sum)-1) > 1e-6 || scores[0] != scores[1] || scores[2] >= scores[0] {
		t.Errorf("got %v", scores)
	}
}

// TestFeatures pins the hashes, on which every weight of the model file depends.
func TestFeatures(t *testing.T) {
	var f Features
	f.Add(101, 7)
	f.Pair(102, 7, 8)
	if len(f.IDs) != 2 || f.IDs[0] != wantAdd || f.IDs[1] != wantPair {
		t.Errorf("hashes %#x", f.IDs)
	}
	if f.Reset(); len(f.IDs) != 0 {
		t.Error("features are left after Reset")
	}
}

const (
	wantAdd  = 0xa673f479
	wantPair = 0xa3503463
)
