package extract

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestAnnotateContext cancels the annotation of a long article at moments that
// fall into every stage: each time it must return soon, with the context's error.
func TestAnnotateContext(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	x := New(nil)
	a := article.Article{Text: strings.Repeat("Ann Holm said the mayor left on Friday. “We are late,” said Paul Reiss.\n", 4_000)}
	for wait := time.Millisecond; wait < time.Second; wait *= 2 {
		ctx, cancel := context.WithCancel(t.Context())
		var ended time.Duration
		timer := time.AfterFunc(wait, func() {
			ended = cpuTime()
			cancel()
		})
		_, err := x.AnnotateContext(ctx, a)
		if err == nil {
			timer.Stop()
			cancel()
			break // it was done before
		}
		late := cpuTime() - ended
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("after %v: %v", wait, err)
		}
		t.Logf("cancelled after %v: returned %v later", wait, late)
		if late > maxLate {
			t.Errorf("cancelled after %v: returned %v later", wait, late)
		}
	}
}

// maxLate, of processor time, allows for machines that are slower than the promised 100 ms need.
const maxLate = 500 * time.Millisecond
