package chat

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
)

// TestOnce: a sentence is shown once for all of its dates, and no button twice; what another
// article says in the same words is shown.
func TestOnce(t *testing.T) {
	context, all := bot.Ask("Context", "context", "receipt", "5f2a"), bot.Ask("All of this date", "timeline", "on", "2031-03-06")
	row := func(article, label, words string, actions ...bot.Action) bot.Item {
		return bot.Item{Label: label, Quote: bot.Excerpt{Text: "Talks open on Monday or Thursday.", Article: article}, Said: bot.When{Words: bot.Excerpt{Text: words}}, Actions: actions}
	}
	second := row("a", "Thu 6 Mar 2031", "Thursday", context, all)
	second.Possible = true
	rows := Once([]bot.Item{row("a", "Mon 3 Mar 2031", "Monday", context), second, row("b", "Thu 6 Mar 2031", "Thursday", context), row("a", "Mon 3 Mar 2031", "Monday"), {Label: "no words"}, {Label: "none either"}})
	for i, quotes := range []bool{true, false, true, true, false, false} {
		if (rows[i].Quote.Text != "") != quotes {
			t.Errorf("row %d quotes %q", i, rows[i].Quote.Text)
		}
	}
	said := ItemLines(rows[1], "", func(string) string { return "" })
	if len(said) != 2 || said[1].String() != "“Thursday” in the sentence under Mon 3 Mar 2031 · possible, not reported as done" {
		t.Errorf("the second row says %v", said)
	}
	if len(rows[1].Actions) != 1 || rows[1].Actions[0].Label != "All of this date" {
		t.Errorf("it has the buttons %v", rows[1].Actions)
	}
	statement := row("a", "", "")
	if got := Once([]bot.Item{statement, row("a", "Mon 3 Mar 2031", "")})[1].Facts; len(got) != 1 || got[0] != "in the sentence above" {
		t.Errorf("below a statement it says %q", got)
	}
}
