package words

import (
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Numbers gives words their numbers. It belongs to the one who adds; what is found is looked
// up in copies of its Vocabulary.
type Numbers struct {
	Vocabulary
	base      column.Table // of the first words, by hash
	more      map[word]uint32
	known     []uint32 // by text.Word.ID: the number of the word after it, 0 if it was not asked for
	analyzer  *text.Analyzer
	dullStems map[string]bool
}

// New returns numbers without words but number 0.
func New() *Numbers {
	n := &Numbers{Vocabulary: Vocabulary{places: &places{}}, more: map[word]uint32{}, analyzer: text.NewAnalyzer(), dullStems: map[string]bool{}}
	for w := range dullWords {
		n.dullStems[n.analyzer.Stem(w)] = true
	}
	n.number(word{printed: ".", form: ".", stem: "."})
	return n
}

// Load makes n the numbers of the words that SaveWords wrote. After an error of f, n is as it was.
func (n *Numbers) Load(f *column.File) {
	v := Vocabulary{places: &places{}}
	for name, each := range v.columns() {
		each.Load(f, name)
	}
	for kind, name := range []string{"forms", "stems", "words"} {
		v.places.each[kind].Load(f, name+".table")
	}
	base := column.Get[uint32](f, "printed.table")
	if f.Err() != nil {
		return
	}
	for at := range uint32(v.WordCount()) {
		v.places.link(at, *v.stem.At(at))
	}
	n.Vocabulary, n.more, n.known, n.base = v, map[word]uint32{}, nil, base
}

// Renewed returns numbers of the same words as a vocabulary has, with what this build of the
// program says of each: whether it carries a topic, and how it is folded.
func Renewed(c *Vocabulary) (*Numbers, error) {
	n := New()
	for at := uint32(1); at < uint32(c.WordCount()); at++ {
		if n.number(c.of(at)) != at {
			return nil, fmt.Errorf("word %d is there twice", at)
		}
	}
	return n, nil
}

// Analyzer returns what cuts texts into the words that get numbers.
func (n *Numbers) Analyzer() *text.Analyzer { return n.analyzer }

// numberOf returns the number of a word of body that n's analyzer cut out.
func (n *Numbers) numberOf(body string, w text.Word) uint32 {
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

// number returns the number of a word, a new one if it has none.
func (n *Numbers) number(w word) uint32 {
	if at, ok := n.more[w]; ok {
		return at
	}
	if at, ok := n.base.Find(w.hash(), func(at uint32) bool { return n.of(at) == w }); ok {
		return at
	}
	at := uint32(n.WordCount())
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

// topicWord returns the place in Words of a folded word.
func (n *Numbers) topicWord(folded string) uint32 {
	at, added := n.places.add(ofWords, folded, &n.Words)
	if added {
		n.root.Append(n.stemNumber(n.analyzer.Stem(folded)))
	}
	return at
}

func (n *Numbers) stemNumber(stem string) uint32 {
	at, added := n.places.add(ofStems, stem, &n.Stems)
	if added {
		n.Dull.Append(n.dullStems[stem])
	}
	return at
}

// Rollback takes out the words that were added since.
func (n *Numbers) Rollback(since Vocabulary) {
	if n.WordCount() > since.WordCount() {
		n.known = nil
	}
	for at := n.WordCount() - 1; at >= since.WordCount(); at-- {
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

// Begin gives the most frequent words their numbers, if there are no words yet.
func (n *Numbers) Begin() {
	if n.WordCount() > 1 {
		return
	}
	for printed := range strings.FieldsSeq(frequent) {
		w := n.analyzer.Words(printed)[0]
		n.number(word{text.Bare(w.Of(printed)), w.Form, w.Stem, false})
	}
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
