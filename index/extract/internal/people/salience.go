package people

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// discourse goes through the article once, in order, and keeps what a reader has
// in mind: who was mentioned, who was the subject, who spoke last.
type discourse struct {
	*finder
	recent      []int32 // entities, last mentioned first
	inSentence  int32
	inParagraph int
	subject     int // of this sentence, or -1 if no person
	lastSubject int // of the sentence before
	speaker     int // who spoke last
	speakerAt   int32
	local       int // the subject of the last clause, or whom "who" means
	lastNamed   int // who was mentioned last
	namedUntil  int // and where that mention ends
	quoteHeld   int // the subject of the last clause in the quotation
	quoteOf     int32
	clause      int // the entity whose verb the words since belong to, or -1 if a new clause began
	next        int // candidate
	inQuotation bool
	told        []int32 // sentences up to each one that are not all quoted
	inRole      []bool
	neutral     int  // the last entity who uses they
	neutralAt   int  // and the token of the last mention
	blocking    bool // names that stay open take pronouns, so that nobody else gets them
}

// What a mention adds to salience by where it is.
const (
	subjectWeight    = 4.0
	clauseWeight     = 3.0 // subject of a later clause
	objectWeight     = 2.0
	obliqueWeight    = 1.5 // after a preposition, or a possessive
	quotedWeight     = 1.0
	modifierWeight   = 0.4
	subjectBonus     = 2.0 // a pronoun that is a subject goes on with the last subject
	localBonus       = 2.5 // one after "who", or in a clause below another, goes on with that subject
	quoteBonus       = 3.0 // one in a quotation goes on with the subject there
	hereBonus        = 1.0 // one after a semicolon goes on with somebody before it
	speakerBonus     = 2.0 // "he said" goes on with the last speaker
	unknownGender    = 0.8
	minSalience      = 0.4 // below it a pronoun stays open
	minAlone         = 0.2 // the same if nobody else can be meant
	minLead          = 1.2 // the best must have so many times the next best
	sentencesBack    = 5
	maxRecent        = 16 // entities that a pronoun may mean
	paragraphPenalty = 0.75
)

// countTold counts the sentences of the article's own telling: a reader who comes
// out of a long quotation still knows who speaks.
func (w *discourse) countTold() {
	w.told = make([]int32, len(w.Sentences))
	count := int32(0)
	for s, run := range w.Sentences {
		for i := run.First; i < run.Last; i++ {
			if w.quoted[i] < 0 && !w.reported[i] && w.Tokens[i].Kind == doc.Word {
				count++
				break
			}
		}
		w.told[s] = count
	}
}

// toldIn reports whether sentence s has words of the article's own telling.
func (w *discourse) toldIn(s int32) bool {
	return s < 0 || s == 0 && w.told[s] > 0 || s > 0 && w.told[s] > w.told[s-1]
}

// salienceOf returns an entity's salience now.
func (w *discourse) salienceOf(id int) float64 {
	rank := w.entities[id].rank
	value := rank.value
	back := w.inSentence - rank.sentence
	if !w.inQuotation {
		back = w.told[w.inSentence] - w.told[rank.sentence]
	}
	if value == 0 || back > sentencesBack {
		return 0
	}
	for range back {
		value /= 2
	}
	if p := w.Paragraphs[w.inParagraph]; w.Sentences[rank.sentence].First < p.First {
		value *= paragraphPenalty
	}
	return value
}

func (w *discourse) noteName(n candidate) {
	who := &w.entities[n.entity]
	if g := w.titleGender(n); g != 0 && who.gender == 0 {
		who.gender = g
	}
	w.noteMention(n.entity, n.First, n.Last, n)
	who.sure = n.certainty(w.finder)
}

// noteMention adds a mention to what the reader has in mind.
func (w *discourse) noteMention(id, first, last int, n candidate) {
	weight := w.weight(first, last, n)
	if weight >= clauseWeight && w.fronted(first) {
		weight = clauseWeight
		w.clause, w.local = id, id
	} else if weight >= clauseWeight {
		if w.subject < 0 {
			w.subject, weight = id, subjectWeight
		}
		w.clause, w.local = id, id
	}
	if (w.quoted[first] >= 0 || w.reported[first]) && w.weightAfter(first-1, last) >= clauseWeight {
		w.quoteHeld, w.local = id, id
	}
	w.lastNamed, w.namedUntil = id, last
	if w.entities[id].neutral && w.quoted[first] < 0 {
		w.neutral, w.neutralAt = id, max(w.neutralAt, last)
	}
	switch {
	case w.quoted[first] >= 0 || w.reported[first]:
	case !n.modifier && w.besideSpeech(first, last):
		w.speaker, w.speakerAt = id, w.inSentence
	case weight == subjectWeight && id != w.speaker:
		w.speaker = -1 // the article has gone on to somebody else
	}
	who := &w.entities[id]
	value := max(w.salienceOf(id)+weight/4, weight)
	who.rank = salience{value, w.inSentence}
	who.joined, who.spokenOf = w.joinedName(first, last, n), w.said[first]
	if at := slices.Index(w.recent, int32(id)); at >= 0 {
		w.recent = slices.Delete(w.recent, at, at+1)
	} else if len(w.recent) == maxRecent {
		w.recent = w.recent[:maxRecent-1]
	}
	w.recent = slices.Insert(w.recent, 0, int32(id))
}

