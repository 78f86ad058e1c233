package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/index/extract"
)

// acting is text that would act on a terminal: a title is set, colours changed
// with seven and eight bits, what follows is shown backwards, the line erased.
const acting = "a\x1b]0;PWN\x07\u009b31m\u202eb\u2066c\x7f\x1b[2K\r\u2028d"

// actsOnTerminal returns the first character of output that acts, or "".
func actsOnTerminal(output string) string {
	for i, r := range output {
		_, size := utf8.DecodeRuneInString(output[i:])
		switch {
		case r == utf8.RuneError && size == 1, r < 0x20 && r != '\n' && r != '\t', r >= 0x7f && r < 0xa0,
			r >= 0x2028 && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return fmt.Sprintf("%q in %q", output[i:i+size], output[max(0, i-60):min(len(output), i+60)])
		}
	}
	return ""
}

// verb runs a command line as main does and returns all that it printed.
func verb(t *testing.T, stdin string, args ...string) (output string, status int) {
	t.Helper()
	var out bytes.Buffer
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(strings.NewReader(stdin))
	root.SetOut(&out)
	root.SetErr(&out)
	status = execute(t.Context(), root)
	return out.String(), status
}

// hostileServer answers each request with a status text and headers that act on
// a terminal, and returns its address.
func hostileServer(t *testing.T, answer string) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 4096))
			_, _ = io.WriteString(conn, answer)
			_ = conn.Close()
		}
	}()
	return "http://" + l.Addr().String() + "/"
}

// TestNothingActsOnTheTerminal pushes text that acts on a terminal through each
// verb: as an argument, a path, a field, a text, a server's answer, in the
// configuration and the environment.
func TestNothingActsOnTheTerminal(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	quoted, _ := json.Marshal(acting)
	line := fmt.Sprintf(`{"id":%[1]s,"title":%[1]s,"source":%[1]s,"author":%[1]s,"text":"“We will not go,” said Ada Lind, minister of %[2]s. “Never %[2]s,” said Ole %[2]s Brandt."}`,
		quoted, quoted[1:len(quoted)-1]) + "\n"
	raw := strings.NewReplacer(`\u001b`, "\x1b", `\u0007`, "\a", `\u007f`, "\x7f").Replace(line)
	lines, text := file("lines.jsonl", line), file("text.txt", "“We "+acting+" go,” said Ada Lind. "+acting)
	file("meta.txt", "Words.")
	file("meta.meta.yaml", `"ti\e[31mtle": x`)
	file("keys.txt", "Words.")
	file("keys.meta.yaml", "title: [\u009b")
	file("front.md", "---\n\"a\\e]0;x\\a\": [\n---\nWords.")
	file("toml.md", "+++\na = \"\x1b\"\n+++\nWords.")
	file("date.jsonl", `{"text":"A","published":`+string(quoted)+"}\n"+`{"`+acting+`":1}`)
	file(acting+".pdf", "%PDF")
	file(acting+".txt", "a\x00b")
	config := file("config.yaml", "zone: "+string(quoted)+"\n")
	wrong := file("wrong.yaml", `"\e[31mzone": x`+"\n")
	data := filepath.Join(t.TempDir(), "data")
	status := hostileServer(t, "HTTP/1.1 500 \x1b]0;PWN\abad\r\nContent-Length: 0\r\n\r\n")
	kind := hostileServer(t, "HTTP/1.1 200 OK\r\nContent-Type: a/\u009b31m\r\nContent-Encoding: \u009b\r\n\r\n")
	broken := hostileServer(t, "HTTP/1.1 \x1b[31m\r\n\r\n")
	moved := hostileServer(t, "HTTP/1.1 302 Found\r\nLocation: x\u009b31m://a\r\n\r\n")
	for _, c := range []struct {
		stdin string
		args  []string
	}{
		{"", []string{"ingest", "--data", data, dir, acting, filepath.Join(dir, acting), status, kind, broken, moved, "http://" + acting + "/", acting + "://x"}},
		{"", []string{"ingest", "--json", "--data", data, dir, acting, status, kind, broken, moved}},
		{line, []string{"ingest", "--data", data, "-"}},
		{acting + "\n", []string{"ingest", "--json", "--data", data, "-"}},
		{"", []string{"annotate", lines, text, filepath.Join(dir, acting), filepath.Join(dir, "date.jsonl")}},
		{"", []string{"annotate", "--explain", lines, text, filepath.Join(dir, "keys.txt"), filepath.Join(dir, "meta.txt")}},
		{line + raw, []string{"annotate"}},
		{line, []string{"annotate", "--explain"}},
		{"", []string{"annotate", "--names", filepath.Join(dir, acting)}},
		{"", []string{"annotate", "--names", wrong}},
		{"", []string{"ask", "--data", data, "/who-said go"}},
		{"", []string{"ask", "--json", "--data", data, "/who-said go"}},
		{"", []string{"ask", "--data", data, "/" + acting}},
		{"", []string{"ask", "--json", "--data", data, acting}},
		{"", []string{"ask", "--data", data, "--zone", acting, "/status"}},
		{"", []string{"search", "--data", data, "go", acting}},
		{`{"id":` + string(quoted) + `,"query":"go"}` + "\n" + acting, []string{"search", "--batch", "--data", data}},
		{"", []string{"search", "--batch", "--data", data, acting}},
		{"", []string{"verify", "--data", data, acting}},
		{"", []string{"verify", "--data", data, "aaaa", acting}},
		{"", []string{"slack", "manifest", "--format", acting}},
		{"", []string{"slack", "manifest", "--url", acting}},
		{"", []string{"slack", "manifest", "--format", "json", "--url", acting}},
		{"", []string{"config", "check", "--config", config}},
		{"", []string{"config", "check", "--config", wrong}},
		{"", []string{"config", "check", "--config", acting}},
		{"", []string{"serve", "--config", config}},
		{"", []string{"chat", "--config", wrong}},
		{"", []string{"ask", "--data", filepath.Join(lines, acting), "/status"}},
		{"", []string{acting}},
		{"", []string{"ask", "--" + acting}},
		{"", []string{"ingest"}},
	} {
		output, _ := verb(t, c.stdin, c.args...)
		if found := actsOnTerminal(output); found != "" || output == "" {
			t.Errorf("%q: %s (%d bytes)", c.args, found, len(output))
		}
	}
}

