package people

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// role is what the text says a character is.
type role struct {
	article.Span
	head    string // the folded noun: minister
	country uint16 // of which country, 0 where not said
	former  bool
	deed    bool // what somebody does, no role as printed: who leads the mediation
	first   int  // tokens
	last    int
}

// maxRole is how many tokens a role may have on either side of its noun.
const maxRole = 9

// findRoles reads the roles that stand before and after each full name and
// gives them to the characters.
func (c *finder) findRoles() {
	for i := range c.candidates {
		n := c.candidates[i]
		id := n.entity
		if id < 0 {
			if ids := c.byFamily[c.key(n)]; len(ids) == 1 && !n.body {
				id = int(ids[0])
			}
		}
		if id >= 0 {
			c.rolesOf(id, n)
		}
	}
}

// rolesOf gives the roles beside name n to character id.
func (c *finder) rolesOf(id int, n candidate) {
	if first, head, last := c.roleBefore(n); head >= 0 {
		c.addRole(id, first, head, last)
	}
	if first, head, last := c.roleAfter(n); head >= 0 {
		c.addRole(id, first, head, last)
	}
	c.addDeed(id, n)
}

// addDeed takes "who is leading the mediation" after a name for a role that later
// descriptions, the mediator or the envoy, may mean.
func (c *finder) addDeed(id int, n candidate) {
	if c.d.Word(n.last) != "," || c.d.Word(n.last+1) != "who" {
		return
	}
	i := n.last + 2
	for i < n.last+5 && !leadingVerbs[c.d.Word(i)] {
		i++
	}
	if !leadingVerbs[c.d.Word(i)] {
		return
	}
	for j := i + 1; j < min(i+5, len(c.d.Tokens)) && c.d.Tokens[j].Kind == doc.Word; j++ {
		if head, ok := deeds[c.d.Word(j)]; ok {
			r := role{Span: c.span(i, j+1), head: head, first: i, last: j + 1, deed: true}
			c.entities[id].roles = append(c.entities[id].roles, r)
			return
		}
	}
}

// leadingVerbs are the verbs of those whom deeds makes mediators and the like.
var leadingVerbs = doc.WordSet(`leads lead led leading heads head headed heading chairs chaired chairing conducts conducted conducting`)

// deeds are what somebody leads, by what that makes them.
var deeds = map[string]string{"mediation": "mediator", "negotiations": "negotiator", "negotiation": "negotiator",
	"delegation": "leader", "party": "leader", "opposition": "leader", "government": "leader", "movement": "leader"}

func (c *finder) addRole(id, first, head, last int) {
	who := &c.entities[id]
	r := role{Span: c.span(first, last), head: folded(c.d.Word(head)), first: first, last: last}
	for i := first; i < last; i++ {
		if c.info[i].country != 0 && r.country == 0 {
			r.country = c.info[i].country
		}
		if w := folded(c.d.Word(i)); w == "former" || w == "ex" || strings.HasPrefix(w, "ex-") {
			r.former = true
		}
	}
	if r.head == "minister" && c.d.Word(head-1) != "" && folded(c.d.Word(head-1)) == "prime" {
		r.head = "prime-minister"
	}
	if r.head == "executive" && folded(c.d.Word(head-1)) == "chief" {
		r.head = "chief-executive"
	}
	who.roles = append(who.roles, r)
	if g := genderOfRole(c.info[head]); g != 0 && who.gender == 0 && !c.info[head].is(honorific) && !c.info[head].is(titleWord) {
		who.gender = g
	} else if g != 0 && who.gender == 0 {
		who.gender = g
	}
}

// roleBefore is the role that stands before a name: "Treasury Secretary", "US
// Ambassador to Ukraine", "Trump's envoy,". head is -1 where none does.
func (c *finder) roleBefore(n candidate) (first, head, last int) {
	head = n.title
	s := c.d.Sentences[c.sentence[n.first]]
	floor := max(s.First, n.first-maxRole-4)
	if head < 0 {
		head = c.distantTitle(n.first, n.last, floor)
	}
	last = n.first
	if head >= 0 && c.info[head].is(honorific) && !c.info[head].is(roleNoun) { // Prime Minister Sir Keith
		head, last = c.titleBefore(head), head
	}
	if head < 0 {
		return 0, -1, 0
	}
	if c.d.Word(last-1) == "," {
		last--
	}
	first = c.roleStart(head, floor)
	return first, head, last
}

