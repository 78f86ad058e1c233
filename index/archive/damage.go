package archive

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
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

// ErrDamaged is wrapped by every error about bytes that fail their checksum.
var ErrDamaged = errors.New("damaged")

// errPanic is wrapped by the error of a write over which bbolt panicked.
var errPanic = errors.New("the write was lost")

// recoverDamage turns a panic over damaged pages into ErrDamaged. bbolt trusts
// its file and reads it through a memory map, so damage shows as an index out of
// range or as a memory fault. The error wraps causes too.
func recoverDamage(err *error, causes ...error) func() {
	old := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(old)
		if r := recover(); r != nil {
			*err = fmt.Errorf("the file %s is %w: run `briefing-bot check` to see what is lost", FileName,
				errors.Join(append(causes, ErrDamaged)...))
		}
	}
}
