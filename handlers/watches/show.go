package watches

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// ShowCommand returns the command that shows what a watch reported.
func ShowCommand() bot.Command {
	return bot.Command{Name: "watch show", Summary: "The statements that a watch reported",
		Params: []bot.Param{{Name: "id", Kind: bot.Text, Words: true, Help: "the watch"},
			{Name: "statements", Kind: bot.Text, Help: "which, as a watch's message has them"}, query.ZoneParam()}}
}

// pageLength is the number of statements that one message of a watch shows.
const pageLength = 5

// AnswerShow answers with the statements that a request names as StatementName does.
func (c Commands) AnswerShow(ctx context.Context, r query.Request) (bot.Card, error) {
	a := query.Parsed{Request: r}
	a.Query.Offset = r.Offset
	card := c.Show.Card(a, "New statements")
	id := query.Plain(r.Args["id"])
	// A message of a watch outlives it.
	watch, err := c.Subscriptions.Find(ctx, r.Request, bot.Watch)
	if isAnswer := (*bot.Error)(nil); err != nil && !errors.As(err, &isAnswer) {
		return card, err
	}
	words := query.Words(query.Topic(watch.Args["topic"]))
	var rows []bot.Item
	for name := range strings.SplitSeq(strings.Trim(r.Args["statements"], `"`), ",") {
		rec, statement, ok, err := c.statementNamed(ctx, name)
		if err != nil {
			return card, err
		}
		if ok && r.Scope.Shows(rec.Source) {
			row := c.Show.Statement(ctx, rec, statement, words, nil)
			if watch.ID != "" {
				row.Actions = append(row.Actions, bot.Ask("Why", "watch why", "what", row.Receipt, "id", watch.ID))
			}
			rows = append(rows, row)
		}
	}
	a.Query.Limit = pageLength
	if len(rows) == 1 {
		card.Title = "A new statement"
	}
	card.Title += about(watch)
	if id != "" {
		card.Reading = "watch " + id
		card.Actions = append(card.Actions, bot.Ask("Pause", "watch mute", "id", id))
	}
	if watch.ID != "" {
		card.Reading += ": " + subscriptions.What(watch)
	}
	return c.Show.List(a, card, rows, "new statement", "None of these statements is in the briefing now."), nil
}

// about says in a title what a watch is about, "" for one that has gone.
func about(s bot.Subscription) string {
	var out strings.Builder
	for _, part := range []struct{ arg, word string }{{"topic", " about "}, {"by", " by "}, {"source", " in "}} {
		if value := query.Plain(s.Args[part.arg]); value != "" {
			out.WriteString(part.word + value)
		}
	}
	return out.String()
}

// statementNamed returns the article of a statement and its place there; ok is false if
// it may not be shown any more.
func (c Commands) statementNamed(ctx context.Context, name string) (r article.Record, statement int, ok bool, err error) {
	number, place, _ := strings.Cut(name, ".")
	n, err := strconv.ParseUint(number, 10, 32)
	statement, err2 := strconv.Atoi(place)
	if err != nil || err2 != nil || n == 0 {
		return article.Record{}, 0, false, nil
	}
	r, err = c.Archive.ByNumber(ctx, uint32(n))
	switch {
	case errors.Is(err, archive.ErrNotFound) || errors.Is(err, archive.ErrDamaged):
		return r, 0, false, nil
	case err != nil:
		return r, 0, false, fmt.Errorf("read article %d: %w", n, err)
	}
	return r, statement, !r.Removed && statement >= 0 && statement < len(r.Annotation.Statements), nil
}

// StatementName names a statement by its article's number and its place there.
func StatementName(r article.Record, statement int) string {
	return fmt.Sprintf("%d.%d", r.Number, statement)
}
