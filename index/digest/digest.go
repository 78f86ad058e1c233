// Package digest decides what is new in a window of articles and what leads: it
// collects statements, drops those that older articles have, and orders the rest
// by points whose reasons can be shown. It reads no index; callers answer what
// older articles have. Start reading at Digest.Rank.
package digest

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Window is the articles numbered from After+1 to Through.
type Window struct{ After, Through uint32 }

// Candidate is a statement of the window, with its reprints there.
type Candidate struct {
	Record    article.Record
	Statement int      // index into the record's statements
	Speaker   string   // the name that it is shown under, "" if that is not certain
	Watch     string   // the ID of a watch that asks for it, "" if none does
	Also      []string // IDs of articles with the same words, in order of their numbers
	Outlets   []string // that carry it
	First     bool     // nothing older quotes its speaker
	Reasons   []Reason // of its place, set by Rank
}

// Reason is a part of a candidate's score.
type Reason struct {
	Kind   Kind
	Points float64
}

// Kind is why a candidate has points.
type Kind int

// The reasons.
const (
	Outlets   Kind = iota // it is carried by Candidate.Outlets
	Certainty             // how certain its speaker is
	Direct                // it is in the speaker's own words
	Watched               // Candidate.Watch asks for it
	Recent                // it is of one of the newest articles of the window
	First                 // its speaker is quoted for the first time
	Repeated              // its speaker is quoted above already; points off
)

// The points of each reason.
const (
	outletPoints    = 2.0 // for each doubling of the outlets
	certaintyPoints = 1.0 // times the confidence
	directPoints    = 1.0
	watchPoints     = 1.0
	recentPoints    = 0.5 // for the newest article, less for older ones
	firstPoints     = 1.0
	repeatedPoints  = 1.5 // off for each statement of the same speaker above
)

// Score returns the sum of the points.
func (c *Candidate) Score() (sum float64) {
	for _, r := range c.Reasons {
		sum += r.Points
	}
	return sum
}

// Digest collects the statements of a window.
type Digest struct {
	window     Window
	candidates []*Candidate
	byWords    map[string]*Candidate // by speaker and wording
}

// New returns an empty digest of a window.
func New(w Window) *Digest { return &Digest{window: w, byWords: map[string]*Candidate{}} }

// Add adds a statement of an article, under a speaker's name or "". A reprint
// counts for the first article that has its words. Articles are added in order of
// their numbers. Watch is the ID of a watch that asks for it, or "".
func (d *Digest) Add(r article.Record, statement int, speaker, watch string) {
	key := speaker + "\x00" + r.Annotation.Statements[statement].Wording(r.Text)
	c := d.byWords[key]
	if c == nil {
		c = &Candidate{Record: r, Statement: statement, Speaker: speaker, Outlets: []string{r.Source}}
		d.byWords[key] = c
		d.candidates = append(d.candidates, c)
	} else {
		c.Also = append(c.Also, r.ID)
		if !slices.Contains(c.Outlets, r.Source) {
			c.Outlets = append(c.Outlets, r.Source)
		}
	}
	if c.Watch == "" {
		c.Watch = watch
	}
}

// Candidates returns the different statements, in no particular order once they
// are ranked. Callers must not change the slice.
func (d *Digest) Candidates() []*Candidate { return d.candidates }
