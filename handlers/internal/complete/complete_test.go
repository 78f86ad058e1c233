package complete_test

import (
	"context"
	"slices"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
	"github.com/briefing-bot/briefing-bot/handlers/internal/complete"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/index"
)

func TestMain(m *testing.M) { handlerstest.Main(m) }

// TestFrom completes arguments of each kind from what a scope shows.
func TestFrom(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	scope := index.Everything()
	var scopeErr error
	c := complete.Completer{Mux: b.NewMux(), Index: b.Index, Archive: b.Archive, Show: present.Presenter{Index: b.Index, Archive: b.Archive},
		Scope: func(context.Context, bot.Request) (index.Scope, error) { return scope, scopeErr }}
	suggests := func(kind bot.Completion, typed, want string) bool {
		return slices.ContainsFunc(c.From(kind)(t.Context(), handlerstest.Asker(), typed), func(s bot.Suggestion) bool { return s.Value == want })
	}
	for _, row := range []struct {
		kind        bot.Completion
		typed, want string
		hidden      string // outlet without which it is not suggested
	}{
		{bot.CompleteTopic, "tru", "truce", ""},
		{bot.CompletePerson, "ost", "Ragna Ostholm", ""},
		{bot.CompletePerson, "rone", "Edda Rone", "Meridian Wire"},
		{bot.CompletePerson, "", "Ragna Ostholm", ""},
		{bot.CompleteSource, "mer", "Meridian Wire", "Meridian Wire"},
		{bot.CompleteReceipt, "gcex", "gcexmh3r1k0jey", "Meridian Wire"},
		{bot.CompleteReceipt, "tap is not a guarantee", "gcexmh3r1k0jey", ""},
		{bot.CompleteCommand, "Digest s", "digest subscribe", ""},
		{bot.CompleteDate, "last", "last month", ""},
		{bot.CompleteDate, "7", "7d", ""},
	} {
		if !suggests(row.kind, row.typed, row.want) {
			t.Errorf("%s %q does not suggest %q", row.kind, row.typed, row.want)
		}
		if row.hidden == "" {
			continue
		}
		scope = scope.Except(row.hidden)
		if suggests(row.kind, row.typed, row.want) {
			t.Errorf("%s %q suggests %q of the hidden %s", row.kind, row.typed, row.want, row.hidden)
		}
		scope = index.Everything()
	}
	if c.From("") != nil {
		t.Error("nothing is completed from something")
	}
	scopeErr = bot.ErrSettingsLost
	for _, kind := range []bot.Completion{bot.CompleteTopic, bot.CompletePerson, bot.CompleteSource, bot.CompleteReceipt} {
		if got := c.From(kind)(t.Context(), handlerstest.Asker(), ""); len(got) > 0 {
			t.Errorf("%s suggests %v while the scope is unknown", kind, got)
		}
	}
}
