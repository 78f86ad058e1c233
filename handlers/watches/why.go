package watches

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// WhyCommand returns the command that explains what watches reported, and what they did not.
func WhyCommand() bot.Command {
	return bot.Command{
		Name: "watch why", Summary: "Why a watch reported a statement, or why it did not",
		Params: []bot.Param{
			{Name: "what", Kind: bot.Text, Words: true, Required: true, Help: "the receipt of a statement, or the headline, address or ID of its article"},
			{Name: "id", Kind: bot.Text, Help: "one watch, such as w1; all that you may see by default", Completes: bot.CompleteWatch}},
		Examples: []string{"/watch why {receipt}"},
	}
}

// AnswerWhy answers with the statement that a receipt names, or with those of an article
// that watches ask for, and with what became of each.
func (c Commands) AnswerWhy(ctx context.Context, r query.Request) (bot.Card, error) {
	what := strings.Trim(query.Plain(r.Args["what"]), "<>")
	if before, last, ok := strings.Cut(what, " "); ok && watchID.MatchString(last) && r.Args["id"] == "" { // watch why RECEIPT w1
		what, r.Call = before, r.With("what", before).With("id", last)
	}
	watches, err := c.explained(ctx, r)
	if err != nil {
		return bot.Card{}, err
	}
	rec, receipt, err := c.named(ctx, r, what)
	if err != nil {
		return bot.Card{}, err
	}
	a := query.Parsed{Request: r}
	a.Query.Offset, a.Query.Limit = r.Offset, pageLength
	card := c.Show.Card(a, "Why watches reported this, or did not")
	card.Reading = present.NameOf(rec)
	e, err := c.explain(ctx, rec, watches)
	if err != nil {
		return card, err
	}
	var rows []bot.Item
	for i, s := range rec.Annotation.Statements {
		item := c.Show.Statement(ctx, rec, i, index.Words{}, nil)
		named := receipt != "" && (item.Receipt == receipt || archive.MakeReceipt(rec, s.Content) == receipt)
		if !named && (receipt != "" || !e.wanted(i)) {
			continue
		}
		var reasons []string
		for n, watch := range watches {
			reason, err := e.reason(ctx, r, n, i)
			if err != nil {
				return card, err
			}
			reasons = append(reasons, fmt.Sprintf("%s (%s): %s.", watch.ID, subscriptions.What(watch), reason))
		}
		item.Label = strings.Join(reasons, " ") // what is asked stands before the words
		rows = append(rows, item)
	}
	none := fmt.Sprintf("None of its %s is what %s for.", wording.Count(len(rec.Annotation.Statements), "statement"), asks(watches))
	if receipt != "" {
		none = "These words are not a statement that was found in the article. Watches report only statements."
	}
	return c.Show.List(a, card, rows, "statement", none), nil
}

var watchID = regexp.MustCompile(`^(?i)w\d+$`)

// asks names watches as the subject of a sentence.
func asks(watches []bot.Subscription) string {
	if len(watches) == 1 {
		return "watch " + watches[0].ID + " (" + subscriptions.What(watches[0]) + ") asks"
	}
	return fmt.Sprintf("any of %d watches asks", len(watches))
}

// explained returns the watch that is asked about, or all that the asker may see.
func (c Commands) explained(ctx context.Context, r query.Request) ([]bot.Subscription, error) {
	if r.Args["id"] != "" {
		s, err := c.Subscriptions.Find(ctx, r.Request, bot.Watch)
		return []bot.Subscription{s}, err
	}
	all, err := c.Subscriptions.Visible(ctx, r.Request, bot.Watch)
	if err == nil && len(all) == 0 {
		err = &bot.Error{Message: "No watch here yet. Set one up: watch add topic:…"}
	}
	return all, err
}

// named returns the article of a receipt, with the receipt, or an article that is named
// otherwise.
func (c Commands) named(ctx context.Context, r query.Request, what string) (rec article.Record, receipt string, err error) {
	verdict, err := c.Archive.Verify(ctx, what)
	if err != nil {
		return rec, "", fmt.Errorf("look a receipt up: %w", err)
	}
	if verdict.Record.ID != "" {
		rec, err = c.Article(ctx, r, verdict.Record.ID)
		return rec, what, err
	}
	rec, err = c.Article(ctx, r, what)
	return rec, "", err
}

