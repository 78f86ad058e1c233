package search

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// noResults finds out why no statement was found, and what would be.
type noResults struct {
	c        Commands
	a        query.Parsed
	mentions int // articles that mention the topic
	onTopic  int // statements about the topic by anybody
	byAtAll  int // statements of the speaker on anything
	naming   int // articles that name a speaker without any statement
	unsure   int // statements of theirs whose speaker is not certain
	spelling respelling
	actions  []bot.Action
}

const mostOffers = 3

// look counts, and tries the question with one restriction less.
func (n *noResults) look(ctx context.Context) error {
	if err := n.countWider(ctx); err != nil {
		return err
	}
	if n.a.Topic != "" {
		var err error
		if n.mentions, err = n.c.Index.Mentions(ctx, index.Query{Words: n.a.Query.Words, Scope: n.a.Query.Scope}); err != nil {
			return fmt.Errorf("count mentions: %w", err)
		}
	}
	for _, offer := range []func(context.Context) error{n.offerSpelling, n.offerMentions, n.offerNaming} {
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

// anything is every restriction of a search for statements.
const anything = index.Dates | index.Kinds | index.Verbs | index.Sources | index.Speakers | index.Topical

// wider is a search without one of the options of the call.
type wider struct {
	label  string
	call   bot.Call
	lifted index.Restrictions
}

// countWider counts, in one search, what there is on the topic by anybody and by the
// speaker on anything, and offers the call without one of its options where that finds
// something.
func (n *noResults) countWider(ctx context.Context) error {
	offers := n.wider()
	lifted := []index.Restrictions{anything &^ index.Topical, anything &^ index.Speakers}
	if n.a.Topic == "" { // nothing is said of everything, and counting it takes long
		lifted[0] = 0
	}
	if n.a.By == "" {
		lifted[1] = 0
	}
	for _, o := range offers {
		lifted = append(lifted, o.lifted)
	}
	found, err := n.c.Index.CountWithout(ctx, n.a.Query, lifted...)
	if err != nil {
		return fmt.Errorf("count statements: %w", err)
	}
	if n.a.Topic != "" {
		n.onTopic = found[0]
	}
	if n.a.By != "" {
		n.byAtAll = found[1]
	}
	for i, o := range offers {
		if found := found[2+i]; found > 0 {
			n.offer(bot.Action{Kind: bot.Run, Label: fmt.Sprintf("%s (%d)", o.label, found), Call: o.call})
		}
	}
	return nil
}

// wider returns the call without each of its options, in the order in which they are
// offered.
func (n *noResults) wider() (out []wider) {
	args := n.a.Request.Args
	for _, o := range []struct {
		option, label string
		lifted        index.Restrictions
	}{
		{"since", "Any date", index.Dates}, {"kind", "Any kind", index.Kinds}, {"verb", "Any verb", index.Verbs},
		{"source", "Any outlet", index.Sources}, {"by", "By anybody", index.Speakers}, {"topic", "All by " + n.a.By, index.Topical},
	} {
		given := args[o.option] != "" || o.option == "since" && args["until"]+args["on"] != ""
		call := n.a.Request.Call.With(o.option, "")
		if o.option == "since" {
			call = call.With("until", "").With("on", "")
		}
		if given && askable(call) && (o.option != "topic" || n.a.By != "") {
			out = append(out, wider{o.label, call, o.lifted})
		}
	}
	return out
}

// askable reports whether a call of who-said asks for something.
func askable(call bot.Call) bool {
	args := call.Args
	return args["topic"]+args["by"]+args["since"]+args["until"]+args["on"]+args["source"] != ""
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
		found, err := n.c.countStatements(ctx, q)
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
	dates, err := n.c.countDates(ctx, q)
	if err != nil {
		return err
	}
	if dates > 0 {
		n.offer(bot.Ask(fmt.Sprintf("Timeline (%d)", dates), "timeline", "topic", n.a.Topic))
	}
	found, err := n.c.countHolding(ctx, q, ownWords(q.Words))
	if err != nil {
		return err
	}
	if found > 0 {
		n.offer(bot.Ask(fmt.Sprintf("Passages (%d)", found), "ask", "question", n.a.Topic))
	}
	return nil
}

// maxNaming is the maximum number of articles read in which a speaker without statements
// may be quoted.
const maxNaming = 20

// offerNaming counts, for a speaker of whom there is no statement, what the articles that
// name them quote without a certain speaker, and offers these articles.
func (n *noResults) offerNaming(ctx context.Context) error {
	if n.a.By == "" || n.byAtAll > 0 {
		return nil
	}
	words := index.Words{Phrases: []string{n.a.By}}
	found, err := n.c.Index.Articles(ctx, index.Query{Words: words, Scope: n.a.Query.Scope, Limit: maxNaming})
	if err != nil {
		return fmt.Errorf("find articles with a name: %w", err)
	}
	for _, hit := range found.Hits {
		r, ok, err := n.c.Show.Load(ctx, hit.ID)
		if err != nil {
			return fmt.Errorf("read article %s: %w", hit.ID, err)
		}
		if !ok {
			continue
		}
		unsure := 0
		for _, s := range r.Annotation.Statements {
			if s.Speaker == article.Nobody && s.Confidence >= index.Shown {
				unsure++
			}
		}
		if unsure > 0 {
			n.naming, n.unsure = n.naming+1, n.unsure+unsure
		}
	}
	if n.naming > 0 {
		n.offer(bot.Ask(fmt.Sprintf("Articles (%d)", found.Total), "articles", "topic", `"`+n.a.By+`"`))
	}
	return nil
}

// unsureNotice says that somebody may be quoted without their name.
func (n *noResults) unsureNotice() string {
	switch {
	case n.naming == 0:
		return ""
	case n.naming == 1:
		return fmt.Sprintf("1 article that names %s has %s whose speaker is not certain.", n.a.By, wording.Count(n.unsure, "statement"))
	}
	return fmt.Sprintf("%d articles that name %s have %s whose speaker is not certain.", n.naming, n.a.By, wording.Count(n.unsure, "statement"))
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
	parts := []string{what.String() + wording.InPeriod(n.a.Period) + ".", n.spelling.question(), n.unsureNotice()}
	if n.mentions > 0 && n.onTopic == 0 {
		parts = append(parts, "It is mentioned, but nobody was found quoted on it.")
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
