package handlers_test

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
)

// TestEmptyBriefing: before the first article every question has the one next step for
// its answer, and buttons that work; what was not understood is told as ever.
func TestEmptyBriefing(t *testing.T) {
	t.Parallel()
	b := handlerstest.NewEmpty(t)
	b.IngestCommand = "briefing-bot ingest --data /srv/news FOLDER"
	m := b.NewMux()
	const step = "The briefing holds no articles yet. Add some with: briefing-bot ingest FOLDER"
	for _, line := range []string{"who-said truce", "who-said by:Ostholm", "what did Ostholm say?", "timeline", `check-quote "the water is not ours"`, "who-is Ostholm",
		"people", "topics", "sources", "article a1", "voices truce", "digest now"} {
		card := m.Answer(t.Context(), line, handlerstest.Asker())
		if card.Notice != step || card.Status != bot.Answered || card.Footer != "" || len(card.Items)+len(card.Text) > 0 || card.Title == "" {
			t.Errorf("%s: %+v", line, card)
		}
		for _, a := range card.Actions {
			r := handlerstest.Asker()
			r.Call = a.Call
			if got := m.Do(t.Context(), r); got.Status != bot.Answered {
				t.Errorf("%s: the button %s: %s", line, a.Label, got.Notice)
			}
		}
	}
	if card := m.Answer(t.Context(), "who-said truce", handlerstest.Owner()); !strings.HasSuffix(card.Notice, b.IngestCommand) {
		t.Errorf("who runs it is told %q", card.Notice)
	}
	if card := m.Answer(t.Context(), "who-said truce colour:red", handlerstest.Asker()); card.Status != bot.NotUnderstood {
		t.Errorf("an unknown option: %+v", card)
	}
}

// TestSample: answers from the program's own sample say that it is invented, and the
// status how to bring in one's own.
func TestSample(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	b.Sample = true
	m := b.NewMux()
	for _, line := range []string{"who-said truce", "timeline truce", "people", "what did Ostholm say about the dam?"} {
		if card := m.Answer(t.Context(), line, handlerstest.Asker()); !strings.Contains(card.Footer, "searched 18 invented sample articles") {
			t.Errorf("%s: the footer is %q", line, card.Footer)
		}
	}
	card := m.Answer(t.Context(), "status", handlerstest.Asker())
	if text := strings.Join(card.Text, " "); !strings.Contains(text, "invented") || !strings.Contains(text, "briefing-bot ingest FOLDER") {
		t.Errorf("the status is %q", text)
	}
}
