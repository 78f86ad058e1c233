package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/maintenance"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// TestBackupWhileArticlesComeIn takes backups of a folder that is being written to.
// Each is whole, and has every article that was acknowledged before it began.
func TestBackupWhileArticlesComeIn(t *testing.T) {
	t.Parallel()
	c := config.Default()
	c.Data = filepath.Join(t.TempDir(), "data")
	owner, err := Open(t.Context(), c, c.Logger())
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close()
	const articles, backups = 60, 4
	acknowledged, done := make(chan int, articles), make(chan error, 1)
	go func() {
		defer close(acknowledged)
		for n := 1; n <= articles; n++ {
			line := fmt.Sprintf(`{"id":"a%d","text":"Mayor Mette Lund said ferry number %d would sail on Monday."}`, n, n)
			file := filepath.Join(t.TempDir(), "article.json")
			if err := os.WriteFile(file, []byte(line), 0o600); err != nil {
				done <- err
				return
			}
			if _, err := owner.backend().Ingest(t.Context(), control.Delivery{Inputs: []string{file}}, func(ingest.Progress) {}); err != nil {
				done <- err
				return
			}
			acknowledged <- n
		}
		done <- nil
	}()
	for i := range backups {
		var before int
		for before < articles*i/backups {
			before = <-acknowledged
		}
		dir := filepath.Join(t.TempDir(), "backup")
		report, err := owner.folder().Backup(t.Context(), dir)
		if err != nil || report.Articles < before || len(report.Problems) > 0 {
			t.Fatalf("backup %d: %+v, %v; %d articles were acknowledged before", i, report, err, before)
		}
		b := c
		b.Data = dir
		if checked, err := Check(t.Context(), b, false); err != nil || len(checked.Problems) > 0 || checked.Articles != report.Articles {
			t.Errorf("backup %d: check says %+v, %v", i, checked, err)
		}
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestRestoreLeavesOtherFoldersAlone restores in place of a folder that is none of ours.
func TestRestoreLeavesOtherFoldersAlone(t *testing.T) {
	t.Parallel()
	c := sampleFolder(t)
	other := t.TempDir()
	letter := filepath.Join(other, "letter.txt")
	if err := os.WriteFile(letter, []byte("Dear Mette"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, replace := range []bool{false, true} {
		if _, _, err := maintenance.Restore(t.Context(), c.Data, other, replace); err == nil || replace && !strings.Contains(err.Error(), "is left alone") {
			t.Errorf("replace %v: %v", replace, err)
		}
		if _, err := os.Stat(letter); err != nil {
			t.Errorf("replace %v: %v", replace, err)
		}
	}
	if left, err := filepath.Glob(other + ".*"); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
