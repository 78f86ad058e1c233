package discord_test

import (
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// TestABucketIsNotOverrun: what the headers say of a channel's bucket is kept, so
// that Discord has nothing to refuse; people see that something is on its way.
func TestABucketIsNotOverrun(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{Bucket: 2, BucketTime: 2500 * time.Millisecond}, nil, func(f *fixture) {
		f.run()
		f.asksInOrder()
		if f.Typed() == 0 {
			f.t.Error("answers waited for more than 2 s, and nobody was shown that they are on their way")
		}
		f.clean()
	})
}

// TestShards: as many connections as Discord recommends, or the one of this process.
func TestShards(t *testing.T) {
	t.Parallel()
	rows := []struct {
		told          int
		shard, shards int // configured; 0 shards for as many as Discord recommends
		want          []discordtest.Identify
	}{
		{3, 0, 0, []discordtest.Identify{{Shard: 0, Of: 3}, {Shard: 1, Of: 3}, {Shard: 2, Of: 3}}},
		{3, 1, 2, []discordtest.Identify{{Shard: 1, Of: 2}}},
	}
	for _, row := range rows {
		bubble(t, discordtest.Options{Shards: row.told}, func(c *discord.Config) { c.Shard, c.Shards = row.shard, row.shards }, func(f *fixture) {
			f.runAlone()
			f.Await("the shards", func() bool { return len(f.IdentifiesMade()) == len(row.want) })
			for _, want := range row.want {
				found := false
				for _, made := range f.IdentifiesMade() {
					found = found || made.Shard == want.Shard && made.Of == want.Of
				}
				if !found {
					f.t.Errorf("shard %d of %d is not there: %v", want.Shard, want.Of, f.IdentifiesMade())
				}
			}
			f.answers("over shards", 1) // each event once, though every shard here gets it
			f.clean()
		})
	}
}

// TestAnInteractionThatIsTaken: acknowledged by somebody else (40060), or too late
// (10062), it is left alone, and the next one is answered.
func TestAnInteractionThatIsTaken(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		for _, refusal := range []string{`{"code":40060,"message":"Interaction has already been acknowledged."}`, `{"code":10062,"message":"Unknown interaction"}`} {
			f.Answer(1, "/interactions/", 400, nil, refusal)
			f.Command(anna, "who-said", options("topic", "truce"))
		}
		if n := len(f.Answers(channel)); n != 0 {
			f.t.Errorf("%d answers to interactions of others", n)
		}
		f.answers("its own", 1)
		f.clean()
	})
}

// TestTheFirstResponseIsTriedAgain: within Discord's 3 s, after a fault that passes and
// after a reply that was lost: what is acknowledged then was acknowledged by itself.
func TestTheFirstResponseIsTriedAgain(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		f.Answer(2, "/interactions/", 503, nil, "down")
		f.answers("after two faults", 1)
		f.Lose(1, "/interactions/")
		f.answers("after a lost reply", 2)
		f.Answer(1, "/interactions/", 503, nil, "down")
		f.Answer(1, "/interactions/", 404, nil, `{"code":10062,"message":"Unknown interaction"}`)
		if d := f.Command(anna, "who-said", options("topic", "truce")); d.Acked {
			f.t.Error("an interaction that is over was acknowledged")
		}
		if n := len(f.Answers(channel)); n != 2 {
			f.t.Errorf("%d answers, though one interaction was over", n)
		}
		f.clean()
	})
}

// TestASearchThatTakesLongIsShown: as what waits for its turn is, until it is answered.
func TestASearchThatTakesLongIsShown(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		f.Command(anna, "slow", nil) // Discord itself shows that this one is under way
		f.Say(alone, "slow")
		f.Await("the typing indicator", func() bool { return f.Typed() == 1 })
		close(f.slow)
		f.Await("the answer", func() bool {
			m := f.Answers(alone.Channel)
			return len(m) == 1 && strings.Contains(m[0].Words(), "Slow but there")
		})
		f.clean()
	})
}

// TestAGlobalLimitHoldsAllChannels: but not the first responses, which are exempt.
func TestAGlobalLimitHoldsAllChannels(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		f.Answer(1, "/channels/"+alone.Channel, 429, nil, `{"message":"slow","retry_after":1.5,"global":true}`)
		began := time.Now()
		f.Say(alone, "who-said truce")
		f.Await("the limit", func() bool { return strings.Contains(f.log.Text(), "Discord asks to wait") })
		f.Say(anna, "<@"+discordtest.BotUser+"> who-said truce")
		if d := f.Command(boris, "status", nil); !d.Acked || d.Took > time.Second {
			f.t.Errorf("a command's first response: %+v", d)
		}
		f.answer(channel, 2) // the command's, which is exempt too, and the reply
		if waited := time.Since(began); waited < 1400*time.Millisecond {
			f.t.Errorf("another channel had its answer after %v", waited)
		}
		f.answer(alone.Channel, 1)
	})
}
