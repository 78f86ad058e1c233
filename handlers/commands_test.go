package handlers_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers"
	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
)

func TestMain(m *testing.M) { handlerstest.Main(m) }

// TestSuggestions completes arguments, with nothing of a hidden outlet.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	m := b.NewMux()
	for _, row := range []struct{ command, param, prefix, want string }{
		{"who-said", "topic", "tru", "truce"},
		{"who-said", "by", "ost", "Ragna Ostholm"},
		{"who-said", "source", "mer", "Meridian Wire"},
		{"who-said", "since", "last", "last month"},
		{"verify", "receipt", "gcex", "gcexmh3r1k0jey"},
		{"context", "receipt", "guarantee", "gcexmh3r1k0jey"},
		{"help", "command", "who", "who-said"},
		{"who-said", "topic", "sennet da", "Sennet dam"},
		{"who-said", "topic", "old f", "Old Ferry"},
		{"who-said", "topic", `"sennet d`, "Sennet dam"},
		{"who-said", "by", "saldiev", "Timur Saldiyev"},
		{"who-said", "since", "oct", "October 2026"},
		{"who-said", "since", "2026-1", "2026-10"},
		{"digest subscribe", "tz", "stockh", "Europe/Stockholm"},
	} {
		c, _ := m.Find(row.command)
		p, _ := c.Param(row.param)
		found := false
		for _, s := range p.Suggest(context.Background(), handlerstest.Asker(), row.prefix) {
			found = found || s.Value == row.want
		}
		if !found {
			t.Errorf("%s %s:%s does not suggest %q", row.command, row.param, row.prefix, row.want)
		}
	}
	c, _ := m.Find("who-said")
	for _, hidden := range []bool{false, true} {
		if hidden {
			if card := m.Answer(t.Context(), "admin hide Meridian Wire", handlerstest.Admin()); card.Status != bot.Answered {
				t.Fatal(card.Notice)
			}
		}
		for param, prefix := range map[string]string{"source": "mer", "by": "rone"} {
			p, _ := c.Param(param)
			if got := p.Suggest(t.Context(), handlerstest.Asker(), prefix); (len(got) == 0) != hidden {
				t.Errorf("%s:%s, the outlet hidden: %v: suggests %v", param, prefix, hidden, got)
			}
		}
	}
}

// TestCountsOfAPlace counts what a place with some outlets may see, and nothing of the others.
func TestCountsOfAPlace(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	m, r := b.NewMux(), handlerstest.Asker()
	r.Sources = []string{"Meridian Wire"}
	for line, want := range map[string]string{
		"sources": "searched 8 articles", "status": "8 articles", "who-said dam": "searched 8 articles", "who-said nothingatall": "searched 8 articles", "timeline dam": "searched 8 articles",
		"people": "searched 8 articles", "topics": "searched 8 articles", "ask is the dam safe": "searched 8 articles", "check-quote the purple zebra sang": "searched 8 articles", "who-is Steinmar": "searched 8 articles",
	} {
		card := m.Answer(t.Context(), line, r)
		text := strings.Join(append(card.Text, card.Notice, card.Footer), "\n")
		if !strings.Contains(text, want) || strings.Contains(text, "18 articles") || strings.Contains(text, "Norrhaven") || strings.Contains(text, "Imber Valley") {
			t.Errorf("%s: %s", line, text)
		}
		for _, it := range card.Items {
			if it.Source != "" && it.Source != "Meridian Wire" {
				t.Errorf("%s: a row of %s", line, it.Source)
			}
		}
	}
}

// TestNotices adds to every answer what may make it incomplete, and to the status
// what else is wrong.
func TestNotices(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	b.Incomplete = func() []string { return []string{"Two articles were lost."} }
	b.Troubles = func() []string { return []string{"The folder inbox is gone."} }
	b.BaseURL = "https://briefing.example/"
	m := b.NewMux()
	for line, want := range map[string]string{"who-said truce": "Two articles were lost.", "status": "The folder inbox is gone."} {
		if card := m.Answer(t.Context(), line, handlerstest.Asker()); !strings.Contains(card.Notice, want) {
			t.Errorf("%s: %q", line, card.Notice)
		}
	}
	card := m.Answer(t.Context(), "article post-1008-drozhins", handlerstest.Asker())
	if len(card.Items) == 0 || !strings.HasPrefix(card.Items[0].URL, "https://briefing.example/") || card.Actions[len(card.Actions)-1].Kind != bot.Open {
		t.Errorf("no links to the console: %+v", card.Actions)
	}
	r, err := b.Archive.Get(t.Context(), "post-1008-drozhins")
	if err != nil || b.Statement(t.Context(), r, 0).Receipt != card.Items[0].Receipt {
		t.Errorf("statement 0: %v", err)
	}
	old := bot.Request{Platform: "terminal", Now: handlerstest.Now, Call: bot.Call{Command: "who-said", Args: bot.Args{"topic": "truce"}, Offset: 5, Generation: "older"}}
	if card := m.Do(t.Context(), old); !strings.Contains(card.Notice, "older index") {
		t.Errorf("a page of an older index: %q", card.Notice)
	}
}

// TestWithoutService: what a running service keeps is refused where none runs.
func TestWithoutService(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	b.Subscriptions, b.Settings, b.Books, b.Losses = nil, nil, nil, nil
	m := b.NewMux()
	for _, line := range []string{"digest list", "digest subscribe topic:dam", "watch add dam", "settings", "admin settings threads:on", "admin hide Meridian Wire", "admin audit", "admin gaps", "admin index reload"} {
		asker := handlerstest.Owner()
		if strings.Contains(line, "subscribe") || strings.Contains(line, "add") {
			asker.Platform = "slack" // where they can be posted
		}
		if card := m.Answer(t.Context(), line, asker); !strings.Contains(card.Notice, "briefing-bot serve") {
			t.Errorf("%s: %q", line, card.Notice)
		}
	}
}

