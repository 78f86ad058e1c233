package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/briefing-bot/briefing-bot/bot/console/terminal"
)

// What articles, files, servers and other programs put into a text must not act
// on the terminal that shows it. Everything that a verb prints passes through
// one of these functions, or through terminal.Render.

// printError prints an error of the program.
func printError(w io.Writer, err error) {
	fmt.Fprintln(w, "briefing-bot:", terminal.Visible(err.Error()))
}

// visibleLine returns text in a form that stays on its line and does nothing to
// a terminal.
func visibleLine(text string) string {
	return strings.ReplaceAll(terminal.Visible(text), "\n", "⟦U+000A⟧")
}

// visibleText returns text of several lines in a form that does nothing to a terminal.
func visibleText(text string) string { return terminal.Visible(text) }

// writeLine writes a line of JSON. Its strings have the same value as in value;
// what a terminal would act on is escaped.
func writeLine(w io.Writer, value any) error {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if _, err := w.Write(terminal.VisibleJSON(line.Bytes())); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

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
