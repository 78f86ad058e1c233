package gateway_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
	"github.com/briefing-bot/briefing-bot/bot/discord/gateway"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// fixture is a gateway against a fake Discord, in a bubble of time of its own.
type fixture struct {
	*discordtest.Server
	t      *testing.T
	config gateway.Config
	log    *bottest.Logbook
	told   atomic.Int64 // the last MESSAGE_CREATE that was handed on
	sent   int64
}

// play runs a test with a gateway that is not started yet.
func play(t *testing.T, o discordtest.Options, test func(f *fixture)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		n := &bottest.Network{}
		link := n.Link()
		t.Cleanup(link.Cut)
		o.Listener = n.Listen("discord.test:80")
		f := &fixture{Server: discordtest.New(t, o), t: t, log: &bottest.Logbook{}}
		log := slog.New(slog.NewTextHandler(f.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		client := &http.Client{Transport: &http.Transport{DialContext: link.Dial, DisableKeepAlives: true}}
		f.config = gateway.Config{REST: rest.New(f.APIURL(), discordtest.Token, client, log), Log: log, Token: discordtest.Token, Shards: 1,
			Elsewhere: true, Patience: time.Second, Dial: link.Dial, Outage: &chat.Outage{}, Connected: func() {}, Receive: f.receive}
		test(f)
	})
}

func (f *fixture) receive(kind string, data json.RawMessage) {
	var m struct {
		Number int64 `json:"number"`
	}
	if kind == "MESSAGE_CREATE" && json.Unmarshal(data, &m) == nil {
		f.told.Store(m.Number)
	}
}

// run starts the gateway, and stops it at the end of the test.
func (f *fixture) run() {
	ctx, stop := context.WithCancel(f.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- gateway.New(f.config).Run(ctx) }()
	f.t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			f.t.Errorf("ended with %v", err)
		}
	})
}

// start starts the gateway and waits for its connection.
func (f *fixture) start() {
	f.run()
	f.Await("the connection", func() bool { n, _, _ := f.Sessions(); return n == 1 })
}

// connected waits until the gateway has identified and resumed that often.
func (f *fixture) connected(identified, resumed int) {
	f.t.Helper()
	f.Await(fmt.Sprintf("connection after %d IDENTIFYs and %d RESUMEs", identified, resumed), func() bool {
		standing, i, r := f.Sessions()
		return standing == 1 && i == identified && r == resumed
	})
}

// emits sends an event to all sessions.
func (f *fixture) emits() {
	f.sent++
	f.Emit("MESSAGE_CREATE", map[string]any{"number": f.sent})
}

// hears sends an event and wants it handed on.
func (f *fixture) hears(when string) {
	f.t.Helper()
	f.emits()
	f.Await("event "+when, func() bool { return f.told.Load() == f.sent })
}

// TestNothingIsMissed: events that come while the connection is lost are handed on after
// RESUME, which goes to the address that READY gave.
func TestNothingIsMissed(t *testing.T) {
	play(t, discordtest.Options{}, func(f *fixture) {
		f.start()
		f.hears("before")
		f.Drop()
		f.hears("while nobody listens")
		f.connected(1, 1)
		f.Op(7, nil)
		f.connected(1, 2)
		if n := f.ResumedThere(); n != 2 {
			t.Errorf("%d of 2 RESUMEs went to resume_gateway_url", n)
		}
		f.hears("after op 7")
	})
}

