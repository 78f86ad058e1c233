package config

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/briefing-bot/briefing-bot/bot/setting"
)

// located gives an error of a setting the setting's position in its file. One from the
// environment or a default has none.
func located(err error, positions map[string]position) error {
	e, ok := errors.AsType[*setting.Error](err)
	if !ok {
		return err
	}
	if at, ok := positions[e.Name]; ok {
		return placedError{at, err}
	}
	return err
}

// placedError is an error at a position of a file.
type placedError struct {
	at  position
	err error
}

// Error returns the position and the error.
func (e placedError) Error() string { return e.at.String() + ": " + e.err.Error() }

// Unwrap returns the error.
func (e placedError) Unwrap() error { return e.err }

// position is the place of a setting in its file, counted from 1.
type position struct{ line, column int }

// String returns the position as errors give it.
func (p position) String() string { return fmt.Sprintf("line %d, column %d", p.line, p.column) }

// fileError returns one error for all that is wrong in a file, in the order of its
// lines; nil if nothing is. path is "" for errors that are in no file.
func fileError(path string, errs []error) error {
	errs = slices.DeleteFunc(errs, func(err error) bool { return err == nil })
	slices.SortStableFunc(errs, func(a, b error) int {
		atA, atB := placeOf(a), placeOf(b)
		return cmp.Or(cmp.Compare(atA.line, atB.line), cmp.Compare(atA.column, atB.column))
	})
	switch {
	case len(errs) == 0:
		return nil
	case path == "":
		return errors.Join(errs...)
	case len(errs) == 1:
		return fmt.Errorf("%s: %w", path, errs[0])
	}
	return fmt.Errorf("%s has %d errors:\n%w", path, len(errs), errors.Join(errs...))
}

// placeOf returns where in its file an error is; beyond all lines if it is in none.
func placeOf(err error) position {
	if placed, ok := errors.AsType[placedError](err); ok {
		return placed.at
	}
	return position{line: math.MaxInt}
}
