package handlers

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Rows of an overview.
const (
	overviewLatest = 5
	overviewPeople = 8
	overviewTopics = 8
	askedOn        = 2 // topics of questions
)

// Overview returns what r's place may see of the briefing, in short. m answers for the
// people and the picture. What cannot be had is left out.
func (b *Briefing) Overview(ctx context.Context, m *bot.Mux, r bot.Request) (Overview, error) {
	scope, err := b.Scope(ctx, r)
	if err != nil {
		return Overview{}, err
	}
	return b.overviews.get(b.Index.Stats().Generation, scope.String(), func() (Overview, error) { return b.overview(ctx, m, r, scope) })
}

func (b *Briefing) overview(ctx context.Context, m *bot.Mux, r bot.Request, scope index.Scope) (o Overview, err error) {
	if o.Holds, err = b.holds(ctx, scope); err != nil || o.Holds == nil {
		return o, err
	}
	if o.Latest, err = b.latest(ctx, scope); err != nil {
		return o, err
	}
	topics, err := b.Index.Topics(ctx, index.Query{Scope: scope, Limit: overviewTopics})
	if err != nil {
		return o, fmt.Errorf("find topics: %w", err)
	}
	for _, t := range topics {
		o.Topics = append(o.Topics, bot.Ask(t.Words, "who-said", "topic", t.Words))
	}
	o.People = ask(ctx, m, r, "people", bot.Args{"limit": strconv.Itoa(overviewPeople)}).Items
	o.Picture = ask(ctx, m, r, "timeline", nil).Picture
	o.Questions, err = b.questions(ctx, scope, topics)
	return o, err
}

// holds returns how many articles, outlets and statements there are, and of when.
func (b *Briefing) holds(ctx context.Context, scope index.Scope) ([]string, error) {
	s := b.Index.StatsOf(scope)
	if s.Articles == 0 {
		return nil, nil
	}
	sources, err := b.Index.Sources(ctx, scope)
	if err != nil {
		return nil, fmt.Errorf("count outlets: %w", err)
	}
	out := []string{wording.Count(s.Articles, "article")}
	if named := slices.DeleteFunc(sources, func(s index.Source) bool { return s.Name == "" }); len(named) > 0 {
		out = append(out, wording.Count(len(named), "outlet"))
	}
	out = append(out, wording.Count(s.Statements, "statement"))
	if !s.From.IsZero() {
		days := s.From.Format("2 Jan 2006")
		if last := s.To.Format("2 Jan 2006"); last != days {
			days += " to " + last
		}
		out = append(out, days)
	}
	return out, nil
}

// ask returns the answer of a command.
func ask(ctx context.Context, m *bot.Mux, r bot.Request, command string, args bot.Args) bot.Card {
	r.Call = bot.Call{Command: command, Args: args}
	return m.Do(ctx, r)
}

// What is looked through for the newest quotations, and how long one may be.
const (
	latestTried  = 60  // statements
	minQuotation = 25  // characters
	maxQuotation = 280 // characters
)

// latest returns the newest quotations of named people, one of each.
func (b *Briefing) latest(ctx context.Context, scope index.Scope) ([]bot.Item, error) {
	found, err := b.Index.Statements(ctx, index.Query{Scope: scope, Kinds: []article.Kind{article.Direct}, Sort: index.Newest, Limit: latestTried})
	if err != nil {
		return nil, fmt.Errorf("find the newest statements: %w", err)
	}
	var out []bot.Item
	spoke := map[string]bool{}
	for _, hit := range found.Hits {
		r, ok, err := b.presenter().Load(ctx, hit.Article)
		if err != nil {
			return nil, fmt.Errorf("read article %s: %w", hit.Article, err)
		}
		if !ok || hit.Statement < 0 {
			continue
		}
		item := b.presenter().Statement(ctx, r, hit.Statement, index.Words{}, hit.Also)
		length := utf8.RuneCountInString(item.Quote.Text)
		if item.Speaker == "" || spoke[item.Speaker] || item.Fragment || length < minQuotation || length > maxQuotation {
			continue
		}
		spoke[item.Speaker] = true
		if out = append(out, item); len(out) == overviewLatest {
			break
		}
	}
	return out, nil
}

// questions returns questions in plain words: of the first topics and who says most
// about each, of the last day, and of somebody else.
func (b *Briefing) questions(ctx context.Context, scope index.Scope, topics []index.Topic) ([]bot.Action, error) {
	var out []bot.Action
	asked := map[string]bool{}
	for _, t := range topics {
		said, err := b.Index.Speakers(ctx, index.Query{Scope: scope, Words: index.Words{Terms: strings.Fields(t.Words)}, Limit: 1})
		if err != nil {
			return nil, fmt.Errorf("count speakers: %w", err)
		}
		if said.Total == 0 || asked[said.People[0].Name] || len(asked) == askedOn {
			continue
		}
		asked[said.People[0].Name] = true
		out = append(out, inWords(fmt.Sprintf("What did %s say about %s?", said.People[0].Name, t.Words)))
	}
	if to := b.Index.StatsOf(scope).To; !to.IsZero() {
		out = append(out, bot.Ask("What happened on "+to.Format("2 January 2006")+"?", "timeline", "on", to.Format(time.DateOnly)))
	}
	said, err := b.Index.Speakers(ctx, index.Query{Scope: scope})
	if err != nil {
		return nil, fmt.Errorf("count speakers: %w", err)
	}
	for _, p := range said.People {
		if !asked[p.Name] {
			return append(out, bot.Ask("Who is "+p.Name+"?", "who-is", "name", p.Name)), nil
		}
	}
	return out, nil
}

// inWords returns a button that asks a plain question.
func inWords(question string) bot.Action { return bot.Ask(question, "ask", "question", question) }
