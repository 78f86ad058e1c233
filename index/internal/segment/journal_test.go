package segment

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
		b := journalBatch{number: number, first: 1, many: 1, words: []byte("\x04quay"), rows: []slotRow{{3, exampleRow()}, {4, &row{id: "b"}}}}
		return b.pack()[4:]
	}
	f.Add(batch(1), batch(2), []byte{})
	f.Add(batch(1), batch(3), batch(2))
	f.Add(batch(2), batch(1), []byte{9, 0, 0, 0, 1})
	f.Add(batch(1), batch(2)[:20], []byte{0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{}, []byte{2, 0xff, 0xff, 0xff, 0xff, 0x0f}, []byte("rest"))

	f.Fuzz(func(t *testing.T, first, second, rest []byte) {
		l, path := lineage{1, 2, 3}, filepath.Join(t.TempDir(), JournalPrefix+"1")
		data := append([]byte(journalMagic), l[:]...)
		for _, body := range [][]byte{first, second} {
			data = append(binary.LittleEndian.AppendUint32(data, uint32(len(body)+4)), withSum(body)...)
		}
		if err := os.WriteFile(path, append(data, rest...), 0o600); err != nil {
			t.Fatal(err)
		}
		replay := func() (j *journal, got []journalBatch) {
			j = &journal{dir: filepath.Dir(path)}
			at, err := j.replayFile(path, l, 0, math.MaxInt, func(b journalBatch) error {
				got = append(got, b)
				if b.number != len(got) {
					t.Errorf("batch %d was applied as number %d", b.number, len(got))
				}
				return nil
			})
			if err != nil || at != len(got) {
				t.Errorf("replayed up to batch %d of %d, %v", at, len(got), err)
			}
			return j, got
		}

		j, had := replay()
		next := journalBatch{number: len(had) + 1, rows: []slotRow{{7, exampleRow()}}}
		if err := j.append(l, &next); err != nil {
			t.Fatal(err)
		}
		if err := j.close(); err != nil {
			t.Fatal(err)
		}
		_, got := replay()
		if want := append(had, next); len(got) != len(want) {
			t.Fatalf("the journal has %d batches, want %d", len(got), len(want))
		}
		if last := got[len(got)-1]; len(last.rows) != 1 || last.rows[0].slot != 7 || !reflect.DeepEqual(last.rows[0].row, exampleRow()) {
			t.Errorf("the last batch is %+v, not what was appended", last)
		}
	})
}
