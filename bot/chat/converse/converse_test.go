package converse_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// The errors of the service below.
var (
	errDown    = errors.New("down")
	errLimited = errors.New("limited")
	errForm    = errors.New("form")
	errBarred  = errors.New("barred")
	errGone    = errors.New("gone")
	errSpent   = errors.New("spent")
)

// service is a chat service in memory whose messages are their words. Each call meets the
// next of its errors.
type service struct {
	mu      sync.Mutex
	errs    []error
	sent    []string // the words of each message, after where it went
	deleted []string
	found   string // what Find finds
	denied  string // what Admit says
}

func (s *service) next() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.errs) == 0 {
		return nil
	}
	err := s.errs[0]
	s.errs = s.errs[1:]
	return err
}

// words returns what was sent.
func (s *service) words() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.sent, "; ")
}

func (s *service) Locate(context.Context, *converse.Target) string { return "" }

func (s *service) Admit(_ context.Context, _ *converse.Target, r bot.Request) (bot.Request, string, error) {
	return r, s.denied, nil
}

func (s *service) At(p bot.Place) (*converse.Target, error) {
	return &converse.Target{Workspace: p.Workspace, Channel: p.Channel, User: p.User, Unasked: true}, nil
}

func (s *service) PlaceOf(t *converse.Target) bot.Place {
	return bot.Place{Platform: "test", Workspace: t.Workspace, Channel: t.Channel}
}

func (s *service) Aside(t *converse.Target) *converse.Target { return t }

func (s *service) CanPost(context.Context, *converse.Target) error { return nil }

func (s *service) Resume(p state.Pending) (*converse.Target, bool) {
	return &converse.Target{Workspace: p.Workspace, Channel: p.Channel, User: p.User, Message: p.Message}, true
}

func (s *service) Classify(err error) (converse.Remedy, time.Duration) {
	switch {
	case errors.Is(err, errDown):
		return converse.Retry, 0
	case errors.Is(err, errLimited):
		return converse.Wait, 37 * time.Second
	case errors.Is(err, errForm):
		return converse.OtherForm, 0
	case errors.Is(err, errBarred):
		return converse.TellAsker, 0
	case errors.Is(err, errGone):
		return converse.PostAnew, 0
	case errors.Is(err, errSpent):
		return converse.OtherRoute, 0
	}
	return converse.GiveUp, 0
}

func (s *service) Gone(err error) bool    { return errors.Is(err, errGone) }
func (s *service) Redact(err error) error { return err }

