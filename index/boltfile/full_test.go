package boltfile

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"
)

func TestFull(t *testing.T) {
	for _, c := range []struct {
		err  error
		full bool
	}{
		{nil, false},
		{errors.New("database not open"), false},
		{syscall.EIO, false},
		{&fs.PathError{Op: "write", Path: "state.db", Err: syscall.ENOSPC}, true},
		{errors.New("file resize error: " + syscall.ENOSPC.Error()), true}, // as bbolt words it
		{fmt.Errorf("storing: %w", syscall.EDQUOT), true},
		{fmt.Errorf("storing: %w", syscall.EFBIG), true},
	} {
		got := Full(c.err)
		if errors.Is(got, ErrFull) != c.full || c.err != nil && !errors.Is(got, c.err) {
			t.Errorf("Full(%v) = %v", c.err, got)
		}
		if again := Full(got); fmt.Sprint(again) != fmt.Sprint(got) {
			t.Errorf("twice: %v", again)
		}
	}
}
