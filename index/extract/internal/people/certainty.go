package people

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// minSure is the probability from which on a speaker is named: a wrong name is worse
// than none.
const minSure = 0.95

// How often the words that name a speaker mean the person found, as counted on the articles
// testdata/speakers/dev-*.txt of package extract (docs/people.md has the counts).
const (
	sureFullName    = 0.99
	sureShortName   = 0.98 // of a name that one person in the article bears
	sureIntroduced  = 0.97 // of one that several bear, of whom the article has named one so far
	sureDominant    = 0.96 // of one that several bear, of whom one is named four times as often
	sureNamesake    = 0.90 // of one that several bear otherwise
	sureUnlikeFirm  = 0.90 // of one that may be a firm's
	sureCataphor    = 0.96
	sureBefore      = 0.96 // of the person before a quotation alone
	sureThey        = 0.96
	sureAge         = 0.97
	sureOffice      = 0.97 // a description that names the office as the article does
	sureLooseOffice = 0.85 // one with words that the article does not use of the person
	sureApposition  = 0.97
	sureWho         = 0.97 // of the person named right before "who"
)

// signs are what tells how sure it is whom a pronoun means.
type signs struct {
	rival   bool // somebody else of a fitting gender is in mind
	beside  bool // and is in the sentence that mentions the one meant last
	told    bool // as the article tells it, not in what somebody says
	unnamed bool // somebody without a name may be meant
	speaker bool // the one meant spoke last
	subject bool // or was the last sentence's subject
	away    bool // more than a sentence lies between
	unknown bool // the gender of the one meant is not known
	turns   bool // a paragraph begins that may go on with whom the article is about
}

// signsOf returns what tells how sure it is that the pronoun at token i means entity id.
func (w *resolver) signsOf(i, id int, form pronounForm) signs {
	who := &w.entities[id]
	s := signs{unknown: who.gender == 0, speaker: id == w.speaker,
		subject: id == w.subject || w.subject < 0 && id == w.lastSubject,
		away:    w.told[w.inSentence]-w.told[who.rank.sentence] > 1,
		turns:   w.mayTurn(i, id, form.gender)}
	barred, said := w.quoteSpeaker(i), w.namedBySource(i)
	for _, other := range w.recent {
		rival := &w.entities[other]
		if int(other) == id || int(other) == barred || slices.Contains(said, other) || rival.neutral ||
			rival.gender != 0 && rival.gender != form.gender || w.salienceOf(int(other)) == 0 {
			continue
		}
		s.rival = true
		s.unnamed = s.unnamed || rival.unnamed()
		if rival.rank.sentence == who.rank.sentence && (!rival.joined || who.joined) {
			s.beside, s.told = true, s.told || !rival.spokenOf
		}
	}
	return s
}

// certainty returns the probability that the one meant is meant.
func (s signs) certainty() float64 {
	switch {
	case s.beside && !s.speaker:
		return 0.85
	case s.told, s.turns:
		return 0.94
	case s.beside, s.away, !s.subject && !s.speaker, s.unknown && s.rival:
		return 0.96
	}
	return 0.98
}

// certaintyOfDescription returns the probability that description r means entity id.
func (w *resolver) certaintyOfDescription(id int, r role) float64 {
	who := &w.entities[id]
	recent := w.told[w.inSentence]-w.told[who.rank.sentence] <= 1
	exact := false
	for _, own := range who.roles {
		switch _, placed := w.hasRole(who, r); {
		case own.deed: // "who leads the mediation", then the envoy
			exact = exact || recent
		case own.head == r.head:
			exact = exact || w.coversWords(own, r)
		case sameKind(r.head, own.head): // the president, then the leader
			exact = exact || placed || recent
		}
	}
	if !exact || lexicon.Words[r.head].Is(lexicon.Relation) && !recent {
		return sureLooseOffice
	}
	_, placed := w.hasRole(who, r)
	for other := range w.entities[:min(len(w.entities), 4*maxNamesakes)] {
		if other == id || w.entities[other].rank.value == 0 {
			continue
		}
		if fits, also := w.hasRole(&w.entities[other], r); fits && (also || !placed) {
			return sureNamesake
		}
	}
	return sureOffice
}

// coversWords reports whether each word of description r that says which one is meant
// is in the role as the article gives it: "the youngest sister" is not any sister.
func (w *resolver) coversWords(own, r role) bool {
	have := w.words(own.first, own.last)
	for j := r.first + 1; j < r.last; j++ {
		word := lexicon.Folded(w.Word(j))
		if party := parties[word]; party != "" {
			if w.partyOf(own) != party {
				return false
			}
			continue
		}
		if looseModifiers[word] && !rankModifiers[word] || !rankModifiers[word] && w.Info[j].Is(lexicon.RoleNoun|lexicon.TitleWord|lexicon.Preposition|lexicon.CommonWord) {
			continue
		}
		if !slices.Contains(have, word) && w.Info[j].Country == 0 {
			return false
		}
	}
	return true
}

// rankModifiers make another office of one: the deputy mayor is not the mayor.
var rankModifiers = map[string]bool{"former": true, "deputy": true, "vice": true, "acting": true, "assistant": true,
	"associate": true, "interim": true, "new": true, "next": true, "previous": true, "future": true, "second": true, "first": true, "shadow": true, "other": true, "junior": true, "then": true}

// certainty returns the probability that the name means its entity.
func (n candidate) certainty(c *finder) float64 {
	switch {
	case n.sure > 0:
		return n.sure
	case c.OneWord(n.Range):
		return sureShortName
	}
	return sureFullName
}
