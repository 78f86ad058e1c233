package people

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// speakersByName sets the speakers of the statements whose source is a name, so
// that pronouns inside their quotations are not given to them.
func (c *finder) speakersByName() {
	for i := range c.statements {
		c.statements[i].Speaker = article.Nobody
		if s := &c.statements[i]; !s.Source.IsZero() {
			c.mendSource(s)
			s.Speaker, s.SpeakerConfidence = c.namedIn(s.Source)
		}
	}
}

// mendSource takes the rest of the name into a source that begins within it, and out of
// the content.
func (c *finder) mendSource(s *article.Statement) {
	first, last := c.TokensIn(s.Source)
	at, found := slices.BinarySearchFunc(c.candidates, first, func(n candidate, first int) int { return cmp.Compare(n.First, first) })
	if found || at == 0 || first >= last {
		return
	}
	n := c.candidates[at-1]
	if n.Last <= first || n.entity < 0 || c.OneWord(n.Range) {
		return
	}
	name := c.Span(n.First, max(n.Last, last))
	rest := slices.DeleteFunc(slices.Clone(s.Content), func(span article.Span) bool { return span.Start >= name.Start && span.End <= name.End })
	if len(rest) > 0 && !slices.ContainsFunc(rest, func(span article.Span) bool { return span.Overlaps(name) }) {
		s.Source, s.Content = name, rest
	}
}

// nameSpeakers sets the speakers that pronouns and descriptions name, takes back those
// that are not certain, then gives the I of each quotation to its speaker.
func (c *finder) nameSpeakers() {
	slices.SortFunc(c.mentions, func(a, b mention) int { return compareSpans(a.Span, b.Span) })
	for i := range c.statements {
		s := &c.statements[i]
		if s.Speaker == article.Nobody && !s.Source.IsZero() {
			s.Speaker, s.SpeakerConfidence = c.meaning(s.Source)
		}
		if s.Speaker == article.Nobody && !s.Source.IsZero() {
			s.Speaker, s.SpeakerConfidence = c.apposed(s.Source), sureApposition
		}
		if s.Speaker == article.Nobody && !s.Source.IsZero() {
			s.Speaker, s.SpeakerConfidence = c.beforeWho(s.Source)
		}
		if s.Source.IsZero() && s.Cue.IsZero() && s.Kind == article.Direct && len(s.Content) > 0 {
			if id, sure, words := c.before(s.Content[0]); sure >= minSure {
				s.Speaker, s.SpeakerConfidence, s.Source = id, sure, words
			}
		}
		if s.Speaker != article.Nobody {
			s.Why = append(s.Why, fmt.Sprintf("speaker %s, %.0f %% sure", c.entities[s.Speaker].text(c), 100*s.SpeakerConfidence))
		}
		if s.Speaker == article.Nobody || s.Kind == article.Direct && lendsVoice(c, s) || s.SpeakerConfidence < minSure || c.hearsay(s.Source) || len(c.entities[s.Speaker].forms) == 0 {
			s.Speaker, s.SpeakerConfidence = article.Nobody, 0
		}
	}
	c.firstPersons()
}

// lendsVoice reports whether the source of a quotation only says in another language what somebody else
// said: "his interpreter", "the interpreter, Ann Berg", or an interpreter who renders it.
func lendsVoice(c *finder, s *article.Statement) bool {
	first, last := c.TokensIn(s.Source)
	for i := first; i < last; i++ {
		if w := strings.ToLower(c.Word(i)); w != "interpreter" && w != "translator" {
			continue
		}
		before := strings.ToLower(c.Word(i - 1))
		return before == "the" || before == "his" || before == "her" || before == "their" || before == "s" || c.Word(i+1) == "for" ||
			strings.HasPrefix(s.Cue.Of(c.Text), "render") || strings.HasPrefix(s.Cue.Of(c.Text), "translat")
	}
	return false
}