func (s *service) Send(_ context.Context, t *converse.Target, m string) error {
	if err := s.next(); err != nil {
		t.Unsure = errors.Is(err, errDown)
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	where := "post"
	switch {
	case t.Reply != "":
		where = "reply"
	case t.Message != "":
		where = "change " + t.Message
	default:
		t.Message = "m1"
	}
	s.sent = append(s.sent, where+" in "+t.Channel+": "+m)
	return nil
}

func (s *service) Delete(_ context.Context, t *converse.Target) error {
	if err := s.next(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deleted = append(s.deleted, t.Message)
	return nil
}

func (s *service) Find(context.Context, *converse.Target, []state.ButtonCall) (string, error) {
	return s.found, nil
}

func (s *service) Direct(_ context.Context, t *converse.Target) (*converse.Target, error) {
	return &converse.Target{Workspace: t.Workspace, Channel: "direct " + t.User, User: t.User}, nil
}

func (s *service) Room(t *converse.Target) string                      { return t.Channel }
func (s *service) Editable(*converse.Target) bool                      { return true }
func (s *service) Text(words string) string                            { return words }
func (s *service) WithoutButtons(m string) string                      { return m }
func (s *service) Fix(context.Context, *converse.Target, error) string { return "invite me" }

func (s *service) Queued(context.Context, *converse.Target, func(context.Context) error) {}

func (s *service) Plainer(_ *converse.Target, m string, err error) (string, bool) {
	return "plain " + m, errors.Is(err, errForm) && !strings.HasPrefix(m, "plain ")
}

func (s *service) Render(_ context.Context, _ *converse.Target, a converse.Answer) converse.Rendered[string] {
	m := a.Card.Title + a.Card.Notice
	if a.File != nil {
		m += " with " + a.File.Name
	}
	var calls []state.ButtonCall
	for _, action := range a.Card.Actions {
		calls = append(calls, state.ButtonCall{Call: action.Call})
	}
	return converse.Rendered[string]{Message: m, Calls: calls}
}

func (s *service) Upload(context.Context, *converse.Target, bot.File) (string, error) { return "", nil }

func (s *service) Work(context.Context, *converse.Target, bot.Request) func() { return func() {} }

// scene is a Chat on a service, in a bubble of time.
type scene struct {
	*converse.Chat[string]
	*service
	store *state.Store
	asked *bot.Request  // the last one that a handler had
	slow  time.Duration // that a handler takes
	log   *bytes.Buffer
}

func open(t *testing.T, errs ...error) *scene {
	t.Helper()
	store, err := state.Open(t.TempDir(), state.Options{Forgetful: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	s := &scene{service: &service{errs: errs}, store: store, log: &bytes.Buffer{}}
	s.start()
	return s
}

// start makes a Chat on the scene's store, as a restart does.
func (s *scene) start() {
	log := slog.New(slog.NewTextHandler(s.log, nil))
	echo := func(_ context.Context, r bot.Request) (bot.Card, error) {
		s.asked = &r
		time.Sleep(s.slow)
		return bot.Card{Title: "about " + r.Args["topic"], Items: []bot.Item{{Receipt: "r1"}}}, nil
	}
	mux := &bot.Mux{Log: log, Commands: []bot.Command{{Name: "say", Params: []bot.Param{{Name: "topic", Kind: bot.Text, Words: true}}, Handle: echo}}}
	s.Chat = converse.New(converse.Config{Platform: "test", Name: "Test", Mux: mux, State: s.store, Faults: &chat.StoreFaults{Log: log}, Log: log, Zone: time.UTC}, s.service)
}

// here returns a target for a message that asked.
func here() *converse.Target {
	return &converse.Target{Workspace: "w", Channel: "c", User: "u", Asked: "q", Event: "e"}
}

// TestDelivery: what becomes of an answer that meets errors, and when it arrives.
func TestDelivery(t *testing.T) {
	hour := make([]error, 0, 70)
	for range 66 {
		hour = append(hour, errDown)
	}
	for _, row := range []struct {
		why   string
		errs  []error
		reply string
		found string
		want  string
		least time.Duration // until it is sent
	}{
		{"no error", nil, "", "", "post in c: about tea", 0},
		{"a limit is waited for", []error{errLimited}, "", "", "post in c: about tea", 37 * time.Second},
		{"a service that is down is tried again", hour, "", "", "post in c: about tea", time.Hour},
		{"a message that has arrived is changed, not posted again", []error{errDown}, "", "m7", "change m7 in c: about tea", 0},
		{"a plainer form", []error{errForm}, "", "", "post in c: plain about tea", 0},
		{"who asked is told how to let the bot post", []error{errBarred}, "", "", "post in direct u: invite me", 0},
		{"they are told although the service is down for that", []error{errBarred, errDown}, "", "", "post in direct u: invite me", 0},
		{"a reply", nil, "r", "", "reply in c: about tea", 0},
		{"a reply whose route is spent goes to the channel", []error{errSpent}, "r", "", "post in c: about tea", 0},
		{"a reply that who asked dismissed is over", []error{errGone}, "r", "", "", 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := open(t, row.errs...)
			s.found = row.found
			target, began := here(), time.Now()
			target.Reply = row.reply
			s.Answer(t.Context(), target, converse.Question{Line: "say tea"})
			if got, took := s.words(), time.Since(began); got != row.want || took < row.least || took > row.least+2*time.Minute {
				t.Errorf("%s: sent %q after %v, want %q after %v", row.why, got, took, row.want, row.least)
			}
		})
	}
}

// TestAReplyIsNotTriedAfterItsTime: the service would not take it.
func TestAReplyIsNotTriedAfterItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, target := open(t), here()
		target.Reply, target.Until = "r", time.Now().Add(-time.Second)
		s.Answer(t.Context(), target, converse.Question{Line: "say tea"})
		if got := s.words(); got != "post in c: about tea" {
			t.Errorf("sent %q", got)
		}
	})
}

