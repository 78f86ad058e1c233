package handlers

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// The verdicts of check-quote.
const (
	quoteExact   = "exact"         // the words stand in an article in this order, none left out
	quoteTrimmed = "trimmed"       // they do but for the gaps that the question marks with …
	quoteAltered = "altered"       // some words differ
	quoteOther   = "other-speaker" // the words stand, and somebody else said them
	quoteAbsent  = "absent"
)

func (b *Briefing) checkQuote() bot.Command {
	return bot.Command{
		Name: "check-quote", Aliases: []string{"check"}, Summary: "Whether words were said, exactly so, and by whom",
		Params: []bot.Param{
			{Name: "text", Kind: bot.Text, Words: true, Required: true, Long: true, Help: "the words to check, in quotation marks"},
			b.byParam(),
		},
		Examples: []string{`/check-quote "{quote}"`, `/check-quote "{quote}" by:{person}`},
		Handle:   b.answerCheckQuote,
	}
}

// quoteMatch is where a text stands, exactly or nearly.
type quoteMatch struct {
	record    article.Record
	span      article.Span
	alignment alignment
	gaps      bool
	statement int // the statement that holds it, -1 where none
}

func (b *Briefing) answerCheckQuote(ctx context.Context, r bot.Request) (bot.Card, error) {
	text := plain(r.Args["text"])
	if n := countWords(text); n > index.MaxQuoteWords {
		return bot.Card{}, &bot.Error{Usage: true, Message: fmt.Sprintf(
			"The text has %s; up to %s are checked at once. Check it in parts.", count(n, "word"), count(index.MaxQuoteWords, "word"))}
	}
	a := asked{request: r}
	if err := b.readSpeaker(ctx, &a); err != nil {
		return bot.Card{}, err
	}
	matches, err := b.quoteMatches(ctx, r, text)
	if err != nil {
		return bot.Card{}, err
	}
	card := b.newCard(a, "Check: “"+text+"”")
	card.Read["text"] = text
	best, ok, err := b.bestMatch(ctx, matches, a)
	if err != nil {
		return card, err
	}
	if !ok {
		return b.absentQuote(card, a), nil
	}
	card.Items = []bot.Item{b.matchItem(ctx, best, matches)}
	card.Total = 1
	if err := b.judgeQuote(ctx, &card, best, a); err != nil {
		return card, err
	}
	card.Footer = b.footer(a, bot.Card{}, "")
	return card, nil
}

// ellipsis is how people mark what they left out.
var ellipsis = regexp.MustCompile(`\s*(?:\[(?:…|\.\.\.)\]|\((?:…|\.\.\.)\)|…|\.\.\.)\s*`)

const quoteCandidates = 20

// quoteMatches aligns the text with the passages that share most words with it.
func (b *Briefing) quoteMatches(ctx context.Context, r bot.Request, text string) ([]quoteMatch, error) {
	hits, err := b.Index.Quotes(ctx, text, quoteCandidates)
	if err != nil {
		return nil, fmt.Errorf("search quotations: %w", err)
	}
	var parts []string
	for _, part := range ellipsis.Split(text, -1) {
		if strings.TrimSpace(part) != "" {
			parts = append(parts, part)
		}
	}
	var out []quoteMatch
	whole := map[string]bool{} // articles that were looked at as a whole
	for _, hit := range hits {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		rec, ok, err := b.record(ctx, hit.Article)
		if err != nil {
			return nil, fmt.Errorf("read article %s: %w", hit.Article, err)
		}
		if !ok || !mayShow(r, rec.Source) {
			continue
		}
		m, ok := matchIn(rec, hit, text, parts)
		if (!ok || m.alignment.differences > 0) && !whole[rec.ID] && len(whole) < wholeArticles {
			whole[rec.ID] = true
			if over, found := matchOver(rec, hit, text); found && (!ok || over.alignment.differences < m.alignment.differences) {
				m, ok = over, true
			}
		}
		if ok {
			out = append(out, m)
		}
	}
	return out, nil
}

// wholeArticles is in how many articles a quotation is looked for that no one
// passage holds.
const wholeArticles = 8

