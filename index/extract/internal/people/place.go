package people

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// Scores from which a name of one word is a place: alone, and where he, she or
// who seems to take it up somewhere.
const (
	minPlaceScore         = 1
	minPlaceScorePersonal = 3
)

// placeSigns is what an article shows of a name of one word that no table has.
type placeSigns struct {
	score    int
	personal bool     // he, she or who takes it up
	person   bool     // a title or a full name makes it a person's
	partners []string // what "and" joins it to
}

// findPlaces marks the names of one word that the article treats as a state, a
// place or a body, so that "Ruritania said" has no person for its speaker: its
// people have an adjective (Ruritanian), it has ministers and an army, things
// happen in it. A name with a title, or that a full name ends in, stays a
// person's, and so does one without any such sign.
func (c *evidence) findPlaces() {
	signs := c.readPlaceSigns()
	if len(signs) == 0 {
		return
	}
	c.readDatelines(signs)
	adjectives := c.readDemonyms(signs)
	joinPlaces(signs)
	joinPlaces(signs) // what is joined to a place joined to a place
	for i := range c.candidates {
		if c.StoppedAt(i) {
			return
		}
		n := &c.candidates[i]
		if c.OneWord(n.Range) && n.title < 0 && (signs[c.FamilyKey(n.Range)].place() || adjectives[c.FamilyKey(n.Range)]) {
			n.body = true
		}
	}
}

func (s placeSigns) place() bool {
	if s.person {
		return false
	}
	return s.score >= minPlaceScorePersonal || s.score >= minPlaceScore && !s.personal
}

func (c *evidence) readPlaceSigns() map[string]placeSigns {
	signs := map[string]placeSigns{}
	for i, n := range c.candidates {
		if c.StoppedAt(i) {
			break
		}
		if n.body && c.OneWord(n.Range) {
			continue
		}
		w := c.FamilyKey(n.Range)
		s := signs[w]
		switch {
		case n.title >= 0, c.known.identity(&c.Tagged, n.Range) >= 0:
			s.person = true
		case !c.OneWord(n.Range):
			given, family, _ := c.Parts(n.Range)
			w, s = family, signs[family]
			s.person = s.person || c.Info[n.First].Is(lexicon.GivenName) || c.scoreFull(n) >= minScore
			if c.Info[n.First].Is(lexicon.GivenName) {
				first := signs[given]
				first.person = true
				signs[given] = first
			}
		case c.Info[n.First].Is(lexicon.GivenName) && !c.Info[n.First].Is(lexicon.DoubtfulName), c.around(n) >= minScore:
			s.person = true
		default:
			s.score += c.placeSign(n)
			s.personal = s.personal || c.takenUp(n.Last)
			if c.Word(n.Last) == "and" && c.Capital(n.Last+1) {
				s.partners = append(s.partners, lexicon.FamilyKey(c.Word(n.Last+1)))
			}
			if n.First > 1 && c.Word(n.First-1) == "and" && c.Capital(n.First-2) {
				s.partners = append(s.partners, lexicon.FamilyKey(c.Word(n.First-2)))
			}
		}
		signs[w] = s
	}
	return signs
}

// placeSign returns what is beside one mention that only places and states have.
func (c *otherNames) placeSign(n candidate) int {
	before, next := strings.ToLower(c.Word(n.First-1)), n.Last
	switch {
	case c.Apostrophe(next) && (c.Word(next+1) == "s" || strings.HasSuffix(c.Word(next-1), "s")):
		return c.possessedByState(next + 1)
	case before == "in" || before == "across" || before == "throughout" || before == "inside":
		return 2
	case (before == "of" || before == "to") && n.First > 1 && stateOffices[strings.ToLower(c.Word(n.First-2))]:
		return 2
	case before == "of" && n.First > 3 && c.Capital(n.First-2) && c.Capital(n.First-3) && c.Word(next) != "and":
		return 2 // Prime Minister Ann Berg of Ruritania
	case c.itsOwn(next):
		return 2
	}
	return 0
}

