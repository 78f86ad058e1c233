package segment

import (
	"errors"
	"strings"
	"sync"

	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
	"github.com/briefing-bot/briefing-bot/index/internal/wire"
)

// Vocabulary has every word that a text of the index has, by number: texts are kept as the
// numbers of their words, so that what stands where is read from them and Bleve need
// not know positions. Words are of one number that are printed alike, a possessive ending
// apart, and have the same form and stem.
//
// Number 0 means a word without a topic. The most frequent words come first, since numbers
// below 128 take one byte.
type Vocabulary struct {
	Printed column.Strings        // the words, without possessive endings
	flags   column.Column[uint8]  // of each of printed
	form    column.Column[uint32] // of each of printed: its place in forms
	stem    column.Column[uint32] // of each of printed: its place in stems
	folded  column.Column[uint32] // of each of printed: its place in Words if it carries a topic
	forms   column.Strings
	Stems   column.Strings
	Dull    column.Column[bool]   // of each of stems: it tells nothing of what is spoken of
	Words   column.Strings        // those that carry a topic, folded; 0 stands for words without topic
	root    column.Column[uint32] // of each of Words: its place in stems
	places  *places
}

// places are the numbers of forms, stems and topic words. Snapshots look them up while more
// are added.
type places struct {
	mu   sync.RWMutex
	each [3]column.Interner
	last []uint32 // of each stem: the last word with it
	next []uint32 // of each word: the one before it with its stem, or 0
}

const (
	ofForms = iota
	ofStems
	ofWords
)

// find is the place of a string among those of a kind.
func (p *places) find(kind int, s string, all *column.Strings) (uint32, bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.each[kind].Find(s, all)
}

// withStem returns those of the first words that have a stem.
func (p *places) withStem(stem uint32, words int) (out []uint32) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if int(stem) >= len(p.last) {
		return nil
	}
	for w := p.last[stem]; w > 0; w = p.next[w] {
		if int(w) < words {
			out = append(out, w)
		}
	}
	return out
}

// link adds a word, which is the last one, to those with a stem.
func (p *places) link(word, stem uint32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for int(stem) >= len(p.last) {
		p.last = append(p.last, 0)
	}
	p.next, p.last[stem] = append(p.next, p.last[stem]), word
}

// unlink takes out the last word, which has a stem.
func (p *places) unlink(stem uint32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	end := len(p.next) - 1
	p.next, p.last[stem] = p.next[:end], p.next[end]
}

// add is the place of a string, a new one if it has none.
func (p *places) add(kind int, s string, all *column.Strings) (n uint32, added bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.each[kind].Number(s, all)
}

// forget takes out the strings from the n-th on.
func (p *places) forget(kind, n int, all *column.Strings) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.each[kind].Forget(n, all)
}

// What there is to say of a word.
const (
	wordJoined  = 1 << iota // a whole hyphenated word, whose parts are before it
	wordUpper               // it begins with a capital
	wordCarries             // it carries a topic
)

// len is the number of words.
func (c *Vocabulary) len() int { return c.Printed.Len() }

// Upper reports whether a topic word begins with a capital.
func (c *Vocabulary) Upper(topic uint32) bool {
	return *c.flags.At(topic & text.WordMask)&wordUpper != 0
}

// Folded is the place in Words of a topic word.
func (c *Vocabulary) Folded(topic uint32) uint32 { return *c.folded.At(topic & text.WordMask) }

// StemOf is the stem of a topic word.
func (c *Vocabulary) StemOf(topic uint32) uint32 { return *c.root.At(c.Folded(topic)) }

