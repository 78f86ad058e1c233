package segment

import (
	"math"
	"math/bits"
	"sort"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/period"
	"github.com/briefing-bot/briefing-bot/index/internal/words"
)

// Columns hold what filters, facets and sorting need, a unit a place: passages,
// statements and events are numbered from 0 in the order in which they were added.
// Columns only grow, so that an older copy stays valid while a newer one is made; what
// was removed is marked in dead. What a checkpoint holds of them is mapped.
type Columns struct {
	Articles     column.Column[Article]
	IDs          column.Strings // of articles
	dead         []uint64       // a bit an article
	Passages     column.Column[Passage]
	Statements   column.Column[Statement]
	Speakers     column.Column[uint32] // of each of statements: its name variant, again, for quick looks at all of them
	Events       column.Column[Event]
	Roles        column.Column[Role]
	RoleTexts    column.Strings
	NameVariants column.Strings // whom statements name, each wording once; see NameVariant
	Cues         column.Strings // stems of reporting words
	Sources      column.Strings
	Groups       column.Strings      // names of near-copies
	dates        column.Column[date] // each once
	Values       column.Strings      // of dates, TIMEX3
	Kinds        column.Strings      // of statements
	words.Vocabulary
	tokens    column.Column[byte]   // of all articles, one after another: see words.Encoder
	uses      column.Column[byte]   // of the topic words of all statements, one after another: see text.TopicUses
	wordings  column.Column[uint64] // hashes of the different texts of passages
	people    column.Column[uint32] // of all articles, one after another: the name variants of those that each names
	Alive     Totals
	next      uint32       // slot
	sequence  int          // of the last batch that they have
	numbering int          // how often articles were numbered anew
	file      *column.File // that they are mapped from; nil if none
}

// Totals are sums over what is not removed.
type Totals struct {
	own                                                  int // events that are documents
	Articles, Passages, Statements, Events               int
	PassageWords, TitleWords, StatementWords, eventWords int
	Fingerprint                                          uint64 // of all articles, in whatever order
}

// Article is what the columns have of an article.
type Article struct {
	Group                        uint32 // of near-copies
	Source                       uint32
	slot                         uint32 // names the article's documents in Bleve
	Checksum                     uint32
	Passages, Statements, Events Extent
	Words                        uint32 // of all passages
	publishedZone                int32  // seconds east of UTC
	published                    int64  // Unix seconds
	Added                        int64  // Unix seconds
	Fingerprint                  uint64
	Version, Extraction          int32
	Length, TitleWords           uint32
	date                         uint32            // of publication: of columns.dates, or ofPublication
	words                        uint32            // where those of its title begin in tokens
	people                       uint32            // where its persons begin in people
	precision                    article.Precision // of published
	Foreign                      bool              // its text is not in English
}

// Dated reports whether it is known when the article was published.
func (a *Article) Dated() bool { return a.precision != article.Unknown }

// Before reports whether the article was published before another.
func (a *Article) Before(b *Article) bool { return a.published < b.published }

// DayKnown reports whether the day of publication is known.
func (a *Article) DayKnown() bool { return a.precision >= article.Day }

// Published returns when the article was published.
func (a *Article) Published() article.Moment {
	return article.Moment{Time: time.Unix(a.published, 0).In(time.FixedZone("", int(a.publishedZone))), Precision: a.precision}
}

// Extent is a range of units, end exclusive.
type Extent struct{ First, End uint32 }

// Bytes returns an extent of a text as a span.
func (e Extent) Bytes() article.Span { return article.Span{Start: int(e.First), End: int(e.End)} }

func bytesOf(s article.Span) Extent { return Extent{uint32(s.Start), uint32(s.End)} }

// Passage is what the columns have of a passage, which text.MaxPassage keeps short.
type Passage struct {
	Article, Start uint32
	at             uint32 // where its words begin in tokens
	length         uint16 // in bytes
	words          uint16 // how many; above them, what it holds
	Wording        uint32 // equal for repeats
}

// What a passage holds, above its number of words: events; those that are documents apart.
const (
	holdsEvent   = 1
	passageHolds = 15
)

// End returns where the passage ends in the text.
func (p *Passage) End() uint32 { return p.Start + uint32(p.length) }

// Span returns the passage's bytes in the text.
func (p *Passage) Span() article.Span { return article.Span{Start: int(p.Start), End: int(p.End())} }

// Words returns how many words the passage has.
func (p *Passage) Words() uint32 { return uint32(p.words) & (1<<passageHolds - 1) }

// holds returns what the passage holds.
func (p *Passage) holds() uint32 { return uint32(p.words) >> passageHolds }

// Statement is what the columns have of a statement.
type Statement struct {
	Article     uint32
	Index       uint32 // into Annotation.Statements
	Start, End  uint32 // of the content, first to last byte
	NameVariant uint32 // nobody where not certain
	Cue         uint32
	Words, at   uint32 // and where they begin in tokens
	uses        uint32 // where those of its topic words begin
	content     hash
	date        uint32 // when it was said, else published: of columns.dates, or ofPublication
	Kind        uint32 // of columns.kinds
}