// distantTitle finds the noun of a role whose complement, or a comma, stands
// between it and the name: Ambassador to Ukraine, Secretary of State, head of
// the agency; "Trump's envoy, Steve".
func (c *finder) distantTitle(first, last, floor int) int {
	i := first - 1
	if c.d.Word(i) == "," && i-1 >= floor && c.info[i-1].is(roleNoun|titleWord) {
		if end := c.d.Word(last); end != "," && end != "." {
			return -1
		}
		if c.determined(i-1, floor) {
			return i - 1
		}
		return -1
	}
	if c.d.Word(i) == "," {
		return c.complementTitle(i, last, floor)
	}
	plain := 0 // lower-case words of the complement
	for steps := 0; i >= floor && steps < 6; i, steps = i-1, steps+1 {
		word := c.d.Word(i)
		if word == "of" || word == "to" || word == "for" {
			if i-1 >= floor && c.info[i-1].is(titleWord|roleNoun) && steps > 0 && (plain == 0 || c.capital(i-1)) {
				return i - 1
			}
			if steps == 0 {
				return -1
			}
			continue
		}
		if !c.capital(i) && word != "the" && word != "and" {
			plain++
		}
		if c.d.Tokens[i].Kind == doc.Mark || c.info[i].is(verbWord|speechVerb|pronounWord) {
			return -1
		}
	}
	return -1
}

// complementTitle finds the noun of a role with a complement before the comma at
// token comma, after which a name stands that ends at last: "the mayor of
// Oldtown, Ann Berg,".
func (c *finder) complementTitle(comma, last, floor int) int {
	if end := c.d.Word(last); end != "," && end != "." || c.d.Word(last+1) == "and" {
		return -1
	}
	for j := comma - 1; j >= floor; j-- {
		info := c.info[j]
		switch {
		case c.d.Tokens[j].Kind == doc.Mark && !c.apostrophe(j), info.is(verbWord|speechVerb|pronounWord) && !info.is(roleNoun):
			return -1
		case info.is(roleNoun|titleWord) && !info.is(honorific) && complements[c.d.Word(j+1)]:
			if c.determined(j, floor) {
				return j
			}
			return -1
		}
	}
	return -1
}

// complements begin what a role is held of or towards.
var complements = doc.WordSet(`of to for at in on`)

// determined says whether the noun phrase of the role noun at head opens as one
// that means a certain person: the envoy, Norway's envoy, her envoy, one envoy.
func (c *finder) determined(head, floor int) bool {
	start := c.roleStart(head, floor)
	if start > floor && c.possessiveBefore(start) || start < head && c.d.Word(start+1) == "'" || c.hasPossessive(start, head) {
		return true
	}
	if c.sentence[max(start-1, 0)] != c.sentence[head] {
		return false
	}
	switch strings.ToLower(c.d.Word(start - 1)) {
	case "the", "a", "an", "one", "another":
		return true
	case "his", "her", "its", "their", "whose", "our":
		return !c.info[head].is(relation) // his wife, Ann, is that towards him alone
	}
	return false
}

func (c *finder) possessiveBefore(i int) bool {
	return i > 1 && c.d.Word(i-1) == "s" && c.apostrophe(i-2)
}

func (c *finder) apostrophe(i int) bool {
	w := c.d.Word(i)
	return w == "'" || w == "’"
}

func (c *finder) hasPossessive(first, last int) bool {
	for i := first; i < last; i++ {
		if c.apostrophe(i) {
			return true
		}
	}
	return false
}

// roleStart is where the noun phrase that ends in the role noun at head begins.
func (c *finder) roleStart(head, floor int) int {
	first := head
	for i := head - 1; i >= floor; i-- {
		info, word := c.info[i], c.d.Word(i)
		switch {
		case c.d.Tokens[i].Kind == doc.Mark:
			return first
		case word == "s" && i-2 >= floor && c.apostrophe(i-1) && c.capital(i-2):
			i -= 2
			for i-1 >= floor && c.capital(i-1) && !c.info[i-1].is(commonWord) {
				i--
			}
			return i
		case info.is(roleModifier) || info.is(notPerson) || strings.HasPrefix(strings.ToLower(word), "vice-"):
			first = i
		case c.capital(i) && !info.is(commonWord|pronounWord|speechVerb|personVerb|verbWord|preposition) && !(len(word) > 4 && doc.AllCapitals(word)):
			first = i
		case info.is(titleWord|roleNoun) && !info.is(speechVerb|verbWord):
			first = i
		case word == "and" && i > floor && c.info[i-1].is(roleModifier|titleWord|roleNoun) && i+1 == first:
			// foreign and defence minister
		case info.class == 0 && c.closedOnLeft(i, floor):
			first = i
		default:
			return first
		}
	}
	return first
}