// lostSettings are settings of which damage destroyed some.
type lostSettings struct{ whole handlers.Settings }

func (s lostSettings) Settings(ctx context.Context, platform, workspace, channel string) (map[string]string, error) {
	kept, err := s.whole.Settings(ctx, platform, workspace, channel)
	return kept, errors.Join(err, bot.ErrSettingsLost)
}

// TestLostSettings shows nothing while it is not known which outlets may be shown.
func TestLostSettings(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	b.Settings = lostSettings{b.Settings}
	m := b.NewMux()
	for _, line := range []string{"who-said truce", "ask dam", "people", "sources", "digest now", "verify gcexmh3r1k0jey"} {
		if card := m.Answer(t.Context(), line, handlerstest.Asker()); len(card.Items) > 0 || !strings.Contains(card.Notice, "losses:accept") {
			t.Errorf("%s: %d rows, %q", line, len(card.Items), card.Notice)
		}
	}
	for _, line := range []string{"help", "status", "privacy", "settings"} {
		if card := m.Answer(t.Context(), line, handlerstest.Asker()); card.Title == "" {
			t.Errorf("%s: %q", line, card.Notice)
		}
	}
	if scope, err := b.Scope(t.Context(), handlerstest.Asker()); scope.Shows("Meridian Wire") || scope.Shows("") || !errors.Is(err, bot.ErrSettingsLost) {
		t.Errorf("outlets may be shown: %v, %v", scope, err)
	}
}

// Set changes nothing: no test sets a setting of lostSettings.
func (lostSettings) Set(context.Context, string, string, string, string, string) (string, error) {
	return "", errors.New("not of this test")
}

// TestCatalogue lists every command once with its help, and needs no briefing for it.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	bound := handlerstest.New(t).NewMux()
	names := map[string]bool{}
	for i, c := range handlers.Commands() {
		for _, name := range append([]string{c.Name}, c.Aliases...) {
			if names[name] {
				t.Errorf("%s is listed twice", name)
			}
			names[name] = true
		}
		if c.Summary == "" || strings.HasSuffix(c.Summary, ".") || c.Handle != nil {
			t.Errorf("%s: summary %q, handled without a briefing: %v", c.Name, c.Summary, c.Handle != nil)
		}
		with := bound.Commands[i]
		if with.Name != c.Name || with.Handle == nil || len(with.Params) != len(c.Params) {
			t.Errorf("%s is %s in the mux, handled: %v", c.Name, with.Name, with.Handle != nil)
		}
		for k, p := range c.Params {
			if p.Help == "" || utf8.RuneCountInString(p.Help) > 100 {
				t.Errorf("%s %s: help %q", c.Name, p.Name, p.Help)
			}
			if p.Suggest != nil || (with.Params[k].Suggest != nil) != p.Completable() {
				t.Errorf("%s %s: completed from %q, bound: %v", c.Name, p.Name, p.Completes, with.Params[k].Suggest != nil)
			}
		}
	}
}

// TestEveryCommand asks each command with an example of its own, or without
// arguments: none fails.
func TestEveryCommand(t *testing.T) {
	t.Parallel()
	m := handlerstest.New(t).NewMux()
	for _, c := range m.Commands {
		lines := m.Examples(handlerstest.Owner(), c, len(c.Examples))
		if len(lines) < len(c.Examples) {
			t.Errorf("%s: %d of the examples %q have words", c.Name, len(lines), c.Examples)
		}
		for _, line := range append(lines, "/"+c.Name) {
			if card := m.Answer(t.Context(), line, handlerstest.Owner()); card.Status == bot.Failed || card.Title+card.Notice == "" {
				t.Errorf("%s: %q %q", line, card.Title, card.Notice)
			}
		}
	}
}

// TestForSurfaces answers what surfaces and the scheduler ask beside commands.
func TestForSurfaces(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	last, err := b.Archive.Last(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found, err := b.MatchWatches(t.Context(), []bot.Subscription{{Kind: bot.Watch, Args: bot.Args{"source": "Imber Valley Post", "topic": "wells"}}}, 0, last)
	if err != nil || len(found) != 1 || len(found[0]) != 2 {
		t.Errorf("a watch reports %v, %v", found, err)
	}
	if _, since, stale := b.NoNews(b.Index.Stats().Fresh.Add(time.Hour)); stale || since.IsZero() {
		t.Errorf("old after an hour, since %v", since)
	}
	receipts := []string{"gcexmh3r1k0jey"}
	if gone, err := b.Retracted(t.Context(), handlerstest.Asker(), receipts); err != nil || len(gone) > 0 {
		t.Errorf("retracted: %v, %v", gone, err)
	}
	r := handlerstest.Asker()
	r.Sources = []string{"Imber Valley Post"}
	if gone, err := b.Retracted(t.Context(), r, receipts); err != nil || gone[receipts[0]] == "" {
		t.Errorf("retracted where its outlet is not shown: %v, %v", gone, err)
	}
	b.Settings = lostSettings{b.Settings}
	if _, err := b.Retracted(t.Context(), r, receipts); !errors.Is(err, bot.ErrSettingsLost) {
		t.Errorf("while settings are lost: %v", err)
	}
	if got := b.NewMux().Words(r, "topic"); got != "" {
		t.Errorf("an example while settings are lost: %q", got)
	}
}
