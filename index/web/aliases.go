package web

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"

	"github.com/cespare/xxhash/v2"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/feed"
)

// aliases maps what articles are called elsewhere to their IDs: their address in
// the form of feed.Key, and the GUID of a feed. The same story is thus the same
// article, whether its address has www and tracking parameters today or not, and
// whether a feed or a person gave it. It is kept in the archive, in shards. It may
// be used by many goroutines.
type aliases struct {
	mu     sync.Mutex
	shards [aliasShards]map[string]string // IDs by hash of the name; nil: not loaded
	dirty  [aliasShards]bool
}

const aliasShards = 64

// addressAlias returns the alias of an article by its address. What one site says
// of another's address is its own word alone.
func addressAlias(address, site string) string {
	key := feed.Key(address)
	if key == "" || feed.SameSite(address, site) {
		return key
	}
	return "from " + hostOf(site) + " " + key
}

// resolve gives an article the ID that it has by one of its aliases, the best one
// first, and remembers them all. What is already known word for word keeps its
// other fields, so that a date or an outlet that differs from feed to feed makes
// no new version.
func (n *aliases) resolve(ctx context.Context, a Archive, art *article.Article, keys ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i, key := range keys {
		id := n.get(ctx, a, key)
		if id == "" {
			continue
		}
		// Some feeds give all items one GUID, or number them anew each day.
		if i == 0 || id == art.ID || n.sameStory(ctx, a, id, art) {
			art.ID = id
			break
		}
	}
	for _, key := range keys {
		n.set(ctx, a, key, art.ID)
	}
	if old, err := a.Get(ctx, art.ID); err == nil && old.Text == art.Text && old.Title == art.Title {
		keepFields(art, old.Article)
	}
}

// known returns the ID of the article with an alias, "" if there is none.
func (n *aliases) known(ctx context.Context, a Archive, name string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.get(ctx, a, name)
}

// sameStory reports whether an article may be a version of the one with an ID: its
// headline or its publication date is the same.
func (n *aliases) sameStory(ctx context.Context, a Archive, id string, art *article.Article) bool {
	old, err := a.Get(ctx, id)
	if err != nil {
		return false
	}
	return art.Title != "" && old.Title == art.Title ||
		!art.Published.IsZero() && old.Published.Precision == art.Published.Precision && old.Published.Time.Equal(art.Published.Time)
}

// keepFields gives an article the fields that are known of it, except its address
// if it has moved.
func keepFields(art *article.Article, old article.Article) {
	for _, f := range []struct {
		to   *string
		from string
	}{{&art.Author, old.Author}, {&art.Source, old.Source}, {&art.Lang, old.Lang}} {
		if f.from != "" {
			*f.to = f.from
		}
	}
	if art.URL == "" || feed.Key(art.URL) == feed.Key(old.URL) {
		art.URL = old.URL
	}
	if !old.Published.IsZero() {
		art.Published = old.Published
	}
}

// shard returns the part that holds an alias, loaded, and the alias's hash. One that
// cannot be read is empty: articles then have the IDs that their addresses give.
func (n *aliases) shard(ctx context.Context, a Archive, name string) (i int, key string) {
	hash := xxhash.Sum64String(name)
	i = int(hash % aliasShards)
	if n.shards[i] == nil {
		loaded := map[string]string{}
		raw, err := a.Meta(context.WithoutCancel(ctx), aliasShard(i))
		if err != nil || len(raw) > 0 && json.Unmarshal(raw, &loaded) != nil || loaded == nil {
			loaded = map[string]string{}
		}
		n.shards[i] = loaded
	}
	return i, strconv.FormatUint(hash, 36)
}

func aliasShard(i int) string { return fmt.Sprintf("aliases/%02d", i) }

// get returns the ID of the article with an alias, "" if there is none.
func (n *aliases) get(ctx context.Context, a Archive, name string) string {
	if name == "" {
		return ""
	}
	i, key := n.shard(ctx, a, name)
	return n.shards[i][key]
}

// set notes an alias of an article.
func (n *aliases) set(ctx context.Context, a Archive, name, id string) {
	if name == "" {
		return
	}
	if i, key := n.shard(ctx, a, name); n.shards[i][key] != id {
		n.shards[i][key], n.dirty[i] = id, true
	}
}

// save writes what set changed.
func (n *aliases) save(ctx context.Context, a Archive) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := range n.shards {
		if !n.dirty[i] {
			continue
		}
		raw, err := json.Marshal(n.shards[i])
		if err != nil {
			return fmt.Errorf("encoding the aliases of articles: %w", err)
		}
		if err := a.SetMeta(ctx, aliasShard(i), raw); err != nil {
			return fmt.Errorf("saving the aliases of articles: %w", err)
		}
		n.dirty[i] = false
	}
	return nil
}
