//go:build unix

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// serveKillRounds is the environment variable with the number of rounds of
// TestServeSurvivesKill.
const serveKillRounds = "SERVE_TEST_ROUNDS"

// TestServeSurvivesKill kills serve at random moments, while it ingests, watches a
// folder, follows sources, posts digests, changes settings, builds its index again and
// compacts its files. What was acknowledged is there in the end, once, and nothing else is;
// each digest was posted once.
func TestServeSurvivesKill(t *testing.T) {
	t.Parallel()
	rounds, err := strconv.Atoi(os.Getenv(serveKillRounds))
	if err != nil {
		rounds = 4
	}
	for done := 0; done < rounds && !t.Failed(); done += roundsOfAFolder {
		killServe(t, min(rounds-done, roundsOfAFolder))
	}
}

// roundsOfAFolder is the number of rounds after which another data folder is begun: with
// thousands of watched files, serve would be killed while it reads them again, and
// acknowledge little else.
const roundsOfAFolder = 100

// killServe kills serve so many times on a data folder of its own.
func killServe(t *testing.T, rounds int) {
	t.Helper()
	k := &killed{rig: newRig(t, t.TempDir()), articles: map[string]bool{}}
	k.configureDigests(rounds)
	for round := range rounds {
		if round%4 == 3 {
			if err := os.RemoveAll(filepath.Join(k.data, "index")); err != nil {
				t.Fatal(err)
			}
		}
		k.start()
		ctx, cancel := context.WithCancel(t.Context())
		var work sync.WaitGroup
		for name, do := range map[string]func(context.Context, control.Backend, string) error{
			"ingest": k.ingest, "source": k.addSource, "compact": compactOnce,
		} {
			work.Go(func() { k.repeat(ctx, round, name, do) })
		}
		work.Go(func() {
			for i := 0; ctx.Err() == nil && i < 5; i++ {
				k.drop(fmt.Sprintf("file-%d-%d", round, i))
				k.note(fmt.Sprintf("file-%d-%d", round, i))
				time.Sleep(time.Duration(rand.IntN(300)) * time.Millisecond)
			}
		})
		if round%4 != 0 { // else somewhere in its start
			if _, err := k.reach(ctx); err != nil {
				t.Error(err)
			}
		}
		time.Sleep(time.Duration(rand.IntN(1500)) * time.Millisecond)
		k.kill()
		cancel()
		work.Wait()
		if t.Failed() {
			t.Logf("in round %d\n%s", round, k.log)
			break
		}
	}
	k.prove()
}

// killed is what was acknowledged.
type killed struct {
	*rig
	mu       sync.Mutex
	articles map[string]bool
	sources  []string
	hidden   []string
	done     map[string]int

	slack *slacktest.Server
	due   []time.Time // when digests are
}

// digestsAt is the channel of the digests.
const digestsAt = "C9"

// configureDigests sets up a digest for each of the next minutes, of which some are due
// while serve is killed or before it is back.
func (k *killed) configureDigests(rounds int) {
	k.slack = slacktest.New(k.t, slacktest.Options{})
	dir := k.t.TempDir()
	file := fmt.Sprintf("slack:\n  api_url: %s\n  bot_token_file: %s\n  app_token_file: %s\ndigests:\n", k.slack.APIURL(), filepath.Join(dir, "bot"), filepath.Join(dir, "app"))
	begin := time.Now().Add(10 * time.Second).UTC().Truncate(time.Minute) // the first is due once serve knows it
	for i := range 1 + rounds/20 {                                        // a round takes some two seconds
		at := begin.Add(time.Duration(i+1) * time.Minute)
		k.due = append(k.due, at)
		file += fmt.Sprintf("  - {id: minute-%d, platform: slack, workspace: %s, channel: %s, at: %q, days: daily, tz: UTC, empty: say-so}\n", i, slacktest.Team, digestsAt, at.Format("15:04"))
	}
	for name, content := range map[string]string{"bot": slacktest.BotToken, "app": slacktest.AppToken, "briefing.yaml": file} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			k.t.Fatal(err)
		}
	}
	k.options = []string{"--config", filepath.Join(dir, "briefing.yaml")}
}

// proveDigests waits until each digest that was due before now is posted, and fails if one
// is there twice.
func (k *killed) proveDigests(now time.Time) {
	dueBefore := func(when time.Time) (n int) {
		for _, at := range k.due {
			if at.Before(when) {
				n++
			}
		}
		return n
	}
	due := dueBefore(now)
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) { // another process
		posted, most := len(k.slack.Answers(digestsAt)), dueBefore(time.Now())
		if posted >= due && posted <= most {
			break
		}
		if posted > most || time.Now().After(deadline) {
			k.t.Errorf("%d digests are posted, %d to %d were due\n%s", posted, due, most, k.log)
			break
		}
	}
	for _, p := range k.slack.Problems() {
		k.t.Errorf("Slack refused: %s", p)
	}
	k.t.Logf("%d digests were due, all of them posted once", due)
}

func (k *killed) note(id string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.articles[id] = true
}

