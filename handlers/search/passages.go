package search

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
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
	// enough is the share of a question's own words that a passage must hold to be
	// shown as one of the closest; half of them say too little.
	enough = 0.6
	// closestTried is the number of passages from which the closest are chosen.
	closestTried = 30
)

// passages are those that answer a question.
type passages struct {
	query.Parsed
	own  index.Words // the words of the question that a passage could hold
	card bot.Card
}

// AnswerPassages shows the passages that hold every content word of a question. If there
// are none, it says so and shows, under a heading of their own, the closest ones.
func (c Commands) AnswerPassages(ctx context.Context, r query.Request, question string) (bot.Card, error) {
	p, err := c.passagesOf(ctx, r, question)
	if err != nil {
		return p.card, err
	}
	if p.card.Total == 0 {
		if err := c.addClosest(ctx, r, &p, question); err != nil {
			return p.card, err
		}
	} else if writing.MatchString(strings.TrimSpace(question)) && p.card.Offset == 0 {
		p.card.Notice = wording.Join(p.card.Notice, "I only quote the briefing. Passages with these words:")
	}
	return c.finishPassages(r, p), nil
}

func (c Commands) finishPassages(r query.Request, p passages) bot.Card {
	p.card.Footer = c.Show.Footer(p.Parsed, p.card, "passage")
	if p.card.Total > 0 {
		p.card.Actions = append(p.card.Actions, present.PageActions(r.Request, p.card, p.Query.Limit)...)
	}
	return p.card
}

// passagesOf finds the passages that hold every content word of a question.
func (c Commands) passagesOf(ctx context.Context, r query.Request, question string) (passages, error) {
	about := r
	about.Call = r.Call.With("question", withoutRequest(question)).At(r.Offset)
	a, err := c.Reader.Read(ctx, about, "question")
	if err != nil {
		return passages{}, err
	}
	p := passages{Parsed: a, own: ownWords(a.Query.Words)}
	p.Topic = strings.Join(append(p.own.Terms, quotedEach(p.own.Phrases)...), " ")
	if p.Query.Limit == 0 {
		p.Query.Limit = askLimit
	}
	p.card = c.Show.Card(p.Parsed, question)
	p.card.Reading = "asked as: passages" + prefixed(p.card.Reading)
	found, err := c.holding(ctx, p.Query, p.own)
	if err != nil {
		return p, err
	}
	p.card.Total, p.Unread = found.Total, found.Unread
	for _, hit := range found.Hits {
		rec, ok, err := c.Show.Load(ctx, hit.Article)
		if err != nil {
			return p, fmt.Errorf("read article %s: %w", hit.Article, err)
		}
		if ok {
			p.card.Items = append(p.card.Items, c.passageRow(ctx, rec, hit, p.own))
		}
	}
	return p, nil
}

// holding finds the passages that hold all of some words.
func (c Commands) holding(ctx context.Context, q index.Query, words index.Words) (index.Result, error) {
	if !requireAll(&q, words) {
		return index.Result{}, nil
	}
	found, err := c.Index.Passages(ctx, q)
	if err != nil {
		return found, fmt.Errorf("search passages: %w", err)
	}
	return found, nil
}

func prefixed(reading string) string {
	if reading == "" {
		return ""
	}
	return " · " + reading
}

// passageRow returns a passage with, where one person's statement fills it, who speaks.
func (c Commands) passageRow(ctx context.Context, rec article.Record, hit index.Hit, words index.Words) bot.Item {
	item := c.Show.Passage(rec, words, hit.Passage)
	item.AlsoIn = c.Show.Copies(ctx, hit.Also)
	item.Actions = []bot.Action{bot.Ask("Context", "context", "receipt", item.Receipt), bot.Ask("Article", "article", "article", rec.ID)}
	return item
}

// year is left out of what a passage must hold: it hardly prints the one it is of.
var year = regexp.MustCompile(`^(?:19|20)\d\d$`)

// ownWords returns the words of a question that a passage could hold.
func ownWords(w index.Words) index.Words {
	own := index.Words{Phrases: w.Phrases}
	for term := range strings.FieldsSeq(query.ContentWords(strings.Join(w.Terms, " "))) {
		if !year.MatchString(term) || len(w.Terms) == 1 {
			own.Terms = append(own.Terms, term)
		}
	}
	return own
}

func quotedEach(phrases []string) []string {
	var out []string
	for _, p := range phrases {
		out = append(out, `"`+p+`"`)
	}
	return out
}

// addClosest adds the passages that hold most words of a question of which none holds
// all, and says what they lack. If they lack too much, it offers the words that are
// there instead.
func (c Commands) addClosest(ctx context.Context, r query.Request, p *passages, question string) error {
	unknown, err := c.Index.MissingTerms(ctx, r.Scope, p.own.Terms)
	if err != nil {
		return fmt.Errorf("look up the question's words: %w", err)
	}
	best, err := c.closest(ctx, p)
	if err != nil {
		return err
	}
	only := "I only quote the briefing"
	switch {
	case best == 1: // as synonyms, or in the headline
		return nil
	case best >= enough:
		p.card.Title = "Closest passages"
		p.card.Notice = wording.Join(p.card.Notice, only+".", nowhere(unknown), together(p.own)+" The closest passages:")
	case best == 0:
		p.card.Notice = wording.Join(p.card.Notice, only+", and nothing in it holds these words.")
	default:
		p.card.Notice = wording.Join(p.card.Notice, only+".", nowhere(unknown), together(p.own))
	}
	if best < enough {
		p.card.Items, p.card.Total = nil, 0
		c.unanswered(ctx, r, question)
		if err := c.offerWords(ctx, p, unknown); err != nil {
			return err
		}
	}
	return c.offerRespelt(ctx, p, question, unknown)
}

