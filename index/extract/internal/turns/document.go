package turns

import (
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// document is a text as turns are read from it.
type document struct {
	lexicon.Tagged
	outer []doc.Quotation // the outermost ones
}

// personal reports whether r says I or we.
func (d *document) personal(r doc.Range) bool {
	for i := r.First; i < r.Last; i++ {
		switch d.Word(i) {
		case "I", "we", "We", "my", "My", "our", "Our", "I'm", "I’m", "I've", "I’ve", "we're", "we’re":
			return true
		}
	}
	return false
}

func (d *document) key(n name) string {
	return d.FamilyKey(doc.Range{First: n.First, Last: n.last + 1})
}

// named reports whether n is likely a person's name, and not that of a thing with capitals.
func (d *document) named(n name) bool {
	for i := n.First; i <= n.last; i++ {
		if d.Info[i].Is(lexicon.GivenName | lexicon.Honorific | lexicon.TitleWord | lexicon.FamilyName) {
			return true
		}
	}
	return false
}

// givesFrom reports whether n can be whom the words after it are from: not "a letter to Keel".
func (d *document) givesFrom(n name) bool {
	switch d.Word(n.First - 1) {
	case "to", "for", "about", "on", "against", "at", "over":
		return false
	}
	return true
}

func opensBracket(word string) bool { return word == "(" || word == "[" }

// form is what a paragraph looks like.
type form uint8

const (
	prose      form = iota
	question        // Q: …
	answer          // A: …
	label           // Marta Keel, mayor: …
	nameLine        // Marta Keel, mayor
	dashLine        // — Marta Keel, mayor
	leadIn          // And from the mayor, Marta Keel:
	otherLabel      // Hartwell Gazette: …
)

// paragraph is one with what it looks like.
type paragraph struct {
	doc.Range
	form  form
	who   name // who speaks, as it names them
	words int  // the token that what is said begins with
}

// allCapital reports whether r is a few words that begin with capitals.
func (d *document) allCapital(r doc.Range) bool {
	for i := r.First; i < r.Last; i++ {
		if !d.Capital(i) {
			return false
		}
	}
	return r.Len() <= maxOther
}

// sureness is how certain it is that words name a person.
type sureness uint8

const (
	noName  sureness = iota
	oneWord          // one word with a capital: a family name, if it is known from elsewhere
	full             // several, or one after a title
)

// name is a person's name with titles and, after it, a role.
type name struct {
	doc.Range     // all of it
	last      int // the last token of the name proper
	sure      sureness
}

// maxOther is how many words a label may have that names nobody.
const maxOther = 5
