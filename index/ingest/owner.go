package ingest

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"sync"
	"time"

	"github.com/cespare/xxhash/v2"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/source"
)

// Two files that give different articles under one ID must not replace each other
// in turn, run after run. Two rules prevent it:
//
//   - Within a run the first file that gives an ID keeps it (claims). While a
//     folder is watched that holds until the file is gone, except that a later
//     file of many articles may correct an earlier one.
//   - A file never brings back an older version in place of one that another file
//     gave, while that other file exists (origins, superseded).
//
// docs/ingest.md states them for users.

// conflictError is the reason for an article whose ID belongs to another file.
type conflictError struct{ id, path string }

// Error names the ID, the other file, and the way out.
func (e *conflictError) Error() string {
	return fmt.Sprintf("its id %q is already used by a different article in %s: give one of them another id, or remove one", e.id, e.path)
}

// claims remembers which file gave an ID. It is used by one run at a time.
type claims struct {
	run   uint32
	files []string // by number
	known map[string]uint32
	of    map[uint64]claim // by hash of the ID
}

type claim struct{ file, run uint32 }

func newClaims() *claims { return &claims{known: map[string]uint32{}, of: map[uint64]claim{}} }

// begin starts another run.
func (c *claims) begin() { c.run++ }

// claim gives an ID to the file at path and reports whether it may have it. If
// not, other is the file that has it.
func (c *claims) claim(ctx context.Context, id, path string) (other string, ok bool) {
	file, known := c.known[path]
	if !known {
		file = uint32(len(c.files))
		c.files, c.known[path] = append(c.files, path), file
	}
	key := xxhash.Sum64String(id)
	have, taken := c.of[key]
	if taken && have.file != file && !c.mayFollow(ctx, have, path) {
		return c.files[have.file], false
	}
	c.of[key] = claim{file, c.run}
	return "", true
}

// mayFollow reports whether the file at path may give an ID that have gave.
func (c *claims) mayFollow(ctx context.Context, have claim, path string) bool {
	other := c.files[have.file]
	if have.run != c.run && !source.Single(path) && !source.Single(other) {
		return true // the next file of a series, with a correction
	}
	return !exists(ctx, other)
}

// exists reports whether there is a file at path; also if it cannot be seen.
func exists(ctx context.Context, path string) bool {
	there, err := offload(ctx, func() (bool, error) {
		_, err := os.Lstat(path)
		return !os.IsNotExist(err), nil
	})
	return there || err != nil
}

// sameArticle reports whether two articles have the same text and fields.
func sameArticle(a, b article.Article) bool {
	at, bt := a.Published, b.Published
	a.Published, b.Published = article.Moment{}, article.Moment{}
	return a == b && at.Precision == bt.Precision && at.Time.Format(time.RFC3339Nano) == bt.Time.Format(time.RFC3339Nano)
}

// elsewhere is the origin of what came from standard input or an address.
const elsewhere = "-"

const originShards = 16

func shardName(i int) string { return fmt.Sprintf("origins/%02d", i) }

// shard returns the part that holds id, loaded. One that cannot be read is empty:
// the worst that follows is one more version of an article.
func (o *origins) shard(ctx context.Context, a *archive.Archive, id string) (int, map[string]string) {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id))
	i := int(h.Sum32() % originShards)
	if o.shards[i] == nil {
		loaded := map[string]string{}
		raw, err := a.Meta(context.WithoutCancel(ctx), shardName(i))
		if err != nil || len(raw) > 0 && json.Unmarshal(raw, &loaded) != nil || loaded == nil {
			loaded = map[string]string{}
		}
		o.shards[i] = loaded
	}
	return i, o.shards[i]
}

// get returns the origin of the current version of an article, "" if none is noted.
func (o *origins) get(ctx context.Context, a *archive.Archive, id string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	_, shard := o.shard(ctx, a, id)
	return shard[id]
}

// set notes that the file at path gave a new version of an article; path is ""
// for what came from elsewhere.
func (o *origins) set(ctx context.Context, a *archive.Archive, id, path string) {
	if path == "" {
		path = elsewhere
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if i, shard := o.shard(ctx, a, id); shard[id] != path {
		shard[id], o.dirty[i] = path, true
	}
}

// save writes what set changed.
func (o *origins) save(ctx context.Context, a *archive.Archive) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range o.shards {
		if !o.dirty[i] {
			continue
		}
		raw, err := json.Marshal(o.shards[i])
		if err != nil {
			return fmt.Errorf("encoding the origins of articles: %w", err)
		}
		if err := a.SetMeta(ctx, shardName(i), raw); err != nil {
			return fmt.Errorf("noting the origins of articles: %w", err)
		}
		o.dirty[i] = false
	}
	return nil
}

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

// origins remembers which file gave the current version of an article, for those
// that had more than one. It is kept in the archive, in shards so that noting one
// article writes little. It may be used by many goroutines.
type origins struct {
	mu     sync.Mutex
	shards [originShards]map[string]string // nil: not loaded
	dirty  [originShards]bool
}
