package people

import (
	"cmp"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// beforeWho returns the person whom the source "who" means: the one named right before it, or
// before the comma, the age or the role there ("Berg, the envoy, who said"); Nobody if
// several are named there, or if it may mean somebody without a name ("a friend of Berg, who said").
func (c *finder) beforeWho(source article.Span) (id int, sure float64) {
	i, last := c.TokensIn(source)
	if i+1 != last || strings.ToLower(c.Word(i)) != "who" || c.quoted[i] >= 0 {
		return article.Nobody, 0
	}
	n, found := c.candidateBefore(c.appositionBefore(i))
	if !found || n.entity < 0 || n.modifier || n.owns || n.body {
		return article.Nobody, 0
	}
	first := n.First
	if start, head, _ := c.roleBefore(n); head >= 0 {
		first = start
	}
	switch strings.ToLower(c.Word(first - 1)) {
	case "and", "or", "nor", "but":
		return article.Nobody, 0
	case "of", "for", "to":
		if first > 1 && c.Info[first-2].Is(lexicon.RoleNoun|lexicon.TitleWord|lexicon.Relation) {
			return article.Nobody, 0
		}
	}
	return n.entity, min(n.certainty(c), sureWho)
}

// appositionBefore returns where the name before token i ends, a comma, an age and a role of
// the one named left out.
func (c *finder) appositionBefore(i int) int {
	if c.Word(i-1) == "," {
		i--
	}
	if i > 1 && c.Tokens[i-1].Kind == doc.Number && c.Word(i-2) == "," {
		return i - 2
	}
	for id := range c.entities {
		for _, r := range c.entities[id].roles {
			begins := r.first
			if c.Article(begins - 1) {
				begins--
			}
			if !r.deed && r.last == i && c.Word(begins-1) == "," {
				return begins - 1
			}
		}
	}
	return i
}

// candidateBefore returns the name that ends before token last.
func (c *finder) candidateBefore(last int) (candidate, bool) {
	at, found := slices.BinarySearchFunc(c.candidates, last, func(n candidate, last int) int { return cmp.Compare(n.Last, last) })
	if !found {
		return candidate{}, false
	}
	return c.candidates[at], true
}

// besideAnother reports whether a name after a comma in source words may be that of either of two
// persons: "a spokesman for the mayor, Ann Berg". Of a body there is one only: "the head of the
// union, Ann Berg".
func (c *syntax) besideAnother(n candidate, first int) bool {
	i := n.First - 2
	if i <= first || c.Word(n.First-1) != "," || !personNoun(c, i) {
		return false
	}
	for i--; i > first && !c.Info[i].Is(lexicon.Preposition); i-- {
		if c.Tokens[i].Kind != doc.Word {
			return false
		}
	}
	switch c.Word(i) {
	case "of", "for", "to":
		return i > first && c.Article(i+1) && personNoun(c, i-1)
	}
	return false
}

// personNoun reports whether token i is a noun that one person is called by.
func personNoun(c *syntax, i int) bool {
	return c.Info[i].Is(lexicon.RoleNoun|lexicon.TitleWord|lexicon.Relation) && !c.Info[i].Is(lexicon.OrgNoun) && !strings.HasSuffix(c.Word(i), "s")
}
