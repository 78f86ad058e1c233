package ingest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/source"
)

// A file of broken lines neither fills the memory nor hides the files after it.
func TestRejectionsAreBounded(t *testing.T) {
	files := map[string]string{"a.jsonl": strings.Repeat("x\n", 900), "b.jsonl": "{broken\n" + line("good", "Words."), "c.pdf": "%PDF"}
	for i := range 200 {
		files[fmt.Sprintf("d%03d.txt", i)] = ""
	}
	w := newWorld(t, t.TempDir())
	report := w.run(t, write(t, files))
	if report.Added != 1 || report.RejectedTotal != 1102 || len(report.Rejected) != MaxRejections {
		t.Fatalf("added %d, rejected %d, %d listed", report.Added, report.RejectedTotal, len(report.Rejected))
	}
	for i, want := range map[int]string{0: "a.jsonl:1", 19: "a.jsonl:20", 21: "b.jsonl:1", 22: "c.pdf", 23: "d000.txt"} {
		if !strings.HasSuffix(report.Rejected[i].Path, want) {
			t.Errorf("rejection %d is %+v, want %s", i, report.Rejected[i], want)
		}
	}
	if rest := report.Rejected[20]; !strings.HasSuffix(rest.Path, "a.jsonl") || rest.Reason != "880 more of its articles were rejected" {
		t.Errorf("what was left out is %+v", rest)
	}
}

func TestAnInputOfNothingButRejectionsIsGivenUp(t *testing.T) {
	files := map[string]string{
		"a.jsonl": strings.Repeat("x\n", 5000) + line("late", "Words."),
		"b.jsonl": strings.Repeat("x\n", 500) + line("good", "Words."),
	}
	w := newWorld(t, t.TempDir())
	report := w.run(t, write(t, files))
	if report.Added != 1 || report.RejectedTotal >= 2000 || w.holds("late") {
		t.Fatalf("%s", summary(report))
	}
	if given := report.Rejected[21]; !strings.HasSuffix(given.Path, "a.jsonl") || !strings.Contains(given.Reason, source.ErrGivenUp.Error()) {
		t.Errorf("told as %+v", given)
	}
}
