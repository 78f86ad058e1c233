package index_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/briefing-bot/briefing-bot/index"
)

// startEnv names the folder that a process of BenchmarkStart opens.
const startEnv = "BENCH_START_FOLDER"

// start is what a process needed to open an index and answer once.
type start struct {
	Open, Answer time.Duration
	Anonymous    int // kilobytes, after the answer
	Passages     int
}

// BenchmarkStart opens the index that BENCH_INDEX names, made by BenchmarkMillion, in
// processes of their own, and asks once. The first of them may have to write a checkpoint
// and is not counted.
func BenchmarkStart(b *testing.B) {
	dir := os.Getenv("BENCH_INDEX")
	if dir == "" {
		b.Skip("BENCH_INDEX names no folder with an index")
	}
	program, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	run := func() (s start, user time.Duration) {
		cmd := exec.CommandContext(b.Context(), program, "-test.run", "^TestStartProcess$", "-test.v")
		cmd.Env = append(os.Environ(), startEnv+"="+dir)
		out, err := cmd.Output()
		if err != nil {
			b.Fatal(err, string(out))
		}
		_, line, _ := bytes.Cut(out, []byte("start: "))
		line, _, _ = bytes.Cut(line, []byte("\n"))
		if err := json.Unmarshal(line, &s); err != nil {
			b.Fatal(err, string(out))
		}
		return s, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	run()
	var walls, users []time.Duration
	var last start
	for b.Loop() {
		s, user := run()
		walls, users, last = append(walls, s.Open+s.Answer), append(users, user), s
	}
	median := func(all []time.Duration) float64 {
		slices.Sort(all)
		return float64(all[len(all)/2].Microseconds()) / 1000
	}
	b.ReportMetric(median(walls), "first-answer-ms")
	b.ReportMetric(median(users), "processor-ms")
	b.ReportMetric(float64(last.Anonymous)/1024, "anonymous-MiB")
	b.ReportMetric(float64(last.Passages), "passages")
}

// TestStartProcess is a process of BenchmarkStart.
func TestStartProcess(t *testing.T) {
	dir := os.Getenv(startEnv)
	if dir == "" {
		t.Skip("a process of BenchmarkStart")
	}
	ctx := context.Background()
	began := time.Now()
	x, err := index.Open(ctx, dir, index.Options{})
	must(t, err)
	out := start{Open: time.Since(began)}
	began = time.Now()
	_, err = x.Statements(ctx, index.Query{Scope: index.Everything(), Words: index.Words{Terms: []string{"prices"}}, Limit: 10})
	must(t, err)
	out.Answer, out.Anonymous, out.Passages = time.Since(began), anonymous(), x.Stats().Passages
	line, err := json.Marshal(out)
	must(t, err)
	os.Stdout.WriteString("start: " + string(line) + "\n")
	must(t, x.Close())
}

// BenchmarkMemory opens the index that BENCH_INDEX names, asks 180 questions of nine kinds one
// after another, then as many by eight clients at once, and reports the memory that no
// file backs after each. BENCH_HEAP names a file for a profile of the heap in the end.
func BenchmarkMemory(b *testing.B) {
	dir := os.Getenv("BENCH_INDEX")
	if dir == "" {
		b.Skip("BENCH_INDEX names no folder with an index")
	}
	ctx := context.Background()
	for b.Loop() {
		x, err := index.Open(ctx, dir, index.Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(anonymous())/1024, "opened-MiB")
		kinds := answerKinds(b, x)[:9]
		for i := range 20 * len(kinds) {
			if _, err := kinds[i%len(kinds)].ask(i); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(anonymous())/1024, "one-client-MiB")
		var clients errgroup.Group
		for client := range 8 {
			clients.Go(func() error {
				for i := range 3 * len(kinds) {
					if _, err := kinds[i%len(kinds)].ask(100*client + i); err != nil {
						return err
					}
				}
				return nil
			})
		}
		if err := clients.Wait(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(anonymous())/1024, "eight-clients-MiB")
		if name := os.Getenv("BENCH_HEAP"); name != "" {
			writeHeap(b, name)
		}
		if err := x.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDump writes the answers to 100 questions of each kind into the file that
// BENCH_DUMP names, a line each, so that those of two builds can be compared.
func BenchmarkDump(b *testing.B) {
	dir, name := os.Getenv("BENCH_INDEX"), os.Getenv("BENCH_DUMP")
	if dir == "" || name == "" {
		b.Skip("BENCH_INDEX or BENCH_DUMP names nothing")
	}
	x, err := index.Open(b.Context(), dir, index.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	f, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	for _, kind := range answerKinds(b, x) {
		for i := range 100 {
			got, err := kind.ask(i)
			if err == nil {
				_, err = fmt.Fprintf(f, "%s %d %+v\n", kind.name, i, got)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// writeHeap writes a profile of the heap after a collection.
func writeHeap(b *testing.B, name string) {
	b.Helper()
	runtime.GC()
	f, err := os.Create(name)
	if err == nil {
		err = errors.Join(pprof.WriteHeapProfile(f), f.Close())
	}
	if err != nil {
		b.Fatal(err)
	}
}

// anonymous returns the kilobytes of memory of this process that no file backs, where
// the system tells.
func anonymous() int {
	data, _ := os.ReadFile("/proc/self/smaps_rollup")
	_, rest, _ := strings.Cut(string(data), "Anonymous:")
	n, _ := strconv.Atoi(strings.Fields(rest + " 0")[0])
	return n
}
