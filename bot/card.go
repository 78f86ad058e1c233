// Package bot is chat without a chat service, as net/http is to servers: a
// Request comes in, a Command's Handler makes a Card, and each surface renders
// the Card its own way. Of ours it imports the words of small talk alone.
package bot

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/smalltalk"
)

// Card is one neutral answer: what to say, never how it looks. All text in it
// is plain text: a surface escapes what it must. Text of an article stands in
// Excerpts alone; all other strings are our own words.
type Card struct {
	Status   Status
	Command  string            // the command that answered
	Title    string            // one line: what this answers
	Reading  string            // how the line was understood, for people
	Read     map[string]string // the same by parameter, for programs
	Items    []Item
	Total    int      // items in all, of which Items is a page
	Offset   int      // of the first of Items among them
	Extra    int      // of Items, the last ones, that Total does not count: a digest's dates
	Notice   string   // what a person is told beside or instead of items
	Text     []string // paragraphs of our own words: help, status, privacy
	Footer   string   // how many of how many, what was searched, how fresh
	Searched Searched
	Actions  []Action // buttons below the answer, most useful first
	Refused  bool     // the asker may not do it: where others read along, the notice is for the asker alone
	Picture  *Picture
	// SmallTalk is set if the line only greets, thanks or remarks on an answer. The card
	// answers it in a few words; where those would be noise, as under an answer in a chat,
	// nothing needs to be shown.
	SmallTalk smalltalk.Kind

	Verdict    string      // check-quote and verify alone
	Difference *Difference // check-quote's altered alone
	Generation string      // the index generation that answered
	Partial    bool        // the index was being built: more may come
}

// Status reports whether the line was answered; nothing found is an answer.
type Status uint8

// The states of an answer.
const (
	Answered      Status = iota
	NotUnderstood        // the line needs mending: the notice says how
	Failed               // our fault: the notice holds a reference for the log
)

// Item is one row of an answer.
type Item struct {
	Heading   string  // our own words above the part of the answer that begins with this row
	Label     string  // our own words or a name above the row: a day, a person, an outlet
	Quote     Excerpt // the article's bytes; zero where the row quotes nothing
	Marks     []Span  // byte ranges of Quote.Text that matched the question
	Sentence  Excerpt // that reports Quote, which is in it; zero unless the words are reported
	Reported  []Span  // byte ranges of Sentence.Text that are Quote
	Kind      string  // direct, indirect, mixed
	Speaker   string  // "" where nobody is certain
	Role      Excerpt // as printed
	Cue       Excerpt // the reporting words
	Inner     Excerpt // who is quoted within the statement
	Fragment  bool    // a quotation mark is missing: an end is uncertain
	Uncertain bool    // the speaker is not certain: no name is shown, and that is said
	Said      When    // when it was said, or the date of a timeline's row
	Possible  bool    // the article speaks of what may happen

	Source    string // the outlet
	Headline  string // the article's title
	Published When   // zero where unknown, which is said
	URL       string // the exact place, or "" where the article has no address
	Receipt   string // short, for verify and context
	SHA256    string // of Quote.Text, hex
	AlsoIn    []Copy // reprints and near-copies, earliest first

	Facts   []string // short remarks of our own: "42 statements", "first 3 May"
	Actions []Action // buttons of this row
}

// Excerpt is text of an article: Text is the bytes of Spans joined by " … ".
type Excerpt struct {
	Text    string
	Article string // the article's ID
	Spans   []Span
}

// Gap joins the parts of an excerpt that has several spans.
const Gap = " … "

// Span is a byte range, End exclusive.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// When is a date with its precision and, where an article gave it, its words.
type When struct {
	Value     string // 2025-05-19, 2025-W21, 2025-05; "" where unknown
	Precision string // day, week, month; "" where unknown
	Words     Excerpt
	Text      string // for people: Mon 19 May 2025
}

// Copy is another article with the same words.
type Copy struct{ Article, Source, URL string }

// Searched describes the articles that an answer was looked for in.
type Searched struct {
	Articles int
	From, To string    // first and last day of publication, "" where none is known
	Fresh    time.Time // when the newest article came in
}

