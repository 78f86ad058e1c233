package slack_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/picture"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// TestATimelineIsAChart: Slack draws it, and nothing is uploaded.
func TestATimelineIsAChart(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		f.Say(alone, "timeline ferry")
		m := f.answer(alone.Channel, 1)
		if !strings.Contains(string(m.Blocks), `"data_visualization"`) || strings.Contains(m.Words(), "Harbour Gazette: 3, 0, 7") || len(f.Files()) != 0 {
			t.Errorf("%d files, %s", len(f.Files()), m.Blocks)
		}
		f.clean()
	})
}

// TestAServerWithoutCharts has the picture uploaded, and shown as soon as it can be; the
// first answer goes without.
func TestAServerWithoutCharts(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{Classic: true, FilesAfter: time.Second}, nil)
		f.run()
		f.Say(alone, "timeline ferry")
		if m := f.answer(alone.Channel, 1); !strings.Contains(m.Words(), "Harbour Gazette: 3, 0, 7") {
			t.Errorf("answered %s", m.Blocks)
		}
		f.Say(alone, "timeline ferry")
		if m := f.answer(alone.Channel, 2); !strings.Contains(string(m.Blocks), `"slack_file":{"id":"F0001"}`) {
			t.Errorf("answered %s", m.Blocks)
		}
	})
}

func TestATimelineHasAPictureWithItsNumbersInWords(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{Classic: true}, nil)
		f.run()
		f.Say(alone, "who-said truce") // its feedback buttons are refused, and left out from then on
		f.answer(alone.Channel, 1)
		for i := range 2 {
			f.Command(anna, "/timeline ferry")
			m := f.answer("C1", i+1)
			if !strings.Contains(string(m.Blocks), `"slack_file":{"id":"F0001"}`) || !strings.Contains(string(m.Blocks), "Harbour Gazette: 3, 0, 7, 12, 5, 1.") {
				t.Errorf("answer %d: %s", i+1, m.Blocks)
			}
		}
		if n := len(f.Files()); n != 1 {
			t.Fatalf("%d uploads of one picture", n)
		}
		got, err := png.Decode(bytes.NewReader(f.Files()[0].Data))
		if err != nil {
			t.Fatal(err)
		}
		if size := got.Bounds().Size(); size.X != picture.Width {
			t.Errorf("a picture of %v", size) // what is on it, the golden pictures of that room hold
		}
	})
}

func TestARefusedPictureCostsNothingElse(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		f.Fail("chat.postMessage", slacktest.Fault{Error: "invalid_blocks"})
		f.Say(alone, "timeline ferry")
		m := f.answer(alone.Channel, 1)
		if strings.Contains(string(m.Blocks), "slack_file") || !strings.Contains(m.Words(), "Harbour Gazette: 3, 0, 7") || len(m.Buttons()) == 0 {
			t.Errorf("answered %s", m.Blocks)
		}
	})
}
