package metrics_test

import (
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/metrics"
)

// scrape returns what a scrape gets.
func scrape(m *metrics.Metrics) string {
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

// TestMetrics counts answers and articles, and shows the state at the scrape.
func TestMetrics(t *testing.T) {
	t.Parallel()
	state := metrics.State{}
	m := metrics.New(func() metrics.State { return state })
	if text := scrape(m); strings.Contains(text, "newest_article") || !strings.Contains(text, `ingested_articles_total{outcome="rejected"} 0`) {
		t.Errorf("before anything happened:\n%s", text)
	}
	state = metrics.State{Articles: 18, Statements: 134, Passages: 150, Unindexed: 2, Newest: time.Unix(1700000000, 0), IndexBytes: 4096, Partial: true, Problems: 3, Sources: metrics.Sources{Followed: 7, Failing: 2},
		Queues: map[string]int{"slack_messages": 4, "index": 2}}
	m.Answered("who-said", "slack", "answered", 3*time.Millisecond)
	m.Answered("who-said", "slack", "answered", 30*time.Second)
	m.Answered("", "irc", "not understood", 0)
	m.Ingested(5, 1, 0, 2)
	log := slog.New(m.CountLogged(slog.DiscardHandler)).With(slog.String("who", "anna"))
	for i := range 300 {
		log.Error("posting failed", slog.Int("number", i))
		log.WithGroup("g").Warn(fmt.Sprintf("another kind %d", i)) //nolint:sloglint // more kinds than a program has
	}
	log.Info("nothing of note")
	text := scrape(m)
	for _, want := range []string{
		`briefing_bot_answer_duration_seconds_bucket{command="who-said",status="answered",surface="slack",le="0.005"} 1`,
		`briefing_bot_answer_duration_seconds_count{command="who-said",status="answered",surface="slack"} 2`,
		`briefing_bot_answer_duration_seconds_count{command="none",status="not understood",surface="other"} 1`,
		`briefing_bot_ingested_articles_total{outcome="added"} 5`,
		`briefing_bot_articles 18`, `briefing_bot_statements 134`, `briefing_bot_passages 150`, `briefing_bot_unindexed_articles 2`,
		`briefing_bot_newest_article_timestamp_seconds 1.7e+09`, `briefing_bot_index_bytes 4096`, `briefing_bot_index_partial 1`, `briefing_bot_problems 3`,
		`briefing_bot_sources{state="followed"} 7`, `briefing_bot_sources{state="failing"} 2`, `briefing_bot_sources{state="stopped"} 0`,
		`briefing_bot_queue_length{queue="slack_messages"} 4`, `briefing_bot_queue_length{queue="index"} 2`,
		`briefing_bot_errors_total{kind="posting failed",level="error"} 300`, `briefing_bot_errors_total{kind="another kind 7",level="warning"} 1`,
		`briefing_bot_errors_total{kind="other",level="warning"} 101`,
		"go_build_info{", "go_goroutines ",
	} {
		if !strings.Contains(text, "\n"+want) {
			t.Errorf("no %s", want)
		}
	}
	faults, err := promlint.New(strings.NewReader(text)).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		if strings.HasPrefix(f.Metric, "briefing_bot") {
			t.Error(fmt.Sprint(f))
		}
	}
}