// TestNeverDeaf: whatever a server does in the place of HELLO, READY or RESUMED, events
// arrive again, and the log says what happened.
func TestNeverDeaf(t *testing.T) {
	rows := []struct {
		why         string
		silent      int      // connections without HELLO
		first, lost []string // in the place of READY at the start, and of RESUMED after a break
		says        string
	}{
		{"no HELLO", 1, nil, nil, "i/o timeout"},
		{"no READY", 0, []string{"silence"}, nil, "did not say that it is ready"},
		{"no RESUMED", 0, nil, []string{"silence"}, "RESUME was not answered"},
		{"invalid at the start", 0, []string{"invalid", "invalid"}, nil, "the session has ended"},
		{"resumable, though there is nothing to resume", 0, []string{"resumable"}, nil, "the session has ended"},
		{"invalid after a break", 0, nil, []string{"invalid"}, "the session has ended"},
		{"resumable again and again", 0, nil, []string{"resumable", "resumable", "resumable"}, "RESUME was refused"},
		{"no frame", 0, []string{"garbage"}, []string{"garbage"}, "no frame"},
		{"no frame, again and again", 0, nil, []string{"garbage", "garbage", "garbage"}, "RESUME was refused"},
		{"an event without a name", 0, []string{"nameless"}, []string{"nameless"}, "RESUME was not answered"},
		{"silence after silence", 0, []string{"silence", "invalid"}, []string{"resumable", "silence"}, "RESUME was not answered"},
	}
	for _, r := range rows {
		t.Run(r.why, func(t *testing.T) {
			play(t, discordtest.Options{Silent: r.silent}, func(f *fixture) {
				f.Trick(2, r.first...)
				f.start()
				f.Trick(6, r.lost...)
				f.Drop()
				f.Await("the tricks", func() bool { return f.Tricked() == len(r.first)+len(r.lost) })
				f.Await("the connection", func() bool { n, _, _ := f.Sessions(); return n == 1 })
				f.hears(r.why)
				if !strings.Contains(f.log.Text(), r.says) {
					t.Errorf("the log does not say %q:\n%s", r.says, f.log.Text())
				}
			})
		})
	}
}

// TestAServerWithoutRESUME: it is noticed, said once, and not asked again.
func TestAServerWithoutRESUME(t *testing.T) {
	play(t, discordtest.Options{}, func(f *fixture) {
		f.start()
		f.Trick(6, "silence", "silence", "silence", "silence")
		for i := range 4 {
			f.Drop()
			f.connected(i+2, 0)
		}
		f.hears("without RESUME")
		if n := f.Tricked(); n != 2 {
			t.Errorf("asked for RESUME %d times", n)
		}
		if n := strings.Count(f.log.Text(), "what=RESUME"); n != 1 {
			t.Errorf("said %d times that the server lacks RESUME", n)
		}
	})
}

// TestRESUMEThatIsClosed: the close code, and how often in a row, decides whether the
// session is kept.
func TestRESUMEThatIsClosed(t *testing.T) {
	rows := []struct {
		codes               []int
		identified, resumed int  // in the end
		lacks               bool // the server is said to lack RESUME
		gaveUp              int  // how often the log says that the session is given up
	}{
		{[]int{1006, 1001}, 1, 1, false, 0}, {[]int{4000, 1000}, 1, 1, false, 0}, {[]int{4008, 4000}, 1, 1, false, 0},
		{[]int{4003}, 2, 0, false, 0}, {[]int{4007}, 2, 0, false, 0}, {[]int{4009}, 2, 0, false, 0},
		{[]int{4001}, 2, 0, true, 0}, {[]int{4002}, 2, 0, true, 0},
		{[]int{1000, 1000, 1000}, 2, 0, false, 1}, {[]int{1006, 1001, 1000}, 2, 0, false, 1},
	}
	for _, r := range rows {
		t.Run(fmt.Sprint(r.codes), func(t *testing.T) {
			play(t, discordtest.Options{}, func(f *fixture) {
				f.start()
				f.CloseResumes(r.codes...)
				f.Drop()
				f.connected(r.identified, r.resumed)
				if n := f.ResumesTried(); n != len(r.codes)+r.resumed {
					t.Errorf("tried to resume %d times", n)
				}
				if lacks := strings.Contains(f.log.Text(), "what=RESUME"); lacks != r.lacks {
					t.Errorf("said that the server lacks RESUME: %v", lacks)
				}
				if n := strings.Count(f.log.Text(), "could not be resumed"); n != r.gaveUp {
					t.Errorf("said %d times that the session is given up", n)
				}
				f.hears("then")
			})
		})
	}
}

