package people

import (
	"embed"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
)

// wordFiles are the word lists of this package.
//
//go:embed words
var wordFiles embed.FS

// syntax reads the phrases around names and roles.
type syntax struct{ lexicon.Tagged }

// candidate is a run of words that may name a person, without titles.
type candidate struct {
	doc.Range     // of tokens
	title     int // the token of the title before it, or -1 if none
	entity    int // index into entities, or -1 if none
	score     int
	sure      float64 // the probability that entity is meant; 0 where the form itself tells
	headline  bool
	capitals  bool // is in a sentence of capitals
	onlyKnown bool // a name only where the article gives the same in full
	modifier  bool // comes before a noun: the Trump administration
	owns      bool // a pronoun before what somebody has: her sister
	qualifies bool // only says whose, or which, the role of the name after it is
	body      bool // part of a company's or body's name
}

// maxRole is how many tokens a role may have on either side of its noun.
const maxRole = 9

// roleBefore returns the role that comes before a name: "Treasury Secretary", "US
// Ambassador to Ukraine", "Trump's envoy,". head is -1 if none does.
func (c *syntax) roleBefore(n candidate) (first, head, last int) {
	head = n.title
	s := c.Sentences[c.SentenceOf[n.First]]
	floor := max(s.First, n.First-maxRole-4)
	if head < 0 {
		head = c.distantTitle(n.First, n.Last, floor)
	}
	last = n.First
	if head >= 0 && c.Info[head].Is(lexicon.Honorific) && !c.Info[head].Is(lexicon.RoleNoun) { // Prime Minister Sir Keith
		honorific := head
		if head, last = c.TitleBefore(honorific), honorific; head < 0 && c.Word(honorific-1) == "," {
			head = c.distantTitle(honorific, n.Last, floor)
		}
	}
	if head < 0 {
		return 0, -1, 0
	}
	if c.Word(last-1) == "," {
		last--
	}
	first = c.roleStart(head, floor)
	return first, head, last
}

// distantTitle finds the noun of a role whose complement, or a comma, stands
// between it and the name: Ambassador to Ukraine, Secretary of State, head of
// the agency; "Trump's envoy, Steve".
func (c *syntax) distantTitle(first, last, floor int) int {
	i := first - 1
	if c.Word(i) == "," && i-1 >= floor && c.Info[i-1].Is(lexicon.RoleNoun|lexicon.TitleWord) {
		if end := c.Word(last); end != "," && end != "." {
			return -1
		}
		if c.determined(i-1, floor) {
			return i - 1
		}
		return -1
	}
	if c.Word(i) == "," {
		return c.complementTitle(i, last, floor)
	}
	plain := 0 // lower-case words of the complement
	for steps := 0; i >= floor && steps < 6; i, steps = i-1, steps+1 {
		word := c.Word(i)
		if word == "of" || word == "to" || word == "for" {
			if i-1 >= floor && c.Info[i-1].Is(lexicon.TitleWord|lexicon.RoleNoun) && steps > 0 && (plain == 0 || c.Capital(i-1) || steps == 1 && word != "to" && offices[c.Word(i-1)]) {
				return i - 1
			}
			if steps == 0 {
				return -1
			}
			continue
		}
		if !c.Capital(i) && word != "the" && word != "and" {
			plain++
		}
		if c.Tokens[i].Kind == doc.Mark || c.Info[i].Is(lexicon.VerbWord|lexicon.SpeechVerb|lexicon.PronounWord) {
			return -1
		}
	}
	return -1
}

// offices are the nouns for those who are in charge of what one word in small letters after them says:
// "head of security Ann Berg".
var offices = wordlist.Set(wordFiles, "offices")

// complementTitle finds the noun of a role with a complement before the comma at
// token comma, after which a name stands that ends at last: "the mayor of
// Oldtown, Ann Berg,".
func (c *syntax) complementTitle(comma, last, floor int) int {
	if end := c.Word(last); end != "," && end != "." || c.Word(last+1) == "and" {
		return -1
	}
	for j := comma - 1; j >= floor; j-- {
		info := c.Info[j]
		switch {
		case c.Tokens[j].Kind == doc.Mark && !c.Apostrophe(j), info.Is(lexicon.VerbWord|lexicon.SpeechVerb|lexicon.PronounWord) && !info.Is(lexicon.RoleNoun):
			return -1
		case info.Is(lexicon.RoleNoun|lexicon.TitleWord) && !info.Is(lexicon.Honorific) && complements[c.Word(j+1)]:
			if c.determined(j, floor) {
				return j
			}
			return -1
		}
	}
	return -1
}

// complements begin what a role is held of or towards.
var complements = wordlist.Set(wordFiles, "complements")

