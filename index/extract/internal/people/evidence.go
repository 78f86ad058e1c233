package people

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// evidence weighs what is around the candidates.
type evidence struct {
	candidateFinder
	statements []article.Statement
	sourceOf   map[int]int // statement by the capitalised tokens of its source
	sourceAt   map[int]int // statement by the token that its source begins with
	seenLower  map[string]struct{}
}

// minScore is the score from which a candidate names a person.
const minScore = 3

// weighCandidates scores each candidate by what is in it and around it.
func (c *evidence) weighCandidates() {
	alone := map[string]int{}     // how often a word stands as a name by itself where persons do
	personal := map[string]bool{} // whether he, she or who takes it up
	for i, n := range c.candidates {
		if c.StoppedAt(i) {
			break
		}
		if c.OneWord(n.Range) && !n.body {
			w := c.FamilyKey(n.Range)
			alone[w] += max(0, c.speaks(n))
			personal[w] = personal[w] || c.takenUp(n.Last)
			if n.title >= 0 {
				alone[w] += 2
			}
		}
	}
	for i := range c.candidates {
		if c.StoppedAt(i) {
			return
		}
		n := &c.candidates[i]
		switch {
		case n.body:
		case c.OneWord(n.Range):
			n.score = c.scoreAlone(*n)
			if w := c.FamilyKey(n.Range); n.score > 0 && alone[w] >= minScore && personal[w] {
				n.score = max(n.score, minScore)
			}
		default:
			n.score = c.scoreFull(*n) + min(3, alone[c.FamilyKey(n.Range)])
			if n.title < 0 && !c.Info[n.First].Is(lexicon.GivenName) && c.endsBody(*n) {
				n.score -= bodyEnd
			}
		}
		if c.known.identity(&c.Tagged, n.Range) >= 0 {
			n.score, n.onlyKnown = 2*minScore, false
		}
	}
}

// takenUp reports whether he, she, his, her or who follows a name that ends at i in
// its clause.
func (c *syntax) takenUp(i int) bool {
	for j := i; j < len(c.Tokens) && j < i+12 && c.SentenceOf[j] == c.SentenceOf[i-1] && !c.Capital(j); j++ {
		if _, ok := pronounForms[c.Word(j)]; ok || c.Word(j) == "who" {
			return true
		}
	}
	return false
}

// agents takes unknown nouns that end as words for persons do and come before
// a full name for titles: contributor Pamela, biographer Ann.
func (c *candidateFinder) agents() {
	for i := range c.candidates {
		if c.StoppedAt(i) {
			return
		}
		n := &c.candidates[i]
		if n.title >= 0 || n.body || n.First == 0 || c.OneWord(n.Range) || c.SentenceOf[n.First-1] != c.SentenceOf[n.First] {
			continue
		}
		if info, word := c.Info[n.First-1], c.Word(n.First-1); info.Class == 0 && agentNoun(word) && !c.Capital(n.First-1) && c.Info[n.First].Is(lexicon.GivenName) {
			c.Info[n.First-1].Class |= lexicon.RoleNoun
			n.title = n.First - 1
		}
	}
}

// markQualifiers marks the names that only say whose or which role the name after them
// has: Hartwell in "Hartwell police chief Bo Lunt", Trump in "Trump attorney Alan Garten".
func (c *candidateFinder) markQualifiers() {
	for i := 1; i < len(c.candidates); i++ {
		if c.StoppedAt(i) {
			return
		}
		n := c.candidates[i]
		if c.OneWord(n.Range) && n.title < 0 {
			continue
		}
		first, head, _ := c.roleBefore(n)
		for k := i - 1; head >= 0 && k >= 0 && c.candidates[k].First >= first; k-- {
			if q := &c.candidates[k]; q.Last <= head && !c.Apostrophe(q.Last) {
				q.modifier, q.qualifies = true, true
			}
		}
	}
}

