package bottest

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/ratelimit"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// testCase is one row of the kit.
type testCase struct {
	name string
	says string // what people see
	ways []Way  // to ask; each is a case of its own
	run  func(k *kit, w Way)
}

// kit is one case under way.
type kit struct {
	Service
	t       *testing.T
	network *Network
	dir     string // of the state store
	log     *Logbook
	logger  *slog.Logger
	mux     *bot.Mux
	slow    chan struct{} // the command slow answers when this is closed
	freed   sync.Once     // closes it
	started bool          // a bot was, maybe one that has ended
	limits  *ratelimit.Limiter

	store    *state.Store
	link     *Link
	stop     context.CancelFunc // nil while no bot runs
	ended    chan error
	problems []string
	asked    atomic.Pointer[bot.Request] // the last one that a handler had
}

func (k *kit) errorf(format string, args ...any) {
	k.problems = append(k.problems, fmt.Sprintf(format, args...))
}

// fatalf ends the case.
func (k *kit) fatalf(format string, args ...any) {
	k.errorf(format, args...)
	runtime.Goexit()
}

// finish ends the bot, and checks what holds in every case.
func (k *kit) finish() {
	k.release()
	if k.stop != nil {
		k.end()
	}
	for _, said := range k.Refused() {
		k.errorf("the service refused: %s", said)
	}
	if n := k.Unmet(); n > 0 {
		k.errorf("%d faults that the case asked for did not happen", n)
	}
	for _, secret := range k.Secrets() { // no difference excuses one
		if strings.Contains(k.log.Text(), secret) {
			k.t.Errorf("the log holds the secret %q", secret)
		}
	}
}

// logHoldsNo reports words that the log holds.
func (k *kit) logHoldsNo(words ...string) {
	log := k.log.Text()
	for _, w := range words {
		if i := strings.Index(log, w); i >= 0 {
			k.errorf("the log holds %q: …%s…", w, log[max(0, i-200):min(len(log), i+100)])
		}
	}
}

// storeKey encrypts installations: state.KeySize bytes.
const storeKey = "an invented key of thirty-two by"

// start starts the bot, and returns when it takes questions.
func (k *kit) start() {
	if k.started {
		time.Sleep(2 * time.Second) // as long as a restart takes
	}
	k.started = true
	store, err := state.Open(k.dir, state.Options{Key: []byte(storeKey), Forgetful: true})
	if err != nil {
		k.fatalf("%v", err)
	}
	k.mux = k.watched(k.mux)
	ctx, stop := context.WithCancel(context.Background())
	k.store, k.link, k.stop, k.ended = store, k.network.Link(), stop, make(chan error, 1)
	setup := Setup{Mux: k.mux, State: store, Log: k.logger, Limits: k.limits, Dial: k.link.Dial}
	ended := k.ended
	go func() { ended <- k.Run(ctx, setup) }()
	k.await("the bot to be ready", k.Ready)
	synctest.Wait()
}

// watched returns m with handlers that note their requests.
func (k *kit) watched(m *bot.Mux) *bot.Mux {
	out := &bot.Mux{Log: k.logger, Words: m.Words, Commands: slices.Clone(m.Commands)}
	for i, c := range out.Commands {
		out.Commands[i].Handle = func(ctx context.Context, r bot.Request) (bot.Card, error) {
			k.asked.Store(&r)
			return c.Handle(ctx, r)
		}
	}
	return out
}

// end stops the bot as a signal does.
func (k *kit) end() {
	k.stop()
	k.stop = nil
	if err := <-k.ended; err != nil {
		k.errorf("the bot ended with %v", err)
	}
	k.link.Cut()
	k.store.Close() // maybe a second time
}

// kill leaves the store as it is now, cuts the bot off, and starts another one.
func (k *kit) kill() {
	synctest.Wait()
	left := k.t.TempDir()
	if err := copyFile(filepath.Join(k.dir, state.FileName), filepath.Join(left, state.FileName)); err != nil {
		k.fatalf("%v", err)
	}
	k.link.Cut()
	k.end()
	k.dir = left
	k.start()
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	defer out.Close()
	_, err = io.Copy(out, in)
	return err
}

