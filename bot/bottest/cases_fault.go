package bottest

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

var faultCases = []testCase{
	{"bad-form", "An answer whose form is refused goes out as plain text, with all its words.", every, plainerForm},
	{"bad-form-twice", "Of an answer that is refused as plain text, too, the reason is told.", every, refusedForm},
	{"limited", "A limit is waited for as long as the service asks, and not much longer.", every, limited},
	{"down", "A service that is down is tried again, and the answer arrives once.", every, downForAWhile},
	{"forbidden", "Where the bot may not post, who asked is told in private which room and how to fix it; the next question is answered.", []Way{Mention}, forbidden},
	{"forbidden-limited", "They are told, too, where the service is down for that message.", []Way{Mention}, forbiddenWhileDown},
}

func plainerForm(k *kit, w Way) {
	k.start()
	k.Fail(anna(w), w, Fault{Kind: BadForm})
	k.ask(w, "who-said truce")
	m := k.shows(anna(w), 1, "about truce")
	for _, quote := range Quotes(CardOf("usual")) {
		if !strings.Contains(strings.ReplaceAll(unescape(m.Words), "**", ""), quote) {
			k.errorf("%q is not in the plain form %q", quote, m.Words)
		}
	}
	k.only(anna(w), 1, "after a refused form")
}

func refusedForm(k *kit, w Way) {
	k.start()
	k.Fail(anna(w), w, Fault{Kind: BadForm}, Fault{Kind: BadForm})
	k.ask(w, "who-said truce")
	m := k.shows(anna(w), 1, "refuses to show this answer")
	if !strings.Contains(unescape(m.Words), "Narrow the question") {
		k.errorf("told %q", m.Words)
	}
	k.only(anna(w), 1, "after two refused forms")
}

func limited(k *kit, w Way) {
	const wait = 37 * time.Second
	k.start()
	k.Fail(anna(w), w, Fault{Kind: Limited, Wait: wait})
	began := time.Now()
	k.ask(w, "who-said truce")
	k.await("the answer", func() bool { return k.shown(anna(w), "about truce") == 1 })
	if took := time.Since(began); took < wait || took > wait+3*time.Second {
		k.errorf("answered after %v, want %v", took, wait)
	}
	k.settle()
	if n := k.shown(anna(w), "about truce"); n != 1 {
		k.errorf("answered %d times", n)
	}
}

func downForAWhile(k *kit, w Way) {
	k.start()
	k.Fail(anna(w), w, slices.Repeat([]Fault{{Kind: Down}}, 3)...)
	k.ask(w, "who-said truce")
	k.await("the answer", func() bool { return k.shown(anna(w), "about truce") == 1 })
	k.settle()
	if n := k.shown(anna(w), "about truce"); n != 1 {
		k.errorf("answered %d times", n)
	}
}

func forbidden(k *kit, w Way) {
	k.start()
	k.Fail(anna(w), w, Fault{Kind: Forbidden})
	k.ask(w, "who-said truce")
	m := k.answer(private(anna(w)), 1)
	if !strings.Contains(m.Words, "<#") || !strings.Contains(m.Words, "ask again") {
		k.errorf("told %q", m.Words)
	}
	k.only(anna(w), 0, "where the bot may not post")
	k.ask(w, "who-said ferry")
	k.shows(anna(w), 1, "about ferry")
}

func forbiddenWhileDown(k *kit, w Way) {
	k.start()
	k.Fail(anna(w), w, Fault{Kind: Forbidden})
	k.Fail(private(anna(w)), Direct, Fault{Kind: Down})
	k.ask(w, "who-said truce")
	k.shows(private(anna(w)), 1, "<#")
	k.only(private(anna(w)), 1, "of the reason")
}

var hourCases = []testCase{
	{"hour", "For an hour of faults the bot is answering again within 30 s of each, and answers each question once.", every, hourOfFaults},
}

// againWithin is the time after a fault in which the bot is answering again.
const againWithin = 30 * time.Second

// hourOfFaults disturbs the connection in all the ways that the service knows, one after
// the other, and lets messages meet faults too.
func hourOfFaults(k *kit, w Way) {
	onMessages := []FaultKind{"", Down, Limited, "", Cut, Lost}
	k.start()
	asked := 0
	for began := time.Now(); time.Since(began) < time.Hour; asked++ {
		time.Sleep(time.Minute)
		what := k.Disturb(asked)
		time.Sleep(againWithin)
		fault := onMessages[asked%len(onMessages)]
		if fault == Cut && w == Command || fault == Lost && w == Command {
			fault = Down // not every service can tell what it took of a command's answer
		}
		if fault != "" {
			k.Fail(anna(w), w, Fault{Kind: fault, Wait: 5 * time.Second})
		}
		topic := fmt.Sprintf("buoy-%d", asked)
		if e := k.ask(w, "who-said "+topic); !e.Acked {
			k.errorf("%v after %q a question was not acknowledged", againWithin, what)
		}
		asking := time.Now()
		for wait := 500 * time.Millisecond; k.shown(anna(w), "about "+topic+"\n") == 0 && time.Since(asking) < againWithin; wait *= 2 {
			time.Sleep(wait)
		}
		if n := k.shown(anna(w), "about "+topic+"\n"); n != 1 {
			k.errorf("%v after %q and with %q: %d answers", againWithin, what, fault, n)
		}
	}
	k.settle()
	if n := k.shown(anna(w), "about buoy-"); n != asked {
		k.errorf("%d questions have %d answers", asked, n)
	}
}
