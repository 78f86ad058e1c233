package ingest

import (
	"context"
	"log/slog"
	"maps"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/web"
)

// Delivery is what a source gave at one time.
type Delivery struct {
	From     string // the source's address, kept as the file that gave the articles
	Articles []article.Article
	// Backlog reports whether an article is no news if it is added: its source listed
	// it already when the source was new. Nil: all are news.
	Backlog func(article.Article) bool
	// Note returns values to keep in the archive, given the outcome for each article,
	// nil for one that was removed by hand and stays so. They are written together
	// with the articles: a stop at any moment leaves both or neither. It may be nil.
	Note func(outcomes []*archive.Outcome) (map[string][]byte, error)
}

// Web returns what reads addresses.
func (g *Ingester) Web() *web.Reader { return g.reader() }

// Bring stores what a source gave, and makes it findable. If it returns nil, all of
// it is safe.
func (g *Ingester) Bring(ctx context.Context, d Delivery) error {
	outcomes := make([]*archive.Outcome, len(d.Articles))
	changes, err := g.Archive.Compare(ctx, d.Articles)
	if err != nil {
		return err
	}
	var wanted []article.Article
	var at []int // of d.Articles
	last := map[string]int{}
	for i, a := range d.Articles {
		earlier, again := last[a.ID]
		switch {
		case changes[i] == archive.Refused:
			continue
		case again && !sameArticle(d.Articles[earlier], a), !again && changes[i] != archive.Unchanged:
			wanted, at = append(wanted, a), append(at, i)
		default:
			outcomes[i] = &archive.Outcome{Change: archive.Unchanged}
		}
		last[a.ID] = i
	}
	records, err := g.annotate(ctx, wanted)
	if err != nil {
		return err
	}
	for i := range records {
		records[i].File = d.From
		records[i].Backlog = d.Backlog != nil && d.Backlog(records[i].Article)
	}
	aliases := g.reader().Unsaved()
	_, err = g.Archive.PutWith(ctx, records, func(stored []archive.Outcome) (map[string][]byte, error) {
		for i := range stored {
			outcomes[at[i]] = &stored[i]
		}
		values := maps.Clone(aliases)
		if d.Note == nil {
			return values, nil
		}
		noted, err := d.Note(outcomes)
		maps.Copy(values, noted)
		return values, err
	})
	if err != nil {
		return err
	}
	g.reader().Saved(aliases)
	if len(wanted) == 0 {
		return nil
	}
	if err := g.noteOrigins(ctx, d.Articles, outcomes); err != nil {
		g.log().Warn("which files articles came from was not noted", slog.Any("error", err))
	}
	if err := g.drain(ctx); err != nil && ctx.Err() == nil {
		g.log().Error("indexing new articles failed; will retry with the next ones", slog.Any("error", err))
	}
	return nil
}

// noteOrigins notes that new versions of articles came from no file.
func (g *Ingester) noteOrigins(ctx context.Context, articles []article.Article, outcomes []*archive.Outcome) error {
	for i, o := range outcomes {
		if o != nil && o.Change == archive.Updated {
			g.origins.set(ctx, g.Archive, articles[i].ID, "")
		}
	}
	return g.origins.save(ctx, g.Archive)
}
