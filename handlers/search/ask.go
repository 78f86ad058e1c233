package search

import (
	"context"
	"maps"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/smalltalk"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
)

// AskCommand returns the command for plain questions.
func AskCommand() bot.Command {
	params := []bot.Param{{Name: "question", Kind: bot.Text, Words: true, Required: true, Long: true, Help: "a plain question", Completes: bot.CompleteQuestion}}
	params = append(params, query.PeriodParams()...)
	return bot.Command{
		Name: "ask", Summary: "Passages that answer a plain question",
		Params:   append(params, query.ByParam(), query.SourceParam(), query.LimitParam("3"), query.ZoneParam()),
		Examples: []string{"/ask what did {person} say about {topic}?", "/ask {topic}"},
	}
}

// AnswerAsk answers a plain question: as the command that it means, or else with the
// passages that hold its words.
func (c Commands) AnswerAsk(ctx context.Context, r query.Request) (bot.Card, error) {
	question := strings.TrimSpace(r.Args["question"])
	if kind := smalltalk.Of(question); kind != smalltalk.None {
		return c.answerSmallTalk(r, kind), nil
	}
	in, ok, err := questions{c.Index, c.Reader}.intentOf(ctx, r, question)
	if err != nil {
		return bot.Card{}, err
	}
	if ok {
		return c.answerAs(ctx, r, in, question)
	}
	if card, ok, err := passagesSince(ctx, c, r, question); ok || err != nil {
		return card, err
	}
	return c.AnswerPassages(ctx, r, question)
}

// passagesSince answers a question that ends in since or after a date with passages of articles from then
// on: anything about the dam since August. ok is false if there are none. Other dates stay words,
// since an article may tell of a day long before its own.
func passagesSince(ctx context.Context, c Commands, r query.Request, question string) (card bot.Card, ok bool, err error) {
	topic, period := bot.PeriodTail(sentence(withoutRequest(question)), r.Now, r.In())
	since := period["since"]
	if since == "" || len(period) > 1 || topic == "" || r.Args["since"]+r.Args["until"]+r.Args["on"] != "" {
		return card, false, nil
	}
	values := map[string]string{}
	maps.Copy(values, r.Args)
	values["question"], values["since"] = topic, since
	dated := r
	if dated.Request, err = c.Mux.Typed("ask", values, r.Request); err != nil {
		return card, false, nil // a date that reads two ways stays words
	}
	dated.Offset, dated.Generation = r.Offset, r.Generation
	p, err := c.passagesOf(ctx, dated, topic)
	if err != nil || p.card.Total == 0 {
		return card, false, err
	}
	p.card.Title = question
	return c.finishPassages(dated, p), true, nil
}

// answerAs answers a question as the command that it means. If that finds nothing, but
// passages hold all that was asked about, they are shown with what the command says.
func (c Commands) answerAs(ctx context.Context, r query.Request, in intent, question string) (bot.Card, error) {
	asked := r.Request
	asked.Line, asked.Call = "", bot.Call{}
	asked, err := c.Mux.Typed(in.command, in.values, asked)
	if err != nil {
		return bot.Card{}, err
	}
	asked.Line, asked.Offset, asked.Generation = "", r.Offset, r.Generation
	card := c.Mux.Do(ctx, asked)
	card.Reading = "asked as: " + in.command + prefixed(card.Reading)
	if writing.MatchString(question) {
		card.Notice = wording.Join("I only quote the briefing.", card.Notice)
	}
	found := card.Total > 0 || len(card.Items) > 0 || card.Status != bot.Answered
	if found || in.command != "who-said" && in.command != "timeline" {
		return card, nil
	}
	if topic := asked.Args["topic"]; topic != "" && asked.Args["by"]+asked.Args["verb"] == "" {
		about := r
		about.Call = bot.Call{Command: "ask", Args: bot.Args{"question": topic}, Offset: r.Offset}
		p, err := c.passagesOf(ctx, about, topic)
		if err != nil {
			return card, err
		}
		if p.card.Total > 0 {
			p.card.Title = question
			p.card.Notice = wording.Join(p.card.Notice, card.Notice, "Passages with these words:")
			p.card.Actions = append(p.card.Actions, card.Actions...)
			return c.finishPassages(about, p), nil
		}
	}
	c.unanswered(ctx, r, question)
	return card, nil
}
