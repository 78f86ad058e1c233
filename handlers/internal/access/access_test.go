package access_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/handlers/internal/access"
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
		a := access.Access{Settings: newStore(t)}
		r := bot.Request{Platform: "slack", Workspace: "T1", Channel: "C1"}
		r.Sources = row.surface
		for _, set := range []struct{ platform, workspace, channel, name, value string }{
			{r.Platform, r.Workspace, r.Channel, "sources", row.channel},
			{r.Platform, r.Workspace, "", "hidden", row.hidden},
			{"console", "", "", "hidden", row.anywhere},
		} {
			if _, err := a.Settings.Set(t.Context(), set.platform, set.workspace, set.channel, set.name, set.value); err != nil {
				t.Fatal(err)
			}
		}
		scope, err := a.Scope(t.Context(), r)
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
		if same, err := a.Scope(t.Context(), thread); err != nil || same.String() != scope.String() {
			t.Errorf("%s: a thread of the channel has another scope: %q, %v", name, same, err)
		}
	}
}

// newStore returns an empty state database.
func newStore(t *testing.T) *state.Store {
	t.Helper()
	store, err := state.Open(t.TempDir(), state.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

// TestScopeWithoutSettings leaves to a place what its surface leaves to it if nothing
// keeps settings.
func TestScopeWithoutSettings(t *testing.T) {
	t.Parallel()
	scope, err := access.Access{}.Scope(t.Context(), bot.Request{Platform: "terminal"})
	if err != nil || !scope.ShowsEverything() {
		t.Errorf("without a list: %v, %v", scope, err)
	}
	scope, err = access.Access{}.Scope(t.Context(), bot.Request{Platform: "slack", Sources: []string{"Meridian Wire"}})
	if err != nil || !scope.Shows("Meridian Wire") || scope.Shows("Quessar Courier") {
		t.Errorf("with a list: %v, %v", scope, err)
	}
}

// TestSettingsInRequest takes a channel's settings from the request if they are there.
func TestSettingsInRequest(t *testing.T) {
	t.Parallel()
	a := access.Access{Settings: newStore(t)}
	r := bot.Request{Platform: "slack", Workspace: "T1", Channel: "C1", Settings: map[string]string{access.Sources: "Meridian Wire"}}
	scope, err := a.Scope(t.Context(), r)
	if err != nil || scope.Shows("Quessar Courier") || !scope.Shows("Meridian Wire") {
		t.Errorf("%v, %v", scope, err)
	}
}

// TestConsoleAndTerminal reads and changes the settings of the console and the terminal
// as one place, with those that older versions kept for the terminal alone.
func TestConsoleAndTerminal(t *testing.T) {
	t.Parallel()
	ctx, a := t.Context(), access.Access{Settings: newStore(t)}
	for _, set := range [][3]string{{"terminal", access.Hidden, "Gazette"}, {"console", access.Hidden, "Wire"}, {"terminal", access.Zone, "Asia/Tokyo"}, {"console", access.Zone, ""}} {
		if _, err := a.Settings.Set(ctx, set[0], "", "", set[1], set[2]); err != nil {
			t.Fatal(err)
		}
	}
	terminal, console := bot.Request{Platform: "terminal"}, bot.Request{Platform: "console"}
	for _, r := range []bot.Request{terminal, console, {}} {
		got, err := a.Of(ctx, r, "")
		if err != nil || got[access.Hidden] != "Gazette\nWire" || got[access.Zone] != "Asia/Tokyo" {
			t.Errorf("%s: %v, %v", r.Platform, got, err)
		}
	}
	old, err := a.Set(ctx, terminal, "", access.Zone, "Europe/Oslo")
	if err != nil || old != "Asia/Tokyo" {
		t.Errorf("replaced %q, %v", old, err)
	}
	if got, err := a.Of(ctx, console, ""); err != nil || got[access.Zone] != "Europe/Oslo" {
		t.Errorf("at the console: %v, %v", got, err)
	}
}

// lost are settings of which damage destroyed some.
type lost struct{ whole access.Settings }

func (s lost) Settings(ctx context.Context, platform, workspace, channel string) (map[string]string, error) {
	kept, err := s.whole.Settings(ctx, platform, workspace, channel)
	return kept, errors.Join(err, bot.ErrSettingsLost)
}

// broken are settings that cannot be read.
type broken struct{}

func (broken) Settings(context.Context, string, string, string) (map[string]string, error) {
	return nil, errors.New("disk on fire")
}

// Set changes nothing: no test sets a setting of lost or broken.
func (lost) Set(context.Context, string, string, string, string, string) (string, error) {
	return "", errors.New("not of this test")
}

func (broken) Set(context.Context, string, string, string, string, string) (string, error) {
	return "", errors.New("not of this test")
}

// TestLostSettingsShowNothing shows no outlet while settings are lost or cannot be read,
// whatever the surface leaves to a place.
func TestLostSettingsShowNothing(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	for _, r := range []bot.Request{{Platform: "slack", Workspace: "T1", Channel: "C1"}, {Platform: "terminal"}, {Platform: "discord", Workspace: "1", Sources: []string{"Meridian Wire"}}} {
		scope, err := access.Access{Settings: lost{store}}.Scope(t.Context(), r)
		if !errors.Is(err, bot.ErrSettingsLost) || scope.Shows("Meridian Wire") || scope.Shows("") {
			t.Errorf("%s, lost: %v, %v", r.Platform, scope, err)
		}
		scope, err = access.Access{Settings: broken{}}.Scope(t.Context(), r)
		if err == nil || errors.Is(err, bot.ErrSettingsLost) || scope.Shows("Meridian Wire") {
			t.Errorf("%s, unreadable: %v, %v", r.Platform, scope, err)
		}
	}
}
