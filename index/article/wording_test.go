package article_test

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

func TestWording(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		equal bool
	}{
		{"The dam is safe.", "The dam  is\nsafe,", true},
		{"“It’s safe”", "\"It's safe\"", true},
		{"The dam is safe.", "The dam is unsafe.", false},
		{"The dam is safe.", "The dam is not safe.", false},
		{"The dam is safe.", "The dam is safe?", false},
		{"We lost $5 million", "We lost €5 million", false},
		{"We lost 5", "We lost -5", false},
		{"It grew 1.5 per cent", "It grew 15 per cent", false},
		{"It grew 5%", "It grew 5", false},
		{"We're ready", "Were ready", false},
		{"The US agreed", "The us agreed", false},
		{"Ask Müller", "Ask Muller", false},
	} {
		if got := article.Wording(c.a) == article.Wording(c.b); got != c.equal {
			t.Errorf("%q and %q: equal is %v", c.a, c.b, got)
		}
	}
}
