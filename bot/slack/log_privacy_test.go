package slack_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

func TestTheLogHoldsNoSecretAndNothingThatUsersWrote(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		const words = "zanzibar"
		f.Fail("response", slacktest.Fault{Status: http.StatusInternalServerError}, slacktest.Fault{Status: http.StatusNotFound})
		f.Fail("chat.postEphemeral", slacktest.Fault{Error: "internal_error"}, slacktest.Fault{Error: "invalid_blocks"})
		f.Command(anna, "/who-said "+words)
		f.answer("C1", 1)
		f.Command(anna, "/panic "+words)
		f.answer("C1", 2)
		f.Command(anna, "/fail "+words)
		f.answer("C1", 3)
		f.Fail("chat.postMessage", slacktest.Fault{Error: "not_in_channel"}, slacktest.Fault{Error: "no_such_error"})
		ts, _ := f.Say(anna, mention+words)
		f.Say(alone, words+" status")
		f.Edit(anna, ts, mention+words)
		f.Event("", map[string]any{"type": words, "channel": map[string]any{"id": words}, "text": words})
		there := slacktest.Place{Channel: "C2", User: "U1"}
		f.Command(there, "/who-said "+words)
		f.Press(there, f.answer("C2", 1), "Export")
		f.Await("the export", func() bool { return len(f.Files()) == 1 })
		f.Fail("apps.connections.open", slacktest.Fault{Status: http.StatusBadGateway})
		f.Fail("link", slacktest.Fault{Status: http.StatusBadGateway})
		f.Drop()
		f.Await("both connections", func() bool { return f.Connections() == 2 })
		f.config.State.Close()
		f.Command(anna, "/who-said "+words)
		f.settled("C1")
		f.end()
		log := f.log.Text()
		if len(log) < 1000 || !strings.Contains(log, "level=DEBUG") {
			t.Fatalf("the log has %d bytes: nothing was tried", len(log))
		}
		for _, secret := range []string{words, "xoxb-", "xapp-", "/response/", "ticket=", slacktest.SigningSecret} {
			if i := strings.Index(log, secret); i >= 0 {
				t.Errorf("%q stands in the log: …%s…", secret, log[max(0, i-300):min(len(log), i+60)])
			}
		}
	})
}

// TestAServersWordsStayOutOfTheLog: what a response URL says may be what it was sent.
func TestAServersWordsStayOutOfTheLog(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		echo := slacktest.Fault{Status: http.StatusBadRequest, Body: "invalid payload: zanzibar"}
		coded := slacktest.Fault{Status: http.StatusBadRequest, Body: `{"ok":false,"error":"no such zanzibar"}`}
		down := slacktest.Fault{Status: http.StatusBadGateway, Body: "zanzibar is down"}
		f.Fail("response", down, echo, coded, coded)
		for i := range 2 {
			f.Command(anna, "/who-said zanzibar")
			f.answer("C1", i+1)
		}
		// A deletion has no other route than its response URL.
		f.Command(boris, "/who-said zanzibar")
		m := f.answer("C1", 3)
		f.Fail("response", echo, coded)
		f.Press(boris, m, "Delete")
		f.Fail("chat.postMessage", slacktest.Fault{Error: "zanzibar: no such thing"})
		f.Say(alone, "who-said zanzibar")
		f.settled("C1")
		if log := f.log.Text(); !strings.Contains(log, "the response URL answered") || strings.Contains(log, "zanzibar") {
			t.Errorf("the log: %s", log)
		}
	})
}
