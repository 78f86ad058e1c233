package chat

import (
	"reflect"
	"slices"

	"github.com/briefing-bot/briefing-bot/bot"
)

// Once returns the rows of an answer with each sentence once. A row that shows a sentence
// again, for another date, says where it is and what it says of that date.
func Once(items []bot.Item) []bot.Item {
	shown := map[string]bot.Item{} // by article and words
	out := slices.Clone(items)
	for i, it := range items {
		if it.Quote.Text == "" {
			continue
		}
		key := it.Quote.Article + "\x00" + it.Shown().Text
		if first, again := shown[key]; !again {
			shown[key] = it
		} else if it.Label != "" && it.Label != first.Label {
			out[i] = repeated(it, first)
		}
	}
	return out
}

func repeated(it, first bot.Item) bot.Item {
	where := "in the sentence above"
	if first.Label != "" {
		where = "in the sentence under " + first.Label
	}
	if words := it.Said.Words.Text; words != "" {
		where = "“" + words + "” " + where
	}
	return bot.Item{Heading: it.Heading, Label: it.Label, Facts: append([]string{where}, it.Doubts()...),
		Actions: slices.DeleteFunc(slices.Clone(it.Actions), func(a bot.Action) bool {
			return slices.ContainsFunc(first.Actions, func(other bot.Action) bool { return reflect.DeepEqual(other.Call, a.Call) })
		})}
}
