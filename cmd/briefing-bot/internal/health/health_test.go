package health_test

import (
	"slices"
	"testing"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/health"
)

func TestHealth(t *testing.T) {
	var h health.Health
	if err := h.Ready(); err != nil || len(h.Lines()) > 0 {
		t.Fatalf("a new Health reports %v and %q", err, h.Lines())
	}
	h.Set("slack", health.Problem{Text: "Slack has ended."})
	if err := h.Ready(); err != nil {
		t.Errorf("a problem that shortens no answer makes the program not ready: %v", err)
	}
	h.Set("archive", health.Problem{Text: "Three articles cannot be read. Restore them.", Incomplete: true, Note: "Three articles cannot be read."})
	h.Set("watch", health.Problem{Text: "Folder w is gone.", Incomplete: true})
	if got, want := h.Notes(), []string{"Three articles cannot be read.", "Folder w is gone."}; !slices.Equal(got, want) {
		t.Errorf("Notes() = %q, want %q", got, want)
	}
	if err := h.Ready(); err == nil {
		t.Error("Ready() = nil while answers are incomplete")
	}
	h.Set("archive", health.Problem{Text: "Two articles cannot be read."})
	h.Clear("watch")
	h.Clear("nothing of this name")
	if got, want := h.Lines(), []string{"Slack has ended.", "Two articles cannot be read."}; !slices.Equal(got, want) {
		t.Errorf("Lines() = %q, want %q", got, want)
	}
	if err := h.Ready(); err != nil {
		t.Errorf("Ready() = %v after all was cleared", err)
	}
}
