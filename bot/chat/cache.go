package chat

import (
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Cache keeps the values that were used last. It may be used from several goroutines.
// The library's expirable cache does the same, but starts a goroutine that never ends.
type Cache[K comparable, V any] struct {
	ttl     time.Duration
	entries *lru.Cache[K, cached[V]]
}

type cached[V any] struct {
	value V
	until time.Time
}

// NewCache returns a cache of at most size values, each for ttl, or without expiry if ttl is 0.
// size must be positive.
func NewCache[K comparable, V any](size int, ttl time.Duration) *Cache[K, V] {
	entries, err := lru.New[K, cached[V]](size)
	if err != nil {
		panic(err) // the size is a constant of ours
	}
	return &Cache[K, V]{ttl: ttl, entries: entries}
}

// Get returns the value of a key, and whether there is one that has not expired.
func (c *Cache[K, V]) Get(key K) (V, bool) {
	e, ok := c.entries.Get(key)
	if !ok || c.ttl > 0 && !time.Now().Before(e.until) {
		var none V
		return none, false
	}
	return e.value, true
}

// Add keeps a value, from now on for the time that the cache keeps values.
func (c *Cache[K, V]) Add(key K, value V) {
	c.entries.Add(key, cached[V]{value: value, until: time.Now().Add(c.ttl)})
}
