package newsroom

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// An event waits for the feed to be read, however long that takes; all that was published is in
// one feed that was read.
func TestEventsWaitForTheReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := New()
		var told []string
		go n.Run(t.Context(), time.Second, func(what string) { told = append(told, what) })
		read := func() string {
			w := httptest.NewRecorder()
			n.ServeHTTP(w, httptest.NewRequest("GET", "/feed.xml", nil))
			time.Sleep(5 * time.Second)
			synctest.Wait()
			return w.Body.String()
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if len(told) > 0 {
			t.Fatalf("before the feed was read: %q", told)
		}
		first := read()
		if strings.Contains(first, repair.slug) || !strings.Contains(first, bridge.slug) || len(told) != 1 {
			t.Errorf("the first feed: %s, then %q", first, told)
		}
		var seen []string
		for range Acts() {
			feed := read()
			for _, s := range []story{repair, ferry, strike} {
				if strings.Contains(feed, s.slug) && !slices.Contains(seen, s.slug) {
					seen = append(seen, s.slug)
				}
			}
		}
		if len(seen) != 3 || len(told) != Acts() {
			t.Errorf("the feeds had %q, and %d of %d events came", seen, len(told), Acts())
		}
	})
}