// matchOver looks for a text that may reach over several paragraphs, around a hit.
func matchOver(rec article.Record, hit index.Hit, text string) (quoteMatch, bool) {
	given := wordsIn(text, article.Span{End: len(text)})
	printed := wordsAround(rec.Text, hit.Passage, len(given))
	m := quoteMatch{record: rec, alignment: align(given, printed), statement: -1}
	if !m.alignment.near() {
		return m, false
	}
	m.span = m.alignment.span()
	m.statement = holder(rec, m.span)
	return m, true
}

// wordBytes is more than a word and the blank after it take on average, in bytes.
const wordBytes = 24

// wordsAround returns the words of a passage and so many before and after it
// that a quotation of n words that shares a part of the passage lies within them.
func wordsAround(text string, passage article.Span, n int) []placed {
	room := n + n/3 // up to one word in three may differ
	where := article.Span{Start: max(0, passage.Start-room*wordBytes), End: min(len(text), passage.End+room*wordBytes)}
	for where.Start > 0 && !utf8.RuneStart(text[where.Start]) {
		where.Start--
	}
	for where.End < len(text) && !utf8.RuneStart(text[where.End]) {
		where.End++
	}
	words := wordsIn(text, where)
	first, _ := slices.BinarySearchFunc(words, passage.Start, func(w placed, at int) int { return w.Start - at })
	end, _ := slices.BinarySearchFunc(words, passage.End, func(w placed, at int) int { return w.Start - at })
	return words[max(0, first-room):min(len(words), end+room)]
}

// matchIn looks for the text, or its parts in order, in one hit.
func matchIn(rec article.Record, hit index.Hit, text string, parts []string) (quoteMatch, bool) {
	where := hit.Passage
	if hit.Statement >= 0 {
		content := rec.Annotation.Statements[hit.Statement].Content
		where = article.Span{Start: content[0].Start, End: content[len(content)-1].End}
	}
	m := quoteMatch{record: rec}
	if len(parts) > 1 {
		if span, ok := inOrder(rec.Text, where, parts); ok {
			m.span, m.gaps = span, true
			m.statement = holder(rec, span)
			return m, true
		}
	}
	m.alignment = align(wordsIn(text, article.Span{End: len(text)}), wordsIn(rec.Text, where))
	if !m.alignment.near() {
		return m, false
	}
	m.span = m.alignment.span()
	m.statement = holder(rec, m.span)
	return m, true
}

// inOrder finds every part exactly, one after the other.
func inOrder(text string, where article.Span, parts []string) (article.Span, bool) {
	out := article.Span{Start: -1}
	for _, part := range parts {
		a := align(wordsIn(part, article.Span{End: len(part)}), wordsIn(text, where))
		if a.differences != 0 || len(a.pairs) == 0 {
			return out, false
		}
		if out.Start < 0 {
			out.Start = a.span().Start
		}
		out.End = a.span().End
		where.Start = out.End
	}
	return out, true
}

// holder is the statement that most of span lies in, the shortest of equals; -1 where none.
func holder(r article.Record, span article.Span) int {
	best, bestCover, bestLen := -1, 0.7, 0
	for i, s := range r.Annotation.Statements {
		cover, length := 0, 0
		for _, c := range s.Content {
			length += c.Len()
			if c.Overlaps(span) {
				cover += min(c.End, span.End) - max(c.Start, span.Start)
			}
		}
		share := float64(cover) / float64(max(1, span.Len()))
		if share > bestCover || share == bestCover && best >= 0 && length < bestLen {
			best, bestCover, bestLen = i, share, length
		}
	}
	return best
}

// bestMatch takes the match with the fewest differences; among equals one by
// the person asked about, then one that somebody is quoted with, then the first.
func (b *Briefing) bestMatch(ctx context.Context, matches []quoteMatch, a asked) (quoteMatch, bool, error) {
	best, rank := -1, 0
	for i, m := range matches {
		same, _, err := b.saidBy(ctx, m, a)
		if err != nil {
			return quoteMatch{}, false, err
		}
		worth := -4 * m.alignment.differences
		if same {
			worth += 2
		}
		if m.statement >= 0 {
			worth++
		}
		if best < 0 || worth > rank {
			best, rank = i, worth
		}
	}
	if best < 0 {
		return quoteMatch{}, false, nil
	}
	return matches[best], true, nil
}

