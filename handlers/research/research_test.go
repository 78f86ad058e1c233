package research_test

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
)

func TestMain(m *testing.M) { handlerstest.Main(m) }

// TestAnswers asks the sample and compares the answers with golden files.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string][]string{
		"voices": {
			"voices truce limit:4", "voices truce by:outlet", "voices dam source:Courier", "voices volcano", "voices water since:2026-11-01", "voices dam by:Putin",
		},
		"changes": {
			"changes truce by:Ostholm", "changes by:Tarrouche limit:3", "changes volcano by:Ostholm", "changes truce", "changes gates by Saldiyev", "changes by:Saldiyev limit:2",
		},
		"not_quoted": {
			"not-quoted dam", "not-quoted volcano", "not-quoted", "not-quoted truce source:Courier limit:2", "not-quoted talks on:2026-10-13", "not-quoted river limit:2",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handlerstest.Golden(t, name, handlerstest.Script(t, handlerstest.New(t), handlerstest.Asker(), lines...))
		})
	}
}