// determined reports whether the noun phrase of the role noun at head opens as one
// that means a certain person: the envoy, Norway's envoy, her envoy, one envoy.
func (c *syntax) determined(head, floor int) bool {
	start := c.roleStart(head, floor)
	if start > floor && c.possessiveBefore(start) || start < head && c.Word(start+1) == "'" || c.hasPossessive(start, head) {
		return true
	}
	if c.SentenceOf[max(start-1, 0)] != c.SentenceOf[head] {
		return false
	}
	switch strings.ToLower(c.Word(start - 1)) {
	case "the", "a", "an", "one", "another":
		return true
	case "his", "her", "its", "their", "whose", "our":
		return !c.Info[head].Is(lexicon.Relation) // his wife, Ann, is that towards him alone
	}
	return false
}

func (c *syntax) possessiveBefore(i int) bool {
	return i > 1 && c.Word(i-1) == "s" && c.Apostrophe(i-2)
}

func (c *syntax) hasPossessive(first, last int) bool {
	for i := first; i < last; i++ {
		if c.Apostrophe(i) {
			return true
		}
	}
	return false
}

// roleStart returns where the noun phrase that ends in the role noun at head begins.
func (c *syntax) roleStart(head, floor int) int {
	first := head
	for i := head - 1; i >= floor; i-- {
		info, word := c.Info[i], c.Word(i)
		switch {
		case c.Tokens[i].Kind == doc.Mark:
			return first
		case word == "s" && i-2 >= floor && c.Apostrophe(i-1) && c.Capital(i-2):
			i -= 2
			for i-1 >= floor && c.Capital(i-1) && !c.Info[i-1].Is(lexicon.CommonWord) {
				i--
			}
			return i
		case info.Is(lexicon.RoleModifier) || info.Is(lexicon.NotPerson) || strings.HasPrefix(strings.ToLower(word), "vice-"):
			first = i
		case c.Capital(i) && !info.Is(lexicon.CommonWord|lexicon.PronounWord|lexicon.SpeechVerb|lexicon.PersonVerb|lexicon.VerbWord|lexicon.Preposition) && !(len(word) > 4 && doc.AllCapitals(word)):
			first = i
		case info.Is(lexicon.TitleWord|lexicon.RoleNoun) && !info.Is(lexicon.SpeechVerb|lexicon.VerbWord):
			first = i
		case word == "and" && i > floor && c.Info[i-1].Is(lexicon.RoleModifier|lexicon.TitleWord|lexicon.RoleNoun) && i+1 == first:
			// foreign and defence minister
		case info.Class == 0 && (c.closedOnLeft(i, floor) || i > floor && strings.EqualFold(c.Word(i-1), "chief")):
			first = i
		default:
			return first
		}
	}
	return first
}

// closedOnLeft reports whether an unknown lower-case word is in a noun phrase
// that a country, an article or a possessive opens close by: "Ukrainian
// intelligence chief".
func (c *syntax) closedOnLeft(i, floor int) bool {
	for j := i - 1; j >= floor && j >= i-3; j-- {
		info, word := c.Info[j], strings.ToLower(c.Word(j))
		switch {
		case info.Is(lexicon.NotPerson), word == "the", word == "a", word == "an", word == "his", word == "her", word == "their", word == "its", word == "former", word == "s":
			return true
		case info.Class != 0 && !info.Is(lexicon.RoleModifier|lexicon.RoleNoun|lexicon.OrgNoun) || c.Tokens[j].Kind == doc.Mark:
			return false
		}
	}
	return false
}

// roleAfter returns the role that is between commas after a name: ", the finance
// minister of Norway,". head is -1 if none does.
func (c *syntax) roleAfter(n candidate) (first, head, last int) {
	if c.OneWord(n.Range) && n.title >= 0 || c.Word(n.Last) != "," {
		return 0, -1, 0
	}
	start := n.Last + 1
	if c.ageAt(start) && c.Word(start+1) == "," {
		start += 2
	}
	if own := c.Word(start); own == "his" || own == "her" || own == "their" || own == "its" {
		start++
	}
	head = c.appositionAt(start)
	if head < 0 {
		return 0, -1, 0
	}
	first = start
	if c.Article(first) {
		first++
	}
	return first, head, c.roleEnd(head)
}