// TestALateAnswerIsAnnounced: and takes the place of the announcement.
func TestALateAnswerIsAnnounced(t *testing.T) {
	for reply, want := range map[string]string{"": "post in c: Searching…; change m1 in c: about tea", "r": "reply in c: Searching…; reply in c: about tea"} {
		synctest.Test(t, func(t *testing.T) {
			s, target := open(t), here()
			s.slow = 3 * time.Second
			target.Reply = reply
			s.Answer(t.Context(), target, converse.Question{Line: "say tea"})
			if got := s.words(); got != want {
				t.Errorf("sent %q, want %q", got, want)
			}
		})
	}
}

// TestSettingsAreReadOnce: a handler has those of the channel, and the zone is its own.
func TestSettingsAreReadOnce(t *testing.T) {
	s := open(t)
	if _, err := s.store.Set(t.Context(), "test", "w", "c", "zone", "Europe/Oslo"); err != nil {
		t.Fatal(err)
	}
	s.Answer(t.Context(), here(), converse.Question{Line: "say tea"})
	if s.asked == nil || s.asked.Setting("zone") != "Europe/Oslo" || s.asked.In().String() != "Europe/Oslo" {
		t.Errorf("asked with %+v", s.asked)
	}
}

// TestARefusalIsSaid: and nothing is asked.
func TestARefusalIsSaid(t *testing.T) {
	s := open(t)
	s.denied = "not you"
	s.Answer(t.Context(), here(), converse.Question{Line: "say tea"})
	if got := s.words(); got != "post in c: not you" || s.asked != nil {
		t.Errorf("sent %q, asked %v", got, s.asked)
	}
}

// TestAnEventIsHandledOnce: by this process and after a restart, and one whose task
// panics is over.
func TestAnEventIsHandledOnce(t *testing.T) {
	s, done := open(t), 0
	task := converse.Task{Pending: state.Pending{ID: "e", Workspace: "w", User: "u", Channel: "c"}, Tell: here(), Do: func(context.Context) {
		done++
		panic("invented")
	}}
	acked := 0
	for range 2 {
		s.Receive(t.Context(), task, func() { acked++ })
		s.Finish()
	}
	s.start()
	s.Do(t.Context(), task)
	left, err := s.store.Pending(t.Context(), "test")
	if done != 1 || acked != 2 || len(left) != 0 || err != nil {
		t.Errorf("done %d times, acknowledged %d times, left %v, %v", done, acked, left, err)
	}
	if got := s.words(); !strings.Contains(got, "Something went wrong here") || strings.Contains(s.log.String(), "invented") {
		t.Errorf("told %q; the log: %s", got, s.log)
	}
}

// TestChanges: an edit is answered in place, an older one and one of a message without an
// answer not at all, and the answer to a question that is gone is removed.
func TestChanges(t *testing.T) {
	s := open(t)
	changed := func(id, line string, gone bool) {
		target := here()
		target.Event = ""
		s.Changed(t.Context(), converse.Change{ID: id, Target: target, Stamp: id, Line: line, Gone: gone})
	}
	changed("1", "say nothing yet", false)
	s.Asked(t.Context(), here(), "say tea")
	changed("2", "say coffee", false)
	changed("2", "say coffee", false)
	changed("3", "", true)
	changed("4", "say cocoa", false)
	if got := s.words(); got != "post in c: about tea; change m1 in c: about coffee" || strings.Join(s.deleted, " ") != "m1" {
		t.Errorf("sent %q, deleted %q", got, s.deleted)
	}
}

