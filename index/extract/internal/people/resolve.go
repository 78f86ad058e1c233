package people

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// resolveAll resolves names of one word that several bear, then pronouns and
// descriptions.
func (c *finder) resolveAll() {
	w := c.newResolver()
	w.walk(func(int) int { return 0 })
	c.speakersByName()
	w = c.newResolver()
	w.blocking = true
	w.walk(w.resolve)
	for i := range c.candidates {
		if c.StoppedAt(i) {
			return
		}
		if n := c.candidates[i]; n.entity >= 0 {
			who := &c.entities[n.entity]
			span := c.Span(n.First, n.Last)
			who.spans = append(who.spans, span)
			who.forms = append(who.forms, span)
		}
	}
	for _, m := range c.mentions {
		c.entities[m.entity].spans = append(c.entities[m.entity].spans, m.Span)
	}
}

// resolve finds whom the pronoun or description at token i means.
func (w *resolver) resolve(i int) int {
	info := w.Info[i]
	switch {
	case info.Is(lexicon.PronounWord):
		w.pronoun(i)
		if possessors[strings.ToLower(w.Word(i))] {
			return w.possessed(i)
		}
	case w.Word(i) == "s" && i > 1 && w.Apostrophe(i-1):
		return w.possessed(i)
	case w.Word(i) == "They" || w.Word(i) == "they":
		w.they(i)
	case w.Word(i) == "pronoun" || w.Word(i) == "pronouns":
		w.declareNeutral(i)
	case info.Is(lexicon.CommonWord) && (w.Article(i) || w.determiner(i)):
		return w.description(i)
	}
	return 0
}
