package terminal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/peterh/liner"
)

// reader returns how lines come in, and what to do when the chat ends.
func (c *Chat) reader() (lineReader, func(), error) {
	if !c.interactive() {
		return pipedLines(c.In), func() {}, nil
	}
	state := liner.NewLiner()
	state.SetCtrlCAborts(true)
	state.SetTabCompletionStyle(liner.TabPrints)
	state.SetCompleter(func(line string) []string { return c.completions(line) })
	if err := readHistory(state, c.History); err != nil {
		state.Close()
		return nil, nil, err
	}
	leave := func() {
		writeHistory(state, c.History)
		state.Close()
	}
	return editedLines(state), leave, nil
}

// completeTime is the time limit of a completion.
const completeTime = time.Second

// completions continues a line. They are written to the terminal as they are, so
// that a name that an article gives must not act there; turn reads them back.
func (c *Chat) completions(line string) []string {
	ctx, cancel := context.WithTimeout(context.Background(), completeTime)
	defer cancel()
	found := c.Mux.Complete(ctx, Hidden(line), c.fresh())
	for i, f := range found {
		found[i] = visibleTyped(f)
	}
	return found
}

// read is a line that arrives later.
type read struct {
	line string
	err  error
}

// editedLines reads with line editing. A prompt cannot be interrupted from
// outside, so it waits in its own goroutine; one that ctx leaves behind ends
// with the process.
func editedLines(state *liner.State) lineReader {
	return func(ctx context.Context) (string, error) {
		got := make(chan read, 1)
		go func() {
			line, err := state.Prompt(prompt)
			got <- read{line, err}
		}()
		line, err := await(ctx, got)
		switch {
		case errors.Is(err, liner.ErrPromptAborted):
			return "", errAborted
		case err == nil && strings.TrimSpace(line) != "":
			state.AppendHistory(line)
		}
		return line, err
	}
}

// maxLine is the longest line taken from a pipe, in bytes.
const maxLine = 1 << 20

func pipedLines(in io.Reader) lineReader {
	scanner := bufio.NewScanner(in)
	scanner.Buffer(nil, maxLine)
	return func(ctx context.Context) (string, error) {
		got := make(chan read, 1)
		go func() {
			if scanner.Scan() {
				got <- read{line: scanner.Text()}
				return
			}
			err := scanner.Err()
			if err == nil {
				err = io.EOF
			}
			got <- read{err: err}
		}()
		return await(ctx, got)
	}
}

func await(ctx context.Context, got <-chan read) (string, error) {
	select {
	case r := <-got:
		return r.line, r.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func readHistory(state *liner.State, name string) error {
	if name == "" {
		return nil
	}
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the chat's history: %w", err)
	}
	defer f.Close()
	if _, err := state.ReadHistory(f); err != nil {
		return fmt.Errorf("read the chat's history %s (delete it to begin a new one): %w", name, err)
	}
	return nil
}

// writeHistory keeps the lines for the next chat, for their writer's eyes only.
// That it fails must not keep anybody from leaving.
func writeHistory(state *liner.State, name string) {
	if name == "" {
		return
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".history") // mode 0600
	if err != nil {
		return
	}
	_, err = state.WriteHistory(f)
	if closed := f.Close(); err == nil && closed == nil && os.Rename(f.Name(), name) == nil {
		return
	}
	os.Remove(f.Name())
}
