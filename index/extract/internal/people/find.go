package people

import (
	"cmp"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// Find finds the persons of d with every mention that is certain, and
// sets Speaker of each statement to the person whom its source words mean.
//
// Its stages: the words are looked up (people_words), runs of capitalised
// words become candidates (people_candidate), what stands around them tells
// which name persons (people_evidence), names of one person are joined
// (people_cluster), roles are read beside them (people_role), and pronouns,
// descriptions and sources are resolved in text order (people_walk).
func Find(d *doc.Document, known *KnownNames, statements []article.Statement) []article.Person {
	c := newCast(d, known, statements)
	c.findCandidates()
	c.weighCandidates()
	c.joinNames()
	c.findRoles()
	c.resolveAll()
	c.nameSpeakers()
	return c.persons()
}

// finder is what is known of an article's persons while they are being found.
type finder struct {
	d             *doc.Document
	known         *KnownNames
	statements    []article.Statement
	info          []wordInfo // of each token
	sentence      []int32    // the sentence of each token
	quoted        []int32    // the outermost quotation of each token, -1 where none
	reported      []bool     // whether a token is what a speaker named after it says
	candidates    []candidate
	entities      []entity
	byFamily      map[string][]int32 // characters by folded family name
	byGiven       map[string][]int32 // and by given name
	byKnown       map[int]int        // and by entry of the names file
	byPhoneticKey map[string][]int32 // and by what spelling variants of the family name share
	seenLower     map[string]struct{}
	bodies        map[string]struct{} // words that name a company or body somewhere in the article
	mentions      []mention           // pronouns and descriptions that were resolved
	sourceOf      map[int]int         // statement by the token that its source begins with
	shouting      bool                // the sentence being read is all capitals
	speaking      []int32             // statement by quotation, -1 where none
}

// candidate is a run of words that may name a person, without titles.
type candidate struct {
	first, last int // tokens, last exclusive
	title       int // the token of the title before it, -1 where none
	entity      int // index into characters, -1 where none
	score       int
	headline    bool
	capitals    bool // stands in a sentence of capitals
	onlyKnown   bool // a name only where the article gives the same in full
	modifier    bool // stands before a noun: the Trump administration
	body        bool // part of a company's or body's name
}

// entity is a person being put together.
type entity struct {
	full        candidate // the fullest name
	given       string    // folded; "" where only a family name is known
	family      string
	phoneticKey string // the skeleton of family
	suffix      string // jr or the like, "" where none
	gender      class
	neutral     bool // the article says that they use the pronoun they
	known       int  // index into the names file, -1 where none
	roles       []role
	spans       []article.Span // every mention
	forms       []article.Span // those that are names
	rank        salience
	count       int // mentions by name
}

// mention is a pronoun or description that means a character.
type mention struct {
	article.Span
	entity  int
	pronoun bool
}

func newCast(d *doc.Document, known *KnownNames, statements []article.Statement) *finder {
	c := &finder{
		d: d, known: known, statements: statements,
		info:     make([]wordInfo, len(d.Tokens)),
		sentence: make([]int32, len(d.Tokens)),
		byFamily: map[string][]int32{}, byGiven: map[string][]int32{}, byPhoneticKey: map[string][]int32{}, byKnown: map[int]int{},
		bodies: map[string]struct{}{},
	}
	for s, run := range d.Sentences {
		for i := run.First; i < run.Last; i++ {
			c.sentence[i] = int32(s)
		}
	}
	c.lookUp()
	c.markQuotes()
	return c
}

// lookUp finds what the tables say of each token; the words of an entry of
// several words (White House) all get what it says.
func (c *finder) lookUp() {
	var buf [64]byte
	for i := 0; i < len(c.d.Tokens); i++ {
		t := c.d.Tokens[i]
		if t.Kind != doc.Word || t.Len() > len(buf) {
			continue
		}
		info := lexicon[string(fold(buf[:0], t.Of(c.d.Text)))]
		if info.is(phraseStart) && c.capital(i) {
			if last, phrase := c.phrase(i); last > i {
				for ; i < last; i++ {
					c.info[i] = phrase
				}
				i--
				continue
			}
		}
		if info.class == 0 {
			info.class = contracted(t.Of(c.d.Text))
		}
		c.info[i] = info
	}
}

// contracted is what a pronoun or verb run together with another word is: I've,
// she'll, didn't; 0 for any other word.
func contracted(word string) class {
	at, mark := strings.LastIndexByte(word, '\''), 1
	if typographic := strings.LastIndex(word, "’"); typographic > at {
		at, mark = typographic, len("’")
	}
	if at < 1 {
		return 0
	}
	switch word[at+mark:] {
	case "m", "re", "ve", "ll", "d", "t":
		var buf [64]byte
		if lexicon[string(fold(buf[:0], word[:at]))].is(pronounWord) {
			return pronounWord | commonWord
		}
		return commonWord | verbWord
	}
	return 0
}

// pronounSpan is the pronoun at token i without a verb run together with it.
func (c *finder) pronounSpan(i int) article.Span {
	span := c.d.Tokens[i].Span
	if at := strings.IndexAny(c.d.Word(i), "'’"); at > 0 {
		span.End = span.Start + at
	}
	return span
}

// maxPhrase is how many tokens an entry of several words may have.
const maxPhrase = 6

// phrase is the longest entry of several words that begins at token i.
func (c *finder) phrase(i int) (last int, info wordInfo) {
	var buf [96]byte
	key := buf[:0]
	for j := i; j < len(c.d.Tokens) && j < i+maxPhrase; j++ {
		word := c.d.Word(j)
		if word == "." {
			continue
		}
		if c.d.Tokens[j].Kind == doc.Mark || len(key)+len(word)+8 > len(buf) {
			break
		}
		if j > i {
			key = append(key, ' ')
		}
		key = fold(key, word)
		if found, ok := phrases[string(key)]; ok && j > i {
			last, info = j+1, found
		}
	}
	return last, info
}

// markQuotes notes for each token in which outermost quotation it stands.
func (c *finder) markQuotes() {
	c.quoted = make([]int32, len(c.d.Tokens))
	c.reported = make([]bool, len(c.d.Tokens))
	for i := range c.quoted {
		c.quoted[i] = -1
	}
	for q, quote := range c.d.Quotes {
		if quote.Depth > 0 {
			continue
		}
		i, _ := slices.BinarySearchFunc(c.d.Tokens, quote.Start, func(t doc.Token, start int) int { return cmp.Compare(t.Start, start) })
		for ; i < len(c.d.Tokens) && c.d.Tokens[i].End <= quote.End; i++ {
			c.quoted[i] = int32(q)
		}
	}
	c.matchStatements()
}

// matchStatements notes which statement each quotation belongs to.
func (c *finder) matchStatements() {
	c.speaking = make([]int32, len(c.d.Quotes))
	for q := range c.speaking {
		c.speaking[q] = -1
	}
	for s, statement := range c.statements {
		for _, span := range statement.Content {
			if statement.Source.Start > span.End {
				first, last := c.tokensIn(span)
				for i := first; i < last; i++ {
					c.reported[i] = true
				}
			}
			q, _ := slices.BinarySearchFunc(c.d.Quotes, span.Start, func(q doc.Quotation, start int) int { return cmp.Compare(q.End, start) })
			for ; q < len(c.d.Quotes) && c.d.Quotes[q].Start < span.End; q++ {
				if c.speaking[q] < 0 {
					c.speaking[q] = int32(s)
				}
			}
		}
	}
}

// span is the bytes that tokens first to last, exclusive, cover.
func (c *finder) span(first, last int) article.Span {
	return article.Span{Start: c.d.Tokens[first].Start, End: c.d.Tokens[last-1].End}
}

// persons is the characters as the annotation gives them, in order of first mention.
func (c *finder) persons() []article.Person {
	order := make([]int, 0, len(c.entities))
	for i := range c.entities {
		if len(c.entities[i].forms) > 0 {
			order = append(order, i)
			slices.SortFunc(c.entities[i].spans, compareSpans)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return compareSpans(c.entities[a].spans[0], c.entities[b].spans[0])
	})
	place := make([]int, len(c.entities))
	out := make([]article.Person, 0, len(order))
	for i, n := range order {
		place[n] = i
		out = append(out, c.person(&c.entities[n]))
	}
	for i := range c.statements {
		if s := &c.statements[i]; s.Speaker >= 0 {
			s.Speaker = place[s.Speaker]
		}
	}
	return out
}

func (c *finder) person(who *entity) article.Person {
	p := article.Person{Name: c.span(who.full.first, who.full.last).Of(c.d.Text), Mentions: who.spans}
	p.Variants = c.variants(who, p.Name)
	for _, r := range who.roles {
		if !r.deed {
			p.Roles = append(p.Roles, r.Span)
		}
	}
	slices.SortFunc(p.Roles, compareSpans)
	p.Roles = slices.Compact(p.Roles)
	return p
}

// variants are the forms of a character's name other than shown, with the family
// name of each full form, which readers look for even where it never stands
// alone. TRUMP is no variant beside Trump.
func (c *finder) variants(who *entity, shown string) []string {
	var out []string
	seen := map[string]bool{shown: true}
	for _, capitals := range [...]bool{false, true} {
		for _, form := range who.forms {
			for _, text := range [...]string{form.Of(c.d.Text), c.familyIn(form)} {
				if seen[text] || doc.AllCapitals(text) != capitals || capitals && (seen[strings.ToLower(text)] || strings.EqualFold(text, shown)) {
					continue
				}
				seen[text], seen[strings.ToLower(text)] = true, true
				out = append(out, text)
			}
		}
	}
	return out
}

// familyIn is the family name in a full form, as printed there with its particles.
func (c *finder) familyIn(form article.Span) string {
	first, last := c.tokensIn(form)
	if c.oneWord(candidate{first: first, last: last}) {
		return form.Of(c.d.Text)
	}
	end := last
	for end > first+1 && (c.info[end-1].is(suffixWord) || c.d.Tokens[end-1].Kind == doc.Mark) {
		end--
	}
	if c.familyFirst(first, end-1) {
		return c.d.Word(first)
	}
	begin := end - 1
	for begin > first+1 && c.info[begin-1].is(particle) {
		begin--
	}
	return c.span(begin, end).Of(c.d.Text)
}

func compareSpans(a, b article.Span) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}
