package complete_test

import (
	"context"
	"slices"
	"strings"
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
		{bot.CompleteTopic, "sennet da", "Sennet dam", ""},
		{bot.CompleteTopic, `"sennet d`, "Sennet dam", ""},
		{bot.CompleteTopic, "old f", "Old Ferry", ""},
		{bot.CompleteTopic, "dam", "Sennet dam", ""},
		{bot.CompleteTopic, "gates tru", "gates truce", ""},
		{bot.CompleteTopic, "", "truce", ""},
		{bot.CompleteTopic, "reserv", "reservoir", ""},
		{bot.CompletePerson, "saldiev", "Timur Saldiyev", ""},
		{bot.CompletePerson, "timur s", "Timur Saldiyev", ""},
		{bot.CompletePerson, "envoy", "Ragna Ostholm", ""},
		{bot.CompleteDate, "oct", "October 2026", ""},
		{bot.CompleteDate, "2026-1", "2026-11", ""},
		{bot.CompleteDate, "2026-10-1", "2026-10-12", ""},
		{bot.CompleteDate, "", "2026-10", ""},
		{bot.CompleteQuestion, "what did ost", "what did Ragna Ostholm say?", ""},
		{bot.CompleteQuestion, "What did tar", "What did Amina Tarrouche say about water?", ""},
		{bot.CompleteQuestion, "what happened i", "what happened in November 2026?", ""},
		{bot.CompleteQuestion, "latest on ", "latest on Sennet dam", ""},
		{bot.CompleteQuestion, "why is there talk about the sen", "why is there talk about the Sennet dam", ""},
		{bot.CompleteQuestion, "sen", "Sennet dam", ""},
		{bot.CompletePerson, "ost", "Ragna Ostholm", ""},
		{bot.CompletePerson, "rone", "Edda Rone", "Meridian Wire"},
		{bot.CompletePerson, "", "Ragna Ostholm", ""},
		{bot.CompleteSource, "mer", "Meridian Wire", "Meridian Wire"},
		{bot.CompleteReceipt, "gcex", "gcexmh3r1k0jey", "Meridian Wire"},
		{bot.CompleteReceipt, "tap is not a guarantee", "gcexmh3r1k0jey", ""},
		{bot.CompleteArticle, "two cap", "courier-0929-capitals", "The Norrhaven Courier"},
		{bot.CompleteArticle, "courier-0929", "courier-0929-capitals", ""},
		{bot.CompleteArticle, "", "meridian-1106-signed", "Meridian Wire"},
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
	for _, s := range c.From(bot.CompleteTopic)(t.Context(), handlerstest.Asker(), "") {
		if slices.Contains([]string{"minister", "open", "last", "two", "said", "days"}, s.Value) {
			t.Errorf("%q is suggested as a topic", s.Value)
		}
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

// TestSubscriptionsAndZones completes IDs by what they stand for, of what the asker may see,
// and zones by a part of their name.
func TestSubscriptionsAndZones(t *testing.T) {
	t.Parallel()
	m := handlerstest.New(t).NewMux()
	asker, other := handlerstest.Asker(), handlerstest.Asker()
	other.User, other.Channel = "U2", "C2"
	for _, line := range []string{"watch add truce", "watch add by:Brisk", "digest subscribe topic:dam"} {
		if card := m.Answer(t.Context(), line, asker); len(card.Items) != 1 {
			t.Fatalf("%s: %+v", line, card)
		}
	}
	for _, row := range []struct {
		asker         bot.Request
		command, what string
		typed, want   string
	}{
		{asker, "watch mute", "id", "", "w1 topic truce, w2 by Olan Brisk"},
		{asker, "watch why", "id", "w2", "w2 by Olan Brisk"},
		{asker, "watch test", "id", "TRU", "w1 topic truce"},
		{asker, "digest preview", "id", "d", "d1 topic dam"},
		{other, "watch mute", "id", "", ""},
		{asker, "digest subscribe", "tz", "stock", "Europe/Stockholm 10:00 now"},
		{asker, "who-said", "tz", "new y", "America/New_York 04:00 now"},
		{asker, "who-said", "tz", "mars", ""},
	} {
		r := row.asker
		r.Command = row.command
		var got []string
		for _, s := range m.Suggest(t.Context(), r, row.what, row.typed) {
			got = append(got, s.Value+" "+s.Note)
		}
		if strings.Join(got, ", ") != row.want {
			t.Errorf("%s %s:%s: %q, want %q", row.command, row.what, row.typed, got, row.want)
		}
	}
}
