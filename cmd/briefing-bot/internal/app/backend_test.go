package app

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// TestAnIngestThroughTheOwnerReportsWhatItDid: its answer arrives, and nothing is
// asked twice, while standard input is open beside the files.
func TestAnIngestThroughTheOwnerReportsWhatItDid(t *testing.T) {
	c := config.Default()
	c.Data = filepath.Join(t.TempDir(), "data")
	owner, err := Open(t.Context(), c, c.Logger())
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close()
	stop := control.Share(t.Context(), c.Data, owner.log, owner.backend())
	defer func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	}()
	d, err := Connect(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	stdin, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	file := filepath.Join(t.TempDir(), "note.txt")
	for n, text := range []string{"The ferry left.", "The ferry came back.", "The ferry sank."} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		report, err := d.Ingest(t.Context(), control.Delivery{Inputs: []string{file}, Stdin: stdin}, func(ingest.Progress) {})
		if err != nil || report.Added+report.Updated != 1 || report.Unchanged != 0 {
			t.Errorf("ingest %d: %+v, %v", n, report, err)
		}
	}
}

// TestOwnerLeaves asks a verb that owns the folder and ends before it answers:
// the line is answered all the same, by the folder opened here.
func TestOwnerLeaves(t *testing.T) {
	c := config.Default()
	c.Data = filepath.Join(t.TempDir(), "data")
	owner, err := Open(t.Context(), c, c.Logger())
	if err != nil {
		t.Fatal(err)
	}
	l, err := control.Listen(c.Data)
	if err != nil {
		t.Fatal(err)
	}
	reached := make(chan bool)
	leaving := http.NewServeMux()
	leaving.HandleFunc("/hello", func(http.ResponseWriter, *http.Request) {})
	leaving.HandleFunc("/answer", func(http.ResponseWriter, *http.Request) {
		_, _ = l.Close(), owner.Close()
		close(reached)
		panic(http.ErrAbortHandler)
	})
	go func() { _ = http.Serve(l, leaving) }()
	d, err := Connect(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	card, err := d.Answer(t.Context(), control.Question{Line: "/status"})
	<-reached
	if err != nil || card.Status != bot.Answered || card.Title != "Status" {
		t.Errorf("%+v, %v", card, err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}
