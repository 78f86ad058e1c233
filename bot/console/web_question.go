package console

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

// Limits of what a browser may send.
const (
	maxForm     = 4 * bot.MaxLine // bytes of a form: in one a byte of a line can take three
	maxComplete = 8 << 10         // bytes of a line that is completed
)

// question is the question in a page's address or form.
type question struct {
	Line       string
	Offset     int
	Generation string // of the index, on links between pages
	Confirmed  bool   // sent by a form, not by a link
}

// errTooLong is returned for a line or form over the limit.
var errTooLong = &bot.Error{Message: fmt.Sprintf("This is too long: a line of up to %d bytes is read. Go back in your browser to shorten it, or ask it in parts.", bot.MaxLine)}

// questionOf reads the question. Its error is errTooLong, with the line as far
// as it was read, or what is wrong with the form.
func questionOf(w http.ResponseWriter, r *http.Request) (question, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return question{}, errTooLong
		}
		return question{}, &bot.Error{Message: "The form cannot be read: " + err.Error()}
	}
	q := question{
		Line: strings.TrimSpace(r.FormValue("q")), Generation: r.FormValue("generation"),
		Confirmed: r.Method == http.MethodPost,
	}
	if len(q.Line) > bot.MaxLine {
		return q, errTooLong
	}
	q.Offset = offsetOf(r.FormValue("offset"))
	return q, nil
}

// offsetOf reads the offset of a page, the furthest one if it is further.
func offsetOf(value string) int {
	offset, _ := strconv.Atoi(value) // the largest number if it is larger
	return min(max(offset, 0), bot.MaxOffset)
}

// address returns where the same question is asked again.
func (q question) address(path string) string {
	values := url.Values{"q": {q.Line}}
	if q.Offset > 0 {
		values.Set("offset", strconv.Itoa(q.Offset))
	}
	if q.Generation != "" {
		values.Set("generation", q.Generation)
	}
	return path + "?" + values.Encode()
}