// scoreFull weighs a name of several words.
func (c *evidence) scoreFull(n candidate) int {
	score := c.around(n) + c.speaks(n)
	if c.holderOf(n) {
		score += 3
	}
	first, family := c.Info[n.First], c.FamilyKey(n.Range)
	switch {
	case first.Is(lexicon.GivenName) && first.Is(lexicon.DoubtfulName|lexicon.NotPerson|lexicon.CommonWord|lexicon.OrgNoun):
		score += 2
		if !c.StartsSentence(n.First) && !first.Is(lexicon.NotPerson) {
			score++
		}
	case first.Is(lexicon.GivenName):
		score += 3
	case first.Is(lexicon.FamilyName):
		score += 2
	}
	if lexicon.SurnameEnding(family) {
		score++
	}
	for i := n.First; i < n.Last; i++ {
		switch word := c.Word(i); {
		case len(word) == 1 && i > n.First && c.Capital(i): // George W. Bush
			score += 2
		case len(word) <= 4 && i == n.First && doc.AllCapitals(word):
			score++
		case doc.AllCapitals(word) && !n.capitals && len(word) > 2 && !c.Info[i].Is(lexicon.SuffixWord):
			score -= 2
		case i > n.First && c.Info[i].Is(lexicon.Particle) && !c.Capital(i):
			score++
		case i > n.First && c.Info[i].Is(lexicon.NotPerson|lexicon.OrgNoun|lexicon.RoleModifier):
			score -= 2
		}
	}
	return score
}

// scoreAlone weighs a name of one word.
func (c *evidence) scoreAlone(n candidate) int {
	score := c.around(n) + c.speaks(n)
	info := c.Info[n.First]
	word := c.FamilyKey(n.Range)
	if _, body := c.bodies[word]; body {
		score -= 4
	}
	if info.Is(lexicon.GivenName) && !info.Is(lexicon.DoubtfulName) {
		score++
	}
	if info.Is(lexicon.NotPerson) || doc.AllCapitals(c.Word(n.First)) && !n.capitals {
		score -= 3
	}
	if n.title < 0 && c.endsBody(n) {
		score -= bodyEnd
	}
	if before := n.First - 1; n.title < 0 && before >= 0 && c.Capital(before) && c.Info[before].Is(lexicon.NotPerson) && c.SentenceOf[before] == c.SentenceOf[n.First] {
		score -= 3 // American Crossroads
	}
	if n.title < 0 && (c.Capital(n.Last) || strings.HasSuffix(word, "ians") || strings.HasSuffix(word, "icans")) {
		score -= 3
	}
	if c.Word(n.Last) == "of" {
		score -= 3
	}
	if c.lowerElsewhere(word) {
		score -= 3
	}
	if c.StartsSentence(n.First) && n.title < 0 && lexicon.CommonEnding(word) {
		score -= 2
	}
	return score
}

// bodyEnd is what the end of a body's name weighs against a person's.
const bodyEnd = 6

// endsBody reports whether a name is the end of a body's: the Commission on
// Presidential Debates, the Centers for Disease Control and Prevention.
func (c *evidence) endsBody(n candidate) bool {
	floor := max(c.Sentences[c.SentenceOf[n.First]].First, n.First-maxBody)
	linked := false
	for i := n.First - 1; i >= floor; i-- {
		switch word := c.Word(i); {
		case word == "on" || word == "for" || word == "of":
			linked = true
		case word == "and" || word == "the" || word == "&" || word == "," && !linked && i < n.First-1:
		case !c.Capital(i):
			return false
		case linked && (c.Info[i].Is(lexicon.OrgNoun|lexicon.Organisation) || lexicon.Words[strings.TrimSuffix(lexicon.Folded(word), "s")].Is(lexicon.OrgNoun)):
			return true
		}
	}
	return false
}

// maxBody is how many tokens of a body's name may come before its last word.
const maxBody = 10

// around weighs titles, articles, prepositions and what follows the name.
func (c *syntax) around(n candidate) int {
	score := 0
	if n.title >= 0 {
		score += 4
	}
	switch before := strings.ToLower(c.Word(n.First - 1)); {
	case before == "the" && !n.modifier:
		score -= 4
	case strings.HasSuffix(before, "-year-old") && c.Info[n.First].Is(lexicon.GivenName):
		score += 3
	case (before == "in" || before == "at" || before == "near") && (c.OneWord(n.Range) || !c.Info[n.First].Is(lexicon.GivenName)):
		score -= 2
	case (before == "a" || before == "an") && c.OneWord(n.Range) && n.title < 0:
		score -= 3
	}
	if c.Word(n.First-1) == "," && n.First > 1 && c.Info[n.First-2].Is(lexicon.RoleNoun|lexicon.TitleWord) && n.title < 0 &&
		(!firmRoles[c.Word(n.First-2)] || c.Info[n.First].Is(lexicon.GivenName|lexicon.FamilyName)) {
		score += 3
	}
	if appointing[c.Word(n.First-1)] && !c.OneWord(n.Range) && c.officeAt(n.Last) {
		score += 3
	}
	switch next := c.Word(n.Last); {
	case next == "," && c.ageAt(n.Last+1):
		score += 3
	case next == "," && c.Word(n.Last+1) == "whose" && ofBodies[c.Word(n.Last+2)]:
		score -= 4
	case next == "," && (c.Word(n.Last+1) == "who" || c.Word(n.Last+1) == "whose"), next == "who", next == "whose":
		score += 3
	case next == "," && c.appositionAt(n.Last+1) > 0:
		score += 3
	case next == "," && c.Article(n.Last+1) && !c.OneWord(n.Range):
		score++
	case n.modifier && ruling[strings.ToLower(next)]:
		score += 2
	}
	return score
}

