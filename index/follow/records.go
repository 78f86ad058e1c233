package follow

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Names of values in the archive.
const (
	addedValue  = "follow/sources" // sources that were added, as a list
	ordersValue = "follow/orders"  // Orders by the source's key
	stateValue  = "follow/state/"  // with a source's key: its State
	listedValue = "follow/items/"  // with a source's key: its items

	trialValue     = "follow/trial"     // written to see whether anything can be
	compactedValue = "follow/compacted" // when deleted articles were last taken out of the files
)

// records reads and writes what is known of the sources, as values of the archive.
type records struct{ archive Archive }

func (r records) readAdded(ctx context.Context) (out []Source, err error) {
	return out, r.read(ctx, addedValue, &out)
}

func (r records) readOrders(ctx context.Context) (map[string]Orders, error) {
	out := map[string]Orders{}
	return out, r.read(ctx, ordersValue, &out)
}

func (r records) readState(ctx context.Context, key string, into *State) error {
	return r.read(ctx, stateValue+key, into)
}

func (r records) read(ctx context.Context, name string, into any) error {
	raw, err := r.archive.Meta(ctx, name)
	if err == nil && len(raw) > 0 {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		return fmt.Errorf("reading what is known of the sources: %w", err)
	}
	return nil
}

// write stores values, encoded, in one durable write. One of nil is deleted.
func (r records) write(ctx context.Context, values map[string]any) error {
	raw, err := encode(values)
	if err == nil {
		err = r.archive.SetMetas(context.WithoutCancel(ctx), raw)
	}
	if err != nil {
		return fmt.Errorf("storing what is known of the sources: %w", err)
	}
	return nil
}

func encode(values map[string]any) (map[string][]byte, error) {
	out := map[string][]byte{}
	for name, value := range values {
		if value == nil {
			out[name] = nil
			continue
		}
		raw, err := json.Marshal(value)
		if err != nil {
			return nil, fmt.Errorf("encoding %s: %w", name, err)
		}
		out[name] = raw
	}
	return out, nil
}

// readItems returns the items of a source by their keys.
func (r records) readItems(ctx context.Context, key string) (map[string]*item, error) {
	out := map[string]*item{}
	return out, r.read(ctx, listedValue+key, &out)
}

// Archive is where articles are looked up, and where the state of sources is kept.
type Archive interface {
	Get(ctx context.Context, id string) (article.Record, error)
	EachArticle(ctx context.Context, f func(article.Record)) error
	Meta(ctx context.Context, name string) ([]byte, error)
	SetMetas(ctx context.Context, values map[string][]byte) error
	Stats(ctx context.Context) (archive.Stats, error)
}
