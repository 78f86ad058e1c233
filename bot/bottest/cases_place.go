package bottest

import (
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/ratelimit"
)

var placeCases = []testCase{
	{"place", "A command is answered for who asked alone, a mention below it for all, a direct message in place.", every, answeredInPlace},
	{"thread", "A question in a thread is answered there.", []Way{Thread}, answeredInThread},
	{"bots", "What the bot itself and other bots write is not answered.", messages, ignoresBots},
	{"overheard", "A message that does not name the bot is not answered.", []Way{Overheard}, ignoresChatter},
	{"too-many", "Who asks too much is told when they can ask again, once until then for messages, and then can.", messages, asksTooMuch},
	{"too-many-command", "A command that comes too soon is answered in private each time.", []Way{Command}, commandsTooMuch},
	{"too-many-button", "So is a button that is pressed too soon, and the answer that it is in stays.", every, pressesTooMuch},
	{"usage", "An unknown command and an unknown option are answered with what can be written.", messages, tellsUsage},
}

func answeredInPlace(k *kit, w Way) {
	k.start()
	e := k.ask(w, "who-said truce")
	m := k.shows(anna(w), 1, "Who said what about truce")
	wantFor := ""
	if w == Command {
		wantFor = "anna"
	}
	if m.For != wantFor {
		k.errorf("the answer is for %q, want %q", m.For, wantFor)
	}
	if w == Mention && m.Under != e.ID {
		k.errorf("the answer is under %q, want %q", m.Under, e.ID)
	}
	k.only(anna(w), 1, "after one question")
}

func answeredInThread(k *kit, w Way) {
	k.start()
	e := k.Ask(anna(Mention), Mention, "who-said truce")
	k.answer(anna(Mention), 1)
	p := anna(w)
	p.Thread = e.ID
	before := len(k.answers(p))
	k.Ask(p, w, "who-said ferry")
	k.shows(p, before+1, "about ferry")
}

func ignoresBots(k *kit, w Way) {
	k.start()
	k.Bots(anna(w))
	k.only(anna(w), 0, "after what bots wrote")
	k.ask(w, "who-said truce")
	k.shows(anna(w), 1, "about truce")
}

func ignoresChatter(k *kit, w Way) {
	k.start()
	k.ask(w, "who-said truce")
	k.only(anna(w), 0, "after what was said to others")
	k.ask(Mention, "who-said ferry")
	k.shows(anna(w), 1, "about ferry")
}

func tellsUsage(k *kit, w Way) {
	k.start()
	for i, row := range []struct{ line, want string }{
		{"/frobnicate truce", "Write help for the list of commands"},
		{"/who-sayd truce", "who-said"},
		{"who-said no:key", "Usage:"},
	} {
		k.ask(w, row.line)
		if m := k.answer(anna(w), i+1); !strings.Contains(unescape(m.Words), row.want) {
			k.errorf("%s is answered %q, want %q", row.line, m.Words, row.want)
		}
	}
}

func asksTooMuch(k *kit, w Way) {
	k.limits = ratelimit.New(ratelimit.Limits{User: 2, Channel: 100})
	k.start()
	for n := range 2 {
		k.ask(w, "who-said truce")
		k.shows(anna(w), n+1, "about truce")
	}
	told := func() (n int) { // a service may say it in private
		for _, m := range append(k.answers(anna(w)), k.answers(private(anna(w)))...) {
			if strings.Contains(m.Words, "Ask again in") {
				n++
			}
		}
		return n
	}
	k.ask(w, "who-said truce")
	k.await("a word on when to ask again", func() bool { return told() > 0 })
	before, toldBefore := len(k.answers(anna(w))), told()
	k.ask(w, "who-said truce")
	k.only(anna(w), before, "after a question that came too soon again")
	if n := told(); n != toldBefore {
		k.errorf("told %d times, then %d", toldBefore, n)
	}
	time.Sleep(time.Minute)
	for n := range 2 {
		k.ask(w, "who-said ferry")
		k.shows(anna(w), before+n+1, "about ferry")
	}
	k.ask(w, "who-said ferry")
	k.await("another word, about the questions since", func() bool { return told() > toldBefore })
}

func commandsTooMuch(k *kit, w Way) {
	k.limits = ratelimit.New(ratelimit.Limits{User: 1})
	k.start()
	k.ask(w, "who-said truce")
	k.shows(anna(w), 1, "about truce")
	for n := range 2 {
		k.ask(w, "who-said truce")
		if told := k.shows(anna(w), n+2, "Ask again in"); told.For != "anna" {
			k.errorf("told %q", told.For)
		}
	}
}

func pressesTooMuch(k *kit, w Way) {
	k.limits = ratelimit.New(ratelimit.Limits{User: 1})
	m := k.answered(w)
	for n, label := range []string{"▶", "Context", "▶", "Context"} {
		time.Sleep(2 * time.Second) // no double click
		k.press(anna(w), m, label)
		if told := k.shows(anna(w), n+2, "Ask again in"); w != Direct && told.For != "anna" {
			k.errorf("told %q", told.For)
		}
	}
	k.shows(anna(w), 1, "from 1 of 9")
	k.only(anna(w), 5, "after four presses")
}
