package people

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
)

// minFirmScore is the score from which on a name is a firm's.
const minFirmScore = 2

// firmSigns is what an article shows of a name that a firm may bear.
type firmSigns struct {
	score  int
	person bool // he, who, a title or an age make it a person's
}

var (
	firmNouns = wordlist.Set(wordFiles, "firm_nouns")
	firmGoods = wordlist.Set(wordFiles, "firm_goods")
	firmKinds = wordlist.Set(wordFiles, "firm_kinds")
	firmVerbs = wordlist.Set(wordFiles, "firm_verbs")
)

// findFirms marks the names that the article treats as a firm's: they have shares and
// shops, they are "the bank", they say what "it" would do. A name that he, who,
// a title or an age goes with stays a person's.
func (c *evidence) findFirms() {
	full, short := c.readFirmSigns()
	for i := range c.candidates {
		if c.StoppedAt(i) {
			return
		}
		n := &c.candidates[i]
		if n.title >= 0 || c.known.identity(&c.Tagged, n.Range) >= 0 {
			continue
		}
		s := short[c.FamilyKey(n.Range)]
		if !c.OneWord(n.Range) {
			s = full[c.nameKey(n.Range)]
			s.score += short[c.FamilyKey(n.Range)].score
			s.person = s.person || short[c.FamilyKey(n.Range)].person
		} else {
			s.score += full[c.FamilyKey(n.Range)].score
		}
		switch {
		case s.person:
		case s.score >= minFirmScore:
			n.body = true
		case s.score > 0 && !c.OneWord(n.Range):
			n.sure = sureUnlikeFirm
		}
	}
}

// readFirmSigns adds up the signs of each name: of full ones by all their words, of short
// ones by their word. A full name's signs stand under its last word among the full, too.
func (c *evidence) readFirmSigns() (full, short map[string]firmSigns) {
	full, short = map[string]firmSigns{}, map[string]firmSigns{}
	spokenFor := map[string]bool{}
	owners := map[string]string{} // the full name that a last word belongs to, "" if several
	for i, n := range c.candidates {
		if c.StoppedAt(i) {
			break
		}
		score, person := c.firmSign(n), n.title >= 0 || c.takenUp(n.Last) || c.Word(n.Last) == "," && (c.ageAt(n.Last+1) || c.appositionAt(n.Last+1) >= 0)
		if c.OneWord(n.Range) {
			s := short[c.FamilyKey(n.Range)]
			short[c.FamilyKey(n.Range)] = firmSigns{s.score + score, s.person || person}
			if c.spokesmanFollows(n) {
				spokenFor[c.FamilyKey(n.Range)] = true
			}
			continue
		}
		key, family := c.nameKey(n.Range), c.FamilyKey(n.Range)
		s := full[key]
		full[key] = firmSigns{s.score + score, s.person || person || c.personFollows(n)}
		if owner, ok := owners[family]; ok && owner != key {
			key = ""
		}
		owners[family] = key
	}
	for family := range spokenFor {
		if _, named := owners[family]; !named {
			short[family] = firmSigns{short[family].score + minFirmScore, short[family].person}
		}
	}
	for family, key := range owners {
		if s := full[key]; key != "" && !s.person {
			full[family] = s
		} else if key != "" {
			short[family] = firmSigns{short[family].score, true}
		}
	}
	return full, short
}

// nameKey returns the folded words of a name.
func (c *otherNames) nameKey(n doc.Range) string {
	return strings.ToLower(c.Span(n.First, n.Last).Of(c.Text))
}

// spokesmanFollows reports whether a spokesman whose master goes without saying speaks in the sentence
// after one that says what an unknown name says: "…, Baygrid says. A spokeswoman, Ruth Lind, said …".
func (c *otherNames) spokesmanFollows(n candidate) bool {
	s := int(c.SentenceOf[n.First]) + 1
	if s >= len(c.Sentences) || c.Info[n.First].Is(lexicon.GivenName|lexicon.FamilyName) || n.Last >= len(c.Tokens) || !c.Info[n.Last].Is(lexicon.SpeechVerb) {
		return false
	}
	i := c.Sentences[s].First
	next := c.Word(i + 2)
	return (c.Word(i) == "A" || c.Word(i) == "Its") && strings.HasPrefix(c.Word(i+1), "spokes") && next != "for" && next != "of"
}

// personFollows reports whether the sentence after one in which a name is the subject
// begins with he or she, as after a person.
func (c *otherNames) personFollows(n candidate) bool {
	s := c.SentenceOf[n.First]
	if c.Sentences[s].First != n.First || int(s)+1 >= len(c.Sentences) {
		return false
	}
	next := c.Sentences[s+1]
	for i := next.First; i < next.Last; i++ {
		switch strings.ToLower(c.Word(i)) {
		case "he", "she", "his", "her":
			return true
		}
		if c.Capital(i) && i > next.First {
			return false
		}
	}
	return false
}

