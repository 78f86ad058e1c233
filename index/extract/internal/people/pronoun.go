package people

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// pronoun resolves the pronoun at token i where one entity is clearly meant.
func (w *resolver) pronoun(i int) {
	var buf [64]byte
	form, ok := pronounForms[string(lexicon.Fold(buf[:0], w.PronounSpan(i).Of(w.Text)))]
	if !ok {
		return // I and me are given to the speaker in the end
	}
	if form.possessive && form.object {
		form.possessive = w.beforeNoun(i + 1)
		form.object = !form.possessive
	}
	if id := w.cataphor(i, form); id >= 0 {
		w.addMention(id, i, i+1, true, sureCataphor)
		return
	}
	if id, lead := w.antecedent(i, form); id >= 0 {
		sure := min(w.signsOf(i, id, form).certainty(), w.entities[id].sure)
		if who := &w.entities[id]; who.gender == 0 && lead >= 2*minLead && w.quoted[i] < 0 {
			who.gender = form.gender
		}
		w.addMention(id, i, i+1, true, sure)
	}
}

// antecedent returns the entity whom the pronoun at i means and how many times as
// present as the next one it is; -1 if that is not clear.
func (w *resolver) antecedent(i int, form pronounForm) (int, float64) {
	barred, said := w.quoteSpeaker(i), w.namedBySource(i)
	best, first, second := -1, 0.0, 0.0
	for _, id := range w.recent {
		who := &w.entities[id]
		if who.neutral || who.gender != 0 && who.gender != form.gender || int(id) == barred || slices.Contains(said, id) || form.object && int(id) == w.clause {
			continue
		}
		value := w.salienceOf(int(id))
		if value == 0 {
			continue
		}
		value += w.bonus(i, int(id), form)
		if who.gender == 0 {
			value *= unknownGender
		}
		switch {
		case value > first:
			best, first, second = int(id), value, first
		case value > second:
			second = value
		}
	}
	if best < 0 || first < minAlone || first < minSalience && second > 0 || first < minLead*second {
		return -1, 0
	}
	if second == 0 {
		return best, 2 * minLead
	}
	return best, first / second
}

// bonus returns what syntax adds to an entity's presence for the pronoun at i.
func (w *resolver) bonus(i, id int, form pronounForm) float64 {
	value := 0.0
	opens := w.subject < 0 // no subject yet in this sentence
	switch {
	case form.reflexive:
		if id == w.clause {
			value += 2 * subjectBonus
		}
	case form.subject && opens && id == w.lastSubject:
		value += subjectBonus
	case (form.subject || form.possessive) && id == w.subject:
		value += subjectBonus
	}
	if (form.possessive || form.subject) && id == w.local && id != w.subject {
		value += localBonus
	}
	if form.possessive && id == w.clause {
		value += subjectBonus / 2
	}
	if w.Word(i-1) == ";" && w.entities[id].rank.sentence == w.inSentence {
		value += hereBonus
	}
	if w.quoted[i] >= 0 && id == w.quoteHeld {
		value += quoteBonus
	}
	if id == w.speaker && w.quoted[i] < 0 && form.subject && w.besideSpeech(i, i+1) && w.told[w.inSentence]-w.told[w.speakerAt] <= 2 {
		value += speakerBonus
	}
	return value
}

// cataphor returns the subject that follows a pronoun in a phrase before it: "In his
// letter, Ramos said"; -1 if the sentence is not built so.
func (w *resolver) cataphor(i int, form pronounForm) int {
	s := w.Sentences[w.inSentence]
	if w.subject >= 0 || w.quoted[i] >= 0 || i-s.First > 8 || !w.opener(s.First) {
		return -1
	}
	for j := i + 1; j < s.Last && j < i+20; j++ {
		if w.Word(j) != "," {
			continue
		}
		n := w.candidateAfter(j + 1)
		if n == nil || n.entity < 0 {
			return -1
		}
		who := &w.entities[n.entity]
		if who.gender != 0 && who.gender != form.gender || !w.clauseVerb(n.Last) {
			return -1
		}
		return n.entity
	}
	return -1
}

func (w *resolver) opener(i int) bool {
	return openers[strings.ToLower(w.Word(i))]
}

// openers begin a phrase or clause that comes before its sentence's subject.
var openers = wordlist.Set(wordFiles, "openers")
