package discord_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// TestAGatewayThatDoesNotGreetIsLeft: a connection without HELLO is given up, and
// another one made.
func TestAGatewayThatDoesNotGreetIsLeft(t *testing.T) {
	t.Parallel()
	f := prepare(t, discordtest.Options{Silent: 1, Heartbeat: 10 * time.Second}, nil)
	f.hurry = time.Second
	began := time.Now()
	f.run()
	if waited := time.Since(began); waited < time.Second {
		t.Errorf("the second connection came after %v", waited)
	}
	f.answers("after a silent connection", 1)
}

// TestTheBotIsNeverDeaf: whatever a gateway does in the place of READY or RESUMED, the
// bot answers again, and the log says what happened.
func TestTheBotIsNeverDeaf(t *testing.T) {
	t.Parallel()
	rows := []struct {
		why         string
		first, lost []string // in the place of READY at the start, and of RESUMED after a break
		says        string
	}{
		{"no READY", []string{"silence"}, nil, "did not say that it is ready"},
		{"no RESUMED", nil, []string{"silence"}, "RESUME was not answered"},
		{"invalid at the start", []string{"invalid", "invalid"}, nil, "the session has ended"},
		{"resumable, though there is nothing to resume", []string{"resumable"}, nil, "the session has ended"},
		{"invalid after a break", nil, []string{"invalid"}, "the session has ended"},
		{"resumable again and again", nil, []string{"resumable", "resumable", "resumable"}, "RESUME was refused"},
		{"no frame", []string{"garbage"}, []string{"garbage"}, "no frame"},
		{"no frame, again and again", nil, []string{"garbage", "garbage", "garbage"}, "RESUME was refused"},
		{"an event without a name", []string{"nameless"}, []string{"nameless"}, "RESUME was not answered"},
		{"silence after silence", []string{"silence", "invalid"}, []string{"resumable", "silence"}, "RESUME was not answered"},
	}
	for _, r := range rows {
		t.Run(r.why, func(t *testing.T) {
			t.Parallel()
			f := prepare(t, discordtest.Options{}, nil)
			f.hurry = time.Second
			f.Trick(2, r.first...)
			f.run()
			f.Trick(6, r.lost...)
			f.Drop()
			f.Await("the gateway's tricks", func() bool { return f.Tricked() == len(r.first)+len(r.lost) })
			f.Await("the connection", func() bool { n, _, _ := f.Sessions(); return n == 1 })
			f.answers(r.why, 1)
			if !strings.Contains(f.log.Text(), r.says) {
				t.Errorf("the log does not say %q", r.says)
			}
		})
	}
}

// TestAServerWithoutRESUMEIsNotAskedForIt: that is noticed and said once.
func TestAServerWithoutRESUMEIsNotAskedForIt(t *testing.T) {
	t.Parallel()
	f := prepare(t, discordtest.Options{}, nil)
	f.hurry = 500 * time.Millisecond
	f.run()
	f.Trick(6, "silence", "silence", "silence", "silence")
	for i := range 4 {
		f.Drop()
		f.connected(i+2, 0)
	}
	f.answers("without RESUME", 1)
	if n := f.Tricked(); n != 2 {
		t.Errorf("asked for RESUME %d times", n)
	}
	if n := strings.Count(f.log.Text(), "what=RESUME"); n != 1 {
		t.Errorf("said %d times that the server lacks RESUME", n)
	}
}

// TestAnOutageIsTold: also of a Discord that cannot be reached at the start.
func TestAnOutageIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told []string
		b := discord.New(discord.Config{APIURL: "http://127.0.0.1:1/api/v10", Token: "t", Log: slog.New(slog.DiscardHandler),
			Dial:    func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("nobody listens") },
			Trouble: func(text string) { told = append(told, text) }})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- b.Run(ctx) }()
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if len(told) != 1 || !strings.Contains(told[0], "Discord has not been reached") {
			t.Errorf("told %q", told)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// TestAHeartbeatThatIsNotAcknowledgedEndsTheConnection: its session goes on.
func TestAHeartbeatThatIsNotAcknowledgedEndsTheConnection(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.Deafen(1)
	f.connected(1, 1)
	f.answers("after a lost heartbeat", 1)
	f.clean()
}

// TestAHeartbeatIsGivenWhenItIsAskedFor: at once, whatever the interval.
func TestAHeartbeatIsGivenWhenItIsAskedFor(t *testing.T) {
	t.Parallel()
	f := prepare(t, discordtest.Options{Heartbeat: time.Hour}, nil)
	f.run()
	before := f.Beats()
	f.Op(1, nil)
	f.Await("a heartbeat", func() bool { return f.Beats() > before })
}

// TestASessionThatCanBeResumedIs: after op 9 that says so, there is no IDENTIFY.
func TestASessionThatCanBeResumedIs(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.Op(9, true)
	f.connected(1, 1)
	f.answers("after op 9", 1)
	f.clean()
}

// TestAConfiguredGatewayIsKeptTo: RESUME goes there too, and not where READY says.
func TestAConfiguredGatewayIsKeptTo(t *testing.T) {
	t.Parallel()
	f := prepare(t, discordtest.Options{}, nil)
	f.config.GatewayURL = f.GatewayURL()
	f.run()
	f.Drop()
	f.connected(1, 1)
	if n := f.ResumedThere(); n != 0 {
		t.Errorf("%d RESUMEs went to resume_gateway_url", n)
	}
	f.answers("afterwards", 1)
}

// TestTwoShardsIdentifyFiveSecondsApart: where Discord lets one at a time.
func TestTwoShardsIdentifyFiveSecondsApart(t *testing.T) {
	t.Parallel()
	f := prepare(t, discordtest.Options{Shards: 2, OneByOne: true}, func(c *discord.Config) { c.Shards = 0 })
	f.runAlone()
	f.Await("both shards", func() bool { return len(f.IdentifiesMade()) == 2 })
	if made := f.IdentifiesMade(); made[1].At.Sub(made[0].At) < 5*time.Second {
		t.Errorf("the second came %v after the first", made[1].At.Sub(made[0].At))
	}
}
