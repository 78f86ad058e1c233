//go:build unix

package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/app"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// loadArticles are 19,043 short news articles, where they are there.
var loadArticles = filepath.Join("..", "..", "..", "shared", "eval", "data", "load", "reuters1987.jsonl.gz")

// BenchmarkBriefing measures the whole program on the load articles: the verbs
// as processes of their own, answers through the mux. BENCH_DATA names a data folder:
// one that holds them already is measured without ingest, an empty or missing one is
// filled and left for the next run. BENCH_COPIES takes them more than once. BENCH_LINE is
// one more line, measured by itself.
func BenchmarkBriefing(b *testing.B) {
	data := cmp.Or(os.Getenv("BENCH_DATA"), filepath.Join(b.TempDir(), "data"))
	_, missing := os.Stat(loadArticles)
	filled, _ := filepath.Glob(filepath.Join(data, "*"))
	if missing != nil && len(filled) == 0 {
		b.Skip("the load articles are not here: ", missing)
	}
	if len(filled) == 0 {
		articles := benchArticles(b)
		b.Run("ingest", func(b *testing.B) { benchmarkIngest(b, data, articles) })
		b.Run("ingest-again", func(b *testing.B) { benchmarkIngestAgain(b, data, articles) })
	}
	b.Run("cold-start", func(b *testing.B) { benchmarkColdStart(b, data) })
	b.Run("serving", func(b *testing.B) { benchmarkServing(b, data) })
	b.Run("answers", func(b *testing.B) { benchmarkAnswers(b, data) })
}

// benchmarkIngest runs the verb on an empty folder, and leaves data filled.
func benchmarkIngest(b *testing.B, data, articles string) {
	for b.Loop() {
		if err := os.RemoveAll(data); err != nil {
			b.Fatal(err)
		}
		report, used := ingestProcess(b, data, articles)
		if report.Added == 0 {
			b.Fatalf("nothing came in: %+v", report)
		}
		text, index := folderBytes(b, data)
		b.ReportMetric(float64(report.Added)/used.wall.Seconds(), "articles/s")
		b.ReportMetric(float64(text)/1e6/used.wall.Seconds(), "MB/s")
		b.ReportMetric(used.user.Seconds(), "user-s")
		b.ReportMetric(used.peakMiB, "peak-MiB")
		b.ReportMetric(float64(index)/float64(text), "index-B/text-B")
	}
}

func benchmarkIngestAgain(b *testing.B, data, articles string) {
	for b.Loop() {
		report, used := ingestProcess(b, data, articles)
		if report.Added != 0 {
			b.Fatalf("came in twice: %+v", report)
		}
		b.ReportMetric(float64(report.Unchanged)/used.wall.Seconds(), "articles/s")
		b.ReportMetric(used.peakMiB, "peak-MiB")
	}
}

// usage is what a process took.
type usage struct {
	wall, user time.Duration
	peakMiB    float64 // resident, file mappings included
}

// process runs a verb to its end.
func process(b *testing.B, args ...string) ([]byte, usage) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), "briefing-bot", args...)
	cmd.Stderr = os.Stderr
	start := time.Now()
	out, err := cmd.Output()
	if err != nil {
		b.Fatalf("%v: %v", args, err)
	}
	used := usage{wall: time.Since(start), user: cmd.ProcessState.UserTime()}
	if r, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		used.peakMiB = float64(r.Maxrss) / 1024 // kilobytes on Linux, see getrusage(2)
	}
	return out, used
}

func ingestProcess(b *testing.B, data, articles string) (report ingest.Report, used usage) {
	b.Helper()
	out, used := process(b, "ingest", "--json", "--data", data, articles)
	if err := json.Unmarshal(out, &report); err != nil {
		b.Fatal(err)
	}
	return report, used
}

// folderBytes are the bytes of all articles' texts and of the index's files.
func folderBytes(b *testing.B, data string) (text, index int64) {
	b.Helper()
	f := benchFolder(b, data)
	defer f.Close()
	err := f.Archive.Each(b.Context(), 0, func(r article.Record) error {
		text += int64(len(r.Text))
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return text, f.Index.Stats().Bytes
}

func benchFolder(b *testing.B, data string) *app.App {
	b.Helper()
	c := config.Default()
	c.Data, c.Log.Level = data, "error"
	f, err := app.Open(b.Context(), c, c.Logger())
	if err != nil {
		b.Fatal(err)
	}
	if err := f.Reload(b.Context()); err != nil {
		b.Fatal(err)
	}
	return f
}

// benchmarkColdStart opens the folder and answers once, as a process.
func benchmarkColdStart(b *testing.B, data string) {
	var walls, users []float64
	for b.Loop() {
		_, used := process(b, "ask", "--data", data, "--json", "/who-said prices")
		walls, users = append(walls, milliseconds(used.wall)), append(users, milliseconds(used.user))
	}
	b.ReportMetric(quantile(walls, 0.5), "p50-ms")
	b.ReportMetric(quantile(users, 0.5), "user-ms")
}

// benchmarkServing is the memory of a process that serves and has answered each
// line once: the part that the system cannot take back (RssAnon, proc(5)).
func benchmarkServing(b *testing.B, data string) {
	if runtime.GOOS != "linux" {
		b.Skip("memory is read from /proc")
	}
	f := benchFolder(b, data)
	lines := slices.Concat(whoSaidLines(b, f), timelineLines(b, f), askLines(b, f))
	f.Close()
	file := filepath.Join(b.TempDir(), "serve.yaml")
	if err := os.WriteFile(file, []byte("console:\n  address: 127.0.0.1:0\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		cmd := exec.CommandContext(b.Context(), "briefing-bot", "serve", "--data", data, "--config", file)
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		c := config.Default()
		c.Data = data
		d, err := control.Reach(b.Context(), c.Data)
		for start := time.Now(); err != nil && time.Since(start) < time.Minute; d, err = control.Reach(b.Context(), c.Data) {
			time.Sleep(20 * time.Millisecond)
		}
		if err != nil {
			b.Fatal(err)
		}
		for _, line := range lines {
			if _, err := d.Answer(b.Context(), control.Question{Line: line}); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(procKiB(b, cmd.Process.Pid, "RssAnon:"))/1024, "anonymous-MiB")
		b.ReportMetric(float64(procKiB(b, cmd.Process.Pid, "VmRSS:"))/1024, "resident-MiB")
		_ = d.Close()
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			b.Fatal(err)
		}
	}
}

func procKiB(b *testing.B, pid int, name string) int {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), name)
	n, _ := strconv.Atoi(strings.Fields(rest)[0])
	return n
}