// firmRoles are what firms are, too: "a rival, Swiftlet, declined to comment".
var firmRoles = wordlist.Set(wordFiles, "firm_roles")

// holderOf reports whether a full name follows an office of a place, or of its time, and a comma: "the
// mayor of Oldtown, Ann Berg,", but not "the captain of the ship, Bright Star,".
func (c *evidence) holderOf(n candidate) bool {
	before := n.First - 2
	if before < 1 || c.Word(n.First-1) != "," || n.title >= 0 || c.OneWord(n.Range) || !c.Capital(before) && c.Word(before) != "day" && c.Word(before) != "time" {
		return false
	}
	head := c.complementTitle(n.First-1, n.Last, max(c.Sentences[c.SentenceOf[n.First]].First, n.First-maxRole-4))
	return head >= 0 && c.Word(head+1) == "of"
}

// appointing are verbs whose object gets an office.
var appointing = wordlist.Set(wordFiles, "appointing")

// officeAt reports whether an office begins at token i: "as its chief engineer", "to the post of
// treasurer", "chairman", "chief executive".
func (c *syntax) officeAt(i int) bool {
	if w := c.Word(i); w == "as" || w == "to" {
		i++
	}
	for end := i + maxOffice; i < end && i < len(c.Tokens) && c.Tokens[i].Kind == doc.Word; i++ {
		if c.Info[i].Is(lexicon.RoleNoun|lexicon.TitleWord) || c.Word(i) == "candidate" {
			return true
		}
	}
	return false
}

// maxOffice is how many words may come before the noun of an office.
const maxOffice = 6

// ofBodies are what bodies have and persons have not: Acme, whose founder.
var ofBodies = wordlist.Set(wordFiles, "of_bodies")

// ruling are the nouns that only a person's name comes before.
var ruling = wordlist.Set(wordFiles, "ruling")

// speaks weighs verbs beside the name that persons do, and sources.
func (c *evidence) speaks(n candidate) int {
	if n.qualifies {
		return 0
	}
	score, next := 0, n.Last
	if c.adverbAt(next) {
		next++
	}
	before := n.First - 1
	switch {
	case next < len(c.Tokens) && c.Info[next].Is(lexicon.NounToo) && !c.Capital(next):
	case next < len(c.Tokens) && c.Info[next].Is(lexicon.SpeechVerb) && !c.Capital(next):
		score = 3
		if follows := c.Word(next + 1); (follows == "it" && !c.itIsSo(next+2) || follows == "its") && (c.OneWord(n.Range) || !c.Info[n.First].Is(lexicon.GivenName)) {
			score = -3
		}
	case before >= 0 && c.Info[before].Is(lexicon.SpeechVerb) && !c.Capital(before) && c.invertible(before, n.Last):
		score = 3
	case next < len(c.Tokens) && !c.Capital(next) && (c.Info[next].Is(lexicon.PersonVerb) || c.Info[next].Class == 0 && strings.HasSuffix(c.Word(next), "ed")):
		score = 1
	}
	if s, source := c.sourceOf[n.First]; source && c.statements[s].Cue.IsZero() && !partakers[strings.ToLower(c.Word(n.First))] {
		score = max(score, 3) // the name is all that makes it a statement: a turn of a transcript
	} else if source && score == 0 {
		score = 1
	}
	if score < 3 && (c.saysApart(n) || c.saysNext(n)) {
		score = 3
	}
	if c.itsFollows(n.Last) {
		score -= 2
	}
	return score
}

