package discord_test

import (
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// TestAGatewayThatDoesNotGreetIsLeft: a connection without HELLO is given up, and
// another one made.
func TestAGatewayThatDoesNotGreetIsLeft(t *testing.T) {
	t.Parallel()
	f := prepare(t, discordtest.Options{Silent: 1, Heartbeat: 10 * time.Second}, nil)
	began := time.Now()
	f.runAlone()
	for n := 0; n == 0 && time.Since(began) < time.Minute; n, _, _ = f.Sessions() {
		time.Sleep(100 * time.Millisecond)
	}
	f.answers("after a silent connection", 1)
	if waited := time.Since(began); waited < 15*time.Second || waited > 40*time.Second {
		t.Errorf("the second connection came after %v", waited)
	}
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
	f.Await("a heartbeat", func() bool { return f.Beats() == before+1 })
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
