package bottest

import (
	"strings"
	"time"
)

var storeCases = []testCase{
	{"store-fails", "A store that fails costs what it would have kept, no answer; none comes twice, and each cost is in the log once.", every, storeFails},
	{"store-fails-meanwhile", "A store that fails in the middle of an answer does not lose it.", every, storeFailsMeanwhile},
	{"store-fails-button", "Where the store cannot be read, nobody is told that a button is too old.", messages, storeFailsButton},
	{"store-fails-delete", "An answer can be deleted although the store fails.", messages, storeFailsDelete},
}

func storeFails(k *kit, w Way) {
	k.start()
	k.store.Close()
	for n := range 3 {
		e := k.ask(w, "who-said truce")
		if m := k.shows(anna(w), n+1, "a lasting"); len(m.Buttons) > 0 {
			k.errorf("the answer has buttons that nothing was kept for: %q", m.Buttons)
		}
		k.Again(e)
		time.Sleep(2 * time.Second)
	}
	k.only(anna(w), 3, "after three questions")
	k.errorsOnce()
}

// errorsOnce wants errors in the log, each once.
func (k *kit) errorsOnce() {
	seen := map[string]int{}
	for line := range strings.Lines(k.log.Text()) {
		if _, what, ok := strings.Cut(line, "level=ERROR "); ok {
			seen[what]++
		}
	}
	for what, n := range seen {
		if n > 1 {
			k.errorf("%d times in the log: %s", n, what)
		}
	}
	if len(seen) == 0 {
		k.errorf("the log does not say that the store fails")
	}
}

func storeFailsMeanwhile(k *kit, w Way) {
	k.start()
	k.ask(w, "slow")
	time.Sleep(time.Second)
	k.store.Close()
	k.release()
	k.shows(anna(w), 1, "Slow but there")
	k.only(anna(w), 1, "after an answer")
}

func storeFailsButton(k *kit, w Way) {
	k.start()
	k.ask(w, "who-said truce")
	m := k.shows(anna(w), 1, "about truce")
	k.store.Close()
	k.press(anna(w), m, "▶")
	k.shows(anna(w), 2, "Try again later")
	k.shows(anna(w), 1, "about truce")
}

func storeFailsDelete(k *kit, w Way) {
	k.start()
	k.ask(w, "who-said truce")
	m := k.shows(anna(w), 1, "about truce")
	k.store.Close()
	k.press(anna(w), m, "Delete")
	k.only(anna(w), 0, "after the deletion")
}
