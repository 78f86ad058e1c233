package people

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// findRoles reads the roles that come before and after each full name and
// gives them to the entities.
func (c *finder) findRoles() {
	for i := range c.candidates {
		if c.StoppedAt(i) {
			return
		}
		if n := c.candidates[i]; n.entity >= 0 {
			c.rolesOf(n.entity, n)
		}
	}
	offices := officeHolders{c}
	for i := range c.candidates {
		if c.StoppedAt(i) {
			return
		}
		n := &c.candidates[i]
		if n.entity >= 0 || n.body {
			continue
		}
		ids := c.byFamily[c.FamilyKey(n.Range)]
		if len(ids) != 1 {
			continue
		}
		id := int(ids[0])
		if offices.another(*n, id) {
			id = c.addEntity(*n, "", c.FamilyKey(n.Range))
			n.entity = id
		}
		c.rolesOf(id, *n)
	}
}

// rolesOf gives the roles beside name n to entity id.
func (c *finder) rolesOf(id int, n candidate) {
	if first, head, last := c.roleBefore(n); head >= 0 {
		c.addRole(id, c.roleOfSource(first), head, last)
	}
	if first, head, last := c.roleAfter(n); head >= 0 && !c.verbAt(last) {
		c.addRole(id, first, head, last)
	}
	if first, head, last := c.roleGiven(n); head >= 0 {
		c.addRole(id, first, head, last)
		who := &c.entities[id]
		who.roles[len(who.roles)-1].given = true
	}
	c.addDeed(id, n)
}

// roleOfSource returns where the role begins that source words begin with, and that has nouns in small letters before
// token first: "said water board director Ann Berg".
func (c *finder) roleOfSource(first int) int {
	for i := first - 1; i >= 0 && i >= first-maxRoleNouns; i-- {
		if c.Tokens[i].Kind != doc.Word || c.Capital(i) || c.Info[i].Class&^(lexicon.OrgNoun|lexicon.RoleModifier) != 0 || strings.HasSuffix(c.Word(i), "ly") || strings.HasSuffix(c.Word(i), "-old") {
			break
		}
		if _, begins := c.sourceAt[i]; begins {
			return i
		}
	}
	return first
}

// maxRoleNouns is how many nouns may come before those that a role is known by.
const maxRoleNouns = 3

// roleGiven returns the role that somebody is given, in a clause that tells that it happened: "named Berg as acting
// head of roads", "elected Berg chairman", "Berg was appointed treasurer". head is -1 if there is none.
func (c *finder) roleGiven(n candidate) (first, head, last int) {
	first = n.Last
	switch before := n.First - 1; {
	case n.body || n.modifier || n.title >= 0 && c.OneWord(n.Range):
		return 0, -1, 0
	case appointing[c.Word(before)] && c.happened(before):
	case c.Word(first) == "was" && appointing[c.Word(first+1)]:
		first += 2
	case (c.Word(first) == "has" || c.Word(first) == "had") && c.Word(first+1) == "been" && appointing[c.Word(first+2)]:
		first += 3
	default:
		return 0, -1, 0
	}
	linked := c.Word(first) == "as" || c.Word(first) == "to"
	if linked {
		first++
	}
	switch c.Word(first) {
	case "his", "her", "its", "their", "the":
		if !linked {
			return 0, -1, 0 // made Berg their man
		}
		first++
	case "a", "an":
		return 0, -1, 0 // named Berg as a suspect
	}
	for head = first; head < first+maxOffice && head < len(c.Tokens) && c.Tokens[head].Kind == doc.Word && c.SentenceOf[head] == c.SentenceOf[n.First]; head++ {
		info := c.Info[head]
		if info.Is(lexicon.RoleNoun|lexicon.TitleWord) && !info.Is(lexicon.Honorific) && !c.roleGoesOn(head+1) {
			return first, head, c.officeEnd(head)
		}
		if info.Is(lexicon.Preposition|lexicon.VerbWord|lexicon.SpeechVerb|lexicon.PersonVerb|lexicon.PronounWord) && !info.Is(lexicon.RoleModifier) || head == first && !linked && info.Class == 0 && !c.Capital(head) {
			break
		}
	}
	return 0, -1, 0
}

