package complete

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
)

const (
	// topicsTried is the number of topics searched, which is what the index keeps.
	topicsTried = 200
	// shortWord is the number of letters from which words that are no topics are offered
	// too.
	shortWord = 3
)

// topics completes words about a topic: as a topic of several words, or with a topic in
// place of the last ones.
func (c Completer) topics(ctx context.Context, scope index.Scope, typed string) []bot.Suggestion {
	all, err := c.Index.Topics(ctx, index.Query{Scope: scope, Limit: topicsTried})
	if err != nil {
		return nil
	}
	words := strings.Fields(typed)
	for n := range max(1, len(words)) {
		kept, prefix := strings.Join(words[:n], " "), strings.ToLower(strings.Join(words[n:], " "))
		if out := topicsWith(all, kept, prefix); len(out) > 0 {
			return out
		}
	}
	last := len(words) - 1
	if utf8.RuneCountInString(words[last]) < shortWord {
		return nil
	}
	found, err := c.Index.Prefix(ctx, scope, string(bot.CompleteTopic), words[last], maxSuggestions)
	if err != nil {
		return nil
	}
	var out []bot.Suggestion
	for _, f := range found {
		out = append(out, bot.Suggestion{Value: joined(strings.Join(words[:last], " "), f)})
	}
	return out
}

// topicsWith returns the topics that begin with prefix, then those that have a later
// word which does, each after the words that are kept.
func topicsWith(all []index.Topic, kept, prefix string) []bot.Suggestion {
	var first, later []bot.Suggestion
	for _, t := range all {
		s := bot.Suggestion{Value: joined(kept, t.Words), Note: wording.Count(t.Statements, "statement")}
		switch words := strings.ToLower(t.Words); {
		case strings.HasPrefix(words, prefix):
			first = append(first, s)
		case strings.Contains(words, " "+prefix):
			later = append(later, s)
		}
	}
	out := append(first, later...)
	return out[:min(len(out), maxSuggestions)]
}

func joined(kept, words string) string { return strings.TrimSpace(kept + " " + words) }

// people completes a name from the printed forms of all who are quoted, or a role.
func (c Completer) people(ctx context.Context, scope index.Scope, typed string) []bot.Suggestion {
	found, err := c.Index.PeopleNamed(ctx, scope, typed, maxSuggestions)
	if err != nil {
		return nil
	}
	var out []bot.Suggestion
	for _, p := range found {
		s := bot.Suggestion{Value: p.Name}
		if p.Printed != "" {
			s.Note = "printed " + p.Printed
		}
		out = append(out, s)
	}
	if len(out) > 0 || utf8.RuneCountInString(typed) <= shortWord {
		return out
	}
	bearers, err := c.Index.FindByRole(ctx, scope, typed)
	if err != nil {
		return nil
	}
	for _, p := range bearers[:min(len(bearers), maxSuggestions)] {
		out = append(out, bot.Suggestion{Value: p.Name, Note: fmt.Sprintf("%s, %s", typed, wording.Count(p.Statements, "statement"))})
	}
	return out
}
