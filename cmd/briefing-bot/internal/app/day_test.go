package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// simulatedHours is the environment variable with the hours of TestADayOfFaults.
const simulatedHours = "APP_TEST_HOURS"

// TestADayOfFaults serves for some hours of a clock that is set forward, with articles
// from a verb, a watched folder and a source, questions, a digest each hour and a watch,
// and with a fault in each hour: everything comes in and is posted once, and neither
// goroutines nor memory grow.
func TestADayOfFaults(t *testing.T) {
	hours, err := strconv.Atoi(os.Getenv(simulatedHours))
	if err != nil {
		hours = 3
	}
	d := newDay(t)
	d.serve()
	d.subscribe(hours)
	faults := []struct {
		name       string
		begin, end func()
	}{
		{"Slack is down", func() { d.slack.Down(true) }, func() { d.slack.Down(false) }},
		{"a handler panics, and the clock jumps", func() { d.panics(); d.ahead.Add(int64(40 * time.Minute)) }, func() { d.ahead.Add(-int64(40 * time.Minute)) }},
		{"the process is killed", func() {}, d.reopen},
		{"the source is slow", func() { d.slow.Store(true) }, func() { d.slow.Store(false) }},
		{"the disk is full", d.fill, d.makeRoom},
		{"connections are cut", d.slack.Drop, func() {}},
		{"Slack loses its answers", func() { d.slack.Fail("chat.postMessage", slacktest.Fault{Lost: true}, slacktest.Fault{Lost: true}) }, func() {}},
		{"the source is down", func() { d.down.Store(true) }, func() { d.down.Store(false) }},
	}
	var goroutines int
	var heap uint64
	for hour := range hours {
		fault := faults[hour%len(faults)]
		fault.begin()
		d.load(hour)
		d.ahead.Add(int64(time.Hour))
		fault.end()
		d.settle(fmt.Sprintf("hour %d, in which %s", hour, fault.name), hour)
		if now, used := measured(); hour == 0 {
			goroutines, heap = now, used
		} else if now > goroutines+20 || used > heap+64<<20 {
			t.Errorf("after hour %d: %d goroutines and %d MB, after the first %d and %d", hour, now, used>>20, goroutines, heap>>20)
		}
	}
	d.prove(hours)
}

// measured returns how many goroutines there are, and how much of the heap is in use.
func measured() (goroutines int, heap uint64) {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return runtime.NumGoroutine(), m.HeapAlloc
}

// day is a folder that is served, with a Slack and a source.
type day struct {
	t          *testing.T
	disk, file string
	watched    string
	slack      *slacktest.Server
	ahead      atomic.Int64 // of the clock, in nanoseconds
	start      time.Time

	items      atomic.Int64 // of the source
	slow, down atomic.Bool

	app  *App
	stop func()
	late []string // files that a full disk kept out
}

func newDay(t *testing.T) *day {
	t.Helper()
	d := &day{t: t, disk: smallDisk(t), watched: t.TempDir(), slack: slacktest.New(t, slacktest.Options{}), start: time.Now().UTC().Truncate(time.Hour)}
	d.ahead.Store(int64(time.Until(d.start.Add(time.Hour)))) // begin at a full hour
	site := httptest.NewServer(http.HandlerFunc(d.feed))
	t.Cleanup(site.Close)
	d.file = filepath.Join(t.TempDir(), "briefing.yaml")
	putFiles(t, filepath.Dir(d.file), map[string]string{"bot": slacktest.BotToken, "app": slacktest.AppToken, "briefing.yaml": fmt.Sprintf(
		"data: %s\nwatch: [%s]\nlog: {level: error}\nconsole:\n  address: 127.0.0.1:0\nslack:\n  api_url: %s\n  bot_token_file: bot\n  app_token_file: app\nsources:\n  - url: %s/feed\n    every: 1h\n",
		filepath.Join(d.disk, "data"), d.watched, d.slack.APIURL(), site.URL)})
	t.Cleanup(func() { d.stop() })
	return d
}

