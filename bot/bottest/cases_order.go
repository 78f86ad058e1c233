package bottest

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

var orderCases = []testCase{
	{"order", "The answers of a room keep the order of its questions while the service limits them, and none is lost or comes twice.", messages, keepsOrder},
	{"queued", "An answer that waits for more than 2 s is said to be queued, once.", every, tellsQueued},
	{"queued-behind", "So is one that waits for another in its room.", messages, tellsQueuedBehind},
	{"rooms", "A room that is limited does not hold up another.", messages, roomsApart},
}

func keepsOrder(k *kit, w Way) {
	k.start()
	k.Fail(anna(w), w, Fault{Kind: Limited, Wait: 2 * time.Second}, Fault{Kind: Down}, Fault{Kind: Limited, Wait: time.Second})
	const questions = 5
	for n := range questions {
		k.ask(w, fmt.Sprintf("who-said truce-%d", n))
		time.Sleep(200 * time.Millisecond) // each is found before the next is asked
	}
	k.await("the last answer", func() bool { return k.shown(anna(w), "about truce") == questions })
	k.settle()
	var order []string
	for _, m := range k.answers(anna(w)) {
		if _, topic, ok := strings.Cut(unescape(m.Words), "about truce-"); ok {
			order = append(order, topic[:1])
		}
	}
	if got := strings.Join(order, ""); got != "01234" {
		k.errorf("the answers came in the order %s", got)
	}
}

func tellsQueued(k *kit, w Way) {
	k.start()
	k.Fail(anna(w), w, Fault{Kind: Limited, Wait: 10 * time.Second})
	k.ask(w, "who-said truce")
	time.Sleep(5 * time.Second)
	told := slices.DeleteFunc(k.Read(anna(w)), func(m Message) bool { return !m.Thinking && !strings.Contains(m.Words, "Queued") })
	if len(told) != 1 {
		k.errorf("after 5 s people see %s", k.described(anna(w)))
	}
	k.await("the answer", func() bool { return k.shown(anna(w), "about truce") == 1 })
	k.settle()
	if n := k.shown(anna(w), "Queued"); n > 1 {
		k.errorf("said %d times", n)
	}
}

func roomsApart(k *kit, w Way) {
	k.start()
	k.Fail(anna(w), w, Fault{Kind: Limited, Wait: 30 * time.Second})
	k.ask(w, "who-said truce")
	time.Sleep(time.Second)
	began := time.Now()
	other := boris(w)
	if w != Direct {
		other.Room = "lantern"
	}
	k.Ask(other, w, "who-said ferry")
	k.shows(other, 1, "about ferry")
	if took := time.Since(began); took > 5*time.Second {
		k.errorf("the other room was answered after %v", took)
	}
	k.await("the answer", func() bool { return k.shown(anna(w), "about truce") == 1 })
}

func tellsQueuedBehind(k *kit, w Way) {
	k.start()
	k.Fail(anna(w), w, Fault{Kind: Limited, Wait: 10 * time.Second})
	k.ask(w, "who-said truce")
	time.Sleep(500 * time.Millisecond)
	k.ask(w, "who-said ferry")
	time.Sleep(7 * time.Second)
	if n := k.shown(anna(w), "Queued"); n != 2 {
		k.errorf("after 7 s people see %s", k.described(anna(w)))
	}
	k.await("both answers", func() bool { return k.shown(anna(w), "about truce") == 1 && k.shown(anna(w), "about ferry") == 1 })
}
