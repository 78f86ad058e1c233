package app

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// BenchmarkAnswersWhileNewsComesIn measures answers at rest, then while 50 articles a
// second come in, and after how long a new article can be asked for.
func BenchmarkAnswersWhileNewsComesIn(b *testing.B) {
	c := config.Default()
	c.Data, c.Log.Level = filepath.Join(b.TempDir(), "data"), "error"
	a, err := Open(b.Context(), c, c.Logger())
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	const stock, perSecond = 2000, 50
	next := 0
	bring := func(ctx context.Context, n int) {
		d := ingest.Delivery{From: "https://quay.example/feed"}
		for range n {
			d.Articles = append(d.Articles, invented(next))
			next++
		}
		if err := a.ingester.Bring(ctx, d); err != nil && ctx.Err() == nil {
			b.Error(err)
		}
	}
	for next < stock {
		bring(b.Context(), 100)
	}
	b.Run("at-rest", func(b *testing.B) { measureAnswers(b, a) })
	ctx, stop := context.WithCancel(b.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(time.Second / 5)
		defer tick.Stop()
		for ctx.Err() == nil {
			bring(ctx, perSecond/5)
			<-tick.C
		}
	}()
	b.Run("news-comes-in", func(b *testing.B) { measureAnswers(b, a) })
	stop()
	<-ended
	b.Run("fresh", func(b *testing.B) {
		for b.Loop() {
			bring(b.Context(), 1)
			if card := a.Mux.Answer(b.Context(), fmt.Sprintf(`/who-said "gate %d"`, next-1), site{a}.visitor()); len(card.Items) == 0 {
				b.Fatalf("article %d cannot be asked for: %s", next-1, card.Notice)
			}
		}
	})
}

// measureAnswers reports percentiles of the time of answers, one after another.
func measureAnswers(b *testing.B, a *App) {
	lines := []string{"/who-said bridge", "/timeline harbour", "what did Brandt say about the lock?", "/who-is Ole Brandt", "/who-said ferry by:Holm"}
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		if card := a.Mux.Answer(b.Context(), lines[i%len(lines)], site{a}.visitor()); card.Status == bot.Failed {
			b.Fatal(card.Notice)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	for _, p := range []int{50, 99} {
		b.ReportMetric(float64(took[(len(took)-1)*p/100].Microseconds())/1000, fmt.Sprintf("p%d-ms", p))
	}
}

// invented is an article of a small harbour.
func invented(n int) article.Article {
	r := rand.New(rand.NewPCG(uint64(n), 3))
	words := []string{"bridge", "lock", "ferry", "harbour", "pier", "dredger", "quay", "council", "tide", "lighthouse"}
	word := func() string { return words[r.IntN(len(words))] }
	var b strings.Builder
	fmt.Fprintf(&b, "“Gate %d and the %s will stay closed before the %s is repaired,” harbour master Ole Brandt said on Monday.\n\n", n, word(), word())
	for range 6 {
		fmt.Fprintf(&b, "Mayor Ida Holm said the %s cost %d crowns, and that the %s would be paid for by the %s. ", word(), r.IntN(100000), word(), word())
		fmt.Fprintf(&b, "The crews of the %s went home at noon, and number %d of the %s was closed an hour later.\n\n", word(), r.IntN(100000), word())
	}
	return article.Article{ID: fmt.Sprint("gate-", n), Title: fmt.Sprintf("Gate %d closed", n), Source: "The Quay", Text: b.String(),
		Published: article.Moment{Time: time.Date(2026, 11, 2, 8, n%60, 0, 0, time.UTC), Precision: article.Minute}}
}
