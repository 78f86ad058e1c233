package people

import (
	"cmp"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// maxNamesakes bounds how many characters of one name are compared.
const maxNamesakes = 64

// joinNames makes characters of the candidates: first the full names, which
// tell who is who, then names of one word.
func (c *finder) joinNames() {
	for _, sure := range [...]bool{true, false} {
		for i := range c.candidates {
			if n := &c.candidates[i]; n.entity < 0 && n.score >= minScore && !n.onlyKnown && !c.oneWord(*n) && (sure == c.sureGiven(*n)) && (sure || !c.embellished(*n)) {
				n.entity = c.joinFull(*n)
			}
		}
	}
	c.shortenWeak()
	c.joinNicknames()
	for i := range c.candidates { // names of one word with evidence of their own
		if n := &c.candidates[i]; n.entity < 0 && c.oneWord(*n) && !n.onlyKnown && n.score >= minScore {
			if id, ok := c.byKnown[c.known.identity(c, *n)]; ok {
				n.entity = id
			} else if w := c.key(*n); !c.sharesName(*n, w) {
				c.addEntity(*n, "", w)
			}
		}
	}
}

// sureGiven says whether a name begins with a given name, or has a title.
func (c *finder) sureGiven(n candidate) bool {
	return n.title >= 0 || c.info[n.first].is(givenName) || c.info[n.first].class == 0 && len(c.d.Word(n.first)) == 1
}

// embellished says whether a run of capitals is somebody's family name with
// another word before it: Celebrating Clinton.
func (c *finder) embellished(n candidate) bool {
	if len(c.byFamily[c.key(n)]) == 0 {
		return false
	}
	word := folded(c.d.Word(n.first))
	return commonEnding(word) || c.info[n.first].class&^(familyName|particle) != 0 || c.startsSentence(n.first) && strings.HasSuffix(word, "s") || c.lowerElsewhere(word)
}

// sharesName says whether a name of one word may mean somebody found before:
// Mrs Abernathy is not Mr Abernathy.
func (c *finder) sharesName(n candidate, word string) bool {
	gender := c.titleGender(n)
	return slices.ContainsFunc(c.namesakes(word), func(id int32) bool {
		who := &c.entities[id]
		return gender == 0 || who.gender == 0 || who.gender == gender
	})
}

// shortenWeak takes a run of capitals that ends in a known family name and is no
// full name ("Embattled Trump") for that name alone, and cuts a run in a
// headline after the name that the article gives in full.
func (c *finder) shortenWeak() {
	for i := range c.candidates {
		n := &c.candidates[i]
		if n.entity >= 0 && !(n.headline && c.entities[n.entity].full == *n) || n.body || c.oneWord(*n) {
			continue
		}
		if cut, id := c.knownPrefix(*n); id >= 0 {
			n.last, n.entity = cut, id
			continue
		}
		switch {
		case n.entity >= 0:
		case n.headline && len(c.byFamily[folded(c.d.Word(n.first))]) > 0:
			n.last = n.first + 1
		case c.relative(*n):
			n.entity = c.joinFull(*n)
		case !c.info[n.first].is(givenName) && len(c.byFamily[c.key(*n)]) > 0 && !c.info[n.last-2].is(particle):
			n.first = n.last - 1
		}
	}
}

// relative says whether a run of two unknown capitalised words that ends in a
// known family name is another person of that name rather than the one known
// with a word before it: inside a sentence, as no adjective stands.
func (c *finder) relative(n candidate) bool {
	if n.headline || n.onlyKnown || n.last != n.first+2 || c.info[n.first].class != 0 || doc.AllCapitals(c.d.Word(n.first)) || c.startsSentence(n.first) || len(c.byFamily[c.key(n)]) == 0 {
		return false
	}
	word := folded(c.d.Word(n.first))
	return !strings.Contains(word, "-") && !c.embellished(n) && !strings.HasSuffix(word, "n") && !strings.HasSuffix(word, "ese") && !strings.HasSuffix(word, "ish")
}

// knownPrefix is where the given and family name of another character end that a
// run of capitals begins with, and who that is; id -1 where it does not.
func (c *finder) knownPrefix(n candidate) (last, id int) {
	given := folded(c.d.Word(n.first))
	for last = n.last; last > n.first+1; last-- {
		for _, id := range tail(c.byFamily[familyKey(c.d.Word(last-1))]) {
			if who := &c.entities[id]; who.given == given && int(id) != n.entity {
				return last, int(id)
			}
		}
	}
	return n.last, -1
}

// parts are the folded given and family name of a name of several words, and
// whether it has a suffix such as Jr.
func (c *finder) parts(n candidate) (given, family, suffix string) {
	first, last := n.first, n.last-1
	for last > first && (c.info[last].is(suffixWord) && (last > first+1) || c.d.Word(last) == "," || c.d.Word(last) == ".") {
		if c.info[last].is(suffixWord) {
			suffix = folded(c.d.Word(last))
		}
		last--
	}
	given, family = folded(c.d.Word(first)), familyKey(c.d.Word(last))
	if c.familyFirst(first, last) {
		var rest []string
		for i := first + 1; i <= last; i++ {
			rest = append(rest, folded(c.d.Word(i)))
		}
		return strings.Join(rest, "-"), given, suffix
	}
	return given, family, suffix
}

// familyFirst says whether a name is written family name first: Kim Jong Un,
// Xi Jinping, Moon Jae-in.
func (c *finder) familyFirst(first, last int) bool {
	if first == last || last > first+3 || !c.info[first].is(familyName) {
		return false
	}
	for i := first + 1; i <= last; i++ {
		info := c.info[i]
		if c.d.Tokens[i].Kind != doc.Word || info.is(givenName) && info.class&givenName != givenName {
			return false
		}
	}
	return !surnameEnding(folded(c.d.Word(last)))
}

// joinFull finds the character whom a full name means, or makes one.
func (c *finder) joinFull(n candidate) int {
	id := c.sameFull(n)
	c.entities[id].count++
	return id
}

func (c *finder) sameFull(n candidate) int {
	given, family, suffix := c.parts(n)
	known := c.known.identity(c, n)
	if id, ok := c.byKnown[known]; ok {
		c.adopt(int32(id), n, given, suffix)
		return id
	}
	for _, k := range [...]string{family, given} {
		for _, id := range tail(c.byFamily[k]) {
			if who := &c.entities[id]; c.fits(who, n, given, family, suffix, known) {
				c.adopt(id, n, given, suffix)
				return int(id)
			}
		}
	}
	for _, id := range tail(c.byPhoneticKey[phoneticKey(family)]) {
		who := &c.entities[id]
		if known < 0 && variantSpelling(who.family, family) && given != "" && sameGiven(who.given, given) && who.suffix == suffix {
			return int(id)
		}
	}
	return c.addNamed(n, given, family, suffix, known)
}

// tail is the last few of a list, so that a thousand namesakes cost no square.
func tail(ids []int32) []int32 {
	return ids[max(0, len(ids)-maxNamesakes):]
}

func (c *finder) fits(who *entity, n candidate, given, family, suffix string, known int) bool {
	if known >= 0 && who.known >= 0 {
		return known == who.known
	}
	if who.family != family {
		return who.family == given && who.given == family // family name first once, last another time
	}
	if suffix != who.suffix && !(who.suffix != "" && suffix == "" && len(c.byFamily[family]) == 1) {
		return false
	}
	if g := c.titleGender(n); g != 0 && who.gender != 0 && g != who.gender {
		return false
	}
	return sameGiven(who.given, given) && (who.given != "" && given != "")
}

// adopt lets a longer form become the character's fullest name.
func (c *finder) adopt(id int32, n candidate, given string, suffix string) {
	who := &c.entities[id]
	length, longest := n.last-n.first, who.full.last-who.full.first
	if length == longest && who.full.capitals && !n.capitals {
		who.full = n
	}
	if length > longest {
		if len(given) > len(who.given) || !initialOf(given, who.given) {
			who.full = n
		}
	}
	if who.gender == 0 {
		who.gender = genderOf(given)
	}
	who.suffix = cmp.Or(who.suffix, suffix)
}

func (c *finder) addEntity(n candidate, given, family string) int {
	return c.addNamed(n, given, family, "", c.known.identity(c, n))
}

func (c *finder) addNamed(n candidate, given, family, suffix string, known int) int {
	id := len(c.entities)
	who := entity{full: n, given: given, family: family, suffix: suffix, known: known, gender: genderOf(given), phoneticKey: phoneticKey(family)}
	if known >= 0 {
		c.byKnown[known] = id
	}
	if given == "" && c.info[n.first].is(givenName) && n.title < 0 {
		who.gender = genderOf(family)
	}
	if g := c.titleGender(n); g != 0 {
		who.gender = g
	}
	c.entities = append(c.entities, who)
	c.byFamily[family] = append(c.byFamily[family], int32(id))
	if given != "" {
		c.byGiven[given] = append(c.byGiven[given], int32(id))
	}
	if len(family) >= minVariant {
		c.byPhoneticKey[who.phoneticKey] = append(c.byPhoneticKey[who.phoneticKey], int32(id))
	}
	return id
}

// titleGender is what the title before a name says of its bearer.
func (c *finder) titleGender(n candidate) class {
	if n.title < 0 {
		return 0
	}
	return genderOfRole(c.info[n.title])
}

func genderOfRole(info wordInfo) class {
	switch {
	case info.is(manWord) && !info.is(womanWord):
		return maleName
	case info.is(womanWord) && !info.is(manWord):
		return femaleName
	}
	return 0
}

// namesakes are the characters whom a folded name of one word may mean: by
// family name, else by given name, else by another spelling of the family name.
func (c *finder) namesakes(word string) []int32 {
	if ids := c.byFamily[word]; len(ids) > 0 {
		return tail(ids)
	}
	if ids := c.byGiven[word]; len(ids) > 0 {
		return tail(ids)
	}
	if len(word) < minVariant {
		return nil
	}
	if ids := c.byPhoneticKey[phoneticKey(word)]; len(ids) > 0 {
		return tail(ids)
	}
	return c.nearSpellings(word)
}

// nearSpellings are the characters whose long family name differs from word in
// one letter. Articles that name more people than a reader could follow are
// left without, so that time stays linear.
func (c *finder) nearSpellings(word string) []int32 {
	if len(word) < 8 || len(c.entities) > maxNamesakes {
		return nil
	}
	var out []int32
	bones := phoneticKey(word)
	for id := range c.entities {
		if nearKeys(c.entities[id].phoneticKey, bones) {
			out = append(out, int32(id))
		}
	}
	return out
}
