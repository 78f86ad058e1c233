package wire

import (
	"bytes"
	"math"
	"testing"
	"time"
)

func TestValuesComeBackAsTheyWere(t *testing.T) {
	zone := time.FixedZone("", -9*3600)
	var w Writer
	w.Int(math.MinInt)
	w.Uint(math.MaxUint64)
	w.Byte(7)
	w.String("Hafenbehörde")
	w.Float(.1)
	w.Float(.5)
	w.Time(time.Time{})
	w.Time(time.Date(1753, 3, 1, 0, 0, 0, 5, zone))
	Count(&w, []int(nil))
	Count(&w, []int{})
	Count(&w, []int{1, 2})
	w.Bytes = append(w.Bytes, "xy"...)

	r := NewReader(w.Bytes)
	if a, b, c, d := r.Int(), r.Uint(), r.Byte(), r.String(); a != math.MinInt || b != math.MaxUint64 || c != 7 || d != "Hafenbehörde" {
		t.Error(a, b, c, d)
	}
	if a, b := r.Float(), r.Float(); a != .1 || b != .5 {
		t.Error(a, b)
	}
	if zero, at := r.Time(), r.Time(); !zero.IsZero() || !at.Equal(time.Date(1753, 3, 1, 0, 0, 0, 5, zone)) || at.Hour() != 0 {
		t.Error(zero, at)
	}
	if a, b, c := List[int](r), List[int](r), List[int](r); a != nil || b == nil || len(b) != 0 || len(c) != 2 {
		t.Error(a, b, c)
	}
	if r.Byte() != 'x' || r.Byte() != 'y' || r.End() != nil {
		t.Error(r.End())
	}
}

func TestBytesThatNobodyWroteAreMalformed(t *testing.T) {
	for name, read := range map[string]func(r *Reader){
		"a number cut short":             func(r *Reader) { r.Int() },
		"a string longer than the bytes": func(r *Reader) { _ = r.String() },
		"a float of another length":      func(r *Reader) { r.Float() },
		"a list longer than the bytes":   func(r *Reader) { List[int](r) },
	} {
		r := NewReader([]byte{0xfe})
		if name == "a string longer than the bytes" || name == "a list longer than the bytes" {
			r = NewReader([]byte{0xff, 0xff, 0xff, 0x7f, 'a'})
		}
		read(r)
		if r.Err() == nil || r.Int() != 0 || r.Byte() != 0 || r.String() != "" {
			t.Errorf("%s: %v", name, r.Err())
		}
	}
}

func TestSealedBytesAreReadOnlyWithTheirChecksum(t *testing.T) {
	w := NewSealed()
	w.String("quay")
	data := w.Sealed()
	r, ok := Unseal(data)
	if !ok || r.String() != "quay" || r.End() != nil {
		t.Error("sealed bytes are not read again")
	}
	for at := range data {
		changed := bytes.Clone(data)
		changed[at] ^= 1
		if _, ok := Unseal(changed); ok {
			t.Errorf("byte %d changed: the checksum holds", at)
		}
		if _, ok := Unseal(data[:at]); ok {
			t.Errorf("%d bytes of %d: the checksum holds", at, len(data))
		}
	}
}
