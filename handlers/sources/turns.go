package sources

import (
	"fmt"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index/follow"
)

// toldTurns is the maximum number of sources named in one message to administrators.
const toldTurns = 20

// TurnsCard returns the message for administrators about sources that have been dead for a
// day, or live again. There is at least one.
func TurnsCard(turns []follow.Turn) bot.Card {
	card := bot.Card{Command: "admin source list", Title: title(turns), Actions: []bot.Action{bot.Ask("Sources", "admin source list")}}
	for _, t := range turns[:min(len(turns), toldTurns)] {
		what := "can be read again"
		switch {
		case t.Stopped != "":
			what = "is no longer asked: " + t.Stopped
		case !t.Lives:
			what = fmt.Sprintf("cannot be read since %s: %s", bot.MomentMention(t.Failing.UTC(), "2 Jan 2006 15:04 MST"), t.Error)
		}
		card.Items = append(card.Items, bot.Item{Label: t.Name(), Facts: []string{what}})
	}
	if more := len(turns) - len(card.Items); more > 0 {
		card.Text = append(card.Text, fmt.Sprintf("And %d more.", more))
	}
	card.Footer = "This message is sent once."
	return card
}

func title(turns []follow.Turn) string {
	dead := 0
	for _, t := range turns {
		if !t.Lives {
			dead++
		}
	}
	var parts []string
	if dead > 0 {
		parts = append(parts, wording.Count(dead, "source")+" dead for a day")
	}
	if alive := len(turns) - dead; alive > 0 {
		parts = append(parts, wording.Count(alive, "source")+" alive again")
	}
	return strings.Join(parts, ", ")
}

// Summary says in one line how the sources are, "" if there are none. waits is why none is
// asked for now, nil if nothing keeps them.
func Summary(all []follow.Status, waits error, now time.Time) string {
	if len(all) == 0 {
		return ""
	}
	var failing, paused, stopped int
	var newest time.Time
	for _, s := range all {
		switch {
		case s.Stopped != "":
			stopped++
		case s.Off():
			paused++
		case s.Failures > 0:
			failing++
		}
		if s.Succeeded.After(newest) {
			newest = s.Succeeded
		}
	}
	parts := []string{wording.Count(len(all), "source")}
	for _, part := range []struct {
		n    int
		word string
	}{{failing, "failing"}, {paused, "paused"}, {stopped, "stopped"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.word))
		}
	}
	line := strings.Join(parts, ", ")
	if waits != nil {
		return fmt.Sprintf("%s; none is asked for now, since new articles cannot be stored: %v. All goes on by itself.", line, waits)
	}
	if newest.IsZero() {
		return line + "; none was read yet."
	}
	return line + "; last read " + ago(now.Sub(newest)) + "."
}

func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return wording.Count(int(d/time.Minute), "minute") + " ago"
	case d < 48*time.Hour:
		return wording.Count(int(d/time.Hour), "hour") + " ago"
	}
	return wording.Count(int(d/(24*time.Hour)), "day") + " ago"
}
