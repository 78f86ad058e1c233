package watches

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// maxAge is the maximum age of an article when it comes in for its statements to be
// reported: an archive that is read in triggers no watch.
const maxAge = 7 * 24 * time.Hour

// Hit is a new statement that a watch is to report.
type Hit struct {
	Statement string // as StatementName names it
	Words     string // a hash of who said what: equal for reprints
}

// Match finds, for each watch, the statements of the articles numbered from after+1
// to through that it is to report: none that an older article has, none of articles
// that came in before the watch, and none of old news. They are found in all
// outlets; those that a watch's place may not see are left out when they are shown.
func (c Commands) Match(ctx context.Context, watches []bot.Subscription, after, through uint32) ([][]Hit, error) {
	queries := make([]index.Query, len(watches))
	for i, s := range watches {
		q, err := c.Reader.Watch(ctx, index.Everything(), s)
		if err != nil {
			return nil, err
		}
		queries[i] = q
	}
	m, older := c.Index.NewMatcher(queries), c.News.Older(index.Everything())
	out := make([][]Hit, len(watches))
	err := c.News.Each(ctx, after, through, func(r article.Record) error {
		if isOld(r) {
			return nil
		}
		found, err := m.Match(ctx, r)
		if err != nil {
			return fmt.Errorf("match article %s with watches: %w", r.ID, err)
		}
		for statement, hits := range found {
			old, err := older.Has(ctx, r, statement, r.Number-1)
			if err != nil {
				return err
			}
			for _, i := range hits {
				if !old && r.Number > watches[i].After {
					out[i] = append(out[i], hitOf(r, statement))
				}
			}
		}
		return nil
	})
	if errors.Is(err, archive.ErrDamaged) {
		c.Show.Logger().ErrorContext(ctx, "watches leave out unreadable articles", slog.Any("error", err))
		err = nil
	}
	return out, err
}

func hitOf(r article.Record, statement int) Hit {
	sum := sha256.Sum256([]byte(present.SpeakerOf(r, statement) + "\x00" + r.Annotation.Statements[statement].Wording(r.Text)))
	return Hit{Statement: StatementName(r, statement), Words: hex.EncodeToString(sum[:16])}
}

// isOld reports whether an article was too old to be news when it came in.
func isOld(r article.Record) bool {
	return !r.Published.IsZero() && r.Added.Sub(r.Published.Time) > maxAge
}