// before returns whose the quotation alone in its sentence is, and the words that name them: the only
// person in the sentence before, in the same paragraph, who opens it by name or as he or
// she; Nobody otherwise.
func (c *finder) before(quotation article.Span) (id int, sure float64, words article.Span) {
	first, _ := c.TokensIn(quotation)
	k := int(c.SentenceOf[min(first, len(c.Tokens)-1)]) - 1
	if k < 0 || first == 0 || c.ledIn(first) {
		return article.Nobody, 0, article.Span{}
	}
	s := c.Sentences[k]
	start := c.Tokens[s.First].Start
	if c.quoted[s.First] >= 0 || strings.Contains(c.Text[start:quotation.Start], "\n") || c.asksIn(s) {
		return article.Nobody, 0, article.Span{}
	}
	id, sure = article.Nobody, sureBefore
	at, _ := slices.BinarySearchFunc(c.mentions, start, func(m mention, start int) int { return cmp.Compare(m.Start, start) })
	if w := c.Word(s.First); at < len(c.mentions) && c.mentions[at].Start == start && (w == "He" || w == "She") {
		id, sure, words = c.mentions[at].entity, min(sure, c.mentions[at].sure), c.mentions[at].Span
	}
	for i := range c.candidates {
		if n := c.candidates[i]; n.First >= s.First && n.First < s.Last && !n.body {
			opens := n.First == s.First || n.title == s.First || n.title > s.First && c.roleStart(n.title, s.First) <= s.First+1
			if n.entity < 0 || id >= 0 && id != n.entity || id < 0 && !opens || n.certainty(c) < minSure {
				return article.Nobody, 0, article.Span{}
			}
			if id < 0 {
				words = c.Span(n.First, n.Last)
			}
			id = n.entity
		}
	}
	for ; at < len(c.mentions) && c.mentions[at].End <= quotation.Start; at++ {
		if c.mentions[at].entity != id {
			return article.Nobody, 0, article.Span{}
		}
	}
	return id, sure, words
}

// asksIn reports whether somebody asks something in sentence s, so that what is quoted after it may be the answer.
func (c *registry) asksIn(s doc.Range) bool {
	for i := s.First; i < s.Last; i++ {
		if c.Word(i) == "asked" {
			return true
		}
	}
	return false
}

// ledIn reports whether words before the quotation at token i, in its own sentence, tell whose it is: "A letter from Berg was
// read: “Wait.”".
func (c *registry) ledIn(i int) bool {
	for j := c.Sentences[c.SentenceOf[i]].First; j < i; j++ {
		if c.Tokens[j].Kind == doc.Word {
			return true
		}
	}
	return false
}

// apposed returns the entity whose role between commas the source words are: "Ann
// Berg, the water minister, has called it"; Nobody if they are none.
func (c *finder) apposed(source article.Span) int {
	at, found := slices.BinarySearchFunc(c.Tokens, source.Start, func(t doc.Token, start int) int { return cmp.Compare(t.Start, start) })
	if !found || c.Word(at-1) != "," {
		return article.Nobody
	}
	for id := range c.entities {
		for _, r := range c.entities[id].roles {
			if !r.deed && r.Start >= source.Start && r.first <= at+1 && r.End >= source.End && r.full(c, at) && !c.verbAt(r.last) {
				return id
			}
		}
	}
	return article.Nobody
}

// verbAt reports whether a verb of saying is at token i, right after what looks like a role of the
// one named before the comma, but is the verb's subject: "Asked about Ann Berg, the mayor said". A role has a comma after it.
func (c *syntax) verbAt(i int) bool {
	return i < len(c.Tokens) && c.Info[i].Is(lexicon.SpeechVerb) && !c.Capital(i)
}

// full reports whether the role at token at comes after the name of its bearer.
func (r role) full(c *finder, at int) bool {
	i, _ := slices.BinarySearchFunc(c.candidates, at-1, func(n candidate, last int) int { return cmp.Compare(n.Last, last) })
	return i < len(c.candidates) && c.candidates[i].Last == at-1
}