// saysNext reports whether a name is the source of a second verb, one of speech, that "and", "but" or a comma joins
// to the verb right after the name, by which somebody takes a stand: "Tarrel welcomed it but warned that …", "Tarrel
// rejected it, saying that …".
func (c *evidence) saysNext(n candidate) bool {
	s, isSource := c.sourceOf[n.First]
	if !isSource || c.statements[s].Source != c.Span(n.First, n.Last) || !c.reactsAt(n.Last) {
		return false
	}
	i, _ := c.TokensIn(c.statements[s].Cue)
	if i <= n.Last || i >= len(c.Tokens) || c.SentenceOf[i] != c.SentenceOf[n.First] || !c.Info[i].Is(lexicon.SpeechVerb) {
		return false
	}
	if next := c.Word(i + 1); next == "it" && !c.itIsSo(i+2) || next == "its" {
		return false
	}
	link := i - 1
	if strings.HasSuffix(c.Word(link), "ly") {
		link--
	}
	return link > n.Last && (c.Word(link) == "and" || c.Word(link) == "but" || c.Word(link) == "," && strings.HasSuffix(c.Word(i), "ing"))
}

// reactsAt reports whether a verb of the list reacting is at token i, or after an adverb there.
func (c *evidence) reactsAt(i int) bool {
	return reacting[c.Word(i)] || (c.adverbAt(i) || strings.HasSuffix(c.Word(i), "ly")) && reacting[c.Word(i+1)]
}

// adverbAt reports whether an adverb that comes between a name and its verb is at token i.
func (c *evidence) adverbAt(i int) bool {
	switch w := c.Word(i); w {
	case "also", "then", "later", "still", "again":
		return true
	default:
		return strings.HasSuffix(w, "ly") && c.Info[i].Is(lexicon.VerbWord)
	}
}

// reacting are verbs by which somebody takes a stand.
var reacting = wordlist.Set(wordFiles, "reacting")

// saysApart reports whether an apposition parts a name from its speech verb, and the verb from he or
// she: "Tarrel, the Norrvik baker, said he". If somebody was named before, who may be meant, it must be
// what persons are.
func (c *evidence) saysApart(n candidate) bool {
	if c.Word(n.Last) != "," {
		return false
	}
	others, isAgent := c.candidates[0].First < n.First, false
	sentence := c.Sentences[c.SentenceOf[n.First]]
	for i := n.Last + 1; i < min(sentence.Last-2, n.Last+1+maxRole); i++ {
		if c.Word(i) != "," {
			isAgent = isAgent || !c.Capital(i) && agentNoun(c.Word(i)) && !c.Info[i].Is(lexicon.OrgNoun)
			continue
		}
		if verb := c.Info[i+1]; !verb.Is(lexicon.SpeechVerb) || verb.Is(lexicon.NounToo) || others && !isAgent {
			return false
		}
		subject := c.Word(i + 2)
		if subject == "that" {
			subject = c.Word(i + 3)
		}
		return pronounForms[strings.ToLower(subject)].subject
	}
	return false
}

// partakers are what a transcript calls those who speak without a name.
var partakers = wordlist.Set(wordFiles, "partakers")

// invertible reports whether the name that ends at last is the subject of the verb
// before it: “…,” said Leavitt.
func (c *syntax) invertible(verb, last int) bool {
	end := c.Word(last)
	if end == "." || end == "," || end == "" || end == ":" || end == "\"" || end == "“" {
		return true
	}
	return verb > 0 && (c.Tokens[verb-1].Kind == doc.Mark)
}

// itsFollows reports whether the clause after a name takes it up as "its".
func (c *syntax) itsFollows(i int) bool {
	for j := i; j < len(c.Tokens) && j < i+6; j++ {
		switch c.Word(j) {
		case "its":
			return true
		case ",", ".", "and", "that", "as":
			return false
		}
	}
	return false
}

func (c *evidence) noteSources() {
	c.sourceOf = make(map[int]int, len(c.statements))
	c.sourceAt = make(map[int]int, len(c.statements))
	for s, statement := range c.statements {
		if statement.Source.IsZero() {
			continue
		}
		first, last := c.TokensIn(statement.Source)
		c.sourceAt[first] = s
		for i := first; i < last; i++ {
			if c.Capital(i) {
				c.sourceOf[i] = s
			}
		}
	}
}

// lowerElsewhere reports whether the article has the word without its capital.
func (c *evidence) lowerElsewhere(word string) bool {
	if c.seenLower == nil {
		c.seenLower = map[string]struct{}{}
		for i, t := range c.Tokens {
			if t.Kind == doc.Word && c.Info[i].Class == 0 && !c.Capital(i) {
				c.seenLower[t.Of(c.Text)] = struct{}{}
			}
		}
	}
	_, ok := c.seenLower[word]
	return ok
}