// closedOnLeft says whether an unknown lower-case word stands in a noun phrase
// that a country, an article or a possessive opens close by: "Ukrainian
// intelligence chief".
func (c *finder) closedOnLeft(i, floor int) bool {
	for j := i - 1; j >= floor && j >= i-3; j-- {
		info, word := c.info[j], strings.ToLower(c.d.Word(j))
		switch {
		case info.is(notPerson), word == "the", word == "a", word == "an", word == "his", word == "her", word == "their", word == "its", word == "former", word == "s":
			return true
		case info.class != 0 && !info.is(roleModifier|roleNoun|orgNoun) || c.d.Tokens[j].Kind == doc.Mark:
			return false
		}
	}
	return false
}

// roleAfter is the role that stands between commas after a name: ", the finance
// minister of Norway,". head is -1 where none does.
func (c *finder) roleAfter(n candidate) (first, head, last int) {
	if c.oneWord(n) && n.title >= 0 || c.d.Word(n.last) != "," {
		return 0, -1, 0
	}
	start := n.last + 1
	if c.ageAt(start) && c.d.Word(start+1) == "," {
		start += 2
	}
	if own := c.d.Word(start); own == "his" || own == "her" || own == "their" || own == "its" {
		start++
	}
	head = c.appositionAt(start)
	if head < 0 {
		return 0, -1, 0
	}
	first = start
	if c.article(first) {
		first++
	}
	return first, head, c.roleEnd(head)
}

func (c *finder) article(i int) bool {
	w := c.d.Word(i)
	return w == "the" || w == "a" || w == "an" || w == "THE" || w == "A" || w == "AN"
}

// appositionAt is the role noun of the apposition that begins at token i, -1
// where none does.
func (c *finder) appositionAt(i int) int {
	if i >= len(c.d.Tokens) {
		return -1
	}
	s := c.d.Sentences[c.sentence[i]]
	limit := min(s.Last, i+maxRole)
	head := -1
	if c.d.Word(i) == "whose" {
		return -1 // somebody else's role: ", whose founder, Ann Berg, said"
	}
	for j := i; j < limit; j++ {
		info := c.info[j]
		switch {
		case c.d.Tokens[j].Kind == doc.Mark:
			if !c.apostrophe(j) {
				return head
			}
		case c.article(j) && j == i, c.d.Word(j) == "s":
		case info.is(roleNoun|titleWord) && !info.is(honorific):
			if c.capital(j) && c.capital(j+1) && c.plain(j+1) {
				return -1 // another person's title: "Smith, President Jones"
			}
			head = j
		case head >= 0:
			if info.is(verbWord|speechVerb|personVerb) && c.d.Word(j) != "who" && !c.article(i) {
				return -1 // ", chief said"
			}
			if info.is(preposition|verbWord|speechVerb|personVerb|pronounWord|commonWord) || info.is(clauseStart) {
				return head
			}
		case info.is(speechVerb|verbWord|personVerb|pronounWord) && !info.is(roleModifier|orgNoun|givenName), c.d.Word(j) == "and", c.d.Word(j) == "but":
			return -1
		case info.is(preposition) && !info.is(roleModifier):
			return -1
		}
	}
	return head
}

// roleEnd is where the complement of the role noun at head ends: "minister of
// finance", "ambassador to Norway".
func (c *finder) roleEnd(head int) int {
	s := c.d.Sentences[c.sentence[head]]
	last := head + 1
	for i := head + 1; i < s.Last && i < head+maxRole; i++ {
		word := c.d.Word(i)
		if c.d.Tokens[i].Kind == doc.Mark && !c.apostrophe(i) && word != "&" && !(word == "." && c.initialDot(i)) {
			return i
		}
		if i == last && (word == "of" || word == "to" || word == "for" || word == "at" || word == "in" || word == "and" || word == "with") {
			last = i + 1
			continue
		}
		if c.info[i].is(verbWord|speechVerb|pronounWord) && !c.info[i].is(roleNoun|orgNoun|givenName) || word == "who" || word == "whose" || word == "when" || word == "as" {
			break
		}
		last = i + 1
	}
	for last > head+1 && c.info[last-1].is(preposition) || last > head+1 && (c.d.Word(last-1) == "and" || c.article(last-1)) {
		last--
	}
	return last
}
