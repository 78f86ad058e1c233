package handlers

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

const (
	askLimit = 3
	// enough is the share of a question's own words that its best passage must
	// hold to be shown as an answer rather than as the closest passage.
	enough = 0.5
)

func (b *Briefing) ask() bot.Command {
	params := []bot.Param{{Name: "question", Kind: bot.Text, Words: true, Required: true, Long: true, Help: "a plain question", Completes: bot.CompleteTopic}}
	params = append(params, query.PeriodParams()...)
	return bot.Command{
		Name: "ask", Summary: "Passages that answer a plain question",
		Params:   append(params, query.ByParam(), query.SourceParam(), query.LimitParam("3"), query.ZoneParam()),
		Examples: []string{"/ask what did {person} say about {topic}?", "/ask {topic}"},
		Handle:   b.scoped(b.answerAsk),
	}
}

func (b *Briefing) answerAsk(ctx context.Context, r query.Request) (bot.Card, error) {
	question := strings.TrimSpace(r.Args["question"])
	if call, ok := b.otherCommand(ctx, r, question); ok {
		card, err := b.answerAs(ctx, r, call)
		if err != nil || card.Total > 0 {
			return card, err
		}
		passages, err := b.answerPassages(ctx, r, question)
		passages.Notice = wording.Join(card.Notice, "The closest passages:")
		passages.Actions = append(card.Actions, passages.Actions...)
		return passages, err
	}
	return b.answerPassages(ctx, r, question)
}

// answerAs answers a question as the command that it means.
func (b *Briefing) answerAs(ctx context.Context, r query.Request, call bot.Call) (bot.Card, error) {
	r.Call = call
	var card bot.Card
	var err error
	if call.Command == "timeline" {
		card, err = b.answerTimeline(ctx, r)
	} else {
		card, err = b.answerWhoSaid(ctx, r)
	}
	card.Title = strings.TrimSpace(card.Title)
	card.Reading = "asked as: " + call.Command + prefixed(card.Reading)
	return card, err
}

func prefixed(reading string) string {
	if reading == "" {
		return ""
	}
	return " · " + reading
}

// The forms of questions that ask for statements: a name and a topic.
var (
	saidAbout = regexp.MustCompile(`(?i)^what (?:did|does|do|has|have|had|is|are|was|were) (.+?) (?:say|says|said|saying|think|thinks|tell|told|comment|warn|warned|claim|claimed)(?: (?:about|on|of|regarding|concerning) (.+))?$`)
	didSay    = regexp.MustCompile(`(?i)^(?:did|has|have|does) (.+?) (?:say|said|claim|claimed|mention|mentioned|comment on|commented on) (?:that |anything about |anything on |about )?(.+)$`)
	whoSpoke  = regexp.MustCompile(`(?i)^who (?:said|says|spoke|talked|commented|warned|claimed|has said) (?:something |anything |what )?(?:about |on |that |of )?(.+)$`)
	quotesOf  = regexp.MustCompile(`(?i)^(?:quotes?|statements?|remarks|comments) (?:by|of|from) (.+?)(?: (?:on|about|regarding) (.+))?$`)
	writing   = regexp.MustCompile(`(?i)^(?:please )?(?:can you |could you |would you )?(?:write|draft|summari[sz]e|translate|compose|rewrite|explain|invent|generate|give me a summary|make up)\b`)
)

// otherCommand reads questions such as "what did Putin say about gas" and
// "when did the talks begin" as the commands they mean. A name must be one of
// the briefing's.
func (b *Briefing) otherCommand(ctx context.Context, r query.Request, question string) (bot.Call, bool) {
	q := strings.Trim(query.Plain(question), " ?!.")
	if topic, ok := timelineQuestion(q); ok {
		return bot.Call{Command: "timeline", Args: argsFor(r, "topic", topicOf(topic))}, true
	}
	for _, form := range []*regexp.Regexp{saidAbout, didSay, quotesOf} {
		m := form.FindStringSubmatch(q)
		if m == nil {
			continue
		}
		people, err := b.reader().FindPeople(ctx, r, m[1])
		if err == nil && len(people) > 0 {
			return bot.Call{Command: "who-said", Args: argsFor(r, "by", m[1], "topic", topicOf(m[2]))}, true
		}
	}
	if m := whoSpoke.FindStringSubmatch(q); m != nil {
		return bot.Call{Command: "who-said", Args: argsFor(r, "topic", topicOf(m[1]))}, true
	}
	return bot.Call{}, false
}

// argsFor are the request's options with the pairs set and the question gone.
func argsFor(r query.Request, pairs ...string) bot.Args {
	call := r.Call.With("question", "")
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			call = call.With(pairs[i], pairs[i+1])
		}
	}
	return call.Args
}

