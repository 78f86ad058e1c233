package terminal

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/console/internal/consoletest"
)

// piped chats through a pipe: lines in, everything said out.
func piped(t *testing.T, exports string, lines ...string) string {
	t.Helper()
	var out bytes.Buffer
	c := Chat{Mux: consoletest.Mux(), In: strings.NewReader(strings.Join(lines, "\n")), Out: &out, Color: true, Exports: exports}
	if err := c.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestChatThroughAPipe(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		want  string // in the end
	}{
		{"a question", []string{"who said truce"}, "[5] Timeline"},
		{"a row's button", []string{"/people", "2"}, "Who said what about truce"},
		{"the card's button", []string{"/who-said truce", "5"}, "Timeline of ferry"},
		{"the page after", []string{"/who-said truce", "n"}, "Who said what about truce"},
		{"the page before", []string{"/who-said truce", "p"}, "Who said what about truce"},
		{"no such page", []string{"/people", "n"}, "There is no such page."},
		{"no such button", []string{"/people", "9"}, "No button 9: the last answer has 3."},
		{"a number before any answer", []string{"7"}, "No button 7: the last answer has 0."},
		{"a question that begins with a number", []string{"/people", "2 ferries sank"}, "Who said what about truce"},
		{"a line that is not understood", []string{"/who-sad"}, "Did you mean who-said?"},
		{"a fault", []string{"/fail"}, "Something went wrong here (ref "},
		{"blank lines", []string{"", "  ", "/people"}, "Who is quoted"},
		{"quit", []string{"/people", "quit", "/timeline"}, "Who is quoted"},
	} {
		out := piped(t, t.TempDir(), c.lines...)
		if !strings.Contains(out, c.want) {
			t.Errorf("%s: lacks %q:\n%s", c.name, c.want, out)
		}
		if strings.ContainsRune(out, '\x1b') {
			t.Errorf("%s: colours in a pipe:\n%q", c.name, out)
		}
	}
	if out := piped(t, "", "/people", "quit", "/timeline"); strings.Contains(out, "Timeline of") {
		t.Error("quit does not leave")
	}
}

func TestChatKeepsEveryByte(t *testing.T) {
	bottest.Check(t, func(c bot.Card) []byte {
		var out bytes.Buffer
		chat := Chat{Mux: &bot.Mux{Commands: []bot.Command{{Name: "show", Handle: consoletest.AnswerWith(c)}}}, In: strings.NewReader("/show\n"), Out: &out}
		if err := chat.Run(t.Context()); err != nil {
			t.Error(err)
		}
		return out.Bytes()
	}, quotesOf)
}

func TestChatExports(t *testing.T) {
	folder := t.TempDir()
	out := piped(t, folder, "/who-said truce", "6", "6", "6 markdown", "6 pdf")
	for _, name := range []string{"who-said-truce.csv", "who-said-truce-2.csv", "who-said-truce.md"} {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil || !strings.Contains(string(data), "If the pilots return to the harbour") {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.Contains(out, "Written to "+filepath.Join(folder, name)) {
			t.Errorf("%s is not told of:\n%s", name, out)
		}
	}
	if !strings.Contains(out, `No export as "pdf".`) {
		t.Errorf("pdf:\n%s", out)
	}
	if out := piped(t, filepath.Join(folder, "none"), "/who-said truce", "6"); !strings.Contains(out, "Not exported: ") {
		t.Errorf("a folder that is not there:\n%s", out)
	}
}

func TestChatEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	in, _ := io.Pipe() // nobody ever types
	done := make(chan error, 1)
	go func() { done <- (&Chat{Mux: consoletest.Mux(), In: in, Out: io.Discard}).Run(ctx) }()
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("still waits for a line")
	}
}

