package source

import (
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/raced"
)

func TestPreparingAPageTakesLittleTime(t *testing.T) {
	raced.Sequential(t)
	for name, content := range map[string]string{
		"deep boxes":       strings.Repeat(`<div class="consent related paywall">`, 60_000),
		"deep spans":       `<p>` + strings.Repeat(`<span class="offer">Read more `, 60_000),
		"deep hidden ones": strings.Repeat(`<div aria-hidden="true"><h1>x</h1>`, 30_000),
		"wide":             strings.Repeat(`<p>Read more: <a href="/x">x</a></p><ul class="related"><li><a>y</a></li></ul>`, 15_000),
	} {
		start := time.Now()
		_, _ = readPage(t, content, "", "")
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: %v", name, took)
		} else {
			t.Logf("%s: %v", name, took)
		}
	}
}
