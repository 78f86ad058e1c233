//go:build unix

package ingest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// The test program, started again with these set, is a child that ingests a file
// into a folder and prints a line for every batch that is safe.
const (
	childFolder = "INGEST_TEST_FOLDER"
	childInput  = "INGEST_TEST_INPUT"
	childLimit  = "INGEST_TEST_LIMIT" // bytes that a file may have
	childWatch  = "INGEST_TEST_WATCH" // watch the input, and lift the limit when it was met
)

// waitingTests is how many tests run at a time: they wait for the disk, more than they use a
// processor.
const waitingTests = "8"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		os.Exit(child(dir, os.Getenv(childInput)))
	}
	_ = flag.Set("test.parallel", waitingTests) // the command line overrides it
	os.Exit(m.Run())
}

func child(dir, input string) int {
	if limit, err := strconv.ParseUint(os.Getenv(childLimit), 10, 64); err == nil {
		signal.Ignore(syscall.SIGXFSZ)
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: 1 << 40}); err != nil {
			fmt.Println("setrlimit:", err)
			return 1
		}
	}
	a, err := archive.Open(dir, archive.Options{})
	if err != nil {
		fmt.Println("open:", err)
		return 1
	}
	g := &Ingester{Archive: a, Version: 1, Extract: func(context.Context, article.Article) (article.Annotation, []article.Event, error) {
		return article.Annotation{}, nil, nil
	}}
	if os.Getenv(childWatch) != "" {
		return watchUntilRead(g, input)
	}
	report, err := g.Run(context.Background(), []string{input}, Options{Progress: func(p Progress) { fmt.Println("safe", p.Done) }})
	fmt.Println(summary(report))
	if err != nil {
		fmt.Println("stopped:", err)
		return 1
	}
	return 0
}

// watchUntilRead watches a folder until all in it was read. When the disk is full
// it makes room.
func watchUntilRead(g *Ingester, folder string) int {
	ctx, cancel := context.WithCancel(context.Background())
	err := g.Watch(ctx, []string{folder}, WatchOptions{
		Done: func(r Report, err error) { fmt.Println("added", r.Added, err) },
		Status: func(s WatchStatus) {
			if s.Blocked == nil {
				cancel()
				return
			}
			fmt.Println("full:", errors.Is(s.Blocked, archive.ErrFull))
			var limit syscall.Rlimit
			_ = syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit)
			limit.Cur = limit.Max
			_ = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
		},
	})
	if !errors.Is(err, context.Canceled) {
		fmt.Println("stopped:", err)
		return 1
	}
	return 0
}

// generated is a file of n lines; article i has ID i.
func generated(t testing.TB, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "generated.jsonl")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	for i := range n {
		fmt.Fprintf(w, "{\"id\":\"%d\",\"text\":%q}\n", i, textOf(i))
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return path
}

func textOf(i int) string {
	rng := rand.New(rand.NewPCG(9, uint64(i)))
	var b strings.Builder
	for range 50 {
		fmt.Fprintf(&b, "word%d ", rng.IntN(30000))
	}
	return b.String()
}

// start starts a child.
func start(t testing.TB, dir, input string, env ...string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(append(os.Environ(), childFolder+"="+dir, childInput+"="+input), env...)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c, bufio.NewScanner(out)
}

// expect says whether the first n generated articles are in the archive, whole.
func expect(t testing.TB, dir string, n int) {
	t.Helper()
	a, err := archive.Open(dir, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for i := range n {
		if r, err := a.Get(t.Context(), fmt.Sprint(i)); err != nil || r.Text != textOf(i) {
			t.Fatalf("article %d of %d that were reported as safe: %v", i, n, err)
		}
	}
	stats, _ := a.Stats(t.Context())
	if whole, err := a.Check(t.Context()); err != nil || whole != stats.Articles || stats.Pending != whole {
		t.Fatalf("%d are whole (%v), Stats says %+v", whole, err, stats)
	}
}

func TestWhatWasReportedSurvivesKill(t *testing.T) {
	t.Parallel()
	const articles = 4000
	input, dir := generated(t, articles), t.TempDir()
	for round := range 10 / raced.Slowdown {
		c, lines := start(t, dir, input)
		safe, batches := 0, 0
		stopAfter := 1 + rand.IntN(2)
		for lines.Scan() {
			if n, ok := strings.CutPrefix(lines.Text(), "safe "); ok {
				safe, _ = strconv.Atoi(n)
				batches++
			}
			if batches == stopAfter {
				time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond) // somewhere in the next batch
				_ = c.Process.Signal(syscall.SIGKILL)
			}
		}
		_ = c.Wait()
		if safe == 0 {
			t.Fatalf("round %d: the child reported nothing", round)
		}
		expect(t, dir, safe)
	}
	c, lines := start(t, dir, input)
	last := ""
	for lines.Scan() {
		last = lines.Text()
	}
	if err := c.Wait(); err != nil || !strings.HasPrefix(last, "added") {
		t.Fatalf("the last run: %s, %v", last, err)
	}
	expect(t, dir, articles)
}

func TestAFullDiskLosesNothingThatWasReported(t *testing.T) {
	t.Parallel()
	const articles = 700
	input, dir := generated(t, articles), t.TempDir()
	c, lines := start(t, dir, input, childLimit+"=1100000")
	var out bytes.Buffer
	safe := 0
	for lines.Scan() {
		if n, ok := strings.CutPrefix(lines.Text(), "safe "); ok {
			safe, _ = strconv.Atoi(n)
			continue
		}
		fmt.Fprintln(&out, lines.Text())
	}
	var exit *exec.ExitError
	if err := c.Wait(); !errors.As(err, &exit) || safe == 0 || safe == articles {
		t.Fatalf("%v after %d: %s", err, safe, &out)
	}
	if want := fmt.Sprintf("stopped: the disk is full: %d articles are safe; make room and run the same again", safe); !strings.Contains(out.String(), want) ||
		!strings.Contains(out.String(), fmt.Sprintf("added %d updated 0", safe)) {
		t.Errorf("no %q in %s", want, &out)
	}
	expect(t, dir, safe)
	c, lines = start(t, dir, input)
	for lines.Scan() {
		out.WriteString(lines.Text())
	}
	if err := c.Wait(); err != nil {
		t.Fatalf("with room again: %v %s", err, &out)
	}
	expect(t, dir, articles)
}

func TestAWatchedFolderWaitsForRoomOnTheDisk(t *testing.T) {
	t.Parallel()
	const articles = 700
	input, dir := generated(t, articles), t.TempDir()
	c, lines := start(t, dir, filepath.Dir(input), childLimit+"=1100000", childWatch+"=yes")
	var out strings.Builder
	for lines.Scan() {
		fmt.Fprintln(&out, lines.Text())
	}
	if err := c.Wait(); err != nil || !strings.Contains(out.String(), "full: true") {
		t.Fatalf("%v: %s", err, &out)
	}
	expect(t, dir, articles)
}
