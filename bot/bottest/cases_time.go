package bottest

import (
	"strings"
	"time"
)

var timeCases = []testCase{
	{"acknowledged", "A question is acknowledged within a second, however long its answer takes.", every, acknowledged},
	{"acknowledged-press", "A press is acknowledged within a second, although the service takes no messages.", messages, pressAcknowledged},
	{"late", "An answer that takes more than 2 s is announced, and then takes the place of the announcement.", every, lateAnswer},
}

func acknowledged(k *kit, w Way) {
	k.start()
	if e := k.ask(w, "slow"); !e.Acked || e.Took > time.Second {
		k.errorf("acknowledged %v after %v", e.Acked, e.Took)
	}
	k.release()
	k.shows(anna(w), 1, "Slow but there")
}

func pressAcknowledged(k *kit, w Way) {
	k.start()
	k.ask(w, "who-said truce")
	m := k.shows(anna(w), 1, "about truce")
	down := Fault{Kind: Down}
	k.Fail(anna(w), Command, down, down)
	if e := k.press(anna(w), m, "▶"); !e.Acked || e.Took > time.Second {
		k.errorf("acknowledged %v after %v", e.Acked, e.Took)
	}
	k.shows(anna(w), 1, "from 4 of 9")
}

func lateAnswer(k *kit, w Way) {
	k.start()
	k.ask(w, "slow")
	time.Sleep(3 * time.Second)
	meanwhile := k.Read(anna(w))
	if len(meanwhile) != 1 || !meanwhile[0].Thinking && !strings.Contains(meanwhile[0].Words, "Searching") {
		k.fatalf("after 3 s people see %s", k.described(anna(w)))
	}
	time.Sleep(3 * time.Second)
	k.release()
	if m := k.shows(anna(w), 1, "Slow but there"); m.ID != meanwhile[0].ID {
		k.errorf("the answer does not stand where it was announced")
	}
	k.only(anna(w), 1, "after a late answer")
}
