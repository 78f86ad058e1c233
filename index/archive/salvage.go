package archive

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Lost is a version of an article that cannot be read any more.
type Lost struct {
	Number  uint32 `json:"number"`
	Version int    `json:"version,omitempty"` // 0 if nothing of the article is left
	ID      string `json:"id,omitempty"`      // "" if it is not known any more
	Current bool   `json:"current"`           // it was the article's current version
}

func (l Lost) key() uint64 { return uint64(l.Number)<<32 | uint64(uint32(l.Version)) }

// String names the article and the version.
func (l Lost) String() string {
	name := l.ID
	if name == "" {
		name = fmt.Sprintf("number %d", l.Number)
	}
	switch {
	case l.Version == 0:
		return "article " + name
	case l.Current:
		return fmt.Sprintf("article %s (version %d, the current one)", name, l.Version)
	}
	return fmt.Sprintf("article %s (old version %d)", name, l.Version)
}

// Damage is the losses of an archive that can still be used.
type Damage struct {
	Lost  []Lost
	Doubt string // why the last change may be missing, "" if it is not
}

// Any reports whether anything is lost.
func (d Damage) Any() bool { return len(d.Lost) > 0 || d.Doubt != "" }

// String returns one or two sentences for people, without advice.
func (d Damage) String() string {
	var out []string
	if len(d.Lost) > 0 {
		names := make([]string, 0, maxNamed)
		for _, l := range d.Lost[:min(len(d.Lost), maxNamed)] {
			names = append(names, l.String())
		}
		if more := len(d.Lost) - len(names); more > 0 {
			names = append(names, fmt.Sprintf("%d more", more))
		}
		out = append(out, fmt.Sprintf("The stored bytes of %s are damaged.", strings.Join(names, ", ")))
	}
	if d.Doubt != "" {
		out = append(out, d.Doubt)
	}
	return strings.Join(out, " ")
}

// maxNamed is the maximum number of lost articles that a sentence names.
const maxNamed = 5

// DamageError refuses an archive. It wraps ErrDamaged.
type DamageError struct {
	Path    string
	Problem string // continues a sentence that begins with the path
	Advice  string // whole sentences
}

// Error returns what is wrong with which file, and what to do.
func (e *DamageError) Error() string { return fmt.Sprintf("%s %s. %s", e.Path, e.Problem, e.Advice) }

// Unwrap returns ErrDamaged.
func (e *DamageError) Unwrap() error { return ErrDamaged }

const restoreAdvice = "Restore it from a copy of the data folder (docs/backup.md)."

const oneMetaDoubt = "One of the two first pages of articles.db is damaged, so the last change may be missing."

// Salvaged is the result of a salvage.
type Salvaged struct {
	Lost    []Lost   // versions that are lost
	Values  []string // names of values that are lost
	Renamed string   // the damaged file, "" if the archive was whole and nothing was done
}

// Salvage writes a new archive from all records of the one in dir that are
// intact, with the same article numbers, and renames the damaged file. An archive
// with these losses counts as whole from then on. Salvage returns ErrInUse if
// another process holds the archive.
func Salvage(dir string, timeout time.Duration) (Salvaged, error) {
	path := filepath.Join(dir, FileName)
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return Salvaged{}, fmt.Errorf("there is nothing to salvage: %s is missing or empty. %s", path, restoreAdvice)
	}
	c, err := newCodec()
	if err != nil {
		return Salvaged{}, err
	}
	db, file, openErr := openFile(path, timeout)
	switch {
	case db != nil:
		defer db.Close()
	case !errors.Is(openErr, ErrDamaged):
		return Salvaged{}, fmt.Errorf("%w: %s", ErrInUse, dir)
	default:
		defer file.Close()
	}
	in, err := os.Open(path)
	if err != nil {
		return Salvaged{}, fmt.Errorf("opening %s: %w", path, err)
	}
	defer in.Close()
	s, err := c.survey(context.Background(), in)
	if s == nil {
		return Salvaged{}, err
	}
	if openErr == nil && s.format == format && s.clean() && !s.file.Roots().Damaged && s.doubt == "" {
		return Salvaged{}, nil
	}
	r := &rescue{codec: c, dir: dir, path: path, file: in, old: s}
	if err := r.plan(); err != nil {
		return Salvaged{}, err
	}
	if r.last == 0 {
		return Salvaged{}, fmt.Errorf("no article was found in %s. %s", path, restoreAdvice)
	}
	err = r.replace()
	return Salvaged{r.lost, r.lostValues, r.aside}, err
}
