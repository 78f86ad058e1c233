package bottest

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
)

var buttonCases = []testCase{
	{"delete", "Delete takes an answer away for who asked.", every, deletes},
	{"delete-others", "Nobody else can delete an answer, and they are told so in private.", []Way{Mention}, deletedByOthers},
	{"pages", "Pages turn in place, on and back.", every, turnsPages},
	{"pages-others", "Whoever turns the page of an answer becomes nobody's owner of it.", []Way{Mention}, othersTurnPages},
	{"old-button", "A button that is not known any more says that it is too old, and the answer stays.", every, oldButton},
	{"older-index", "A button asks with the generation of the index that its answer was made from.", every, olderIndex},
	{"double-click", "A button that is pressed twice in a row does what it does once.", every, clicksTwice},
	{"delete-twice", "So does Delete, and nothing is said of it.", every, deletesTwice},
	{"row", "A button of a row answers beside, for who pressed alone, and the answer stays.", []Way{Mention}, rowButton},
	{"share", "Share shows a private answer to all in the room; who asked can delete it, nobody else.", []Way{Command}, shares},
	{"share-twice", "What was shared is not shared again: its button goes, or says so to who presses it.", []Way{Command}, sharesOnce},
	{"share-old", "A Share that is not known any more says so to who pressed it alone.", []Way{Command}, oldShare},
	{"share-name", "A shared answer says who shared it.", []Way{Command}, namesWhoShared},
	{"export", "Export gives the file to who pressed, and the other formats.", every, exports},
	{"export-refused", "Where the service takes no files, who pressed is told.", every, exportRefused},
	{"feedback", "Feedback is confirmed to who gave it.", every, feedback},
}

// answered starts the bot and asks who-said truce.
func (k *kit) answered(w Way) Message {
	k.start()
	k.ask(w, "who-said truce")
	return k.shows(anna(w), 1, "about truce")
}

func deletes(k *kit, w Way) {
	k.press(anna(w), k.answered(w), "Delete")
	k.only(anna(w), 0, "after the deletion")
}

func deletedByOthers(k *kit, w Way) {
	m := k.answered(w)
	k.press(boris(w), m, "Delete")
	if told := k.shows(anna(w), 2, "Only who asked"); told.For != "boris" {
		k.errorf("told %q", told.For)
	}
	k.only(anna(w), 2, "after the refusal")
	k.press(anna(w), m, "Delete")
	k.only(anna(w), 1, "after the deletion")
}

func turnsPages(k *kit, w Way) {
	m := k.answered(w)
	for _, step := range []struct{ button, want string }{{"▶", "from 4 of 9"}, {"▶", "from 7 of 9"}, {"◀", "from 4 of 9"}, {"◀", "from 1 of 9"}} {
		k.press(anna(w), m, step.button)
		now := k.shows(anna(w), 1, step.want)
		if now.ID != m.ID || now.For != m.For {
			k.errorf("%s made it %s for %q, which was %s for %q", step.button, now.ID, now.For, m.ID, m.For)
		}
		m = now
	}
	k.only(anna(w), 1, "after the pages")
}

func othersTurnPages(k *kit, w Way) {
	m := k.answered(w)
	k.press(boris(w), m, "▶")
	m = k.shows(anna(w), 1, "from 4 of 9")
	k.press(boris(w), m, "Delete")
	k.shows(anna(w), 2, "Only who asked")
	k.press(anna(w), m, "Delete")
	k.only(anna(w), 1, "after the deletion")
}

func oldButton(k *kit, w Way) {
	m := k.answered(w)
	k.end()
	k.dir = k.t.TempDir()
	k.start()
	k.press(anna(w), m, "▶")
	k.shows(anna(w), 2, "too old")
	k.shows(anna(w), 1, "about truce")
	k.only(anna(w), 2, "after the press")
}

func olderIndex(k *kit, w Way) {
	const notice = "This is from an older index"
	generation := "g17"
	k.command("who-said").Handle = func(_ context.Context, r bot.Request) (bot.Card, error) {
		c := paged(r)
		if r.Generation != "" && r.Generation != generation {
			c.Notice = notice
		}
		c.Generation = generation
		for i := range c.Actions {
			c.Actions[i].Call.Generation = generation
		}
		return c, nil
	}
	m := k.answered(w)
	if strings.Contains(m.Words, notice) {
		k.errorf("the first answer says %q", m.Words)
	}
	generation = "g18"
	k.press(anna(w), m, "▶")
	k.shows(anna(w), 1, notice)
}

