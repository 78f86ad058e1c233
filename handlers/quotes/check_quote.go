package quotes

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/quotecheck"
)

// CheckQuoteCommand returns the command that checks a quotation.
func CheckQuoteCommand() bot.Command {
	return bot.Command{
		Name: "check-quote", Aliases: []string{"check"}, Summary: "Whether words were said, exactly so, and by whom",
		Params: []bot.Param{
			{Name: "text", Kind: bot.Text, Words: true, Required: true, Long: true, Help: "the words to check, in quotation marks"},
			query.ByParam(),
		},
		Examples: []string{`/check-quote "{quote}"`, `/check-quote "{quote}" by:{person}`},
	}
}

// AnswerCheckQuote answers check-quote. Of a text that holds quotations among other
// words, such as a message, the quotations are checked.
func (c Commands) AnswerCheckQuote(ctx context.Context, r query.Request) (bot.Card, error) {
	quoted, rest := quotecheck.Quotations(r.Args["text"])
	if wordy := slices.DeleteFunc(slices.Clone(quoted), func(q string) bool { return !quotecheck.HasWords(q) }); len(wordy) > 0 {
		quoted = wordy
	}
	if len(quoted) > 0 {
		var err error
		if r, err = c.withSpeaker(ctx, r, rest); err != nil {
			return bot.Card{}, err
		}
	} else {
		quoted = []string{query.Plain(r.Args["text"])}
	}
	a := query.Parsed{Request: r}
	if err := c.Reader.ReadSpeaker(ctx, &a); err != nil {
		return bot.Card{}, err
	}
	text := strings.Join(quoted, " ")
	if !quotecheck.HasWords(text) {
		return bot.Card{}, &bot.Error{Usage: true, Message: fmt.Sprintf("“%s” has no word to look for. Give the words that somebody is quoted with.", text)}
	}
	result, err := c.check(ctx, a, text)
	if len(quoted) > 1 && (err != nil || !inOnePiece(result)) {
		return c.verdicts(ctx, a, quoted)
	}
	if err != nil {
		return bot.Card{}, err
	}
	if result.Words == quotecheck.Absent || result.Words == quotecheck.Altered && !result.Match.Joined {
		if card, ok, err := c.bySentence(ctx, a, text, result); ok || err != nil {
			return card, err
		}
	}
	card := c.verdictCard(ctx, a, text, result)
	if result.Words == quotecheck.Absent || result.Words == quotecheck.Altered {
		return c.withHeadlines(ctx, a, card, text)
	}
	return card, nil
}

// inOnePiece reports whether several quotations of a message are the parts of one that
// the message interrupts.
func inOnePiece(r quotecheck.Result) bool {
	return !r.Match.Joined && (r.Words == quotecheck.Exact || r.Words == quotecheck.Trimmed)
}

// maxQuotations is the maximum number of quotations checked per message.
const maxQuotations = 5

// severity orders verdicts: an answer to several quotations has the worst.
var severity = []quotecheck.Verdict{quotecheck.Exact, quotecheck.Trimmed, quotecheck.OtherSpeaker, quotecheck.Altered, quotecheck.Absent}

// verdicts returns the answer for several quotations of a message, a row for each.
func (c Commands) verdicts(ctx context.Context, a query.Parsed, quoted []string) (bot.Card, error) {
	card := c.Show.Card(a, "Check: "+wording.Count(len(quoted), "quotation"))
	card.Read["text"] = query.Plain(a.Request.Args["text"])
	results, rows, err := c.each(ctx, a, quoted)
	if err != nil {
		return bot.Card{}, err
	}
	card.Items, card.Total, card.Verdict = rows, len(rows), string(worst(results))
	card.Notice = wording.Join(card.Notice, foundOf(results, "quotation"))
	if len(quoted) > maxQuotations {
		card.Notice = wording.Join(card.Notice, fmt.Sprintf("The other %d were not checked: check them in another message.", len(quoted)-maxQuotations))
	}
	card.Footer = c.Show.Footer(a, bot.Card{}, "")
	return card, nil
}

