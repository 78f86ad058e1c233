package bot

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
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

// ErrConnecting is the error of a chat service that is not connected yet: what is to be posted
// or edited waits until it is.
var ErrConnecting = errors.New("not connected yet")
