package bottest

import (
	"fmt"
	"time"
)

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
