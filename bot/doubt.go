package bot

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// doubts are the dates of a line that read two ways. The rest of the line is
// read on, so that a button can ask the whole of it with either reading.
type doubts struct {
	params []string
	dates  []*AmbiguousDateError
}

// take notes an ambiguous date and says whether err was one.
func (d *doubts) take(err error, c Command, key string, r *Request) bool {
	var date *AmbiguousDateError
	if !errors.As(err, &date) {
		return false
	}
	p, _ := c.Param(key)
	r.Args[p.Name] = date.Readings[0]
	d.params, d.dates = append(d.params, p.Name), append(d.dates, date)
	return true
}

// back asks which reading is meant; nil where nothing is in doubt. Who writes
// one date day first writes all so, so two buttons do for any number of dates.
func (d *doubts) back(call Call) error {
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
