package archive

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/durable"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// churned is a folder whose archive has free pages.
func churned(t *testing.T) (dir, whole string) {
	t.Helper()
	dir, _ = rich(t)
	a := open(t, dir)
	for i := range 200 {
		put(t, a, article.Article{ID: fmt.Sprint("gone-", i), Text: plainRecord(1000 + i).Text})
	}
	for i := range 200 {
		if err := a.Purge(t.Context(), fmt.Sprint("gone-", i)); err != nil {
			t.Fatal(err)
		}
	}
	whole = observed(t, a)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, whole
}

func TestCompactGivesSpaceBack(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	dir, whole := churned(t)
	a := open(t, dir)
	before, _ := a.Stats(t.Context())
	if err := a.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, _ := a.Stats(t.Context())
	if after.Bytes >= before.Bytes {
		t.Errorf("the file has %d bytes, %d before", after.Bytes, before.Bytes)
	}
	if got := observed(t, a); got != whole {
		t.Error(firstDifference(whole, got))
	}
	put(t, a, article.Article{ID: "later", Text: "A word after it."})
	_ = a.Close()
	a = open(t, dir)
	if r := get(t, a, "later"); r.Text != "A word after it." {
		t.Errorf("later is %q", r.Text)
	}
	if audit, err := a.Audit(t.Context()); err != nil || len(audit.Problems) > 0 {
		t.Errorf("%q, %v", audit.Problems, err)
	}
}

// TestWhatIsReplacedIsWholeBeforeItHasTheName copies the folder when the archive is
// renamed, by Compact and by a repair, as a loss of power would leave it with and
// without the rename.
func TestWhatIsReplacedIsWholeBeforeItHasTheName(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	for _, how := range []string{"compact", "repair"} {
		dir, whole := churned(t)
		if how == "repair" {
			data, _ := os.ReadFile(filepath.Join(dir, FileName))
			ids := places(t, data, idsBucket)
			change(t, dir, func(data []byte) []byte { data[ids[2].value] ^= 1; return data })
		}
		var steps []string
		trace := func(s durable.Step) error {
			steps = append(steps, s.What)
			if s.What != "rename" || filepath.Base(s.Path) != FileName {
				return nil
			}
			next := compactSuffix
			if _, err := os.Stat(filepath.Join(dir, FileName+rescueSuffix)); err == nil {
				next = rescueSuffix
			}
			copied := clone(t, dir)
			if err := os.Rename(filepath.Join(copied, FileName+next), filepath.Join(copied, FileName)); err != nil {
				t.Error(err)
			}
			if word := sameAs(t, copied, whole); word != "" {
				t.Errorf("%s: the new file: %s", how, word)
			}
			return nil
		}
		a, err := Open(dir, Options{Files: durable.Files{Trace: trace}})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(a.Prove(t.Context()), a.Compact(t.Context()), a.Close()); err != nil {
			t.Fatal(err)
		}
		for i := slices.Index(steps, "rename"); i >= 0 && i < len(steps); i++ {
			if steps[i] == "rename" && (i+1 == len(steps) || steps[i+1] != "sync folder") {
				t.Errorf("%s: steps are %q", how, steps)
			}
		}
		if word := sameAs(t, dir, whole); word != "" {
			t.Errorf("%s: after it: %s", how, word)
		}
	}
}

// sameAs returns how a folder reads otherwise than it did.
func sameAs(t *testing.T, dir, whole string) string {
	t.Helper()
	a, err := Open(dir, Options{})
	if err != nil {
		return err.Error()
	}
	defer a.Close()
	if err := a.Prove(t.Context()); err != nil || len(a.Repairs()) > 0 {
		return fmt.Sprint(a.Repairs(), err)
	}
	if got := observed(t, a); got != whole {
		return firstDifference(whole, got)
	}
	return ""
}

// TestAFaultInCompactLosesNothing fails each of its last steps. What is put after
// that is in the file that has the archive's name.
func TestAFaultInCompactLosesNothing(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	for _, failing := range []string{"rename", "sync folder"} {
		dir, _ := churned(t)
		armed := false
		a, err := Open(dir, Options{Files: durable.Files{Trace: func(s durable.Step) error {
			if armed && s.What == failing {
				return &fs.PathError{Op: s.What, Path: s.Path, Err: syscall.EIO}
			}
			return nil
		}}})
		if err != nil {
			t.Fatal(err)
		}
		armed = true
		if err := a.Compact(t.Context()); !errors.Is(err, syscall.EIO) {
			t.Errorf("%s: %v", failing, err)
		}
		put(t, a, article.Article{ID: "later", Text: "A word after it."})
		if left, _ := filepath.Glob(filepath.Join(dir, FileName+".*")); len(left) > 0 {
			t.Errorf("%s: left are %q", failing, left)
		}
		_ = a.Close()
		again := open(t, dir)
		if r := get(t, again, "later"); r.Text != "A word after it." {
			t.Errorf("%s: later is %q", failing, r.Text)
		}
	}
}

func TestOpenRemovesWhatAKilledProcessLeft(t *testing.T) {
	dir, _ := rich(t)
	for _, suffix := range []string{compactSuffix, rescueSuffix} {
		if err := os.WriteFile(filepath.Join(dir, FileName+suffix), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	open(t, dir)
	if left, _ := filepath.Glob(filepath.Join(dir, FileName+".*")); len(left) > 0 {
		t.Errorf("left are %q", left)
	}
}
