package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// muxWith answers /do with one handler and logs to a buffer.
func muxWith(h Handler) (*Mux, *bytes.Buffer) {
	var log bytes.Buffer
	return &Mux{Log: slog.New(slog.NewTextHandler(&log, nil)), Commands: []Command{
		{Name: "do", Handle: h, Params: []Param{{Name: "topic", Kind: Text, Words: true}}},
		{Name: "admin do", Admin: true, Handle: h},
	}}, &log
}

func TestMuxFaultsBecomeAReference(t *testing.T) {
	for name, h := range map[string]Handler{
		"error": func(context.Context, Request) (Card, error) { return Card{}, errors.New("disk at fault") },
		"panic": func(context.Context, Request) (Card, error) { panic("disk at fault") },
	} {
		m, log := muxWith(h)
		card := m.Answer(t.Context(), "/do it", Request{Now: at})
		_, ref, ok := strings.Cut(card.Notice, "Something went wrong here (ref ")
		ref = strings.TrimSuffix(ref, ").")
		if card.Status != Failed || !ok || len(ref) != 4 || strings.Contains(card.Notice, "disk") {
			t.Errorf("%s: %d %q", name, card.Status, card.Notice)
		}
		said := map[string]string{"error": "disk at fault", "panic": "mux_test.go"}[name]
		if !strings.Contains(log.String(), "ref="+ref) || !strings.Contains(log.String(), said) || name == "panic" && strings.Contains(log.String(), "disk") {
			t.Errorf("%s: the log has no such reference: %s", name, log)
		}
	}
}

func TestMuxErrorsForPeople(t *testing.T) {
	for _, c := range []struct {
		err    error
		status Status
		want   string
	}{
		{&Error{Message: "No Guteres.", Actions: []Action{{Label: "Guterres", Call: Call{Command: "do", Args: Args{"topic": "Guterres"}}}}}, Answered, "No Guteres."},
		{fmt.Errorf("search: %w", &Error{Message: "Which?", Usage: true}), NotUnderstood, "Which?"},
		{fmt.Errorf("search: %w", context.DeadlineExceeded), Failed, "That took too long"},
		{fmt.Errorf("search: %w", context.Canceled), Failed, "Interrupted. Run it again."},
	} {
		m, log := muxWith(func(context.Context, Request) (Card, error) { return Card{}, c.err })
		card := m.Answer(t.Context(), "/do it", Request{Now: at})
		if card.Status != c.status || !strings.HasPrefix(card.Notice, c.want) || log.Len() > 0 {
			t.Errorf("%v: %d %q, logged %s", c.err, card.Status, card.Notice, log)
		}
		for _, a := range card.Actions {
			if a.Line != "/do Guterres" {
				t.Errorf("the button types %q", a.Line)
			}
		}
	}
}

func TestMuxStopsWhatTakesTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _ := muxWith(func(ctx context.Context, _ Request) (Card, error) {
			<-ctx.Done()
			return Card{}, ctx.Err()
		})
		start := time.Now()
		card := m.Answer(t.Context(), "/do it", Request{Now: at})
		if took := time.Since(start); took != defaultTimeout || !strings.HasPrefix(card.Notice, "That took too long") {
			t.Errorf("after %s: %q", took, card.Notice)
		}
		m.Timeout = time.Second
		start = time.Now()
		m.Answer(t.Context(), "/do it", Request{Now: at})
		if took := time.Since(start); took != time.Second {
			t.Errorf("a limit of a second took %s", took)
		}
		m.Commands[0].Patience = time.Minute
		start = time.Now()
		m.Answer(t.Context(), "/do it", Request{Now: at})
		if took := time.Since(start); took != time.Minute {
			t.Errorf("a command with more patience took %s", took)
		}
	})
}

func TestMuxWaitsForAnswersUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		done := false
		m, _ := muxWith(func(context.Context, Request) (Card, error) {
			time.Sleep(3 * time.Second)
			done = true
			return Card{}, nil
		})
		go m.Answer(t.Context(), "/do it", Request{Now: at})
		synctest.Wait()
		m.Wait()
		if !done {
			t.Error("did not wait")
		}
	})
}

