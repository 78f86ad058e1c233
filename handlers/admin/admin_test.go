package admin_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/admin"
	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
)

func TestMain(m *testing.M) { handlerstest.Main(m) }

// TestAnswers asks the sample one question or several of each command and compares
// the answers with golden files.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string][]string{
		"settings": {"privacy", "settings"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handlerstest.Golden(t, name, handlerstest.Script(t, handlerstest.New(t), handlerstest.Asker(), lines...))
		})
	}
}

// TestScripts runs scripts of commands that change what is kept.
func TestScripts(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		asker bot.Request
		lines []string
	}{
		"privacy": {handlerstest.Asker(), []string{"digest subscribe truce to:me", "watch add dam", "privacy forget", "digest list", "watch list", "privacy forget", "privacy everything"}},
		"admin": {handlerstest.Admin(), []string{
			"admin settings", "admin settings zone:Europe/Stockholm sources:Meridian Wire", `admin settings sources:"Meridian Wire"`, "settings", "sources", "people source:Courier", "who-is Steinmar",
			"article courier-1005-dry-bank", "verify h4favej5h1w34r78v10c", `check-quote "It is an old concrete wall with a crack in it"`, "admin settings zone:Mars", "admin settings previews:off", "settings", "admin settings previews:on", "admin settings zone:none sources:all threads:on",
			"admin settings sources:Gazette", "admin hide Imber Valley Post", "settings", "who-said maize source:Post", "who-said beds", "admin hide Gazette", "admin restore Imber Valley Post", "admin settings losses:accept",
			"who-said zebra", "ask zebra quux", "hi", "thanks!", "who-is the bishop", "timeline volcano", "who-said truce by:Putin", "who-is Ostholn", "admin gaps", "admin audit", "admin index", "admin index reload", "admin merge", `admin merge "Katya Drozhin"`, `admin merge "Katya Drozhin" "Pavel Drozhin"`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handlerstest.Golden(t, name, handlerstest.Script(t, handlerstest.New(t), row.asker, row.lines...))
		})
	}
}

// TestSubscribers sets who may set up digests and watches.
func TestSubscribers(t *testing.T) {
	t.Parallel()
	handlerstest.Golden(t, "subscribers", handlerstest.Script(t, handlerstest.New(t), handlerstest.Admin(), "admin settings subscribe:managers", "settings",
		"admin settings subscribe:@U00ANNA01,<@U00BORIS2>", "settings", "admin settings subscribe:@anna", "admin settings subscribe:anybody", "settings"))
}

// TestIdentity merges and splits persons, on a briefing of its own.
func TestIdentity(t *testing.T) {
	t.Parallel()
	handlerstest.Golden(t, "identity", handlerstest.Script(t, handlerstest.NewOwn(t), handlerstest.Owner(), `admin merge Max Orlande with:"Maximilien Orlande"`, "who-is Orlande", `admin merge Max Orlande with:"Maximilien Orlande"`,
		"admin merge Drozhin with:Brisk", `admin split Max Orlande from:"Maximilien Orlande"`, "who-is Orlande", `admin split Max Orlande from:"Max Orlande"`, `admin split Olan Brisk from:"Olaf Brisk"`, "admin split Brisk from:Olan",
		"admin merge Olan Brisk with:Nobodyatall", "admin audit"))
}

// TestRemove removes articles, takes them back and deletes them, on a briefing of its
// own.
func TestRemove(t *testing.T) {
	t.Parallel()
	b := handlerstest.NewOwn(t)
	handlerstest.Golden(t, "remove", handlerstest.Script(t, b, handlerstest.Admin(), "admin remove courier-1005-dry-bank")+
		handlerstest.Script(t, b, handlerstest.Owner(), "admin remove", "admin remove none-such", "admin remove h4favej5h1w34r78v10c", "admin remove courier-1005-dry-bank confirm:2",
			"admin remove courier-1005-dry-bank confirm:1", "article courier-1005-dry-bank", "verify h4favej5h1w34r78v10c", "admin remove courier-1005-dry-bank", `check-quote "It is an old concrete wall with a crack in it"`,
			"admin remove courier-1005-dry-bank undo:yes", "admin remove courier-1005-dry-bank undo:yes confirm:1", "verify h4favej5h1w34r78v10c", "admin remove courier-1005-dry-bank undo:yes",
			"admin remove courier-1005-dry-bank undo:yes purge:yes", "admin remove imber valley post", "admin remove https://norrhaven-courier.example/world/on-the-dry-bank purge:yes confirm:1",
			"verify h4favej5h1w34r78v10c", "context h4favej5h1w34r78v10c", "admin remove courier-1005-dry-bank undo:yes confirm:1", "admin audit"))
}

