package bottest

import "time"

var changeCases = []testCase{
	{"edit", "The answer to a question that is edited follows it, in place.", messages, followsEdit},
	{"edit-same", "An edit that leaves the words alone, such as a link's preview, leaves the answer alone, on the page that it shows.", messages, sameWords},
	{"edit-slow", "An older answer that is slow takes the place of no newer one.", messages, lastEditWins},
	{"edit-again", "An older edit that is delivered again changes nothing.", messages, olderEditAgain},
	{"edit-overtaken", "An older edit that comes after a newer one, while neither is answered, changes nothing.", messages, overtakenEdit},
	{"edit-meanwhile", "A question that is edited while it is being answered is answered as it is now.", messages, editedMeanwhile},
	{"edit-away", "The answer to a message that names the bot no more goes.", []Way{Mention}, editedAway},
	{"deletion", "The answer to a question that is deleted goes.", messages, followsDeletion},
	{"deletion-slow", "No answer comes back below a question that is gone.", messages, deletedMeanwhile},
	{"deletion-early", "A question that is deleted while it is first answered leaves no answer.", messages, deletedBefore},
}

func followsEdit(k *kit, w Way) {
	k.start()
	e := k.ask(w, "who-said truce")
	m := k.shows(anna(w), 1, "about truce")
	k.Edit(anna(w), e, "who-said ferry")
	if now := k.shows(anna(w), 1, "about ferry"); now.ID != m.ID {
		k.errorf("another message took its place")
	}
	k.only(anna(w), 1, "after an edit")
}

func sameWords(k *kit, w Way) {
	k.start()
	e := k.ask(w, "who-said truce")
	k.press(anna(w), k.shows(anna(w), 1, "about truce"), "▶")
	k.shows(anna(w), 1, "from 4 of 9")
	k.Edit(anna(w), e, "who-said truce")
	k.settle()
	k.shows(anna(w), 1, "from 4 of 9")
	k.end()
	k.start()
	k.Edit(anna(w), e, "who-said truce")
	k.settle()
	k.shows(anna(w), 1, "from 4 of 9")
	k.Edit(anna(w), e, "who-said ferry")
	k.shows(anna(w), 1, "about ferry")
	k.only(anna(w), 1, "after the edits")
}

func lastEditWins(k *kit, w Way) {
	k.start()
	e := k.ask(w, "who-said truce")
	k.shows(anna(w), 1, "about truce")
	k.Edit(anna(w), e, "slow")
	time.Sleep(time.Second)
	k.Edit(anna(w), e, "who-said ferry")
	time.Sleep(time.Second)
	k.release()
	k.settle()
	k.shows(anna(w), 1, "about ferry")
	k.only(anna(w), 1, "after two edits")
}

func editedMeanwhile(k *kit, w Way) {
	k.start()
	e := k.ask(w, "slow")
	time.Sleep(time.Second)
	k.Edit(anna(w), e, "who-said ferry")
	time.Sleep(time.Second)
	k.release()
	k.settle()
	k.shows(anna(w), 1, "about ferry")
	k.only(anna(w), 1, "after the edit")
}

func editedAway(k *kit, w Way) {
	k.start()
	e := k.ask(w, "who-said truce")
	k.shows(anna(w), 1, "about truce")
	k.Edit(anna(w), e, "")
	k.only(anna(w), 0, "after the edit")
}

func followsDeletion(k *kit, w Way) {
	k.start()
	e := k.ask(w, "who-said truce")
	k.shows(anna(w), 1, "about truce")
	k.Remove(anna(w), e)
	k.only(anna(w), 0, "after the deletion")
}

func deletedMeanwhile(k *kit, w Way) {
	k.start()
	e := k.ask(w, "who-said truce")
	k.shows(anna(w), 1, "about truce")
	k.Edit(anna(w), e, "slow")
	time.Sleep(time.Second)
	k.Remove(anna(w), e)
	k.release()
	k.only(anna(w), 0, "after the deletion")
}

func deletedBefore(k *kit, w Way) {
	k.start()
	e := k.ask(w, "slow")
	k.await("the announcement", func() bool { return len(k.Read(anna(w))) > 0 })
	k.Remove(anna(w), e)
	k.release()
	k.only(anna(w), 0, "after the deletion")
}

func olderEditAgain(k *kit, w Way) {
	k.start()
	e := k.ask(w, "who-said truce")
	k.shows(anna(w), 1, "about truce")
	older := k.Edit(anna(w), e, "who-said ferry")
	k.shows(anna(w), 1, "about ferry")
	k.Edit(anna(w), e, "who-said buoys")
	k.shows(anna(w), 1, "about buoys")
	k.Again(older)
	k.settle()
	k.shows(anna(w), 1, "about buoys")
	k.only(anna(w), 1, "after the older edit")
}

func overtakenEdit(k *kit, w Way) {
	k.start()
	e := k.ask(w, "slow")
	time.Sleep(time.Second)
	older := k.Edit(anna(w), e, "who-said ferry")
	time.Sleep(time.Second)
	k.Edit(anna(w), e, "who-said buoys")
	time.Sleep(time.Second)
	k.Again(older)
	time.Sleep(time.Second)
	k.release()
	k.settle()
	k.shows(anna(w), 1, "about buoys")
	k.only(anna(w), 1, "after the older edit")
}