// joinedName reports whether "and" joins a name to another: he after "Berg met Holt and
// Reiss" is Berg.
func (w *discourse) joinedName(first, last int, n candidate) bool {
	if n.entity < 0 || n.Last != last {
		return false
	}
	if w.Word(last) == "and" && (w.Capital(last+1) || w.roleOfNext(last+1)) {
		return true
	}
	if start, head, _ := w.roleBefore(n); head >= 0 {
		first = start
	}
	return w.Word(first-1) == "and" && w.Word(first-2) != ","
}

// roleOfNext reports whether the role of the next name begins at token i: "and captain Ann Berg".
func (w *discourse) roleOfNext(i int) bool {
	at, _ := slices.BinarySearchFunc(w.candidates, i, func(n candidate, first int) int { return n.First - first })
	if at == len(w.candidates) || w.candidates[at].First-i > maxRole || w.SentenceOf[w.candidates[at].First] != w.SentenceOf[i] {
		return false
	}
	start, head, _ := w.roleBefore(w.candidates[at])
	return head >= 0 && start == i
}

// fronted reports whether token i is in a clause before its sentence's own: "When Berg
// left, ...".
func (w *discourse) fronted(i int) bool {
	first := w.Sentences[w.inSentence].First
	if w.quoted[i] >= 0 || w.subject >= 0 || !fronting[strings.ToLower(w.Word(first))] {
		return false
	}
	for j := first; j < i; j++ {
		if w.Word(j) == "," && !w.inRole[j-1] {
			return false
		}
	}
	for j := i; j < w.Sentences[w.inSentence].Last; j++ {
		if w.Word(j) == "," {
			return true
		}
	}
	return false
}

// fronting are the words that begin a clause before its sentence's own.
var fronting = map[string]bool{"when": true, "while": true, "as": true, "after": true, "before": true, "although": true,
	"though": true, "if": true, "because": true, "since": true, "once": true, "until": true, "unless": true}

// weight returns what the mention in tokens first to last adds by where it is.
func (w *discourse) weight(first, last int, n candidate) float64 {
	switch {
	case n.modifier:
		return modifierWeight
	case n.owns:
		return w.inQuote(first, obliqueWeight)
	case w.besideSpeech(first, last) && w.quoted[first] < 0 && !w.reported[first]:
		return subjectWeight
	case w.Apostrophe(last) && w.Tokens[last].Start == w.Tokens[last-1].End && w.Word(last+1) == "s", w.Apostrophe(last) && strings.HasSuffix(w.Word(last-1), "s"):
		return w.inQuote(first, obliqueWeight)
	}
	before := first - 1
	for before >= 0 && w.inRole[before] || w.Word(before) == "," && before > 0 && w.inRole[before-1] || w.Word(before) == "." && before > 0 && w.TitleBefore(first) == before-1 { // Trump's envoy, Steve Witkoff
		before--
	}
	if n.title >= 0 && before == first-1 {
		before = n.title - 1
	}
	if w.Word(first-1) == "," || n.title >= 0 {
		before = w.possessorStart(before+1) - 1
	}
	if w.Article(before) || w.Word(before) == "The" {
		before--
	}
	if w.afterAdverbial(first) {
		return w.inQuote(first, subjectWeight)
	}
	return w.inQuote(first, w.weightAfter(before, last))
}

// afterAdverbial reports whether he or she at token i is the subject of its sentence, after a place or time without a comma:
// "At the technical college she met Berg".
func (w *discourse) afterAdverbial(i int) bool {
	first := w.Sentences[w.inSentence].First
	if !pronounForms[w.Word(i)].subject || w.subject >= 0 || i-first > maxAdverbial || !w.Info[first].Is(lexicon.Preposition) || !w.Capital(first) {
		return false
	}
	for j := first + 1; j < i; j++ {
		if w.Tokens[j].Kind == doc.Mark || !w.Capital(j) && w.Info[j].Is(lexicon.VerbWord|lexicon.SpeechVerb|lexicon.PersonVerb|lexicon.PronounWord|lexicon.ClauseStart) {
			return false
		}
	}
	return true
}

// maxAdverbial is how many tokens a place or time may have that a sentence begins with.
const maxAdverbial = 6

// possessorStart returns where the possessor begins whose role is at token i: "the council's
// leader, Ann Berg", "her manager, Ann Berg"; i itself where there is none.
func (w *discourse) possessorStart(i int) int {
	floor := w.Sentences[w.inSentence].First
	if i-1 >= floor && possessors[strings.ToLower(w.Word(i-1))] {
		return i - 1
	}
	j := i
	for steps := 0; j-1 >= floor && steps < 4 && w.Info[j-1].Class&^(lexicon.RoleModifier|lexicon.OrgNoun|lexicon.PlaceWord) == 0 && w.Tokens[j-1].Kind == doc.Word && w.Word(j-1) != "s"; steps++ {
		j--
	}
	if j-2 < floor || w.Word(j-1) != "s" || !w.Apostrophe(j-2) {
		return i
	}
	for j -= 2; j-1 >= floor && w.Tokens[j-1].Kind == doc.Word && (w.Capital(j-1) || w.Info[j-1].Class&^(lexicon.RoleNoun|lexicon.TitleWord|lexicon.RoleModifier|lexicon.OrgNoun|lexicon.NotPerson|lexicon.Relation) == 0); j-- {
	}
	return j
}