// explanation is what watches make of the statements of an article.
type explanation struct {
	c       Commands
	rec     article.Record
	watches []bot.Subscription
	asked   []asked        // queries: all that a watch asks for, and each part of it alone
	matches []map[int]bool // statements, for each of asked
}

// asked is a part of what a watch asks for, or all of it.
type asked struct {
	watch int
	part  string // topic, by or source; "" for all
}

func (c Commands) explain(ctx context.Context, rec article.Record, watches []bot.Subscription) (*explanation, error) {
	e := &explanation{c: c, rec: rec, watches: watches}
	var queries []index.Query
	for n, s := range watches {
		for _, part := range []string{"", "topic", "by", "source"} {
			if part != "" && s.Args[part] == "" {
				continue
			}
			only := s
			if part != "" {
				only.Args = bot.Args{part: s.Args[part]}
			}
			q, err := c.Reader.Watch(ctx, index.Everything(), only)
			if err != nil {
				return nil, err
			}
			e.asked, e.matches, queries = append(e.asked, asked{n, part}), append(e.matches, map[int]bool{}), append(queries, q)
		}
	}
	found, err := c.Index.NewMatcher(queries).Match(ctx, rec)
	if err != nil {
		return nil, fmt.Errorf("match article %s with watches: %w", rec.ID, err)
	}
	for statement, hits := range found {
		for _, i := range hits {
			e.matches[i][statement] = true
		}
	}
	return e, nil
}

// wanted reports whether a watch asks for a statement.
func (e *explanation) wanted(statement int) bool {
	for i, a := range e.asked {
		if a.part == "" && e.matches[i][statement] {
			return true
		}
	}
	return false
}

// reason says what became of a statement, or what keeps a watch from reporting it.
func (e *explanation) reason(ctx context.Context, r query.Request, watch, statement int) (string, error) {
	s := e.watches[watch]
	if lacking := e.lacking(watch, statement); lacking != "" {
		return "not reported: " + lacking, nil
	}
	hit := hitOf(e.rec, statement)
	found, waits, err := e.c.Reports.Reported(ctx, s, hit.Statement, hit.Words)
	if err != nil {
		return "", fmt.Errorf("read what a watch reported: %w", err)
	}
	at := r.TimeMention(found.In(r.In()), "Mon 2 Jan 15:04")
	switch {
	case waits:
		return "found " + at + ", reported " + subscriptions.Pace(s), nil
	case !found.IsZero():
		return "reported, found " + at, nil
	case e.rec.Number <= s.After:
		return "not reported: its article came in before the watch was set up", nil
	case e.rec.Backlog:
		return "not reported: its article came in when its source was read for the first time", nil
	case isOld(e.rec):
		return fmt.Sprintf("not reported: its article came out more than %d days before it came in", int(maxAge/(24*time.Hour))), nil
	}
	old, err := e.c.News.Older(index.Everything()).Has(ctx, e.rec, statement, e.rec.Number-1)
	if err != nil {
		return "", err
	}
	switch {
	case old:
		return "not reported: an older article has these words", nil
	case e.rec.Version > 1:
		return "not reported: its article came in with other words, and watches do not report what a correction changes", nil
	}
	return "not looked at yet", nil
}

// lacking says which parts of what a watch asks for a statement does not have, "" if it
// has all.
func (e *explanation) lacking(watch, statement int) string {
	var out []string
	for i, a := range e.asked {
		if a.watch != watch || e.matches[i][statement] {
			continue
		}
		switch value := query.Plain(e.watches[watch].Args[a.part]); a.part {
		case "topic":
			out = append(out, "it lacks words of the topic "+value)
		case "by":
			out = append(out, "it is not certainly by "+value)
		case "source":
			out = append(out, "its outlet is not "+value)
		}
	}
	return strings.Join(out, "; ")
}
