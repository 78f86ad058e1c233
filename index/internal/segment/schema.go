package segment

import (
	"errors"
	"fmt"
	"os"
	"strconv"

	"github.com/blevesearch/bleve/v2"
)

// ErrDamaged means that the index cannot be used and must be rebuilt from the
// archive: files are missing or altered, or another version of the program made
// it. Remove the folder, Open it again, and Add everything.
var ErrDamaged = errors.New("the index is damaged or of another version")

// ErrOutdated wraps ErrDamaged where nothing is: an earlier version of the program made the index.
var ErrOutdated = fmt.Errorf("%w: it was made by an earlier version", ErrDamaged)

// schemaVersion is increased with every change of what is written to Bleve or the journal, and of what
// columns mean. The checkpoint itself detects a change of their layout.
const schemaVersion = 11

var schemaKey = []byte("schema")

// openError distinguishes damage from an index that is in use.
func openError(err error) error {
	if err.Error() == "timeout" || errors.Is(err, os.ErrPermission) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// checkSchema refuses an index that another version made and marks a new one.
func checkSchema(index bleve.Index) error {
	found, err := index.GetInternal(schemaKey)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	want := strconv.Itoa(schemaVersion)
	count, err := index.DocCount()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if found == nil && count == 0 {
		return index.SetInternal(schemaKey, []byte(want))
	}
	if made, err := strconv.Atoi(string(found)); err == nil && made > 0 && made < schemaVersion {
		return fmt.Errorf("%w: its schema is %q, this program writes %q", ErrOutdated, found, want)
	}
	if string(found) != want {
		return fmt.Errorf("%w: its schema is %q, this program writes %q", ErrDamaged, found, want)
	}
	return nil
}
