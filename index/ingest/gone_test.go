package ingest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// removed returns the IDs of the articles that are removed, each with the reason.
func (w *world) removed(t *testing.T) string {
	t.Helper()
	var out []string
	err := w.Archive.EachOutline(t.Context(), func(r article.Record) {
		if r.Removed {
			out = append(out, fmt.Sprintf("%s %d", r.ID, r.Removal))
		}
		if !w.index.Holds(r) {
			t.Errorf("the index does not agree on %s", r.ID)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func remove(t *testing.T, path ...string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(path...)); err != nil {
		t.Fatal(err)
	}
}

// TestDeletedFilesAreFollowed deletes files of a watched folder, in ways that mean it
// and in others, and looks which articles are removed.
func TestDeletedFilesAreFollowed(t *testing.T) {
	line := func(ids ...string) string {
		var out strings.Builder
		for _, id := range ids {
			fmt.Fprintf(&out, "{\"id\": %q, \"text\": \"Text of %s.\"}\n", id, id)
		}
		return out.String()
	}
	long := PollEvery + 2*Grace
	for name, c := range map[string]struct {
		change  func(t *testing.T, dir string)
		want    string // removed after that
		emptied int
		undo    func(t *testing.T, dir string) // after it none is
	}{
		"one file": {
			func(t *testing.T, dir string) { remove(t, dir, "a.txt") }, "a 1", 0,
			func(t *testing.T, dir string) { save(t, dir, "a.txt", "Text of a.") },
		},
		"a file saved by a rename": {
			func(t *testing.T, dir string) {
				rename(t, filepath.Join(dir, "a.txt"), filepath.Join(dir, ".a.txt~"))
				after(Grace / 2)
				save(t, dir, "a.txt", "Text of a, changed.")
			}, "", 0, nil,
		},
		"a file moved": {
			func(t *testing.T, dir string) {
				rename(t, filepath.Join(dir, "a.txt"), filepath.Join(dir, "z.txt"))
			}, "a 1", 0, nil, // it is another article now, with the ID z
		},
		"a file with its own ID moved": {
			func(t *testing.T, dir string) {
				rename(t, filepath.Join(dir, "own.json"), filepath.Join(dir, "sub", "else.json"))
			}, "", 0, nil,
		},
		"a folder": {
			func(t *testing.T, dir string) { remove(t, dir, "sub") }, "sub/b 1, sub/c 1", 0,
			func(t *testing.T, dir string) {
				if err := os.Mkdir(filepath.Join(dir, "sub"), 0o700); err != nil {
					t.Fatal(err)
				}
				save(t, dir, "sub/b.txt", "Text of b.")
				save(t, dir, "sub/c.txt", "Text of c.")
			},
		},
		"a folder below that is emptied, as by umount": {
			func(t *testing.T, dir string) { remove(t, dir, "sub/b.txt"); remove(t, dir, "sub/c.txt") }, "", 1,
			func(t *testing.T, dir string) {
				save(t, dir, "sub/b.txt", "Text of b.")
				save(t, dir, "sub/c.txt", "Text of c.")
			},
		},
		"the watched folder is emptied": {
			func(t *testing.T, dir string) {
				entries, err := os.ReadDir(dir)
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range entries {
					remove(t, dir, e.Name())
				}
			}, "", 1, nil,
		},
		"the watched folder is gone": {
			func(t *testing.T, dir string) { rename(t, dir, dir+"-away") }, "", 0,
			func(t *testing.T, dir string) { rename(t, dir+"-away", dir) },
		},
		"one of two files of many articles": {
			func(t *testing.T, dir string) { remove(t, dir, "day2.jsonl") }, "m3 1", 0,
			func(t *testing.T, dir string) { save(t, dir, "day3.jsonl", line("m3")) },
		},
		"one of two files that give the same": {
			func(t *testing.T, dir string) { remove(t, dir, "day1.jsonl") }, "m1 1", 0, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				dir := write(t, map[string]string{
					"a.txt": "Text of a.", "sub/b.txt": "Text of b.", "sub/c.txt": "Text of c.", "own.json": `{"id": "own", "text": "Text of own."}`,
					"day1.jsonl": line("m1", "m2"), "day2.jsonl": line("m2", "m3"),
				})
				p := watchPolled(t, asItIs, dir)
				after(long)
				if got := p.world.removed(t); got != "" {
					t.Fatalf("removed at first: %s", got)
				}
				c.change(t, dir)
				after(long)
				if got := p.world.removed(t); got != c.want || len(p.now().Emptied) != c.emptied {
					t.Errorf("removed %q, not %q; %+v", got, c.want, p.now())
				}
				if c.undo != nil {
					c.undo(t, dir)
					after(2 * long)
					if got := p.world.removed(t); got != "" || len(p.now().Emptied) != 0 {
						t.Errorf("after it was undone: removed %q, %+v", got, p.now())
					}
				}
			})
		})
	}
}

// TestFilesDeletedWhileNothingWatched starts a watch on a folder from which a file was
// deleted, and which was ingested before it was watched.
func TestFilesDeletedWhileNothingWatched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := write(t, map[string]string{"a.txt": "Text of a.", "b.txt": "Text of b.", "hand.txt": "Text of hand."})
		p := watchPolled(t, func(w *world) {
			if r, err := w.Run(t.Context(), []string{dir}, Options{}); err != nil || r.Added != 3 {
				t.Errorf("%s, %v", summary(r), err)
			}
			if err := w.Ingester.Remove(t.Context(), article.ByHand, "hand"); err != nil {
				t.Error(err)
			}
			remove(t, dir, "a.txt")
		}, dir)
		after(2 * Grace)
		if got := p.world.removed(t); got != "a 1, hand 0" {
			t.Errorf("removed %q", got)
		}
		reports, _, _ := p.told()
		if len(reports) != 1 || len(reports[0].Rejected) != 1 || !strings.Contains(reports[0].Rejected[0].Reason, `briefing-bot remove --undo "hand"`) {
			t.Errorf("told of what was removed by hand: %+v", reports)
		}
		if err := p.world.Ingester.Restore(t.Context(), "hand"); err != nil {
			t.Error(err)
		}
		if got := p.world.removed(t); got != "a 1" {
			t.Errorf("restored; removed %q", got)
		}
	})
}

// TestFind finds articles by all that names them.
func TestFind(t *testing.T) {
	dir := write(t, map[string]string{"in/a.txt": "Text of a.", "in/sub/b.txt": "Text of b.", "in2/c.txt": "Text of c.",
		"in2/c.meta.yaml": "source: The Quay\nurl: https://quay.example/c\n"})
	w := newWorld(t, t.TempDir())
	if r, err := w.Run(t.Context(), []string{filepath.Join(dir, "in"), filepath.Join(dir, "in2")}, Options{}); err != nil || r.Added != 3 {
		t.Fatalf("%s, %v", summary(r), err)
	}
	for target, want := range map[string]string{
		"a": "a", "sub/b": "sub/b", filepath.Join(dir, "in"): "a sub/b", filepath.Join(dir, "in", "sub", "b.txt"): "sub/b", dir: "a sub/b c",
		"the quay": "c", "https://quay.example/c": "c", "https://quay.example/d": "", "nothing": "", filepath.Join(dir, "i"): "",
	} {
		got, err := w.Find(t.Context(), target)
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%s: %q, %v", target, got, err)
		}
	}
}
