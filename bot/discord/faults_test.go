package discord_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// answers asks once and wants one answer.
func (f *fixture) answers(what string, n int) {
	f.t.Helper()
	if d := f.Command(anna, "who-said", options("topic", "truce")); !d.Acked {
		f.t.Fatalf("%s: not acknowledged", what)
	}
	f.answer(channel, n)
	time.Sleep(50 * time.Millisecond)
	if got := len(f.Answers(channel)); got != n {
		f.t.Errorf("%s: %d answers, want %d", what, got, n)
	}
}

// connected waits until the bot has resumed and identified that often.
func (f *fixture) connected(identified, resumed int) {
	f.t.Helper()
	f.Await(fmt.Sprintf("connection after %d IDENTIFYs and %d RESUMEs", identified, resumed), func() bool {
		standing, i, r := f.Sessions()
		return standing == 1 && i == identified && r == resumed
	})
}

// asksInOrder asks five times in a direct message and wants the answers in order.
func (f *fixture) asksInOrder() {
	f.t.Helper()
	var asked []string
	for range 5 {
		asked = append(asked, f.Say(alone, "who-said truce"))
		time.Sleep(300 * time.Millisecond) // each is found before the next is asked
	}
	f.answer(alone.Channel, 5)
	for i, m := range f.Answers(alone.Channel) {
		if m.ReplyTo != asked[i] {
			f.t.Errorf("answer %d replies to %s, want %s", i+1, m.ReplyTo, asked[i])
		}
	}
}

// fails runs a bot that is to end by itself.
func (f *fixture) fails() error {
	f.t.Helper()
	store, err := state.Open(f.dir, state.Options{})
	if err != nil {
		f.t.Fatal(err)
	}
	defer store.Close()
	f.config.State = store
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
	defer stop()
	return discord.New(f.config).Run(ctx)
}

func TestARefusedTokenStopsWithTheMend(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"", "wrong"} {
		bubble(t, discordtest.Options{}, func(c *discord.Config) { c.Token = token }, func(f *fixture) {
			var refused *rest.TokenError
			if err := f.fails(); !errors.As(err, &refused) || !strings.Contains(err.Error(), "Reset Token") {
				f.t.Errorf("%q: ended with %v", token, err)
			}
		})
	}
}

func TestHalfEmptyEventsAndPanicsHarmNothing(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		for _, data := range []any{nil, 7, "x", []int{1}, map[string]any{}, map[string]any{"id": "1"}, map[string]any{"id": 5},
			map[string]any{"id": "2", "token": "t", "type": 2}, map[string]any{"id": "3", "token": "t", "type": 2, "data": nil, "member": nil},
			map[string]any{"id": "4", "token": "t", "type": 3, "data": map[string]any{"custom_id": ""}, "user": map[string]any{"id": "1"}},
			map[string]any{"id": "5", "token": "t", "type": 99, "data": map[string]any{}, "user": map[string]any{"id": "1"}}} {
			for _, kind := range []string{"INTERACTION_CREATE", "MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "NOT_YET_INVENTED"} {
				f.Emit(kind, data)
			}
		}
		if d := f.Command(anna, "panic", nil); !d.Acked {
			f.t.Error("a command that panics was not acknowledged")
		}
		if m := f.answer(channel, 1); !strings.Contains(m.Words(), "Something went wrong") {
			f.t.Errorf("a panic is answered %q", m.Words())
		}
		f.answers("afterwards", 2)
	})
}

func TestRateLimitsAreWaitedForInOrder(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		f.Answer(3, "/channels/"+alone.Channel, 429, map[string]string{"Retry-After": "0.2", "X-RateLimit-Scope": "user"}, `{"message":"slow","retry_after":0.2,"global":false}`)
		f.Answer(1, "/channels/"+alone.Channel, 429, map[string]string{"Retry-After": "1", "X-RateLimit-Global": "true"}, "<html>no JSON</html>")
		f.asksInOrder()
		f.clean()
	})
}

func TestAnAnswerAfterItsTokenGoesToTheAskerAlone(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{TokenLife: 300 * time.Millisecond}, nil, func(f *fixture) {
		f.run()
		f.Command(anna, "slow", nil)
		time.Sleep(400 * time.Millisecond)
		close(f.slow)
		if m := f.answer(alone.Channel, 1); !strings.Contains(m.Words(), "Slow but there") {
			f.t.Errorf("answered %q", m.Words())
		}
		if n := len(f.Answers(channel)); n != 0 {
			f.t.Errorf("%d answers for all to see", n)
		}
		f.clean()
	})
}

func TestRefusalsAreToldWithTheExactPermission(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		for i, row := range []struct {
			code, times int
			want        string
		}{{50001, 1, "View Channel"}, {50013, 2, "permission Send Messages there"}, {50083, 1, "archived"}} {
			f.refuses(row.times, channel, row.code)
			f.Say(anna, "<@"+discordtest.BotUser+"> who-said truce")
			if m := f.answer(alone.Channel, i+1); !strings.Contains(m.Words(), row.want) || !strings.Contains(m.Words(), "<#"+channel+">") {
				f.t.Errorf("%d is told as %q", row.code, m.Words())
			}
		}
		f.clean()
	})
}

