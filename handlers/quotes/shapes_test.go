package quotes_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// said is a quotation of the sample as a test changes it.
type said struct {
	speaker string
	parts   []string // each printed without a break
	kind    article.Kind
}

func (s said) words() []string { return strings.Fields(strings.Join(s.parts, " ")) }

// with returns the quotation with the word at i, from the end if negative, exchanged.
func (s said) with(i int) string {
	words := s.words()
	if i < 0 {
		i += len(words)
	}
	words[i] = "zorvath" + strings.TrimLeft(words[i], "’'-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	return strings.Join(words, " ")
}

// quotations returns what certain speakers say in the sample, in enough words to tell by.
func quotations(t *testing.T, minWords int) []said {
	t.Helper()
	b := handlerstest.New(t)
	var out []said
	err := b.Archive.Each(t.Context(), 0, func(r article.Record) error {
		for _, s := range r.Annotation.Statements {
			if s.Speaker == article.Nobody || s.Confidence < 0.9 || s.Kind == article.Mixed {
				continue
			}
			q := said{speaker: r.Annotation.People[s.Speaker].Name, kind: s.Kind}
			for _, c := range s.Content {
				q.parts = append(q.parts, strings.Trim(c.Of(r.Text), "“”\" "))
			}
			if len(q.words()) >= minWords && !slices.ContainsFunc(q.parts, func(p string) bool { return strings.ContainsAny(p, "“”\"\n") }) {
				out = append(out, q)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestShapesOfTheSample checks every long enough quotation of the sample in the shapes that
// people give them: each must have the verdict that its shape deserves.
func TestShapesOfTheSample(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	m := handlerstest.New(t).NewMux()
	verdict := func(text string) bot.Card {
		return m.Do(t.Context(), func() bot.Request {
			r := handlerstest.Asker()
			r.Call = bot.Call{Command: "check-quote", Args: bot.Args{"text": `"` + text + `"`}}
			return r
		}())
	}
	count := map[string]int{}
	check := func(shape, text, want string) {
		t.Helper()
		count[shape]++
		if card := verdict(text); card.Verdict != want {
			t.Errorf("%s: %q is %s, want %s: %s", shape, text, card.Verdict, want, card.Notice)
		}
	}
	all := quotations(t, 8)
	for i, q := range all {
		whole := strings.Join(q.parts, " ")
		shape := "whole"
		switch {
		case q.kind == article.Indirect:
			shape = "reported"
		case len(q.parts) > 1:
			shape = "interrupted"
		}
		check(shape, whole, "exact")
		if card := verdict(whole); q.kind == article.Indirect && !strings.Contains(card.Notice, "report") {
			t.Errorf("reported: %q: %s", whole, card.Notice)
		}
		check("first word changed", q.with(0), "altered")
		check("a word changed in the middle", q.with(len(q.words())/2), "altered")
		check("last word changed", q.with(-1), "altered")
		words := q.words()
		check("cut", strings.Join(words[:3], " ")+" … "+strings.Join(words[len(words)-3:], " "), "trimmed")
		if other := all[(i+len(all)/2)%len(all)]; other.speaker != q.speaker && q.kind == article.Direct && other.kind == article.Direct {
			count["joined"]++
			if card := verdict(whole + " " + strings.Join(other.parts, " ")); card.Verdict == "exact" {
				t.Errorf("joined: the words of %s and %s are called exact", q.speaker, other.speaker)
			}
		}
	}
	t.Logf("%d quotations: %v", len(all), count)
	if len(all) < 60 || count["interrupted"] < 5 || count["reported"] < 20 || count["joined"] < 10 {
		t.Errorf("too few: %d quotations, %v", len(all), count)
	}
}
