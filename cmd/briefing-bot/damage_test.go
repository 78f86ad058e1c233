package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// sampleFolder is a data folder with the sample briefing.
func sampleFolder(t *testing.T) config {
	t.Helper()
	c := defaults()
	c.Data, c.Log.Level = filepath.Join(t.TempDir(), "data"), "error"
	f, err := openFolder(t.Context(), c, c.logger())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.ingester.Run(t.Context(), []string{"sample"}, ingest.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return c
}

// answered opens the folder as a verb does and answers a line.
func answered(t *testing.T, c config, line string) (bot.Card, error) {
	t.Helper()
	d, err := openDesk(context.WithoutCancel(t.Context()), c)
	if err != nil {
		return bot.Card{}, err
	}
	defer d.close()
	return d.answer(t.Context(), question{Line: line})
}

// TestAnIndexThatIsDamagedOrGoneIsBuiltAgain checks that the next verb answers
// as before, whatever happened to the index's files.
func TestAnIndexThatIsDamagedOrGoneIsBuiltAgain(t *testing.T) {
	t.Parallel()
	c := sampleFolder(t)
	dir := filepath.Join(c.Data, "index")
	before, err := answered(t, c, "/who-said dam")
	if err != nil || before.Total == 0 {
		t.Fatalf("%d statements, %v", before.Total, err)
	}
	for name, harm := range map[string]func() error{
		"gone":      func() error { return os.RemoveAll(dir) },
		"other":     func() error { return eachFile(dir, func(p string) error { return flip(p, 40, 400) }) },
		"cut short": func() error { return eachFile(dir, func(p string) error { return os.Truncate(p, 30) }) },
		"emptied":   func() error { return eachFile(dir, func(p string) error { return os.Truncate(p, 0) }) },
	} {
		if err := harm(); err != nil {
			t.Fatal(err)
		}
		after, err := answered(t, c, "/who-said dam")
		if err != nil || fmt.Sprint(after.Items) != fmt.Sprint(before.Items) || after.Total != before.Total {
			t.Errorf("%s: %d of %d statements, %v, %q", name, after.Total, before.Total, err, after.Notice)
		}
	}
}

// TestDamagedArticlesAreLeftOutInPlainWords flips pages of the archive's file:
// the answer is whole, or says in plain words what is missing. Each is asked of
// a process of its own, as a page that the file cannot be opened without ends it.
func TestDamagedArticlesAreLeftOutInPlainWords(t *testing.T) {
	t.Parallel()
	c := sampleFolder(t)
	path := filepath.Join(c.Data, "articles.db")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for at := 0; at < len(whole); at += 2 * os.Getpagesize() {
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := flip(path, at, os.Getpagesize()); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), "briefing-bot", "ask", "--data", c.Data, "/who-said dam").CombinedOutput()
		text := string(out)
		if strings.Contains(text, "goroutine") || strings.Contains(text, "Something went wrong") || err != nil && !strings.Contains(text, "damaged") {
			t.Errorf("page %d: %v: %s", at/os.Getpagesize(), err, text)
		}
		if strings.Contains(text, "could not be read") && strings.Contains(text, "> ") {
			told++
		}
	}
	if told == 0 {
		t.Error("no answer left out what is damaged and gave the rest")
	}
}

// flip changes n bytes of a file from a place on.
func flip(path string, from, n int) error {
	bytes, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for i := from; i < min(from+n, len(bytes)); i++ {
		bytes[i] ^= 0x55
	}
	return os.WriteFile(path, bytes, 0o600)
}

func eachFile(dir string, do func(string) error) error {
	return filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return do(path)
	})
}
