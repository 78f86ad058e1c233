package query

import (
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
)

// Parsed is a request as it was understood: what to search, and what to say about
// how it was read.
type Parsed struct {
	Request Request
	Query   index.Query
	Topic   string // as typed
	By      string // the speaker's full name
	ByNote  string // how the name as typed became By, "" if it is as typed
	Source  string
	// Namesakes ask the same of the others whom the name as typed can mean.
	Namesakes []bot.Action
	Period    string   // for people: 1–31 May 2025
	Unread    int      // of the oldest articles, left out for so common a word
	Notices   []string // of dates outside the briefing and the like
}

// Reading returns how the line was understood, for people.
func (a Parsed) Reading() string {
	var parts []string
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, strings.TrimSpace(name+" "+clipped(value)))
		}
	}
	add("topic", a.Topic)
	add("by", noted(a.By, a.ByNote))
	if a.Period != "" {
		add("", a.Period+" ("+a.Request.In().String()+")")
	}
	add("in", a.Source)
	add("", a.Request.Args["kind"])
	add("verb", a.Request.Args["verb"])
	add("sorted", a.Request.Args["sort"])
	return strings.Join(parts, " · ")
}

// maxRead is the most characters of one value in a Reading: who typed it knows the rest.
const maxRead = 150

// clipped returns a value for a Reading, cut with an ellipsis if it is long.
func clipped(value string) string {
	runes := []rune(value)
	if len(runes) <= maxRead {
		return value
	}
	return strings.TrimSpace(string(runes[:maxRead-1])) + "…"
}

func noted(name, note string) string {
	if note == "" {
		return name
	}
	return name + " (" + note + ")"
}

// Read returns the reading by parameter, for programs: always the same keys.
func (a Parsed) Read() map[string]string {
	args := a.Request.Args
	out := map[string]string{"topic": a.Topic, "by": a.By, "since": "", "until": "", "source": a.Source,
		"kind": args["kind"], "verb": args["verb"], "sort": args["sort"], "tz": a.Request.In().String()}
	if !a.Query.Since.IsZero() {
		out["since"] = a.Query.Since.Format(time.DateOnly)
	}
	if !a.Query.Until.IsZero() {
		out["until"] = a.Query.Until.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	return out
}
