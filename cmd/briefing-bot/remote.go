package main

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

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// reachDesk is the desk of the process that owns the data folder.
func reachDesk(ctx context.Context, c config) (desk, error) {
	path, err := controlPath(c.Data)
	if err != nil {
		return desk{}, err
	}
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "unix", path)
	if err != nil {
		return desk{}, fmt.Errorf("the data folder %s is in use by another briefing-bot that takes no requests: wait until it ends, or stop it (%w)", c.Data, err)
	}
	_ = conn.Close() // it was only to see that somebody answers
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, "unix", path)
	}}
	r := remote{&http.Client{Transport: transport}}
	return desk{answer: r.answer, suggest: r.suggest, search: r.search, ingest: r.ingest,
		close: func() error { transport.CloseIdleConnections(); return nil }}, nil
}

// errOwnerLeft says that the process that owned the data folder ended before it
// answered: another verb that was done, as a rule.
var errOwnerLeft = errors.New("the briefing-bot that owns the data folder stopped before it answered")

// again is a desk that outlives the process that it was reached at: what that
// process did not answer is asked once more, of whoever owns the folder then.
// An ingest from standard input is not, for what was read of it is gone.
func (d desk) again(ctx context.Context, c config) desk {
	var reopened []desk
	retry := func(ask func(desk) error) error {
		err := ask(d)
		if !errors.Is(err, errOwnerLeft) || ctx.Err() != nil {
			return err
		}
		next, err := openDesk(ctx, c)
		if err != nil {
			return err
		}
		d, reopened = next, append(reopened, next)
		return ask(next)
	}
	first := d
	return desk{
		answer: func(ctx context.Context, q question) (card bot.Card, err error) {
			err = retry(func(d desk) error { card, err = d.answer(ctx, q); return err })
			return card, err
		},
		suggest: first.suggest,
		search: func(ctx context.Context, query string, limit int) (hits []searchHit, err error) {
			err = retry(func(d desk) error { hits, err = d.search(ctx, query, limit); return err })
			return hits, err
		},
		ingest: func(ctx context.Context, in delivery, progress func(ingest.Progress)) (report ingest.Report, err error) {
			if slices.Contains(in.Inputs, "-") {
				return first.ingest(ctx, in, progress)
			}
			err = retry(func(d desk) error { report, err = d.ingest(ctx, in, progress); return err })
			return report, err
		},
		close: func() error {
			err := first.close()
			for _, d := range reopened {
				err = errors.Join(err, d.close())
			}
			return err
		},
	}
}

// remote calls the control socket.
type remote struct{ client *http.Client }

func (r remote) answer(ctx context.Context, q question) (card bot.Card, err error) {
	err = r.call(ctx, "answer", q, &card)
	return card, err
}

func (r remote) suggest(ctx context.Context, c completion) (found []bot.Suggestion, err error) {
	err = r.call(ctx, "suggest", c, &found)
	return found, err
}

func (r remote) search(ctx context.Context, query string, limit int) (hits []searchHit, err error) {
	err = r.call(ctx, "search", batchQuery{Query: query, Limit: limit}, &hits)
	return hits, err
}

func (r remote) ingest(ctx context.Context, d delivery, progress func(ingest.Progress)) (report ingest.Report, err error) {
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

// post sends a request and reads replies until the one that is the result.
func (r remote) post(ctx context.Context, path string, body io.Reader, progress func(ingest.Progress), into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://control/"+path, body)
	if err != nil {
		return fmt.Errorf("make the request: %w", err)
	}
	response, err := r.client.Do(request)
	if err != nil {
		return fmt.Errorf("%w: %w", errOwnerLeft, err)
	}
	defer response.Body.Close()
	decoder := json.NewDecoder(response.Body)
	for {
		var got controlReply
		if err := decoder.Decode(&got); err != nil {
			return fmt.Errorf("%w: %w", errOwnerLeft, err)
		}
		if got.Progress == nil {
			return got.result(into)
		}
		if progress != nil {
			progress(*got.Progress)
		}
	}
}

func (c controlReply) result(into any) error {
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
