package web

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/cespare/xxhash/v2"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/weburl"
)

// aliases maps what articles are called elsewhere to their IDs: their address in
// the form of weburl.Key, and the GUID of a feed. The same story is thus the same
// article, whether its address has www and tracking parameters today or not, and
// whether a feed or a person gave it. They are kept in the archive, each as a value
// of its own. It may be used by many goroutines.
type aliases struct {
	mu    sync.Mutex
	fresh map[string]string // IDs by aliasKey, of those that are not saved
}

// aliasKey returns the name of the value in the archive that holds an alias.
func aliasKey(alias string) string {
	return "alias/" + strconv.FormatUint(xxhash.Sum64String(alias), 36)
}

// addressAlias returns the alias of an article by its address. What one site says
// of another's address is its own word alone.
func addressAlias(address, site string) string {
	key := weburl.Key(address)
	if key == "" || weburl.SameSite(address, site) {
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

// another reports whether an address is known as that of an article other than art,
// which was read at another address.
func (n *aliases) another(ctx context.Context, a Archive, address, read string, art *article.Article) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	id := n.get(ctx, a, address)
	return id != "" && id != n.get(ctx, a, read) && !n.sameStory(ctx, a, id, art)
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
	if art.URL == "" || weburl.Key(art.URL) == weburl.Key(old.URL) {
		art.URL = old.URL
	}
	if !old.Published.IsZero() {
		art.Published = old.Published
	}
}

// get returns the ID of the article with an alias, "" if there is none. One that
// cannot be read is none: articles then have the IDs that their addresses give.
func (n *aliases) get(ctx context.Context, a Archive, alias string) string {
	if alias == "" {
		return ""
	}
	key := aliasKey(alias)
	if id := n.fresh[key]; id != "" {
		return id
	}
	id, err := a.Meta(context.WithoutCancel(ctx), key)
	if err != nil {
		return ""
	}
	return string(id)
}

// set notes an alias of an article.
func (n *aliases) set(ctx context.Context, a Archive, alias, id string) {
	if alias == "" || n.get(ctx, a, alias) == id {
		return
	}
	if n.fresh == nil {
		n.fresh = map[string]string{}
	}
	n.fresh[aliasKey(alias)] = id
}

// unsaved returns the values that the archive lacks, by name.
func (n *aliases) unsaved() map[string][]byte {
	n.mu.Lock()
	defer n.mu.Unlock()
	out := make(map[string][]byte, len(n.fresh))
	for key, id := range n.fresh {
		out[key] = []byte(id)
	}
	return out
}

// saved notes that the archive has values, which unsaved returned.
func (n *aliases) saved(values map[string][]byte) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for key, id := range values {
		if n.fresh[key] == string(id) {
			delete(n.fresh, key)
		}
	}
}

// Archive is the part of the archive that a Reader uses.
type Archive interface {
	Get(ctx context.Context, id string) (article.Record, error)
	Meta(ctx context.Context, name string) ([]byte, error)
	SetMetas(ctx context.Context, values map[string][]byte) error
}

// hostOf returns an address's host without www.
func hostOf(address string) string {
	u, err := url.Parse(weburl.Key(address))
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}
