package bot

import (
	"cmp"
	"maps"
	"strconv"
	"time"
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
