package bot

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Error is a refusal that a person can mend. It alone carries text for people;
// every other error is logged and shown as a reference.
type Error struct {
	Message string   // what is wrong and how to mend it
	Usage   bool     // the line was not understood
	Refused bool     // the asker may not do it: nobody else needs to read that
	Actions []Action // calls that would work
	Err     error    // the cause, for the log
}

// Error returns the message.
func (e *Error) Error() string { return e.Message }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// refuse returns the Error for a line that was not understood.
func refuse(format string, values ...any) error {
	return &Error{Usage: true, Message: fmt.Sprintf(format, values...)}
}

// Fault returns a failure that people cannot fix: what they read, with a reference
// that the log is to have too.
func Fault() (ref, notice string) {
	var raw [2]byte
	rand.Read(raw[:]) // never fails (crypto/rand)
	ref = hex.EncodeToString(raw[:])
	return ref, "Something went wrong here (ref " + ref + ")."
}

// PanicText returns what the log may have of a panic's value: the runtime's name types and
// numbers, others may hold what people wrote and are told by their type alone.
func PanicText(value any) string {
	if own, ok := value.(runtime.Error); ok {
		return own.Error()
	}
	return fmt.Sprintf("%T", value)
}

// ErrSettingsLost is the error, beside what is left of settings, if damage
// destroyed some or may have. Which outlets may be shown is not known then, so
// none should be.
var ErrSettingsLost = errors.New("settings were lost to damage of the state database")

// ErrSettingsReadOnly is the error of changing a setting where nothing keeps them.
var ErrSettingsReadOnly error = &Error{Message: "Settings can be changed while `briefing-bot serve` runs on this data folder. Start it, then try again."}

// ErrTaken is the error of a new subscription whose ID another one has.
var ErrTaken = errors.New("another subscription has this ID")

// ErrConnecting is the error of a chat service that is not connected yet: what is to be posted
// or edited waits until it is.
var ErrConnecting = errors.New("not connected yet")

// AmbiguousDateError is a date that reads two ways; the person is asked back.
type AmbiguousDateError struct {
	Typed    string
	Readings []string // canonical
}

// Error asks which day is meant.
func (e *AmbiguousDateError) Error() string {
	return fmt.Sprintf("%s can be %s. Write the day as 2025-10-03.", e.Typed, strings.Join(e.Readings, " or "))
}

// ambiguities holds the dates of a line that can be read in two ways. The rest of the
// line is read too, so that a button can ask all of it with either reading.
type ambiguities struct {
	params []string
	dates  []*AmbiguousDateError
}

// take notes an ambiguous date and reports whether err was one.
func (d *ambiguities) take(err error, c Command, key string, r *Request) bool {
	var date *AmbiguousDateError
	if !errors.As(err, &date) {
		return false
	}
	p, _ := c.Param(key)
	r.Args[p.Name] = date.Readings[0]
	d.params, d.dates = append(d.params, p.Name), append(d.dates, date)
	return true
}

// back returns an error that asks which reading is meant; nil if no date is ambiguous.
// People who write one date day first write all of them so: two buttons do for any
// number of dates.
func (d *ambiguities) back(call Call) error {
	if len(d.dates) == 0 {
		return nil
	}
	e := &Error{Usage: true, Err: d.dates[0]}
	var questions []string
	for _, date := range d.dates {
		questions = append(questions, date.Error())
	}
	e.Message = strings.Join(slices.Compact(questions), "\n")
	for reading := range d.dates[0].Readings {
		meant, label := call, []string{}
		for i, date := range d.dates {
			value := date.Readings[min(reading, len(date.Readings)-1)]
			meant = meant.With(d.params[i], value)
			label = append(label, dayText(value))
		}
		e.Actions = append(e.Actions, Action{Kind: Run, Label: strings.Join(slices.Compact(label), ", "), Call: meant})
	}
	return e
}

// dayText returns a canonical day for people: 3 April 2025.
func dayText(value string) string {
	t, err := time.Parse(time.DateOnly, value)
	if err != nil {
		return value
	}
	return t.Format("2 January 2006")
}
