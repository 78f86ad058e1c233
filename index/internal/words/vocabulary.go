package words

import (
	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Vocabulary has every word that a text of the index has, by number: texts are kept as the
// numbers of their words, so that what stands where is read from them and postings need
// not know positions. Words are of one number that are printed alike, a possessive ending
// apart, and have the same form and stem.
//
// Number 0 means a word without a topic. The most frequent words come first, since numbers
// below 128 take one byte.
type Vocabulary struct {
	Printed column.Strings        // the words, without possessive endings
	flags   column.Column[uint8]  // of each of Printed
	form    column.Column[uint32] // of each of Printed: its place in forms
	stem    column.Column[uint32] // of each of Printed: its place in Stems
	folded  column.Column[uint32] // of each of Printed: its place in Words if it carries a topic
	forms   column.Strings
	Stems   column.Strings
	Dull    column.Column[bool]   // of each of Stems: it tells nothing of what is spoken of
	Words   column.Strings        // those that carry a topic, folded; 0 stands for words without topic
	root    column.Column[uint32] // of each of Words: its place in Stems
	places  *places
}

// word is what tells words apart.
type word struct {
	printed, form, stem string
	joined              bool
}

func (w word) hash() uint64 {
	joined := ""
	if w.joined {
		joined = "+"
	}
	return column.Hash(w.printed + "\x00" + w.form + "\x00" + w.stem + joined)
}

// of returns the word with a number.
func (c *Vocabulary) of(n uint32) word {
	return word{c.Printed.At(n), c.forms.At(*c.form.At(n)), c.Stems.At(*c.stem.At(n)), *c.flags.At(n)&wordJoined != 0}
}

// What there is to say of a word.
const (
	wordJoined  = 1 << iota // a whole hyphenated word, whose parts are before it
	wordUpper               // it begins with a capital
	wordCarries             // it carries a topic
)

// WordCount returns how many words there are, number 0 included.
func (c *Vocabulary) WordCount() int { return c.Printed.Len() }

// Upper reports whether a topic word begins with a capital.
func (c *Vocabulary) Upper(topic uint32) bool {
	return *c.flags.At(topic & text.WordMask)&wordUpper != 0
}

// Folded returns the place in Words of a topic word.
func (c *Vocabulary) Folded(topic uint32) uint32 { return *c.folded.At(topic & text.WordMask) }

// StemOf returns the stem, a place in Stems, of a topic word.
func (c *Vocabulary) StemOf(topic uint32) uint32 { return *c.root.At(c.Folded(topic)) }

// columns returns what a checkpoint keeps of the words, by the names of its sections.
func (c *Vocabulary) columns() map[string]keptColumn {
	return map[string]keptColumn{
		"printed": &c.Printed, "flags": &c.flags, "printed.form": &c.form, "printed.stem": &c.stem, "printed.word": &c.folded,
		"forms": &c.forms, "stems": &c.Stems, "dull": &c.Dull, "words": &c.Words, "words.stem": &c.root,
	}
}

// keptColumn is a part of the words that a checkpoint keeps.
type keptColumn interface {
	Save(w *column.Writer, name string)
	Load(f *column.File, name string)
}

// SaveWords writes all words with the tables by which they are found.
func (c *Vocabulary) SaveWords(w *column.Writer) {
	for name, each := range c.columns() {
		each.Save(w, name)
	}
	column.Put(w, "printed.table", c.table())
	for name, all := range map[string]*column.Strings{"forms": &c.forms, "stems": &c.Stems, "words": &c.Words} {
		(&column.Interner{}).Save(w, name+".table", all)
	}
}

// table returns the table of all words by hash.
func (c *Vocabulary) table() column.Table {
	return column.MakeTable(c.WordCount(), func(n uint32) (uint64, bool) { return c.of(n).hash(), true })
}