// possessedByState weighs the noun phrase from i as what states have.
func (c *otherNames) possessedByState(i int) int {
	for j := i; j < len(c.Tokens) && j < i+6 && c.Tokens[j].Kind == doc.Word && c.SentenceOf[j] == c.SentenceOf[i]; j++ {
		word := strings.ToLower(c.Word(j))
		switch {
		case stateServants[word]:
			return 1
		case stateOffices[word], stateNouns[word]:
			return 2
		case c.Info[j].Is(lexicon.Preposition | lexicon.SpeechVerb):
			return 0
		}
	}
	return 0
}

// itsOwn reports whether a verb and its follow at i: "Ruritania denied that its army".
func (c *otherNames) itsOwn(i int) bool {
	if i >= len(c.Tokens) || !c.Info[i].Is(lexicon.VerbWord|lexicon.SpeechVerb|lexicon.PersonVerb) {
		return false
	}
	i++
	if c.Word(i) == "that" {
		i++
	}
	return c.Word(i) == "its" || c.Word(i) == "it" && i > 0 && c.Info[i-1].Is(lexicon.SpeechVerb)
}

var (
	stateOffices  = wordlist.Set(wordFiles, "state_offices")
	stateNouns    = wordlist.Set(wordFiles, "state_nouns")
	stateServants = wordlist.Set(wordFiles, "state_servants")
)

// joinPlaces counts names that "and" joins to a place.
func joinPlaces(signs map[string]placeSigns) {
	var joined []string
	for word, s := range signs {
		if slices.ContainsFunc(s.partners, func(p string) bool {
			other, ok := signs[p]
			return ok && other.place() || !ok && lexicon.Words[p].Is(lexicon.CountryWord)
		}) {
			joined = append(joined, word)
		}
	}
	for _, word := range joined {
		s := signs[word]
		s.score, s.partners = s.score+1, nil
		signs[word] = s
	}
}

// readDatelines counts towns that open a report in capitals: "OLDTOWN, May 3 -".
func (c *evidence) readDatelines(signs map[string]placeSigns) {
	for _, p := range c.Paragraphs {
		if p.First >= p.Last || !doc.AllCapitals(c.Word(p.First)) {
			continue
		}
		for i := p.First + 1; i < p.Last && i < p.First+9; i++ {
			if doc.IsDash(c.Word(i)) {
				if s, ok := signs[lexicon.FamilyKey(c.Word(p.First))]; ok {
					s.score += minPlaceScorePersonal
					signs[lexicon.FamilyKey(c.Word(p.First))] = s
				}
				break
			}
		}
	}
}

// readDemonyms counts the adjectives of the names in signs, and returns those.
func (c *evidence) readDemonyms(signs map[string]placeSigns) map[string]bool {
	adjectives := map[string]bool{}
	for i, t := range c.Tokens {
		if c.StoppedAt(i) {
			break
		}
		if t.Kind != doc.Word || t.Len() < 6 || c.Info[i].Class != 0 || !c.Capital(i) || !c.adjectival(i) {
			continue
		}
		word := lexicon.Folded(c.Word(i))
		if place, ok := demonymOf(word, signs); ok {
			s := signs[place]
			s.score += minPlaceScorePersonal
			signs[place] = s
			adjectives[word] = adjectives[word] || s.place()
		}
	}
	return adjectives
}

// adjectival reports whether a noun, or a title, follows the word at i.
func (c *otherNames) adjectival(i int) bool {
	next := i + 1
	if next >= len(c.Tokens) || c.Tokens[next].Kind != doc.Word || c.SentenceOf[next] != c.SentenceOf[i] {
		return false
	}
	info := c.Info[next]
	if info.Is(lexicon.TitleWord | lexicon.RoleNoun | lexicon.RoleModifier | lexicon.OrgNoun) {
		return true
	}
	return !c.Capital(next) && info.Class == 0 && !strings.HasSuffix(c.Word(next), "ed")
}

// demonymOf returns the name in signs whose adjective word is.
func demonymOf(word string, signs map[string]placeSigns) (string, bool) {
	for _, ending := range [...]string{"n", "an", "ian", "i", "ish", "ese", "ic"} {
		stem, ok := strings.CutSuffix(word, ending)
		if !ok || len(stem) < 4 {
			continue
		}
		for _, vowel := range [...]string{"", "a", "e", "o", "y", "ia"} {
			if _, ok := signs[stem+vowel]; ok && stem+vowel != word {
				return stem + vowel, true
			}
		}
	}
	return "", false
}