// inQuote lowers the weight of what is only quoted.
func (w *discourse) inQuote(i int, weight float64) float64 {
	if w.quoted[i] >= 0 || w.reported[i] {
		return min(weight, quotedWeight)
	}
	return weight
}

// weightAfter returns the weight of a mention that token before precedes.
func (w *discourse) weightAfter(before, last int) float64 {
	word := strings.ToLower(w.Word(before))
	clauseStarts := before >= 0 && w.Info[before].Is(lexicon.ClauseStart)
	switch {
	case before < 0 || w.SentenceOf[before] != w.inSentence:
		return subjectWeight
	case word == "to" && strings.ToLower(w.Word(before-1)) == "according":
		return subjectWeight
	case word == "and" || word == "or":
		if w.clause >= 0 || last < len(w.Info) && w.Info[last].Is(lexicon.VerbWord|lexicon.SpeechVerb|lexicon.PersonVerb) {
			return clauseWeight
		}
		return objectWeight
	case word == "that", clauseStarts && last < len(w.Info) && w.clauseVerb(last):
		return clauseWeight
	case w.Info[before].Is(lexicon.Preposition):
		return obliqueWeight
	case w.Tokens[before].Kind == doc.Mark && !w.Apostrophe(before):
		if w.clauseVerb(last) {
			return clauseWeight
		}
		return objectWeight
	case clauseStarts:
		return clauseWeight
	}
	return objectWeight
}

// clauseVerb reports whether a verb, an adverb or an apposition follows at i, as
// after a subject.
func (w *discourse) clauseVerb(i int) bool {
	if i >= len(w.Tokens) {
		return false
	}
	word := w.Word(i)
	return w.Info[i].Is(lexicon.VerbWord|lexicon.SpeechVerb|lexicon.PersonVerb) || word == "," || strings.HasSuffix(word, "ed") || strings.HasSuffix(word, "s") && w.Info[i].Class == 0 && w.Tokens[i].Kind == doc.Word
}

// besideSpeech reports whether the words are the subject of a speech verb.
func (w *discourse) besideSpeech(first, last int) bool {
	before := first - 1
	if t := w.TitleBefore(first); t >= 0 {
		before = w.roleStart(t, max(w.Sentences[w.SentenceOf[first]].First, first-maxRole)) - 1
	}
	if before > 0 && w.Word(before) == "to" && strings.EqualFold(w.Word(before-1), "according") {
		return true
	}
	if before >= 0 && w.SentenceOf[before] == w.SentenceOf[first] && w.Info[before].Is(lexicon.Preposition) && !w.Info[before].Is(lexicon.ClauseStart) {
		return false // a friend of Berg said
	}
	if w.Word(last) == "," && w.Word(first-1) == "," && w.Info[min(last+1, len(w.Info)-1)].Is(lexicon.SpeechVerb) {
		last++ // its manager, Ann Berg, said
	} else {
		last = w.afterApposition(last)
	}
	if last < len(w.Tokens) && w.Info[last].Is(lexicon.SpeechVerb) && !w.Capital(last) && w.SentenceOf[last] == w.SentenceOf[first] {
		return true
	}
	return before > 0 && w.Info[before].Is(lexicon.SpeechVerb) && w.Tokens[before-1].Kind == doc.Mark && !w.Apostrophe(before-1)
}

// afterApposition returns the token after what is between commas from i: a role, an
// age, a clause with who; i itself if no comma is.
func (w *discourse) afterApposition(i int) int {
	if w.Word(i) != "," {
		return i
	}
	for j := i + 1; j < len(w.Tokens) && j < i+maxApposition && w.SentenceOf[j] == w.SentenceOf[i]; j++ {
		if w.Word(j) == "," {
			return j + 1
		}
	}
	return i
}

// mayTurn reports whether the pronoun at token i may mean whom the article is about, rather than id
// whom it was about to tell of: in an obituary, each paragraph begins with her again.
func (w *discourse) mayTurn(i, id int, gender lexicon.Class) bool {
	first := w.Paragraphs[w.inParagraph].First
	if w.subject >= 0 || w.quoted[i] >= 0 || w.Sentences[w.inSentence].First != first || w.entities[id].count > 1 || w.besideSpeech(i, i+1) {
		return false
	}
	if _, speaks := w.sourceAt[i]; speaks {
		return false
	}
	for _, n := range w.candidates {
		if n.First >= w.Sentences[0].Last || n.entity == id {
			return false
		}
		if n.entity >= 0 && !n.modifier {
			who := &w.entities[n.entity]
			return who.gender == gender && who.rank.value > 0
		}
	}
	return false
}