// topicOf is a phrase of a question without the words that name nothing.
func topicOf(s string) string {
	var kept []string
	for w := range strings.FieldsSeq(s) {
		if !functionWords[strings.ToLower(strings.Trim(w, ".,;:?!"))] {
			kept = append(kept, strings.Trim(w, ".,;:?!"))
		}
	}
	return strings.Join(kept, " ")
}

// answerPassages shows the passages that hold most of the question.
func (b *Briefing) answerPassages(ctx context.Context, r query.Request, question string) (bot.Card, error) {
	a, err := b.reader().Read(ctx, r, "question")
	if err != nil {
		return bot.Card{}, err
	}
	own := ownWords(a.Query.Words)
	a.Topic = strings.Join(append(own.Terms, quotedEach(own.Phrases)...), " ")
	if a.Query.Limit == 0 {
		a.Query.Limit = askLimit
	}
	found, err := b.Index.Passages(ctx, a.Query)
	if err != nil {
		return bot.Card{}, fmt.Errorf("search passages: %w", err)
	}
	card := b.show().Card(a, question)
	card.Reading = "asked as: passages" + prefixed(card.Reading)
	card.Total, a.Unread = found.Total, found.Unread
	for _, hit := range found.Hits {
		rec, ok, err := b.show().Load(ctx, hit.Article)
		if err != nil {
			return card, fmt.Errorf("read article %s: %w", hit.Article, err)
		}
		if ok {
			card.Items = append(card.Items, b.passageRow(ctx, rec, hit, own))
		}
	}
	if err := b.judgePassages(ctx, r, &card, question, own); err != nil {
		return card, err
	}
	card.Footer = b.show().Footer(a, card, "passage")
	if card.Total > 0 {
		card.Actions = append(card.Actions, present.PageActions(r.Request, card, a.Query.Limit)...)
	}
	return card, nil
}

// passageRow is a passage with, where one person's statement fills it, who speaks.
func (b *Briefing) passageRow(ctx context.Context, rec article.Record, hit index.Hit, words index.Words) bot.Item {
	item := b.show().Passage(rec, words, hit.Passage)
	item.AlsoIn = b.show().Copies(ctx, hit.Also)
	item.Actions = []bot.Action{bot.Ask("Context", "context", "receipt", item.Receipt), bot.Ask("Article", "article", "article", rec.ID)}
	return item
}

// ownWords are the words of a question that a passage could hold.
func ownWords(w index.Words) index.Words {
	return index.Words{Terms: strings.Fields(topicOf(strings.Join(w.Terms, " "))), Phrases: w.Phrases}
}

func quotedEach(phrases []string) []string {
	var out []string
	for _, p := range phrases {
		out = append(out, `"`+p+`"`)
	}
	return out
}

// judgePassages says what the passages are: an answer, only the closest, or
// nothing at all.
func (b *Briefing) judgePassages(ctx context.Context, r query.Request, card *bot.Card, question string, words index.Words) error {
	best := 0.0
	for _, item := range card.Items {
		best = max(best, b.Index.ShareHeld(item.Quote.Text+" "+item.Headline+" "+item.Source, words))
	}
	unknown, err := b.Index.MissingTerms(ctx, r.Scope, words.Terms)
	if err != nil {
		return fmt.Errorf("look up the question's words: %w", err)
	}
	switch {
	case card.Total > 0 && card.Offset > 0:
		return nil // the first page told what they are
	case len(card.Items) == 0 || best == 0:
		b.unanswered(ctx, r, question)
		card.Items, card.Total = nil, 0
		card.Notice = wording.Join(card.Notice, "I only quote the briefing, and nothing in it holds these words.")
		card.Actions = append(card.Actions, bot.Ask("Topics", "topics"), bot.Ask("Who is quoted", "people"))
	case writing.MatchString(strings.TrimSpace(question)):
		card.Notice = wording.Join(card.Notice, "I only quote the briefing. The closest passages:")
	case len(unknown) > 0:
		card.Notice = wording.Join(card.Notice, fmt.Sprintf("I only quote the briefing, and it nowhere has “%s”. The closest passages:", strings.Join(unknown, "”, “")))
	case best < enough:
		card.Notice = wording.Join(card.Notice, "I only quote the briefing. These are the closest passages; they may not answer the question.")
	}
	return nil
}

// functionWords of questions name nothing that a passage could hold.
var functionWords = setOf(`a an the of to in on at by for from with about into over after before between during and or but
	is are was were be been being am do does did done has have had having will would can could shall should may might must
	what which who whom whose when where why how that this these those there here it its he she they them his her their him
	i you we us me my your our any some anything something anyone someone please tell show give find list say says said saying
	not no as than then so if`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}
