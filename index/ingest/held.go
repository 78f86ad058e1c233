package ingest

import (
	"context"
	"maps"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/source"
)

// A file of many articles may give one ID several times: a log to which corrections
// are appended. Read again from its start, its first text must not come back for a
// moment as one more version, and so on at each reading. But a text that comes back
// because somebody undid a correction must. Which it is shows at the end of the
// file: until then such articles are held.

// maxHeld is the maximum number of articles of a file that are held. Those beyond it are stored at
// once, which costs a version.
const maxHeld = 1000

// held are articles of one job that wait for its end.
type held struct {
	job int
	of  map[string]article.Article // by ID
}

// isEarlier reports whether an article is an earlier version of what the same file
// of many articles gave last.
func (r *run) isEarlier(ctx context.Context, a article.Article, path string) bool {
	if source.Single(path) || len(r.held.of) >= maxHeld || r.origins.get(ctx, r.Archive, a.ID) != path {
		return false
	}
	return r.isOlder(ctx, a)
}

// release returns the held articles, in order of their IDs, once items come from
// another job.
func (r *run) release(job int) []article.Article {
	if r.held.job == job {
		return nil
	}
	r.held.job = job
	if len(r.held.of) == 0 {
		return nil
	}
	var out []article.Article
	for _, id := range slices.Sorted(maps.Keys(r.held.of)) {
		out = append(out, r.held.of[id])
	}
	clear(r.held.of)
	return out
}
