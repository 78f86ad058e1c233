package index

import (
	"math"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// columns hold in memory what filters, facets and sorting need, a unit a place:
// passages, statements and events are numbered from 0 in the order in which
// they were added. Slices only grow, so that an older copy of columns stays
// right while a newer one is made; what was removed is marked in dead.
type columns struct {
	articles     []articleColumn
	dead         []uint64 // a bit an article
	passages     []passageColumn
	statements   []statementColumn
	events       []eventColumn
	roles        []roleColumn
	nameVariants []nameVariant // whom statements name, each wording once
	cues         []string      // stems of reporting words
	sources      []string
	groups       []string // names of near-copies
	values       []string // of dates, TIMEX3
	words        []string // of topics, folded; 0 stands for words without topic
	stems        []uint32 // of each of words: the first word with its stem
	dull         []bool   // of each of words: it tells nothing of what is spoken of
	printed      []string // words of topics as printed
	folded       []uint32 // of each of printed: its place in words
	upper        []bool   // of each of printed: it begins with a capital
	topics       []uint32 // of all statements, one after another: of printed, with the word's place
	wordings     uint32   // different texts of passages
	alive        totals
}

// totals are sums over what is not removed.
type totals struct {
	articles, passages, statements, events               int
	passageWords, titleWords, statementWords, eventWords int
}

type articleColumn struct {
	id                           string
	group                        uint32 // of near-copies
	source                       uint32
	slot                         uint32 // names the article's documents in Bleve
	version, extraction          int
	published                    article.Moment
	when                         period // of publication
	added                        int64  // Unix seconds
	passages, statements, events extent
	words                        uint32 // of all passages
	length, titleWords           int
	checksum                     uint32
	fingerprint                  uint64
}

// extent is a range of units, end exclusive.
type extent struct{ first, end uint32 }

type passageColumn struct {
	article, start, end uint32
	words               uint32
	wording             uint32 // equal for repeats
}

type statementColumn struct {
	article     uint32
	index       uint32 // into Annotation.Statements
	start, end  uint32 // of the content, first to last byte
	nameVariant uint32 // nobody where not certain
	cue         uint32
	words       uint32
	topic       extent // of columns.topics
	content     uint64
	when        period // said, else published
	kind        article.Kind
}

type eventColumn struct {
	article  uint32
	index    uint32 // into Record.Events
	value    uint32
	words    uint32
	sentence article.Span
	date     period
	content  uint64
	possible bool
}

type roleColumn struct {
	nameVariant, article uint32
	span                 article.Span
	text                 string
}

// nameVariant is a person as one or more articles name them.
type nameVariant struct {
	name     string
	variants []string
}

// nobody is the name variant of a statement whose speaker is not certain.
const nobody = math.MaxUint32

// stemOf is the stem of a topic word.
func (c *columns) stemOf(topic uint32) uint32 { return c.stems[c.folded[topic&text.WordMask]] }

// isDead reports whether article a was removed or replaced.
func (c *columns) isDead(a uint32) bool { return c.dead[a/64]>>(a%64)&1 == 1 }
