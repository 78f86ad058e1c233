package extract

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// salience is how present a character is to the reader, after Lappin and Leass
// (1994): mentions add to it, subjects most, and it halves with each sentence.
type salience struct {
	value    float64
	sentence int32
}

// What a mention adds to salience by where it stands.
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
	speakerBonus     = 2.0 // "he said" goes on with the last speaker
	unknownGender    = 0.8
	leastSalience    = 0.4 // below it a pronoun stays open
	leastAlone       = 0.2 // the same where nobody else can be meant
	leastLead        = 1.2 // the best must have so many times the next best
	sentencesBack    = 5
	mostRecent       = 16 // characters that a pronoun may mean
	paragraphPenalty = 0.75
)

// walker goes through the article once, in order, and keeps what a reader has
// in mind: who was mentioned, who was the subject, who spoke last.
type walker struct {
	*cast
	recent      []int32 // characters, last mentioned first
	inSentence  int32
	inParagraph int
	subject     int // of this sentence, -1 where no person
	lastSubject int // of the sentence before
	speaker     int // who spoke last
	speakerAt   int32
	local       int // the subject of the last clause, or whom "who" means
	lastNamed   int // who was mentioned last
	namedUntil  int // and where that mention ends
	quoteHeld   int // the subject of the last clause in the quotation
	quoteOf     int32
	clause      int // the character whose verb the words since belong to, -1 where a new clause began
	next        int // candidate
	inQuotation bool
	told        []int32 // sentences up to each one that are not all quoted
	inRole      []bool
}

func (c *cast) newWalker() *walker {
	w := &walker{cast: c, subject: -1, lastSubject: -1, speaker: -1, clause: -1, local: -1, lastNamed: -1, quoteHeld: -1, quoteOf: -1, inSentence: -1, inRole: make([]bool, len(c.d.tokens))}
	w.countTold()
	for i := range c.characters {
		c.characters[i].rank = salience{}
		for _, r := range c.characters[i].roles {
			for t := r.first; t < r.last; t++ {
				w.inRole[t] = true
			}
		}
	}
	return w
}

// countTold counts the sentences of the article's own telling: a reader who comes
// out of a long quotation still knows who speaks.
func (w *walker) countTold() {
	w.told = make([]int32, len(w.d.sentences))
	count := int32(0)
	for s, run := range w.d.sentences {
		for i := run.first; i < run.last; i++ {
			if w.quoted[i] < 0 && !w.reported[i] && w.d.tokens[i].kind == wordToken {
				count++
				break
			}
		}
		w.told[s] = count
	}
}

// walk resolves names of one word that several bear, then pronouns and
// descriptions.
func (c *cast) walk() {
	w := c.newWalker()
	w.run(func(int) int { return 0 })
	c.speakersByName()
	w = c.newWalker()
	w.run(w.resolve)
	for i := range c.candidates {
		if n := c.candidates[i]; n.character >= 0 {
			who := &c.characters[n.character]
			span := c.span(n.first, n.last)
			who.spans = append(who.spans, span)
			who.forms = append(who.forms, span)
		}
	}
	for _, m := range c.mentions {
		c.characters[m.character].spans = append(c.characters[m.character].spans, m.Span)
	}
}

// run visits the names in order and hands every other token to visit, which
// says how many more tokens it took.
func (w *walker) run(visit func(i int) int) {
	for i := 0; i < len(w.d.tokens); i++ {
		w.enter(i)
		for w.next < len(w.candidates) && w.candidates[w.next].first < i {
			w.next++
		}
		if w.next < len(w.candidates) && w.candidates[w.next].first == i {
			n := &w.candidates[w.next]
			if n.character < 0 && !n.body {
				if n.character = w.choose(*n); n.character >= 0 {
					w.characters[n.character].count++
				}
			}
			if n.character >= 0 {
				w.noteName(*n)
			}
			i = n.last - 1
			continue
		}
		i += visit(i)
	}
}