// feed answers with a feed of one item for each hour so far.
func (d *day) feed(w http.ResponseWriter, _ *http.Request) {
	if d.slow.Load() {
		time.Sleep(500 * time.Millisecond)
	}
	if d.down.Load() {
		http.Error(w, "down", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "application/rss+xml")
	var items strings.Builder
	for i := range d.items.Load() {
		fmt.Fprintf(&items, `<item><title>Feed item %[1]d</title><link>/item/%[1]d</link><guid isPermaLink="false">item-%[1]d</guid><content:encoded><![CDATA[<p>&ldquo;%[2]s,&rdquo; said Ole Brandt, the harbour master, on Monday.</p><p>%[3]s</p>]]></content:encoded></item>`,
			i, d.words("feed", int(i)), strings.Repeat("The crews of the harbour were sent home at noon, and nobody knew more. ", 5))
	}
	fmt.Fprintf(w, `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Harbour Post</title><link>/</link>%s</channel></rss>`, &items)
}

// words returns what is said in an article of an hour, and nowhere else.
func (d *day) words(where string, hour int) string {
	return fmt.Sprintf("The ferry of %s %s will sail by spring", where, numbers[hour%len(numbers)])
}

var numbers = []string{"Alnor", "Birka", "Carlow", "Dunmore", "Elsby", "Farnham", "Gotham", "Halden", "Ilmar", "Jarlby", "Kolding", "Lundby"}

func (d *day) line(where string, hour int) string {
	return fmt.Sprintf("{\"id\":\"%s-%d\",\"source\":\"Quay\",\"published\":%q,\"text\":%q}\n", where, hour, d.now().Format(time.DateOnly),
		"“"+d.words(where, hour)+",” said the pilot, Ada Varga, on Monday. Nobody knew more of "+numbers[hour%len(numbers)]+" than the keeper of its lights.")
}

func (d *day) now() time.Time { return time.Now().Add(time.Duration(d.ahead.Load())) }

// serve serves the folder.
func (d *day) serve() {
	d.t.Helper()
	c := loadFile(d.t, d.file)
	a, err := openFolder(d.t.Context(), c, c.Logger(), opening{proveUpTo: provenAtOnce, now: d.now})
	if err != nil {
		d.t.Fatal(err)
	}
	a.Mux.Commands = append(a.Mux.Commands, bot.Command{Name: "fail", Summary: "panics", Handle: func(context.Context, bot.Request) (bot.Card, error) { panic("a handler's fault") }})
	a.tick = pace
	listener, err := net.Listen("tcp", c.Console.Address)
	if err != nil {
		d.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(d.t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, listener) }()
	d.app = a
	d.stop = func() {
		cancel()
		if err := errors.Join(<-ended, a.Close()); err != nil {
			d.t.Error(err)
		}
		d.stop = func() {}
	}
	d.slack.Await("the connections", func() bool { return d.slack.Connections() >= 2 })
}

// The channels, and who sets digests and watches up.
var (
	digestsAt = slacktest.Place{Channel: "C9", User: "U1"}
	watchesAt = slacktest.Place{Channel: "C8", User: "U1"}
	askedAt   = slacktest.Place{Channel: "C7", User: "U1"}
)

// subscribe sets up a digest for each hour, and a watch.
func (d *day) subscribe(hours int) {
	d.slack.Command(watchesAt, "/watch add topic:ferry every:instant")
	answerIn(d.t, d.slack, watchesAt.Channel, 1)
	for hour := range hours {
		at := d.start.Add(time.Hour + time.Duration(hour)*time.Hour + 30*time.Minute)
		d.slack.Command(digestsAt, "/digest subscribe at:"+at.Format("15:04")+" days:daily tz:UTC")
		answerIn(d.t, d.slack, digestsAt.Channel, hour+1)
	}
}

// load brings in an hour's articles.
func (d *day) load(hour int) {
	d.items.Add(1)
	for name, text := range map[string]string{"file": d.line("file", hour), "verb": d.line("verb", hour)} {
		path := filepath.Join(d.watched, fmt.Sprintf("%s-%d.jsonl", name, hour))
		if name == "verb" {
			path = filepath.Join(d.t.TempDir(), "verb.jsonl")
		}
		if err := errors.Join(os.WriteFile(path+".part", []byte(text), 0o600), os.Rename(path+".part", path)); err != nil {
			d.t.Fatal(err)
		}
		if name == "verb" {
			d.ingest(path)
		}
	}
}

// ingest ingests a file as a verb beside serve does. What the disk has no room for is
// ingested again later.
func (d *day) ingest(path string) {
	b := d.app.backend()
	_, err := b.Ingest(d.t.Context(), control.Delivery{Inputs: []string{path}}, func(ingest.Progress) {})
	if errors.Is(err, archive.ErrFull) {
		d.late = append(d.late, path)
	} else if err != nil {
		d.t.Errorf("ingest: %v", err)
	}
}

// panics asks for a command that panics.
func (d *day) panics() {
	n := len(d.slack.Answers(askedAt.Channel))
	d.slack.Say(askedAt, "<@"+slacktest.BotUser+"> fail")
	if m := answerIn(d.t, d.slack, askedAt.Channel, n+1); !strings.Contains(m.Words(), "Something went wrong") {
		d.t.Errorf("the panic was answered with %q", m.Words())
	}
}

// reopen goes on with a copy of the folder as it is, which no process has closed: what
// a kill leaves.
func (d *day) reopen() {
	data := filepath.Join(d.disk, "data")
	image := filepath.Join(d.disk, "image")
	d.wait("an image", func() bool {
		before := listed(d.t, data)
		if err := errors.Join(os.RemoveAll(image), os.CopyFS(image, withoutSockets{os.DirFS(data)})); err != nil {
			return false // a file went meanwhile
		}
		return d.indexed() && listed(d.t, data) == before
	})
	d.stop()
	if err := errors.Join(os.RemoveAll(data), os.Rename(image, data), os.Chmod(data, 0o700)); err != nil {
		d.t.Fatal(err)
	}
	d.serve()
}

// settle waits until all of an hour is in and told.
func (d *day) settle(what string, hour int) {
	d.t.Helper()
	for _, path := range d.late {
		d.ingest(path)
	}
	d.late = nil
	for _, s := range d.app.follower.List() {
		if err := d.app.follower.Pause(d.t.Context(), s.URL, false); err != nil { // has it look at the clock
			d.t.Fatal(err)
		}
	}
	d.wait(what+": the articles", func() bool {
		stats, err := d.app.Archive.Stats(d.t.Context())
		return err == nil && stats.Articles == 3*(hour+1) && d.indexed()
	})
	d.wait(what+": the watch", func() bool { return len(d.told()) >= 2*(hour+1) })
	d.wait(what+": the digests", func() bool { return d.digests() > hour })
	n := len(d.slack.Answers(askedAt.Channel))
	d.slack.Say(askedAt, "<@"+slacktest.BotUser+"> who-said ferry")
	d.wait(what+": an answer", func() bool { return len(d.slack.Answers(askedAt.Channel)) > n })
}

func (d *day) indexed() bool {
	stats, err := d.app.Archive.Stats(d.t.Context())
	return err == nil && stats.Pending == 0 && d.app.Index.Stats().Articles == stats.Articles
}

// wait waits for what goes on by the real clock.
func (d *day) wait(what string, done func() bool) {
	d.t.Helper()
	for deadline := time.Now().Add(40 * time.Second); !done(); {
		if time.Now().After(deadline) {
			d.t.Fatalf("%s: not in time; told %v, %d digests, troubles %q", what, d.told(), d.digests(), d.app.health.Lines())
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// told returns how often the watch told of each statement.
func (d *day) told() map[string]int {
	out := map[string]int{}
	for _, m := range d.slack.Answers(watchesAt.Channel) {
		for hour := range len(numbers) {
			for _, where := range []string{"file", "verb", "feed"} {
				if n := strings.Count(m.Words(), d.words(where, hour)); n > 0 {
					out[d.words(where, hour)] += n
				}
			}
		}
	}
	return out
}

// digests returns how many digests were posted.
func (d *day) digests() int {
	n := 0
	for _, m := range d.slack.Answers(digestsAt.Channel) {
		if !strings.Contains(m.Words(), "is set up") {
			n++
		}
	}
	return n
}

// prove compares what was told and stored with what came in.
func (d *day) prove(hours int) {
	time.Sleep(again) // a second post would come by now
	if n := d.digests(); n != hours {
		d.t.Errorf("%d digests in %d hours", n, hours)
	}
	for words, n := range d.told() {
		if n != 1 {
			d.t.Errorf("the watch told %d times of %q", n, words)
		}
	}
	if report, err := d.app.folder().Check(d.t.Context()); err != nil || len(report.Problems) > 0 {
		d.t.Errorf("check: %+v, %v", report, err)
	}
	n := 0
	err := d.app.Archive.Each(d.t.Context(), 0, func(r article.Record) error {
		if n++; r.Version != 1 || r.Removed {
			d.t.Errorf("%s has version %d, removed %v", r.ID, r.Version, r.Removed)
		}
		return nil
	})
	if err != nil || n != 3*hours {
		d.t.Errorf("%d articles of %d, %v", n, 3*hours, err)
	}
	for _, p := range d.slack.Problems() {
		d.t.Errorf("Slack refused: %s", p)
	}
	if lines := d.app.health.Lines(); len(lines) > 0 {
		d.t.Errorf("troubles are left: %q", lines)
	}
}
