package app

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

const hiddenOutlet = "The Norrhaven Courier"

// secrets are what only the hidden outlet of the sample has: its name,
// articles, and words of statements; and receipts of them.
type secrets struct{ words, articles, receipts []string }

func secretsOf(t *testing.T, c config.Config) secrets {
	t.Helper()
	a, err := archive.Open(c.Data, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	var out secrets
	var others strings.Builder
	var hidden []article.Record
	err = a.Each(t.Context(), 0, func(r article.Record) error {
		if r.Source == hiddenOutlet {
			hidden = append(hidden, r)
		} else {
			others.WriteString(r.Title + r.Text)
		}
		return nil
	})
	if err != nil || len(hidden) == 0 {
		t.Fatalf("%d articles, %v", len(hidden), err)
	}
	out.words = []string{hiddenOutlet}
	for _, r := range hidden {
		out.articles = append(out.articles, r.ID)
		for _, s := range r.Annotation.Statements {
			words := s.Content[0].Of(r.Text)
			if s.Confidence >= index.Shown && len(words) > 12 && !strings.Contains(others.String(), words) {
				out.words = append(out.words, words)
				out.receipts = append(out.receipts, archive.MakeReceipt(r, s.Content))
			}
		}
	}
	if len(out.receipts) < 5 {
		t.Fatalf("only %d statements are in the hidden outlet alone", len(out.receipts))
	}
	return out
}

// in returns the secret that text shows, "" if it shows none.
func (s secrets) in(text string) string {
	for _, word := range append(s.words, s.articles...) {
		if strings.Contains(text, word) {
			return word
		}
	}
	return ""
}

// hide hides the outlet as an administrator at the console does.
func hide(t *testing.T, c config.Config) {
	t.Helper()
	store, err := state.Open(c.Data, state.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.Set(t.Context(), "console", "", "", "hidden", hiddenOutlet)
	if err := errors.Join(err, store.Close()); err != nil {
		t.Fatal(err)
	}
}

// lines of every kind that could show an article.
func (s secrets) lines() []string {
	lines := []string{"/who-said dam", "/who-said water", "/who-said truce", "/who-said by:Lunde", "/timeline dam", "/timeline", "/people", "/topics", "/sources", "/status", "/help",
		"what happened to the detainees", "is the dam safe", "/digest preview", "/settings", "/admin gaps", "/admin index check", `/who-said dam source:norrhaven`}
	for _, receipt := range s.receipts {
		lines = append(lines, "/verify "+receipt, "/context "+receipt)
	}
	for _, id := range s.articles {
		lines = append(lines, "/article "+id)
	}
	for _, words := range s.words[1:] {
		lines = append(lines, `/check-quote "`+half(words)+`"`, "/who-said "+half(words))
	}
	return lines
}

// half is enough of some words to find them, and no secret where an answer
// repeats what was asked.
func half(words string) string {
	all := strings.Fields(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`"“”‘’»`, r) {
			return -1
		}
		return r
	}, words))
	return strings.Join(all[:(len(all)+1)/2], " ")
}

// TestHiddenOutletWithoutServe asks every verb while serve does not run.
func TestHiddenOutletWithoutServe(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	c := sampleFolder(t)
	s := secretsOf(t, c)
	verbs := verbsFor(t, c, s)
	for name, ask := range verbs {
		if text := ask(); s.in(text) == "" && name != "verify" {
			t.Errorf("%s shows nothing of the outlet before it is hidden: %s", name, text)
		}
	}
	hide(t, c)
	for name, ask := range verbs {
		for line := range strings.Lines(ask()) {
			if shown := s.in(line); shown != "" && !echoes(line, s) {
				t.Errorf("%s shows %q: %s", name, shown, line)
			}
		}
	}
}

