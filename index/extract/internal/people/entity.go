package people

import (
	"cmp"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// finder is what is known of an article's persons while they are being found.
type finder struct {
	registry
	quoted   []int32   // the outermost quotation of each token, or -1 if none
	reported []bool    // whether a token is what a speaker named after it says
	said     []bool    // whether a token is in what somebody says
	speaking []int32   // statement by quotation, or -1 if none
	mentions []mention // pronouns and descriptions that were resolved
}

// registry holds the persons of the article and finds them by their names.
type registry struct {
	evidence
	entities      []entity
	byFamily      map[string][]int32 // entities by folded family name
	byGiven       map[string][]int32 // and by given name
	byKnown       map[int]int        // and by entry of the names file
	byMiddle      map[string][]int32 // and by a name between them, or the given name after a family name
	byPhoneticKey map[string][]int32 // and by what spelling variants of the family name share
}

// entity is a person being put together.
type entity struct {
	full        candidate // the fullest name
	given       string    // folded; "" where only a family name is known
	family      string
	phoneticKey string // the phonetic key of family
	suffix      string // jr or the like, or "" if none
	gender      lexicon.Class
	neutral     bool // the article says that they use the pronoun they
	known       int  // index into the names file, or -1 if none
	roles       []role
	spans       []article.Span // every mention
	forms       []article.Span // those that are names
	rank        salience
	joined      bool    // "and" joins its last mention to another name
	spokenOf    bool    // its last mention is in what somebody says
	sure        float64 // the probability that its last mention meant it
	count       int     // mentions by name
}

// unnamed reports whether the article gives no name of the entity: "a neighbour".
func (who *entity) unnamed() bool { return who.full.Last == 0 }

// text returns the fullest name as printed, or what the article calls somebody unnamed.
func (who *entity) text(c *finder) string {
	if who.unnamed() {
		return "nobody named"
	}
	return c.Span(who.full.First, who.full.Last).Of(c.Text)
}

// role is what the text says an entity is.
type role struct {
	article.Span
	head    string // the folded noun: minister
	country uint16 // of which country, or 0 if not said
	former  bool
	given   bool // somebody is named or elected to it
	deed    bool // what somebody does, no role as printed: who leads the mediation
	first   int  // tokens
	last    int
}

// mention is a pronoun or description that means an entity.
type mention struct {
	article.Span
	entity  int
	pronoun bool
	sure    float64 // the probability that the entity is meant
}

// salience is how present an entity is to the reader, after Lappin and Leass
// (1994): mentions add to it, subjects most, and it halves with each sentence.
type salience struct {
	value    float64
	sentence int32
}

func compareSpans(a, b article.Span) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}

// maxNamesakes bounds how many entities of one name are compared.
const maxNamesakes = 64

// joinFullNames makes entities of the full names, which tell who is who.
func (c *registry) joinFullNames() {
	for _, sure := range [...]bool{true, false} {
		for i := range c.candidates {
			if c.StoppedAt(i) {
				return
			}
			if n := &c.candidates[i]; n.entity < 0 && n.score >= minScore && !n.onlyKnown && !c.OneWord(n.Range) && (sure == c.sureGiven(*n)) && (sure || !c.embellished(*n)) {
				n.entity = c.joinFull(*n)
			}
		}
	}
	c.shortenWeak()
}

// joinShortNames makes entities of names of one word with evidence of their own.
func (c *registry) joinShortNames() {
	for i := range c.candidates {
		if c.StoppedAt(i) {
			return
		}
		if n := &c.candidates[i]; n.entity < 0 && c.OneWord(n.Range) && !n.onlyKnown && n.score >= minScore {
			if id, ok := c.byKnown[c.known.identity(&c.Tagged, n.Range)]; ok {
				n.entity = id
			} else if w := c.FamilyKey(n.Range); !c.sharesName(*n, w) {
				c.addEntity(*n, "", w)
			}
		}
	}
}

// sureGiven reports whether a name begins with a given name, or has a title.
func (c *syntax) sureGiven(n candidate) bool {
	return n.title >= 0 || c.Info[n.First].Is(lexicon.GivenName) || c.Info[n.First].Class == 0 && len(c.Word(n.First)) == 1
}

// embellished reports whether a run of capitals is somebody's family name with
// another word before it: Celebrating Clinton.
func (c *registry) embellished(n candidate) bool {
	if len(c.byFamily[c.FamilyKey(n.Range)]) == 0 {
		return false
	}
	word := lexicon.Folded(c.Word(n.First))
	return lexicon.CommonEnding(word) || c.Info[n.First].Class&^(lexicon.FamilyName|lexicon.Particle) != 0 || c.StartsSentence(n.First) && strings.HasSuffix(word, "s") || c.lowerElsewhere(word)
}