// closest adds the page of the passages that hold most words of a question, and returns
// the share that they hold.
func (c Commands) closest(ctx context.Context, p *passages) (best float64, err error) {
	if query.NoWords(p.own) {
		return 0, nil
	}
	q := p.Query
	q.Words.Terms, q.Words.Phrases = append(slices.Clip(p.own.Terms), p.own.Phrases...), nil
	q.Offset, q.Limit = 0, closestTried
	found, err := c.Index.Passages(ctx, q)
	if err != nil {
		return 0, fmt.Errorf("search passages: %w", err)
	}
	words := min(len(q.Words.Terms), index.MaxWords)
	var rows []index.Hit
	for _, hit := range found.Hits {
		held := 1 - float64(len(hit.Lacking))/float64(words)
		if held > best {
			best, rows = held, nil
		}
		if held == best {
			rows = append(rows, hit)
		}
	}
	first := min(p.card.Offset, len(rows))
	p.card.Total, p.card.Items = len(rows), nil
	for _, hit := range rows[first:min(first+p.Query.Limit, len(rows))] {
		rec, ok, err := c.Show.Load(ctx, hit.Article)
		if err != nil {
			return 0, fmt.Errorf("read article %s: %w", hit.Article, err)
		}
		if ok {
			p.card.Items = append(p.card.Items, c.passageRow(ctx, rec, hit, p.own))
		}
	}
	return best, nil
}

// nowhere says which words the briefing does not have.
func nowhere(unknown []string) string {
	if len(unknown) == 0 {
		return ""
	}
	return "It nowhere has " + wording.And(eachQuoted(unknown)) + "."
}

// together says that no passage holds all words.
func together(own index.Words) string {
	all := append(slices.Clip(own.Terms), own.Phrases...)
	if len(all) < 2 {
		return ""
	}
	return "No passage holds " + wording.And(eachQuoted(all)) + " together."
}

func eachQuoted(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = "“" + w + "”"
	}
	return out
}

// offerWords offers the words of a question that passages do hold, each with how many.
func (c Commands) offerWords(ctx context.Context, p *passages, unknown []string) error {
	for _, term := range p.own.Terms {
		if len(p.card.Actions) == mostOffers {
			break
		}
		if slices.Contains(unknown, term) {
			continue
		}
		found, err := c.countHolding(ctx, p.Query, index.Words{Terms: []string{term}})
		if err != nil {
			return err
		}
		if found > 0 {
			p.card.Actions = append(p.card.Actions, bot.Ask(fmt.Sprintf("Passages with “%s” (%d)", term, found), "ask", "question", term))
		}
	}
	if len(p.card.Actions) == 0 {
		p.card.Actions = append(p.card.Actions, bot.Ask("Topics", "topics"), bot.Ask("Who is quoted", "people"))
	}
	return nil
}

// offerRespelt offers the question with words of the index that are spelt like unknown
// ones.
func (c Commands) offerRespelt(ctx context.Context, p *passages, question string, unknown []string) error {
	found, err := c.respelt(ctx, p.Query.Scope, unknown, func(term, word string) (int, bot.Call, error) {
		own := p.own
		own.Terms = slices.Clone(own.Terms)
		for i, t := range own.Terms {
			if t == term {
				own.Terms[i] = word
			}
		}
		found, err := c.countHolding(ctx, p.Query, own)
		return found, p.Request.Call.With("question", strings.Replace(question, term, word, 1)), err
	})
	if len(found.words) > 0 {
		p.card.Notice = wording.Join(found.question(), p.card.Notice)
		p.card.Actions = append(found.actions, p.card.Actions...)
	}
	return err
}

// noteUnknown writes down a line with a name that nobody has and that is like nobody's.
func (c Commands) noteUnknown(ctx context.Context, r query.Request, err error) {
	var e *bot.Error
	offered := errors.As(err, &e) && slices.ContainsFunc(e.Actions, func(a bot.Action) bool { return a.Call.Command != "people" })
	if errors.Is(err, query.ErrUnknownName) && !offered {
		c.unanswered(ctx, r, r.Line)
	}
}

// unanswered writes down a question that found nothing, without who asked.
func (c Commands) unanswered(ctx context.Context, r query.Request, question string) {
	if c.Gaps == nil || r.Workspace == "" || question == "" || r.Offset > 0 {
		return
	}
	if err := c.Gaps.Note(ctx, r.Platform, r.Workspace, bot.Gaps, bot.Entry{Text: wording.FirstWords(question, index.MaxWords)}); err != nil {
		c.Show.Logger().ErrorContext(ctx, "an unanswered question could not be written down")
	}
}
