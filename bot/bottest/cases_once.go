package bottest

import (
	"strings"
	"time"
)

var onceCases = []testCase{
	{"once", "An event that is delivered several times, on several connections and after a restart, is answered once.", every, answeredOnce},
	{"once-meanwhile", "An event that is delivered again while it is being answered is answered once.", every, answeredOnceMeanwhile},
	{"once-button", "A press that is delivered several times has one effect.", messages, pressedOnce},
	{"lost", "An answer that the service took, although the bot did not hear of it, is not posted again.", every, lostAnswer},
	{"cut", "The same where the connection ends in the middle.", every, cutAnswer},
	{"dropped", "A connection that is lost in the middle of an answer costs nothing, and the event that comes again is answered once.", every, droppedMeanwhile},
}

func answeredOnce(k *kit, w Way) {
	k.start()
	e := k.ask(w, "who-said truce")
	k.shows(anna(w), 1, "about truce")
	k.Again(e)
	k.Again(e)
	k.only(anna(w), 1, "after a second delivery")
	k.end()
	k.start()
	k.Again(e)
	k.only(anna(w), 1, "after a delivery after a restart")
}

func answeredOnceMeanwhile(k *kit, w Way) {
	k.start()
	e := k.ask(w, "slow")
	k.Again(e)
	time.Sleep(time.Second)
	k.Again(e)
	k.release()
	k.shows(anna(w), 1, "Slow but there")
	k.only(anna(w), 1, "after deliveries meanwhile")
}

func pressedOnce(k *kit, w Way) {
	k.start()
	k.ask(w, "who-said truce")
	e := k.press(anna(w), k.shows(anna(w), 1, "about truce"), "Context")
	k.shows(anna(w), 2, "Context of")
	k.Again(e)
	k.only(anna(w), 2, "after a second delivery of the press")
}

func lostAnswer(k *kit, w Way) {
	k.start()
	k.Fail(anna(w), w, Fault{Kind: Lost})
	k.ask(w, "who-said truce")
	k.shows(anna(w), 1, "about truce")
	k.only(anna(w), 1, "after a lost answer")
}

func cutAnswer(k *kit, w Way) {
	k.start()
	k.Fail(anna(w), w, Fault{Kind: Cut})
	k.ask(w, "who-said truce")
	k.shows(anna(w), 1, "about truce")
	k.only(anna(w), 1, "after lost answers")
}

func droppedMeanwhile(k *kit, w Way) {
	k.start()
	e := k.ask(w, "slow")
	time.Sleep(time.Second)
	k.Drop()
	time.Sleep(5 * time.Second)
	k.await("the connections to come back", k.Ready)
	k.Again(e)
	k.release()
	k.shows(anna(w), 1, "Slow but there")
	k.only(anna(w), 1, "after a lost connection")
	k.ask(w, "who-said truce")
	k.shows(anna(w), 2, "about truce")
}

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
