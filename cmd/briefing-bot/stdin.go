package main

import (
	"context"
	"io"
	"sync"
)

// interruptible returns a reader of r that fails when ctx ends, also while r has
// nothing to read.
func interruptible(ctx context.Context, r io.Reader) io.Reader {
	return &interruptibleReader{ctx: ctx, input: r}
}

type interruptibleReader struct {
	ctx   context.Context
	input io.Reader
	start sync.Once // reading ahead begins with the first Read
	pipe  *io.PipeReader
}

// Read reads what came, or waits for more or the end of the context.
func (r *interruptibleReader) Read(p []byte) (int, error) {
	r.start.Do(func() {
		out, in := io.Pipe()
		r.pipe = out
		context.AfterFunc(r.ctx, func() { in.CloseWithError(r.ctx.Err()) })
		go func() {
			_, err := io.Copy(in, r.input)
			in.CloseWithError(err)
		}()
	})
	return r.pipe.Read(p)
}
