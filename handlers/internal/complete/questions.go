package complete

import (
	"context"
	"regexp"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
)

const (
	// maxQuestions is the maximum number of plain questions offered.
	maxQuestions = 8
	// questionPeople and questionTopics are how many persons, and how many topics of one
	// or of all, are asked about in them.
	questionPeople = 3
	questionTopics = 3
)

// saidBegun is a question for statements whose name is being typed, or is there.
var saidBegun = regexp.MustCompile(`(?i)^what (?:did|has|does) (.+)$`)

// aboutBegun is a question whose topic is being typed.
var aboutBegun = regexp.MustCompile(`(?i)^(.*\b(?:about|on|of|to|with) )(\S.*)$`)

// questions completes a plain question: with a name and what that person speaks of, as
// one of the questions that people ask, or with a topic.
func (c Completer) questions(ctx context.Context, scope index.Scope, typed string) []bot.Suggestion {
	var all []string
	if m := saidBegun.FindStringSubmatch(typed); m != nil {
		name, topic, _ := strings.Cut(m[1], " say about ")
		all = c.saidQuestions(ctx, scope, typed[:len(typed)-len(m[1])], name, topic)
	} else {
		all = c.usual(ctx, scope, typed)
	}
	var out []bot.Suggestion
	for _, q := range all[:min(len(all), maxQuestions)] {
		out = append(out, bot.Suggestion{Value: q})
	}
	m := aboutBegun.FindStringSubmatch(typed)
	switch {
	case len(out) > 0:
	case m != nil:
		for _, s := range c.topics(ctx, scope, m[2]) {
			out = append(out, bot.Suggestion{Value: m[1] + s.Value, Note: s.Note})
		}
	case !strings.Contains(strings.TrimSpace(typed), " "):
		return c.topics(ctx, scope, typed)
	}
	return out
}

// usual returns the questions that people ask which begin as typed.
func (c Completer) usual(ctx context.Context, scope index.Scope, typed string) []string {
	var out []string
	add := func(question string) {
		if len(question) > len(typed) && strings.EqualFold(question[:len(typed)], typed) {
			out = append(out, typed+question[len(typed):])
		}
	}
	for _, q := range c.saidQuestions(ctx, scope, "what did ", "", "") {
		add(q)
	}
	add("what's new?")
	if s := c.Index.Stats(); !s.To.IsZero() {
		add("what happened in " + s.To.Format("January 2006") + "?")
	}
	found, err := c.Index.Topics(ctx, index.Query{Scope: scope, Limit: questionTopics})
	if err != nil {
		return out
	}
	for _, before := range []string{"what happened to ", "latest on ", "tell me about ", "who is quoted on ", "timeline of "} {
		for _, t := range found {
			add(before + t.Words)
		}
	}
	add("what can you do?")
	return out
}

// saidQuestions returns questions for what persons said whose names begin with name, on
// their topics that begin with topic.
func (c Completer) saidQuestions(ctx context.Context, scope index.Scope, start, name, topic string) []string {
	people, err := c.Index.PeopleNamed(ctx, scope, name, questionPeople)
	if err != nil {
		return nil
	}
	var out []string
	for _, p := range people {
		found, err := c.Index.Topics(ctx, index.Query{Scope: scope, By: []string{p.Key}, Limit: questionTopics})
		if err != nil {
			return out
		}
		for _, t := range found {
			if strings.HasPrefix(strings.ToLower(t.Words), strings.ToLower(strings.TrimSpace(topic))) {
				out = append(out, start+p.Name+" say about "+t.Words+"?")
			}
		}
		if len(found) == 0 && topic == "" {
			out = append(out, start+p.Name+" say?")
		}
	}
	return out
}