// roleGoesOn reports whether the word at token i makes another noun of the role before it: executive vice president, member
// council, President Berg.
func (c *finder) roleGoesOn(i int) bool {
	if i >= len(c.Tokens) || c.Tokens[i].Kind != doc.Word {
		return false
	}
	info := c.Info[i]
	return info.Is(lexicon.RoleNoun|lexicon.TitleWord|lexicon.RoleModifier|lexicon.OrgNoun) && !info.Is(lexicon.Preposition|lexicon.VerbWord) || info.Class == 0 && c.Word(i) != "effective" ||
		c.Capital(i) && c.PlainName(i)
}

// happened reports whether the verb at token i tells what happened: named, but not "to name", "did not name", "would
// have named".
func (c *finder) happened(i int) bool {
	if word := c.Word(i); !strings.HasSuffix(word, "ed") && !strings.HasSuffix(word, "s") && word != "chose" && word != "chosen" && word != "made" {
		return false
	}
	for j := i - 1; j >= 0 && j > i-4; j-- {
		switch c.Word(j) {
		case "not", "never", "to", "would", "could", "might", "may", "if", "should", "hasn't", "hasn’t", "haven't", "haven’t":
			return false
		}
	}
	return true
}

// officeEnd returns where the complement of an office whose noun is at head ends: "head of roads".
func (c *finder) officeEnd(head int) int {
	last := head + 1
	if w := c.Word(last); w != "of" && w != "for" {
		return last
	}
	for i := last + 1; i < head+maxRole && i < len(c.Tokens) && c.Tokens[i].Kind == doc.Word && c.SentenceOf[i] == c.SentenceOf[head]; i++ {
		switch info, word := c.Info[i], c.Word(i); {
		case word == "of", word == "the":
			continue
		case info.Is(lexicon.Preposition|lexicon.VerbWord|lexicon.SpeechVerb|lexicon.PronounWord|lexicon.ClauseStart) && !info.Is(lexicon.RoleModifier|lexicon.RoleNoun|lexicon.OrgNoun), word == "and", word == "but", word == "who":
			return last
		}
		last = i + 1
	}
	if last == head+1 || c.Word(last-1) == "of" || c.Word(last-1) == "the" {
		return head + 1
	}
	return last
}

// addDeed takes "who is leading the mediation" after a name for a role that later
// descriptions, the mediator or the envoy, may mean.
func (c *finder) addDeed(id int, n candidate) {
	if c.Word(n.Last) != "," || c.Word(n.Last+1) != "who" {
		return
	}
	i := n.Last + 2
	for i < n.Last+5 && !leadingVerbs[c.Word(i)] {
		i++
	}
	if !leadingVerbs[c.Word(i)] {
		return
	}
	for j := i + 1; j < min(i+5, len(c.Tokens)) && c.Tokens[j].Kind == doc.Word; j++ {
		if head, ok := deeds[c.Word(j)]; ok {
			r := role{Span: c.Span(i, j+1), head: head, first: i, last: j + 1, deed: true}
			c.entities[id].roles = append(c.entities[id].roles, r)
			return
		}
	}
}

// leadingVerbs are the verbs of those whom deeds makes mediators and the like.
var leadingVerbs = wordlist.Set(wordFiles, "leading_verbs")

// deeds are what somebody leads, by what that makes them.
var deeds = map[string]string{"mediation": "mediator", "negotiations": "negotiator", "negotiation": "negotiator",
	"delegation": "leader", "party": "leader", "opposition": "leader", "government": "leader", "movement": "leader"}

// formerly reports whether a word in a role, or before it, says that somebody else has it now.
func formerly(word string) bool {
	switch word {
	case "former", "formerly", "ex", "then", "once", "onetime", "one-time", "erstwhile":
		return true
	}
	return strings.HasPrefix(word, "ex-") || strings.HasPrefix(word, "then-")
}

func (c *finder) addRole(id, first, head, last int) {
	who := &c.entities[id]
	r := role{Span: c.Span(first, last), head: lexicon.Folded(c.Word(head)), first: first, last: last}
	for i := first; i < last; i++ {
		if c.Info[i].Country != 0 && r.country == 0 {
			r.country = c.Info[i].Country
		}
		r.former = r.former || formerly(lexicon.Folded(c.Word(i)))
	}
	r.former = r.former || formerly(lexicon.Folded(c.Word(first-1)))
	if r.head == "minister" && c.Word(head-1) != "" && lexicon.Folded(c.Word(head-1)) == "prime" {
		r.head = "prime-minister"
	}
	if r.head == "executive" && lexicon.Folded(c.Word(head-1)) == "chief" {
		r.head = "chief-executive"
	}
	who.roles = append(who.roles, r)
	if g := lexicon.GenderOfRole(c.Info[head]); g != 0 && (who.gender == 0 || c.Info[head].Is(lexicon.Relation) && privateRoles[r.head]) {
		who.gender = g // Jean Berg, his widow
	}
}

