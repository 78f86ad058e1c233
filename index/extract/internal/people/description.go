package people

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// determiner reports whether token i opens a description as an article does.
func (w *resolver) determiner(i int) bool {
	switch w.Word(i) {
	case "The", "A", "An", "One", "one", "another", "Another", "this", "This":
		return true
	}
	return false
}

// maxDescription is how many tokens may lie between its article and noun.
const maxDescription = 6

// description resolves "the envoy" or "the former president" from token i, or
// notes somebody unnamed ("a neighbour"), whom pronouns may mean. It returns how
// many more tokens were taken.
func (w *resolver) description(i int) int {
	if w.inRole[min(i+1, len(w.inRole)-1)] {
		return 0
	}
	definite := strings.EqualFold(w.Word(i), "the")
	head := w.descriptionHead(i)
	if head < 0 {
		if definite && w.age(i+1) != "" && w.clauseVerb(i+2) {
			return w.aged(i, i+2, 0)
		}
		return 0
	}
	r := w.readDescription(i, head)
	id, sure := -1, 0.0
	if definite && w.ofAge(w.age(i+1)) >= 0 {
		return w.aged(i, r.last, lexicon.GenderOfRole(w.Info[head]))
	}
	if definite {
		id = w.describedEntity(i, r)
		if id >= 0 {
			sure = w.certaintyOfDescription(id, r)
		} else if w.age(i+1) != "" {
			id, sure = w.agedEntity(lexicon.GenderOfRole(w.Info[head])), sureAge
		}
	}
	switch {
	case id >= 0 && w.entities[id].unnamed():
		w.noteMention(id, i, r.last, candidate{Range: doc.Range{First: i, Last: r.last}, title: -1}) // unnamed before
	case id >= 0:
		w.addMention(id, i, r.last, false, sure)
	case !w.predicate(i) && !w.namedNext(r.last) && !w.compound(r.last):
		w.addUnnamed(i, r, lexicon.GenderOfRole(w.Info[head]))
	}
	return r.last - i - 1
}

// age returns the number in "34-year-old" at token i, or "" if that is another word.
func (w *resolver) age(i int) string {
	number, ok := strings.CutSuffix(w.Word(i), "-year-old")
	if !ok {
		return ""
	}
	return number
}

// ofAge returns the one entity whose age the article prints after the name, or -1 if
// none or several are of that age.
func (w *resolver) ofAge(age string) int {
	if w.ages == nil {
		w.ages = map[string]int{"": -1}
		for _, n := range w.candidates {
			if n.entity < 0 || w.Word(n.Last) != "," || !w.ageAt(n.Last+1) {
				continue
			}
			if id, ok := w.ages[w.Word(n.Last+1)]; ok && id != n.entity {
				w.ages[w.Word(n.Last+1)] = -1
			} else {
				w.ages[w.Word(n.Last+1)] = n.entity
			}
		}
	}
	if id, ok := w.ages[age]; ok {
		return id
	}
	return -1
}

// aged resolves "the 34-year-old" in tokens i to last to whom the article gives that age,
// or notes somebody unnamed. It returns how many more tokens were taken.
func (w *resolver) aged(i, last int, gender lexicon.Class) int {
	if id := w.ofAge(w.age(i + 1)); id >= 0 {
		w.addMention(id, i, last, false, sureAge)
	} else {
		w.addUnnamed(i, role{first: i, last: last}, gender)
	}
	return last - i - 1
}

// possessed notes the person whom a possessive at token i opens a description of, so that
// pronouns after "her lawyer" or "Berg's sister" are not given to somebody else. It
// returns how many more tokens were taken.
func (w *resolver) possessed(i int) int {
	if w.inRole[min(i+1, len(w.inRole)-1)] {
		return 0
	}
	head := w.descriptionHead(i)
	if head < 0 {
		return 0
	}
	r := w.readDescription(i, head)
	if w.namedNext(r.last) || w.predicateOf(i) {
		return 0
	}
	if w.Word(i) == "s" {
		r.first = w.possessorStart(i + 1)
	}
	w.addUnnamed(r.first, r, lexicon.GenderOfRole(w.Info[head]))
	return r.last - i - 1
}

// predicateOf reports whether the possessive at token i belongs to what is said of
// somebody: "is her lawyer", "as Berg's lawyer".
func (w *resolver) predicateOf(i int) bool {
	if w.Word(i) == "s" {
		for i--; i > 0 && w.Capital(i-1); i-- {
		}
	}
	return w.predicate(i)
}

// descriptionHead returns the role noun that ends the noun phrase opened at i, -1
// if it is none, or a name follows.
func (w *resolver) descriptionHead(i int) int {
	s := w.Sentences[w.inSentence]
	for j := i + 1; j < s.Last && j <= i+maxDescription; j++ {
		info := w.Info[j]
		if w.Tokens[j].Kind != doc.Word && !(w.Tokens[j].Kind == doc.Number && j == i+1) {
			return -1
		}
		next := lexicon.Info{}
		if j+1 < s.Last {
			next = w.Info[j+1]
		}
		if info.Class == 0 && agentNoun(w.Word(j)) && next.Is(lexicon.SpeechVerb) && !w.Capital(j+1) {
			return j // the conservator said
		}
		if info.Is(lexicon.RoleNoun|lexicon.TitleWord) && !info.Is(lexicon.Honorific) && !next.Is(lexicon.RoleNoun|lexicon.TitleWord|lexicon.RoleModifier|lexicon.OrgNoun) && !w.Capital(j+1) {
			return j
		}
		if info.Is(lexicon.Preposition|lexicon.VerbWord|lexicon.SpeechVerb|lexicon.PronounWord) && !info.Is(lexicon.RoleModifier|lexicon.RoleNoun|lexicon.TitleWord|lexicon.NotPerson) {
			return -1
		}
	}
	return -1
}

