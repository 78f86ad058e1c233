package discord_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// asksTooLong makes a command whose answer comes when its token has expired.
func (f *fixture) asksTooLong() {
	f.t.Helper()
	f.Command(anna, "slow", nil)
	time.Sleep(400 * time.Millisecond)
	close(f.slow)
}

// expiring has tokens that expire before asksTooLong is answered.
var expiring = discordtest.Options{TokenLife: 300 * time.Millisecond}

// TestALateAnswerIsTriedAgain: neither a direct channel that does not open at once
// nor a message that Discord does not take, or whose reply is lost, loses it.
func TestALateAnswerIsTriedAgain(t *testing.T) {
	t.Parallel()
	bubble(t, expiring, nil, func(f *fixture) {
		f.run()
		f.Answer(1, "/users/@me/channels", http.StatusServiceUnavailable, nil, "down")
		f.Answer(1, "/channels/"+alone.Channel, http.StatusServiceUnavailable, nil, "down")
		f.Lose(1, "/channels/"+alone.Channel)
		f.asksTooLong()
		if m := f.answer(alone.Channel, 1); !strings.Contains(m.Words(), "Slow but there") {
			f.t.Errorf("answered %q", m.Words())
		}
		f.end()
		if all := f.Answers(alone.Channel); len(all) != 1 {
			f.t.Errorf("answers: %v", all)
		}
		f.clean()
	})
}
