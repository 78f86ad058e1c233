package bot_test

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
)

// TestSignedNotice: a verdict leads with a sign and has a tone; other answers have
// neither.
func TestSignedNotice(t *testing.T) {
	for verdict, want := range map[string]struct{ notice, tone string }{
		"":               {"Words.", ""},
		"exact":          {"✓ Words.", "good"},
		"trimmed":        {"≈ Words.", "doubtful"},
		"altered":        {"≠ Words.", "bad"},
		"other-speaker":  {"✗ Words.", "bad"},
		"absent":         {"✗ Words.", "bad"},
		"source changed": {"≠ Words.", "bad"},
		"unheard of":     {"Words.", ""},
	} {
		c := bot.Card{Verdict: verdict, Notice: "Words."}
		if c.SignedNotice() != want.notice || c.Tone() != want.tone {
			t.Errorf("%q: notice %q, tone %q", verdict, c.SignedNotice(), c.Tone())
		}
	}
	if got := (bot.Card{Verdict: "exact"}).SignedNotice(); got != "" {
		t.Errorf("a sign without a notice: %q", got)
	}
}
