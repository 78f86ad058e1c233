package main

import (
	"flag"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// fixture is the data folder of the sample briefing, made once and copied by each
// test that needs one.
var fixture struct {
	once sync.Once
	dir  string
}

// withFixture runs the tests, and removes the fixture afterwards.
type withFixture struct{ *testing.M }

// waitingTests is how many tests run at a time: they wait for timers and for other
// processes, more than they use a processor.
const waitingTests = "8"

// Run is testing.M.Run.
func (m withFixture) Run() int {
	_ = flag.Set("test.parallel", waitingTests) // the command line overrides it
	defer func() { _ = os.RemoveAll(fixture.dir) }()
	return m.M.Run()
}

// copySample makes data a data folder with the sample briefing.
func copySample(t *testing.T, data string) {
	t.Helper()
	fixture.once.Do(func() {
		dir, err := os.MkdirTemp("", "briefing-bot-sample-")
		if err != nil {
			t.Fatal(err)
		}
		fixture.dir = dir
		if status := run(t.Context(), []string{"ingest", "--data", filepath.Join(dir, "data"), "sample"}); status != 0 {
			t.Fatalf("ingest ended with status %d", status)
		}
	})
	if err := os.CopyFS(data, os.DirFS(filepath.Join(fixture.dir, "data"))); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(data, 0o700); err != nil {
		t.Fatal(err)
	}
}
