package query

import (
	"context"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Read turns the arguments that most commands share into a query. Its
// errors are *bot.Error: names that nobody bears, ambiguous names, reversed dates.
func (d Reader) Read(ctx context.Context, r Request, words string) (Parsed, error) {
	topic, cut, err := cutTopic(Topic(r.Args[words]))
	if err != nil {
		return Parsed{Request: r}, err
	}
	a := Parsed{Request: r, Topic: topic}
	if cut {
		offset := r.Offset
		a.Request.Call = r.Call.With(words, topic).At(offset)
		a.Notices = append(a.Notices, fmt.Sprintf("This has more than %d words: the first %d were used.", index.MaxWords, index.MaxWords))
	}
	a.Query = index.Query{
		Scope: r.Scope, Words: Words(a.Topic), Verb: r.Args["verb"], Sort: index.Sort(r.Args["sort"]),
		Offset: r.Offset, Limit: RowLimit(r.Request, 0),
	}
	if len(a.Query.Words.Phrases) > index.MaxPhrases {
		a.Query.Words.Phrases = a.Query.Words.Phrases[:index.MaxPhrases]
		a.Notices = append(a.Notices, fmt.Sprintf("The first %d phrases were used.", index.MaxPhrases))
	}
	if n := len(strings.Fields(a.Query.Verb)); n > index.MaxNameWords {
		return a, &bot.Error{Usage: true, Message: fmt.Sprintf("verb: takes a reporting word such as warned, and it has %s here.", wording.Count(n, "word"))}
	}
	if kind := r.Args["kind"]; kind != "" {
		a.Query.Kinds = []article.Kind{article.Kind(kind)}
	}
	if err := d.ReadSpeaker(ctx, &a); err != nil {
		return a, err
	}
	if err := d.readSource(ctx, &a); err != nil {
		return a, err
	}
	return a, d.readPeriod(&a)
}

// Watch returns a watch as who-said would ask.
func (d Reader) Watch(ctx context.Context, scope index.Scope, s bot.Subscription) (index.Query, error) {
	q := index.Query{Scope: scope, Words: Words(Topic(s.Args["topic"]))}
	if source := Plain(s.Args["source"]); source != "" {
		q.Sources = []string{source}
	}
	if name := Plain(s.Args["by"]); name != "" {
		key, err := d.Index.KeyOf(ctx, name)
		if err != nil {
			return q, fmt.Errorf("find person: %w", err)
		}
		q.By = []string{key} // "" where nobody bears the name now, which nobody's key is
	}
	return q, nil
}