// readDescription returns the description from article i with noun head as a role,
// with the country after it: "the president of Peru".
func (w *resolver) readDescription(i, head int) role {
	r := role{head: lexicon.Folded(w.Word(head)), first: i, last: head + 1}
	if head > i+1 {
		switch before := lexicon.Folded(w.Word(head - 1)); {
		case r.head == "minister" && before == "prime":
			r.head = "prime-minister"
		case r.head == "executive" && before == "chief":
			r.head = "chief-executive"
		}
	}
	if w.Word(head+1) == "of" {
		at := head + 2
		if w.Word(at) == "the" {
			at++
		}
		if at < len(w.Info) && w.Info[at].Country != 0 && w.SentenceOf[at] == w.inSentence {
			for r.last = at + 1; r.last < len(w.Info) && w.Info[r.last] == w.Info[at] && w.Tokens[r.last].Kind == doc.Word; r.last++ {
			}
		}
	}
	for j := i + 1; j < r.last; j++ {
		if w.Info[j].Country != 0 {
			r.country = w.Info[j].Country
		}
		if w.Word(j) == "former" {
			r.former = true
		}
	}
	return r
}

// describedEntity returns the entity whom a definite description means: the only one of
// that role, or the clearly most present one; -1 otherwise.
func (w *resolver) describedEntity(i int, r role) int {
	barred, said := w.quoteSpeaker(i), w.namedBySource(i)
	if w.subject >= 0 && w.clause >= 0 && r.head != w.Word(r.first+1) {
		barred = -1
	}
	best, first, second := -1, 0.0, 0.0
	for id := range w.entities[:min(len(w.entities), 4*maxNamesakes)] {
		who := &w.entities[id]
		if id == barred || id == w.clause || slices.Contains(said, int32(id)) || who.rank.sentence == 0 && who.rank.value == 0 {
			continue // whom a president meets is another one
		}
		fits, placed := w.hasRole(who, r)
		if !fits {
			continue
		}
		value := w.salienceOf(id) + 0.05
		if placed {
			value += placeBonus
		}
		switch {
		case value > first:
			best, first, second = id, value, first
		case value > second:
			second = value
		}
	}
	if best < 0 || first < 2*second {
		return -1
	}
	return best
}

// agedEntity returns whom "the 34-year-old farmer" means: the subject of the sentence before,
// of whom the article says nothing else that they are, and nobody of whom it
// might be said is as present; -1 if that is not clear.
func (w *resolver) agedEntity(gender lexicon.Class) int {
	id := w.lastSubject
	if w.subject >= 0 || id < 0 || w.entities[id].full.Last == 0 || len(w.entities[id].roles) > 0 {
		return -1
	}
	for _, other := range w.recent {
		who := &w.entities[other]
		if int(other) != id && who.full.Last > 0 && len(who.roles) == 0 && w.salienceOf(int(other))*2 >= w.salienceOf(id) {
			return -1
		}
	}
	if own := w.entities[id].gender; own != 0 && gender != 0 && own != gender {
		return -1
	}
	for _, other := range w.ages { // description has asked for the age
		if other == id {
			return -1 // the article prints another age
		}
	}
	return id
}

// placeBonus is what the right country or place adds to a described entity's
// presence: "the Vermont senator" among senators.
const placeBonus = 5.0

// predicate reports whether the description from i is said of somebody rather than
// meaning somebody: "is a lawyer", "as the envoy".
func (w *resolver) predicate(i int) bool {
	switch before := strings.ToLower(w.Word(i - 1)); before {
	case "is", "was", "be", "been", "as", "became", "become", "becomes", "being", "like", "named", "appointed", "elected", "remains", "remained":
		return true
	case ",":
		return i > 1 && (w.Capital(i-2) && !w.Info[i-2].Is(lexicon.CommonWord|lexicon.Preposition) || w.Info[i-2].Is(lexicon.RoleNoun))
	}
	return false
}

// compound reports whether the word at token i makes one noun with the role before it: a
// prisoner swap is no prisoner.
func (w *resolver) compound(i int) bool {
	if i >= len(w.Tokens) || w.Tokens[i].Kind != doc.Word || w.Info[i].Class != 0 || w.Capital(i) {
		return false
	}
	word := w.Word(i)
	return !strings.HasSuffix(word, "ed") && !strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ly")
}

// namedNext reports whether the name of the one described follows in apposition:
// "the other candidate on the stage, Ann Berg, said".
func (w *resolver) namedNext(last int) bool {
	for j := last; j < len(w.Tokens) && j < last+maxDescription && w.SentenceOf[j] == w.inSentence; j++ {
		if w.Word(j) == "," {
			n := w.candidateAfter(j + 1)
			return n != nil && (n.entity >= 0 || n.score >= minScore)
		}
		if w.Info[j].Is(lexicon.VerbWord | lexicon.SpeechVerb | lexicon.PronounWord) {
			return false
		}
	}
	return false
}

// addUnnamed adds somebody whom the article does not name, so that pronouns
// after "a neighbour said" are not given to somebody else.
func (w *discourse) addUnnamed(i int, r role, gender lexicon.Class) {
	if len(w.entities) > 4*maxNamesakes {
		return
	}
	w.finder.entities = append(w.finder.entities, entity{gender: gender, known: -1, roles: []role{r}})
	w.noteMention(len(w.entities)-1, i, r.last, candidate{Range: doc.Range{First: i, Last: r.last}, title: -1})
}
