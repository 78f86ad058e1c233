package people

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// minScore is the score from which a candidate names a person.
const minScore = 3

// weighCandidates scores each candidate by what stands in it and around it.
func (c *finder) weighCandidates() {
	c.noteSources()
	c.agents()
	c.findPlaces()
	alone := map[string]int{}     // how often a word stands as a name by itself where persons do
	personal := map[string]bool{} // whether he, she or who takes it up
	for _, n := range c.candidates {
		if c.oneWord(n) && !n.body {
			w := c.key(n)
			alone[w] += max(0, c.speaks(n))
			personal[w] = personal[w] || c.takenUp(n.last)
			if n.title >= 0 {
				alone[w] += 2
			}
		}
	}
	for i := range c.candidates {
		n := &c.candidates[i]
		switch {
		case n.body:
		case c.oneWord(*n):
			n.score = c.scoreAlone(*n)
			if w := c.key(*n); n.score > 0 && alone[w] >= minScore && personal[w] {
				n.score = max(n.score, minScore)
			}
		default:
			n.score = c.scoreFull(*n) + min(3, alone[c.key(*n)])
		}
		if c.known.identity(c, *n) >= 0 {
			n.score, n.onlyKnown = 2*minScore, false
		}
	}
}

// takenUp says whether he, she, his, her or who follows a name that ends at i in
// its clause.
func (c *finder) takenUp(i int) bool {
	for j := i; j < len(c.d.Tokens) && j < i+12 && c.sentence[j] == c.sentence[i-1] && !c.capital(j); j++ {
		if _, ok := pronounForms[c.d.Word(j)]; ok || c.d.Word(j) == "who" {
			return true
		}
	}
	return false
}

// agents takes unknown nouns that end as words for persons do and stand before
// a full name for titles: contributor Pamela, biographer Ann.
func (c *finder) agents() {
	for i := range c.candidates {
		n := &c.candidates[i]
		if n.title >= 0 || n.body || n.first == 0 || c.oneWord(*n) || c.sentence[n.first-1] != c.sentence[n.first] {
			continue
		}
		if info, word := c.info[n.first-1], c.d.Word(n.first-1); info.class == 0 && agentNoun(word) && !c.capital(n.first-1) && c.info[n.first].is(givenName) {
			c.info[n.first-1].class |= roleNoun
			n.title = n.first - 1
		}
	}
}

