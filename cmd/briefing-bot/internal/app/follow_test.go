package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
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

// paper is an outlet whose feed and pages a test changes.
type paper struct {
	mu    sync.Mutex
	items map[int]string // what is said in each story
}

func (p *paper) set(n int, words string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.items[n] = words; words == "" {
		delete(p.items, n)
	}
}

// ServeHTTP answers with the feed, or with the page of a story that is there.
func (p *paper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r.URL.Path != "/feed" {
		n, _ := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/gates/"))
		if p.items[n] == "" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<html><body><article><h1>The gates, day %d</h1><p>%s</p></article></body></html>", n, p.items[n])
		return
	}
	fmt.Fprint(w, `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Quay</title>`)
	for n, words := range p.items {
		fmt.Fprintf(w, `<item><title>The gates, day %d</title><link>/gates/%d</link><pubDate>%s</pubDate><content:encoded><![CDATA[<p>“%s,” harbour master Ole Brandt said.</p><p>%s</p>]]></content:encoded></item>`,
			n, n, time.Now().UTC().Add(-time.Minute).Format(time.RFC1123Z), words, strings.Repeat("The crews went home at noon, and the kiosk on the quay closed an hour later. ", 6))
	}
	fmt.Fprint(w, `</channel></rss>`)
}

// TestNewsOfASourceEverywhere follows a source with a watch and a digest on it, in Slack
// and Discord: each statement is posted once, the digest comes at its minute, and what is
// corrected or taken back is edited in all posts. The App's clock moves, nobody waits.
func TestNewsOfASourceEverywhere(t *testing.T) {
	t.Parallel()
	outlet := &paper{items: map[int]string{1: "The first floodgate stays closed until the divers have come back"}}
	site := httptest.NewServer(outlet)
	defer site.Close()
	var ahead atomic.Int64 // of the clock, in nanoseconds
	inSlack, inDiscord := slacktest.New(t, slacktest.Options{}), discordtest.New(t, discordtest.Options{})
	config, console := serveBoth(t, inSlack, inDiscord, func(a *App) { a.now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) } })
	inDiscord.Await("the connection", func() bool { n, _, _ := inDiscord.Sessions(); return n == 1 })
	inSlack.Await("the connections", func() bool { return inSlack.Connections() == 2 })
	askVia(t, config, "admin source add "+site.URL+"/feed")
	eventually(t, "the backlog", func() bool { return strings.Contains(askVia(t, config, "/who-said floodgate"), "The first floodgate") })

	due := time.Now().UTC().Truncate(time.Minute).Add(time.Hour)
	at := due.Format("15:04")
	anna, place := slacktest.Place{Channel: "C9", User: "U1"}, discordtest.In(discordtest.Anna)
	inSlack.Command(anna, "/watch add topic:floodgate")
	answerIn(t, inSlack, "C9", 1)
	inSlack.Command(anna, "/digest subscribe topic:floodgate at:"+at+" days:daily tz:UTC")
	answerIn(t, inSlack, "C9", 2)
	inDiscord.Command(place, "watch add", map[string]any{"topic": "floodgate"})
	answerOf(t, inDiscord, discordtest.Channel, 1)
	inDiscord.Command(place, "digest subscribe", map[string]any{"topic": "floodgate", "at": at, "days": "daily", "tz": "UTC"})
	answerOf(t, inDiscord, discordtest.Channel, 2)

	count := func(words string) (n [2]int) {
		for _, m := range inSlack.Answers("C9") {
			n[0] += strings.Count(m.Words(), words)
		}
		for _, m := range inDiscord.Answers(discordtest.Channel) {
			n[1] += strings.Count(m.Words(), words)
		}
		return n
	}
	visit := func() { askVia(t, config, "admin source resume "+site.URL+"/feed") }
	const second, corrected = "will open again before the end of the week", "will not open again before the spring" // without the topic, which is marked
	outlet.set(2, "The second floodgate "+second)
	visit()
	eventually(t, "the watches", func() bool { return count(second) == [2]int{1, 1} })
	ahead.Store(int64(time.Until(due)))
	eventually(t, "the digests", func() bool { return count(second) == [2]int{2, 2} })
	if n := count("stays closed until the divers"); n != [2]int{} {
		t.Errorf("the backlog was posted %v times", n)
	}
	outlet.set(2, "The second floodgate "+corrected)
	visit()
	eventually(t, "the correction in all posts", func() bool { return count(second) == [2]int{} })
	if page := askVia(t, config, "/changes by:Brandt topic:floodgate"); !strings.Contains(page, "spring") {
		t.Errorf("changes: %s", page)
	}
	outlet.set(2, "")
	ahead.Add(int64(20 * time.Hour))
	eventually(t, "the removal", func() bool { // its page must be missing twice
		visit()
		ahead.Add(int64(4 * time.Minute))
		return strings.Contains(askVia(t, config, "admin source list"), "1 taken back")
	})
	eventually(t, "the edits after the removal", func() bool { return count(corrected) == [2]int{} })
	if answer := askVia(t, config, "/who-said floodgate"); strings.Contains(answer, corrected) {
		t.Errorf("answered with what was taken back: %s", answer)
	}
	if status, body := fetch(t, console+"/answer?q=admin+source+list"); status != http.StatusOK || !strings.Contains(body, "1 taken back") {
		t.Errorf("the page: %d %s", status, body)
	}
	for _, p := range inSlack.Problems() {
		t.Errorf("Slack refused: %s", p)
	}
	for _, p := range inDiscord.Problems() {
		t.Errorf("Discord refused: %s", p)
	}
}