// TestGroups joins pairs that share a name, with the name first that the newest shows.
func TestGroups(t *testing.T) {
	for name, row := range map[string]struct{ pairs, want string }{
		"nothing":                   {"", "[]"},
		"one pair":                  {"a=b", "[[a b]]"},
		"two apart":                 {"a=b c=d", "[[c d] [a b]]"},
		"a chain, the newest first": {"a=b c=a", "[[c a a b]]"},
		"three that share a name":   {"a=b b=c d=b", "[[d b b c a b]]"},
		"a pair joins two groups":   {"a=b c=d a=c", "[[a c c d a b]]"},
	} {
		var o admin.Overrides
		for pair := range strings.FieldsSeq(row.pairs) {
			one, other, _ := strings.Cut(pair, "=")
			o.Same = append(o.Same, [2]string{one, other})
		}
		if got := fmt.Sprint(o.Groups()); got != row.want {
			t.Errorf("%s: %s, want %s", name, got, row.want)
		}
	}
}

// losses counts what it was asked to accept.
type losses struct{ here, all int }

func (l *losses) Acknowledge(_ context.Context, platform, workspace string) (int, error) {
	if platform+workspace != "slackT1" {
		return 0, errors.New("another workspace: " + platform + workspace)
	}
	n := l.here
	l.here = 0
	return n, nil
}

func (l *losses) AcknowledgeAll(context.Context) (int, error) {
	n := l.here + l.all
	l.here, l.all = 0, 0
	return n, nil
}

// TestAcceptLosses accepts an administrator's losses in a workspace, and those of the
// whole bot for who runs it.
func TestAcceptLosses(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	b.Losses = &losses{here: 2, all: 3}
	m := b.NewMux()
	for _, row := range []struct {
		asker bot.Request
		want  string
	}{
		{handlerstest.Admin(), "Losses accepted: 2. The settings hold as they are now."},
		{handlerstest.Admin(), "Losses accepted: 0. Who runs this bot can accept those that are not this workspace's alone."},
		{handlerstest.Owner(), "Losses accepted: 3. The settings hold as they are now."},
		{handlerstest.Owner(), "Losses accepted: 0."},
	} {
		if card := m.Answer(t.Context(), "admin settings losses:accept", row.asker); strings.Join(card.Text, "|") != row.want {
			t.Errorf("%q %q, want %q", card.Text, card.Notice, row.want)
		}
	}
	audit := m.Answer(t.Context(), "admin audit", handlerstest.Admin())
	if len(audit.Items) != 1 || !strings.HasPrefix(audit.Items[0].Label, "Losses accepted: 2.") {
		t.Errorf("audit log: %+v", audit.Items)
	}
}

// TestLogPages pages through a log that is longer than a page.
func TestLogPages(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	for i := range 25 {
		if err := b.Books.Note(t.Context(), "slack", "T1", bot.Gaps, bot.Entry{Text: fmt.Sprint("question ", i)}); err != nil {
			t.Fatal(err)
		}
	}
	m := b.NewMux()
	r := handlerstest.Admin()
	r.Call = bot.Call{Command: "admin gaps"}
	first := m.Do(t.Context(), r)
	r.Offset = 20
	second := m.Do(t.Context(), r)
	if len(first.Items) != 20 || len(second.Items) != 5 || first.Items[0].Label != "question 24" || second.Items[4].Label != "question 0" {
		t.Errorf("pages of %d and %d: %+v", len(first.Items), len(second.Items), first.Items[:1])
	}
	if len(first.Actions) == 0 || second.Footer != "5 of 25 lines" {
		t.Errorf("%v, %q", first.Actions, second.Footer)
	}
}