// verbsFor returns what each verb does with the folder: it opens the folder, asks
// for the secrets and returns the answer as JSON.
func verbsFor(t *testing.T, c config.Config, s secrets) map[string]func() string {
	with := func(do func(control.Backend) (any, error)) string {
		d, err := Connect(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		got, err := do(d)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.MarshalIndent(got, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	ask := func(q control.Question) func() string {
		return func() string {
			return with(func(d control.Backend) (any, error) { return d.Answer(t.Context(), q) })
		}
	}
	verify := bot.Call{Command: "verify", Args: bot.Args{"receipt": s.receipts[0]}}
	return map[string]func() string{
		"chat": func() string {
			return with(func(d control.Backend) (any, error) {
				var cards []bot.Card
				for _, line := range s.lines() {
					cards = append(cards, ChatMux(c, d).Answer(t.Context(), line, bot.Request{Platform: "terminal", Admin: true, Owner: true, Now: time.Now()}))
				}
				return cards, nil
			})
		},
		"search --batch": func() string {
			return with(func(d control.Backend) (any, error) {
				var hits []control.Hit
				for _, words := range s.words[1:] {
					found, err := d.Search(t.Context(), control.Query{Query: half(words)})
					if err != nil {
						return nil, err
					}
					hits = append(hits, found...)
				}
				return hits, nil
			})
		},
		"search":      ask(control.Question{Call: &bot.Call{Command: "ask", Args: bot.Args{"question": half(s.words[1]), "limit": "10"}}}),
		"verify":      ask(control.Question{Call: &verify}),
		"ask":         ask(control.Question{Line: "/who-said dam"}),
		"ask context": ask(control.Question{Line: "/context " + s.receipts[0]}),
	}
}

// echoes reports whether a line repeats what was asked, or names the outlet for
// an administrator.
func echoes(line string, s secrets) bool {
	for _, own := range []string{"Hidden everywhere: ", "No article"} {
		if strings.Contains(line, own) {
			return true
		}
	}
	return false
}

// TestHiddenOutletAtTheConsole follows every path of the console, and completes.
func TestHiddenOutletAtTheConsole(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	c := sampleFolder(t)
	c.Console.Users = config.ConsoleAnyone
	s := secretsOf(t, c)
	hide(t, c)
	a, err := Open(t.Context(), c, c.Logger())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	handler := site{a}.web("").Handler()
	get := func(path string) string {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1"+path, nil)
		r.RemoteAddr, r.Host = "127.0.0.1:5", "127.0.0.1"
		handler.ServeHTTP(w, r)
		return w.Body.String()
	}
	for _, id := range s.articles {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://127.0.0.1/article/"+url.PathEscape(id), nil))
		if w.Code != http.StatusNotFound || s.in(w.Body.String()) == hiddenOutlet {
			t.Errorf("article page %s: %d", id, w.Code)
		}
	}
	if page := get("/"); s.in(page) != "" {
		t.Errorf("the start page shows %q", s.in(page))
	}
	for _, line := range []string{"/who-said dam", "/timeline dam", "/people", "/topics", "/sources", "detainees"} {
		if page := get("/?q=" + url.QueryEscape(line)); s.in(page) != "" {
			t.Errorf("%s shows %q", line, s.in(page))
		}
		card, err := desk{a}.answer(t.Context(), control.Question{Line: line, From: "console"})
		if err != nil {
			t.Fatal(err)
		}
		for _, action := range card.Actions {
			answer, err := desk{a}.answer(t.Context(), control.Question{Call: &action.Call, From: "console"})
			if raw, _ := bot.JSON(answer); err != nil || s.in(string(raw)) != "" {
				t.Errorf("%s, button %s: shows %q, %v", line, action.Label, s.in(string(raw)), err)
			}
		}
	}
	for _, m := range a.Mux.Commands {
		for _, p := range m.Params {
			for _, prefix := range []string{"", "T", "The", "N", "c", "courier", s.receipts[0][:6]} {
				found, err := desk{a}.suggest(t.Context(), control.Completion{Command: m.Name, Param: p.Name, Prefix: prefix})
				for _, suggestion := range found {
					if shown := s.in(suggestion.Value + "\n" + suggestion.Note); shown != "" || err != nil {
						t.Errorf("%s %s:%s is completed to %q, %v", m.Name, p.Name, prefix, suggestion.Value, err)
					}
				}
			}
		}
	}
}

// TestLostRulesShowNothing damages the setting that hides the outlet: nothing is
// shown until an administrator takes note.
func TestLostRulesShowNothing(t *testing.T) {
	t.Parallel()
	c := sampleFolder(t)
	hide(t, c)
	path := filepath.Join(c.Data, state.FileName)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; ; at++ { // free pages hold older copies of the record
		next := strings.Index(string(raw[at:]), "Norrhaven")
		if next < 0 {
			break
		}
		at += next
		raw[at] ^= 1
	}
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"/who-said dam", "/sources", "/article courier-0929-capitals", "dam"} {
		card, err := answered(t, c, line)
		if err != nil || len(card.Items) > 0 || !strings.Contains(card.Notice, "losses:accept") {
			t.Errorf("%s: %d rows, %q, %v", line, len(card.Items), card.Notice, err)
		}
	}
	a, err := Open(t.Context(), c, c.Logger())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	store, err := a.openState()
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	a.briefing.Settings, a.briefing.Books, a.briefing.Losses = store, store, acknowledging{store, a}
	ask := func(line string) bot.Card {
		card, err := desk{a}.answer(t.Context(), control.Question{Line: line})
		if err != nil {
			t.Fatal(err)
		}
		return card
	}
	if (site{a}).ready(t.Context()) == nil || !strings.Contains(ask("/status").Notice, "state database was damaged") {
		t.Errorf("status tells nothing: %q", ask("/status").Notice)
	}
	if card := ask("/who-said dam"); len(card.Items) > 0 {
		t.Error("articles are shown")
	}
	ask(`/admin hide source:"` + hiddenOutlet + `"`)
	ask("/admin settings losses:accept")
	if card := ask("/who-said dam"); len(card.Items) == 0 {
		t.Errorf("nothing is shown after the losses were accepted: %q", card.Notice)
	}
	if len(a.health.Lines()) > 0 {
		t.Errorf("still told: %q", a.health.Lines())
	}
}