// TestSessionsThatEnd: a new one begins, after op 9 not before a second is over.
func TestSessionsThatEnd(t *testing.T) {
	rows := []struct {
		why  string
		o    discordtest.Options
		ends func(f *fixture)
		from time.Duration
	}{
		{"op 9", discordtest.Options{}, func(f *fixture) { f.Op(9, false) }, time.Second},
		{"a session that is not known any more", discordtest.Options{}, func(f *fixture) {
			f.ForgetSessions()
			f.Drop()
		}, 0},
		{"a server without RESUME", discordtest.Options{NoResume: true}, func(f *fixture) { f.Drop() }, 0},
	}
	for _, r := range rows {
		t.Run(r.why, func(t *testing.T) {
			play(t, r.o, func(f *fixture) {
				f.start()
				began := time.Now()
				r.ends(f)
				f.connected(2, 0)
				if waited := time.Since(began); waited < r.from {
					t.Errorf("identified after %v, want %v or more", waited, r.from)
				}
				f.hears("then")
			})
		})
	}
}

// TestASessionThatCanBeResumed: after op 9 that says so, there is no IDENTIFY.
func TestASessionThatCanBeResumed(t *testing.T) {
	play(t, discordtest.Options{}, func(f *fixture) {
		f.start()
		f.Op(9, true)
		f.connected(1, 1)
		f.hears("after op 9")
	})
}

func TestFatalCloses(t *testing.T) {
	for code, fix := range map[int]string{4004: "Reset Token", 4010: "discord.shard", 4011: "discord.shards: auto", 4012: "gateway_url", 4013: "Update", 4014: "privileged"} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			play(t, discordtest.Options{}, func(f *fixture) {
				f.CloseNext(code)
				var refused *rest.TokenError
				if err := gateway.New(f.config).Run(f.t.Context()); !errors.As(err, &refused) || !strings.Contains(err.Error(), fix) {
					t.Errorf("ended with %v, which does not say %s", err, fix)
				}
				if _, identified, _ := f.Sessions(); identified != 0 {
					t.Error("identified again")
				}
			})
		})
	}
}

// TestHeartbeats: one that is not acknowledged ends the connection, whose session goes
// on; one that is asked for is given at once.
func TestHeartbeats(t *testing.T) {
	play(t, discordtest.Options{}, func(f *fixture) {
		f.start()
		f.Deafen(1)
		f.connected(1, 1)
		f.hears("after a lost heartbeat")
	})
	play(t, discordtest.Options{Heartbeat: 9 * time.Minute}, func(f *fixture) {
		f.start()
		before := f.Beats()
		f.Op(1, nil)
		time.Sleep(time.Second)
		if f.Beats() == before {
			t.Error("no heartbeat within a second")
		}
	})
}

// TestAConfiguredAddress: RESUME goes there too, and not where READY says.
func TestAConfiguredAddress(t *testing.T) {
	play(t, discordtest.Options{}, func(f *fixture) {
		f.config.URL = f.GatewayURL()
		f.start()
		f.Drop()
		f.connected(1, 1)
		if n := f.ResumedThere(); n != 0 {
			t.Errorf("%d RESUMEs went to resume_gateway_url", n)
		}
		f.hears("afterwards")
	})
}

// TestShardsThatDiscordAdvises: they identify 5 s apart if Discord lets one at a time,
// and a Discord that is down is waited for.
func TestShardsThatDiscordAdvises(t *testing.T) {
	play(t, discordtest.Options{Shards: 2, OneByOne: true}, func(f *fixture) {
		f.config.Shards = 0
		f.Answer(2, "/gateway/bot", http.StatusBadGateway, nil, "down")
		f.run()
		f.Await("both shards", func() bool { return len(f.IdentifiesMade()) == 2 })
		if made := f.IdentifiesMade(); made[1].At.Sub(made[0].At) < 5*time.Second {
			t.Errorf("the second came %v after the first", made[1].At.Sub(made[0].At))
		}
	})
}

// TestTheDaysIdentifies: nearly all are spent, so the gateway waits for new ones.
func TestTheDaysIdentifies(t *testing.T) {
	left := 3
	play(t, discordtest.Options{Identifies: &left, IdentifyReset: 10 * time.Second}, func(f *fixture) {
		began := time.Now()
		f.start()
		if waited := time.Since(began); waited < 10*time.Second {
			t.Errorf("identified after %v", waited)
		}
	})
}