// firmSign weighs what is beside a name as what firms have and do.
func (c *otherNames) firmSign(n candidate) int {
	next := n.Last
	if n.First > 1 && (c.Word(n.First-1) == "of" || c.Word(n.First-1) == "in") && strings.ToLower(c.Word(n.First-2)) == "shares" {
		return 2
	}
	switch {
	case c.Apostrophe(next) && c.Word(next+1) == "s":
		return c.firmHas(next + 2)
	case (firmNouns[c.Word(next)] || firmGoods[c.Word(next)]) && !(c.Info[next].Is(lexicon.VerbWord) || c.Article(next+1)):
		return 2
	case c.Word(next) == "," && c.Word(next+1) == "which":
		return 3
	case c.Word(next) == "," && c.Article(next+1):
		return c.firmKind(next + 2)
	}
	if next < len(c.Tokens) && firmForms[c.Word(next)] {
		return 3
	}
	if next >= len(c.Tokens) || c.Capital(next) {
		return 0
	}
	return c.firmDoes(next)
}

// firmHas weighs the noun phrase from token i as what a firm has.
func (c *otherNames) firmHas(i int) int {
	for j := i; j < len(c.Tokens) && j < i+3 && c.Tokens[j].Kind == doc.Word; j++ {
		switch word := c.Word(j); {
		case word == "executive" && c.Word(j-1) == "chief":
			return 2
		case word == "shares" || word == "stores" || word == "sales":
			return 1
		case firmNouns[word]:
			return 2
		case firmGoods[word]:
			return 1
		}
	}
	return 0
}

// firmKind weighs the apposition from token i, its article aside.
func (c *otherNames) firmKind(i int) int {
	if c.appositionAt(i-1) >= 0 {
		return 0 // the bank's chairman
	}
	for j := i; j < len(c.Tokens) && j < i+5 && c.Tokens[j].Kind == doc.Word && !c.Info[j].Is(lexicon.Preposition); j++ {
		if firmKinds[c.Word(j)] && !c.Apostrophe(j+1) && c.Tokens[min(j+1, len(c.Tokens)-1)].Kind == doc.Mark {
			return 3
		}
	}
	return 0
}

// firmDoes weighs the verb at token i and what follows: reported a loss, said its shops,
// said it would cut.
func (c *otherNames) firmDoes(i int) int {
	switch c.Word(i) {
	case "reported", "reports", "posted", "posts", "announced", "announces":
		for j := i + 1; j < len(c.Tokens) && j < i+6 && c.Tokens[j].Kind == doc.Word; j++ {
			if w := c.Word(j); firmNouns[w] || w == "loss" || w == "losses" || w == "results" {
				return 2
			}
		}
	}
	if !c.Info[i].Is(lexicon.SpeechVerb) {
		return 0
	}
	j := i + 1
	for ; j < len(c.Tokens) && j < i+5 && (c.Word(j) == "that" || c.Word(j) == "on" || c.Word(j) == "in" || c.Info[j].Is(lexicon.NamedThing)); j++ {
	}
	switch c.Word(j) {
	case "its":
		return 2
	case "it":
		if c.itIsSo(j + 1) {
			return 0
		}
		return max(c.itActs(j+1), 1)
	}
	if firmNouns[c.Word(j)] && !c.Capital(j) {
		return 1
	}
	return 0
}

// itIsSo reports whether the verb group from token i, whose subject is "it", says what something
// is, as persons say it too: it was late, it would be a mistake, it's not over.
func (c *syntax) itIsSo(i int) bool {
	if c.Apostrophe(i) && c.Word(i+1) == "s" {
		return c.isSo(i + 2)
	}
	for j := i; j < i+4; j++ {
		switch c.Word(j) {
		case "is", "was", "be", "been", "isn’t", "isn't", "wasn’t", "wasn't":
			return c.isSo(j + 1)
		case "would", "will", "could", "may", "might", "must", "should", "has", "had", "not", "never", "also", "still", "now":
		default:
			return false
		}
	}
	return false
}

// isSo reports whether what follows "it is" is neither what somebody is doing nor how somebody
// feels: a firm is building, is pleased, is aware.
func (c *syntax) isSo(i int) bool {
	for c.Word(i) == "not" || c.Word(i) == "also" || c.Word(i) == "still" || c.Word(i) == "now" {
		i++
	}
	word := c.Word(i)
	if word == "." || word == "," {
		return true // says that it is not
	}
	return i < len(c.Tokens) && c.Tokens[i].Kind != doc.Mark && !strings.HasSuffix(word, "ing") && !strings.HasSuffix(word, "ed") && !firmMoods[word]
}

// firmMoods are words for what a firm, or its owner, may be.
var firmMoods = map[string]bool{"able": true, "aware": true, "confident": true, "eager": true, "glad": true, "happy": true, "hopeful": true,
	"cut": true, "given": true, "hit": true, "in": true, "keen": true, "made": true, "on": true, "open": true, "proud": true, "ready": true, "sorry": true, "sold": true, "sure": true, "taken": true, "told": true, "unable": true, "unaware": true, "willing": true}

// itActs weighs the verb group from token i, whose subject is "it", as what a firm does.
func (c *otherNames) itActs(i int) int {
	for j := i; j < len(c.Tokens) && j < i+4 && c.Tokens[j].Kind != doc.Mark; j++ {
		word := c.Word(j)
		if firmVerbs[word] || (word == "had" || word == "has") && c.Tokens[min(j+1, len(c.Tokens)-1)].Kind == doc.Number {
			return 2
		}
		if !c.Info[j].Is(lexicon.VerbWord) {
			return 0
		}
	}
	return 0
}
