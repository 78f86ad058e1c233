package segment

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Bleve falls back to an older state if a file of the newest is damaged. To
// detect that, each batch carries its number, and a file beside Bleve's holds
// the number of the last acknowledged batch.
var sequenceKey = []byte("sequence")

const sequenceFile = "sequence"

// checkSequence returns ErrDamaged if the state is older than the last
// acknowledged batch.
func (s *Store) checkSequence() error {
	stored, err := s.bleve.GetInternal(sequenceKey)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	s.sequence, _ = strconv.Atoi(string(stored)) // none: a new index
	data, err := os.ReadFile(filepath.Join(s.dir, sequenceFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the number of the last batch: %w", err)
	}
	acknowledged, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err == nil && s.sequence < acknowledged {
		return fmt.Errorf("%w: it is at batch %d of %d", ErrDamaged, s.sequence, acknowledged)
	}
	return nil // a half-written number says nothing
}

// acknowledge records the number of the last batch.
func (s *Store) acknowledge() error {
	file := filepath.Join(s.dir, sequenceFile)
	if err := os.WriteFile(file+".new", []byte(strconv.Itoa(s.sequence)), 0o600); err != nil {
		return fmt.Errorf("noting the last batch: %w", err)
	}
	if err := os.Rename(file+".new", file); err != nil {
		return fmt.Errorf("noting the last batch: %w", err)
	}
	return nil
}