// release lets the command slow answer.
func (k *kit) release() { k.freed.Do(func() { close(k.slow) }) }

// patience is how long a case waits for what is to happen, and settleFor how long
// for what is not to.
const (
	patience  = time.Minute
	settleFor = 30 * time.Second
)

// await waits until holds returns true, and ends the case after patience.
func (k *kit) await(what string, holds func() bool) {
	for began := time.Now(); !holds(); time.Sleep(50 * time.Millisecond) {
		if time.Since(began) > patience {
			k.fatalf("waited %v for %s", patience, what)
		}
	}
	synctest.Wait()
}

// settle waits until nothing more can be expected to happen.
func (k *kit) settle() {
	time.Sleep(settleFor)
	synctest.Wait()
}

// anna asks and boris looks on, each where one asks in that way.
func anna(w Way) Person  { return at("anna", w) }
func boris(w Way) Person { return at("boris", w) }

func at(name string, w Way) Person {
	p := Person{Name: name, Room: "harbour"}
	if w == Direct {
		p.Room = ""
	}
	return p
}

// private returns p in direct messages with the bot.
func private(p Person) Person { return Person{Name: p.Name, Server: p.Server} }

// ask asks as anna.
func (k *kit) ask(w Way, line string) Event { return k.Ask(anna(w), w, line) }

// answers returns the bot's messages in p's room that have words.
func (k *kit) answers(p Person) []Message {
	return slices.DeleteFunc(k.Read(p), func(m Message) bool { return m.Thinking })
}

// answer waits for the nth answer in p's room, from 1.
func (k *kit) answer(p Person, n int) Message {
	k.await(fmt.Sprintf("answer %d in %s's %q", n, p.Name, p.Room), func() bool { return len(k.answers(p)) >= n })
	return k.answers(p)[n-1]
}

// shows waits for the nth answer in p's room to contain words.
func (k *kit) shows(p Person, n int, words string) Message {
	k.await(fmt.Sprintf("answer %d in %s's %q to show %q; it has %s", n, p.Name, p.Room, words, k.described(p)), func() bool {
		all := k.answers(p)
		return len(all) >= n && strings.Contains(all[n-1].Words, words)
	})
	return k.answers(p)[n-1]
}

// only settles, and wants n messages of the bot in p's room, those that show only
// that it is thinking among them.
func (k *kit) only(p Person, n int, after string) {
	k.settle()
	if all := k.Read(p); len(all) != n {
		k.errorf("%s: %d answers, want %d: %s", after, len(all), n, k.described(p))
	}
}

// described returns what p's room shows, for a failure.
func (k *kit) described(p Person) string {
	var b strings.Builder
	for _, m := range k.Read(p) {
		fmt.Fprintf(&b, "\n\t%s for %q under %q, thinking %v, buttons %q: %.150q", m.ID, m.For, m.Under, m.Thinking, m.Buttons, m.Words)
	}
	return b.String()
}

// press presses a button, and ends the case if there is none.
func (k *kit) press(p Person, m Message, label string) Event {
	e, ok := k.Press(p, m, label)
	if !ok {
		k.fatalf("no button %q among %q below %.100q", label, m.Buttons, m.Words)
	}
	return e
}

// command returns a command of the Mux, for a case to change before start.
func (k *kit) command(name string) *bot.Command {
	i := slices.IndexFunc(k.mux.Commands, func(c bot.Command) bool { return c.Name == name })
	return &k.mux.Commands[i]
}

// shown is how many answers in p's room contain words.
func (k *kit) shown(p Person, words string) int {
	return len(slices.DeleteFunc(k.answers(p), func(m Message) bool { return !strings.Contains(m.Words, words) }))
}

// unescape takes out backslashes, which a service may show our own words with.
func unescape(s string) string { return strings.ReplaceAll(s, `\`, "") }