func TestMuxAdministratorsOnly(t *testing.T) {
	m, _ := muxWith(func(context.Context, Request) (Card, error) { return Card{Title: "done"}, nil })
	if card := m.Answer(t.Context(), "/admin do", Request{Now: at}); !strings.Contains(card.Notice, "for administrators") {
		t.Errorf("anybody: %+v", card)
	}
	if card := m.Answer(t.Context(), "/admin do", Request{Now: at, Admin: true}); card.Title != "done" || card.Command != "admin do" {
		t.Errorf("an administrator: %+v", card)
	}
}

func TestMuxLeavesTheHandlersCardAlone(t *testing.T) {
	kept := Card{Actions: []Action{{Kind: Run, Call: Call{Command: "do"}}}, Items: []Item{{Actions: []Action{{Kind: Run, Call: Call{Command: "do"}}}}}}
	m, _ := muxWith(func(context.Context, Request) (Card, error) { return kept, nil })
	card := m.Answer(t.Context(), "/do it", Request{Now: at})
	if card.Actions[0].Line != "/do" || card.Items[0].Actions[0].Line != "/do" {
		t.Errorf("buttons without lines: %+v", card)
	}
	if kept.Actions[0].Line != "" || kept.Items[0].Actions[0].Line != "" {
		t.Error("the handler's own card was written to")
	}
}

func TestNearest(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"who-sad", "who-said"}, {"timelin", "timeline"}, {"tiemline", "timeline"}, {"TIMELINE", "timeline"}, {"staus", "status"}, {"xyz", ""}, {"", ""}, {"who", ""},
	} {
		if got, _ := Nearest(c.typed, []string{"who-said", "who-is", "timeline", "status"}); got != c.want {
			t.Errorf("%q: %q, want %q", c.typed, got, c.want)
		}
	}
}

func TestComplete(t *testing.T) {
	m := testMux()
	for i, c := range m.Commands {
		for k, p := range c.Params {
			if p.Kind == Person {
				m.Commands[i].Params[k].Suggest = func(_ context.Context, _ Request, prefix string) []Suggestion {
					if strings.HasPrefix("ilse varga", strings.ToLower(prefix)) {
						return []Suggestion{{Value: "Ilse Varga"}}
					}
					return nil
				}
			}
		}
	}
	for _, c := range []struct{ line, want string }{
		{"/wh", "/who-said |/who-is "}, {"wh", "/who-said |/who-is "}, {"/zz", ""}, {"/digest s", "/digest subscribe "}, {"/adm", ""},
		{"/who-said truce by:il", `/who-said truce by:"Ilse Varga"`}, {`/who-said truce by:"Ilse V`, `/who-said truce by:"Ilse Varga"`},
		{"/who-said truce from:", `/who-said truce from:"Ilse Varga"`}, {"/who-said truce kind:in", "/who-said truce kind:indirect"},
		{"/who-said truce si", "/who-said truce since:"}, {"/who-is il", "/who-is Ilse Varga"}, {"/who-is ilse v", "/who-is Ilse Varga"}, {"who is ilse v", "who is Ilse Varga"}, {"who said truce un", "who said truce until:"},
	} {
		if got := strings.Join(m.Complete(t.Context(), c.line, Request{Now: at}), "|"); got != c.want {
			t.Errorf("%q: %q, want %q", c.line, got, c.want)
		}
	}
}

// TestPostsNowhere refuses to set up posts where nothing can be posted.
func TestPostsNowhere(t *testing.T) {
	t.Parallel()
	ran := 0
	m := &Mux{Commands: []Command{{Name: "digest subscribe", Posts: true, Changes: true, Handle: func(context.Context, Request) (Card, error) {
		ran++
		return Card{Title: "Digest d1 is set up"}, nil
	}}}}
	for platform, want := range map[string]string{"console": "is for Slack and Discord", "terminal": "is for Slack and Discord", "slack": "", "discord": ""} {
		card := m.Answer(t.Context(), "/digest subscribe", Request{Platform: platform})
		if !strings.Contains(card.Notice, want) || (want == "") != (card.Title != "") {
			t.Errorf("%s: %+v", platform, card)
		}
	}
	if ran != 2 {
		t.Errorf("it ran %d times", ran)
	}
}