// TestAWithdrawalOutlivesARestart: an answer that could not be removed is removed then.
func TestAWithdrawalOutlivesARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t)
		s.Asked(t.Context(), here(), "say tea")
		s.errs = []error{errBarred}
		ctx, stop := context.WithCancel(t.Context())
		s.Changed(ctx, converse.Change{ID: "gone", Target: here(), Stamp: converse.Last, Gone: true})
		stop()
		synctest.Wait()
		if len(s.deleted) != 0 {
			t.Fatal("it was deleted although the service did not let it")
		}
		s.start()
		s.Chat.Resume(t.Context())
		s.Finish()
		left, err := s.store.Pending(t.Context(), "test")
		if strings.Join(s.deleted, " ") != "m1" || len(left) != 0 || err != nil {
			t.Errorf("deleted %q, left %v, %v", s.deleted, left, err)
		}
	})
}

// TestAnInterruptedQuestionIsOfferedAgain: in the place of its announcement, once.
func TestAnInterruptedQuestionIsOfferedAgain(t *testing.T) {
	s := open(t)
	p := state.Pending{ID: "e", Platform: "test", Workspace: "w", Channel: "c", User: "u", Line: "say tea"}
	if _, err := s.store.Begin(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if err := s.store.SetPlaceholder(t.Context(), "test", "e", "m7"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		s.start()
		s.Chat.Resume(t.Context())
		s.Finish()
	}
	if got := s.words(); got != "change m7 in c: This was interrupted. Run it again." {
		t.Errorf("sent %q", got)
	}
}

// TestPosts: a post is sent once, an edit changes it, and what cannot be done is either
// tried again by the scheduler or over.
func TestPosts(t *testing.T) {
	at := bot.Place{Platform: "test", Workspace: "w", Channel: "c"}
	posting := bot.Posting{Place: at, Card: bot.Card{Title: "digest"}, Key: "k"}
	for _, row := range []struct {
		why   string
		err   error
		again bool
		found string
		want  string
		final bool // the error is a *bot.PostError
		fails bool
	}{
		{"a post", nil, false, "", "post in c: digest", false, false},
		{"a post that has arrived", nil, true, "m7", "", false, false},
		{"a post that has not arrived", nil, true, "", "post in c: digest", false, false},
		{"a limit", errLimited, false, "", "post in c: digest", false, false},
		{"a plainer form", errForm, false, "", "post in c: plain digest", false, false},
		{"a service that is down", errDown, false, "", "", false, true},
		{"a channel that is barred", errBarred, false, "", "", true, true},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := open(t)
			s.found = row.found
			if row.err != nil {
				s.errs = []error{row.err}
			}
			p := posting
			p.Again = row.again
			err := s.Post(t.Context(), p)
			var final *bot.PostError
			if got := s.words(); got != row.want || (err != nil) != row.fails || errors.As(err, &final) != row.final {
				t.Errorf("%s: sent %q, %v", row.why, got, err)
			}
		})
	}
	s := open(t)
	posted := bot.Posted{Place: at, Message: "m1", Card: bot.Card{Title: "corrected"}}
	if err := s.Edit(t.Context(), posted); err != nil || s.words() != "change m1 in c: corrected" {
		t.Errorf("edited: %q, %v", s.words(), err)
	}
	var final *bot.PostError
	s.errs = []error{errGone}
	if err := s.Edit(t.Context(), posted); !errors.As(err, &final) {
		t.Errorf("a message that is gone: %v", err)
	}
	s.errs = []error{errBarred}
	var refused *bot.PostError
	if err := s.Edit(t.Context(), posted); err == nil || errors.As(err, &refused) {
		t.Errorf("a refused edit: %v", err)
	}
}

