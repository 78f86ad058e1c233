package quotes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/quotecheck"
)

const absentNotice = "Not in the briefing: no article has these words in this order, or nearly so."

// verdictNotice words the verdict on a quotation; by is the person asked about, if
// anybody is.
func verdictNotice(r quotecheck.Result, by string) string {
	switch {
	case r.Words == quotecheck.Absent:
		return absentNotice
	case r.Match.Joined:
		return joinedNotice(r)
	case r.Verdict == quotecheck.OtherSpeaker:
		notice := fmt.Sprintf("By somebody else: the article %s %s with these words, not %s.", verb(r), r.Speaker, by)
		around := surroundingsNotice(r)
		if quotedWithin(r, by) {
			around = fmt.Sprintf("%s quotes %s there, so they may be %s’s at second hand.", r.Speaker, by, by)
		}
		if r.Words == quotecheck.Exact {
			return wording.Join(notice, around)
		}
		return wording.Join(notice, around, wordsNotice(r))
	case by == "" || r.Confirmed:
		return wording.Join(wordsNotice(r), surroundingsNotice(r))
	case r.Match.Speech() == quotecheck.Narrated:
		return wording.Join(wordsNotice(r), fmt.Sprintf("So %s is not confirmed.", by))
	}
	return wording.Join(wordsNotice(r), surroundingsNotice(r), fmt.Sprintf("The article does not say for certain who said them, so %s is not confirmed.", by))
}

// surroundingsNotice says what the words are taken out of, where that may change what
// they mean or whose they are; "" where nothing does.
func surroundingsNotice(r quotecheck.Result) string {
	if r.Words == quotecheck.Altered {
		return ""
	}
	who := cmp.Or(r.Speaker, "the speaker")
	var notice string
	switch around := r.Match.Surroundings(); {
	case (around.Denied || around.Unsaid) && r.Match.Speech() == quotecheck.Reported: // which reportedNotice says
	case around.Denied:
		notice = fmt.Sprintf("%s denies or rejects them there.", who)
	case around.Unsaid:
		notice = fmt.Sprintf("The article says that %s does not say them.", who)
	case around.SecondHand:
		notice = fmt.Sprintf("%s gives them as somebody else’s words there.", who)
	case around.Inner:
		notice = fmt.Sprintf("%s has them in quotation marks there, so they may be somebody else’s words, or words that %s denies.", who, who)
	case around.Before && around.After:
		notice = "They are part of a sentence: it has more words before and after them."
	case around.Before:
		notice = "They are the end of a sentence: it has more words before them."
	case around.After:
		notice = "They are the beginning of a sentence: it goes on after them."
	}
	return strings.ToUpper(notice[:min(1, len(notice))]) + notice[min(1, len(notice)):]
}

// quotedWithin reports whether the statement with the words quotes a person: within its own words, or by its
// cue, as in "quoted him as saying".
func quotedWithin(r quotecheck.Result, name string) bool {
	words := strings.Fields(name)
	return len(words) > 0 && slices.ContainsFunc(r.Match.Statements, func(i int) bool {
		s := r.Match.Record.Annotation.Statements[i]
		quoted := s.Inner.Of(r.Match.Record.Text)
		if s.Kind != article.Direct && r.Match.Surroundings().SecondHand {
			quoted = s.Sentence.Of(r.Match.Record.Text)
		}
		return quotecheck.InARow(quoted, words[len(words)-1])
	})
}

// verb returns how the article gives somebody's words.
func verb(r quotecheck.Result) string {
	if r.Match.Speech() == quotecheck.Quoted {
		return "quotes"
	}
	return "reports"
}

// wordsNotice says how the article has the words, and whether it quotes them.
func wordsNotice(r quotecheck.Result) string {
	interrupted := ""
	if n := len(r.Match.Interruptions()); n > 0 {
		interrupted = fmt.Sprintf("The article interrupts the words %s with its own.", times(n))
	}
	switch r.Words {
	case quotecheck.Altered:
		return wording.Join(fmt.Sprintf("Altered: %s from what was printed.", differs(r.Match.Differences())), interrupted, reportedNotice(r))
	case quotecheck.Trimmed:
		return wording.Join("Trimmed: the article has the parts in this order, with words between them left out.", reportedNotice(r))
	}
	switch r.Match.Speech() {
	case quotecheck.Quoted:
		return wording.Join(fmt.Sprintf("Exact: the article quotes %sthese words, in this order.", with(r.Speaker)), interrupted)
	case quotecheck.Reported:
		return wording.Join("Exact, but reported, not quoted: the article has these words, in this order.", reportedNotice(r))
	}
	return "Exact, but not a statement: the article has these words, in this order, outside the statements that were found in it."
}

// reportedNotice says that words are the outlet's, "" unless they are.
func reportedNotice(r quotecheck.Result) string {
	if r.Match.Speech() != quotecheck.Reported {
		return ""
	}
	who := r.Speaker
	if who == "" {
		who = "somebody"
	}
	said := "said"
	switch around := r.Match.Surroundings(); {
	case around.Denied:
		said = "denied or rejected"
	case around.Unsaid:
		said = "did not say"
	}
	return fmt.Sprintf("They are outside quotation marks: the outlet’s words for what %s %s.", who, said)
}

func with(name string) string {
	if name == "" {
		return ""
	}
	return name + " with "
}

// joinedNotice names those whose words were joined.
func joinedNotice(r quotecheck.Result) string {
	var names []string
	for _, i := range r.Match.Statements {
		name := present.SpeakerOf(r.Match.Record, i)
		if name == "" {
			return "Altered: these words are joined from separate statements, and the article does not say for certain that one person made them."
		}
		names = append(names, name)
	}
	return fmt.Sprintf("Altered: no statement found has these words in a row. They are joined from what %s said.", wording.And(names))
}

func differs(n int) string {
	if n == 1 {
		return "1 word differs"
	}
	return fmt.Sprintf("%d words differ", n)
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}
