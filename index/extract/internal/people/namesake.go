package people

import (
	"slices"
	"strconv"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// choose returns the entity whom a name of one word means and the probability that it
// is meant; -1 if uncertain.
func (w *discourse) choose(n candidate) (id int, sure float64) {
	if !w.OneWord(n.Range) {
		return -1, 0
	}
	word := w.FamilyKey(n.Range)
	ids := w.namesakes(word)
	if len(ids) == 0 || !w.mayBeAlone(n, word, ids) {
		return -1, 0
	}
	fitting := make([]int32, 0, 4)
	offices := officeHolders{w.finder}
	for _, id := range ids {
		if g := w.titleGender(n); (g == 0 || w.entities[id].gender == 0 || w.entities[id].gender == g) && !offices.another(n, int(id)) {
			fitting = append(fitting, id)
		}
	}
	if byTitle := w.withTitle(fitting, n); len(byTitle) > 0 {
		fitting = byTitle
	}
	if len(fitting) > 1 {
		fitting = w.ofGender(fitting, w.genderAhead(n.Last))
	}
	if known := w.introduced(fitting); len(known) == 1 {
		return int(known[0]), sureIntroduced
	}
	if len(fitting) == 1 {
		return int(fitting[0]), sureShortName
	}
	return w.mostSalient(fitting)
}

// introduced returns those of the entities whom the article has named before.
func (w *discourse) introduced(ids []int32) []int32 {
	var out []int32
	for _, id := range ids {
		if w.entities[id].rank.value > 0 {
			out = append(out, id)
		}
	}
	return out
}

// genderAhead returns the gender of the pronoun that takes up the name ending at i in
// its sentence, or 0 if none does. Whom somebody rang is another: "Berg rang her".
func (w *discourse) genderAhead(i int) lexicon.Class {
	for j := i; j < len(w.Tokens) && j < i+15 && w.SentenceOf[j] == w.SentenceOf[i-1] && w.quoted[j] == w.quoted[i-1] && !w.Capital(j); j++ {
		if form, ok := pronounForms[w.Word(j)]; ok && !w.objectAlone(j, form) {
			return form.gender
		}
	}
	return 0
}

// objectAlone reports whether the pronoun at token i is the object of a verb, with no noun after it: him, or her in "Berg rang
// her on Monday".
func (w *discourse) objectAlone(i int, form pronounForm) bool {
	if !form.object || !form.possessive || i+1 >= len(w.Tokens) {
		return form.object
	}
	next := w.Info[i+1]
	return w.Tokens[i+1].Kind == doc.Mark || next.Is(lexicon.Preposition|lexicon.ClauseStart|lexicon.CommonWord|lexicon.VerbWord) && !next.Is(lexicon.RoleModifier|lexicon.RoleNoun|lexicon.OrgNoun)
}

// ofGender returns those of the entities who may be of gender g, all of them where
// none or nothing fits.
func (w *discourse) ofGender(ids []int32, g lexicon.Class) []int32 {
	if g == 0 {
		return ids
	}
	out := make([]int32, 0, len(ids))
	for _, id := range ids {
		if own := w.entities[id].gender; own == 0 || own == g {
			out = append(out, id)
		}
	}
	if len(out) == 0 {
		return ids
	}
	return out
}

// mayBeAlone guards names that are other words too: places, verbs, months.
func (w *discourse) mayBeAlone(n candidate, word string, ids []int32) bool {
	info := w.Info[n.First]
	byFamily := w.entities[ids[0]].family == word
	if info.Is(lexicon.NotPerson) {
		before := strings.ToLower(w.Word(n.First - 1))
		if before == "in" || before == "at" || before == "from" || before == "near" || before == "to" || before == "the" || before == "of" {
			return false
		}
	}
	if info.Is(lexicon.CommonWord|lexicon.VerbWord|lexicon.Preposition|lexicon.TitleWord|lexicon.RoleModifier) && w.StartsSentence(n.First) {
		next := w.Info[min(n.Last, len(w.Info)-1)]
		if !byFamily || !next.Is(lexicon.SpeechVerb|lexicon.VerbWord|lexicon.PersonVerb) {
			return false
		}
	}
	if !byFamily && info.Is(lexicon.DoubtfulName) && !info.Is(lexicon.FamilyName) && w.StartsSentence(n.First) && !w.besideSpeech(n.First, n.Last) {
		return false
	}
	if strings.ToLower(w.Word(n.First-1)) == "the" && n.title < 0 && !n.modifier {
		return false
	}
	return true
}

// withTitle returns those of the entities whose roles have the name's title.
func (w *discourse) withTitle(ids []int32, n candidate) []int32 {
	if n.title < 0 || len(ids) < 2 {
		return nil
	}
	title := lexicon.Folded(w.Word(n.title))
	var out []int32
	for _, id := range ids {
		if slices.ContainsFunc(w.entities[id].roles, func(r role) bool { return r.head == title || sameKind(title, r.head) }) || w.shortForm(id, title) {
			out = append(out, id)
		}
	}
	return out
}

// shortForm reports whether the article names an entity by its family name alone, with this title.
func (w *discourse) shortForm(id int32, title string) bool {
	who := &w.entities[id]
	return who.given == "" && who.full.title >= 0 && lexicon.Folded(w.Word(who.full.title)) == title
}

// mostSalient returns the one of several namesakes who is clearly meant: the most
// present one where it is also the one most named, else the one named four
// times as often; -1 if neither is clear.
func (w *discourse) mostSalient(ids []int32) (id int, sure float64) {
	if len(ids) == 0 {
		return -1, 0
	}
	here, named := int(ids[0]), int(ids[0])
	for _, id := range ids[1:] {
		if w.salienceOf(int(id)) > w.salienceOf(here) {
			here = int(id)
		}
		if w.entities[id].count > w.entities[named].count {
			named = int(id)
		}
	}
	first, most := w.salienceOf(here), w.entities[named].count
	second, next := 0.0, 0
	for _, id := range ids {
		if int(id) != here {
			second = max(second, w.salienceOf(int(id)))
		}
		if int(id) != named {
			next = max(next, w.entities[id].count)
		}
	}
	switch {
	case here == named && first >= 2*second && most >= 3 && most >= 4*next:
		return here, sureDominant
	case here == named && first >= minSalience && (first >= 2*second || most >= 2*next):
		return here, sureNamesake
	case first >= minSalience && first >= 4*second && most < 4*next:
		return here, sureNamesake
	case most >= 4*next && most >= 3, most >= 2*next && most >= 3 && w.inSentence-w.entities[here].rank.sentence > 1:
		return named, sureNamesake
	}
	return -1, 0
}

// officeHolders tells those who have an office from others of their family name.
type officeHolders struct{ *finder }

// another reports whether a family name with the title of an office is not entity id's, whose full name the
// article gives and who is something else: Inspector Berg is not Nora Berg, 12, nor President Berg
// the first lady, nor a woman of whose office the article says nothing.
func (c officeHolders) another(n candidate, id int) bool {
	who := &c.entities[id]
	if who.given != "" && c.OneWord(n.Range) && n.score >= minScore && c.kinOf(n, who) {
		return true
	}
	if n.title < 0 || n.onlyKnown || n.modifier || n.score < minScore || who.given == "" || !c.OneWord(n.Range) || !c.Capital(n.title) || !officeTitles[lexicon.Folded(c.Word(n.title))] {
		return false
	}
	private := false
	for _, r := range who.roles {
		if !privateRoles[r.head] {
			return false
		}
		private = private || !r.former
	}
	presidents := len(who.roles) == 0 && who.gender == lexicon.FemaleName && c.Word(n.title) == "President"
	return (private || presidents || c.privately(who.full)) && !c.inSentence(who.full.First, c.Word(n.title))
}

// kinOf reports whether a name with a title is introduced as that of who's kin, of the same family name: "the archbishop's brother,
// the Labour peer Lord Corder", "his wife, Lady Corder" where who is the archbishop, or a man.
func (c officeHolders) kinOf(n candidate, who *entity) bool {
	if n.title < 0 {
		return false
	}
	first := c.Sentences[c.SentenceOf[n.First]].First
	for i := n.title - 1; i > first+1 && i >= n.title-maxKin; i-- {
		if c.Word(i) != "," {
			if c.Info[i].Is(lexicon.VerbWord | lexicon.SpeechVerb | lexicon.PronounWord | lexicon.Preposition) {
				return false
			}
			continue
		}
		if !kin[c.Word(i-1)] {
			return false
		}
		if form := pronounForms[strings.ToLower(c.Word(i-2))]; form.possessive {
			return form.gender == who.gender
		}
		if c.Word(i-2) != "s" || !c.Apostrophe(i-3) || i < 5 {
			return false
		}
		owner := lexicon.Folded(c.Word(i - 4))
		return owner == who.given || owner == who.family || slices.ContainsFunc(who.roles, func(r role) bool { return r.head == owner })
	}
	return false
}

// maxKin is how many tokens may be between somebody's brother and the title of his name: "his brother, the Labour peer Lord Berg".
const maxKin = 6

// inSentence reports whether the sentence of token i has the word of a title in small letters: "Berg, a farmer, was
// elected mayor".
func (c officeHolders) inSentence(i int, title string) bool {
	title = strings.ToLower(title)
	for s := c.Sentences[c.SentenceOf[i]]; s.First < s.Last; s.First++ {
		if c.Word(s.First) == title {
			return true
		}
	}
	return false
}

// privately reports whether the words beside a full name say that its bearer is a child, the first lady or somebody's
// wife: what no role is read from.
func (c officeHolders) privately(full candidate) bool {
	before, after := full.First-1, full.Last
	if c.Word(before) == "," {
		before--
	}
	if c.Word(after) == "," {
		if age, err := strconv.Atoi(c.Word(after + 1)); err == nil && c.ageAt(after+1) {
			return age < adult
		}
		if after++; c.Article(after) {
			after++
		}
		if strings.EqualFold(c.Word(after), "first") && strings.EqualFold(c.Word(after+1), "lady") {
			return true
		}
	}
	return strings.EqualFold(c.Word(before), "lady") && strings.EqualFold(c.Word(before-1), "first") || privateRoles[lexicon.Folded(c.Word(before))]
}

// adult is the age from which on somebody may have an office.
const adult = 18

var (
	officeTitles = wordlist.Set(wordFiles, "office_titles")
	privateRoles = wordlist.Set(wordFiles, "private_roles")
	kin          = wordlist.Set(wordFiles, "kin")
)
