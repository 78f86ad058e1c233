package quotes

import (
	"context"
	"fmt"
	"slices"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/quotecheck"
)

// CheckQuote returns the command that checks a quotation.
func CheckQuote() bot.Command {
	return bot.Command{
		Name: "check-quote", Aliases: []string{"check"}, Summary: "Whether words were said, exactly so, and by whom",
		Params: []bot.Param{
			{Name: "text", Kind: bot.Text, Words: true, Required: true, Long: true, Help: "the words to check, in quotation marks"},
			query.ByParam(),
		},
		Examples: []string{`/check-quote "{quote}"`, `/check-quote "{quote}" by:{person}`},
	}
}

func (c Commands) AnswerCheckQuote(ctx context.Context, r query.Request) (bot.Card, error) {
	text := query.Plain(r.Args["text"])
	if n := quotecheck.CountWords(text); n > index.MaxQuoteWords {
		return bot.Card{}, &bot.Error{Usage: true, Message: fmt.Sprintf(
			"The text has %s; up to %s are checked at once. Check it in parts.", wording.Count(n, "word"), wording.Count(index.MaxQuoteWords, "word"))}
	}
	a := query.Parsed{Request: r}
	if err := c.Reader.ReadSpeaker(ctx, &a); err != nil {
		return bot.Card{}, err
	}
	search, err := c.searchQuote(ctx, r, text)
	if err != nil {
		return bot.Card{}, err
	}
	result, err := search.Result(a.By != "", func(m quotecheck.Match) (string, bool, error) { return c.saidBy(ctx, m, a) })
	if err != nil {
		return bot.Card{}, err
	}
	card := c.Show.Card(a, "Check: “"+text+"”")
	card.Read["text"] = text
	card.Verdict, card.Notice = string(result.Verdict), wording.Join(card.Notice, verdictNotice(result, a.By))
	card.Footer = c.Show.Footer(a, bot.Card{}, "")
	if result.Verdict == quotecheck.Absent {
		card.Actions = append(card.Actions, absentActions(a)...)
		return card, nil
	}
	card.Items, card.Total = []bot.Item{c.matchItem(ctx, result)}, 1
	if result.Words == quotecheck.Altered {
		card.Difference = &bot.Difference{Given: botWords(result.Given), Printed: botWords(result.Printed)}
	}
	return card, nil
}

const quoteCandidates = 20

// searchQuote compares the text with the passages that share most words with it.
func (c Commands) searchQuote(ctx context.Context, r query.Request, text string) (*quotecheck.Search, error) {
	hits, err := c.Index.Quotes(ctx, r.Scope, text, quoteCandidates)
	if err != nil {
		return nil, fmt.Errorf("search quotations: %w", err)
	}
	search := quotecheck.NewSearch(text)
	for _, hit := range hits {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		rec, ok, err := c.Show.Load(ctx, hit.Article)
		if err != nil {
			return nil, fmt.Errorf("read article %s: %w", hit.Article, err)
		}
		if ok && r.Scope.Shows(rec.Source) {
			search.Try(rec, hit.Passage, hit.Statement)
		}
	}
	return search, nil
}

// saidBy returns the name of the person who is quoted with the statement of m, ""
// if that is not certain, and reports whether a asks about that person.
func (c Commands) saidBy(ctx context.Context, m quotecheck.Match, a query.Parsed) (speaker string, same bool, err error) {
	speaker = present.SpeakerOf(m.Record, m.Statement)
	if speaker == "" || a.By == "" {
		return speaker, false, nil
	}
	people, err := c.Index.FindPeople(ctx, a.Request.Scope, speaker)
	if err != nil {
		return speaker, false, fmt.Errorf("find person: %w", err)
	}
	return speaker, slices.ContainsFunc(people, func(p index.Person) bool { return slices.Contains(a.Query.By, p.Key) }), nil
}

// matchItem returns the row of a match: the statement that holds it or else its
// paragraphs, with the matching words marked.
func (c Commands) matchItem(ctx context.Context, r quotecheck.Result) bot.Item {
	m := r.Match
	if m.Statement >= 0 {
		item := c.Show.Statement(ctx, m.Record, m.Statement, index.Words{}, r.Copies)
		item.Marks = marksWithin(present.ShownSpans(m.Record.Text, m.Record.Annotation.Statements[m.Statement]), m.Span)
		return item
	}
	item := c.Show.Passage(m.Record, index.Words{}, m.Paragraphs())
	item.Marks = marksWithin([]article.Span{m.Paragraphs()}, m.Span)
	item.AlsoIn = c.Show.Copies(ctx, r.Copies)
	item.Actions = []bot.Action{bot.Ask("Context", "context", "receipt", item.Receipt)}
	return item
}

// marksWithin returns where match is in the text that the spans show.
func marksWithin(shown []article.Span, match article.Span) []bot.Span {
	var out []bot.Span
	at := 0
	for _, s := range shown {
		if s.Overlaps(match) {
			from, to := max(s.Start, match.Start), min(s.End, match.End)
			out = append(out, bot.Span{Start: at + from - s.Start, End: at + to - s.Start})
		}
		at += s.Len() + len(bot.Gap)
	}
	return out
}

func botWords(words []quotecheck.Word) []bot.Word {
	out := make([]bot.Word, len(words))
	for i, w := range words {
		out[i] = bot.Word(w)
	}
	return out
}

// verdictNotice words the verdict on a quotation; by is the person asked about, if
// anybody is.
func verdictNotice(r quotecheck.Result, by string) string {
	var words string
	switch r.Words {
	case quotecheck.Absent:
		return "Not in the briefing: no article has these words or nearly these words."
	case quotecheck.Altered:
		words = fmt.Sprintf("Altered: %s from what was printed.", differs(r.Match.Differences()))
	case quotecheck.Trimmed:
		words = "Trimmed: the article has the parts in this order, with words between them left out."
	default:
		words = "Exact: the article has these words in this order."
	}
	switch {
	case by == "" || r.Confirmed:
		return words
	case r.Speaker != "":
		return wording.Join(words, fmt.Sprintf("But it quotes %s with them, not %s.", r.Speaker, by))
	}
	return wording.Join(words, fmt.Sprintf("The article does not say for certain who said them, so %s is not confirmed.", by))
}

func differs(n int) string {
	if n == 1 {
		return "1 word differs"
	}
	return fmt.Sprintf("%d words differ", n)
}

// absentActions are the buttons below the answer that no article has the words.
func absentActions(a query.Parsed) []bot.Action {
	passages := bot.Ask("Passages with these words", "ask", "question", query.ContentWords(query.Plain(a.Request.Args["text"])))
	if a.By == "" {
		return []bot.Action{passages}
	}
	return []bot.Action{bot.Ask("All by "+a.By, "who-said", "by", a.By), passages}
}
