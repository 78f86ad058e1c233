package metrics

import (
	"net/http"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// State holds the gauges, which are looked up for each scrape.
type State struct {
	Articles, Statements, Passages int
	Unindexed                      int       // articles that are stored and cannot be found yet
	Newest                         time.Time // when the newest article came in; zero if none has
	IndexBytes                     int64
	Partial                        bool   // the index is being built
	Problems                       int    // that status lists
	DiskFree                       uint64 // bytes, where the data folder is
	DiskFull                       bool   // nothing can be stored
	Sources                        Sources
	Queues                         map[string]int // what waits or is under way, by queue
}

// Sources counts the sources that are followed, each in one state.
type Sources struct{ Followed, Failing, Paused, Stopped int }

// Metrics are the counters of one process.
type Metrics struct {
	registry *prometheus.Registry
	answers  *prometheus.HistogramVec
	ingested *prometheus.CounterVec
	logged   logged
}

// buckets are upper limits of the time of an answer, in seconds. Answers take
// milliseconds, and may take answers.timeout.
var buckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

// New returns metrics whose gauges are what state returns, which is called at each
// scrape by one goroutine at a time.
func New(state func() State) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		answers: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "briefing_bot_answer_duration_seconds", Buckets: buckets,
			Help: "Time to answer a line, by command, surface and status (answered, not understood, failed).",
		}, []string{"command", "surface", "status"}),
		ingested: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "briefing_bot_ingested_articles_total",
			Help: "Articles that came in, by outcome (added, updated, unchanged, rejected).",
		}, []string{"outcome"}),
	}
	m.logged.counts = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "briefing_bot_errors_total",
		Help: "Errors and warnings, by level and kind: the words of the log line, without what it is about. Lines that the log leaves out since they repeat are counted.",
	}, []string{"level", "kind"})
	m.registry.MustRegister(m.answers, m.ingested, m.logged.counts, &gauges{look: state},
		collectors.NewBuildInfoCollector(), collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, outcome := range outcomes {
		m.ingested.WithLabelValues(outcome)
	}
	return m
}

// surfaces are the values of the label surface; anything else is "other", so that no
// caller can make series without end.
var surfaces = []string{"slack", "discord", "console", "terminal", "mcp"}

// Answered counts an answer. The command is "" if no command answered.
func (m *Metrics) Answered(command, surface, status string, took time.Duration) {
	if command == "" {
		command = "none"
	}
	if !slices.Contains(surfaces, surface) {
		surface = "other"
	}
	m.answers.WithLabelValues(command, surface, status).Observe(took.Seconds())
}

// outcomes are the values of the label outcome.
var outcomes = []string{"added", "updated", "unchanged", "rejected"}

// Ingested counts articles that came in, or were to.
func (m *Metrics) Ingested(added, updated, unchanged, rejected int) {
	for i, n := range []int{added, updated, unchanged, rejected} {
		m.ingested.WithLabelValues(outcomes[i]).Add(float64(n))
	}
}

// Handler answers scrapes.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4})
}

// gauges collects a State at each scrape.
type gauges struct{ look func() State }

var (
	articles   = describe("articles", "Articles that can be found.")
	statements = describe("statements", "Statements in them.")
	passages   = describe("passages", "Passages in them.")
	unindexed  = describe("unindexed_articles", "Articles that are stored and cannot be found yet.")
	newest     = describe("newest_article_timestamp_seconds", "When the newest article came in, in Unix time; absent if none has.")
	indexBytes = describe("index_bytes", "Size of the index on disk.")
	partial    = describe("index_partial", "1 while the index is being built and answers are marked as partial.")
	problems   = describe("problems", "Problems that status lists.")
	diskFree   = describe("disk_free_bytes", "Free bytes on the disk of the data folder; absent where the system does not tell.")
	diskFull   = describe("disk_full", "1 while nothing can be stored because the disk of the data folder is full.")
	queues     = describe("queue_length", "What waits or is under way, by queue: messages and questions of each chat service, articles for the index, sources being asked.", "queue")
	sources    = describe("sources", "Sources that are followed, by state (followed, failing, paused, stopped).", "state")
)

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("briefing_bot_"+name, help, labels, nil)
}

// Describe sends the descriptions of all gauges.
func (g *gauges) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{articles, statements, passages, unindexed, newest, indexBytes, partial, problems, diskFree, diskFull, sources, queues} {
		out <- d
	}
}

// Collect sends the values of all gauges.
func (g *gauges) Collect(out chan<- prometheus.Metric) {
	s := g.look()
	send := func(d *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	send(sources, float64(s.Sources.Followed), "followed")
	send(sources, float64(s.Sources.Failing), "failing")
	send(sources, float64(s.Sources.Paused), "paused")
	send(sources, float64(s.Sources.Stopped), "stopped")
	for name, n := range s.Queues {
		send(queues, float64(n), name)
	}
	send(articles, float64(s.Articles))
	send(statements, float64(s.Statements))
	send(passages, float64(s.Passages))
	send(unindexed, float64(s.Unindexed))
	send(indexBytes, float64(s.IndexBytes))
	send(problems, float64(s.Problems))
	if !s.Newest.IsZero() {
		send(newest, float64(s.Newest.Unix()))
	}
	send(partial, flag(s.Partial))
	send(diskFull, flag(s.DiskFull))
	if s.DiskFree > 0 {
		send(diskFree, float64(s.DiskFree))
	}
}

// flag returns 1 for true.
func flag(on bool) float64 {
	if on {
		return 1
	}
	return 0
}
