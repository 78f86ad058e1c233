package ingest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/cespare/xxhash/v2"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/source"
)

// ErrKeyReused is returned for a key that other lines were pushed with.
var ErrKeyReused = errors.New("this idempotency key came with other articles before")

// pushKeys is about how many keys are remembered, the newest ones.
const pushKeys = 4096

// pushed is what is remembered of a push.
type pushed struct {
	Key    string `json:"key"`   // its SHA-256
	Lines  string `json:"lines"` // their SHA-256
	Report Report `json:"report"`
}

// Push stores article lines, all in one durable write. If they came with the same key
// before, nothing is done, again is true, and the report is that of the first time; the
// key may be "". Lines that are no articles are listed in the report.
func (g *Ingester) Push(ctx context.Context, lines []byte, key string) (report Report, again bool, err error) {
	g.pushing.Lock()
	defer g.pushing.Unlock()
	this := pushed{Key: digest([]byte(key)), Lines: digest(lines)}
	slot := fmt.Sprintf("push/%d", xxhash.Sum64String(key)%pushKeys)
	if key != "" {
		before, err := g.pushedAt(ctx, slot)
		switch {
		case err != nil:
			return report, false, err
		case before.Key == this.Key && before.Lines != this.Lines:
			return report, false, ErrKeyReused
		case before.Key == this.Key:
			return before.Report, true, nil
		}
	}
	report = Report{Rejected: []Rejection{}, Unread: []string{}, LeftOut: []string{}}
	articles := readLines(lines, &report)
	err = g.Bring(ctx, Delivery{Articles: articles, Note: func(outcomes []*archive.Outcome) (map[string][]byte, error) {
		for i, o := range outcomes {
			report.note(articles[i], o)
		}
		if key == "" {
			return nil, nil
		}
		this.Report = report
		raw, err := json.Marshal(this)
		return map[string][]byte{slot: raw}, err
	}})
	return report, false, err
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func (g *Ingester) pushedAt(ctx context.Context, slot string) (before pushed, err error) {
	raw, err := g.Archive.Meta(ctx, slot)
	if err == nil && len(raw) > 0 {
		err = json.Unmarshal(raw, &before)
	}
	if err != nil {
		return before, fmt.Errorf("reading the idempotency keys: %w", err)
	}
	return before, nil
}

// readLines returns the articles of lines, and lists the others.
func readLines(lines []byte, report *Report) []article.Article {
	var articles []article.Article
	t := tally{path: "push"}
	for it := range source.Read(source.Input{Name: "push.jsonl", Type: "application/x-ndjson", Reader: bytes.NewReader(lines)}) {
		if it.Err != nil {
			t.reject(report, "push", Rejection{it.Path, it.Err.Error()})
			continue
		}
		articles = append(articles, it.Article)
	}
	t.close(report)
	return articles
}

// note counts what became of an article; o is nil if it was removed by hand.
func (r *Report) note(a article.Article, o *archive.Outcome) {
	switch {
	case o == nil:
		r.RejectedTotal++
		if len(r.Rejected) < MaxRejections {
			r.Rejected = append(r.Rejected, Rejection{a.ID, (&removedError{a.ID}).Error()})
		}
		return
	case o.Change == archive.Unchanged:
		r.Unchanged++
		return
	case o.Change == archive.Added:
		r.Added++
	default:
		r.Updated++
	}
	if o.Copy {
		r.Duplicates++
	}
	r.Lacking.add(a, "")
}
