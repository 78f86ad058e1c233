package segment

import (
	"math"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Columns hold in memory what filters, facets and sorting need, a unit a place:
// passages, statements and events are numbered from 0 in the order in which
// they were added. Slices only grow, so that an older copy stays valid while a newer
// one is made; what was removed is marked in dead.
type Columns struct {
	Articles     []Article
	dead         []uint64 // a bit an article
	Passages     []Passage
	Statements   []Statement
	Events       []Event
	Roles        []Role
	NameVariants []NameVariant // whom statements name, each wording once
	Cues         []string      // stems of reporting words
	Sources      []string
	Groups       []string // names of near-copies
	Values       []string // of dates, TIMEX3
	Words        []string // of topics, folded; 0 stands for words without topic
	stems        []uint32 // of each of words: the first word with its stem
	Dull         []bool   // of each of words: it tells nothing of what is spoken of
	Printed      []string // words of topics as printed
	Folded       []uint32 // of each of printed: its place in words
	Upper        []bool   // of each of printed: it begins with a capital
	Topics       []uint32 // of all statements, one after another: of printed, with the word's place
	Wordings     uint32   // different texts of passages
	Alive        Totals
}

// Totals are sums over what is not removed.
type Totals struct {
	Articles, Passages, Statements, Events               int
	PassageWords, TitleWords, StatementWords, eventWords int
}

// Article is what the columns have of an article.
type Article struct {
	ID                           string
	Group                        uint32 // of near-copies
	Source                       uint32
	slot                         uint32 // names the article's documents in Bleve
	Version, Extraction          int
	Published                    article.Moment
	When                         Period // of publication
	Added                        int64  // Unix seconds
	Passages, Statements, Events Extent
	Words                        uint32 // of all passages
	Length, TitleWords           int
	Checksum                     uint32
	Fingerprint                  uint64
	Foreign                      bool // its text is not in English
}

// Extent is a range of units, end exclusive.
type Extent struct{ First, End uint32 }

// Passage is what the columns have of a passage.
type Passage struct {
	Article, Start, End uint32
	Words               uint32
	Wording             uint32 // equal for repeats
}

// Statement is what the columns have of a statement.
type Statement struct {
	Article     uint32
	Index       uint32 // into Annotation.Statements
	Start, End  uint32 // of the content, first to last byte
	NameVariant uint32 // nobody where not certain
	Cue         uint32
	Words       uint32
	Topic       Extent // of columns.topics
	Content     uint64
	When        Period // said, else published
	Kind        article.Kind
}

// Event is what the columns have of a dated sentence.
type Event struct {
	Article  uint32
	Index    uint32 // into Record.Events
	Value    uint32
	words    uint32
	Sentence article.Span
	Date     Period
	Content  uint64
	Possible bool
}

// Role is a role that an article prints of a person.
type Role struct {
	NameVariant, Article uint32
	Span                 article.Span
	Text                 string
}

// NameVariant is a person as one or more articles name them.
type NameVariant struct {
	Name     string
	Variants []string
}

// Nobody is the name variant of a statement whose speaker is not certain.
const Nobody = math.MaxUint32

// StemOf is the stem of a topic word.
func (c *Columns) StemOf(topic uint32) uint32 { return c.stems[c.Folded[topic&text.WordMask]] }

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
