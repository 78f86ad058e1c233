package bot

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
)

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

// onlyWords reports whether a line with this text has nothing but words there, which read
// the same: a blank is between two of them.
func onlyWords(v string) bool {
	var words []string
	for _, l := range lex(v) {
		if l.key != "" || l.phrase || l.minus {
			return false
		}
		words = append(words, l.text)
	}
	return strings.Join(words, " ") == v
}

// apart reports whether r keeps an option's value from standing without marks.
func apart(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) && !strings.ContainsRune("-_.'’", r)
}

// helpCommand is the command that lists the others.
const helpCommand = "help"

func subCommands(family []Command) []string {
	var out []string
	for _, c := range family {
		_, second, _ := strings.Cut(c.Name, " ")
		out = append(out, second)
	}
	return out
}

// optionNames returns what may stand before a colon.
func (c Command) optionNames() []string {
	var names []string
	for _, p := range c.Params {
		if !p.Words {
			names = append(names, p.Name)
		}
		names = append(names, p.Aliases...)
	}
	return names
}

// FormField is a field of the form that a surface opens for a command that was chosen
// without any option.
type FormField struct {
	Param string
	Label string // up to 45 characters
	Value string // that the field begins with
}