var kindsOf = readKinds()

// hasRole reports whether what the text calls who is what r calls somebody, and
// whether both name one place.
func (w *resolver) hasRole(who *entity, r role) (fits, placed bool) {
	for _, own := range who.roles {
		if own.head != r.head && !sameKind(r.head, own.head) || r.country != 0 && own.country != 0 && r.country != own.country || w.modifiersClash(own, r) {
			continue
		}
		if own.given {
			continue // somebody else may have it still
		}
		if own.deed && r.country != 0 {
			continue // the British envoy was called so before
		}
		if own.former && !r.former {
			continue // the minister is somebody else now
		}
		if w.rankOf(own) != w.rankOf(r) {
			continue // the president is not the vice president
		}
		if a, b := w.partyOf(own), w.partyOf(r); a != "" && b != "" && a != b {
			continue
		}
		fits = true
		placed = placed || r.country != 0 && r.country == own.country || w.samePlace(own, r)
	}
	return fits, placed
}

func (w *resolver) words(first, last int) []string {
	out := make([]string, 0, last-first)
	for i := first; i < last; i++ {
		out = append(out, lexicon.Folded(w.Word(i)))
	}
	return out
}

// looseModifiers are modifiers that a later description may add.
var looseModifiers = wordlist.Set(wordFiles, "loose_modifiers")

// sameKind reports whether a description's noun covers the noun of a role: the
// leader may be a president.
func sameKind(description, own string) bool {
	return slices.Contains(kindsOf[description], own)
}

// modifiersClash reports whether the description names an office that the role
// does not: "the finance minister" is not "Foreign Minister Ann Berg".
func (w *resolver) modifiersClash(own, r role) bool {
	for j := r.first + 1; j < r.last; j++ {
		info := w.Info[j]
		word := lexicon.Folded(w.Word(j))
		if !info.Is(lexicon.RoleModifier) || info.Is(lexicon.RoleNoun) || looseModifiers[word] {
			continue
		}
		if !slices.ContainsFunc(w.words(own.first, own.last), func(o string) bool { return o == word }) {
			return true
		}
	}
	return false
}

// rankOf returns the word that makes another office of a role's noun, "" if there is none: vice in
// vice president, attorney in attorney general.
func (w *resolver) rankOf(r role) string {
	first := r.first
	if w.Word(first-1) == "." { // Lt. Gov.
		first -= 2
	}
	for i := first; i < r.last; i++ {
		word := lexicon.Folded(w.Word(i))
		for _, part := range [...]string{word, word[:max(0, strings.IndexByte(word, '-'))]} {
			if otherOffices[part] && part != r.head {
				return part
			}
		}
	}
	return ""
}

// otherOffices are the words that rankOf finds.
var otherOffices = wordlist.Set(wordFiles, "other_offices")

// partyOf returns the party that a role names, "" if none.
func (w *resolver) partyOf(r role) string {
	for i := r.first; i < r.last; i++ {
		if party := parties[lexicon.Folded(w.Word(i))]; party != "" {
			return party
		}
	}
	return ""
}

// parties are the words that say of which party somebody is.
var parties = map[string]string{"democratic": "democratic", "democrat": "democratic", "republican": "republican", "gop": "republican",
	"conservative": "conservative", "tory": "conservative", "labour": "labour", "labor": "labour", "liberal": "liberal", "green": "green",
	"socialist": "socialist", "communist": "communist", "independent": "independent", "opposition": "opposition", "ruling": "ruling"}

// samePlace reports whether both roles name the same place.
func (w *resolver) samePlace(own, r role) bool {
	for j := r.first + 1; j < r.last; j++ {
		if w.Info[j].Is(lexicon.PlaceWord) && slices.Contains(w.words(own.first, own.last), lexicon.Folded(w.Word(j))) {
			return true
		}
	}
	return false
}

func readKinds() map[string][]string {
	kinds := map[string][]string{}
	for line := range wordlist.Lines(wordFiles, "role_kinds") {
		if f := strings.Fields(line); len(f) > 1 {
			kinds[f[0]] = append(kinds[f[0]], f[1:]...)
		}
	}
	return kinds
}