// Difference is one altered passage, word by word.
type Difference struct {
	Given   []Word // the words asked about
	Printed []Word // the article's words
}

// Word is a word of a Difference.
type Word struct {
	Text string
	Same bool // stands on both sides
}

// Picture is a chart as data: the surface draws it.
type Picture struct {
	Title  string   // what is counted: Sentences per week
	Alt    string   // says the numbers, for those who cannot see it
	Unit   string   // day, week, month, year
	Notes  []string // what is not drawn and the like, in sentences
	Series []Series
}

// Tick returns the name of a period for the axis of a picture: short, and with the year
// unless the tick before it, if there is one, is of the same year.
func (p Picture) Tick(from, before time.Time) string {
	switch {
	case p.Unit == "year":
		return from.Format("2006")
	case p.Unit == "month":
		return from.Format("Jan 2006")
	case before.Year() != from.Year():
		return from.Format("2 Jan 2006")
	}
	return from.Format("2 Jan")
}

// HasPossible reports whether a picture counts what may happen.
func (p Picture) HasPossible() bool {
	for _, s := range p.Series {
		for _, point := range s.Points {
			if point.Possible > 0 {
				return true
			}
		}
	}
	return false
}

// Series is one line of bars of a Picture.
type Series struct {
	Name   string // "" where it is the only one
	Whole  bool   // sums the others up, and more: has a scale of its own
	Points []Point
}

// Point is the count of one period.
type Point struct {
	From     time.Time
	Label    string
	Count    int
	Possible int  // of Count, what is announced or may happen: drawn differently
	Call     Call // asks for what is counted; zero if nothing does
}

// Action is a button: a canned Call with a label.
type Action struct {
	Kind  ActionKind
	Label string
	Call  Call
	Line  string // the Call as a person would type it; the Mux fills it in
}

// ActionKind tells a surface what a button does with its Call.
type ActionKind string

// The kinds of buttons.
const (
	Run      ActionKind = "run"      // answers in a new message
	Page     ActionKind = "page"     // replaces this answer in place
	Share    ActionKind = "share"    // posts this answer for all in the channel
	Export   ActionKind = "export"   // the whole answer as a file
	Delete   ActionKind = "delete"   // removes this answer; for who asked
	Helpful  ActionKind = "helpful"  // 👍
	Unhelped ActionKind = "unhelped" // 👎
	Open     ActionKind = "open"     // opens Call.Args["url"]
)

// Ask returns a button that asks a command with pairs of argument and value; those
// without a value are left out.
func Ask(label, command string, pairs ...string) Action {
	args := Args{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			args[pairs[i]] = pairs[i+1]
		}
	}
	return Action{Kind: Run, Label: label, Call: Call{Command: command, Args: args}}
}

// ArticlePath returns the console's path of an article's page with passages of its
// text marked; the console's base address goes in front. Browsers and servers
// resolve "." and ".." in a path whatever their encoding, and a lone slash is no
// segment of one, so that such an ID goes
// into the query.
func ArticlePath(id string, passages ...Span) string {
	address, query := "/article/"+url.PathEscape(id), []string(nil)
	if strings.Trim(id, "./") == "" {
		address, query = "/article/", []string{"id=" + url.QueryEscape(id)}
	}
	var spans []string
	for _, p := range passages {
		spans = append(spans, fmt.Sprintf("%d-%d", p.Start, p.End))
	}
	if len(spans) > 0 {
		query = append(query, "span="+strings.Join(spans, ","))
	}
	if len(query) > 0 {
		address += "?" + strings.Join(query, "&")
	}
	return address
}

// ArticleAt returns the ID of the article whose page in the console an address is; base is the
// console's own. It undoes ArticlePath.
func ArticleAt(address, base string) (id string, ok bool) {
	path, ok := strings.CutPrefix(address, strings.TrimSuffix(base, "/")+"/article/")
	if !ok || base == "" {
		return "", false
	}
	path, _, _ = strings.Cut(path, "#")
	path, query, _ := strings.Cut(path, "?")
	if path == "" {
		values, err := url.ParseQuery(query)
		return values.Get("id"), err == nil && values.Get("id") != ""
	}
	id, err := url.PathUnescape(path)
	return id, err == nil
}
