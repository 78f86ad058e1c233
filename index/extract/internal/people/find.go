package people

import (
	"cmp"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// Find returns the persons of d with every mention that is certain, in order of
// their first mention, and sets Speaker of each statement to the person whom its
// source words mean. It adds to what d's words can be what is found out about them, so
// that no other stage may use d afterwards.
func Find(d *lexicon.Tagged, known *KnownNames, statements []article.Statement) []article.Person {
	if d.Stopped() {
		return nil
	}
	c := newFinder(d, known, statements)
	for _, step := range [...]func(){
		c.findCandidates,  // runs of capitalised words
		c.noteSources,     // which of them speak
		c.agents,          // what comes before them as a title
		c.markQualifiers,  // which of them belong to the title of another
		c.findPlaces,      // which of them are places or states
		c.findFirms,       // or firms
		c.weighCandidates, // which name persons
		c.joinFullNames,   // who is one person
		c.joinNicknames,
		c.joinShortNames,
		c.findRoles,    // what they are
		c.resolveAll,   // whom short names, pronouns and descriptions mean
		c.nameSpeakers, // who speaks
	} {
		if d.Stopped() {
			return nil
		}
		step()
	}
	return c.persons()
}

func newFinder(d *lexicon.Tagged, known *KnownNames, statements []article.Statement) *finder {
	c := &finder{registry: registry{byFamily: map[string][]int32{}, byGiven: map[string][]int32{}, byMiddle: map[string][]int32{}, byPhoneticKey: map[string][]int32{}, byKnown: map[int]int{}}}
	c.Tagged = *d
	c.known, c.statements, c.bodies = known, statements, map[string]struct{}{}
	c.markQuotes()
	return c
}

// markQuotes notes for each token in which outermost quotation it is.
func (c *finder) markQuotes() {
	c.quoted = make([]int32, len(c.Tokens))
	c.reported = make([]bool, len(c.Tokens))
	c.said = make([]bool, len(c.Tokens))
	for i := range c.quoted {
		c.quoted[i] = -1
	}
	for q, quote := range c.Quotes {
		if quote.Depth > 0 {
			continue
		}
		i, _ := slices.BinarySearchFunc(c.Tokens, quote.Start, func(t doc.Token, start int) int { return cmp.Compare(t.Start, start) })
		for ; i < len(c.Tokens) && c.Tokens[i].End <= quote.End; i++ {
			c.quoted[i] = int32(q)
		}
	}
	c.matchStatements()
}

// matchStatements notes which statement each quotation belongs to.
func (c *finder) matchStatements() {
	c.speaking = make([]int32, len(c.Quotes))
	for q := range c.speaking {
		c.speaking[q] = -1
	}
	for s, statement := range c.statements {
		for _, span := range statement.Content {
			first, last := c.TokensIn(span)
			for i := first; i < last; i++ {
				c.said[i] = true
				c.reported[i] = c.reported[i] || statement.Source.Start > span.End
			}
			q, _ := slices.BinarySearchFunc(c.Quotes, span.Start, func(q doc.Quotation, start int) int { return cmp.Compare(q.End, start) })
			for ; q < len(c.Quotes) && c.Quotes[q].Start < span.End; q++ {
				if c.speaking[q] < 0 {
					c.speaking[q] = int32(s)
				}
			}
		}
	}
}

// persons returns the entities as the annotation gives them, in order of first mention.
func (c *finder) persons() []article.Person {
	order := make([]int, 0, len(c.entities))
	for i := range c.entities {
		if len(c.entities[i].forms) > 0 {
			order = append(order, i)
			slices.SortFunc(c.entities[i].spans, compareSpans)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return compareSpans(c.entities[a].spans[0], c.entities[b].spans[0])
	})
	place := make([]int, len(c.entities))
	out := make([]article.Person, 0, len(order))
	for i, n := range order {
		place[n] = i
		out = append(out, c.person(&c.entities[n]))
	}
	for i := range c.statements {
		if s := &c.statements[i]; s.Speaker >= 0 {
			s.Speaker = place[s.Speaker]
		}
	}
	return out
}

func (c *finder) person(who *entity) article.Person {
	p := article.Person{Name: c.shown(who).Of(c.Text), Mentions: who.spans}
	p.Variants = c.variants(who, p.Name)
	for _, r := range who.roles {
		if !r.deed {
			p.Roles = append(p.Roles, r.Span)
		}
	}
	slices.SortFunc(p.Roles, compareSpans)
	p.Roles = slices.Compact(p.Roles)
	return p
}

// shown returns the fullest name of an entity, with its title if the article tells it by that alone from
// another with the family name: Mrs Berg beside Nils Berg.
func (c *finder) shown(who *entity) article.Span {
	first := who.full.First
	if who.given != "" || who.full.title < 0 || !c.Capital(who.full.title) || !c.OneWord(who.full.Range) {
		return c.Span(first, who.full.Last)
	}
	for k := range c.entities {
		if other := &c.entities[k]; other != who && other.family == who.family && len(other.forms) > 0 {
			first = who.full.title
		}
	}
	return c.Span(first, who.full.Last)
}

// variants returns the forms of an entity's name other than shown, with the family
// name of each full form, which readers look for even where it is never printed
// alone. TRUMP is no variant beside Trump.
func (c *finder) variants(who *entity, shown string) []string {
	var out []string
	seen := map[string]bool{shown: true}
	for _, capitals := range [...]bool{false, true} {
		for _, form := range who.forms {
			for _, text := range [...]string{form.Of(c.Text), c.familyIn(form)} {
				if seen[text] || doc.AllCapitals(text) != capitals || capitals && (seen[strings.ToLower(text)] || strings.EqualFold(text, shown)) {
					continue
				}
				seen[text], seen[strings.ToLower(text)] = true, true
				out = append(out, text)
			}
		}
	}
	return out
}

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