// TestButtons: what each kind of button does, and where.
func TestButtons(t *testing.T) {
	call := state.ButtonCall{Call: bot.Call{Command: "say", Args: bot.Args{"topic": "tea"}}}
	for _, row := range []struct {
		kind bot.ActionKind
		want string
	}{
		{bot.Run, "post in beside: about tea"},
		{bot.Page, "change m7 in here: about tea"},
		{converse.Again, "change m7 in here: about tea"},
		{bot.Share, "post in shared: about tea"},
		{bot.Helpful, "post in beside: Noted, thank you."},
		{bot.Export, "post in beside: Exported as "},
		{bot.Open, ""},
	} {
		s := open(t)
		keys, err := s.store.Keep(t.Context(), "test/w", []state.ButtonCall{call})
		if err != nil {
			t.Fatal(err)
		}
		target := func(channel, message string) *converse.Target {
			return &converse.Target{Workspace: "w", Channel: channel, User: "u", Message: message}
		}
		press := converse.Press{Kind: row.kind, Key: keys[0], Here: target("here", "m7"), Beside: target("beside", ""), Shared: target("shared", "")}
		s.Pressed(t.Context(), press)
		if got := s.words(); !strings.HasPrefix(got, row.want) || row.want == "" && got != "" {
			t.Errorf("%s: sent %q, want %q", row.kind, got, row.want)
		}
		press.Kind, press.Key = bot.Delete, "somebody else"
		press.Here, press.Beside = target("here", "m7"), target("beside", "")
		s.Pressed(t.Context(), press)
		if !strings.HasSuffix(s.words(), converse.NotYoursText) || len(s.deleted) != 0 {
			t.Errorf("sent %q, deleted %q", s.words(), s.deleted)
		}
		press.Key = "u"
		s.Pressed(t.Context(), press)
		if strings.Join(s.deleted, " ") != "m7" {
			t.Errorf("deleted %q", s.deleted)
		}
	}
}

// TestAButtonThatCannotBeRead: one that nothing was kept for is too old, and one that
// cannot be looked up is not.
func TestAButtonThatCannotBeRead(t *testing.T) {
	s := open(t)
	press := converse.Press{Kind: bot.Run, Key: "unknown", Here: here(), Beside: here(), Shared: here()}
	s.Pressed(t.Context(), press)
	s.store.Close()
	press.Beside = here()
	s.Pressed(t.Context(), press)
	if got := s.words(); got != "post in c: This button is too old to work. Ask again.; post in c: "+converse.UnreadText {
		t.Errorf("sent %q", got)
	}
}

// TestAStoreThatFailsCostsNoAnswer: what it would have kept is lost, and the log says so.
func TestAStoreThatFailsCostsNoAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, target := open(t), here()
		s.store.Close()
		task := converse.Task{Pending: state.Pending{ID: "e"}, Do: func(ctx context.Context) { s.Asked(ctx, target, "say tea") }}
		s.Do(t.Context(), task)
		if got := s.words(); got != "post in c: about tea" {
			t.Errorf("sent %q", got)
		}
		for _, cost := range []string{"answered twice", "settings could not be read", "edits of a question"} {
			if !strings.Contains(s.log.String(), cost) {
				t.Errorf("the log does not say %q", cost)
			}
		}
	})
}

// TestAPlaceThatMaySeeNothing: nothing is posted there, and that is final.
func TestAPlaceThatMaySeeNothing(t *testing.T) {
	s := open(t)
	s.denied = "not here"
	var refused *bot.PostError
	if _, err := s.Asker(t.Context(), bot.Place{Workspace: "w", Channel: "c"}); !errors.As(err, &refused) {
		t.Errorf("refused with %v", err)
	}
	s.denied = ""
	r, err := s.Asker(t.Context(), bot.Place{Workspace: "w", Channel: "c"})
	if err != nil || r.Platform != "test" || r.Channel != "c" {
		t.Errorf("asked as %+v, %v", r, err)
	}
}