// sharesName reports whether a name of one word may mean somebody found before:
// Mrs Abernathy is not Mr Abernathy.
func (c *registry) sharesName(n candidate, word string) bool {
	gender := c.titleGender(n)
	return slices.ContainsFunc(c.namesakes(word), func(id int32) bool {
		who := &c.entities[id]
		return gender == 0 || who.gender == 0 || who.gender == gender
	})
}

// shortenWeak takes a run of capitals that ends in a known family name and is no
// full name ("Embattled Trump") for that name alone, and cuts a run in a
// headline after the name that the article gives in full.
func (c *registry) shortenWeak() {
	for i := range c.candidates {
		if c.StoppedAt(i) {
			return
		}
		n := &c.candidates[i]
		if n.entity >= 0 && !(n.headline && c.entities[n.entity].full == *n) || n.body || c.OneWord(n.Range) {
			continue
		}
		if cut, id := c.knownPrefix(*n); id >= 0 {
			n.Last, n.entity = cut, id
			continue
		}
		switch {
		case n.entity >= 0:
		case n.headline && len(c.byFamily[lexicon.Folded(c.Word(n.First))]) > 0:
			n.Last = n.First + 1
		case c.relative(*n):
			n.entity = c.joinFull(*n)
		case !c.Info[n.First].Is(lexicon.GivenName) && len(c.byFamily[c.FamilyKey(n.Range)]) > 0 && !c.Info[n.Last-2].Is(lexicon.Particle):
			n.First = n.Last - 1
		}
	}
}

// relative reports whether a run of two unknown capitalised words that ends in a
// known family name is another person of that name rather than the one known
// with a word before it: inside a sentence, as no adjective stands.
func (c *registry) relative(n candidate) bool {
	if n.headline || n.onlyKnown || n.Last != n.First+2 || c.Info[n.First].Class != 0 || doc.AllCapitals(c.Word(n.First)) || c.StartsSentence(n.First) || len(c.byFamily[c.FamilyKey(n.Range)]) == 0 {
		return false
	}
	word := lexicon.Folded(c.Word(n.First))
	return !strings.Contains(word, "-") && !c.embellished(n) && !strings.HasSuffix(word, "n") && !strings.HasSuffix(word, "ese") && !strings.HasSuffix(word, "ish")
}

// knownPrefix returns where the given and family name of another entity end that a
// run of capitals begins with, and who that is; id -1 if it does not.
func (c *registry) knownPrefix(n candidate) (last, id int) {
	given := lexicon.Folded(c.Word(n.First))
	for last = n.Last; last > n.First+1; last-- {
		for _, id := range tail(c.byFamily[lexicon.FamilyKey(c.Word(last-1))]) {
			if who := &c.entities[id]; who.given == given && int(id) != n.entity {
				return last, int(id)
			}
		}
	}
	return n.Last, -1
}

// joinFull finds the entity whom a full name means, or makes one.
func (c *registry) joinFull(n candidate) int {
	id := c.sameFull(n)
	c.entities[id].count++
	return id
}

func (c *registry) sameFull(n candidate) int {
	given, family, suffix := c.Parts(n.Range)
	if id := c.bySuffix(n.Range); id >= 0 {
		return id
	}
	known := c.known.identity(&c.Tagged, n.Range)
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
	for _, id := range tail(c.byFamily[family]) {
		if full := c.entities[id].full; known < 0 && suffix == "" && (c.endsIn(full, n) || c.endsIn(n, full)) && c.entities[id].given != "" {
			c.adopt(id, n, given, suffix)
			return int(id)
		}
	}
	for _, id := range tail(c.byPhoneticKey[lexicon.PhoneticKey(family)]) {
		who := &c.entities[id]
		if known < 0 && lexicon.VariantSpelling(who.family, family) && given != "" && lexicon.SameGiven(who.given, given) && who.suffix == suffix {
			return int(id)
		}
	}
	return c.addNamed(n, given, family, suffix, known)
}

// bySuffix returns the one entity of a family name and suffix that stand without a given
// name, Hale Sr., or -1.
func (c *registry) bySuffix(n doc.Range) int {
	if n.First+1 >= n.Last || !c.Info[n.First+1].Is(lexicon.SuffixWord) {
		return -1
	}
	id := -1
	for _, other := range tail(c.byFamily[lexicon.FamilyKey(c.Word(n.First))]) {
		if c.entities[other].suffix != lexicon.Folded(c.Word(n.First+1)) {
			continue
		}
		if id >= 0 {
			return -1
		}
		id = int(other)
	}
	return id
}

