package extract

import (
	"cmp"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// combine returns the statements that reporting words make together with those that the
// layout makes, in order. What is said in a turn is its speaker's: a statement reported
// within it tells whom the speaker quotes, and words that both have are the turn's.
func combine(reported, turns []article.Statement, text string) []article.Statement {
	if len(turns) == 0 {
		return reported
	}
	turns = slices.Clone(turns)
	var out []article.Statement
	at := 0 // of the first turn that does not end before the statement
	for _, st := range reported {
		first := st.Content[0].Start
		if !st.Cue.IsZero() {
			first = min(first, st.Cue.Start)
		}
		for at < len(turns) && end(turns[at]) <= first {
			at++
		}
		for k := at; k < len(turns) && turns[k].Content[0].Start < max(end(st), st.Cue.End); k++ {
			if !st.Cue.IsZero() && holds(turns[k], st.Cue) {
				if turns[k].Inner.IsZero() && !addressed(st.Source.Of(text)) {
					turns[k].Inner = st.Source
				}
				st.Content = nil
				break
			}
			spans := len(st.Content)
			st.Content = slices.DeleteFunc(st.Content, func(s article.Span) bool { return overlaps(turns[k], s) })
			if 0 < len(st.Content) && len(st.Content) < spans && st.Kind == article.Direct {
				withoutMarks(st.Content, text)
			}
			if len(st.Content) == 0 {
				break
			}
		}
		if len(st.Content) > 0 {
			out = append(out, st)
		}
	}
	return inOrder(append(out, turns...))
}

// addressed reports whether the words of a source are those of whom a turn speaks to, or its own
// speaker, or of nobody in particular: "Mr Keel, you said" quotes nobody else, nor does "anybody who says so".
func addressed(source string) bool {
	words := strings.Fields(strings.ToLower(source))
	if len(words) == 0 {
		return false
	}
	switch words[len(words)-1] {
	case "you", "me", "us", "i", "we":
		return true
	}
	switch words[0] {
	case "i", "we", "nobody", "none", "no", "anybody", "anyone", "any", "everybody", "everyone", "every", "somebody", "someone", "whoever", "who", "which":
		return true
	}
	return false
}

// withoutMarks takes the marks off the ends of what is quoted, which stand there between the
// parts of a quotation.
func withoutMarks(content []article.Span, text string) {
	first, last := &content[0], &content[len(content)-1]
	words := first.Of(text)
	first.Start += len(words) - len(strings.TrimLeft(words, "“”\"„«»‘’ "))
	words = last.Of(text)
	last.End -= len(words) - len(strings.TrimRight(words, "“”\"„«»‘’ "))
}

// inOrder sorts statements by the start of their content.
func inOrder(all []article.Statement) []article.Statement {
	slices.SortStableFunc(all, func(a, b article.Statement) int {
		return cmp.Or(a.Content[0].Start-b.Content[0].Start, a.Cue.Start-b.Cue.Start)
	})
	return all
}

func end(st article.Statement) int { return st.Content[len(st.Content)-1].End }

// holds reports whether s is within what is said in st.
func holds(st article.Statement, s article.Span) bool {
	return slices.ContainsFunc(st.Content, func(c article.Span) bool { return c.Contains(s) })
}

// overlaps reports whether s has a word in common with what is said in st.
func overlaps(st article.Statement, s article.Span) bool {
	return slices.ContainsFunc(st.Content, s.Overlaps)
}