// saidBy says whether the match is a statement of the person asked about, and
// whose statement it is; "" where nobody is certain.
func (b *Briefing) saidBy(ctx context.Context, m quoteMatch, a asked) (same bool, speaker string, err error) {
	if m.statement < 0 {
		return false, "", nil
	}
	s := m.record.Annotation.Statements[m.statement]
	if s.Speaker == article.Nobody || s.Confidence < index.CertainConfidence {
		return false, "", nil
	}
	speaker = m.record.Annotation.People[s.Speaker].Name
	if a.by == "" {
		return false, speaker, nil
	}
	people, err := b.Index.FindPeople(ctx, speaker)
	if err != nil {
		return false, speaker, fmt.Errorf("find person: %w", err)
	}
	for _, p := range people {
		if slices.Contains(a.query.By, p.Key) {
			return true, speaker, nil
		}
	}
	return false, speaker, nil
}

// matchItem is the row of a match: the statement that holds it, or else its
// paragraph, with the matching words marked.
func (b *Briefing) matchItem(ctx context.Context, best quoteMatch, all []quoteMatch) bot.Item {
	var also []string
	shown := best.shown()
	for _, m := range all {
		if m.record.ID != best.record.ID && m.gaps == best.gaps && m.shown() == shown && !slices.Contains(also, m.record.ID) {
			also = append(also, m.record.ID)
		}
	}
	if best.statement >= 0 {
		item := b.statementItem(ctx, best.record, best.statement, index.Words{}, also)
		item.Marks = marksWithin(shownSpans(best.record.Text, best.record.Annotation.Statements[best.statement]), best.span)
		return item
	}
	spans := withoutNeighbours(best.record.Text, best.span)
	item := b.passageItem(best.record, index.Words{}, spans)
	item.Marks = marksWithin([]article.Span{spans}, best.span)
	item.AlsoIn = b.copies(ctx, also)
	item.Actions = []bot.Action{run("Context", "context", "receipt", item.Receipt)}
	return item
}

// shown returns the wording of the row that shows the match.
func (m quoteMatch) shown() string {
	if m.statement >= 0 {
		return StatementWords(m.record, m.statement)
	}
	return article.Wording(withoutNeighbours(m.record.Text, m.span).Of(m.record.Text))
}

// withoutNeighbours is the paragraph or paragraphs that span stands in.
func withoutNeighbours(text string, span article.Span) article.Span {
	start := strings.LastIndexByte(text[:span.Start], '\n') + 1
	end := strings.IndexByte(text[span.End:], '\n')
	if end < 0 {
		return article.Span{Start: start, End: len(text)}
	}
	return article.Span{Start: start, End: span.End + end}
}

// marksWithin is where match lies in the text that the spans show.
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

// judgeQuote gives the verdict and says it.
func (b *Briefing) judgeQuote(ctx context.Context, card *bot.Card, m quoteMatch, a asked) error {
	same, speaker, err := b.saidBy(ctx, m, a)
	if err != nil {
		return err
	}
	switch {
	case m.alignment.differences > 0:
		card.Verdict = quoteAltered
		card.Difference = m.alignment.difference()
		card.Notice = join(card.Notice, fmt.Sprintf("Altered: %s from what was printed.", differs(m.alignment.differences)))
	case m.gaps:
		card.Verdict = quoteTrimmed
		card.Notice = join(card.Notice, "Trimmed: the parts stand in this order, with words between them left out.")
	default:
		card.Verdict = quoteExact
		card.Notice = join(card.Notice, "Exact: these words stand in the article in this order.")
	}
	switch {
	case a.by == "" || same:
	case speaker != "":
		card.Verdict = quoteOther
		card.Notice = join(card.Notice, fmt.Sprintf("But it is %s who is quoted with them, not %s.", speaker, a.by))
	default:
		card.Notice = join(card.Notice, fmt.Sprintf("The article does not say for certain who said them, so %s is not confirmed.", a.by))
	}
	return nil
}

func differs(n int) string {
	if n == 1 {
		return "1 word differs"
	}
	return fmt.Sprintf("%d words differ", n)
}

func (b *Briefing) absentQuote(card bot.Card, a asked) bot.Card {
	card.Verdict = quoteAbsent
	card.Notice = join(card.Notice, "Not in the briefing: no article has these words or nearly these words.")
	card.Footer = b.footer(a, bot.Card{}, "")
	if a.by != "" {
		card.Actions = append(card.Actions, run("All by "+a.by, "who-said", "by", a.by))
	}
	card.Actions = append(card.Actions, run("Passages with these words", "ask", "question", topicOf(plain(a.request.Args["text"]))))
	return card
}
