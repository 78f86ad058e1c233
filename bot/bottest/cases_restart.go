package bottest

import "time"

var restartCases = []testCase{
	{"shutdown", "A bot that is stopped delivers the answers under way.", every, shutdownDelivers},
	{"interrupted", "What a kill interrupts becomes, in the place of its announcement, an offer to run it again, made once, whose button works.", every, interruptedLate},
	{"interrupted-early", "What a kill interrupts before it was announced becomes an offer to run it again, which keeps to who asked.", every, interruptedEarly},
	{"interrupted-in-place", "The answer to a question that is run again takes the place of the offer.", every, runAgainInPlace},
	{"buttons-after-restart", "The buttons of an answer work after a restart.", every, buttonsAfterRestart},
}

func shutdownDelivers(k *kit, w Way) {
	k.start()
	k.ask(w, "slow")
	time.AfterFunc(300*time.Millisecond, k.release)
	k.end()
	if all := k.answers(anna(w)); len(all) != 1 {
		k.fatalf("after the end there is %s", k.described(anna(w)))
	}
	k.shows(anna(w), 1, "Slow but there")
}

// interrupted asks, and kills the bot that long after.
func interrupted(k *kit, w Way, after time.Duration) Message {
	k.start()
	k.ask(w, "slow")
	time.Sleep(after)
	k.kill()
	m := k.shows(anna(w), 1, "interrupted")
	k.only(anna(w), 1, "after a restart")
	return m
}

func interruptedLate(k *kit, w Way) {
	offer := interrupted(k, w, 3*time.Second)
	k.end()
	k.start()
	k.only(anna(w), 1, "after another restart")
	k.release()
	k.press(anna(w), offer, "Run again")
	k.await("the answer", func() bool { return k.shown(anna(w), "Slow but there") == 1 })
	k.settle()
	if n := k.shown(anna(w), "Slow but there"); n != 1 {
		k.errorf("answered %d times", n)
	}
}

func interruptedEarly(k *kit, w Way) {
	offer := interrupted(k, w, time.Second)
	if w == Command && offer.For != "anna" {
		k.errorf("the offer is for %q", offer.For)
	}
}

func runAgainInPlace(k *kit, w Way) {
	offer := interrupted(k, w, 3*time.Second)
	k.release()
	k.press(anna(w), offer, "Run again")
	k.await("the answer", func() bool { return k.shown(anna(w), "Slow but there") == 1 })
	k.only(anna(w), 1, "after it was run again")
}

func buttonsAfterRestart(k *kit, w Way) {
	k.start()
	k.ask(w, "who-said truce")
	m := k.shows(anna(w), 1, "about truce")
	k.end()
	k.start()
	k.press(anna(w), m, "▶")
	k.shows(anna(w), 1, "from 4 of 9")
}
