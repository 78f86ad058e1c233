package extract

import (
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestAnyBytes takes text that is not UTF-8 too: it must not fail.
func TestAnyBytes(t *testing.T) {
	for _, text := range []string{"\xff", "“\xffhello\x80” he said", "\x00", strings.Repeat("\xe2\x80", 99), ""} {
		New(nil).Annotate(article.Article{Text: text})
	}
}

// TestLongTexts: time grows with the length alone, whatever the text is made of.
func TestLongTexts(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	const size = 5_000
	for name, unit := range map[string]string{
		"news":             "The mayor said on Friday that the bridge would open soon. “We are ready,” she told reporters.\n",
		"quotation marks":  "“",
		"closing marks":    "”",
		"straight marks":   "\" ",
		"apostrophes":      " '",
		"brackets":         "(",
		"one word":         "a",
		"full stops":       ".",
		"stops and letter": ".a",
		"letters, stops":   "a.",
		"no sentence ends": "and she said he said ",
		"cues":             "said ",
		"commas":           "he, said, ",
		"labels":           "Ann Holm: Why?\n",
		"questions":        "Q: Why?\nA: No, we said.\n",
		"quoted mail":      "> > ",
		"references":       "&amp;",
		"tags":             "<p>",
		"open tags":        "<a href='",
		"open comments":    "<!--",
		"open scripts":     "<script>",
		"soft hyphens":     "\u00ad",
		"broken words":     "the nego-\ntiations of ",
		"broken lines":     "that the ferry and\n",
		"guillemets":       "«",
		"dialogue":         "— No, said he.\n",
		"sentences quoted": "“We go.” ",
		"lines of names":   "Ann Holm, mayor\n",
	} {
		t.Run(name, func(t *testing.T) {
			small := annotateTime(strings.Repeat(unit, size/len(unit)))
			took := annotateTime(strings.Repeat(unit, 4*size/len(unit)))
			if took > time.Second && took > 8*small {
				t.Errorf("%d bytes took %v, four times as many %v", size, small, took)
			}
		})
	}
}

// annotateTime returns the processor time that annotating text takes.
func annotateTime(text string) time.Duration {
	start := cpuTime()
	New(nil).Annotate(article.Article{Text: text})
	return cpuTime() - start
}
