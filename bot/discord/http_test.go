package discord_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// TestOnlyOneWayToWriteASignatureIsTaken: nothing stands between the timestamp and
// the body in what Discord signs.
func TestOnlyOneWayToWriteASignatureIsTaken(t *testing.T) {
	t.Parallel()
	overHTTP(t, func(f *fixture) {
		public, private, err := ed25519.GenerateKey(nil)
		if err != nil {
			f.t.Fatal(err)
		}
		f.config.PublicKey = hex.EncodeToString(public)
		f.run()
		const ping = `{"id":"1","application_id":"1","type":1,"token":"t","version":1}`
		now := fmt.Sprint(time.Now().Unix())
		rows := []struct {
			why, stamp, body string
			upper            bool
			want             int
		}{
			{"as Discord writes it", now, ping, false, 200},
			{"in capitals", now, ping, true, 200},
			{"leading zeros", "00" + now, ping, false, 401},
			{"a plus sign", "+" + now, ping, false, 401},
			{"a minus sign", "-" + now, ping, false, 401},
			{"a fraction", now + ".0", ping, false, 401},
			{"milliseconds", now + "000", ping, false, 401},
			{"the last digit in the body", now[:len(now)-1], now[len(now)-1:] + ping, false, 401},
			{"nothing", "", now + ping, false, 401},
		}
		for _, r := range rows {
			signature := hex.EncodeToString(ed25519.Sign(private, []byte(r.stamp+r.body)))
			if r.upper {
				signature = strings.ToUpper(signature)
			}
			if status, _ := f.Unsigned([]byte(r.body), r.stamp, signature); status != r.want {
				f.t.Errorf("%s: %d, want %d", r.why, status, r.want)
			}
		}
	})
}

// TestDiscordThatIsDownAtTheStart: deliveries are refused at once, and PINGs answered,
// until it is known who the bot is.
func TestDiscordThatIsDownAtTheStart(t *testing.T) {
	t.Parallel()
	overHTTP(t, func(f *fixture) {
		f.Answer(2, "/users/@me", http.StatusServiceUnavailable, nil, "down")
		f.runAlone()
		f.Await("the address", func() bool {
			resp, err := f.Client.Get(f.InteractionURL)
			if err != nil {
				return false
			}
			return resp.Body.Close() == nil
		})
		command, err := json.Marshal(map[string]any{"id": "77", "application_id": discordtest.App, "type": 2, "token": "t", "data": map[string]any{"name": "help"}, "user": map[string]any{"id": discordtest.Anna}})
		if err != nil {
			f.t.Fatal(err)
		}
		began := time.Now()
		if status, body := f.Signed(command, time.Now()); status != http.StatusServiceUnavailable {
			f.t.Errorf("a command: %d %s", status, body)
		}
		if status, _ := f.Signed([]byte(`{"id":"1","application_id":"1","type":1,"token":"t","version":1}`), time.Now()); status != http.StatusOK {
			f.t.Errorf("a PING: %d", status)
		}
		if waited := time.Since(began); waited > time.Second {
			f.t.Errorf("answered after %v", waited)
		}
		f.Await("the bot to be ready", f.bot.Connected)
		f.answers("when Discord is back", 1)
	})
}
