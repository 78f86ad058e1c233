package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// TestFollowedFeedInSlack: a watch reports each new statement of a followed feed once,
// and none of what the feed listed when it was new; a correction edits the post.
func TestFollowedFeedInSlack(t *testing.T) {
	t.Parallel()
	var items atomic.Value
	item := func(n int, words string) string {
		return fmt.Sprintf(`<item><title>The gates, day %d</title><guid isPermaLink="false">%d</guid><pubDate>%s</pubDate><content:encoded><![CDATA[<p>“%s,” harbour master Ole Brandt said on Monday.</p><p>%s</p>]]></content:encoded></item>`,
			n, n, time.Now().UTC().Add(-time.Hour).Format(time.RFC1123Z), words, strings.Repeat("The crews went home at noon, and the kiosk on the quay closed an hour later. ", 6))
	}
	backlog := item(1, "The first floodgate stays closed until the divers have come back")
	items.Store(backlog)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Quay</title>%s</channel></rss>`, items.Load())
	}))
	defer site.Close()
	fake := slacktest.New(t, slacktest.Options{})
	file := serveSlackAfter(t, fake, "sources:\n  - url: "+site.URL+"/feed\n", func(string) {})
	eventually(t, "the backlog", func() bool { return strings.Contains(askVia(t, file, "/who-said floodgate"), "The first floodgate") })
	anna := slacktest.Place{Channel: "C1", User: "U1"}
	fake.Say(anna, "<@"+slacktest.BotUser+"> watch add topic:floodgate")
	answerIn(t, fake, "C1", 1)

	posts := func(words string) (found []slacktest.Message) {
		for _, m := range fake.Answers("C1") {
			if strings.Contains(m.Words(), words) {
				found = append(found, m)
			}
		}
		return found
	}
	follow := func(feed string) {
		items.Store(feed)
		askVia(t, file, "admin source resume "+site.URL+"/feed")
	}
	second := "The second floodgate will open again before the end of the week"
	follow(item(2, second) + backlog)
	fake.Await("the new statement", func() bool { return len(posts(second)) == 1 })
	follow(item(3, "Nobody knows when the third floodgate was last painted") + item(2, second) + backlog)
	fake.Await("the next statement", func() bool { return len(posts("the third floodgate")) == 1 })
	if n := len(posts(second)); n != 1 {
		t.Errorf("the second statement was posted %d times", n)
	}
	if n := len(posts("The first floodgate")); n > 0 {
		t.Errorf("the backlog was posted %d times", n)
	}
	follow(item(2, "The second floodgate will not open again before the spring") + backlog)
	fake.Await("the correction", func() bool { return len(posts(second)) == 0 })
	for _, p := range fake.Problems() {
		t.Errorf("Slack refused: %s", p)
	}
}