// hearsay reports whether the source words are not the speaker of the verb after
// them but whom it speaks of: "Berg is said to have left".
func (c *syntax) hearsay(source article.Span) bool {
	_, i := c.TokensIn(source)
	if c.Word(i) == "," {
		i++
	}
	switch c.Word(i) {
	case "is", "was", "are", "were":
	default:
		return false
	}
	i++
	if strings.HasSuffix(c.Word(i), "ly") {
		i++
	}
	return i+1 < len(c.Tokens) && c.Info[i].Is(lexicon.SpeechVerb) && c.Word(i+1) == "to"
}

// namedIn returns the entity whose name heads the source words, Nobody where
// several speak or the name only belongs to the head: "a spokesman for Putin".
func (c *finder) namedIn(source article.Span) (id int, sure float64) {
	first, last := c.TokensIn(source)
	if c.complement(first) {
		return article.Nobody, 0
	}
	at, _ := slices.BinarySearchFunc(c.candidates, first, func(n candidate, first int) int { return cmp.Compare(n.First, first) })
	for ; at < len(c.candidates) && c.candidates[at].First < last; at++ {
		n := c.candidates[at]
		if n.entity < 0 || n.modifier || c.Apostrophe(n.Last) && n.Last+2 < last || c.dependent(n, first) || c.beforeHead(n, last) {
			continue
		}
		if c.joined(n, first, last) || c.besideAnother(n, first) || c.beforeCoordinate(n) {
			return article.Nobody, 0
		}
		return n.entity, n.certainty(c)
	}
	return article.Nobody, 0
}

// complement reports whether the source words that begin at token i only tell who somebody else is taken to be: "a man
// who police say is Berg was heard to say", but not "it was Berg who said".
func (c *finder) complement(i int) bool {
	switch c.Word(i - 1) {
	case "is", "was":
		return !strings.EqualFold(c.Word(i-2), "it") && c.Info[max(i-2, 0)].Is(lexicon.SpeechVerb)
	}
	return false
}

// beforeCoordinate reports whether a name is in apposition to somebody whom the subject of the verb after it
// has to do with: "The miners rejected an offer from the owner, Ann Berg, and said …".
func (c *syntax) beforeCoordinate(n candidate) bool {
	i := n.Last
	if c.Word(i) != "," || c.Word(i+1) != "and" && c.Word(i+1) != "but" || c.Word(n.First-1) != "," {
		return false
	}
	if i += 2; strings.HasSuffix(c.Word(i), "ly") {
		i++
	}
	return i < len(c.Tokens) && c.Info[i].Is(lexicon.SpeechVerb)
}

// beforeHead reports whether a name in source words that end at last comes before the
// noun or name that is their head: "a Vance spokesman", "Vance crony Nils Aker".
func (c *finder) beforeHead(n candidate, last int) bool {
	noun := false
	for i := n.Last; i < last && c.Tokens[i].Kind == doc.Word; i++ {
		info := c.Info[i]
		switch {
		case c.Capital(i):
			return i > n.Last && c.candidateAt(i)
		case info.Is(lexicon.RoleNoun | lexicon.TitleWord | lexicon.RoleModifier | lexicon.OrgNoun):
			noun = true
		case info.Is(lexicon.Preposition | lexicon.VerbWord | lexicon.SpeechVerb | lexicon.PronounWord | lexicon.CommonWord | lexicon.ClauseStart), strings.HasSuffix(c.Word(i), "ly"):
			return noun
		default:
			noun = noun || attributive[c.Word(i)]
		}
	}
	return noun
}

// candidateAt reports whether a name begins at token i.
func (c *candidateFinder) candidateAt(i int) bool {
	_, found := slices.BinarySearchFunc(c.candidates, i, func(n candidate, first int) int { return cmp.Compare(n.First, first) })
	return found
}

