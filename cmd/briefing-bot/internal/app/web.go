package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/console"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/durable"
)

// site is the web console over the folder.
type site struct{ *App }

// web is the console on this folder.
func (a site) web(token string) console.Web {
	w := console.Web{
		Mux:      a.Mux,
		Request:  bot.Request{Admin: true, Owner: true, Zone: a.config.Location()},
		Token:    token,
		OwnUser:  a.config.Console.Users != config.ConsoleAnyone,
		Article:  a.articlePage,
		Home:     a.home,
		Feedback: a.feedback,
		Ready:    a.ready,
		Metrics:  a.metrics.Handler(),
		Push:     http.HandlerFunc(a.push),
		Now:      a.now,
		Limits:   a.limits,
		Log:      a.log,
	}
	if token != "" {
		w.CookieKey = a.cookieKey()
	}
	return w
}

// cookieKeyFile holds the key that signs the console's cookies, so that browsers
// stay signed in when the program starts again.
const cookieKeyFile = "console.key"

// cookieKey reads the key, or makes it. Without one browsers sign in once more
// after each start.
func (a site) cookieKey() []byte {
	name := filepath.Join(a.config.Data, cookieKeyFile)
	key, err := os.ReadFile(name)
	if err == nil && len(key) == sha256.Size {
		return key
	}
	key = make([]byte, sha256.Size)
	rand.Read(key) // never fails (crypto/rand)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		err = durable.Files{}.Replace(name, key)
	}
	if err != nil {
		a.log.Warn("storing the console's cookie key failed; browsers must sign in again after a restart", slog.Any("error", err))
	}
	return key
}

// visitor is the request of somebody at the console.
func (a site) visitor() bot.Request {
	return bot.Request{Platform: "console", Admin: true, Owner: true, Zone: a.config.Location(), Now: a.now()}
}

// ready returns why answers would be incomplete, nil if they are whole.
func (a site) ready(context.Context) error {
	if a.Index.Stats().Partial {
		return errors.New("the index is being built")
	}
	return a.health.Ready()
}

// home returns the contents of the start page.
func (a site) home(ctx context.Context) console.Home {
	o, err := a.briefing.Overview(ctx, a.Mux, a.visitor())
	if err != nil {
		a.log.Error("reading the start page's overview failed", slog.Any("error", err))
	}
	return console.Home{Holds: o.Holds, Folder: a.config.DataArgument(), Latest: o.Latest, People: o.People, Topics: o.Topics, Picture: o.Picture, Questions: o.Questions, Sample: a.briefing.Sample}
}

// feedback goes to the log, where whoever runs the bot reads it: which command
// helped, never what was asked.
func (a site) feedback(_ context.Context, got console.Feedback) error {
	command, _, _ := strings.Cut(strings.TrimPrefix(got.Line, "/"), " ")
	if _, ok := a.Mux.Find(command); !ok {
		command = "ask"
	}
	a.log.Info("feedback", slog.String("command", command), slog.Bool("helpful", got.Helpful))
	return nil
}

// articlePage is an article as its page shows it.
func (a site) articlePage(ctx context.Context, id string) (console.ArticlePage, error) {
	r, err := a.Archive.Get(ctx, id)
	switch {
	case errors.Is(err, archive.ErrNotFound) || err == nil && r.Removed:
		return console.ArticlePage{}, console.ErrNoArticle
	case err != nil:
		return console.ArticlePage{}, fmt.Errorf("read article: %w", err)
	}
	if scope, err := a.briefing.Scope(ctx, a.visitor()); err != nil || !scope.Shows(r.Source) {
		return console.ArticlePage{}, errors.Join(err, console.ErrNoArticle)
	}
	page := console.ArticlePage{ID: r.ID, Title: r.Title, Outlet: r.Source, Author: r.Author, URL: r.URL, Text: r.Text}
	if !r.Published.IsZero() {
		page.Published = r.Published.Time.Format("Mon 2 Jan 2006")
		if r.Published.Precision > article.Day {
			page.Published = r.Published.Time.Format("Mon 2 Jan 2006 15:04 MST")
		}
	}
	if r.Version > 1 {
		page.Notice = fmt.Sprintf("Changed since it first came in; this is version %d of %s.", r.Version, r.Added.Format(time.DateOnly))
	}
	for i, s := range r.Annotation.Statements {
		if s.Confidence >= index.Shown {
			page.Statements = append(page.Statements, a.statementOf(ctx, r, i))
		}
	}
	return page, nil
}

func (a site) statementOf(ctx context.Context, r article.Record, i int) console.ArticleStatement {
	item := a.briefing.Statement(ctx, r, i)
	return console.ArticleStatement{
		Spans: item.Quote.Spans, Speaker: item.Speaker, Kind: item.Kind, Cue: item.Cue.Text,
		Said: item.Said.Text, Fragment: item.Fragment, Uncertain: item.Uncertain, Receipt: item.Receipt,
	}
}