// enter notes that token i begins a sentence, a paragraph or a clause.
func (w *walker) enter(i int) {
	if s := w.sentence[i]; s != w.inSentence {
		w.lastSubject = w.subject
		w.subject, w.clause, w.local, w.inSentence = -1, -1, -1, s
		if w.inParagraph < len(w.d.paragraphs) && i >= w.d.paragraphs[w.inParagraph].last {
			w.inParagraph++
		}
	}
	w.inQuotation = w.quoted[i] >= 0 || w.reported[i]
	if q := w.quoted[i]; q != w.quoteOf {
		w.quoteOf, w.quoteHeld = q, -1
	}
	if word := w.d.word(i); word == "who" && w.lastNamed >= 0 && i-w.namedUntil <= 1 {
		w.local = w.lastNamed
	}
	if w.info[i].is(clauseStart) || w.d.tokens[i].kind == markToken && !w.apostrophe(i) {
		w.clause = -1
	}
}

// choose is the character whom a name of one word means, -1 where uncertain.
func (w *walker) choose(n candidate) int {
	if !w.oneWord(n) {
		return -1
	}
	word := w.key(n)
	ids := w.namesakes(word)
	if len(ids) == 0 || !w.mayBeAlone(n, word, ids) {
		return -1
	}
	fitting := make([]int32, 0, 4)
	for _, id := range ids {
		if g := w.titleGender(n); g == 0 || w.characters[id].gender == 0 || w.characters[id].gender == g {
			fitting = append(fitting, id)
		}
	}
	if byTitle := w.withTitle(fitting, n); len(byTitle) > 0 {
		fitting = byTitle
	}
	if len(fitting) > 1 {
		fitting = w.ofGender(fitting, w.genderAhead(n.last))
	}
	if len(fitting) == 1 {
		return int(fitting[0])
	}
	return w.mostPresent(fitting)
}

// genderAhead is the gender of the pronoun that takes up the name ending at i in
// its sentence, 0 where none does.
func (w *walker) genderAhead(i int) class {
	for j := i; j < len(w.d.tokens) && j < i+15 && w.sentence[j] == w.sentence[i-1] && w.quoted[j] == w.quoted[i-1] && !w.capital(j); j++ {
		if form, ok := pronounForms[w.d.word(j)]; ok {
			return form.gender
		}
	}
	return 0
}

// ofGender are those of the characters who may be of gender g, all of them where
// none or nothing fits.
func (w *walker) ofGender(ids []int32, g class) []int32 {
	if g == 0 {
		return ids
	}
	out := make([]int32, 0, len(ids))
	for _, id := range ids {
		if own := w.characters[id].gender; own == 0 || own == g {
			out = append(out, id)
		}
	}
	if len(out) == 0 {
		return ids
	}
	return out
}

// mayBeAlone guards names that are other words too: places, verbs, months.
func (w *walker) mayBeAlone(n candidate, word string, ids []int32) bool {
	info := w.info[n.first]
	byFamily := w.characters[ids[0]].family == word
	if info.is(notPerson) {
		before := strings.ToLower(w.d.word(n.first - 1))
		if before == "in" || before == "at" || before == "from" || before == "near" || before == "to" || before == "the" || before == "of" {
			return false
		}
	}
	if info.is(commonWord|verbWord|preposition|titleWord|roleModifier) && w.startsSentence(n.first) {
		next := w.info[min(n.last, len(w.info)-1)]
		if !byFamily || !next.is(speechVerb|verbWord|personVerb) {
			return false
		}
	}
	if !byFamily && info.is(doubtfulName) && w.startsSentence(n.first) {
		return false
	}
	if strings.ToLower(w.d.word(n.first-1)) == "the" && n.title < 0 && !n.modifier {
		return false
	}
	return true
}

// withTitle are those of the characters whose roles have the name's title.
func (w *walker) withTitle(ids []int32, n candidate) []int32 {
	if n.title < 0 || len(ids) < 2 {
		return nil
	}
	title := folded(w.d.word(n.title))
	var out []int32
	for _, id := range ids {
		if slices.ContainsFunc(w.characters[id].roles, func(r role) bool { return r.head == title }) {
			out = append(out, id)
		}
	}
	return out
}