// joined reports whether others speak with the one named: "Author and Hanson", "he
// and Bob Goodlatte".
func (c *syntax) joined(n candidate, first, last int) bool {
	if n.Last < last && joins(c.Word(n.Last)) || c.listed(n.Last) {
		return true
	}
	before := n.First - 1
	if n.title >= 0 {
		before = c.roleStart(n.title, max(first, n.First-maxRole)) - 1
	}
	return before >= first && joins(c.Word(before))
}

// listed reports whether another name, and "and" or "or" after it, follow the comma at token i:
// "said Berg, Holt and Reiss".
func (c *syntax) listed(i int) bool {
	for c.Word(i) == "," && c.Capital(i+1) {
		for i++; c.Capital(i); i++ {
		}
		if c.Word(i) == "and" || c.Word(i) == "or" {
			return true
		}
	}
	return false
}

// joins reports whether a word stands between two who speak, or of whom it is open who does.
func joins(word string) bool { return word == "and" || word == "or" || word == "nor" || word == "but" }

// dependent reports whether a name in source words only qualifies their head, as
// after a preposition.
func (c *syntax) dependent(n candidate, first int) bool {
	before := n.First - 1
	if n.title >= 0 {
		before = c.roleStart(n.title, max(first, n.First-maxRole)) - 1
	}
	if t := c.distantTitle(n.First, n.Last, max(first, n.First-maxRole)); t >= 0 && (n.title < 0 || c.Capital(t)) {
		return false
	}
	if n.title >= 0 {
		before = beforeBody(c, before, first)
	}
	if before >= first && (c.Info[before].Is(lexicon.Preposition) || !c.Capital(before) && c.Info[before].Class == 0 && strings.HasSuffix(c.Word(before), "ing")) {
		return true
	}
	for i := before; i >= first && c.Word(i) != ","; i-- {
		if w := c.Word(i); w == "who" || w == "that" || w == "whom" || w == "whose" || w == "which" {
			return true // the man who trained Berg
		}
	}
	return false
}

// beforeBody returns what comes before a body whose name a role follows, if token i is the "of" in it: "Bank of
// Norway governor Ann Berg"; i otherwise.
func beforeBody(c *syntax, i, first int) int {
	if i <= first || c.Word(i) != "of" && c.Word(i) != "for" || !c.Capital(i-1) || !c.Info[i-1].Is(lexicon.OrgNoun) {
		return i
	}
	for i--; i >= first && c.Capital(i) && !c.Article(i); i-- {
	}
	if i >= first && c.Article(i) {
		i--
	}
	return i
}

// firstPersons gives I, me and my in a quotation to its speaker.
func (c *finder) firstPersons() {
	for i := range c.Tokens {
		q := c.quoted[i]
		if q < 0 || c.speaking[q] < 0 || !c.Info[i].Is(lexicon.PronounWord) || c.innerQuote(i) {
			continue
		}
		speaker := c.statements[c.speaking[q]].Speaker
		if speaker < 0 {
			continue
		}
		span := c.PronounSpan(i)
		switch lexicon.Folded(span.Of(c.Text)) {
		case "i", "me", "my", "mine", "myself":
			c.entities[speaker].spans = append(c.entities[speaker].spans, span)
		}
	}
}

// innerQuote reports whether token i is in a quotation within a quotation,
// where I is somebody else.
func (c *finder) innerQuote(i int) bool {
	at, _ := slices.BinarySearchFunc(c.Quotes, c.Tokens[i].Start, func(q doc.Quotation, start int) int { return cmp.Compare(q.Start, start+1) })
	for at--; at >= 0 && at > int(c.quoted[i]); at-- {
		if q := c.Quotes[at]; q.Depth > 0 && q.End >= c.Tokens[i].End {
			return true
		}
	}
	return false
}

// meaning returns the entity of the mention that covers exactly span and the probability
// that it is meant; -1 if no mention does.
func (c *finder) meaning(span article.Span) (id int, sure float64) {
	at, found := slices.BinarySearchFunc(c.mentions, span, func(m mention, s article.Span) int { return compareSpans(m.Span, s) })
	if !found {
		return -1, 0
	}
	return c.mentions[at].entity, c.mentions[at].sure
}

