package journal

import (
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// FuzzJournal replays a file of two batches, whose checksums are right whatever they hold, and
// bytes behind them. The batches that it applies follow each other from the first, and one
// that is then appended comes after them when the journal is read again.
func FuzzJournal(f *testing.F) {
	batch := func(number int) []byte {
		b := Batch{Number: number, First: 1, Many: 1, Words: []byte("\x04quay"), Rows: []SlotRow{{3, exampleRow()}, {4, &Row{ID: "b"}}}}
		return b.pack()[4:]
	}
	f.Add(batch(1), batch(2), []byte{})
	f.Add(batch(1), batch(3), batch(2))
	f.Add(batch(2), batch(1), []byte{9, 0, 0, 0, 1})
	f.Add(batch(1), batch(2)[:20], []byte{0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{}, []byte{2, 0xff, 0xff, 0xff, 0xff, 0x0f}, []byte("rest"))

	f.Fuzz(func(t *testing.T, first, second, rest []byte) {
		l, path := Lineage{1, 2, 3}, filepath.Join(t.TempDir(), Prefix+"1")
		data := append([]byte(magic), l[:]...)
		for _, body := range [][]byte{first, second} {
			data = append(binary.LittleEndian.AppendUint32(data, uint32(len(body)+4)), withSum(body)...)
		}
		if err := os.WriteFile(path, append(data, rest...), 0o600); err != nil {
			t.Fatal(err)
		}
		replay := func() (j *Journal, got []Batch) {
			j = In(filepath.Dir(path))
			at, err := j.replayFile(path, l, 0, math.MaxInt, func(b Batch) error {
				got = append(got, b)
				if b.Number != len(got) {
					t.Errorf("batch %d was applied as number %d", b.Number, len(got))
				}
				return nil
			})
			if err != nil || at != len(got) {
				t.Errorf("replayed up to batch %d of %d, %v", at, len(got), err)
			}
			return j, got
		}

		j, had := replay()
		next := Batch{Number: len(had) + 1, Rows: []SlotRow{{7, exampleRow()}}}
		if err := j.Append(l, &next); err != nil {
			t.Fatal(err)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		_, got := replay()
		if want := append(had, next); len(got) != len(want) {
			t.Fatalf("the journal has %d batches, want %d", len(got), len(want))
		}
		if last := got[len(got)-1]; len(last.Rows) != 1 || last.Rows[0].Slot != 7 || !reflect.DeepEqual(last.Rows[0].Row, exampleRow()) {
			t.Errorf("the last batch is %+v, not what was appended", last)
		}
	})
}
