package ingest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// polled is a watch of folders on a system that reports no changes, within a
// synctest bubble.
type polled struct {
	*world
	*watcher
	mu       sync.Mutex
	reports  []Report
	errs     []error
	statuses []WatchStatus
}

// told returns what the watch told until now.
func (p *polled) told() ([]Report, []error, []WatchStatus) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.reports), slices.Clone(p.errs), slices.Clone(p.statuses)
}

// watchPolled watches dirs until the bubble's test ends. Prepare sets up the world
// before.
func watchPolled(t *testing.T, prepare func(*world), dirs ...string) *polled {
	t.Helper()
	p := &polled{world: newWorld(t, t.TempDir())}
	prepare(p.world)
	p.watcher = p.world.newWatcher(dirs, WatchOptions{
		Done: func(r Report, err error) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.reports, p.errs = append(p.reports, r), append(p.errs, err)
		},
		Status: func(s WatchStatus) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.statuses = append(p.statuses, s)
		},
	})
	p.start = func() (*fsnotify.Watcher, error) { return nil, fmt.Errorf("watching: %w", syscall.ENOSPC) }
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.loop(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("the watch ended with %v", err)
		}
	})
	return p
}

func asItIs(*world) {}

// after lets d pass and waits until everything is still.
func after(d time.Duration) {
	time.Sleep(d) // of the bubble's clock
	synctest.Wait()
}

// has checks that the articles are in the archive, each with its text "Text of ID".
func (p *polled) has(t *testing.T, ids ...string) {
	t.Helper()
	for _, id := range ids {
		if r, err := p.world.Archive.Get(t.Context(), id); err != nil || !strings.HasPrefix(r.Text, "Text of "+id) {
			t.Errorf("article %s is %q, %v", id, r.Text, err)
		}
	}
}

func (p *polled) now() WatchStatus {
	_, _, statuses := p.told()
	if len(statuses) == 0 {
		return WatchStatus{}
	}
	return statuses[len(statuses)-1]
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

func TestWatchedFoldersThatComeAndGo(t *testing.T) {
	for name, replace := range map[string]func(t *testing.T, base, folder string){
		"made later": func(t *testing.T, base, folder string) { rename(t, filepath.Join(base, "new"), folder) },
		"swapped": func(t *testing.T, base, folder string) {
			rename(t, filepath.Join(base, "old"), folder)
			after(3 * time.Second)
			rename(t, folder, folder+"-before")
			rename(t, filepath.Join(base, "new"), folder)
		},
		"removed and made again": func(t *testing.T, base, folder string) {
			rename(t, filepath.Join(base, "old"), folder)
			after(3 * time.Second)
			if err := os.RemoveAll(folder); err != nil {
				t.Fatal(err)
			}
			after(10 * time.Second)
			rename(t, filepath.Join(base, "new"), folder)
		},
		"a link that leads elsewhere": func(t *testing.T, base, folder string) {
			for _, to := range []string{"old", "new"} {
				_ = os.Remove(folder)
				if err := os.Symlink(filepath.Join(base, to), folder); err != nil {
					t.Skip(err)
				}
				after(3 * time.Second)
			}
		},
		"a file before": func(t *testing.T, base, folder string) {
			save(t, base, "w", "not a folder")
			after(3 * time.Second)
			if err := os.Remove(folder); err != nil {
				t.Fatal(err)
			}
			rename(t, filepath.Join(base, "new"), folder)
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base := write(t, map[string]string{"old/a.txt": "Text of a.", "new/b.txt": "Text of b.", "also/c.txt": "Text of c."})
				folder := filepath.Join(base, "w")
				p := watchPolled(t, asItIs, folder, filepath.Join(base, "also"))
				after(3 * time.Second)
				if s := p.now(); len(s.Missing) != 1 || !strings.HasPrefix(s.Missing[0], folder+": ") || !s.Behind() {
					t.Errorf("at first: %+v", s)
				}
				p.has(t, "c")
				replace(t, base, folder)
				after(8 * time.Second)
				p.has(t, "b")
				if s := p.now(); s.Behind() || !strings.Contains(s.Polling, "no space left") {
					t.Errorf("at last: %+v", s)
				}
			})
		})
	}
}

func TestWatchPollsForChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := write(t, map[string]string{"a.txt": "Text of a.", "bad.txt": ""})
		p := watchPolled(t, asItIs, dir)
		after(2 * time.Second)
		extracted := p.extracted.Load()
		after(time.Hour)
		if reports, _, _ := p.told(); len(reports) != 1 || p.extracted.Load() != extracted {
			t.Errorf("unchanged files were read again: %d runs", len(reports))
		}
		save(t, dir, "a.txt", "Text of a, longer.")
		save(t, dir, "a.meta.yaml", "title: A\n")
		save(t, dir, "bad.txt", "Text of bad.")
		after(PollEvery + 2*time.Second)
		p.has(t, "a", "bad")
		if r, _ := p.world.Archive.Get(t.Context(), "a"); r.Title != "A" || r.Version != 2 {
			t.Errorf("a is %+v", r.Article)
		}
		if err := os.Remove(filepath.Join(dir, "a.meta.yaml")); err != nil {
			t.Fatal(err)
		}
		after(PollEvery + 2*time.Second)
		if r, _ := p.world.Archive.Get(t.Context(), "a"); r.Title != "" {
			t.Errorf("a still has the title %q of a meta file that is gone", r.Title)
		}
	})
}

func TestWatchLooksAtEverythingAfterLostEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := write(t, map[string]string{"a.txt": "Text of a."})
		p := watchPolled(t, asItIs, dir)
		after(scanGap)
		save(t, dir, "b.txt", "Text of b.")
		p.askScan()
		after(2 * time.Second)
		p.has(t, "a", "b")
	})
}

func TestWatchTriesAgainWhatCannotBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := write(t, map[string]string{"a.txt": "Text of a.", "sub/b.txt": "Text of sub/b."})
		var broken atomic.Bool
		broken.Store(true)
		p := watchPolled(t, func(w *world) {
			w.opened = func(path string) error {
				if broken.Load() && strings.HasSuffix(path, "b.txt") {
					return &os.PathError{Op: "read", Path: path, Err: syscall.EIO}
				}
				return nil
			}
		}, dir)
		after(20 * time.Minute)
		p.has(t, "a")
		reports, _, statuses := p.told()
		if s := p.now(); s.Waiting != 1 || !strings.Contains(s.Example, "b.txt") || !s.Behind() || len(statuses) > 3 {
			t.Errorf("the status was told %d times, last %+v", len(statuses), s)
		}
		if len(reports) != 1 || reports[0].RejectedTotal != 0 {
			t.Errorf("reported as %+v", reports)
		}
		broken.Store(false)
		after(2 * retryEvery)
		p.has(t, "sub/b")
		if p.now().Behind() {
			t.Errorf("still %+v", p.now())
		}
	})
}

func TestWatchWaitsForRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		files := map[string]string{}
		for i := range 600 {
			files[fmt.Sprintf("%03d.txt", i)] = fmt.Sprintf("Text of %03d.", i)
		}
		dir := write(t, files)
		var full atomic.Bool
		full.Store(true)
		p := watchPolled(t, func(w *world) {
			w.index.room = func() error {
				if full.Load() {
					return fmt.Errorf("adding: %w", archive.ErrFull)
				}
				return nil
			}
		}, dir)
		after(10 * time.Minute)
		if s := p.now(); !errors.Is(s.Blocked, archive.ErrFull) || !s.Behind() {
			t.Errorf("while there is no room: %+v", s)
		}
		_, errs, _ := p.told()
		if failures := len(errs); failures == 0 || failures > 2 {
			t.Errorf("told of the full disk %d times", failures)
		}
		full.Store(false)
		after(2 * retryEvery)
		for i := range 600 {
			p.has(t, fmt.Sprintf("%03d", i))
		}
		if p.world.index.len() != 600 || p.now().Behind() {
			t.Errorf("%d indexed, %+v", p.world.index.len(), p.now())
		}
	})
}

func TestWatchedFilesWithOneID(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := write(t, map[string]string{"a.md": "---\nid: x\n---\nFirst.", "1.jsonl": line("y", "Before.")})
		p := watchPolled(t, asItIs, dir)
		after(2 * time.Second)
		for i := range 6 {
			save(t, dir, "b.md", fmt.Sprintf("---\nid: x\n---\nSecond%s.", strings.Repeat("!", i)))
			after(PollEvery + 2*time.Second)
			reports, _, _ := p.told()
			last := reports[len(reports)-1]
			if last.RejectedTotal != 1 || !strings.Contains(last.Rejected[0].Reason, "a.md") {
				t.Errorf("change %d: %s", i, summary(last))
			}
		}
		after(time.Hour)
		if reports, _, _ := p.told(); len(reports) != 7 {
			t.Errorf("told of the same conflict again: %d runs", len(reports))
		}
		save(t, dir, "2.jsonl", line("y", "After."))
		if err := os.Remove(filepath.Join(dir, "a.md")); err != nil {
			t.Fatal(err)
		}
		after(PollEvery + 2*time.Second)
		if x, y := current(t, p.world, "x"), current(t, p.world, "y"); x != "2 Second!!!!!." || y != "2 After." {
			t.Errorf("x is %q, y is %q", x, y)
		}
	})
}

func TestInterruptsDoNotWait(t *testing.T) {
	never := make(chan struct{})
	for name, block := range map[string]func(w *world) (inputs []string, o Options){
		"standard input that is silent": func(w *world) ([]string, Options) {
			return []string{"-"}, Options{Stdin: readerFunc(func([]byte) (int, error) { <-never; return 0, nil })}
		},
		"an article that takes long": func(w *world) ([]string, Options) {
			w.Extract = func(context.Context, article.Article) (article.Annotation, []article.Event, error) {
				<-never
				return article.Annotation{}, nil, nil
			}
			return []string{"-"}, Options{Stdin: strings.NewReader("Words.")}
		},
		"a file system that does not answer": func(w *world) ([]string, Options) {
			w.opened = func(string) error { <-never; return nil }
			return []string{write(t, map[string]string{"a.txt": "Words."})}, Options{}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, t.TempDir())
			inputs, o := block(w)
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(50*time.Millisecond, cancel)
			begin := time.Now()
			_, err := w.Run(ctx, inputs, o)
			if took := time.Since(begin); took > 2*time.Second || !errors.Is(err, context.Canceled) {
				t.Errorf("after %v: %v", took, err)
			}
			if !strings.Contains(err.Error(), "1 of 1 inputs were not read to their end") {
				t.Errorf("no count in %q", err)
			}
		})
	}
}

type readerFunc func([]byte) (int, error)

// Read calls the function.
func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestAFileThatDoesNotAnswerIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		never := make(chan struct{})
		defer close(never)
		w := newWorld(t, t.TempDir())
		w.opened = func(path string) error {
			if strings.HasSuffix(path, "a.txt") {
				<-never
			}
			return nil
		}
		report := w.run(t, write(t, map[string]string{"a.txt": "Text of a.", "b.txt": "Text of b."}))
		if report.Added != 1 || report.RejectedTotal != 1 || report.Rejected[0].Reason != errStalled.Error() {
			t.Errorf("%s", summary(report))
		}
	})
}
