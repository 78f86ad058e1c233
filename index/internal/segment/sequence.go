package segment

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
)

// Bleve falls back to an older state if a file of the newest is damaged. To
// detect that, each batch carries its number, and a file beside Bleve's holds
// the number of the last acknowledged batch.
var sequenceKey = []byte("sequence")

const sequenceFile = "sequence"

// sequence is the number of the last batch, and the file that holds that of the last
// acknowledged one.
type sequence struct {
	file    string
	last    int
	lineage lineage
}

// readSequence returns the number of an index's last batch, or ErrDamaged if the
// index is older than the last acknowledged one.
func readSequence(index bleve.Index, dir string) (sequence, error) {
	s := sequence{file: filepath.Join(dir, sequenceFile)}
	stored, err := index.GetInternal(sequenceKey)
	if err != nil {
		return s, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	s.last, _ = strconv.Atoi(string(stored)) // none: a new index
	data, err := os.ReadFile(s.file)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, fmt.Errorf("reading the number of the last batch: %w", err)
	}
	acknowledged, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err == nil && s.last < acknowledged {
		return s, fmt.Errorf("%w: it is at batch %d of %d", ErrDamaged, s.last, acknowledged)
	}
	return s, nil // a half-written number says nothing
}

// count gives a batch the next number, and notes the slot after its last.
func (s *sequence) count(batch *bleve.Batch, next uint32) {
	s.last++
	batch.SetInternal(sequenceKey, []byte(strconv.Itoa(s.last)))
	batch.SetInternal(lineageKey, s.lineage.note(s.last, next))
}

// acknowledge records the number of the last batch.
func (s *sequence) acknowledge() error {
	if err := os.WriteFile(s.file+".new", []byte(strconv.Itoa(s.last)), 0o600); err != nil {
		return fmt.Errorf("noting the last batch: %w", err)
	}
	if err := os.Rename(s.file+".new", s.file); err != nil {
		return fmt.Errorf("noting the last batch: %w", err)
	}
	return nil
}
