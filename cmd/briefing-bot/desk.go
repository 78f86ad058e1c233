package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// desk is a data folder as the verbs use it: opened here, or reached over the
// control socket of the process that owns it.
type desk struct {
	answer  func(context.Context, question) (bot.Card, error)
	suggest func(context.Context, completion) ([]bot.Suggestion, error)
	search  func(ctx context.Context, query string, limit int) ([]searchHit, error)
	ingest  func(context.Context, delivery, func(ingest.Progress)) (ingest.Report, error)
	check   func(context.Context) (checkReport, error)
	close   func() error
}

// question is what one answer is made from: a line, or the call of a button.
type question struct {
	Line string    `json:"line,omitempty"`
	Call *bot.Call `json:"call,omitempty"`
	Zone string    `json:"zone,omitempty"`
	From string    `json:"from,omitempty"` // the platform: terminal, console
}

// completion is an argument that is being typed.
type completion struct{ Command, Param, Prefix string }

// delivery is what to ingest. Paths are absolute.
type delivery struct {
	Inputs []string
	Stdin  io.Reader // what "-" reads
}

// searchHit is one passage as `search` prints it.
type searchHit struct {
	Article string  `json:"article"`
	Start   int     `json:"start"`
	End     int     `json:"end"`
	Text    string  `json:"text"`
	Score   float64 `json:"score"`
}

// patience is how long a verb waits for another that holds the data folder for
// a moment and takes no requests.
const patience = 10 * time.Second

// openDesk reaches the process that owns the data folder, or opens it.
func openDesk(ctx context.Context, c config) (desk, error) {
	for start := time.Now(); ; {
		d, unreached := reachDesk(ctx, c)
		switch {
		case errors.Is(unreached, errSilent), errors.Is(unreached, errForeignOwner):
			return desk{}, unreached
		case unreached == nil:
			return d.retryOnOwnerChange(ctx, c), nil
		}
		f, err := openFolder(ctx, c, c.logger())
		switch {
		case err == nil:
			return f.ownDesk(ctx), nil
		case !errors.Is(err, archive.ErrInUse):
			return desk{}, err
		case time.Since(start) > patience || ctx.Err() != nil:
			return desk{}, unreached
		}
	}
}

// ownDesk returns the desk of a folder that this verb owns. Other verbs reach it
// meanwhile, as they reach serve. If the index cannot be brought up to date, that
// is logged and answers are marked as partial.
func (f *folder) ownDesk(ctx context.Context) desk {
	d := f.desk()
	stop := f.share(ctx, d)
	d.close = func() error { return errors.Join(stop(), f.Close()) }
	if err := f.bringUpToDate(ctx); err != nil {
		f.index.SetPartial(true)
		f.log.Warn("the index could not be brought up to date; answers may be incomplete", slog.Any("reason", err))
	}
	return d
}

// desk is the folder opened by this process.
func (f *folder) desk() desk {
	return desk{
		answer:  f.answer,
		suggest: f.suggest,
		search:  f.search,
		check:   f.check,
		ingest: func(ctx context.Context, d delivery, progress func(ingest.Progress)) (ingest.Report, error) {
			return f.ingester.Run(ctx, d.Inputs, ingest.Options{Stdin: d.Stdin, Progress: progress})
		},
		close: f.Close,
	}
}

// request is who asks at this machine: its administrator.
func (f *folder) request(q question) (bot.Request, error) {
	r := bot.Request{Platform: firstOf(q.From, "terminal"), Admin: true, Owner: true, Now: time.Now(), Zone: f.config.zone()}
	if q.Zone != "" {
		zone, err := time.LoadLocation(q.Zone)
		if err != nil {
			return r, &bot.Error{Message: fmt.Sprintf("%q is not a time zone; write one such as Europe/Stockholm.", q.Zone), Usage: true}
		}
		r.Zone = zone
	}
	return r, nil
}

func (f *folder) answer(ctx context.Context, q question) (bot.Card, error) {
	r, err := f.request(q)
	if err != nil {
		return bot.Card{}, err
	}
	if q.Call != nil {
		r.Call = *q.Call
		return f.mux.Do(ctx, r), nil
	}
	return f.mux.Answer(ctx, q.Line, r), nil
}

func (f *folder) suggest(ctx context.Context, c completion) ([]bot.Suggestion, error) {
	r, err := f.request(question{Call: &bot.Call{Command: c.Command}})
	if err != nil {
		return nil, err
	}
	r.Command = c.Command
	return f.mux.Suggest(ctx, r, c.Param, c.Prefix), nil
}

// search finds passages; a hit's text is the article's bytes.
func (f *folder) search(ctx context.Context, query string, limit int) ([]searchHit, error) {
	r, err := f.request(question{})
	if err != nil {
		return nil, err
	}
	if r, err = f.briefing.Limited(ctx, r); err != nil {
		return nil, err
	}
	found, err := f.index.Passages(ctx, index.Query{Words: index.Words{Terms: searchTerms(query)}, Sources: r.Sources, Limit: limit})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	hits := []searchHit{}
	for _, h := range found.Hits {
		r, err := f.archive.Get(ctx, h.Article)
		if err != nil {
			return nil, fmt.Errorf("read article %s: %w", h.Article, err)
		}
		hits = append(hits, searchHit{Article: h.Article, Start: h.Passage.Start, End: h.Passage.End,
			Text: h.Passage.Of(r.Text), Score: h.Score})
	}
	return hits, nil
}