// repeat does something over and over until serve is gone.
func (k *killed) repeat(ctx context.Context, round int, name string, do func(context.Context, control.Backend, string) error) {
	d, err := k.reach(ctx)
	for i := 0; err == nil && ctx.Err() == nil; i++ {
		if err = do(ctx, d, fmt.Sprintf("%d-%d", round, i)); err == nil {
			k.mu.Lock()
			if k.done == nil {
				k.done = map[string]int{}
			}
			k.done[name]++
			k.mu.Unlock()
		}
	}
}

func (k *killed) ingest(ctx context.Context, d control.Backend, name string) error {
	ids := make([]string, 1+rand.IntN(30))
	for i := range ids {
		ids[i] = fmt.Sprintf("line-%s-%d", name, i)
	}
	if err := bring(ctx, d, ids...); err != nil {
		return err
	}
	for _, id := range ids {
		k.note(id)
	}
	if rand.IntN(4) > 0 {
		return nil
	}
	card, err := d.Answer(ctx, control.Question{Line: "admin hide " + outletOf(ids[0])})
	if err == nil && card.Status == bot.Answered && strings.Contains(fmt.Sprint(card.Text), "→") {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.hidden = append(k.hidden, outletOf(ids[0]))
	}
	return err
}

func (k *killed) addSource(ctx context.Context, d control.Backend, name string) error {
	card, err := d.Answer(ctx, control.Question{Line: "admin source add " + k.site.URL + "/feed/" + name + " every:1h"})
	if err == nil && card.Status == bot.Answered {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.sources = append(k.sources, name)
	}
	return err
}

func compactOnce(ctx context.Context, d control.Backend, _ string) error {
	time.Sleep(time.Duration(rand.IntN(200)) * time.Millisecond)
	_, err := d.Compact(ctx)
	return err
}

// prove starts serve once more, waits for the watched folder and the sources, and
// compares what the archive holds with what was acknowledged.
func (k *killed) prove() {
	t := k.t
	k.start()
	d, err := k.reach(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(time.Minute + time.Duration(len(k.articles))*20*time.Millisecond)
	for {
		card, err := d.Answer(t.Context(), control.Question{Line: "/status"})
		report, checkErr := d.Check(t.Context())
		if err != nil || checkErr != nil {
			t.Fatal(err, checkErr)
		}
		if report.Indexed == report.Articles && report.Articles >= len(k.articles)+len(k.sources) && k.filesAreIn(d) {
			if len(report.Problems) > 0 {
				t.Errorf("check: %q", report.Problems)
			}
			break
		}
		if time.Now().After(deadline) {
			t.Errorf("%d articles, of %d and %d sources acknowledged: %s\n%s", report.Articles, len(k.articles), len(k.sources), card.Notice, k.log)
			break
		}
		time.Sleep(300 * time.Millisecond) // another process; a check holds up what comes in
	}
	k.proveDigests(time.Now())
	card, err := d.Answer(t.Context(), control.Question{Line: "admin settings"})
	if err != nil {
		t.Fatal(err)
	}
	shown := fmt.Sprint(card)
	for _, outlet := range k.hidden {
		if !strings.Contains(shown, outlet) {
			t.Errorf("%s is not hidden any more", outlet)
		}
	}
	k.stop()
	k.compare()
}

// filesAreIn reports whether all files of the watched folder were read: the number of
// articles alone does not tell, since ingest may have brought some that it had no time to
// acknowledge.
func (k *killed) filesAreIn(d control.Backend) bool {
	for id := range k.articles {
		if !strings.HasPrefix(id, "file-") {
			continue
		}
		card, err := d.Answer(k.t.Context(), control.Question{Line: `/who-said "ferry ` + id + `"`})
		if err != nil {
			k.t.Fatal(err)
		}
		if card.Total == 0 {
			return false
		}
	}
	return true
}

// compare reads the archive.
func (k *killed) compare() {
	t := k.t
	a, err := archive.Open(k.data, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ofSource := map[string]int{}
	err = a.Each(t.Context(), 0, func(r article.Record) error {
		switch {
		case r.Version != 1:
			t.Errorf("%s came in %d times", r.ID, r.Version)
		case r.Source != outletOf(r.ID):
			ofSource[r.Title]++
		case r.Text != textOf(r.ID):
			t.Errorf("%s reads %.60q", r.ID, r.Text)
		default:
			delete(k.articles, r.ID)
		}
		return nil
	})
	if err != nil || len(a.Repairs()) > 0 || a.Damage().Any() {
		t.Errorf("%v, %q, %s", err, a.Repairs(), a.Damage())
	}
	for id := range k.articles {
		t.Errorf("%s is lost", id)
	}
	for _, name := range k.sources {
		if n := ofSource["News of "+name]; n != 1 {
			t.Errorf("the item of source %s is there %d times", name, n)
		}
	}
	for title, n := range ofSource {
		if n != 1 {
			t.Errorf("%q is there %d times", title, n)
		}
	}
	t.Logf("acknowledged: %v, %d sources, %d settings", k.done, len(k.sources), len(k.hidden))
}