// appositionAt returns the role noun of the apposition that begins at token i, -1
// if none does.
func (c *syntax) appositionAt(i int) int {
	if i >= len(c.Tokens) {
		return -1
	}
	s := c.Sentences[c.SentenceOf[i]]
	limit := min(s.Last, i+maxRole)
	head := -1
	if c.Word(i) == "whose" {
		return -1 // somebody else's role: ", whose founder, Ann Berg, said"
	}
	for j := i; j < limit; j++ {
		info := c.Info[j]
		switch {
		case c.Tokens[j].Kind == doc.Mark:
			if !c.Apostrophe(j) {
				return head
			}
		case c.Article(j) && j == i, c.Word(j) == "s":
		case info.Is(lexicon.RoleNoun|lexicon.TitleWord) && (!info.Is(lexicon.Honorific) || !c.Capital(j) && complements[c.Word(j+1)]):
			if c.Capital(j) && c.Capital(j+1) && c.PlainName(j+1) {
				return -1 // another person's title: "Smith, President Jones"
			}
			head = j
		case head >= 0:
			if info.Is(lexicon.VerbWord|lexicon.SpeechVerb|lexicon.PersonVerb) && c.Word(j) != "who" && !c.Article(i) {
				return -1 // ", chief said"
			}
			if info.Is(lexicon.Preposition|lexicon.VerbWord|lexicon.SpeechVerb|lexicon.PersonVerb|lexicon.PronounWord|lexicon.CommonWord) || info.Is(lexicon.ClauseStart) {
				return head
			}
		case info.Is(lexicon.SpeechVerb|lexicon.VerbWord|lexicon.PersonVerb|lexicon.PronounWord) && !info.Is(lexicon.RoleModifier|lexicon.OrgNoun|lexicon.GivenName), c.Word(j) == "and", c.Word(j) == "but":
			return -1
		case info.Is(lexicon.Preposition) && !info.Is(lexicon.RoleModifier):
			return -1
		}
	}
	return head
}

// roleEnd returns where the complement of the role noun at head ends: "minister of
// finance", "ambassador to Norway".
func (c *syntax) roleEnd(head int) int {
	s := c.Sentences[c.SentenceOf[head]]
	last := head + 1
	for i := head + 1; i < s.Last && i < head+maxRole; i++ {
		word := c.Word(i)
		if c.Tokens[i].Kind == doc.Mark && !c.Apostrophe(i) && word != "&" && !(word == "." && c.InitialDot(i)) {
			return i
		}
		if i == last && (word == "of" || word == "to" || word == "for" || word == "at" || word == "in" || word == "and" || word == "with") {
			last = i + 1
			continue
		}
		if c.Info[i].Is(lexicon.VerbWord|lexicon.SpeechVerb|lexicon.PronounWord) && !c.Info[i].Is(lexicon.RoleNoun|lexicon.OrgNoun|lexicon.GivenName) || word == "who" || word == "whose" || word == "when" || word == "as" {
			break
		}
		last = i + 1
	}
	if last == head+maxRole && last < s.Last { // cut there: keep what is whole
		for i := last - 1; i > head+1; i-- {
			if c.Word(i) == "and" {
				last = i
				break
			}
		}
	}
	for last > head+1 && c.Info[last-1].Is(lexicon.Preposition) || last > head+1 && (c.Word(last-1) == "and" || c.Article(last-1)) {
		last--
	}
	return last
}

// ageAt reports whether a person's age is at token i: ", 43,".
func (c *syntax) ageAt(i int) bool {
	word := c.Word(i)
	next := c.Word(i + 1)
	return len(word) > 0 && len(word) <= 2 && word[0] >= '1' && word[0] <= '9' && c.Tokens[i].Kind == doc.Number &&
		(next == "," || next == ".")
}

// titleGender returns what the title before a name says of its bearer.
func (c *syntax) titleGender(n candidate) lexicon.Class {
	if n.title < 0 {
		return 0
	}
	return lexicon.GenderOfRole(c.Info[n.title])
}

// titled reports whether a title comes right before i.
func (c *syntax) titled(i int) bool { return c.TitleBefore(i) >= 0 }

// addressed reports whether Mr or the like comes right before i.
func (c *syntax) addressed(i int) bool {
	j := c.TitleBefore(i)
	return j >= 0 && c.Info[j].Is(lexicon.Honorific) && c.Capital(j)
}

// maxApposition is how many tokens may lie between the commas after a name.
const maxApposition = 20

// pronounForm is what a third-person pronoun tells.
type pronounForm struct {
	gender     lexicon.Class
	subject    bool
	possessive bool // may come before a noun: his, her
	object     bool
	reflexive  bool
}

var pronounForms = map[string]pronounForm{
	"he":      {gender: lexicon.MaleName, subject: true},
	"him":     {gender: lexicon.MaleName, object: true},
	"his":     {gender: lexicon.MaleName, possessive: true},
	"himself": {gender: lexicon.MaleName, reflexive: true},
	"she":     {gender: lexicon.FemaleName, subject: true},
	"her":     {gender: lexicon.FemaleName, possessive: true, object: true},
	"hers":    {gender: lexicon.FemaleName, object: true},
	"herself": {gender: lexicon.FemaleName, reflexive: true},
}

func agentNoun(word string) bool {
	for _, ending := range [...]string{"er", "or", "ist", "ian", "man", "woman", "person", "ee"} {
		if len(word) > len(ending)+3 && strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

// otherNames tells the names of firms and places from those of persons.
type otherNames struct{ syntax }

// possessors are the pronouns that open a description of somebody: her lawyer.
var possessors = map[string]bool{"his": true, "her": true, "their": true, "its": true}
