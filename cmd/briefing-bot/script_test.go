package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/ingest"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// TestMain lets the scripts run the program as a process of its own.
func TestMain(m *testing.M) {
	if os.Getenv("GORACE") == "" {
		os.Setenv("GORACE", "atexit_sleep_ms=0") // else the race detector has each process wait a second before it ends
	}
	testscript.Main(withFixture{m}, map[string]func(){
		"briefing-bot": main,
	})
}

// scripts returns the scripts to run: all, but under the race detector those in which
// several processes run at once. Alone a verb does there what the tests of its packages do,
// and starting it takes the detector a tenth of a second, some 300 times.
func scripts(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join("testdata", "script", "*.txtar"))
	if err != nil || len(all) == 0 {
		t.Fatal(all, err)
	}
	if raced.Slowdown == 1 {
		return all
	}
	background := regexp.MustCompile(`(?m)&$`)
	return slices.DeleteFunc(all, func(name string) bool {
		script, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return !background.Match(script)
	})
}

// TestScripts runs each verb as a user would: testdata/script/*.txtar.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Files:               scripts(t),
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("BRIEFING_BOT_DATA", filepath.Join(env.WorkDir, "data"))
			env.Setenv("XDG_STATE_HOME", filepath.Join(env.WorkDir, "state"))
			env.Setenv("GORACE", os.Getenv("GORACE"))
			many := 2000 // some seconds' work, more than is done while a script waits for the socket
			if raced.Slowdown > 1 {
				many = 500
			}
			env.Setenv("MANY", strconv.Itoa(many))
			env.Setenv("TWICE", strconv.Itoa(2*many))
			if err := os.WriteFile(filepath.Join(env.WorkDir, "binary.txt"), []byte("PK\x00\x01\xff"), 0o600); err != nil {
				return err
			}
			return os.CopyFS(filepath.Join(env.WorkDir, "sample"), os.DirFS("sample"))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"jsonhas":      jsonHas,
			"servefolder":  serveFolder,
			"receipt":      keepReceipt,
			"waitready":    waitReady,
			"manyarticles": manyArticles,
			"sumis":        sumIs,
			"waittotal":    waitTotal,
			"exitstatus":   exitStatus,
			"waitstatus":   waitStatus,
		},
	})
}

// jsonHas PATH VALUE checks a value of the JSON on standard output; a path is
// keys and indexes between dots, and "len" the number of elements.
func jsonHas(ts *testscript.TestScript, neg bool, args []string) {
	var value any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &value))
	for key := range strings.SplitSeq(args[0], ".") {
		value = child(value, key)
	}
	got, err := json.Marshal(value)
	ts.Check(err)
	if same := string(got) == args[1] || string(got) == `"`+args[1]+`"`; same == neg {
		ts.Fatalf("%s is %s", args[0], got)
	}
}

func child(value any, key string) any {
	switch v := value.(type) {
	case map[string]any:
		return v[key]
	case []any:
		if key == "len" {
			return len(v)
		}
		for i, element := range v {
			if key == string(rune('0'+i)) {
				return element
			}
		}
	}
	return nil
}

// serveFolder FOLDER NAME serves a folder by HTTP on this machine and sets an
// environment variable to its address.
func serveFolder(ts *testscript.TestScript, _ bool, args []string) {
	server := httptest.NewServer(http.FileServer(http.Dir(ts.MkAbs(args[0]))))
	ts.Defer(server.Close)
	ts.Setenv(args[1], server.URL)
}

// waitReady waits until serve answers on its control socket.
func waitReady(ts *testscript.TestScript, _ bool, _ []string) {
	path, err := control.Path(ts.Getenv("BRIEFING_BOT_DATA"))
	ts.Check(err)
	for range 200 {
		if conn, err := net.Dial("unix", path); err == nil {
			conn.Close()
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("serve does not answer")
}

// waitTotal LINE N asks until the answer has N rows.
func waitTotal(ts *testscript.TestScript, _ bool, args []string) {
	for range 200 {
		if err := ts.Exec("briefing-bot", "ask", "--json", args[0]); err == nil && strings.Contains(ts.ReadFile("stdout"), `"total":`+args[1]+`,`) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("%s does not come to %s", args[0], args[1])
}

// waitStatus PATTERN asks for the status until it matches.
func waitStatus(ts *testscript.TestScript, _ bool, args []string) {
	pattern := regexp.MustCompile(args[0])
	for range 200 {
		if err := ts.Exec("briefing-bot", "ask", "/status"); err == nil && pattern.MatchString(ts.ReadFile("stdout")) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("the status is\n%s", ts.ReadFile("stdout"))
}

// exitStatus N COMMAND runs a command that must end with status N.
func exitStatus(ts *testscript.TestScript, _ bool, args []string) {
	err, got := ts.Exec(args[1], args[2:]...), 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit status %d", got)
	}
}

// manyArticles N FILE writes N different article lines.
func manyArticles(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"id": "n%d", "published": "2026-03-%02d", "text": "“Ferry number %d will sail,” harbour master Ole Brandt said on Monday. Crew %d waited at quay %d."}`+"\n",
			i, 1+i%28, i, i*7, i*13)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o600))
}

// sumIs N checks that the report on standard output accounts for N articles:
// those that were safe before, and those that came in now.
func sumIs(ts *testscript.TestScript, _ bool, args []string) {
	var report ingest.Report
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &report))
	if got := report.Added + report.Unchanged; strconv.Itoa(got) != args[0] || len(report.Rejected) > 0 {
		ts.Fatalf("the report accounts for %d articles: %+v", got, report)
	}
}

// keepReceipt NAME sets an environment variable to the first item's receipt.
func keepReceipt(ts *testscript.TestScript, _ bool, args []string) {
	var card struct{ Items []struct{ Receipt string } }
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &card))
	if len(card.Items) == 0 {
		ts.Fatalf("no item")
	}
	ts.Setenv(args[0], card.Items[0].Receipt)
}
