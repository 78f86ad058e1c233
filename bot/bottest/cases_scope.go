package bottest

import (
	"context"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

var scopeCases = []testCase{
	{"apart", "A question is answered for the workspace or server that it was asked in, and a button of one does nothing in another.", []Way{Command}, keptApart},
	{"refused", "Who may not do something is told so alone, and not in front of all in the room.", []Way{Command, Mention}, refusesAside},
	{"quiet", "The log holds no secret, and nothing that people wrote, whatever goes wrong.", every, keepsQuiet},
}

func keptApart(k *kit, w Way) {
	k.command("sources").Handle = func(_ context.Context, r bot.Request) (bot.Card, error) {
		return bot.Card{Title: "Outlets of " + r.Workspace, Actions: []bot.Action{{Kind: bot.Run, Label: "Again", Call: r.Call}}}, nil
	}
	k.start()
	here, there := anna(w), anna(w)
	there.Room, there.Server = "pier", "elsewhere"
	k.Ask(here, w, "sources")
	mine := k.shows(here, 1, "Outlets of ")
	k.Ask(there, w, "sources")
	if theirs := k.shows(there, 1, "Outlets of "); theirs.Words == mine.Words {
		k.errorf("both are answered for the same workspace: %q", mine.Words)
	}
	k.only(here, 1, "after a question elsewhere")
	k.press(there, mine, "Again")
	k.settle()
	for _, m := range append(k.answers(here)[1:], k.answers(there)[1:]...) {
		if !strings.Contains(m.Words, "too old") {
			k.errorf("a button of another workspace shows %q", m.Words)
		}
	}
}

func refusesAside(k *kit, w Way) {
	k.start()
	k.ask(w, "admin")
	told := func() (n int) {
		for _, m := range append(k.answers(anna(w)), k.answers(private(anna(w)))...) {
			if strings.Contains(m.Words, "for administrators") {
				n++
			}
		}
		return n
	}
	k.await("the refusal", func() bool { return told() == 1 })
	k.settle()
	for _, m := range k.answers(anna(w)) {
		if m.For != "anna" {
			k.errorf("%q reads %q", m.For, m.Words)
		}
	}
	if n := told(); n != 1 {
		k.errorf("told %d times", n)
	}
}

func keepsQuiet(k *kit, w Way) {
	const words = "zanzibar"
	k.start()
	for _, fault := range []FaultKind{Down, BadForm, Lost} {
		k.Fail(anna(w), w, Fault{Kind: fault})
		k.ask(w, "who-said "+words)
		k.settle()
	}
	e := k.ask(w, "who-said "+words)
	k.settle()
	k.answer(anna(w), 1)
	m := k.answers(anna(w))[len(k.answers(anna(w)))-1]
	for _, label := range []string{"▶", "Context", "Export", "👎"} {
		k.press(anna(w), m, label)
		k.settle()
	}
	if e.ID != "" {
		k.Edit(anna(w), e, "who-said no:"+words)
		k.settle()
		k.Remove(anna(w), e)
	}
	k.ask(Overheard, words)
	k.store.Close()
	k.ask(w, "fail")
	k.ask(w, "who-said "+words)
	k.settle()
	if log := k.log.Text(); len(log) < 1000 || !strings.Contains(log, "level=DEBUG") {
		k.errorf("the log has %d bytes: nothing was tried", len(log))
	}
	k.logHoldsNo(words)
}