// beforeWho returns the person whom the source "who" means: the one named right before it, or
// before the comma, the age or the role there ("Berg, the envoy, who said"); Nobody if
// several are named there, or if it may mean somebody without a name ("a friend of Berg, who said").
func (c *finder) beforeWho(source article.Span) (id int, sure float64) {
	i, last := c.TokensIn(source)
	if i+1 != last || strings.ToLower(c.Word(i)) != "who" || c.quoted[i] >= 0 {
		return article.Nobody, 0
	}
	n, found := c.candidateBefore(c.appositionBefore(i))
	if !found || n.entity < 0 || n.modifier || n.owns || n.body {
		return article.Nobody, 0
	}
	first := n.First
	if start, head, _ := c.roleBefore(n); head >= 0 {
		first = start
	}
	if c.Article(first-1) && strings.EqualFold(c.Word(first-2), "not") {
		first-- // not the mayor, Ann Berg, who
	}
	switch strings.ToLower(c.Word(first - 1)) {
	case "and", "or", "nor", "but":
		return article.Nobody, 0
	case "not":
		if rather, ok := c.candidateBefore(first - 2); ok && c.Word(first-2) == "," && rather.entity >= 0 && !rather.modifier && !rather.owns && !rather.body {
			return rather.entity, min(rather.certainty(c), sureWho) // it was Berg, not Holt, who said
		}
		return article.Nobody, 0
	case "of", "for", "to":
		if first > 1 && c.Info[first-2].Is(lexicon.RoleNoun|lexicon.TitleWord|lexicon.Relation) {
			return article.Nobody, 0
		}
	}
	return n.entity, min(n.certainty(c), sureWho)
}

// appositionBefore returns where the name before token i ends, a comma, an age and a role of
// the one named left out.
func (c *finder) appositionBefore(i int) int {
	if c.Word(i-1) == "," {
		i--
	}
	if i > 1 && c.Tokens[i-1].Kind == doc.Number && c.Word(i-2) == "," {
		return i - 2
	}
	for id := range c.entities {
		for _, r := range c.entities[id].roles {
			begins := r.first
			if c.Article(begins - 1) {
				begins--
			}
			if !r.deed && r.last == i && c.Word(begins-1) == "," {
				return begins - 1
			}
		}
	}
	return i
}

// candidateBefore returns the name that ends before token last.
func (c *finder) candidateBefore(last int) (candidate, bool) {
	at, found := slices.BinarySearchFunc(c.candidates, last, func(n candidate, last int) int { return cmp.Compare(n.Last, last) })
	if !found {
		return candidate{}, false
	}
	return c.candidates[at], true
}

// besideAnother reports whether a name after a comma in source words may be that of either of two
// persons: "a spokesman for the mayor, Ann Berg", "an aide to Norway's envoy, Ann Berg". Of a body there is one only: "the head of the
// union, Ann Berg".
func (c *syntax) besideAnother(n candidate, first int) bool {
	i := n.First - 2
	if i <= first || c.Word(n.First-1) != "," || !personNoun(c, i) {
		return false
	}
	owned := false
	for i--; i > first && !c.Info[i].Is(lexicon.Preposition); i-- {
		if c.Tokens[i].Kind != doc.Word && !c.Apostrophe(i) {
			return false
		}
		owned = owned || c.Apostrophe(i)
	}
	switch c.Word(i) {
	case "of", "for", "to":
		return i > first && (owned || c.Article(i+1)) && personNoun(c, i-1)
	}
	return false
}

// personNoun reports whether token i is a noun that one person is called by.
func personNoun(c *syntax, i int) bool {
	return c.Info[i].Is(lexicon.RoleNoun|lexicon.TitleWord|lexicon.Relation) && !c.Info[i].Is(lexicon.OrgNoun) && !strings.HasSuffix(c.Word(i), "s")
}