// mostPresent is the one of several namesakes who is clearly meant: the most
// present one where it is also the one most named, else the one named four
// times as often; -1 where neither is clear.
func (w *walker) mostPresent(ids []int32) int {
	if len(ids) == 0 {
		return -1
	}
	here, named := int(ids[0]), int(ids[0])
	for _, id := range ids[1:] {
		if w.presence(int(id)) > w.presence(here) {
			here = int(id)
		}
		if w.characters[id].count > w.characters[named].count {
			named = int(id)
		}
	}
	first, most := w.presence(here), w.characters[named].count
	second, next := 0.0, 0
	for _, id := range ids {
		if int(id) != here {
			second = max(second, w.presence(int(id)))
		}
		if int(id) != named {
			next = max(next, w.characters[id].count)
		}
	}
	switch {
	case here == named && first >= leastSalience && (first >= 2*second || most >= 2*next):
		return here
	case first >= leastSalience && first >= 4*second && most < 4*next:
		return here
	case most >= 4*next && most >= 3, most >= 2*next && most >= 3 && w.inSentence-w.characters[here].rank.sentence > 1:
		return named
	}
	return -1
}

// presence is a character's salience now.
func (w *walker) presence(id int) float64 {
	rank := w.characters[id].rank
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
	if p := w.d.paragraphs[w.inParagraph]; w.d.sentences[rank.sentence].first < p.first {
		value *= paragraphPenalty
	}
	return value
}

func (w *walker) noteName(n candidate) {
	who := &w.characters[n.character]
	if g := w.titleGender(n); g != 0 && who.gender == 0 {
		who.gender = g
	}
	w.note(n.character, n.first, n.last, n)
}

// note adds a mention to what the reader has in mind.
func (w *walker) note(id, first, last int, n candidate) {
	weight := w.weight(first, last, n)
	if weight >= clauseWeight {
		if w.subject < 0 {
			w.subject, weight = id, subjectWeight
		}
		w.clause, w.local = id, id
	}
	if (w.quoted[first] >= 0 || w.reported[first]) && w.weightAfter(first-1, last) >= clauseWeight {
		w.quoteHeld, w.local = id, id
	}
	w.lastNamed, w.namedUntil = id, last
	if w.quoted[first] < 0 && w.besideSpeech(first, last) {
		w.speaker, w.speakerAt = id, w.inSentence
	}
	who := &w.characters[id]
	value := max(w.presence(id)+weight/4, weight)
	who.rank = salience{value, w.inSentence}
	if at := slices.Index(w.recent, int32(id)); at >= 0 {
		w.recent = slices.Delete(w.recent, at, at+1)
	} else if len(w.recent) == mostRecent {
		w.recent = w.recent[:mostRecent-1]
	}
	w.recent = slices.Insert(w.recent, 0, int32(id))
}

// weight is what the mention in tokens first to last adds by where it stands.
func (w *walker) weight(first, last int, n candidate) float64 {
	switch {
	case n.modifier:
		return modifierWeight
	case w.besideSpeech(first, last) && w.quoted[first] < 0 && !w.reported[first]:
		return subjectWeight
	case w.apostrophe(last) && w.d.tokens[last].Start == w.d.tokens[last-1].End && w.d.word(last+1) == "s", w.apostrophe(last) && strings.HasSuffix(w.d.word(last-1), "s"):
		return w.inQuote(first, obliqueWeight)
	}
	before := first - 1
	for before >= 0 && w.inRole[before] || w.d.word(before) == "," && before > 0 && w.inRole[before-1] || w.d.word(before) == "." && before > 0 && w.titleBefore(first) == before-1 { // Trump's envoy, Steve Witkoff
		before--
	}
	if n.title >= 0 && before == first-1 {
		before = n.title - 1
	}
	if w.article(before) || w.d.word(before) == "The" {
		before--
	}
	return w.inQuote(first, w.weightAfter(before, last))
}

