package search

import (
	"cmp"
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
	onTopic  int // statements about the topic by anybody
	byAtAll  int // statements of the speaker on anything
	spelling respelling
	actions  []bot.Action
}

const mostOffers = 3

// look counts, and tries the question with one restriction less.
func (n *noResults) look(ctx context.Context) error {
	var err error
	if n.a.Topic != "" {
		if n.mentions, err = n.c.Index.Mentions(ctx, index.Query{Words: n.a.Query.Words, Scope: n.a.Query.Scope}); err != nil {
			return fmt.Errorf("count mentions: %w", err)
		}
		if n.onTopic, err = n.count(ctx, index.Query{Words: n.a.Query.Words, Scope: n.a.Query.Scope}); err != nil {
			return err
		}
	}
	if n.a.By != "" {
		if n.byAtAll, err = n.count(ctx, index.Query{By: n.a.Query.By, Scope: n.a.Query.Scope}); err != nil {
			return err
		}
	}
	for _, offer := range []func(context.Context) error{n.offerWider, n.offerSpelling, n.offerMentions} {
		if err := offer(ctx); err != nil {
			return err
		}
	}
	if len(n.actions) == 0 {
		n.offer(bot.Ask("Topics", "topics"))
		n.offer(bot.Ask("Who is quoted", "people"))
	}
	return nil
}

func (n *noResults) count(ctx context.Context, q index.Query) (int, error) {
	q.Offset, q.Limit = 0, 1
	found, err := n.c.Index.Statements(ctx, q)
	if err != nil {
		return 0, fmt.Errorf("count statements: %w", err)
	}
	return found.Total, nil
}

// offerWider offers the call without one of its options where that finds something.
func (n *noResults) offerWider(ctx context.Context) error {
	args := n.a.Request.Args
	for _, o := range []struct{ option, label string }{
		{"since", "Any date"}, {"kind", "Any kind"}, {"verb", "Any verb"}, {"source", "Any outlet"},
		{"by", "By anybody"}, {"topic", "All by " + n.a.By},
	} {
		given := args[o.option] != "" || o.option == "since" && args["until"]+args["on"] != ""
		call := n.a.Request.Call.With(o.option, "")
		if o.option == "since" {
			call = call.With("until", "").With("on", "")
		}
		if !given || !askable(call) || o.option == "topic" && n.a.By == "" {
			continue
		}
		found, err := n.count(ctx, without(n.a, o.option))
		if err != nil {
			return err
		}
		if found > 0 {
			n.offer(bot.Action{Kind: bot.Run, Label: fmt.Sprintf("%s (%d)", o.label, found), Call: call})
		}
	}
	return nil
}

// askable reports whether a call of who-said asks for something.
func askable(call bot.Call) bool {
	args := call.Args
	return args["topic"]+args["by"]+args["since"]+args["until"]+args["on"]+args["source"] != ""
}

// without returns a query with one restriction lifted.
func without(a query.Parsed, option string) index.Query {
	q := a.Query
	switch option {
	case "by":
		q.By = nil
	case "topic":
		q.Words = index.Words{}
	case "since", "until", "on":
		q.Since, q.Until = time.Time{}, time.Time{}
	case "kind":
		q.Kinds = nil
	case "verb":
		q.Verb = ""
	case "source":
		q.Sources = nil
	}
	return q
}

// offerSpelling offers words of the index that are spelt like an unknown one.
func (n *noResults) offerSpelling(ctx context.Context) error {
	if n.mentions > 0 {
		return nil
	}
	unknown, err := n.c.Index.MissingTerms(ctx, n.a.Query.Scope, n.a.Query.Words.Terms)
	if err != nil {
		return fmt.Errorf("look up the question's words: %w", err)
	}
	n.spelling, err = n.c.respelt(ctx, n.a.Query.Scope, unknown, func(term, word string) (int, bot.Call, error) {
		topic := strings.Replace(n.a.Topic, term, word, 1)
		q := n.a.Query
		q.Words = query.Words(topic)
		found, err := n.count(ctx, q)
		return found, n.a.Request.Call.With("topic", topic), err
	})
	for _, action := range n.spelling.actions {
		n.offer(action)
	}
	return err
}

// offerMentions offers what there is of a topic on which nothing was said so, or, where
// only a time was asked for, what is new.
func (n *noResults) offerMentions(ctx context.Context) error {
	if n.a.Topic == "" && n.a.By == "" {
		n.offer(bot.Ask("Newest statements", "digest now"))
	}
	if n.mentions == 0 || len(n.actions) >= mostOffers {
		return nil
	}
	q := index.Query{Words: n.a.Query.Words, Scope: n.a.Query.Scope, Limit: 1}
	dates, err := n.c.Index.Chronology(ctx, q)
	if err != nil {
		return fmt.Errorf("count dates: %w", err)
	}
	if dates.Dates > 0 {
		n.offer(bot.Ask(fmt.Sprintf("Timeline (%d)", dates.Dates), "timeline", "topic", n.a.Topic))
	}
	found, err := n.c.holding(ctx, q, ownWords(q.Words))
	if err != nil {
		return err
	}
	if found.Total > 0 {
		n.offer(bot.Ask(fmt.Sprintf("Passages (%d)", found.Total), "ask", "question", n.a.Topic))
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
	args := n.a.Request.Args
	var what strings.Builder
	what.WriteString("No " + strings.TrimSpace(args["kind"]+" statement"))
	for _, part := range []struct{ word, value string }{{"about", n.a.Topic}, {"by", n.a.By}, {"in", n.a.Source}} {
		if part.value != "" {
			what.WriteString(" " + part.word + " " + part.value)
		}
	}
	if args["verb"] != "" {
		what.WriteString(" with “" + args["verb"] + "”")
	}
	parts := []string{what.String() + wording.InPeriod(n.a.Period) + ".", n.spelling.question()}
	if n.mentions > 0 && n.onTopic == 0 {
		parts = append(parts, "It is mentioned, but nobody is quoted on it.")
	}
	counts := []string{"searched " + wording.Count(n.c.Index.StatsOf(n.a.Query.Scope).Articles, "article")}
	if n.a.Topic != "" {
		counts = append(counts, cmp.Or(n.onTopicCount(), mentioning(n.mentions)+" "+n.a.Topic))
	}
	if n.a.By != "" {
		counts = append(counts, wording.Count(n.byAtAll, "statement")+" by "+n.a.By+" in all")
	}
	return wording.Join(append(parts, "("+strings.Join(counts, "; ")+")")...)
}

// onTopicCount says how many statements there are about the topic, "" if none.
func (n *noResults) onTopicCount() string {
	if n.onTopic == 0 {
		return ""
	}
	return wording.Count(n.onTopic, "statement") + " about " + n.a.Topic + " in all"
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
