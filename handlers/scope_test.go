package handlers_test

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
)

// TestScope works out which outlets a place may see from what the surface leaves to
// it and from the settings of its channel, its workspace and the whole bot.
func TestScope(t *testing.T) {
	t.Parallel()
	const (
		post, wire, courier = "Imber Valley Post", "Meridian Wire", "Quessar Courier"
		all                 = post + "|" + wire + "|" + courier
	)
	for name, row := range map[string]struct {
		surface  []string // that the configuration leaves to the place
		channel  string   // setting of the channel
		hidden   string   // setting of the workspace
		anywhere string   // hidden at the console, which is everywhere
		want     string
	}{
		"nothing set":                       {want: all},
		"the configuration's list":          {surface: []string{wire}, want: wire},
		"the channel's list":                {channel: wire + "\n" + post, want: post + "|" + wire},
		"hidden in the workspace":           {hidden: wire, want: post + "|" + courier},
		"hidden everywhere":                 {anywhere: post, want: wire + "|" + courier},
		"hidden here and everywhere":        {hidden: wire, anywhere: post, want: courier},
		"the channel cannot widen its list": {surface: []string{wire}, channel: post, want: ""},
		"the lists overlap":                 {surface: []string{wire, post}, channel: post + "\n" + courier, want: post},
		"the channel's only outlet hidden":  {channel: wire, anywhere: wire, want: ""},
		"all hidden":                        {hidden: post + "\n" + wire, anywhere: courier, want: ""},
		"hidden in another case":            {hidden: strings.ToUpper(wire), want: post + "|" + courier},
	} {
		b := newSample(t)
		r := asker()
		r.Sources = row.surface
		for _, set := range []struct{ platform, workspace, channel, name, value string }{
			{r.Platform, r.Workspace, r.Channel, "sources", row.channel},
			{r.Platform, r.Workspace, "", "hidden", row.hidden},
			{"console", "", "", "hidden", row.anywhere},
		} {
			if _, err := b.Settings.Set(t.Context(), set.platform, set.workspace, set.channel, set.name, set.value); err != nil {
				t.Fatal(err)
			}
		}
		scope, err := b.Scope(t.Context(), r)
		var shown []string
		for outlet := range strings.SplitSeq(all, "|") {
			if scope.Shows(outlet) {
				shown = append(shown, outlet)
			}
		}
		if got := strings.Join(shown, "|"); err != nil || got != row.want {
			t.Errorf("%s: shows %q, want %q (%v)", name, got, row.want, err)
		}
		thread := bot.Request{Platform: r.Platform, Workspace: r.Workspace, Channel: "thread", Under: r.Channel, Sources: r.Sources}
		if same, err := b.Scope(t.Context(), thread); err != nil || same.String() != scope.String() {
			t.Errorf("%s: a thread of the channel has another scope: %q, %v", name, same, err)
		}
	}
}
