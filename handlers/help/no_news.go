package help

import (
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
)

// NoNews reports whether no article has come in for so long that those who look
// after the briefing must know, since when, and the message for them.
func (c Commands) NoNews(now time.Time) (card bot.Card, since time.Time, stale bool) {
	s := c.Index.Stats()
	age, stale := c.Show.Silence(now, s)
	if !stale {
		return card, s.Fresh, false
	}
	return bot.Card{Command: "status", Title: "No new articles for " + age, Notice: fmt.Sprintf(
		"The newest article came in on %s. Check the folders under watch: in the configuration, and whatever fills them. This message is sent once.",
		bot.MomentMention(s.Fresh.UTC(), "2 Jan 2006 15:04 MST")), Actions: []bot.Action{bot.Ask("Status", "status"), bot.Ask("Outlets", "sources")}}, s.Fresh, true
}
