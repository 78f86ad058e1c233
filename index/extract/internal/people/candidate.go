package people

import (
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// candidateFinder collects the runs of words of an article that may name a person.
type candidateFinder struct {
	otherNames
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
	c.readGrammarNames()
	for _, s := range c.Sentences {
		if c.Stopped() {
			return
		}
		headline := c.headline(s)
		c.shouting = headline && c.AllCapitals(s)
		for i := s.First; i < s.Last; {
			if known := c.known.at(&c.Tagged, i, s.Last); known > i {
				c.addCandidate(i, known, headline)
				i = known
				continue
			}
			if placeStarts[c.Word(i)] && c.Capital(i+1) && c.TitleBefore(i) < 0 && i+1 < s.Last {
				i += 2
				continue
			}
			if !c.Capital(i) || c.namesOther(i, s) || headline && !c.headlineName(i, s) {
				i++
				continue
			}
			last := c.endOfName(i, s.Last, headline)
			c.addCandidate(i, last, headline)
			i = last
		}
	}
}

// grammarNames are given names that are words of grammar, too.
var grammarNames = wordlist.Set(wordFiles, "words_too")

// readGrammarNames takes Per, Can and the like for given names where the article shows that they are: inside a sentence,
// where such a word has no capital; before a family name and what that one said ("Per Olsen said"); and wherever
// it comes before a family name that it has there.
func (c *candidateFinder) readGrammarNames() {
	var at []int
	shown := map[string]bool{}
	for i := range c.Tokens {
		if c.StoppedAt(i) {
			return
		}
		if !c.Capital(i) || !grammarNames[strings.ToLower(c.Word(i))] || c.SentenceOf[i] != c.SentenceOf[min(i+1, len(c.Tokens)-1)] || !c.Capital(i+1) || !c.PlainName(i+1) || c.Capital(i+2) || doc.AllCapitals(c.Word(i+1)) {
			continue
		}
		at = append(at, i)
		if inside := !c.StartsSentence(i) && (c.Word(i-1) == "," || !c.Capital(i-1)); inside || c.grammarNameSpeaks(i) {
			shown[c.Span(i, i+2).Of(c.Text)] = true
		}
	}
	for _, i := range at {
		if shown[c.Span(i, i+2).Of(c.Text)] {
			c.Info[i] = lexicon.Info{Class: lexicon.GivenName}
		}
	}
}

// grammarNameSpeaks reports whether a verb of speech in the past is right after the two words at token i, or after
// an apposition there. Even Berg and my Berg may say something.
func (c *candidateFinder) grammarNameSpeaks(i int) bool {
	if w := c.Word(i); w == "Even" || w == "My" {
		return false
	}
	verb := i + 2
	if c.Word(verb) == "," {
		for verb++; verb < min(len(c.Tokens), i+2+maxRole) && c.Word(verb) != ","; verb++ {
			if c.Tokens[verb].Kind != doc.Word {
				return false
			}
		}
		verb++
	}
	return verb < len(c.Tokens) && c.Info[verb].Is(lexicon.SpeechVerb) && !c.Capital(verb) && (strings.HasSuffix(c.Word(verb), "ed") || c.Word(verb) == "said" || c.Word(verb) == "told" || c.Word(verb) == "wrote")
}

// placeStarts begin names of places that no table has, and of storms: San Bernardino, Fort Hood.
var placeStarts = map[string]bool{"San": true, "Santa": true, "Los": true, "Las": true, "Fort": true, "Port": true, "New": true,
	"Mount": true, "Lake": true, "Cape": true, "South": true, "North": true, "East": true, "West": true, "Upper": true,
	"Storm": true, "Hurricane": true, "Typhoon": true, "Cyclone": true, "Lower": true, "Great": true, "Greater": true, "Camp": true, "Ras": true, "Bani": true, "Wadi": true, "Deir": true, "Jabal": true, "Jebel": true}

// headline reports whether nearly all long words of a sentence are capitalised, so
// that a capital tells nothing.
func (c *syntax) headline(s doc.Range) bool {
	capitals, words := 0, 0
	for i := s.First; i < s.Last; i++ {
		if t := c.Tokens[i]; t.Kind == doc.Word && t.Len() > 3 {
			words++
			if c.Capital(i) {
				capitals++
			}
		}
	}
	if words < 4 || capitals*10 < words*8 {
		return false
	}
	for i := s.First; i < s.Last; i++ {
		if c.Word(i) == "," && words < 12 && !c.AllCapitals(s) {
			return false // a list of names
		}
		if !c.Capital(i) && c.Info[i].Is(lexicon.SpeechVerb|lexicon.PersonVerb) {
			return false // a name of many words, and what somebody did
		}
	}
	return true
}

// headlineName reports whether a name may begin at i although everything there is
// capitalised.
func (c *syntax) headlineName(i int, s doc.Range) bool {
	info := c.Info[i]
	if info.Is(lexicon.GivenName) && !info.Is(lexicon.DoubtfulName) || i > s.First && c.TitleBefore(i) >= 0 {
		return true
	}
	return info.Class == 0 || info.Class == lexicon.FamilyName
}

// namesOther reports whether the capitalised word at i cannot begin a name.
func (c *candidateFinder) namesOther(i int, s doc.Range) bool {
	info, word := c.Info[i], c.Word(i)
	next := i + 1
	followed := next < s.Last && c.Capital(next)
	switch {
	case (word == "A" || word == "I") && c.initialOf(i, s):
		return false
	case lowerAfterHyphen(word), followed && c.titleLike(i, s), word == "An" && i == s.First && !followed:
		return true
	case i > s.First && c.addressed(i):
		return titledForms[lexicon.Folded(word)] || info.Is(lexicon.SpeechVerb) && !info.Is(lexicon.GivenName|lexicon.FamilyName)
	case info.Is(lexicon.NotPerson):
		return followed && !(info.Is(lexicon.GivenName) && c.PlainName(next) && !(c.Info[next].Is(lexicon.GivenName) && c.Capital(next+1))) || c.Capital(i-1) && !(followed && c.TitleBefore(i) >= 0 && c.PlainName(next))
	case info.Is(lexicon.PronounWord), info.Is(lexicon.SuffixWord) && !info.Is(lexicon.GivenName):
		return true
	case info.Is(lexicon.FamilyName|lexicon.DoubtfulName) && info.Is(lexicon.TitleWord|lexicon.RoleNoun|lexicon.RoleModifier|lexicon.OrgNoun|lexicon.CommonWord):
		return followed && info.Is(lexicon.TitleWord) && !c.titled(i)
	case info.Is(lexicon.TitleWord | lexicon.RoleNoun | lexicon.RoleModifier | lexicon.OrgNoun):
		return !(info.Is(lexicon.GivenName) && followed && c.PlainName(next) && !info.Is(lexicon.TitleWord))
	case info.Is(lexicon.CommonWord | lexicon.Preposition | lexicon.VerbWord):
		return !info.Is(lexicon.GivenName)
	case info.Is(lexicon.SpeechVerb | lexicon.PersonVerb):
		return i == s.First || !followed
	case utf8.RuneCountInString(word) == 1:
		return !(next+1 < s.Last && c.Word(next) == "." && c.Capital(next+1))
	case doc.AllCapitals(word) && !c.shouting:
		return c.nicknameIn(next, s.Last) == next && !(len(word) <= 4 && followed && c.PlainName(next) && !doc.AllCapitals(c.Word(next)) && !c.closesBody(next, s))
	}
	return false
}

// initialOf reports whether the letter at token i, a word too, is an initial: a name follows its full
// stop, and it opens the sentence or comes after a title or a comma.
func (c *candidateFinder) initialOf(i int, s doc.Range) bool {
	if i+2 >= s.Last || c.Word(i+1) != "." || !c.InitialDot(i+1) || !c.Capital(i+2) || c.Info[i+2].Is(lexicon.PronounWord|lexicon.CommonWord) {
		return false
	}
	return i == s.First || c.Word(i-1) == "," || c.TitleBefore(i) >= 0
}

// titledForms are the offices that Mr or Madam may come before.
var titledForms = wordlist.Set(wordFiles, "titled_forms")

// lowerAfterHyphen reports whether a word is a country or firm joined to a lower-case
// word: Texas-based, Trump-backed.
func lowerAfterHyphen(word string) bool {
	at := strings.LastIndexByte(word, '-')
	return at > 3 && at+3 < len(word) && 'a' <= word[at+1] && word[at+1] <= 'z' && !lexicon.BoundParticles[strings.ToLower(word[:at])]
}

// titleLike reports whether an unknown word at i is a title rather than a name,
// because a full name follows: Recorder Helen Purcell.
func (c *syntax) titleLike(i int, s doc.Range) bool {
	if c.Info[i].Class != 0 || i+2 >= s.Last || doc.AllCapitals(c.Word(i)) {
		return false
	}
	given := c.Info[i+1]
	certain := given.Class&lexicon.GivenName != lexicon.GivenName || agentNoun(strings.ToLower(c.Word(i)))
	return given.Is(lexicon.GivenName) && certain && !given.Is(lexicon.DoubtfulName) && c.Capital(i+2) && c.PlainName(i+2)
}

// closesBody reports whether the run of capitals from i ends as a body's name does.
func (c *syntax) closesBody(i int, s doc.Range) bool {
	for ; i < s.Last && c.Capital(i); i++ {
		if c.Info[i].Is(lexicon.OrgNoun) {
			return true
		}
	}
	return false
}

// endOfName returns where the name that begins at first ends.
func (c *candidateFinder) endOfName(first, limit int, headline bool) int {
	limit = min(limit, first+maxName)
	last := first + 1
	for last < limit {
		switch {
		case c.Word(last) == "." && c.suffixDot(last, limit):
			last++
		case c.Word(last) == ".":
			if !c.InitialDot(last) || last+1 >= limit || !c.Capital(last+1) {
				return last
			}
			last++
		case c.Capital(last):
			if !c.continuesName(first, last, headline) {
				return last
			}
			last++
		case last == first+1 && c.nicknameIn(last, limit) > last:
			last = c.nicknameIn(last, limit) + 1
		case c.particles(last, limit) > last:
			last = c.particles(last, limit)
		case c.Word(last) == "," && last+1 < limit && c.Info[last+1].Is(lexicon.SuffixWord) && c.Capital(last+1):
			last += 2
		default:
			return last
		}
	}
	return last
}

// suffixDot reports whether the full stop at i belongs to Jr. or Sr. and ends no
// sentence.
func (c *syntax) suffixDot(i, limit int) bool {
	return i+1 < limit && c.Info[i-1].Is(lexicon.SuffixWord) && c.Tokens[i-1].Len() == 2
}

// particles returns the end of the lower-case particles from i, where a capital follows.
func (c *syntax) particles(i, limit int) int {
	j := i
	for j < limit && j < i+3 && c.Info[j].Is(lexicon.Particle) && !c.Capital(j) {
		if j == i && loneParticle(c.Word(j)) && !c.Info[i-1].Is(lexicon.Particle) && !c.dutchParticle(j) {
			return i
		}
		if j++; j+1 < limit && c.Word(j) == "und" && c.Info[j+1].Is(lexicon.Particle) {
			j++ // von und zu
		}
	}
	if j > i && j < limit && c.Capital(j) {
		return j
	}
	return i
}

// loneParticle reports whether a particle is another word if no other particle
// comes before it.
func loneParticle(w string) bool {
	return w == "den" || w == "ten" || w == "san" || w == "st" || w == "do" || w == "der" || w == "los" || w == "las" || w == "zum" || w == "zur"
}

// dutchParticle reports whether the word at i, ten or den, stands between a given name and a family name.
func (c *syntax) dutchParticle(i int) bool {
	return (c.Word(i) == "ten" || c.Word(i) == "den") && c.Info[i-1].Is(lexicon.GivenName) && c.Capital(i+1) && c.PlainName(i+1)
}

// continuesName reports whether the capitalised word at i goes on with the name
// from first.
func (c *candidateFinder) continuesName(first, i int, headline bool) bool {
	info := c.Info[i]
	if i > first+1 && postNominals[c.Word(i)] {
		return false
	}
	if c.shouting && (i > first+1 || c.TitleBefore(first) < 0 && !c.Info[first].Is(lexicon.GivenName)) {
		return info.Is(lexicon.SuffixWord)
	}
	if info.Class&^(lexicon.GivenName|lexicon.FamilyName|lexicon.SuffixWord|lexicon.Particle|lexicon.PersonVerb) == 0 {
		return !headline || !info.Is(lexicon.PersonVerb)
	}
	if headline && info.Is(lexicon.SpeechVerb|lexicon.VerbWord|lexicon.CommonWord|lexicon.Preposition) {
		return false
	}
	if info.Is(lexicon.SuffixWord) {
		return true
	}
	if i != first+1 && !(c.Word(i-1) == "." || utf8.RuneCountInString(c.Word(i-1)) == 1) {
		return info.Is(lexicon.DoubtfulName|lexicon.FamilyName) && !info.Is(lexicon.OrgNoun|lexicon.NotPerson)
	}
	if !c.Info[first].Is(lexicon.GivenName) && !doc.AllCapitals(c.Word(first)) {
		return info.Is(lexicon.DoubtfulName|lexicon.FamilyName) && !info.Is(lexicon.OrgNoun|lexicon.NotPerson|lexicon.TitleWord)
	}
	ends := !c.Capital(i + 1)
	switch {
	case info.Is(lexicon.OrgNoun) || info.Is(lexicon.Organisation) && surnamesToo[lexicon.Folded(c.Word(i))]:
		return ends && surnamesToo[lexicon.Folded(c.Word(i))] && !c.Info[first].Is(lexicon.DoubtfulName)
	case info.Is(lexicon.NamedThing):
		return info.Is(lexicon.DoubtfulName)
	case info.Is(lexicon.TitleWord | lexicon.RoleNoun | lexicon.RoleModifier | lexicon.Honorific):
		return ends && (!c.Info[first].Is(lexicon.DoubtfulName) || info.Is(lexicon.DoubtfulName))
	case info.Is(lexicon.Organisation | lexicon.PronounWord | lexicon.Preposition):
		return false
	}
	return true
}

// postNominals are the letters after a name that tell of a rank or an honour.
var postNominals = map[string]bool{"KC": true, "QC": true, "SC": true, "OBE": true, "MBE": true, "CBE": true, "KBE": true, "DBE": true, "MP": true,
	"MSP": true, "MEP": true, "TD": true, "PhD": true, "MD": true, "FRS": true, "RN": true, "Esq": true, "CMG": true}

// surnamesToo are words for bodies and places that are family names as well.
var surnamesToo = wordlist.Set(wordFiles, "surnames_too")

func (c *candidateFinder) addCandidate(first, last int, headline bool) {
	for first > 0 && c.Info[first-1].Is(lexicon.Particle) && !c.Capital(first-1) && c.SentenceOf[first-1] == c.SentenceOf[first] && (!loneParticle(c.Word(first-1)) || first > 1 && c.Info[first-2].Is(lexicon.Particle)) {
		first--
	}
	n := candidate{Range: doc.Range{First: first, Last: last}, title: c.TitleBefore(first), entity: -1}
	info := c.Info[first]
	single := c.OneWord(n.Range)
	n.headline, n.capitals = headline, c.shouting
	n.onlyKnown = headline && n.title < 0 && (single || !info.Is(lexicon.GivenName)) || single && info.Is(lexicon.NotPerson) ||
		single && n.title < 0 && (info.Is(lexicon.TitleWord|lexicon.RoleNoun|lexicon.RoleModifier|lexicon.OrgNoun|lexicon.CommonWord|lexicon.NotPerson) || doc.AllCapitals(c.Word(first)) && !c.shouting)
	if next := c.Info[min(last, len(c.Info)-1)]; last < len(c.Tokens) && c.Capital(last) && (next.Is(lexicon.OrgNoun|lexicon.Organisation) || c.beginsBody(n)) || c.besideAmpersand(first, last) {
		if next.Is(lexicon.OrgNoun) && attributive[lexicon.Folded(c.Word(last))] {
			n.modifier = true
		} else {
			n.body = true
		}
	} else if last < len(c.Tokens) && !c.Capital(last) && attributive[c.Word(last)] {
		n.modifier = true
	}
	n.body = n.body || afterParticle(&c.syntax, first)
	if n.body && (single || !info.Is(lexicon.GivenName) || info.Is(lexicon.DoubtfulName)) {
		for i := first; i < last; i++ {
			c.bodies[lexicon.Folded(c.Word(i))] = struct{}{}
		}
	}
	c.candidates = append(c.candidates, n)
}

// afterParticle reports whether the name that begins at first ends a body's name, after a particle in small letters:
// Credit Commercial de France, Banco Central do Brasil.
func afterParticle(c *syntax, first int) bool {
	particle := func(i int) bool { return i >= 0 && c.Info[i].Is(lexicon.Particle) && !c.Capital(i) }
	i := first - 1
	if !particle(first) && !particle(i) {
		return false
	}
	for ; i >= c.Sentences[c.SentenceOf[first]].First && (c.Capital(i) || particle(i)); i-- {
		if c.Info[i].Is(lexicon.TitleWord | lexicon.RoleNoun | lexicon.Honorific) {
			return false
		}
		if c.Info[i].Is(lexicon.OrgNoun) {
			return true
		}
	}
	return false
}

// beginsBody reports whether an unknown word begins a run of capitals that a word for a body ends: Brandell Research
// Corp.
func (c *candidateFinder) beginsBody(n candidate) bool {
	i, plain := n.Last, true
	if n.headline || n.title >= 0 || n.Len() > 1 || c.Info[n.First].Class != 0 {
		return false
	}
	for ; i < n.Last+maxName && c.Capital(i); i++ { // verbs and the like make a headline of it
		plain = plain && !c.Info[i].Is(lexicon.SpeechVerb|lexicon.PersonVerb|lexicon.VerbWord|lexicon.CommonWord|lexicon.Preposition|lexicon.PronounWord)
	}
	return i > n.Last && c.SentenceOf[i-1] == c.SentenceOf[n.First] && c.Info[i-1].Is(lexicon.OrgNoun) && (plain || firmForms[c.Word(i-1)])
}

// firmForms are the legal forms after a firm's name: where an article gives one, the name without
// it is the firm's too.
var firmForms = map[string]bool{"Plc": true, "plc": true, "PLC": true, "Inc": true, "Ltd": true, "Corp": true, "LLC": true, "AG": true, "SA": true, "NV": true, "GmbH": true, "SE": true}

// attributive are the nouns that a person's name comes before: the Trump
// administration is no body of its own.
var attributive = wordlist.Set(wordFiles, "attributive")

func (c *syntax) besideAmpersand(first, last int) bool {
	return c.Word(last) == "&" || c.Word(first-1) == "&"
}

// nicknameIn returns where the nickname inside a name at token i ends, its marks
// included, or i itself if none does.
func (c *syntax) nicknameIn(i, limit int) int {
	if i+3 >= limit || c.Tokens[i].Kind != doc.Mark || closings[c.Word(i)] == "" || !c.Capital(i+1) || !c.Capital(i+3) {
		return i
	}
	if c.Word(i+2) != closings[c.Word(i)] || c.Tokens[i].End != c.Tokens[i+1].Start || c.Tokens[i+1].End != c.Tokens[i+2].Start {
		return i
	}
	if !c.Info[i-1].Is(lexicon.GivenName) && c.Info[i-1].Class != 0 || !c.PlainName(i+3) || doc.AllCapitals(c.Word(i+1)) {
		return i
	}
	return i + 3
}

// closings are the marks that close a nickname, by the one that opens it.
var closings = map[string]string{"“": "”", "\"": "\"", "‘": "’", "'": "'", "«": "»", "(": ")"}