func TestAServerWithoutEmbedsOrFiles(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{NoFiles: true}, nil, func(f *fixture) {
		f.run()
		f.Answer(1, "/channels/"+channel, 400, nil, `{"code":50035,"message":"Invalid Form Body"}`)
		f.Say(anna, "<@"+discordtest.BotUser+"> who-said truce")
		m := f.answer(channel, 1)
		if len(m.Embeds) != 0 || !strings.Contains(m.Content, "a lasting **truce**, and soon") {
			f.t.Errorf("as plain text: %q", m.Content)
		}
		f.answers("with embeds", 2)
		m = f.Answers(channel)[1]
		f.Press(anna, m, "Export")
		if m := f.answer(channel, 3); !strings.Contains(m.Words(), "takes no files") {
			f.t.Errorf("the export is answered %q", m.Words())
		}
		f.answers("afterwards", 4)
		for _, row := range f.Answers(channel)[3].Components {
			for _, b := range row.Components {
				if b.Label == "Export" {
					f.t.Error("export is offered, though the server takes no files")
				}
			}
		}
		f.clean()
	})
}

// TestAButtonThatARestartInterruptedCanBeRunAgain: a kill while Discord takes no
// answers leaves none "thinking"; the page that was to be turned still stands.
func TestAButtonThatARestartInterruptedCanBeRunAgain(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		f.answers("the question", 1)
		m := f.Answers(channel)[0]
		f.Answer(4, "/webhooks/", 503, nil, "down")
		f.Press(anna, m, "Share")
		f.Press(anna, m, "▶")
		time.Sleep(200 * time.Millisecond) // both are under way
		killed := f.t.TempDir()
		if err := os.CopyFS(killed, os.DirFS(f.dir)); err != nil {
			f.t.Fatal(err)
		}
		f.end()
		f.dir = killed
		f.run()
		told := func() (discordtest.Message, bool) {
			all := f.Answers(channel)
			i := slices.IndexFunc(all, func(m discordtest.Message) bool { return strings.Contains(m.Words(), "interrupted") })
			return all[max(i, 0)], i > 0
		}
		f.Await("the interruption to be told", func() bool { _, ok := told(); return ok })
		offer, _ := told()
		if offer.For != anna.User {
			f.t.Errorf("all are told: %q", offer.Words())
		}
		if page := f.Answers(channel)[0]; !strings.Contains(page.Words(), "about truce") {
			f.t.Errorf("the page is %q", page.Words())
		}
		f.Press(anna, offer, "Run again")
		f.Await("the answer in the place of the offer", func() bool {
			return slices.ContainsFunc(f.Answers(channel), func(m discordtest.Message) bool {
				return m.ID == offer.ID && strings.Contains(m.Words(), "about truce")
			})
		})
		f.clean()
	})
}

func TestAccessLists(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, func(c *discord.Config) {
		c.Access = discord.Access{Servers: []string{discordtest.Guild}, Roles: []string{"role"}, Sources: map[string][]string{channel: {"Gazette"}}}
	}, func(f *fixture) {
		f.run()
		insider, manager, other := anna, anna, anna
		insider.Roles, manager.Roles, manager.Manages = []string{"role"}, []string{"role"}, true
		other.Guild = "2"
		for i, row := range []struct {
			who     discordtest.Place
			command string
			want    string
		}{
			{anna, "sources", "none of the roles"}, {insider, "sources", `Outlets \[Gazette\] for ` + discordtest.Guild},
			{other, "sources", "not on this bot's list"}, {insider, "admin", "for administrators"}, {manager, "admin", "You are one"},
		} {
			f.Command(row.who, row.command, nil)
			if m := f.answer(channel, i+1); !strings.Contains(m.Words(), row.want) {
				f.t.Errorf("%+v %s: %q, want %q", row.who, row.command, m.Words(), row.want)
			}
		}
		f.Say(alone, "who-said truce")
		if m := f.answer(alone.Channel, 1); !strings.Contains(m.Words(), "only in the servers") {
			f.t.Errorf("a direct message: %q", m.Words())
		}
	})
}

func TestInteractionsOverHTTPAreVerified(t *testing.T) {
	t.Parallel()
	overHTTP(t, func(f *fixture) {
		f.run()
		ping := []byte(`{"id":"1","application_id":"1","type":1,"token":"t","version":1}`)
		if status, body := f.Signed(ping, time.Now()); status != 200 || !strings.Contains(string(body), `"type":1`) {
			f.t.Errorf("PING: %d %s", status, body)
		}
		if status, _ := f.Signed(ping, time.Now().Add(-time.Hour)); status != 401 {
			f.t.Errorf("an old delivery: %d", status)
		}
		for _, signature := range []string{"", "zz", strings.Repeat("00", 64), strings.Repeat("00", 7)} {
			if status, _ := f.Unsigned(ping, fmt.Sprint(time.Now().Unix()), signature); status != 401 {
				f.t.Errorf("the signature %q: %d", signature, status)
			}
		}
		if status, _ := f.Signed([]byte(`{"type":2}`), time.Now()); status != 400 {
			f.t.Errorf("half an interaction: %d", status)
		}
		f.answers("over HTTP", 1)
		f.Press(anna, f.Answers(channel)[0], "▶")
		f.Await("the next page", func() bool { return f.Answers(channel)[0].Edits == 1 })
		f.clean()
	})
}

func TestTheLogHoldsNoSecretsAndNoWordsOfUsers(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		const words = "zanzibarian quicksilver"
		d := f.Command(anna, "who-said", options("topic", words))
		f.answer(channel, 1)
		f.Say(alone, words)
		f.Answer(1, "/webhooks/", 500, nil, "down "+words)
		f.Command(anna, "fail", nil)
		f.Emit("INTERACTION_CREATE", map[string]any{"id": 5, "token": d.Token, "content": words})
		f.Command(anna, "who-said", options("topic", words))
		f.answer(channel, 3)
		f.Drop()
		f.connected(1, 1)
		f.end()
		for _, secret := range []string{discordtest.Token, "interaction-token", "zanzibarian"} {
			if text := f.log.Text(); strings.Contains(text, secret) {
				f.t.Errorf("the log holds %q:\n%s", secret, text)
			}
		}
	})
}
