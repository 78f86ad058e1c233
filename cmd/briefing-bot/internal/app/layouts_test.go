package app

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/archive"
)

// layouts returns the data folders of earlier versions: one for each layout that articles.db and
// state.db had, without their index, and one with the last index of Bleve's own segments. Each was made by the
// program of its day, of two articles, one of them with a correction, a hidden outlet, a channel's
// zone, a digest and a button's call; the newer ones also of a source. A version that
// changes a layout adds its folder here.
func layouts(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join("testdata", "layouts", "*.tar.gz"))
	if err != nil || len(found) < 2 {
		t.Fatal(found, err)
	}
	return found
}

// unpacked returns the configuration of a copy of a packed folder.
func unpacked(t *testing.T, packed string) config.Config {
	t.Helper()
	c := config.Default()
	c.Log.Level, c.Data = "error", filepath.Join(t.TempDir(), "data")
	raw, err := os.ReadFile(packed)
	if err := errors.Join(err, os.Mkdir(c.Data, 0o700)); err != nil {
		t.Fatal(err)
	}
	unzip, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for files := tar.NewReader(unzip); ; {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return c
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Typeflag != tar.TypeReg || !filepath.IsLocal(h.Name) {
			continue
		}
		content, err := io.ReadAll(files)
		path := filepath.Join(c.Data, filepath.FromSlash(h.Name))
		if err := errors.Join(err, os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, content, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFoldersOfEarlierLayoutsLoseNothing(t *testing.T) {
	t.Parallel()
	for _, packed := range layouts(t) {
		t.Run(filepath.Base(packed), func(t *testing.T) {
			c := unpacked(t, packed)
			for range 2 { // and stay as they were migrated
				a, err := Open(t.Context(), c, c.Logger())
				if err != nil {
					t.Fatal(err)
				}
				if err := a.Reload(t.Context()); err != nil {
					t.Fatal(err)
				}
				checkMigrated(t, a)
				report, err := a.folder().Check(t.Context())
				if err := errors.Join(err, a.Close()); err != nil || len(report.Problems) > 0 || report.Versions < 3 {
					t.Errorf("check: %+v, %v", report, err)
				}
				checkMigratedState(t, c.Data)
			}
		})
	}
}

// TestAnIndexOfAnEarlierSchemaIsRebuilt opens the newest folder, whose index is of the schema before: that is
// told once, and the answers are those of the articles.
func TestAnIndexOfAnEarlierSchemaIsRebuilt(t *testing.T) {
	t.Parallel()
	all := layouts(t)
	c := unpacked(t, all[len(all)-1])
	var log bytes.Buffer
	for _, told := range []bool{true, false} {
		log.Reset()
		a, err := Open(t.Context(), c, slog.New(slog.NewTextHandler(&log, nil)))
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Reload(t.Context()); err != nil {
			t.Fatal(err)
		}
		checkMigrated(t, a)
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(log.String(), "made by an earlier version: its schema is"); got != told {
			t.Errorf("it is told: %v, want %v: %s", got, told, &log)
		}
		if left, _ := filepath.Glob(filepath.Join(c.Data, "index.*")); len(left) > 0 {
			t.Errorf("the old index is left: %v", left)
		}
	}
}

// TestAnIndexThatWasDeletedIsRebuilt asks a process of its own, with an archive that is too large to be proven
// before the answer: the index is there again by then.
func TestAnIndexThatWasDeletedIsRebuilt(t *testing.T) {
	t.Parallel()
	all := layouts(t)
	c := unpacked(t, all[len(all)-1])
	if err := os.RemoveAll(filepath.Join(c.Data, "index")); err != nil {
		t.Fatal(err)
	}
	a, err := openFolder(t.Context(), c, slog.New(slog.DiscardHandler), opening{proveUpTo: -1})
	if err != nil {
		t.Fatal(err)
	}
	end := a.catchUp(t.Context())
	card, err := desk{a}.answer(t.Context(), control.Question{Line: "/who-said ferry by:Brandt"})
	if shown := fmt.Sprint(card.Items); err != nil || !strings.Contains(shown, "The ferry will sail again by May,") {
		t.Errorf("who-said: %s %s, %v", card.Notice, shown, err)
	}
	if err := errors.Join(end(), a.Close()); err != nil {
		t.Error(err)
	}
}

func checkMigrated(t *testing.T, a *App) {
	t.Helper()
	versions, err := a.Archive.Versions(t.Context(), "b")
	if err != nil || len(versions) != 2 || !strings.Contains(versions[0].Text, "The ferry is sold,") || !strings.Contains(versions[1].Text, "The ferry is not sold,") {
		t.Errorf("versions of b: %+v, %v", versions, err)
	}
	v, err := a.Archive.Verify(t.Context(), "sabr1g2hx5kr") // given to people on 26 November
	if err != nil || v.State != archive.Exact || v.Record.ID != "a" {
		t.Errorf("a receipt: %+v, %v", v, err)
	}
	card, err := desk{a}.answer(t.Context(), control.Question{Line: "/who-said ferry by:Brandt"})
	if shown := fmt.Sprint(card.Items); err != nil || !strings.Contains(shown, "The ferry will sail again by May,") {
		t.Errorf("who-said: %s, %v", shown, err)
	}
	if sources := a.follower.List(); len(sources) > 0 {
		if s := sources[0]; s.URL != "http://127.0.0.1:18080/feed.xml" || s.Title != "The Harbour Post" || s.Added != 1 || s.Failures != 0 || s.Next.IsZero() {
			t.Errorf("the source: %+v", s)
		}
	} else if stats, _ := a.Archive.Stats(t.Context()); stats.Articles > 2 {
		t.Error("the source is lost")
	}
}

func checkMigratedState(t *testing.T, data string) {
	t.Helper()
	var lost []state.Loss
	s, err := state.Open(data, state.Options{Expected: true, OnLoss: func(l []state.Loss) { lost = l }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	zone, err := s.Settings(t.Context(), "slack", "T1", "C1")
	all, err2 := s.Settings(t.Context(), "", "", "")
	digests, err3 := s.Subscriptions(t.Context(), bot.Place{})
	if err := errors.Join(err, err2, err3); err != nil || len(lost) > 0 {
		t.Fatalf("%v, lost: %v", err, lost)
	}
	if zone["zone"] != "Europe/Stockholm" || all["hidden"] != "Coast" {
		t.Errorf("settings: %v, %v", zone, all)
	}
	if len(digests) != 1 || digests[0].ID != "morning" || digests[0].At != "08:00" || digests[0].After != 1 || digests[0].Args["topic"] != "ferry" || digests[0].Place.Channel != "C1" {
		t.Errorf("digests: %+v", digests)
	}
	call, ok, err := s.ButtonCall(t.Context(), "slack T1", "e35fbfschrzoovly")
	if err != nil || !ok || call.Call.Command != "who-said" || call.Call.Args["topic"] != "ferry" {
		t.Errorf("a button's call: %+v, %v, %v", call, ok, err)
	}
}

// TestANewerLayoutIsRefused changes what says the layout of the newest folder.
func TestANewerLayoutIsRefused(t *testing.T) {
	t.Parallel()
	all := layouts(t)
	layout := func(n string) []byte {
		return fmt.Appendf(nil, "%s %08x", n, crc32.Checksum([]byte(n), crc32.MakeTable(crc32.Castagnoli)))
	}
	for name, c := range map[string]struct{ file, from, to, want string }{
		"articles.db": {archive.FileName, string(layout("4")), string(layout("9")), "was written by a newer briefing-bot (layout 9; this one knows 4)"},
		"the folder":  {"briefing-bot.json", `"schema":1`, `"schema":9`, "was written by a newer briefing-bot (schema 9; this version knows up to 1). Install the newer version"},
	} {
		folder := unpacked(t, all[len(all)-1])
		path := filepath.Join(folder.Data, c.file)
		before, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(before, []byte(c.from)) {
			t.Fatal(name, err)
		}
		changed := bytes.ReplaceAll(before, []byte(c.from), []byte(c.to))
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), folder, folder.Logger()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(after, changed) {
			t.Errorf("%s: the file was changed", name)
		}
	}
}
