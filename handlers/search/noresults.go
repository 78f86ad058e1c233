package search

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
)

// noResults finds out why no statement was found, and what would be.
type noResults struct {
	c        Commands
	a        query.Parsed
	mentions int // articles that mention the topic
	byAtAll  int // statements of the speaker on anything
	spelling []string
	actions  []bot.Action
}

const mostOffers = 3

// look counts, and tries the question with one restriction less.
func (n *noResults) look(ctx context.Context) error {
	if n.a.Topic != "" {
		var err error
		if n.mentions, err = n.c.Index.Mentions(ctx, index.Query{Words: n.a.Query.Words, Scope: n.a.Query.Scope}); err != nil {
			return fmt.Errorf("count mentions: %w", err)
		}
	}
	if n.a.By != "" {
		found, err := n.c.Index.Statements(ctx, index.Query{By: n.a.Query.By, Scope: n.a.Query.Scope, Limit: 1})
		if err != nil {
			return fmt.Errorf("count statements: %w", err)
		}
		n.byAtAll = found.Total
	}
	for _, offer := range []func(context.Context) error{n.offerWider, n.offerSpelling, n.offerTimeline} {
		if err := offer(ctx); err != nil {
			return err
		}
	}
	return nil
}

// offerWider offers the call without one of its options where that finds something.
func (n *noResults) offerWider(ctx context.Context) error {
	args := n.a.Request.Args
	for _, o := range []struct{ option, label string }{
		{"since", "Any date"}, {"kind", "Any kind"}, {"verb", "Any verb"}, {"source", "Any outlet"},
		{"by", "By anybody"}, {"topic", anyTopic(n.a.By)},
	} {
		given := args[o.option] != "" || o.option == "since" && args["until"]+args["on"] != ""
		if !given || len(n.a.Request.Args) < 2 {
			continue
		}
		found, err := n.c.Index.Statements(ctx, without(n.a, o.option))
		if err != nil {
			return fmt.Errorf("search wider: %w", err)
		}
		if found.Total == 0 {
			continue
		}
		call := n.a.Request.Call.With(o.option, "")
		if o.option == "since" {
			call = call.With("until", "").With("on", "")
		}
		n.offer(bot.Action{Kind: bot.Run, Label: fmt.Sprintf("%s (%d)", o.label, found.Total), Call: call})
	}
	return nil
}

// anyTopic labels the offer of a question without its topic.
func anyTopic(by string) string {
	if by == "" {
		return "Any topic"
	}
	return "All by " + by
}

// without returns a query with one restriction lifted.
func without(a query.Parsed, option string) index.Query {
	q := a.Query
	q.Offset, q.Limit = 0, 1
	switch option {
	case "by":
		q.By = nil
	case "topic":
		q.Words = index.Words{}
	case "since", "until", "on":
		q = lift(q)
	case "kind":
		q.Kinds = nil
	case "verb":
		q.Verb = ""
	case "source":
		q.Sources = nil
	}
	return q
}

// lift removes the period of a query.
func lift(q index.Query) index.Query {
	q.Since, q.Until = time.Time{}, time.Time{}
	return q
}

// mostMisspelt is how many unknown words of a question are looked up among the
// words of the index.
const mostMisspelt = 3

// offerSpelling offers words of the index that are spelt like an unknown one.
func (n *noResults) offerSpelling(ctx context.Context) error {
	if n.mentions > 0 {
		return nil
	}
	unknown, err := n.c.Index.MissingTerms(ctx, n.a.Query.Scope, n.a.Query.Words.Terms)
	if err != nil {
		return fmt.Errorf("look up the question's words: %w", err)
	}
	unknown = unknown[:min(len(unknown), mostMisspelt)]
	if len(unknown) == 0 {
		return nil
	}
	near, err := n.c.Index.NearEach(ctx, n.a.Query.Scope, unknown, false, 2)
	if err != nil {
		return fmt.Errorf("find near words: %w", err)
	}
	for i, term := range unknown {
		for _, word := range near[i] {
			if err := n.offerWord(ctx, term, word); err != nil {
				return err
			}
		}
	}
	return nil
}

// offerWord offers the question with another word for term if that finds something.
func (n *noResults) offerWord(ctx context.Context, term, word string) error {
	topic := strings.Replace(n.a.Topic, term, word, 1)
	q := n.a.Query
	q.Words, q.Offset, q.Limit = query.Words(topic), 0, 1
	found, err := n.c.Index.Statements(ctx, q)
	if err != nil {
		return fmt.Errorf("search near word: %w", err)
	}
	if found.Total > 0 {
		n.spelling = append(n.spelling, word)
		n.offer(bot.Action{Kind: bot.Run, Label: fmt.Sprintf("%s (%d)", word, found.Total), Call: n.a.Request.Call.With("topic", topic)})
	}
	return nil
}

func (n *noResults) offerTimeline(context.Context) error {
	if n.mentions > 0 {
		n.offer(bot.Ask("Timeline", "timeline", "topic", n.a.Topic))
		n.offer(bot.Ask("Passages", "ask", "question", n.a.Topic))
	}
	if len(n.actions) == 0 {
		n.offer(bot.Ask("Topics", "topics"))
		n.offer(bot.Ask("Who is quoted", "people"))
	}
	return nil
}

func (n *noResults) offer(action bot.Action) {
	if len(n.actions) < mostOffers {
		n.actions = append(n.actions, action)
	}
}

// message says what was looked for and what there is instead.
func (n *noResults) message() string {
	what := "No statement"
	if n.a.Topic != "" {
		what += " about " + n.a.Topic
	}
	if n.a.By != "" {
		what += " by " + n.a.By
	}
	parts := []string{what + wording.InPeriod(n.a.Period) + "."}
	if len(n.spelling) > 0 {
		parts = append(parts, "Did you mean "+strings.Join(n.spelling, " or ")+"?")
	}
	stats := n.c.Index.Stats()
	counts := []string{"searched " + wording.Count(stats.Articles, "article")}
	if n.a.Topic != "" {
		counts = append(counts, mentioning(n.mentions)+" "+n.a.Topic)
	}
	if n.a.By != "" {
		counts = append(counts, wording.Count(n.byAtAll, "statement")+" by "+n.a.By+" in all")
	}
	if args := n.a.Request.Args; n.mentions > 0 && n.a.By == "" && n.a.Period == "" && n.a.Source == "" && args["kind"]+args["verb"] == "" {
		parts = append(parts, "It is mentioned, but nobody is quoted on it.")
	}
	return strings.Join(append(parts, "("+strings.Join(counts, "; ")+")"), " ")
}

// mentioning says how many of the articles mention something.
func mentioning(n int) string {
	switch n {
	case 0:
		return "none of them mentions"
	case 1:
		return "1 of them mentions"
	}
	return fmt.Sprintf("%d of them mention", n)
}