func TestChatSaysThatItCannotWrite(t *testing.T) {
	full := errors.New("no space left")
	chat := Chat{Mux: consoletest.Mux(), In: strings.NewReader("/people\n"), Out: failing{full}}
	if err := chat.Run(t.Context()); !errors.Is(err, full) {
		t.Errorf("%v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// TestChatOnATerminal runs itself again on a pseudo-terminal, with this variable
// set, and types there.
func TestChatOnATerminal(t *testing.T) {
	if os.Getenv("CHAT_ON_STANDARD_INPUT") != "" {
		chat := Chat{Mux: consoletest.Mux(), In: os.Stdin, Out: os.Stdout, Color: true, About: "The harbour's briefing", History: os.Getenv("CHAT_HISTORY")}
		if err := chat.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		return
	}
	history := filepath.Join(t.TempDir(), "history")
	p := openTerminal(t, "TestChatOnATerminal", "CHAT_ON_STANDARD_INPUT=1", "CHAT_HISTORY="+history)
	p.until("briefing-bot")
	p.until("The harbour's briefing")
	p.until("  /who-said truce") // an example of help
	p.until("Ctrl-D leaves")
	p.until(prompt)
	p.typed("/peo\t\r")             // completed
	p.until("\x1b[1mWho is quoted") // bold, since it is a terminal
	p.until("[3]")
	p.until(prompt)
	p.typed("3\r")
	p.until("truce")
	p.until(prompt)
	p.typed("given up\x03") // Ctrl-C at the prompt
	p.until(prompt)
	p.typed("/slow\r")
	p.until("slow begins")
	p.typed("\x03") // and during an answer
	p.until("Interrupted. Run it again.")
	p.until(prompt)
	p.typed("\x04") // Ctrl-D leaves
	p.ended()
	kept, err := os.ReadFile(history)
	if err != nil || !strings.HasPrefix(string(kept), "/people\n") && !strings.HasPrefix(string(kept), "/people \n") || strings.Contains(string(kept), "given up") {
		t.Errorf("history: %q, %v", kept, err)
	}
}

// seen returns the printable ASCII of a text, on one line.
func seen(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' { // an option is one line
			return ' '
		}
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, text)
}

// TestCompletionsCannotActOnTheTerminal types a tab where the completions are
// names with escape sequences, as an article can bring them in.
func TestCompletionsCannotActOnTheTerminal(t *testing.T) {
	hostile := []string{"Evil\x1b[31m\u009b31mTimes", "Evil\x1b]0;PWNED\a Post", "Evil\nNews", "Evil\u202eTimes", "Evil\x9b31mGazette"}
	asked := make(chan string, 1)
	mux := consoletest.Mux()
	mux.Commands = append(mux.Commands, bot.Command{Name: "where", Params: []bot.Param{{Name: "source", Kind: bot.Source,
		Suggest: func(_ context.Context, _ bot.Request, prefix string) (out []bot.Suggestion) {
			for _, h := range hostile {
				if strings.HasPrefix(h, prefix) {
					out = append(out, bot.Suggestion{Value: h})
				}
			}
			return out
		}}}, Handle: func(_ context.Context, r bot.Request) (bot.Card, error) {
		asked <- r.Args["source"]
		return bot.Card{Title: "asked it"}, nil
	}})
	if os.Getenv("CHAT_ON_STANDARD_INPUT") != "" {
		chat := Chat{Mux: mux, In: os.Stdin, Out: os.Stdout, Color: true}
		if err := chat.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		return
	}
	chat := Chat{Mux: mux}
	for i, line := range chat.completions("where source:Evil") {
		if strings.ContainsFunc(line, func(r rune) bool { return r < 0x20 || r >= 0x7f && r < 0xa0 || r == '\u202e' }) {
			t.Errorf("completion %d would act: %q", i, line)
		}
		c := Chat{Mux: mux, Out: io.Discard}
		if err := c.turn(t.Context(), line); err != nil {
			t.Fatal(err)
		}
		if got := <-asked; seen(got) != seen(hostile[i]) { // a line loses what nobody sees
			t.Errorf("completed as %q, it asks for %q, not %q", line, got, hostile[i])
		}
	}
	p := openTerminal(t, "TestCompletionsCannotActOnTheTerminal", "CHAT_ON_STANDARD_INPUT=1")
	p.until(prompt)
	p.typed("where source:Evil\t\t")
	p.until("Post")
	p.typed("\x03")
	p.until(prompt)
	p.mu.Lock()
	whole := p.all
	p.mu.Unlock()
	for _, raw := range []string{"\x1b[31m", "\u009b", "\x1b]0", "PWNED\a", "\u202e", "\x9b31"} {
		if strings.Contains(whole, raw) {
			t.Errorf("the terminal gets %q: %q", raw, whole)
		}
	}
	p.typed("\x04")
	p.ended()
}
