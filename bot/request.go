package bot

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Request is one line or button, by somebody somewhere. The surface fills in
// who and where; the grammar fills in the Call.
type Request struct {
	Platform  string // slack, discord, console, terminal
	Workspace string // the scope of data: a Slack workspace, a Discord server
	Channel   string
	Under     string // as a Place's
	Thread    string
	User      string
	Roles     []string       // of the user, by ID, on services that have roles
	Admin     bool           // of the workspace
	Owner     bool           // of the bot: may change what holds in every workspace
	Zone      *time.Location // of the channel or user; UTC if nil
	Now       time.Time      // when it was asked; the surface's clock
	Sources   []string       // outlets that this place may see; all if empty
	// Settings are those of the channel that EffectiveChannel returns, as they were when it was asked;
	// nil if they have to be read.
	Settings map[string]string
	Line     string // as typed, "" for a button
	Mentions bool   // the surface shows channels, people and moments in its own way: see Mention
	Call
}

// In returns the zone to read and show dates in.
func (r Request) In() *time.Location {
	if zone, err := time.LoadLocation(r.Args["tz"]); err == nil && r.Args["tz"] != "" {
		return zone
	}
	if r.Zone == nil {
		return time.UTC
	}
	return r.Zone
}

// Local reports whether r comes from the page or a terminal, where nothing can be posted
// later.
func (r Request) Local() bool { return r.Platform == "console" || r.Platform == "terminal" }

// EffectiveChannel returns the channel whose settings and outlets hold.
func (r Request) EffectiveChannel() string { return cmp.Or(r.Under, r.Channel) }

// Setting returns a setting of the effective channel, "" if it is not set.
func (r Request) Setting(name string) string { return r.Settings[name] }

// Call holds a question: all that a button must keep. Its dates are absolute,
// so it asks the same tomorrow.
type Call struct {
	Command    string `json:"command"`              // "who-said"; "digest subscribe" for a sub-command
	Args       Args   `json:"args,omitempty"`       // by parameter name
	Offset     int    `json:"offset,omitempty"`     // of the first item of a page
	Generation string `json:"generation,omitempty"` // the index that the button was made from
}

// With returns the call with one argument set, or removed where value is "".
func (c Call) With(name, value string) Call {
	args := Args{}
	maps.Copy(args, c.Args)
	if args[name] = value; value == "" {
		delete(args, name)
	}
	c.Args, c.Offset = args, 0
	return c
}

// At returns the call for the page that begins at offset.
func (c Call) At(offset int) Call {
	c.Offset = offset
	return c
}

// Args are a call's arguments in canonical form: text as typed with its quotation
// marks, dates as ISO 8601 periods (2025-05-19, 2025-W21, 2025-05, 2025),
// numbers in digits.
type Args map[string]string

// Int returns the number named, or fallback where it is absent.
func (a Args) Int(name string, fallback int) int {
	n, err := strconv.Atoi(a[name])
	if err != nil {
		return fallback
	}
	return n
}

// Command is one thing that the bot can do. Slack's manifest, Discord's
// registration, help, completion and the console are all made from it.
type Command struct {
	Name     string // lower case, hyphens; "digest subscribe" for a sub-command
	Aliases  []string
	Summary  string // one line, no full stop
	Params   []Param
	Form     []FormField   // asked for, on services that have forms, if the command is chosen without options
	Examples []string      // lines; {topic}, {person}, {quote}, {month} and {source} stand for words of the index
	Admin    bool          // for administrators only
	Owner    bool          // for owners of the bot only, administrators or not
	Posts    bool          // sets up what is posted later: of no use where nothing can be
	Changes  bool          // changes what is kept: following a link alone must not run it
	Patience time.Duration // how long it may take, if longer than other answers
	Confirms string        // the argument without which a command that Changes only shows what it would do
	Tails    bool          // takes "by Putin since last month" without colons
	Handle   Handler
}

// Alters reports whether a call of the command changes what is kept.
func (c Command) Alters(args Args) bool {
	return c.Changes && (c.Confirms == "" || args[c.Confirms] != "")
}

