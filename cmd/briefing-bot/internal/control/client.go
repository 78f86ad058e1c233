package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// maxSilence is the longest silence of the owner of a data folder before it is given up.
const maxSilence = 8 * time.Second

// ErrSilent is returned if the owner of the data folder is there and silent.
var ErrSilent = errors.New("does not answer: it may be suspended or overloaded. Resume or end that process, then try again")

func silent(data string) error {
	return fmt.Errorf("the briefing-bot that owns the data folder %s %w", data, ErrSilent)
}

// Reach returns the backend of the process that owns the data folder.
func Reach(ctx context.Context, data string) (Backend, error) {
	path, err := Path(data)
	if err != nil {
		return Backend{}, err
	}
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return dial(ctx, data, path)
	}}
	r := remote{&http.Client{Transport: transport}, data}
	switch err := r.hello(ctx); {
	case errors.Is(err, ErrSilent), errors.Is(err, ErrForeignOwner):
		return Backend{}, err
	case err != nil:
		return Backend{}, fmt.Errorf("the data folder %s is in use by another briefing-bot that accepts no requests: wait until it stops, or stop it (%w)", data, err)
	}
	return Backend{Answer: r.answer, Suggest: r.suggest, Search: r.search, Ingest: r.ingest, Check: r.check, Backup: r.backup, Compact: r.compact,
		Close: func() error { transport.CloseIdleConnections(); return nil }}, nil
}

// hello checks that the owner answers. Any response will do: older versions do
// not know the request.
func (r remote) hello(ctx context.Context) error {
	limit, cancel := context.WithTimeout(ctx, maxSilence)
	defer cancel()
	request, err := http.NewRequestWithContext(limit, http.MethodGet, "http://control/hello", http.NoBody)
	if err != nil {
		return fmt.Errorf("create the request: %w", err)
	}
	response, err := r.client.Do(request)
	if err != nil && ctx.Err() == nil && limit.Err() != nil {
		return silent(r.data)
	}
	if err != nil {
		return err
	}
	return response.Body.Close()
}

// errOwnerLeft is returned if the process that owned the data folder ended before
// it answered: another verb that was done, as a rule.
var errOwnerLeft = errors.New("the briefing-bot that owns the data folder stopped before it answered")

// RetryOnOwnerChange returns a backend that outlives the process it was reached at:
// a request that process did not answer is sent once more, to whoever owns the
// folder then. An ingest from standard input is not: what was read of it is gone.
func (d Backend) RetryOnOwnerChange(ctx context.Context, reopen func() (Backend, error)) Backend {
	var reopened []Backend
	retry := func(ask func(Backend) error) error {
		err := ask(d)
		if !errors.Is(err, errOwnerLeft) || ctx.Err() != nil {
			return err
		}
		next, err := reopen()
		if err != nil {
			return err
		}
		d, reopened = next, append(reopened, next)
		return ask(next)
	}
	first := d
	return Backend{
		Answer: func(ctx context.Context, q Question) (card bot.Card, err error) {
			err = retry(func(d Backend) error { card, err = d.Answer(ctx, q); return err })
			return card, err
		},
		Suggest: first.Suggest,
		Check: func(ctx context.Context) (report CheckReport, err error) {
			err = retry(func(d Backend) error { report, err = d.Check(ctx); return err })
			return report, err
		},
		Backup: func(ctx context.Context, dir string) (report BackupReport, err error) {
			err = retry(func(d Backend) error { report, err = d.Backup(ctx, dir); return err })
			return report, err
		},
		Compact: func(ctx context.Context) (report CompactReport, err error) {
			err = retry(func(d Backend) error { report, err = d.Compact(ctx); return err })
			return report, err
		},
		Search: func(ctx context.Context, q Query) (hits []Hit, err error) {
			err = retry(func(d Backend) error { hits, err = d.Search(ctx, q); return err })
			return hits, err
		},
		Ingest: func(ctx context.Context, in Delivery, progress func(ingest.Progress)) (report ingest.Report, err error) {
			if slices.Contains(in.Inputs, "-") {
				return first.Ingest(ctx, in, progress)
			}
			err = retry(func(d Backend) error { report, err = d.Ingest(ctx, in, progress); return err })
			return report, err
		},
		Close: func() error {
			err := first.Close()
			for _, d := range reopened {
				err = errors.Join(err, d.Close())
			}
			return err
		},
	}
}

