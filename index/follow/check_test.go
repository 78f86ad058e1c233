package follow_test

import (
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cespare/xxhash/v2"

	"github.com/briefing-bot/briefing-bot/index/feed/feedtest"
	"github.com/briefing-bot/briefing-bot/index/weburl"
)

// TestCheck tells of each thing that is kept of a source and cannot be read, and of
// articles that the archive lacks.
func TestCheck(t *testing.T) {
	inWorld(t, configured(), func(t *testing.T, w *world, _ *atomic.Int32, _ *atomic.Value) {
		w.runFor(time.Minute)
		if n, problems, err := w.Check(t.Context()); n != 1 || len(problems) > 0 || err != nil {
			t.Fatalf("%d sources, %q, %v", n, problems, err)
		}
		key := strconv.FormatUint(xxhash.Sum64String(weburl.Key(feedtest.URL)), 36)
		for _, c := range []struct{ name, value, want string }{
			{"follow/sources", "[", "Sources: "},
			{"follow/orders", "nothing", "Sources: "},
			{"follow/state/" + key, "{", "Source "},
			{"follow/items/" + key, `{"a":`, "Source "},
			{"follow/items/" + key, `{"a":{"id":"gone"},"b":{"id":"away"},"c":{}}`, "2 of the articles that it gave are not in the archive, such as gone"},
		} {
			before, err := w.archive.Meta(t.Context(), c.name)
			if err == nil {
				err = w.archive.SetMeta(t.Context(), c.name, []byte(c.value))
			}
			if err != nil {
				t.Fatal(err)
			}
			_, problems, err := w.Check(t.Context())
			if err != nil || len(problems) != 1 || !strings.Contains(problems[0], c.want) {
				t.Errorf("%s is %s: %q, %v", c.name, c.value, problems, err)
			}
			if err := w.archive.SetMetas(t.Context(), map[string][]byte{c.name: before}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
