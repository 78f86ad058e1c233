package people

import "github.com/briefing-bot/briefing-bot/index/extract/internal/doc"

// A nickname stands inside a full name, in quotation marks or brackets
// (Margaret “Peggy” Lund), or is said to be one: whom all Oldtown calls Max.

// nicknameIn is where the nickname inside a name at token i ends, its marks
// included, i itself where none does.
func (c *finder) nicknameIn(i, limit int) int {
	if i+3 >= limit || c.d.Tokens[i].Kind != doc.Mark || closings[c.d.Word(i)] == "" || !c.capital(i+1) || !c.capital(i+3) {
		return i
	}
	if c.d.Word(i+2) != closings[c.d.Word(i)] || c.d.Tokens[i].End != c.d.Tokens[i+1].Start || c.d.Tokens[i+1].End != c.d.Tokens[i+2].Start {
		return i
	}
	if !c.info[i-1].is(givenName) && c.info[i-1].class != 0 || !c.plain(i+3) || doc.AllCapitals(c.d.Word(i+1)) {
		return i
	}
	return i + 3
}

// closings are the marks that close a nickname, by the one that opens it.
var closings = map[string]string{"“": "”", "\"": "\"", "‘": "’", "'": "'", "«": "»", "(": ")"}

// joinNicknames lets the nicknames of the full names stand for them.
func (c *finder) joinNicknames() {
	owner := -1
	for i := range c.candidates {
		n := &c.candidates[i]
		switch {
		case n.entity >= 0 && !c.oneWord(*n):
			owner = i
			for j := n.first + 1; j+2 < n.last; j++ {
				if closings[c.d.Word(j)] != "" {
					c.addNickname(n.entity, j+1)
				}
			}
		case owner >= 0 && n.entity < 0 && !n.body && n.last == n.first+1 && c.sentence[n.first] == c.sentence[c.candidates[owner].first] && c.saidToBe(c.candidates[owner].last, n.first):
			n.entity = c.candidates[owner].entity
			c.addNickname(n.entity, n.first)
		}
	}
}

// addNickname gives the word at token i to character id as another name.
func (c *finder) addNickname(id, i int) {
	who := &c.entities[id]
	who.forms = append(who.forms, c.d.Tokens[i].Span)
	if word := folded(c.d.Word(i)); len(c.byGiven[word]) == 0 && len(c.byFamily[word]) == 0 {
		c.byGiven[word] = append(c.byGiven[word], int32(id))
	}
}

// saidToBe says whether the words between the name that ends at last and the one
// at i say that the second is a nickname: known as, nicknamed, whom all call.
func (c *finder) saidToBe(last, i int) bool {
	if i-last > maxApposition {
		return false
	}
	switch c.d.Word(i - 1) {
	case "nicknamed", "dubbed":
		return c.d.Word(i-2) == "," || c.d.Word(i-2) == "often"
	case "as":
		for j := max(last, i-6); j < i-1; j++ {
			if c.d.Word(j) == "known" {
				return true
			}
		}
	case "calls", "call":
		for j := last; j < i-1; j++ {
			if c.d.Word(j) == "whom" {
				return true
			}
		}
	}
	return false
}
