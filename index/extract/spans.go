package extract

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/layout"
)

// given turns the spans of an annotation from those of a view into those of the text as
// given.
func given(view layout.View, found *article.Annotation) {
	for i := range found.Statements {
		st := &found.Statements[i]
		givenSpans(view, st.Content)
		st.Cue, st.Source, st.Inner = view.Given(st.Cue), view.Given(st.Source), view.Given(st.Inner)
		st.Said.Span, st.Sentence = view.Given(st.Said.Span), view.Given(st.Sentence)
	}
	for i := range found.Dates {
		found.Dates[i].Span = view.Given(found.Dates[i].Span)
	}
	for i := range found.People {
		givenSpans(view, found.People[i].Roles)
		givenSpans(view, found.People[i].Mentions)
	}
}

func givenSpans(view layout.View, spans []article.Span) {
	for i, s := range spans {
		spans[i] = view.Given(s)
	}
}

// seenDates returns dates of the text as given as those of a view.
func seenDates(view layout.View, dates []article.Date) []article.Date {
	out := slices.Clone(dates)
	for i := range out {
		out[i].Span = view.Seen(out[i].Span)
	}
	return out
}

// givenEvents turns the spans of events from those of a view into those of the text as given.
func givenEvents(view layout.View, events []article.Event) []article.Event {
	for i := range events {
		events[i].Date.Span, events[i].Sentence = view.Given(events[i].Date.Span), view.Given(events[i].Sentence)
	}
	return events
}