// Handler answers a request. An *Error is shown to who asked; any other error
// is logged and shown as a reference.
type Handler func(ctx context.Context, r Request) (Card, error)

// Param is one argument of a command.
type Param struct {
	Name     string
	Aliases  []string
	Kind     ParamKind
	Words    bool // takes the words of the line that belong to no option
	Required bool
	Long     bool   // may be several lines: a surface whose options hold one asks for it in a form
	Help     string // up to 100 characters
	Choices  []string
	Min, Max int // of a Number
	// Completes names what the argument is completed from, and Suggest completes it;
	// whoever holds the index sets Suggest.
	Completes Completion
	Suggest   Suggester
}

// Completable reports whether a surface can offer completions of the argument.
func (p Param) Completable() bool { return p.Suggest != nil || p.Completes != "" }

// Completion names the source of an argument's completions.
type Completion string

// The sources of completions.
const (
	CompleteTopic Completion = "topic"
	// CompleteQuestion completes a plain question, all of whose words it is given.
	CompleteQuestion Completion = "question"
	CompletePerson   Completion = "person"
	CompleteSource   Completion = "source"
	CompleteReceipt  Completion = "receipt"
	CompleteArticle  Completion = "article"
	CompleteCommand  Completion = "command"
	CompleteDate     Completion = "date"
	CompleteDigest   Completion = "digest"
	CompleteWatch    Completion = "watch"
	CompleteZone     Completion = "zone"
)

// ParamKind is the type of an argument.
type ParamKind string

// The kinds of arguments.
const (
	Text   ParamKind = "text"
	Person ParamKind = "person"
	Date   ParamKind = "date"
	Source ParamKind = "source"
	Number ParamKind = "number"
	Time   ParamKind = "time" // of day
	Days   ParamKind = "days" // daily, weekdays, or days of the week: mon,thu
	Choice ParamKind = "choice"
)

// Suggester completes an argument from the index: up to 25, best first.
type Suggester func(ctx context.Context, r Request, prefix string) []Suggestion

// Suggestion is one completion.
type Suggestion struct {
	Value string
	Note  string // "42 statements"
}

// Param returns the parameter of that name or alias.
func (c Command) Param(name string) (Param, bool) {
	for _, p := range c.Params {
		if p.Name == name || slices.Contains(p.Aliases, name) {
			return p, true
		}
	}
	return Param{}, false
}

// WordsParam returns the parameter that takes the line's words.
func (c Command) WordsParam() (Param, bool) {
	for _, p := range c.Params {
		if p.Words {
			return p, true
		}
	}
	return Param{}, false
}

// Usage returns the command's line in the notation of PRODUCT: who-said TOPIC [by:] [since:].
func (c Command) Usage() string {
	parts := []string{c.Name}
	for _, p := range c.Params {
		part := p.Name + ":"
		if p.Words {
			part = strings.ToUpper(p.Name)
		}
		if p.Kind == Choice && !p.Words {
			part += strings.Join(p.Choices, "|")
		}
		if !p.Required {
			part = "[" + part + "]"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}

// Line returns the call as a person would type it, with the slash; Parse reads it
// back to the same call, offset and generation apart.
func (c Command) Line(call Call) string {
	parts := []string{"/" + c.Name}
	for _, p := range c.Params {
		v := call.Args[p.Name]
		switch {
		case v == "":
		case p.Words && (p.Kind == Text || onlyWords(v)):
			parts = append(parts, v)
		case p.Words:
			parts = append(parts, `"`+unquoted(v)+`"`)
		case strings.ContainsFunc(v, apart):
			parts = append(parts, p.Name+`:"`+unquoted(v)+`"`)
		default:
			parts = append(parts, p.Name+":"+v)
		}
	}
	return strings.Join(parts, " ")
}

// onlyWords reports whether a line with this text has nothing but words there.
func onlyWords(v string) bool {
	for _, l := range lex(v) {
		if l.key != "" || l.phrase || l.minus {
			return false
		}
	}
	return true
}

// apart reports whether r keeps an option's value from standing without marks.
func apart(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) && !strings.ContainsRune("-_.'’", r)
}