// check compares a text with the briefing.
func (c Commands) check(ctx context.Context, a query.Parsed, text string) (quotecheck.Result, error) {
	if n := quotecheck.CountWords(text); n > index.MaxQuoteWords {
		return quotecheck.Result{}, &bot.Error{Usage: true, Message: fmt.Sprintf(
			"The text has %s; up to %s are checked at once. Check it in parts.", wording.Count(n, "word"), wording.Count(index.MaxQuoteWords, "word"))}
	}
	search, err := c.searchQuote(ctx, a.Request, text)
	if err != nil {
		return quotecheck.Result{}, err
	}
	return search.Result(a.By != "", func(m quotecheck.Match) (string, bool, error) { return c.saidBy(ctx, m, a) })
}

// verdictCard returns the answer for a text and its result.
func (c Commands) verdictCard(ctx context.Context, a query.Parsed, text string, result quotecheck.Result) bot.Card {
	card := c.Show.Card(a, "Check: “"+text+"”")
	card.Read["text"] = text
	card.Verdict, card.Notice = string(result.Verdict), wording.Join(card.Notice, verdictNotice(result, a.By))
	card.Footer = c.Show.Footer(a, bot.Card{}, "")
	if result.Verdict == quotecheck.Absent {
		card.Actions = append(card.Actions, absentActions(a, text)...)
		return card
	}
	card.Items, card.Total = []bot.Item{c.matchItem(ctx, result)}, 1
	if result.Words == quotecheck.Altered && result.Match.Differences() > 0 {
		card.Difference = &bot.Difference{Given: botWords(result.Given), Printed: botWords(result.Printed)}
	}
	return card
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

// saidBy returns the name of the person who says the statements of m, "" if that is
// not certain, and reports whether a asks about that person.
func (c Commands) saidBy(ctx context.Context, m quotecheck.Match, a query.Parsed) (speaker string, same bool, err error) {
	speaker = present.SpeakerOf(m.Record, m.Statements[0])
	if speaker == "" || a.By == "" {
		return speaker, false, nil
	}
	people, err := c.Index.FindPeople(ctx, a.Request.Scope, speaker)
	if err != nil {
		return speaker, false, fmt.Errorf("find person: %w", err)
	}
	return speaker, slices.ContainsFunc(people, func(p index.Person) bool { return slices.Contains(a.Query.By, p.Key) }), nil
}

// matchItem returns the row of a match: the statement that holds it or, if none or
// several do, its paragraphs, with the matching words marked.
func (c Commands) matchItem(ctx context.Context, r quotecheck.Result) bot.Item {
	m := r.Match
	if len(m.Statements) == 1 {
		item := c.Show.Statement(ctx, m.Record, m.Statements[0], index.Words{}, r.Copies)
		item.Marks = marksWithin(present.ShownSpans(m.Record.Text, m.Record.Annotation.Statements[m.Statements[0]]), m.Parts)
		return item
	}
	item := c.Show.Passage(m.Record, index.Words{}, m.Paragraphs())
	item.Marks = marksWithin([]article.Span{m.Paragraphs()}, m.Parts)
	item.AlsoIn = c.Show.Copies(ctx, r.Copies)
	item.Actions = []bot.Action{bot.Ask("Context", "context", "receipt", item.Receipt)}
	return item
}

// marksWithin returns where the parts of a match are in the text that spans show.
func marksWithin(shown, parts []article.Span) []bot.Span {
	var out []bot.Span
	at := 0
	for _, s := range shown {
		for _, p := range parts {
			if s.Overlaps(p) {
				from, to := max(s.Start, p.Start), min(s.End, p.End)
				out = append(out, bot.Span{Start: at + from - s.Start, End: at + to - s.Start})
			}
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

// absentActions returns the buttons below the answer that no article has the words.
func absentActions(a query.Parsed, text string) []bot.Action {
	passages := bot.Ask("Passages with these words", "ask", "question", query.ContentWords(text))
	if a.By == "" {
		return []bot.Action{passages}
	}
	return []bot.Action{bot.Ask("All by "+a.By, "who-said", "by", a.By), passages}
}
