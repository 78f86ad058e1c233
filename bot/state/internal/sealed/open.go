package sealed

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Open opens the file at path and creates it if absent. It fails if another
// process has it open, or if something other than a regular file has its name. A
// damaged file is repaired first, as far as possible.
func Open(path string, o Options) (*File, error) {
	o.Schema = o.Schema.with()
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &File{path: path, opts: o}
	if err := s.open(); err != nil {
		return nil, fmt.Errorf("open state database %s: %w", s.path, err)
	}
	losses, err := s.Losses(context.Background())
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.reportLosses(losses)
	return s, nil
}

func (s *File) open() error {
	existing, err := regularFile(s.path)
	if err != nil {
		return err
	}
	switch {
	case !existing && s.opts.Expected:
		err = s.replace(Found{Losses: []Loss{{Detail: "the file was missing"}}}, "")
	case !existing:
		err = s.replace(Found{}, "")
	default:
		err = s.openExisting()
	}
	return err
}

// openExisting checks a file, repairs it if it is damaged, and opens it.
func (s *File) openExisting() error {
	if err := inUse(s.path); err != nil {
		return err
	}
	found, err := inspectFile(s.path, s.opts.Schema)
	if err != nil {
		return err
	}
	if found.damaged() {
		return s.replace(found, s.damagedName())
	}
	if err := s.openFile(s.path); err != nil {
		return err
	}
	return s.prepare(found)
}

// Close closes the file; writes under way are finished first.
func (s *File) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.broken {
		return nil // bbolt would wait for the transaction that it lost
	}
	if err := s.db.Load().Close(); err != nil {
		return fmt.Errorf("close state database: %w", err)
	}
	return nil
}