// Content returns a hash of the words of a statement's content.
func (s *Statement) Content() uint64 { return s.content.number() }

// hash is a hash of 64 bits that needs no place of eight bytes.
type hash [2]uint32

func hashOf(n uint64) hash    { return hash{uint32(n), uint32(n >> 32)} }
func (h hash) number() uint64 { return uint64(h[0]) | uint64(h[1])<<32 }

// Event is what the columns have of a dated sentence.
type Event struct {
	Article  uint32
	marked   uint32 // its index with its marks above
	date     uint32 // of columns.dates
	words    uint32
	at       uint32 // where they begin in tokens
	Sentence Extent // bytes of the text
	content  hash
}

// What is marked of an event.
const (
	eventPossible = 1 << (31 - iota)
	eventOwn
	eventIndex = eventOwn - 1
)

// Index returns the event's place in Record.Events.
func (e *Event) Index() uint32 { return e.marked & eventIndex }

// Possible reports whether the date is one of several that its words may mean.
func (e *Event) Possible() bool { return e.marked&eventPossible != 0 }

// own reports whether it is a document of Bleve.
func (e *Event) own() bool { return e.marked&eventOwn != 0 }

// Content returns a hash of the words of the sentence.
func (e *Event) Content() uint64 { return e.content.number() }

// date is when something was said, published or happened, and how a text has it where an
// event does. Few are met often, so units have their places in a column, but for publications whose
// hour is known, which hardly any two articles share.
type date struct {
	period.Period
	value uint32 // of columns.values; noValue if none
}

const (
	noValue       = math.MaxUint32 // value of the dates of statements and articles
	ofPublication = math.MaxUint32 // in place of a date: the article's moment of publication
)

// hash returns a hash whose low bits depend on all of the date.
func (d *date) hash() uint64 {
	h := uint64(d.From)
	for _, n := range []uint64{uint64(d.To), uint64(uint32(d.Zone())) | uint64(d.Precision)<<32, uint64(d.value)} {
		h = bits.RotateLeft64(h*0x9e3779b97f4a7c15, 31) ^ n
	}
	h *= 0xff51afd7ed558ccd
	return h ^ h>>32
}

// ArticleDate returns the period in which an article was published.
func (c *Columns) ArticleDate(a *Article) period.Period {
	if a.date == ofPublication {
		return period.OfUnix(a.published, a.publishedZone, a.precision)
	}
	return c.dates.At(a.date).Period
}

// StatementDate returns when a statement was said, or published if nothing tells.
func (c *Columns) StatementDate(s *Statement) period.Period {
	if s.date == ofPublication {
		return c.ArticleDate(c.Articles.At(s.Article))
	}
	return c.dates.At(s.date).Period
}

// EventDate returns the date of an event.
func (c *Columns) EventDate(e *Event) period.Period { return c.dates.At(e.date).Period }

// ValueNumber returns the place in Values of an event's date.
func (c *Columns) ValueNumber(e *Event) uint32 { return c.dates.At(e.date).value }

// ValueOf returns an event's date as TIMEX3 writes it.
func (c *Columns) ValueOf(e *Event) string { return c.Values.At(c.ValueNumber(e)) }

// Role is a role that an article prints of a person.
type Role struct {
	NameVariant, Article uint32
	Span                 Extent // bytes of the text
	Text                 uint32 // of columns.roleTexts
}

// NameVariant is a person as one or more articles name them.
type NameVariant struct {
	Name     string
	Variants []string
}

// NameVariant returns the n-th of the name variants.
func (c *Columns) NameVariant(n uint32) NameVariant {
	name, variants, _ := strings.Cut(c.NameVariants.At(n), "\x00")
	out := NameVariant{Name: name}
	if variants != "" {
		out.Variants = strings.Split(variants, "\x00")
	}
	return out
}

// Nobody is the name variant of a statement whose speaker is not certain.
const Nobody = math.MaxUint32

// KindOf is the kind of a statement.
func (c *Columns) KindOf(s *Statement) article.Kind { return article.Kind(c.Kinds.At(s.Kind)) }

// Wordings is the number of different texts of passages.
func (c *Columns) Wordings() int { return c.wordings.Len() }

// articleOfSlot is the article whose documents are named by a slot.
func (c *Columns) articleOfSlot(slot uint32) (uint32, bool) {
	n := uint32(sort.Search(c.Articles.Len(), func(i int) bool { return c.Articles.At(uint32(i)).slot >= slot }))
	return n, int(n) < c.Articles.Len() && c.Articles.At(n).slot == slot
}

// IsDead reports whether article a was removed or replaced.
func (c *Columns) IsDead(a uint32) bool { return c.dead[a/64]>>(a%64)&1 == 1 }

// noUnit is the unit of documents whose article was removed.
const noUnit = 1<<32 - 1

// unit is the number among all units of the article's n-th of a kind.
func (a *Article) unit(kind byte, n uint32) uint32 {
	var e Extent
	switch kind {
	case 'p':
		e = a.Passages
	case 's':
		e = a.Statements
	case 'e':
		e = a.Events
	}
	if e.First+n >= e.End {
		return noUnit
	}
	return e.First + n
}
