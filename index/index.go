package index

import (
	"context"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/answer"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// Query is what to look for. Zero fields do not restrict, but for Scope.
type Query = query.Query

// Restrictions are fields of a Query that restrict what it finds.
type Restrictions = query.Restrictions

// The restrictions of a query beside its Scope.
const (
	Dates    = query.Dates
	Kinds    = query.Kinds
	Verbs    = query.Verbs
	Sources  = query.Sources
	Speakers = query.Speakers
	Topical  = query.Topical
)

// Words is a topic: its terms match inflections, other spellings and configured
// synonyms, its phrases stand word by word, and nothing that holds an excluded word
// is found.
type Words = query.Words

// Scope is the set of outlets that whoever asks may see. Every query carries one;
// the zero Scope has no outlet.
type Scope = query.Scope

// Everything returns the scope of every outlet.
func Everything() Scope { return query.Everything() }

// Only returns the scope of the named outlets.
func Only(outlets ...string) Scope { return query.Only(outlets...) }

// Sort is the order of hits.
type Sort = query.Sort

// The orders: by relevance, newest first, oldest first.
const (
	Best   = query.Best
	Newest = query.Newest
	Oldest = query.Oldest
)

// MaxWords is the maximum number of words of a question that are searched.
const MaxWords = query.MaxWords

// MaxPhrases is the maximum number of different phrases of a question that are
// searched.
const MaxPhrases = query.MaxPhrases

// Hit is one statement, passage or event found.
type Hit = answer.Hit

// Result is a page of hits.
type Result = answer.Result

// Day is how much one period has.
type Day = answer.Day

// Person is somebody whom the briefing quotes or names, over all its articles.
type Person struct {
	Key        string // stable, for Query.By
	Name       string // the fullest form
	Variants   []string
	Statements int
	First      time.Time // publication of the first and latest statement; zero where unknown
	Latest     time.Time
	Roles      []Role // as printed, newest first, each wording once
	Match      Match  // why a typed name means this person; of FindPeople and FindByRole
}

// Role is a role as it was printed last.
type Role struct {
	Place
	Times int // how often a role of this wording is printed
}

// Match is why a typed name means a person.
type Match uint8

// The matches of names.
const (
	MatchName     Match = iota // a printed form of the name
	MatchSpelling              // another spelling of it, printed nowhere
	MatchRole                  // a role that is printed of the person
)

// Place is a byte range of one article.
type Place struct {
	Article   string
	Published time.Time
	Span      article.Span
}

// Source is one outlet.
type Source struct {
	Name       string
	Articles   int
	Statements int
	First      time.Time // publications; zero where unknown
	Latest     time.Time
}

// Topic is a word or phrase that the briefing is about.
type Topic struct {
	Words      string
	Statements int
	Articles   int
}

// Stats is the state of the index.
type Stats struct {
	Articles   int
	Statements int
	Passages   int
	From, To   time.Time // first and last publication; zero where unknown
	Undated    int       // articles without a publication date
	Foreign    int       // articles that are not in English, in which no statements are found
	Fresh      time.Time // when the newest article was added
	Generation string    // changes with every change of what can be found
	Partial    bool      // being built
	Bytes      int64     // on disk
}

// Options of Open.
type Options struct {
	Synonyms map[string][]string // a word and those that mean the same; single words, both ways
	// Spellings are groups of spellings of one word or name, each of one or
	// several words, beside those that the index knows: Kyiv and Kiev.
	Spellings [][]string
	Names     [][]string  // people the team knows: the full name, then its other forms
	Same      [][]string  // names that were ruled to be one person's, the one to show first
	Apart     [][2]string // names that were ruled to be two persons'
	// Record gives an indexed article, for the text of hits; ok is false where
	// the archive lacks it.
	Record func(ctx context.Context, id string) (r article.Record, ok bool, err error)
	// MaxPostings limits the postings that are read for a question, and half as many
	// for a timeline: 10,000 if zero. Beyond it the commonest words are dropped, and the others
	// are looked up in the newest articles alone.
	MaxPostings int
	Log         *slog.Logger // none where nil
}

// Shown is the minimum confidence of a statement that is shown at all.
const Shown = segment.Shown

// CertainConfidence is the minimum confidence of a statement that is attributed
// to its speaker. Below it, its words are found without a speaker.
const CertainConfidence = segment.CertainConfidence

// ErrDamaged means that the index cannot be used and must be rebuilt from the
// archive: files are missing or altered, or another version of the program made
// it. Remove the folder, Open it again, and Add everything.
var ErrDamaged = segment.ErrDamaged

// ErrOutdated wraps ErrDamaged where nothing is damaged: an earlier version of the program made the index.
var ErrOutdated = segment.ErrOutdated

// MaxNameWords is the maximum number of words of a name, with titles.
const MaxNameWords = identity.MaxNameWords
