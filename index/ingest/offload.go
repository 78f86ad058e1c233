package ingest

import (
	"context"
	"errors"
	"time"
)

// stalled is how long a file may take to give its next article before it is
// given up for now: a network file system that does not answer blocks open and
// read without end.
const stalled = time.Minute

// errStalled is the reason why a file was given up.
var errStalled = errors.New("its file system has not answered for a minute")

// offload returns what call returns, or ctx's error as soon as ctx ends. System
// calls on a file system that does not answer cannot be interrupted, so call is
// then left to itself: it
// must not change anything that is used after ctx has ended.
func offload[T any](ctx context.Context, call func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := call()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// send passes v on unless ctx ends first.
func send[T any](ctx context.Context, out chan<- T, v T) error {
	select {
	case out <- v:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