// remote calls the control socket.
type remote struct {
	client *http.Client
	data   string // the folder, for messages
}

func (r remote) answer(ctx context.Context, q Question) (card bot.Card, err error) {
	err = r.call(ctx, "answer", q, &card)
	return card, err
}

func (r remote) suggest(ctx context.Context, c Completion) (found []bot.Suggestion, err error) {
	err = r.call(ctx, "suggest", c, &found)
	return found, err
}

func (r remote) search(ctx context.Context, q Query) (hits []Hit, err error) {
	err = r.call(ctx, "search", q, &hits)
	return hits, err
}

func (r remote) check(ctx context.Context) (report CheckReport, err error) {
	err = r.call(ctx, "check", struct{}{}, &report)
	return report, err
}

func (r remote) backup(ctx context.Context, dir string) (report BackupReport, err error) {
	err = r.call(ctx, "backup", dir, &report)
	return report, err
}

func (r remote) compact(ctx context.Context) (report CompactReport, err error) {
	err = r.call(ctx, "compact", struct{}{}, &report)
	return report, err
}

func (r remote) ingest(ctx context.Context, d Delivery, progress func(ingest.Progress)) (report ingest.Report, err error) {
	path := "ingest?" + url.Values{"path": d.Inputs}.Encode()
	body := io.Reader(http.NoBody)
	if slices.Contains(d.Inputs, "-") {
		body = d.Stdin
	}
	err = r.post(ctx, path, body, progress, &report)
	return report, err
}

func (r remote) call(ctx context.Context, path string, value, into any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("write the request: %w", err)
	}
	return r.post(ctx, path, bytes.NewReader(body), nil, into)
}

// post sends a request and reads replies until the one that is the result. An
// owner that shows no sign of life for long is given up.
func (r remote) post(ctx context.Context, path string, body io.Reader, progress func(ingest.Progress), into any) error {
	limit, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	life := time.AfterFunc(maxSilence, func() { cancel(silent(r.data)) })
	defer life.Stop()
	request, err := http.NewRequestWithContext(limit, http.MethodPost, "http://control/"+path, body)
	if err != nil {
		return fmt.Errorf("create the request: %w", err)
	}
	response, err := r.client.Do(request)
	if err != nil {
		return lost(limit, err)
	}
	defer response.Body.Close()
	decoder := json.NewDecoder(response.Body)
	for {
		var got reply
		if err := decoder.Decode(&got); err != nil {
			return lost(limit, err)
		}
		life.Reset(maxSilence)
		switch {
		case got.Progress == nil && !got.Alive:
			return got.result(into)
		case got.Progress != nil && progress != nil:
			progress(*got.Progress)
		}
	}
}

// lost returns why a request was not answered.
func lost(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); errors.Is(cause, ErrSilent) {
		return cause
	}
	return fmt.Errorf("%w: %w", errOwnerLeft, withoutAddress(err))
}

func (c reply) result(into any) error {
	if len(c.Value) > 0 {
		if err := json.Unmarshal(c.Value, into); err != nil {
			return fmt.Errorf("read the answer: %w", err)
		}
	}
	switch {
	case c.Error != "" && c.Usage:
		return &bot.Error{Message: c.Error, Usage: true}
	case c.Error != "":
		return errors.New(c.Error)
	}
	return nil
}

// withoutAddress returns the cause of a failed request. Its address may hold the
// password of another one, as a query.
func withoutAddress(err error) error {
	if failed, ok := errors.AsType[*url.Error](err); ok {
		return failed.Err
	}
	return err
}
