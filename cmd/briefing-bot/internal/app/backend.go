package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/maintenance"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// sharedBackend returns the backend of a folder that this verb owns. Other verbs reach it
// meanwhile, as they reach serve. If the index cannot be brought up to date, that
// is logged and answers are marked as partial.
func (a *App) sharedBackend(ctx context.Context) control.Backend {
	d := a.backend()
	stop := control.Share(ctx, a.config.Data, a.log, d)
	caughtUp := a.catchUp(ctx)
	d.Close = func() error { return errors.Join(caughtUp(), stop(), a.Close()) }
	return d
}

// catchUp brings the index up to date. If the archive is large and has nothing that
// the index lacks, that goes on beside the answer; the function returned ends it,
// and returns an error if the folder turned out to be one that cannot be used.
func (a *App) catchUp(ctx context.Context) (end func() error) {
	reload := func(ctx context.Context) error {
		err := a.Reload(ctx)
		if err != nil && ctx.Err() == nil {
			a.Index.SetPartial(true)
			a.log.Warn("updating the index failed; answers may be incomplete", slog.Any("reason", err))
		}
		return err
	}
	stats, err := a.Archive.Stats(ctx)
	if err != nil || a.proof.done.Load() || a.rebuild || stats.Pending > 0 {
		_ = reload(ctx) // it is logged
		return func() error { return nil }
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- reload(ctx) }()
	return func() error {
		cancel()
		if err := <-done; errors.Is(err, archive.ErrDamaged) {
			return err
		}
		return nil
	}
}

// folder returns the data folder with what is open of it now.
func (a *App) folder() maintenance.Folder {
	return maintenance.Folder{Data: a.config.Data, Marker: a.marker, Archive: a.Archive, Index: a.Index, Ingester: a.ingester, Follower: a.follower, State: a.state, Prove: a.prove}
}

// backend is the folder opened by this process.
func (a *App) backend() control.Backend {
	return control.Backend{
		Answer:  desk{a}.answer,
		Suggest: desk{a}.suggest,
		Search:  desk{a}.search,
		Check:   func(ctx context.Context) (control.CheckReport, error) { return a.folder().Check(ctx) },
		Backup: func(ctx context.Context, dir string) (control.BackupReport, error) {
			return a.folder().Backup(ctx, dir)
		},
		Compact: func(ctx context.Context) (control.CompactReport, error) { return a.folder().Compact(ctx) },
		Ingest: func(ctx context.Context, d control.Delivery, progress func(ingest.Progress)) (ingest.Report, error) {
			if err := a.prove(ctx); err != nil {
				return ingest.Report{}, err
			}
			report, err := a.ingester.Run(ctx, d.Inputs, ingest.Options{Stdin: d.Stdin, Progress: progress})
			a.countIngested(report)
			return report, err
		},
		Close: a.Close,
	}
}

// desk answers questions put at this machine.
type desk struct{ *App }

// request returns the request of who asks at this machine: its administrator.
func (a desk) request(q control.Question) (bot.Request, error) {
	r := bot.Request{Platform: cmp.Or(q.From, "terminal"), Admin: true, Owner: true, Now: a.now(), Zone: a.config.Location()}
	if q.Zone != "" {
		zone, err := time.LoadLocation(q.Zone)
		if err != nil {
			return r, &bot.Error{Message: fmt.Sprintf("%q is not a time zone; write one such as Europe/Stockholm.", q.Zone), Usage: true}
		}
		r.Zone = zone
	}
	return r, nil
}

func (a desk) answer(ctx context.Context, q control.Question) (bot.Card, error) {
	r, err := a.request(q)
	if err != nil {
		return bot.Card{}, err
	}
	if q.Call != nil {
		r.Call = *q.Call
	} else {
		understood, err := a.Mux.Parse(q.Line, r)
		if err != nil {
			return a.Mux.Answer(ctx, q.Line, r), nil // says what is wrong with the line
		}
		r = understood
	}
	r.Call = a.paged(r.Call, q)
	return a.Mux.Do(ctx, r), nil
}

// paged returns a call for the rows that a question asks for.
func (a desk) paged(call bot.Call, q control.Question) bot.Call {
	c, _ := a.Mux.Find(call.Command)
	for _, name := range []string{"limit", "max"} {
		if _, ok := c.Param(name); ok && q.Limit > 0 {
			call = call.With(name, strconv.Itoa(min(q.Limit, bot.MaxRows))).At(call.Offset)
		}
	}
	if q.Offset > 0 {
		call = call.At(q.Offset)
	}
	return call
}

func (a desk) suggest(ctx context.Context, c control.Completion) ([]bot.Suggestion, error) {
	r, err := a.request(control.Question{Call: &bot.Call{Command: c.Command}})
	if err != nil {
		return nil, err
	}
	r.Command = c.Command
	return a.Mux.Suggest(ctx, r, c.Param, c.Prefix), nil
}

// search finds passages; a hit's text is the article's bytes.
func (a desk) search(ctx context.Context, q control.Query) ([]control.Hit, error) {
	r, err := a.request(control.Question{})
	if err != nil {
		return nil, err
	}
	scope, err := a.briefing.Scope(ctx, r)
	if err != nil {
		return nil, err
	}
	found, err := a.Index.Passages(ctx, index.Query{Scope: scope, Words: index.Words{Terms: searchTerms(q.Query)}, Offset: q.Offset, Limit: q.Limit})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	hits := []control.Hit{}
	for _, h := range found.Hits {
		r, err := a.Archive.Get(ctx, h.Article)
		if err != nil {
			return nil, fmt.Errorf("read article %s: %w", h.Article, err)
		}
		hits = append(hits, control.Hit{Article: h.Article, Start: h.Passage.Start, End: h.Passage.End,
			Text: h.Passage.Of(r.Text), Score: h.Score})
	}
	return hits, nil
}

// searchTerms returns the words of a query.
func searchTerms(query string) []string { return strings.Fields(query) }
