package follow_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/follow"
	"github.com/briefing-bot/briefing-bot/index/ingest"
	"github.com/briefing-bot/briefing-bot/index/mailbox/mailboxtest"
)

// newsOf returns which articles are news and which backlog, by their headlines.
func newsOf(t *testing.T, w *world) (news, backlog []string) {
	t.Helper()
	err := w.archive.Each(t.Context(), 0, func(r article.Record) error {
		if r.Backlog {
			backlog = append(backlog, r.Title)
		} else {
			news = append(news, r.Title)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return news, backlog
}

// TestMailFolder follows a folder of newsletters: its backlog, new messages, one in two
// folders, a wrong password, and a restart.
func TestMailFolder(t *testing.T) {
	server := mailboxtest.New(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.IMAP().Serve(l) }()
	password := mailboxtest.Password
	url := "imap://" + l.Addr().String() + "/"
	mail := &follow.Login{User: mailboxtest.User, Password: func() (string, error) { return password, nil }}
	sources := []follow.Source{{URL: url + "News", Mail: mail, Outlet: "The Quay"}, {URL: url + "INBOX", Mail: mail}}
	dir := memoryDir(t)
	open := func() *world {
		a, err := archive.Open(dir, archive.Options{})
		if err != nil {
			t.Fatal(err)
		}
		g := &ingest.Ingester{Archive: a, Version: 1, Log: slog.New(slog.DiscardHandler), Fetch: fetch.New(fetch.Options{Pause: -1}),
			Extract: func(context.Context, article.Article) (article.Annotation, []article.Event, error) {
				return article.Annotation{}, nil, nil
			}}
		f, err := follow.New(t.Context(), g, follow.Options{Sources: sources, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		return &world{t, nil, a, g, f}
	}
	visit := func(w *world) {
		t.Helper()
		before := w.List()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		for _, s := range before {
			if err := w.Pause(ctx, s.URL, false); err != nil {
				t.Fatal(err)
			}
		}
		done := make(chan error, 1)
		go func() { done <- w.Run(ctx) }()
		for ctx.Err() == nil {
			visited := true
			for i, s := range w.List() {
				visited = visited && s.Tried.After(before[i].Tried) && !s.Asking
			}
			if visited {
				break
			}
			time.Sleep(5 * time.Millisecond) // real servers, real time
		}
		cancel()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	server.Deliver("News", mailboxtest.Newsletter(1, 2))
	server.Deliver("INBOX", mailboxtest.Newsletter(1, 2))
	w := open()
	visit(w)
	if news, backlog := newsOf(t, w); len(news) != 0 || strings.Join(backlog, ",") != "Gate 1 closed" {
		t.Errorf("news %q, backlog %q", news, backlog)
	}
	server.Deliver("News", mailboxtest.Newsletter(2, 3))
	visit(w)
	news, _ := newsOf(t, w)
	if strings.Join(news, ",") != "Gate 2 closed" {
		t.Errorf("news %q", news)
	}
	_ = w.archive.Close()

	w = open()
	defer func() { _ = w.archive.Close() }()
	server.Deliver("News", mailboxtest.Newsletter(3, 4))
	password = "wrong secret"
	visit(w)
	for _, s := range w.List() {
		raw, err := json.Marshal(s)
		if err != nil || s.Failures != 1 || !strings.Contains(s.Error, "refused the user or the password") || strings.Contains(string(raw), password) || s.Next.Before(time.Now().Add(30*time.Minute)) {
			t.Errorf("%s, %v", raw, err)
		}
	}
	password = mailboxtest.Password
	visit(w)
	if news, backlog := newsOf(t, w); strings.Join(news, ",") != "Gate 2 closed,Gate 3 closed" || len(backlog) != 1 {
		t.Errorf("news %q, backlog %q", news, backlog)
	}
	if unseen, all := server.Unseen("News"); unseen != 3 || all != 3 {
		t.Errorf("%d of %d messages are unread", unseen, all)
	}
}