// numbers gives words their numbers. It belongs to the one who adds.
type numbers struct {
	Vocabulary
	base      column.Table // of the first words, by hash
	more      map[word]uint32
	known     []uint32 // by text.Word.ID: the number of the word after it, 0 if it was not asked for
	analyzer  *text.Analyzer
	dullStems map[string]bool
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

// newNumbers returns numbers without words but number 0.
func newNumbers() *numbers {
	n := &numbers{Vocabulary: Vocabulary{places: &places{}}, more: map[word]uint32{}, analyzer: text.NewAnalyzer(), dullStems: map[string]bool{}}
	for w := range dullWords {
		n.dullStems[n.analyzer.Stem(w)] = true
	}
	n.number(word{printed: ".", form: ".", stem: "."})
	return n
}

// of is the word with a number.
func (c *Vocabulary) of(n uint32) word {
	return word{c.Printed.At(n), c.forms.At(*c.form.At(n)), c.Stems.At(*c.stem.At(n)), *c.flags.At(n)&wordJoined != 0}
}

// save writes the tables of all words.
func (c *Vocabulary) save(w *column.Writer) {
	column.Put(w, "printed.table", c.table())
	for name, all := range map[string]*column.Strings{"forms": &c.forms, "stems": &c.Stems, "words": &c.Words} {
		(&column.Interner{}).Save(w, name+".table", all)
	}
}

// load makes n the numbers of a vocabulary of a checkpoint.
func (n *numbers) load(f *column.File, c *Vocabulary) {
	c.places = &places{}
	for kind, name := range []string{"forms", "stems", "words"} {
		c.places.each[kind].Load(f, name+".table")
	}
	for at := range uint32(c.len()) {
		c.places.link(at, *c.stem.At(at))
	}
	n.Vocabulary, n.more, n.known, n.base = *c, map[word]uint32{}, nil, column.Get[uint32](f, "printed.table")
}

// table returns the table of all words by hash.
func (c *Vocabulary) table() column.Table {
	return column.MakeTable(c.len(), func(n uint32) (uint64, bool) { return c.of(n).hash(), true })
}

// numberOf is the number of a word of body that n's analyzer cut out.
func (n *numbers) numberOf(body string, w text.Word) uint32 {
	if int(w.ID) < len(n.known) && n.known[w.ID] > 0 {
		return n.known[w.ID] - 1
	}
	at := n.number(word{text.Bare(w.Of(body)), w.Form, w.Stem, w.Joined})
	if w.ID > 0 {
		for int(w.ID) >= len(n.known) {
			n.known = append(n.known, 0)
		}
		n.known[w.ID] = at + 1
	}
	return at
}

// number is the number of a word, a new one if it has none.
func (n *numbers) number(w word) uint32 {
	if at, ok := n.more[w]; ok {
		return at
	}
	if at, ok := n.base.Find(w.hash(), func(at uint32) bool { return n.of(at) == w }); ok {
		return at
	}
	at := uint32(n.len())
	var flags uint8
	if w.joined {
		flags |= wordJoined
	}
	if text.Capitalized(w.printed) {
		flags |= wordUpper
	}
	folded := uint32(0)
	if at == 0 || text.Carries(w.form) {
		flags |= wordCarries
		folded = n.topicWord(text.FoldWord(w.printed))
	}
	w = word{strings.Clone(w.printed), strings.Clone(w.form), strings.Clone(w.stem), w.joined}
	form, _ := n.places.add(ofForms, w.form, &n.forms)
	n.Printed.Append(w.printed)
	n.flags.Append(flags)
	n.form.Append(form)
	stem := n.stemNumber(w.stem)
	n.stem.Append(stem)
	n.places.link(at, stem)
	n.folded.Append(folded)
	n.more[w] = at
	return at
}

// topicWord is the place in Words of a folded word.
func (n *numbers) topicWord(folded string) uint32 {
	at, added := n.places.add(ofWords, folded, &n.Words)
	if added {
		n.root.Append(n.stemNumber(n.analyzer.Stem(folded)))
	}
	return at
}

func (n *numbers) stemNumber(stem string) uint32 {
	at, added := n.places.add(ofStems, stem, &n.Stems)
	if added {
		n.Dull.Append(n.dullStems[stem])
	}
	return at
}

// rollback takes out the words that were added since.
func (n *numbers) rollback(since Vocabulary) {
	if n.len() > since.len() {
		n.known = nil
	}
	for at := n.len() - 1; at >= since.len(); at-- {
		delete(n.more, n.of(uint32(at)))
		n.places.unlink(*n.stem.At(uint32(at)))
	}
	n.places.forget(ofForms, since.forms.Len(), &n.forms)
	n.places.forget(ofStems, since.Stems.Len(), &n.Stems)
	n.places.forget(ofWords, since.Words.Len(), &n.Words)
	n.Vocabulary = since
}

// frequent are the words that news in English has most, in about their order.
const frequent = `the of to in and a said for on that is with by at it as from be was will has an are its have not were or this
	which but would year he been had they more we their than after also about up one new last no other all over two if first when there
	who our us could into can out some may before under his her she you i what so time under against between now only three any such
	because did do during most them these him while years percent people market company government president official officials
	U.S. The In It He But A We They This There For On At Mr I`

// begin gives the most frequent words their numbers, before any text has.
func (n *numbers) begin() {
	for printed := range strings.FieldsSeq(frequent) {
		w := n.analyzer.Words(printed)[0]
		n.number(word{text.Bare(w.Of(printed)), w.Form, w.Stem, false})
	}
}

// packWords returns the words from first on, with their checksum: what Bleve keeps of the
// words that are new in a batch.
func (c *Vocabulary) packWords(first uint32) []byte {
	p := wire.NewSealed()
	for at := first; at < uint32(c.len()); at++ {
		w := c.of(at)
		kind := uint64(0)
		if w.joined {
			kind = 1
		}
		form := w.form
		if form == strings.ToLower(w.printed) {
			kind, form = kind|2, ""
		}
		same := 0
		for same < len(w.form) && same < len(w.stem) && w.form[same] == w.stem[same] {
			same++
		}
		p.Uint(kind)
		p.String(w.printed)
		if kind&2 == 0 {
			p.String(form)
		}
		p.Uint(uint64(same))
		p.String(w.stem[same:])
	}
	return p.Sealed()
}

var errWords = errors.New("the words of a batch cannot be read")

// unpackWords gives the words of packWords the numbers from first on, so many. Words that
// are known must be the same.
func (n *numbers) unpackWords(data []byte, first, many uint32) error {
	u, ok := wire.Unseal(data)
	if !ok {
		return errWords
	}
	for at := first; at < first+many; at++ {
		kind := u.Uint()
		w := word{printed: u.String(), joined: kind&1 != 0}
		if w.form = strings.ToLower(w.printed); kind&2 == 0 {
			w.form = u.String()
		}
		same := u.Uint()
		if u.Err() != nil || same > uint64(len(w.form)) {
			return errWords
		}
		w.stem = w.form[:same] + u.String()
		if u.Err() != nil || n.number(w) != at {
			return errWords
		}
	}
	if u.End() != nil {
		return errWords
	}
	return nil
}

// dullWords are frequent in speech on any topic.
var dullWords = text.Set(`say says said saying tell told think thinks thought know knows known want wants wanted need needs
	going get gets got getting make makes made making take takes taken took come comes came coming see seen saw look looks
	looking like way ways thing things time times year years month months week weeks day days today yesterday tomorrow lot
	people man men woman women person one two three four five six seven eight nine ten first second last next new old good
	better best bad great big small many much really still also even back well long little right able around use used
	using try trying tried work working put give given gave keep part every another others something anything nothing
	everything someone anyone everyone nobody never always often already since including include says told make sure
	whether without among however would could should mr mrs ms dr happened happen happens believe believes feel felt
	expect expected hope hopes ask asked asking question questions statement believe clear important different several
	monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
	october november december jan feb mar apr jun jul aug sep sept oct nov dec
	somebody anybody hand hands name names side sides half
	likely possible number numbers group groups member members according called call calls`)
