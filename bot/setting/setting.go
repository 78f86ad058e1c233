package setting

import (
	"fmt"
	"maps"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Error is a setting whose value is not valid.
type Error struct {
	Name string // as in the file: slack.mode, digests[2].style
	Text string // what is wrong and how to fix it
}

// Error returns the name and the text.
func (e *Error) Error() string { return e.Name + ": " + e.Text }

// Invalid returns an Error with a formatted text.
func Invalid(name, format string, values ...any) error {
	return &Error{name, fmt.Sprintf(format, values...)}
}

// OneOf returns an Error unless value is one of the values.
func OneOf(name, value string, values ...string) error {
	if slices.Contains(values, value) {
		return nil
	}
	return Invalid(name, "%q is not one of %s", value, strings.Join(values, ", "))
}

// IDs returns an Error unless every value is an ID of the form that a service gives them.
// example is a good one, and where the service shows it.
func IDs(name string, values []string, form *regexp.Regexp, example string) error {
	for _, v := range values {
		if !form.MatchString(v) {
			return Invalid(name, "%q is not an ID: write one such as %s", v, example)
		}
	}
	return nil
}

// Outlets returns an Error for a place that is to see certain outlets and for which none is
// named: it would see all of them.
func Outlets(name string, places map[string][]string) error {
	for _, place := range slices.Sorted(maps.Keys(places)) {
		if outlets := places[place]; len(outlets) == 0 || slices.ContainsFunc(outlets, func(o string) bool { return strings.TrimSpace(o) == "" }) {
			return Invalid(name, "%s has no outlet, or one without a name: name those that it may see, or take the place out", place)
		}
	}
	return nil
}

// Listening returns an Error unless value is an address to listen on: a host, which may
// be empty, and a port. example is a good one.
func Listening(name, value, example string) error {
	_, port, err := net.SplitHostPort(value)
	if err != nil {
		return Invalid(name, "%q is not an address: write %s", value, example)
	}
	if n, err := strconv.ParseUint(port, 10, 64); err != nil || n > maxPort {
		return Invalid(name, "%q is not a port from 0 to %d: write %s", port, maxPort, example)
	}
	return nil
}

const maxPort = 1<<16 - 1

// IsAddress reports whether a value is an absolute address of one of the schemes.
func IsAddress(value string, schemes ...string) bool {
	u, err := url.Parse(value)
	return err == nil && slices.Contains(schemes, u.Scheme) && u.Host != ""
}

// Secret reads a secret from its file or, if file is "", from its environment
// variable, white space around it apart. It returns "" if neither is set. name is
// the setting that names the file.
func Secret(name, file, env string) (string, error) {
	if file == "" {
		return strings.TrimSpace(os.Getenv(env)), nil
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return strings.TrimSpace(string(raw)), nil
}