// endsIn reports whether a full name ends in the words of a shorter one: Gabriel García
// Márquez in García Márquez.
func (c *registry) endsIn(long, short candidate) bool {
	if short.Len() >= long.Len() || short.Len() < 2 || long.headline || short.headline {
		return false
	}
	for k := 1; k <= short.Len(); k++ {
		if lexicon.Folded(c.Word(long.Last-k)) != lexicon.Folded(c.Word(short.Last-k)) {
			return false
		}
	}
	for i := long.First; i < long.Last-short.Len(); i++ {
		if c.Tokens[i].Kind == doc.Word && (!c.PlainName(i) || doc.AllCapitals(c.Word(i)) && c.Tokens[i].Len() > 1) {
			return false
		}
	}
	return true
}

// tail returns the last few of a list, so that a thousand namesakes cost no square.
func tail(ids []int32) []int32 {
	return ids[max(0, len(ids)-maxNamesakes):]
}

func (c *registry) fits(who *entity, n candidate, given, family, suffix string, known int) bool {
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
	return lexicon.SameGiven(who.given, given) && (who.given != "" && given != "")
}

// adopt lets a longer form become the entity's fullest name.
func (c *registry) adopt(id int32, n candidate, given string, suffix string) {
	who := &c.entities[id]
	length, longest := n.Last-n.First, who.full.Last-who.full.First
	if length == longest && who.full.capitals && !n.capitals {
		who.full = n
	}
	if length > longest {
		if len(given) > len(who.given) || !lexicon.InitialOf(given, who.given) {
			who.full = n
		}
	}
	if who.gender == 0 {
		who.gender = lexicon.GenderOf(given)
	}
	who.suffix = cmp.Or(who.suffix, suffix)
}

func (c *registry) addEntity(n candidate, given, family string) int {
	return c.addNamed(n, given, family, "", c.known.identity(&c.Tagged, n.Range))
}

func (c *registry) addNamed(n candidate, given, family, suffix string, known int) int {
	id := len(c.entities)
	who := entity{full: n, given: given, family: family, suffix: suffix, known: known, gender: lexicon.GenderOf(given), phoneticKey: lexicon.PhoneticKey(family)}
	if known >= 0 {
		c.byKnown[known] = id
	}
	if given == "" && c.Info[n.First].Is(lexicon.GivenName) && n.title < 0 {
		who.gender = lexicon.GenderOf(family)
	}
	if g := c.titleGender(n); g != 0 {
		who.gender = g
	}
	c.entities = append(c.entities, who)
	c.byFamily[family] = append(c.byFamily[family], int32(id))
	if given != "" {
		c.byGiven[given] = append(c.byGiven[given], int32(id))
	}
	for i := n.First + 1; i < n.Last && !n.headline; i++ {
		word := lexicon.FamilyKey(c.Word(i))
		if c.Capital(i) && len(word) > 2 && word != family && word != given && !c.Info[i].Is(lexicon.SuffixWord) {
			c.byMiddle[word] = append(c.byMiddle[word], int32(id))
		}
	}
	if len(family) >= lexicon.MinVariant {
		c.byPhoneticKey[who.phoneticKey] = append(c.byPhoneticKey[who.phoneticKey], int32(id))
	}
	return id
}

// namesakes returns the entities whom a folded name of one word may mean: by
// family name, else by given name, else by another spelling of the family name.
func (c *registry) namesakes(word string) []int32 {
	if ids := c.byFamily[word]; len(ids) > 0 {
		return tail(ids)
	}
	if ids := c.byGiven[word]; len(ids) > 0 {
		return tail(ids)
	}
	if ids := c.byMiddle[word]; len(ids) > 0 {
		return tail(ids)
	}
	if len(word) < lexicon.MinVariant {
		return nil
	}
	if ids := c.byPhoneticKey[lexicon.PhoneticKey(word)]; len(ids) > 0 {
		return tail(ids)
	}
	return c.nearSpellings(word)
}

// nearSpellings returns the entities whose long family name differs from word in
// one letter. Articles that name more people than a reader could follow are
// left without, so that time stays linear.
func (c *registry) nearSpellings(word string) []int32 {
	if len(word) < 8 || len(c.entities) > maxNamesakes {
		return nil
	}
	var out []int32
	bones := lexicon.PhoneticKey(word)
	for id := range c.entities {
		if lexicon.NearKeys(c.entities[id].phoneticKey, bones) {
			out = append(out, int32(id))
		}
	}
	return out
}

// familyIn returns the family name in a full form, as printed there with its particles.
func (c *registry) familyIn(form article.Span) string {
	first, last := c.TokensIn(form)
	if c.OneWord(doc.Range{First: first, Last: last}) {
		return form.Of(c.Text)
	}
	end := last
	for end > first+1 && (c.Info[end-1].Is(lexicon.SuffixWord) || c.Tokens[end-1].Kind == doc.Mark) {
		end--
	}
	if c.FamilyFirst(first, end-1) {
		return c.Word(first)
	}
	begin := end - 1
	for begin > first+1 && c.Info[begin-1].Is(lexicon.Particle) {
		begin--
	}
	return c.Span(begin, end).Of(c.Text)
}
