package discord_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// TestATimelineHasAPicture: the picture is attached, with its numbers as its alt
// text; a server that takes no files gets them in the answer.
func TestATimelineHasAPicture(t *testing.T) {
	for _, refused := range []bool{false, true} {
		bubble(t, discordtest.Options{NoFiles: refused}, nil, func(f *fixture) {
			f.run()
			f.Command(discordtest.In(discordtest.Anna), "timeline", map[string]any{"topic": "ferry"})
			f.Await("the timeline", func() bool { return len(f.Answers(discordtest.Channel)) == 1 })
			m := f.Answers(discordtest.Channel)[0]
			if attached := slices.Contains(m.Files, "timeline.png"); attached == refused {
				f.t.Errorf("files refused: %v, and attached %v", refused, m.Files)
			}
			told, alt := strings.Contains(m.Words(), `Harbour Gazette\: 3, 0, 7, 12, 5, 1.`), strings.Contains(strings.Join(m.Alts, ""), "Harbour Gazette: 3, 0, 7, 12, 5, 1.")
			if told != refused || alt == refused || strings.Contains(m.Words(), "takes no files") {
				f.t.Errorf("files refused: %v, and answered %q with a picture of %q", refused, m.Words(), m.Alts)
			}
		})
	}
}
