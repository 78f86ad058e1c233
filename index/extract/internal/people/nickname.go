package people

import "github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"

// A nickname is inside a full name, in quotation marks or brackets
// (Margaret “Peggy” Lund), or is said to be one: whom all Oldtown calls Max.

// joinNicknames lets the nicknames of the full names stand for them.
func (c *registry) joinNicknames() {
	owner := -1
	for i := range c.candidates {
		if c.StoppedAt(i) {
			return
		}
		n := &c.candidates[i]
		switch {
		case n.entity >= 0 && !c.OneWord(n.Range):
			owner = i
			for j := n.First + 1; j+2 < n.Last; j++ {
				if closings[c.Word(j)] != "" {
					c.addNickname(n.entity, j+1)
				}
			}
		case owner >= 0 && n.entity < 0 && !n.body && n.Last == n.First+1 && c.SentenceOf[n.First] == c.SentenceOf[c.candidates[owner].First] && c.saidToBe(c.candidates[owner].Last, n.First):
			n.entity = c.candidates[owner].entity
			c.addNickname(n.entity, n.First)
		}
	}
}

// addNickname gives the word at token i to entity id as another name.
func (c *registry) addNickname(id, i int) {
	who := &c.entities[id]
	who.forms = append(who.forms, c.Tokens[i].Span)
	if word := lexicon.Folded(c.Word(i)); len(c.byGiven[word]) == 0 && len(c.byFamily[word]) == 0 {
		c.byGiven[word] = append(c.byGiven[word], int32(id))
	}
}

// saidToBe reports whether the words between the name that ends at last and the one
// at i say that the second is a nickname: known as, nicknamed, whom all call.
func (c *syntax) saidToBe(last, i int) bool {
	if i-last > maxApposition {
		return false
	}
	switch c.Word(i - 1) {
	case "nicknamed", "dubbed":
		return c.Word(i-2) == "," || c.Word(i-2) == "often"
	case "as":
		for j := max(last, i-6); j < i-1; j++ {
			if c.Word(j) == "known" {
				return true
			}
		}
	case "calls", "call":
		for j := last; j < i-1; j++ {
			if c.Word(j) == "whom" {
				return true
			}
		}
	}
	return false
}
