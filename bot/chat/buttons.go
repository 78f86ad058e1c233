package chat

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// LastPart is the number of an answer's last part, whichever that is.
const LastPart = -1

// Pages returns the buttons to the part of an answer before and after, or, at the
// ends, to the card's own page before and after.
func Pages(c bot.Card, call bot.Call, part, parts int) []bot.Action {
	var before, after []bot.Action
	for _, action := range c.Actions {
		switch {
		case action.Kind != bot.Page:
		case action.Call.Offset < c.Offset:
			before = append(before, action)
		default:
			after = append(after, action)
		}
	}
	if part > 0 {
		before = []bot.Action{{Kind: bot.Page, Label: "◀", Call: call}}
	}
	if part < parts-1 {
		after = []bot.Action{{Kind: bot.Page, Label: "▶", Call: call}}
	}
	return append(before, after...)
}

// WithShare returns a card's buttons, with Share if one person alone sees the answer and
// without it if others do.
func WithShare(c bot.Card, call bot.Call, private bool) []bot.Action {
	isShare := func(action bot.Action) bool { return action.Kind == bot.Share }
	switch {
	case !private:
		return slices.DeleteFunc(slices.Clone(c.Actions), isShare)
	case slices.ContainsFunc(c.Actions, isShare) || c.Status != bot.Answered || len(c.Items) == 0 && c.Verdict == "":
		return c.Actions
	}
	call.Generation = c.Generation
	return append(slices.Clone(c.Actions), bot.Action{Kind: bot.Share, Label: "Share", Call: call})
}

// Verdicts returns the buttons that say what somebody thinks of an answer, none
// where it shows nothing, and the one that deletes it for who asked.
func Verdicts(c bot.Card, call bot.Call, asker string) []bot.Action {
	var out []bot.Action
	if len(c.Items) > 0 && c.Status == bot.Answered {
		out = append(out, bot.Action{Kind: bot.Helpful, Label: "👍", Call: call}, bot.Action{Kind: bot.Unhelped, Label: "👎", Call: call})
	}
	if asker != "" {
		out = append(out, bot.Action{Kind: bot.Delete, Label: "Delete"})
	}
	return out
}

// Target returns what a button of part of an answer to call does: its call, and
// which part of the answer it leads to or was pressed in.
func Target(c bot.Card, call bot.Call, action bot.Action, part int) state.ButtonCall {
	out := state.ButtonCall{Call: action.Call}
	switch {
	case action.Kind == bot.Run:
	case action.Kind != bot.Page:
		out.Part = part
	case action.Label == "◀" && part > 0:
		out.Part = part - 1
	case action.Call.Offset == call.Offset:
		out.Part = part + 1
	case action.Call.Offset < c.Offset:
		out.Part = LastPart
	}
	return out
}