// inQuote lowers the weight of what is only quoted.
func (w *walker) inQuote(i int, weight float64) float64 {
	if w.quoted[i] >= 0 || w.reported[i] {
		return min(weight, quotedWeight)
	}
	return weight
}

// weightAfter is the weight of a mention that token before precedes.
func (w *walker) weightAfter(before, last int) float64 {
	word := strings.ToLower(w.d.word(before))
	clauseStarts := before >= 0 && w.info[before].is(clauseStart)
	switch {
	case before < 0 || w.sentence[before] != w.inSentence:
		return subjectWeight
	case word == "to" && strings.ToLower(w.d.word(before-1)) == "according":
		return subjectWeight
	case word == "and" || word == "or":
		if w.clause >= 0 || last < len(w.info) && w.info[last].is(verbWord|speechVerb|personVerb) {
			return clauseWeight
		}
		return objectWeight
	case word == "that", clauseStarts && last < len(w.info) && w.clauseVerb(last):
		return clauseWeight
	case w.info[before].is(preposition):
		return obliqueWeight
	case w.d.tokens[before].kind == markToken && !w.apostrophe(before):
		if w.clauseVerb(last) {
			return clauseWeight
		}
		return objectWeight
	case clauseStarts:
		return clauseWeight
	}
	return objectWeight
}

// clauseVerb says whether a verb, an adverb or an apposition follows at i, as
// after a subject.
func (w *walker) clauseVerb(i int) bool {
	if i >= len(w.d.tokens) {
		return false
	}
	word := w.d.word(i)
	return w.info[i].is(verbWord|speechVerb|personVerb) || word == "," || strings.HasSuffix(word, "ed") || strings.HasSuffix(word, "s") && w.info[i].class == 0 && w.d.tokens[i].kind == wordToken
}

// besideSpeech says whether the words are the subject of a speech verb.
func (w *walker) besideSpeech(first, last int) bool {
	last = w.afterApposition(last)
	if last < len(w.d.tokens) && w.info[last].is(speechVerb) && !w.capital(last) && w.sentence[last] == w.sentence[first] {
		return true
	}
	if before := first - 1; before >= 0 && w.d.word(before) == "to" && strings.EqualFold(w.d.word(before-1), "according") {
		return true
	}
	before := first - 1
	if t := w.titleBefore(first); t >= 0 {
		before = w.roleStart(t, max(w.d.sentences[w.sentence[first]].first, first-longestRole)) - 1
	}
	return before > 0 && w.info[before].is(speechVerb) && w.d.tokens[before-1].kind == markToken && !w.apostrophe(before-1)
}

// longestApposition is how many tokens may stand between the commas after a name.
const longestApposition = 20

// afterApposition is the token after what stands between commas from i: a role, an
// age, a clause with who; i itself where no comma is.
func (w *walker) afterApposition(i int) int {
	if w.d.word(i) != "," {
		return i
	}
	for j := i + 1; j < len(w.d.tokens) && j < i+longestApposition && w.sentence[j] == w.sentence[i]; j++ {
		if w.d.word(j) == "," {
			return j + 1
		}
	}
	return i
}

// resolve finds whom the pronoun or description at token i means.
func (w *walker) resolve(i int) int {
	info := w.info[i]
	switch {
	case info.is(pronounWord):
		w.pronoun(i)
	case info.is(commonWord) && (w.article(i) || w.determiner(i)):
		return w.description(i)
	}
	return 0
}

// addMention records that tokens first to last mean character id.
func (w *walker) addMention(id, first, last int, pronoun bool) {
	span := w.span(first, last)
	if pronoun {
		span = w.pronounSpan(first)
	}
	w.mentions = append(w.mentions, mention{span, id, pronoun})
	w.note(id, first, last, candidate{first: first, last: last, title: -1})
}

// meaning is the character of the mention that covers exactly span, -1 where none.
func (c *cast) meaning(span article.Span) int {
	at, found := slices.BinarySearchFunc(c.mentions, span, func(m mention, s article.Span) int { return compareSpans(m.Span, s) })
	if !found {
		return -1
	}
	return c.mentions[at].character
}
