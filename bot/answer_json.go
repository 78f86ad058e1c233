package bot

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// answerJSON is CONTRACT's form of an answer: `ask --json`. Fields are added
// freely and never renamed or dropped.
type answerJSON struct {
	Command    string            `json:"command"`
	Reading    map[string]string `json:"reading"`
	Total      int               `json:"total"`
	Items      []itemJSON        `json:"items"`
	Notice     string            `json:"notice"`
	Searched   searchedJSON      `json:"searched"`
	Verdict    string            `json:"verdict,omitempty"`
	Difference *differenceJSON   `json:"difference,omitempty"`

	Status     string       `json:"status"`
	Title      string       `json:"title"`
	Read       string       `json:"read"` // the reading for people
	Offset     int          `json:"offset"`
	Text       []string     `json:"text"`
	Footer     string       `json:"footer"`
	Actions    []actionJSON `json:"actions"`
	Picture    *pictureJSON `json:"picture"`
	Generation string       `json:"generation"`
	Partial    bool         `json:"partial"`
}

type itemJSON struct {
	Text      string    `json:"text"`
	Article   string    `json:"article"`
	Spans     []Span    `json:"spans"`
	SHA256    string    `json:"sha256"`
	Receipt   string    `json:"receipt"`
	Kind      string    `json:"kind"`
	Speaker   string    `json:"speaker"`
	Cue       string    `json:"cue"`
	Date      *dateJSON `json:"date"`
	Source    string    `json:"source"`
	Published string    `json:"published"`
	URL       string    `json:"url"`
	AlsoIn    []string  `json:"also_in"`

	Heading   string       `json:"heading"` // above the part of the answer that begins with this item
	Label     string       `json:"label"`
	Sentence  string       `json:"sentence"` // that reports text, as people are shown it; "" unless it is reported
	Reported  []Span       `json:"reported"` // byte ranges of sentence that are text
	Role      string       `json:"role"`
	Inner     string       `json:"inner"`
	Title     string       `json:"title"` // the article's
	Fragment  bool         `json:"fragment"`
	Uncertain bool         `json:"uncertain"`
	Possible  bool         `json:"possible"`
	Marks     []Span       `json:"marks"`
	Facts     []string     `json:"facts"`
	Actions   []actionJSON `json:"actions"`
}

type dateJSON struct {
	Value     string `json:"value"`
	Precision string `json:"precision"`
	Words     string `json:"words"`
}

type searchedJSON struct {
	Articles int    `json:"articles"`
	From     string `json:"from"`
	To       string `json:"to"`
}

type differenceJSON struct {
	Given   []wordJSON `json:"given"`
	Printed []wordJSON `json:"printed"`
}

type wordJSON struct {
	Text string `json:"text"`
	Same bool   `json:"same"`
}

type actionJSON struct {
	Kind  ActionKind `json:"kind"`
	Label string     `json:"label"`
	Line  string     `json:"line"` // typing this does the same; "" where it is not a question
	URL   string     `json:"url,omitempty"`
}

type pictureJSON struct {
	Title  string       `json:"title"`
	Unit   string       `json:"unit"`
	Notes  []string     `json:"notes"`
	Series []seriesJSON `json:"series"`
}

type seriesJSON struct {
	Name   string      `json:"name"`
	Points []pointJSON `json:"points"`
}

type pointJSON struct {
	From  string `json:"from"` // 2025-05-19
	Label string `json:"label"`
	Count int    `json:"count"`
	// Possible counts those of count that are announced or may happen.
	Possible int `json:"possible"`
}

// String returns the status as programs read it.
func (s Status) String() string { return statusNames[s] }

var statusNames = map[Status]string{Answered: "answered", NotUnderstood: "not understood", Failed: "failed"}

// JSON returns the card in CONTRACT's form, one line without its line end. Every
// key of an answer and of an item is always there; a list is never null.
func JSON(c Card) ([]byte, error) {
	a := answerJSON{
		Command: c.Command, Reading: c.Read, Total: c.Total, Notice: c.Notice,
		Items:    each(c.Items, itemForm),
		Searched: searchedJSON{Articles: c.Searched.Articles, From: c.Searched.From, To: c.Searched.To},
		Verdict:  c.Verdict, Difference: differenceForm(c.Difference),
		Status: c.Status.String(), Title: c.Title, Read: c.Reading, Offset: c.Offset,
		Text: list(c.Text), Footer: c.Footer, Actions: each(c.Actions, actionForm),
		Picture: pictureForm(c.Picture), Generation: c.Generation, Partial: c.Partial,
	}
	if a.Reading == nil {
		a.Reading = map[string]string{}
	}
	return encode(a)
}

// encode writes one line; <, > and & stay as they are, since a person may read it.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("write an answer as JSON: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

func itemForm(it Item) itemJSON {
	return itemJSON{
		Text: it.Quote.Text, Article: it.Quote.Article, Spans: list(it.Quote.Spans),
		SHA256: it.SHA256, Receipt: it.Receipt, Kind: it.Kind, Speaker: it.Speaker, Cue: it.Cue.Text,
		Date: dateForm(it.Said), Source: it.Source, Published: it.Published.Value, URL: it.URL,
		AlsoIn:  each(it.AlsoIn, func(c Copy) string { return c.Article }),
		Heading: it.Heading, Label: it.Label, Sentence: it.Sentence.Text, Reported: list(it.Reported), Role: it.Role.Text, Inner: it.Inner.Text, Title: it.Headline,
		Fragment: it.Fragment, Uncertain: it.Uncertain, Possible: it.Possible,
		Marks: list(it.Marks), Facts: list(it.Facts), Actions: each(it.Actions, actionForm),
	}
}

// dateForm returns null where nothing is known; words without a value are a date
// that stayed unresolved.
func dateForm(w When) *dateJSON {
	if w.Value == "" && w.Words.Text == "" {
		return nil
	}
	return &dateJSON{Value: w.Value, Precision: w.Precision, Words: w.Words.Text}
}

func differenceForm(d *Difference) *differenceJSON {
	if d == nil {
		return nil
	}
	word := func(w Word) wordJSON { return wordJSON(w) }
	return &differenceJSON{Given: each(d.Given, word), Printed: each(d.Printed, word)}
}

func actionForm(a Action) actionJSON {
	return actionJSON{Kind: a.Kind, Label: a.Label, Line: a.Line, URL: a.Call.Args["url"]}
}

func pictureForm(p *Picture) *pictureJSON {
	if p == nil {
		return nil
	}
	return &pictureJSON{Title: p.Title, Unit: p.Unit, Notes: list(p.Notes), Series: each(p.Series, func(s Series) seriesJSON {
		return seriesJSON{Name: s.Name, Points: each(s.Points, func(p Point) pointJSON {
			return pointJSON{From: day(p.From), Label: p.Label, Count: p.Count, Possible: p.Possible}
		})}
	})}
}

// each maps a list; of none it is empty, not nil, so that JSON has [].
func each[T, U any](values []T, f func(T) U) []U {
	out := make([]U, len(values))
	for i, v := range values {
		out[i] = f(v)
	}
	return out
}

func list[T any](values []T) []T {
	return each(values, func(v T) T { return v })
}
