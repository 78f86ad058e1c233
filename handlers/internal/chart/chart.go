// Package chart counts statements, events and articles over time as pictures. It
// draws nothing.
package chart

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

const (
	// MaxPersons is the number of speakers that have a panel of their own.
	MaxPersons  = 5
	maxOutlets  = MaxPersons + 1
	mostSpelled = 14 // periods whose counts the text beside a picture tells one by one
)

// Counter counts statements and articles by time.
type Counter interface {
	Tallies(ctx context.Context, q index.Query, limit int) ([]index.Tally, error)
	Coverage(ctx context.Context, scope index.Scope, unit article.Precision) (map[string][]index.Day, error)
}

// Ask returns the call for what a bar counts: of a person or an outlet, "" if the
// picture is of one thing, in the period of a unit that begins at from.
type Ask func(name string, from time.Time, unit article.Precision) bot.Call

// unitFor returns the finest unit that covers a time of up to a year with at most some
// fifty bars; months beyond, and years beyond twelve of them.
func unitFor(from, to time.Time) article.Precision {
	switch days := to.Sub(from).Hours() / 24; {
	case days <= 31:
		return article.Day
	case days <= 366:
		return article.Week
	case days <= 12*366:
		return article.Month
	}
	return article.Year
}

// Speakers counts the statements of a query: all of them, and below, on a
// scale of their own, those of the persons quoted most. Where the unit is
// article.Unknown the picture chooses one.
func Speakers(ctx context.Context, counter Counter, title string, q index.Query, unit article.Precision, ask Ask) (*bot.Picture, error) {
	tallies, err := counter.Tallies(ctx, q, MaxPersons)
	if err != nil {
		return nil, fmt.Errorf("count statements: %w", err)
	}
	return Tallies(title, tallies, unit, ask), nil
}

// Tallies draws what Speakers counts, of everybody first and at most MaxPersons others.
func Tallies(title string, tallies []index.Tally, unit article.Precision, ask Ask) *bot.Picture {
	all := tallies[0]
	if months := all.Days(article.Month); unit == article.Unknown && len(months) > 0 {
		unit = unitFor(months[0].From, months[len(months)-1].From)
	}
	days := all.Days(unit)
	if len(days) < 2 {
		return nil
	}
	p := newPicture(title, unit, "statement", ask)
	persons := tallies[1:]
	if len(persons) == 0 || persons[0].Statements == all.Statements {
		p.add("", "", days) // there is nothing to compare
		return p.done()
	}
	p.add("everybody", "", days)
	p.Series[0].Whole = true
	for _, t := range persons {
		p.add(t.Person.Name, t.Person.Name, t.Days(unit))
	}
	return p.done()
}

// Coverage counts the articles of the outlets that may be shown.
func Coverage(ctx context.Context, counter Counter, scope index.Scope, sources []index.Source) (*bot.Picture, error) {
	var from, to time.Time
	for _, s := range sources {
		if !s.First.IsZero() && (from.IsZero() || s.First.Before(from)) {
			from = s.First
		}
		if s.Latest.After(to) {
			to = s.Latest
		}
	}
	p := newPicture("Coverage by outlet: articles", unitFor(from, to), "article", nil)
	published, err := counter.Coverage(ctx, scope, p.unit)
	if err != nil {
		return nil, fmt.Errorf("count articles: %w", err)
	}
	for _, s := range sources[:min(maxOutlets, len(sources))] {
		if days := published[s.Name]; len(days) > 0 {
			p.add(cmp.Or(s.Name, "outlet unknown"), s.Name, days)
		}
	}
	return p.done(), nil
}

// drawing is a picture that is being put together.
type drawing struct {
	bot.Picture
	unit   article.Precision
	counts string // what a bar counts
	ask    Ask    // nil if nothing shows what a bar counts
	told   []string
}

func newPicture(title string, unit article.Precision, counts string, ask Ask) *drawing {
	return &drawing{Picture: bot.Picture{Title: title + " per " + unit.String(), Unit: unit.String()}, unit: unit, counts: counts, ask: ask}
}

// add adds a panel of a person or outlet, and its numbers to the text: each count where
// they are few, else the sum and the highest.
func (d *drawing) add(name, who string, days []index.Day) {
	if len(days) == 0 {
		return
	}
	s := bot.Series{Name: name}
	total, possible, most := 0, 0, days[0]
	var each []string
	for _, day := range days {
		label := wording.Date(day.From, d.unit)
		point := bot.Point{From: day.From, Label: label, Count: day.Count, Possible: day.Possible}
		if d.ask != nil {
			point.Call = d.ask(who, day.From, d.unit)
		}
		s.Points = append(s.Points, point)
		each = append(each, label+" "+strconv.Itoa(day.Count))
		possible += day.Possible
		if total += day.Count; day.Count > most.Count {
			most = day
		}
	}
	told := wording.Count(total, d.counts) + " from " + wording.Date(days[0].From, d.unit) + " to " + wording.Date(days[len(days)-1].From, d.unit)
	switch {
	case len(days) > mostSpelled:
		told += fmt.Sprintf(", most (%d) on %s", most.Count, wording.Date(most.From, d.unit))
	case len(d.Series) == 0 || len(days) <= mostSpelled/3:
		told = wording.Count(total, d.counts) + ": " + strings.Join(each, ", ")
	}
	if possible > 0 {
		told += fmt.Sprintf(" (%d of all only announced or possible)", possible)
	}
	if name != "" {
		told = name + ", " + told
	}
	d.Series = append(d.Series, s)
	d.told = append(d.told, told)
}

// done returns the picture, nil if all of it is in one period.
func (d *drawing) done() *bot.Picture {
	var periods []time.Time
	for _, s := range d.Series {
		for _, p := range s.Points {
			if !slices.Contains(periods, p.From) {
				periods = append(periods, p.From)
			}
		}
	}
	if len(periods) < 2 {
		return nil
	}
	d.Alt = strings.Join(append([]string{strings.Join(d.told, ". ") + "."}, d.Notes...), " ")
	return &d.Picture
}