func clicksTwice(k *kit, w Way) {
	m := k.answered(w)
	for n, row := range []struct{ label, want string }{{"Context", "Context of"}, {"▶", "from 4 of 9"}} {
		k.press(anna(w), m, row.label)
		time.Sleep(150 * time.Millisecond)
		k.press(anna(w), m, row.label)
		k.shows(anna(w), []int{2, 1}[n], row.want)
		k.only(anna(w), 2, "after a double click on "+row.label)
	}
	k.press(anna(w), m, "Context")
	k.shows(anna(w), 3, "Context of") // who presses again later means it
}

func deletesTwice(k *kit, w Way) {
	m := k.answered(w)
	k.press(anna(w), m, "Delete")
	time.Sleep(150 * time.Millisecond)
	k.Press(anna(w), m, "Delete")
	k.only(anna(w), 0, "after a double click on Delete")
}

func rowButton(k *kit, w Way) {
	m := k.answered(w)
	k.press(boris(w), m, "Context")
	if beside := k.shows(anna(w), 2, "Context of"); beside.For != "boris" {
		k.errorf("the context is for %q", beside.For)
	}
	k.shows(anna(w), 1, "about truce")
	k.only(anna(w), 2, "after the press")
}

func shares(k *kit, w Way) {
	k.press(anna(w), k.answered(w), "Share")
	m := k.shows(anna(w), 2, "a lasting")
	if m.For != "" {
		k.errorf("the shared answer is for %q", m.For)
	}
	k.press(boris(w), m, "Delete")
	k.shows(anna(w), 3, "Only who asked")
	k.press(anna(w), m, "Delete")
	k.only(anna(w), 2, "after the deletion")
}

func sharesOnce(k *kit, w Way) {
	m := k.answered(w)
	k.press(anna(w), m, "Share")
	k.shows(anna(w), 2, "a lasting")
	k.settle()
	k.Press(anna(w), m, "Share") // as somebody does whose screen is behind
	k.settle()
	if n := k.sharedIn(w); n != 1 {
		k.errorf("%d are shared", n)
	}
	for _, again := range k.answers(anna(w))[2:] {
		if again.For != "anna" || !strings.Contains(again.Words, "shared already") {
			k.errorf("the second press is answered %q for %q", again.Words, again.For)
		}
	}
}

// sharedIn counts the answers that all can see where one asks in that way.
func (k *kit) sharedIn(w Way) (n int) {
	for _, m := range k.answers(anna(w)) {
		if m.For == "" {
			n++
		}
	}
	return n
}

func oldShare(k *kit, w Way) {
	m := k.answered(w)
	k.end()
	k.dir = k.t.TempDir()
	k.start()
	k.press(anna(w), m, "Share")
	if told := k.shows(anna(w), 2, "too old"); told.For != "anna" {
		k.errorf("told %q", told.For)
	}
}

func namesWhoShared(k *kit, w Way) {
	k.press(anna(w), k.answered(w), "Share")
	k.shows(anna(w), 2, "a lasting")
	if m := k.answers(anna(w))[1]; !strings.Contains(m.Words, "Shared by") {
		k.errorf("it does not say who shared it: %q", m.Words)
	}
}

func exports(k *kit, w Way) {
	k.press(anna(w), k.answered(w), "Export")
	k.await("the file", func() bool { return len(k.Files(anna(w))) == 1 })
	beside := k.shows(anna(w), 2, "Exported as")
	k.press(anna(w), beside, "Markdown")
	k.await("the other file", func() bool { return len(k.Files(anna(w))) == 2 })
	k.settle()
	files := k.Files(anna(w))
	if len(files) != 2 || !strings.HasSuffix(files[0], ".csv") || !strings.HasSuffix(files[1], ".md") {
		k.errorf("the files are %q", files)
	}
	k.shows(anna(w), 1, "about truce")
}

func exportRefused(k *kit, w Way) {
	m := k.answered(w)
	k.Fail(anna(w), Command, Fault{Kind: NoFiles})
	k.press(anna(w), m, "Export")
	k.shows(anna(w), 2, "takes no files")
	k.ask(w, "who-said ferry")
	if m := k.shows(anna(w), 3, "about ferry"); slices.Contains(m.Buttons, "Export") {
		k.errorf("an export is offered")
	}
}

func feedback(k *kit, w Way) {
	m := k.answered(w)
	for n, label := range []string{"👍", "👎"} {
		k.press(anna(w), m, label)
		k.shows(anna(w), 2+n, "Noted")
	}
	k.only(anna(w), 3, "after two verdicts")
	kept, err := k.store.Feedback(context.Background(), k.asked.Load().Platform, k.asked.Load().Workspace)
	if err != nil || len(kept) != 1 || kept[0].Helpful || kept[0].Call.Args["topic"] != "truce" {
		k.errorf("kept %+v, %v", kept, err)
	}
}