// TestFoldersAreNamedVisibly: the verbs that take a data folder with any name show it as it
// is, without doing what it says.
func TestFoldersAreNamedVisibly(t *testing.T) {
	dir := t.TempDir()
	data, copied := filepath.Join(dir, acting), filepath.Join(dir, "copy"+acting)
	config := filepath.Join(dir, "config.yaml")
	if err := os.WriteFile(config, []byte("console: {address: \"127.0.0.1:0\"}\nlog: {level: error}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	out := &stopsAt{words: "FOLDER\n", stop: stop}
	serve := newRoot()
	serve.SetArgs([]string{"serve", "--config", config, "--data", data})
	serve.SetOut(out)
	serve.SetErr(out)
	if status := execute(ctx, serve); status != 0 && ctx.Err() == nil {
		t.Errorf("serve ends with %d", status)
	}
	check := func(what, output string) {
		t.Helper()
		if found := actsOnTerminal(output); found != "" || output == "" {
			t.Errorf("%s: %s in %q", what, found, output)
		}
	}
	check("serve", out.String())
	for _, args := range [][]string{
		{"backup", "--data", data, copied},
		{"restore", "--data", data, copied},
		{"restore", "--replace", "--data", data, copied},
		{"check", "--data", data},
		{"compact", "--data", data},
		{"doctor", "--data", data, "--config", config},
		{"ready", "--data", data, "--config", config},
		{"remove", "--data", data, acting},
		{"sources", "import", "--data", data, copied},
	} {
		output, _ := verb(t, "", args...)
		check(args[0], output)
	}
}

// stopsAt is written to until some words come, and calls stop then.
type stopsAt struct {
	mu    sync.Mutex
	out   bytes.Buffer
	words string
	stop  func()
}

func (s *stopsAt) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.out.Write(p)
	if bytes.Contains(s.out.Bytes(), []byte(s.words)) {
		s.stop()
	}
	return len(p), nil
}

func (s *stopsAt) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out.String()
}

// TestJSONKeepsItsValue: what is escaped for the terminal has the same value.
func TestJSONKeepsItsValue(t *testing.T) {
	quoted, _ := json.Marshal(acting + "⟦<&>é€🐦\u200d\u2029")
	out, status := verb(t, `{"id":`+string(quoted)+`,"text":"Words."}`, "annotate")
	var got struct{ ID, Text string }
	if err := json.Unmarshal([]byte(out), &got); err != nil || status != 0 {
		t.Fatalf("%v in %q", err, out)
	}
	if want := acting + "⟦<&>é€🐦\u200d\u2029"; got.ID != want {
		t.Errorf("got %q, want %q", got.ID, want)
	}
	if !strings.Contains(out, "⟦<&>é€🐦") {
		t.Errorf("more is escaped than needed: %s", out)
	}
}

// TestAnnotateEndsWithItsContext: neither a standard input that sends nothing
// nor an article under way keeps an interrupted annotate.
func TestAnnotateEndsWithItsContext(t *testing.T) {
	in, send := io.Pipe()
	defer send.Close()
	var out bytes.Buffer
	ctx, cancel := context.WithCancel(t.Context())
	cmd := &cobra.Command{}
	cmd.SetContext(ctx)
	cmd.SetIn(in)
	cmd.SetOut(&out)
	done := make(chan error, 1)
	go func() { done <- annotateFiles(cmd, extract.New(nil), []string{"-"}, false) }()
	_, _ = io.WriteString(send, `{"id":"a","text":"Words."}`+"\n")
	cancel()
	select {
	case err := <-done:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	case <-time.After(time.Minute):
		t.Fatal("annotate does not end")
	}
	if s := out.String(); s != "" && !strings.HasSuffix(s, "\n") {
		t.Errorf("half a line: %q", s)
	}
}
