package people

import (
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// candidateFinder collects the runs of words of an article that may name a person.
type candidateFinder struct {
	syntax
	known      *KnownNames
	candidates []candidate
	bodies     map[string]struct{} // words that name a company or body somewhere in the article
	shouting   bool                // the sentence being read is all capitals
}

// maxName is how many tokens a name may have; longer runs of capitals are
// titles of works, or headlines.
const maxName = 8

// findCandidates cuts the runs of capitalised words in each sentence into
// names, titles and other things.
func (c *candidateFinder) findCandidates() {
	for _, s := range c.Sentences {
		headline := c.headline(s)
		c.shouting = headline && c.allCapitals(s)
		for i := s.First; i < s.Last; {
			if known := c.known.at(&c.Tagged, i, s.Last); known > i {
				c.addCandidate(i, known, headline)
				i = known
				continue
			}
			if placeStarts[c.Word(i)] && c.capital(i+1) && c.titleBefore(i) < 0 && i+1 < s.Last {
				i += 2
				continue
			}
			if !c.capital(i) || c.namesOther(i, s) || headline && !c.headlineName(i, s) {
				i++
				continue
			}
			last := c.endOfName(i, s.Last, headline)
			c.addCandidate(i, last, headline)
			i = last
		}
	}
}

// placeStarts begin names of places that no table has: San Bernardino, Fort Hood.
var placeStarts = map[string]bool{"San": true, "Santa": true, "Los": true, "Las": true, "Fort": true, "Port": true, "New": true,
	"Mount": true, "Lake": true, "Cape": true, "South": true, "North": true, "East": true, "West": true, "Upper": true,
	"Lower": true, "Great": true, "Greater": true, "Camp": true, "Ras": true, "Bani": true, "Wadi": true, "Deir": true, "Jabal": true, "Jebel": true}

// headline says whether nearly all long words of a sentence are capitalised, so
// that a capital tells nothing.
func (c *syntax) headline(s doc.Range) bool {
	capitals, words := 0, 0
	for i := s.First; i < s.Last; i++ {
		if t := c.Tokens[i]; t.Kind == doc.Word && t.Len() > 3 {
			words++
			if c.capital(i) {
				capitals++
			}
		}
	}
	if words < 4 || capitals*10 < words*8 {
		return false
	}
	for i := s.First; i < s.Last; i++ { // a list of names is no headline
		if c.Word(i) == "," && words < 12 && !c.allCapitals(s) {
			return false
		}
	}
	return true
}

// headlineName says whether a name may begin at i although everything there is
// capitalised.
func (c *syntax) headlineName(i int, s doc.Range) bool {
	info := c.info[i]
	if info.is(givenName) && !info.is(doubtfulName) || i > s.First && c.titleBefore(i) >= 0 {
		return true
	}
	return info.class == 0 || info.class == familyName
}

// namesOther says whether the capitalised word at i cannot begin a name.
func (c *candidateFinder) namesOther(i int, s doc.Range) bool {
	info, word := c.info[i], c.Word(i)
	next := i + 1
	followed := next < s.Last && c.capital(next)
	switch {
	case lowerAfterHyphen(word), followed && c.titleLike(i, s):
		return true
	case i > s.First && c.addressed(i):
		return titledForms[folded(word)]
	case info.is(notPerson):
		return followed && !(info.is(givenName) && c.plain(next) && !(c.info[next].is(givenName) && c.capital(next+1))) || c.capital(i-1)
	case info.is(pronounWord), info.is(suffixWord) && !info.is(givenName):
		return true
	case info.is(familyName|doubtfulName) && info.is(titleWord|roleNoun|roleModifier|orgNoun|commonWord):
		return followed && info.is(titleWord) && !c.titled(i)
	case info.is(titleWord | roleNoun | roleModifier | orgNoun):
		return !(info.is(givenName) && followed && c.plain(next) && !info.is(titleWord))
	case info.is(commonWord | preposition | verbWord):
		return !info.is(givenName)
	case info.is(speechVerb | personVerb):
		return i == s.First || !followed
	case utf8.RuneCountInString(word) == 1:
		return !(next+1 < s.Last && c.Word(next) == "." && c.capital(next+1))
	case doc.AllCapitals(word) && !c.shouting:
		return !(len(word) <= 4 && followed && c.plain(next) && !doc.AllCapitals(c.Word(next)) && !c.closesBody(next, s))
	}
	return false
}

// titledForms are the offices that Mr or Madam may stand before.
var titledForms = doc.WordSet(`president chairman chairwoman speaker secretary ambassador mayor justice minister prime chancellor vice
	governor senator leader attorney deputy and`)

// lowerAfterHyphen says whether a word is a country or firm joined to a lower-case
// word: Texas-based, Trump-backed.
func lowerAfterHyphen(word string) bool {
	at := strings.LastIndexByte(word, '-')
	return at > 3 && at+3 < len(word) && 'a' <= word[at+1] && word[at+1] <= 'z' && !boundParticles[strings.ToLower(word[:at])]
}

// titleLike says whether an unknown word at i is a title rather than a name,
// because a full name follows: Recorder Helen Purcell.
func (c *syntax) titleLike(i int, s doc.Range) bool {
	if c.info[i].class != 0 || i+2 >= s.Last || doc.AllCapitals(c.Word(i)) {
		return false
	}
	given := c.info[i+1]
	return given.is(givenName) && given.class&givenName != givenName && !given.is(doubtfulName) && c.capital(i+2) && c.plain(i+2)
}

// closesBody says whether the run of capitals from i ends as a body's name does.
func (c *syntax) closesBody(i int, s doc.Range) bool {
	for ; i < s.Last && c.capital(i); i++ {
		if c.info[i].is(orgNoun) {
			return true
		}
	}
	return false
}

// endOfName is where the name that begins at first ends.
func (c *candidateFinder) endOfName(first, limit int, headline bool) int {
	limit = min(limit, first+maxName)
	last := first + 1
	for last < limit {
		switch {
		case c.Word(last) == "." && c.suffixDot(last, limit):
			last++
		case c.Word(last) == ".":
			if !c.initialDot(last) || last+1 >= limit || !c.capital(last+1) {
				return last
			}
			last++
		case c.capital(last):
			if !c.continuesName(first, last, headline) {
				return last
			}
			last++
		case last == first+1 && c.nicknameIn(last, limit) > last:
			last = c.nicknameIn(last, limit) + 1
		case c.particles(last, limit) > last:
			last = c.particles(last, limit)
		case c.Word(last) == "," && last+1 < limit && c.info[last+1].is(suffixWord) && c.capital(last+1):
			last += 2
		default:
			return last
		}
	}
	return last
}

// suffixDot says whether the full stop at i belongs to Jr. or Sr. and ends no
// sentence.
func (c *syntax) suffixDot(i, limit int) bool {
	return i+1 < limit && c.info[i-1].is(suffixWord) && c.Tokens[i-1].Len() == 2
}

// particles is the end of the lower-case particles from i, where a capital follows.
func (c *syntax) particles(i, limit int) int {
	j := i
	for j < limit && j < i+3 && c.info[j].is(particle) && !c.capital(j) {
		if j == i && loneParticle(c.Word(j)) && !c.info[i-1].is(particle) {
			return i
		}
		j++
	}
	if j > i && j < limit && c.capital(j) {
		return j
	}
	return i
}

// loneParticle says whether a particle is another word where no other particle
// stands before it.
func loneParticle(w string) bool {
	return w == "den" || w == "ten" || w == "san" || w == "st" || w == "do" || w == "der"
}

// continuesName says whether the capitalised word at i goes on with the name
// from first.
func (c *candidateFinder) continuesName(first, i int, headline bool) bool {
	info := c.info[i]
	if c.shouting && (i > first+1 || c.titleBefore(first) < 0 && !c.info[first].is(givenName)) {
		return info.is(suffixWord)
	}
	if info.class&^(givenName|familyName|suffixWord|particle|personVerb) == 0 {
		return !headline || !info.is(personVerb)
	}
	if headline && info.is(speechVerb|verbWord|commonWord|preposition) {
		return false
	}
	if info.is(suffixWord) {
		return true
	}
	if i != first+1 && !(c.Word(i-1) == "." || utf8.RuneCountInString(c.Word(i-1)) == 1) {
		return info.is(doubtfulName|familyName) && !info.is(orgNoun|notPerson)
	}
	if !c.info[first].is(givenName) && !doc.AllCapitals(c.Word(first)) {
		return info.is(doubtfulName|familyName) && !info.is(orgNoun|notPerson|titleWord)
	}
	ends := !c.capital(i + 1)
	switch {
	case info.is(orgNoun):
		return ends && surnamesToo[folded(c.Word(i))] && !c.info[first].is(doubtfulName)
	case info.is(namedThing):
		return info.is(doubtfulName)
	case info.is(titleWord | roleNoun | roleModifier | honorific):
		return ends && !c.info[first].is(doubtfulName)
	case info.is(organisation | pronounWord | preposition):
		return false
	}
	return true
}

// surnamesToo are words for bodies and places that are family names as well.
var surnamesToo = doc.WordSet(`hall park church hill hills lake street day court bridge law power price banks castle
	palace forest show springs falls mills fields field house garden power steel force forces bush bank rivers
	wells gates mines hunt camp`)

func (c *candidateFinder) addCandidate(first, last int, headline bool) {
	for first > 0 && c.info[first-1].is(particle) && !c.capital(first-1) && c.sentence[first-1] == c.sentence[first] && (!loneParticle(c.Word(first-1)) || first > 1 && c.info[first-2].is(particle)) {
		first--
	}
	n := candidate{Range: doc.Range{First: first, Last: last}, title: c.titleBefore(first), entity: -1}
	info := c.info[first]
	single := c.oneWord(n.Range)
	n.headline, n.capitals = headline, c.shouting
	n.onlyKnown = headline && n.title < 0 && (single || !info.is(givenName)) || single && info.is(notPerson) ||
		single && n.title < 0 && (info.is(titleWord|roleNoun|roleModifier|orgNoun|commonWord|notPerson) || doc.AllCapitals(c.Word(first)) && !c.shouting)
	if next := c.info[min(last, len(c.info)-1)]; last < len(c.Tokens) && c.capital(last) && next.is(orgNoun|organisation) || c.besideAmpersand(first, last) {
		if next.is(orgNoun) && attributive[folded(c.Word(last))] {
			n.modifier = true
		} else {
			n.body = true
		}
	} else if last < len(c.Tokens) && !c.capital(last) && attributive[c.Word(last)] {
		n.modifier = true
	}
	if n.body && (single || !info.is(givenName) || info.is(doubtfulName)) {
		for i := first; i < last; i++ {
			c.bodies[folded(c.Word(i))] = struct{}{}
		}
	}
	c.candidates = append(c.candidates, n)
}

// attributive are the nouns that a person's name stands before: the Trump
// administration is no body of its own.
var attributive = doc.WordSet(`administration government campaign cabinet presidency team era camp family aide aides ally
	allies supporter supporters loyalists adviser advisers officials official voters rally rallies regime foundation`)

func (c *syntax) besideAmpersand(first, last int) bool {
	return c.Word(last) == "&" || c.Word(first-1) == "&"
}

// nicknameIn is where the nickname inside a name at token i ends, its marks
// included, i itself where none does.
func (c *syntax) nicknameIn(i, limit int) int {
	if i+3 >= limit || c.Tokens[i].Kind != doc.Mark || closings[c.Word(i)] == "" || !c.capital(i+1) || !c.capital(i+3) {
		return i
	}
	if c.Word(i+2) != closings[c.Word(i)] || c.Tokens[i].End != c.Tokens[i+1].Start || c.Tokens[i+1].End != c.Tokens[i+2].Start {
		return i
	}
	if !c.info[i-1].is(givenName) && c.info[i-1].class != 0 || !c.plain(i+3) || doc.AllCapitals(c.Word(i+1)) {
		return i
	}
	return i + 3
}

// closings are the marks that close a nickname, by the one that opens it.
var closings = map[string]string{"“": "”", "\"": "\"", "‘": "’", "'": "'", "«": "»", "(": ")"}
