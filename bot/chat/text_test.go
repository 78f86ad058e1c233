package chat_test

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot/chat"
)

func TestShorten(t *testing.T) {
	rows := []struct {
		text, want, why string
		limit           int
	}{
		{"harbour", "harbour", "it fits", 7},
		{"harbours", "harbou…", "one unit too many", 7},
		{"👩👩👩", "👩…", "a pair of surrogates is not split", 4},
	}
	for _, r := range rows {
		if got := chat.Shorten(r.text, r.limit); got != r.want {
			t.Errorf("%s: %q becomes %q, want %q", r.why, r.text, got, r.want)
		}
	}
}

func TestWebAddress(t *testing.T) {
	const limit = 3_000
	rows := []struct{ address, want, why string }{
		{"https://gazette.example/a#:~:text=b", "https://gazette.example/a#:~:text=b", "the exact place"},
		{"javascript:alert(1)", "", "a script"},
		{"//evil.example/x", "", "no scheme"},
		{"https://[::bad", "", "not an address"},
		{"file:///etc/passwd", "", "a file"},
		{"https://gazette.example/" + strings.Repeat("a", limit), "", "too long"},
		{"https://gazette.example/" + strings.Repeat("ä", limit/4), "", "too long once it is escaped"},
	}
	for _, r := range rows {
		if got := chat.WebAddress(r.address, limit); got != r.want {
			t.Errorf("%s: %q becomes %q, want %q", r.why, r.address, got, r.want)
		}
	}
}
