package ingest

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/fetch"
)

// The rejections that a Report lists. A file of a hundred million broken lines
// must neither fill the memory nor hide what is wrong with the files after it.
const (
	MaxRejections = 100 // of all inputs
	maxOfInput    = 20  // of one input
)

// Report is the result of a run. Its JSON form is what `ingest --json` prints.
type Report struct {
	Added         int         `json:"added"`
	Updated       int         `json:"updated"`
	Unchanged     int         `json:"unchanged"`
	Duplicates    int         `json:"duplicates"`     // of those added or updated: near-copies of another article
	Rejected      []Rejection `json:"rejected"`       // the first ones, at most MaxRejections
	RejectedTotal int         `json:"rejected_total"` // with those that Rejected leaves out
	Unread        []string    `json:"unread"`         // inputs, as they may be shown, that gave no article
	LeftOut       []string    `json:"left_out"`       // files about a folder rather than articles of it, the first of them
	Lacking       Lacking     `json:"lacking"`        // what the articles added or updated do not say
}

// Lacking counts what articles do not say and answers would need.
type Lacking struct {
	Published int    `json:"published"`         // articles without a date of publication
	Source    int    `json:"source"`            // articles without an outlet
	Cut       int    `json:"cut,omitempty"`     // articles that break off: search services give only their beginnings
	Example   string `json:"example,omitempty"` // the file of the first without a date, or else of the first; "" if it came from no file
}

// Any reports whether anything is lacking.
func (l Lacking) Any() bool { return l.Published+l.Source > 0 }

// brokenOff matches the end of a text that goes on elsewhere: "… [+901 chars]", "[…]",
// "(more)", three dots after a word.
var brokenOff = regexp.MustCompile(`(?i)(?:\[\+\d+ (?:chars|characters|words)\]|\[(?:…|\.\.\.)\]|\((?:more|continued)(?:…|\.\.\.)?\)|\pL\s?(?:…|\.\.\.))\s*$`)

// breaksOff reports whether brokenOff matches. It looks at the last mark first, which hardly
// any text has: the pattern alone, tried at every byte, took 2 % of an ingest's time.
func breaksOff(text string) bool {
	end := strings.TrimRight(text, "\t\n\f\r ")
	for _, mark := range []string{"]", ")", "…", "..."} {
		if strings.HasSuffix(end, mark) {
			return brokenOff.MatchString(text)
		}
	}
	return false
}

// add counts what an article from the file at path lacks.
func (l *Lacking) add(a article.Article, path string) {
	if breaksOff(a.Text) {
		l.Cut++
	}
	if !a.Published.IsZero() && a.Source != "" {
		return
	}
	if !l.Any() || l.Published == 0 && a.Published.IsZero() {
		l.Example = path
	}
	if a.Published.IsZero() {
		l.Published++
	}
	if a.Source == "" {
		l.Source++
	}
}

// Rejection is something that is no article, and why.
type Rejection struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// tally gathers the rejections of a run, input by input.
type tally struct {
	path    string // of the input that the last rejection belongs to
	omitted int    // rejections of that input beyond maxOfInput
	listed  int    // the others
}

// reject counts a rejection of the input at path, and lists it while there is room.
func (t *tally) reject(r *Report, path string, x Rejection) {
	if t.path != path {
		t.close(r)
		t.path = path
	}
	r.RejectedTotal++
	switch {
	case t.listed >= maxOfInput:
		t.omitted++
	case len(r.Rejected) < MaxRejections:
		t.listed++
		r.Rejected = append(r.Rejected, x)
	}
}

// giveUp lists why the rest of an input was not read, however many rejections of
// it are listed already.
func (t *tally) giveUp(r *Report, x Rejection) {
	t.close(r)
	if r.RejectedTotal++; len(r.Rejected) < MaxRejections {
		r.Rejected = append(r.Rejected, x)
	}
}

// close ends an input: what was left out of it is listed as one count.
func (t *tally) close(r *Report) {
	if t.omitted > 0 && len(r.Rejected) < MaxRejections {
		r.Rejected = append(r.Rejected, Rejection{t.path, fmt.Sprintf("%d more of its articles were rejected", t.omitted)})
	}
	*t = tally{}
}

// rejects are the files of watched folders of which something was rejected, each with
// the first reason, until they are read again or deleted.
type rejects struct {
	reasons map[string]string // by path
	first   string            // the first path in order, with its reason
}

// set keeps what a reading of the file at path rejected; "" if nothing.
func (r *rejects) set(path, reason string) {
	if _, known := r.reasons[path]; !known && reason == "" {
		return
	}
	if r.reasons == nil {
		r.reasons = map[string]string{}
	}
	if r.reasons[path] = reason; reason == "" {
		delete(r.reasons, path)
	}
	r.first = ""
}

// example returns the first path in order, with its reason; "" if there is none.
func (r *rejects) example() string {
	if r.first == "" && len(r.reasons) > 0 {
		path := slices.Min(slices.Collect(maps.Keys(r.reasons)))
		r.first = path + ": " + r.reasons[path]
	}
	return r.first
}

// absent returns those of some paths at which nothing is.
func absent(paths []string) []string {
	return slices.DeleteFunc(paths, func(path string) bool {
		_, err := os.Lstat(path)
		return !errors.Is(err, fs.ErrNotExist)
	})
}

// shownInput returns an input as it may be shown: an address without its password.
func shownInput(in string) string {
	if strings.Contains(in, "://") {
		return fetch.WithoutUser(in)
	}
	return in
}

// stopped is the end of a run for a reason that its words say already.
type stopped struct {
	words string
	cause error
}

// Error returns the words.
func (s stopped) Error() string { return s.words }

// Unwrap returns the cause.
func (s stopped) Unwrap() error { return s.cause }