func agentNoun(word string) bool {
	for _, ending := range [...]string{"er", "or", "ist", "ian", "man", "woman", "person", "ee"} {
		if len(word) > len(ending)+3 && strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

// scoreFull weighs a name of several words.
func (c *finder) scoreFull(n candidate) int {
	score := c.around(n) + c.speaks(n)
	first, family := c.info[n.first], c.key(n)
	switch {
	case first.is(givenName) && first.is(doubtfulName|notPerson|commonWord|orgNoun):
		score += 2
		if !c.startsSentence(n.first) && !first.is(notPerson) {
			score++
		}
	case first.is(givenName):
		score += 3
	case first.is(familyName):
		score += 2
	}
	if surnameEnding(family) {
		score++
	}
	for i := n.first; i < n.last; i++ {
		switch word := c.d.Word(i); {
		case len(word) == 1 && i > n.first && c.capital(i): // George W. Bush
			score += 2
		case len(word) <= 4 && i == n.first && doc.AllCapitals(word):
			score++
		case doc.AllCapitals(word) && !n.capitals && len(word) > 2 && !c.info[i].is(suffixWord):
			score -= 2
		case i > n.first && c.info[i].is(particle) && !c.capital(i):
			score++
		case i > n.first && c.info[i].is(notPerson|orgNoun|roleModifier):
			score -= 2
		}
	}
	return score
}

// scoreAlone weighs a name of one word.
func (c *finder) scoreAlone(n candidate) int {
	score := c.around(n) + c.speaks(n)
	info := c.info[n.first]
	word := c.key(n)
	if _, body := c.bodies[word]; body {
		score -= 4
	}
	if info.is(givenName) && !info.is(doubtfulName) {
		score++
	}
	if info.is(notPerson) || doc.AllCapitals(c.d.Word(n.first)) && !n.capitals {
		score -= 3
	}
	if before := n.first - 1; n.title < 0 && before >= 0 && c.capital(before) && c.info[before].is(notPerson) && c.sentence[before] == c.sentence[n.first] {
		score -= 3 // American Crossroads
	}
	if n.title < 0 && (c.capital(n.last) || strings.HasSuffix(word, "ians") || strings.HasSuffix(word, "icans")) {
		score -= 3
	}
	if c.d.Word(n.last) == "of" {
		score -= 3
	}
	if c.lowerElsewhere(word) {
		score -= 3
	}
	if c.startsSentence(n.first) && n.title < 0 && commonEnding(word) {
		score -= 2
	}
	return score
}

// around weighs titles, articles, prepositions and what follows the name.
func (c *finder) around(n candidate) int {
	score := 0
	if n.title >= 0 {
		score += 4
	}
	switch before := strings.ToLower(c.d.Word(n.first - 1)); {
	case before == "the" && !n.modifier:
		score -= 4
	case (before == "in" || before == "at" || before == "near") && (c.oneWord(n) || !c.info[n.first].is(givenName)):
		score -= 2
	case (before == "a" || before == "an") && c.oneWord(n) && n.title < 0:
		score -= 3
	}
	if c.d.Word(n.first-1) == "," && n.first > 1 && c.info[n.first-2].is(roleNoun|titleWord) && n.title < 0 {
		score += 3
	}
	switch next := c.d.Word(n.last); {
	case next == "," && c.ageAt(n.last+1):
		score += 3
	case next == "," && c.d.Word(n.last+1) == "whose" && ofBodies[c.d.Word(n.last+2)]:
		score -= 4
	case next == "," && (c.d.Word(n.last+1) == "who" || c.d.Word(n.last+1) == "whose"), next == "who", next == "whose":
		score += 3
	case next == "," && c.appositionAt(n.last+1) > 0:
		score += 3
	case next == "," && c.article(n.last+1) && !c.oneWord(n):
		score++
	case n.modifier && ruling[strings.ToLower(next)]:
		score += 2
	}
	return score
}

// ofBodies are what bodies have and persons have not: Acme, whose founder.
var ofBodies = doc.WordSet(`founder founders co-founder chairman chairwoman members member chief shares headquarters board
	employees directors customers volunteers membership president director`)

// ruling are the nouns that only a person's name stands before.
var ruling = doc.WordSet(`administration presidency government cabinet family`)

// ageAt says whether a person's age stands at token i: ", 43,".
func (c *finder) ageAt(i int) bool {
	word := c.d.Word(i)
	next := c.d.Word(i + 1)
	return len(word) > 0 && len(word) <= 2 && word[0] >= '1' && word[0] <= '9' && c.d.Tokens[i].Kind == doc.Number &&
		(next == "," || next == ".")
}

// speaks weighs verbs beside the name that persons do, and sources.
func (c *finder) speaks(n candidate) int {
	score, next := 0, n.last
	if c.info[min(next, len(c.info)-1)].is(verbWord) && strings.HasSuffix(c.d.Word(next), "ly") {
		next++
	}
	before := n.first - 1
	switch {
	case next < len(c.d.Tokens) && c.info[next].is(nounToo) && !c.capital(next):
	case next < len(c.d.Tokens) && c.info[next].is(speechVerb) && !c.capital(next):
		score = 3
		if follows := c.d.Word(next + 1); follows == "it" || follows == "its" {
			score = -3
		}
	case before >= 0 && c.info[before].is(speechVerb) && !c.capital(before) && c.invertible(before, n.last):
		score = 3
	case next < len(c.d.Tokens) && !c.capital(next) && (c.info[next].is(personVerb) || c.info[next].class == 0 && strings.HasSuffix(c.d.Word(next), "ed")):
		score = 1
	}
	if _, source := c.sourceOf[n.first]; source && score == 0 {
		score = 1
	}
	if c.itsFollows(n.last) {
		score -= 2
	}
	return score
}

// invertible says whether the name that ends at last is the subject of the verb
// before it: “…,” said Leavitt.
func (c *finder) invertible(verb, last int) bool {
	end := c.d.Word(last)
	if end == "." || end == "," || end == "" || end == ":" || end == "\"" || end == "“" {
		return true
	}
	return verb > 0 && (c.d.Tokens[verb-1].Kind == doc.Mark)
}

// itsFollows says whether the clause after a name takes it up as "its".
func (c *finder) itsFollows(i int) bool {
	for j := i; j < len(c.d.Tokens) && j < i+6; j++ {
		switch c.d.Word(j) {
		case "its":
			return true
		case ",", ".", "and", "that":
			return false
		}
	}
	return false
}

func (c *finder) noteSources() {
	c.sourceOf = make(map[int]int, len(c.statements))
	for s, statement := range c.statements {
		if statement.Source.IsZero() {
			continue
		}
		first, last := c.tokensIn(statement.Source)
		for i := first; i < last; i++ {
			if c.capital(i) {
				c.sourceOf[i] = s
			}
		}
	}
}

func (c *finder) startsSentence(i int) bool {
	return c.d.Sentences[c.sentence[i]].First == i || i > 0 && c.d.Tokens[i-1].Kind == doc.Mark && c.d.Word(i-1) != ","
}

// lowerElsewhere says whether the article has the word without its capital.
func (c *finder) lowerElsewhere(word string) bool {
	if c.seenLower == nil {
		c.seenLower = map[string]struct{}{}
		for i, t := range c.d.Tokens {
			if t.Kind == doc.Word && c.info[i].class == 0 && !c.capital(i) {
				c.seenLower[t.Of(c.d.Text)] = struct{}{}
			}
		}
	}
	_, ok := c.seenLower[word]
	return ok
}

// surnameEnding says whether a word ends as family names of some language do
// and English words do not.
func surnameEnding(word string) bool {
	for _, ending := range surnameEndings {
		if len(word) > len(ending)+1 && strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

var surnameEndings = strings.Fields(`ov ova ev eva enko ski sky skyy skiy skaya ska vich vych ic son sen sson ez yan ian shvili dze
	oglu poulos idis akis mann berg stein quist qvist strom lund uk yuk chuk wala ullah zadeh nejad stone escu ek cek
	ista elli etti ini iello ucci aux eau ard oux oort sma stra vic witz ovitz man ley worth ford field well wood`)

// commonEnding says whether an unknown word at a sentence's start may well be
// an ordinary one.
func commonEnding(word string) bool {
	for _, ending := range [...]string{"ing", "ly", "ed", "ers", "ists", "tion", "ions", "ment", "ments", "ness", "ity", "ies", "ances", "ences", "als", "ous", "ful", "less"} {
		if len(word) > len(ending)+2 && strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}
