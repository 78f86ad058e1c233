package index_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// TestCommonWord asks for a word of every article, of which an index may read
// few places: the newest articles answer, the same ones in every batch, and
// the answer says what was left out. A time that has passed is searched whole.
func TestCommonWord(t *testing.T) {
	raced.Sequential(t)
	ctx := context.Background()
	records := madeUp(600)
	for i := range records { // of ten on each day
		day := time.Date(2025, 1, 1+i/10, 0, 0, 0, 0, time.UTC)
		records[i].Published = article.Moment{Time: day, Precision: article.Day}
		records[i].ID = fmt.Sprintf("m%04d", i)
		records[i].Group = records[i].ID
		records[i] = crude(article.Record{Version: 1, Article: records[i].Article})
	}
	const places = 150 // "prices" stands in every article
	common := index.Query{Scope: index.Everything(), Words: index.Words{Terms: []string{"prices"}}, Limit: 400}
	var before string
	for _, batch := range []int{600, 170} {
		x := openWith(t, nil, index.Options{Record: shelve(records).record, MaxPostings: places})
		for from := 0; from < len(records); from += batch {
			if err := x.Add(ctx, records[from:min(from+batch, len(records))]); err != nil {
				t.Fatal(err)
			}
		}
		c, err := x.Chronology(ctx, common)
		if err != nil {
			t.Fatal(err)
		}
		passages, err := x.Passages(ctx, common)
		if err != nil {
			t.Fatal(err)
		}
		if c.Unread == 0 || c.Articles+c.Unread != len(records) {
			t.Errorf("a timeline of %d articles left out %d of %d", c.Articles, c.Unread, len(records))
		}
		if passages.Unread == 0 || passages.Articles+passages.Unread != len(records) {
			t.Errorf("passages of %d articles left out %d of %d", passages.Articles, passages.Unread, len(records))
		}
		if got, want := float64(c.Articles)/float64(passages.Articles), 0.5; got < want-0.1 || got > want+0.1 {
			t.Errorf("a timeline of %d articles, passages of %d: not half as many", c.Articles, passages.Articles)
		}
		for unread, hits := range map[int][]index.Hit{c.Unread: c.Hits, passages.Unread: passages.Hits} {
			for _, hit := range hits {
				if hit.Article < fmt.Sprintf("m%04d", unread) {
					t.Errorf("%s is older than the %d that were left out", hit.Article, unread)
				}
			}
		}
		if now := fmt.Sprint(c.Result, passages); before != "" && now != before {
			t.Error("another order of adding gives another answer")
		} else {
			before = now
		}
		old := common
		old.Until = time.Date(2025, 2, 1, 0, 0, 0, 0, time.UTC)
		if c, err := x.Chronology(ctx, old); err != nil || c.Unread != 0 || c.Total == 0 {
			t.Errorf("until February: %d rows, %d left out, %v", c.Total, c.Unread, err)
		}
	}
}
