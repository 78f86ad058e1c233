package nn

import (
	"crypto/sha256"
	"math"
	"math/rand/v2"
	"slices"
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

// FuzzSums: however wide its rows are and however features are divided among additions, a
// network adds up what adding column by column does.
func FuzzSums(f *testing.F) {
	f.Add(uint8(0), []byte("\x00\x01\xff\x80 any rows of sixteen columns"))
	f.Add(uint8(1), []byte("\xff\xfe\x00 a wider row"))
	f.Add(uint8(2), []byte("\x10\x20"))
	f.Add(uint8(3), []byte(""))
	f.Fuzz(func(t *testing.T, lanesMore uint8, seed []byte) {
		const bits = 4
		columns := lanes * (1 + int(lanesMore)%(MaxColumns/lanes))
		n := &Network{Outputs: columns, Shift: 32 - bits, Scale: make([]float32, columns), Bias: make([]float32, columns)}
		random := rand.NewChaCha8(sha256.Sum256(seed))
		rows := make([]byte, columns<<bits)
		random.Read(rows)
		n.Rows = string(rows)
		var ids [3][]uint32
		want := make([]float32, columns)
		for c := range columns {
			n.Scale[c], n.Bias[c] = 1, float32(c)
			want[c] = float32(c)
		}
		for k := range ids {
			for range random.Uint64() % 80 {
				id := uint32(random.Uint64())
				ids[k] = append(ids[k], id)
				for c := range columns {
					want[c] += float32(rows[int(id>>(32-bits))*columns+c]) - Bias
				}
			}
		}
		var sums [2]Sums
		late := Adder{Network: n}
		for k := range ids {
			late.Add(&sums[k%2], &Features{IDs: ids[k]})
		}
		late.Flush()
		n.Join(&sums[0], &sums[1])
		got := make([]float32, columns)
		n.Finish(&sums[0], got)
		if !slices.Equal(got, want) {
			t.Fatalf("%d columns, %d features: got %v, want %v", columns, len(ids[0])+len(ids[1])+len(ids[2]), got, want)
		}
	})
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