// clients are how many ask at once in the benchmark of many.
const clients = 8

// benchmarkAnswers measures each kind of line, by one client and by eight at once: read,
// answered, not printed.
func benchmarkAnswers(b *testing.B, data string) {
	f := benchFolder(b, data)
	defer f.Close()
	if err := f.Index.Prepare(b.Context()); err != nil { // as serve does soon after its start
		b.Fatal(err)
	}
	if line := os.Getenv("BENCH_LINE"); line != "" {
		b.Run("line", func(b *testing.B) { benchmarkLines(b, f, []string{line}) })
	}
	for _, kind := range []struct {
		name  string
		lines []string
	}{
		{"who-said", whoSaidLines(b, f)}, {"timeline", timelineLines(b, f)}, {"ask", askLines(b, f)}, {"other", otherLines(b, f)},
	} {
		b.Run(kind.name, func(b *testing.B) { benchmarkLines(b, f, kind.lines) })
		b.Run(fmt.Sprintf("%s-%d-clients", kind.name, clients), func(b *testing.B) { benchmarkClients(b, f, kind.lines) })
	}
}

// answerTime answers a line and returns how long that took, in milliseconds.
func answerTime(b *testing.B, f *app.App, line string) float64 {
	start := time.Now()
	card := f.Mux.Answer(b.Context(), line, bot.Request{Platform: "terminal", Now: start})
	if card.Status == bot.Failed {
		b.Errorf("%s: %s", line, card.Notice)
	}
	return milliseconds(time.Since(start))
}

// benchmarkClients measures answers to clients that ask at once, each its next line as soon
// as it has an answer.
func benchmarkClients(b *testing.B, f *app.App, lines []string) {
	var next atomic.Int64
	took := make([][]float64, clients)
	b.SetParallelism((clients + runtime.GOMAXPROCS(0) - 1) / runtime.GOMAXPROCS(0))
	var started atomic.Int64
	start := time.Now()
	b.RunParallel(func(pb *testing.PB) {
		own := &took[(started.Add(1)-1)%clients]
		for pb.Next() {
			*own = append(*own, answerTime(b, f, lines[int(next.Add(1)-1)%len(lines)]))
		}
	})
	all := slices.Concat(took...)
	b.ReportMetric(quantile(all, 0.5), "p50-ms")
	b.ReportMetric(quantile(all, 0.99), "p99-ms")
	b.ReportMetric(float64(len(all))/time.Since(start).Seconds(), "answers/s")
}

func benchmarkLines(b *testing.B, f *app.App, lines []string) {
	var took, cpu []float64
	byLine := map[string][]float64{}
	for i := 0; b.Loop(); i++ {
		line, before := lines[i%len(lines)], cpuTime()
		took = append(took, answerTime(b, f, line))
		ms := milliseconds(cpuTime() - before)
		cpu, byLine[line] = append(cpu, ms), append(byLine[line], ms)
	}
	b.ReportMetric(quantile(took, 0.5), "p50-ms")
	b.ReportMetric(quantile(took, 0.99), "p99-ms")
	b.ReportMetric(quantile(cpu, 0.5), "p50-cpu-ms")
	b.ReportMetric(quantile(cpu, 0.99), "p99-cpu-ms")
	slowest := slices.SortedFunc(maps.Keys(byLine), func(x, y string) int {
		return int(1e3 * (quantile(byLine[y], 0.5) - quantile(byLine[x], 0.5)))
	})
	for _, line := range slowest[:min(3, len(slowest))] {
		b.Logf("%6.2f ms of processor time, median of %d: %s", quantile(byLine[line], 0.5), len(byLine[line]), line)
	}
}

// cpuTime is what this process has taken of all processors, garbage collection
// included: what an answer costs where nothing else runs.
func cpuTime() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r) // fails for no process of its own (getrusage(2))
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// quantile is the smallest value that a share of all does not exceed.
func quantile(values []float64, share float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[int(share*float64(len(sorted)-1)+0.5)]
}
