package app

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/console/terminal"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// stopTimeout is how long a served folder may take to stop.
const stopTimeout = 30 * time.Second

// served is a folder that is served.
type served struct {
	app  *App
	page string // the console's address
}

// serveFile serves the folder of a configuration file, as the verb does, until the
// test ends.
func serveFile(t *testing.T, file string) served {
	t.Helper()
	return serveWith(t, file, func(*App) {})
}

// pace is that of the runner of digests and watches in tests. What it must not do a second
// time it would have done after again, in which it looks several times and the channel's
// queue sends twice.
const (
	pace  = 100 * time.Millisecond
	again = 2500 * time.Millisecond
)

// serveWith is serveFile, and calls adjust before it serves.
func serveWith(t *testing.T, file string, adjust func(*App)) served {
	t.Helper()
	c := loadFile(t, file)
	if err := c.CheckSecrets(); err != nil {
		t.Fatal(err)
	}
	a, err := Open(t.Context(), c, c.Logger())
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", c.Console.Address)
	if err != nil {
		t.Fatal(err)
	}
	a.tick = pace
	adjust(a)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("serve ended with %v", err)
			}
		case <-time.After(stopTimeout):
			t.Fatal("serve did not end")
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return served{a, "http://" + listener.Addr().String()}
}

func loadFile(t *testing.T, file string) config.Config {
	t.Helper()
	c, err := (&config.Flags{File: file}).Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// ingestVia ingests as a verb beside serve does.
func ingestVia(t *testing.T, file, path string) {
	t.Helper()
	d, err := Connect(t.Context(), loadFile(t, file))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	report, err := d.Ingest(t.Context(), control.Delivery{Inputs: []string{path}, Stdin: strings.NewReader("")}, func(ingest.Progress) {})
	if err != nil || len(report.Rejected) > 0 {
		t.Fatalf("ingest of %s: %+v, %v", path, report, err)
	}
}

// cardVia is the answer to a line, asked as a verb beside serve asks.
func cardVia(t *testing.T, file, line string) bot.Card {
	t.Helper()
	card, err := answered(t, loadFile(t, file), line)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return card
}

// askVia is the answer to a line as a terminal shows it.
func askVia(t *testing.T, file, line string) string {
	t.Helper()
	var out strings.Builder
	if err := terminal.Render(&out, cardVia(t, file, line), terminal.Options{}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// copySample makes data a data folder with the sample briefing.
func copySample(t *testing.T, data string) {
	t.Helper()
	if err := os.Rename(sampleFolder(t).Data, data); err != nil {
		t.Fatal(err)
	}
}

// putFiles writes files, by name, into a folder.
func putFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// decodeJSON decodes what JSON says of an answer.
func decodeJSON(t *testing.T, card bot.Card, into any) {
	t.Helper()
	raw, err := bot.JSON(card)
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}
