package query

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Filter holds the restrictions of a query.
type Filter struct {
	v       *segment.Snapshot
	people  *identity.People
	Window  Window   // of publication, of saying or of the event
	persons []uint32 // asked for; few
	by      bool
	shown   []bool // of each outlet: in the scope; nil where any
	sources []bool // of each outlet: in the scope, and asked for; nil where any
	cues    []bool // of each cue: holds the verb; nil where any
	kinds   []article.Kind
}

// NewFilter returns the restrictions of q. Persons are those of people.
func NewFilter(v *segment.Snapshot, people *identity.People, q Query) *Filter {
	f := &Filter{v: v, people: people, Window: NewWindow(q.Since, q.Until), by: len(q.By) > 0, kinds: q.Kinds}
	f.Window.whole = q.Within
	for _, key := range q.By {
		f.persons = append(f.persons, people.Keyed(key)...)
	}
	if !q.Scope.ShowsEverything() {
		f.shown = make([]bool, v.Sources.Len())
		for i, source := range v.Sources.All() {
			f.shown[i] = q.Scope.Shows(source)
		}
		f.sources = f.shown
	}
	if len(q.Sources) > 0 {
		f.sources = make([]bool, v.Sources.Len())
		for i, source := range v.Sources.All() {
			asked := slices.ContainsFunc(q.Sources, func(s string) bool { return strings.EqualFold(s, source) })
			f.sources[i] = asked && q.Scope.Shows(source)
		}
	}
	if q.Verb != "" {
		stems := text.NewAnalyzer()
		f.cues = make([]bool, v.Cues.Len())
		for i, cue := range v.Cues.All() {
			f.cues[i] = holdsAll(strings.Fields(cue), stems.Words(q.Verb))
		}
	}
	return f
}

// holdsAll reports whether the stems of all words are among terms.
func holdsAll(terms []string, words []text.Word) bool {
	for _, w := range words {
		if !slices.Contains(terms, w.Stem) {
			return false
		}
	}
	return true
}

// Statement reports whether a statement passes the filter.
func (f *Filter) Statement(unit uint32) bool {
	s := f.v.Statements.At(unit)
	if !f.Speaker(s.NameVariant) || !f.Article(s.Article) || !f.inWindow(s) || f.cues != nil && !f.cues[s.Cue] {
		return false
	}
	return len(f.kinds) == 0 || slices.Contains(f.kinds, f.v.KindOf(s))
}

// inWindow reports whether a statement's date passes the filter. The date is looked up only
// where that matters: it may be the article's, which takes longer than everything else.
func (f *Filter) inWindow(s *segment.Statement) bool {
	return f.Window.Open() || f.Window.Holds(f.v.StatementDate(s))
}

// Failing returns the restrictions that a statement fails, and reports whether the scope
// of the query shows it at all.
func (f *Filter) Failing(unit uint32) (failed Restrictions, visible bool) {
	s := f.v.Statements.At(unit)
	if f.v.IsDead(s.Article) {
		return 0, false
	}
	if f.sources != nil { // which there is too where there is shown
		source := f.v.Articles.At(s.Article).Source
		if f.shown != nil && !f.shown[source] {
			return 0, false
		}
		if !f.sources[source] {
			failed |= Sources
		}
	}
	if !f.Speaker(s.NameVariant) {
		failed |= Speakers
	}
	if !f.inWindow(s) {
		failed |= Dates
	}
	if f.cues != nil && !f.cues[s.Cue] {
		failed |= Verbs
	}
	if len(f.kinds) > 0 && !slices.Contains(f.kinds, f.v.KindOf(s)) {
		failed |= Kinds
	}
	return failed, true
}

// Speaker reports whether a statement of a name variant may pass the filter.
func (f *Filter) Speaker(variant uint32) bool { return !f.by || f.names(variant) }

// Speakers returns which name variants Speaker lets through, nil where any; for looks at
// all statements.
func (f *Filter) Speakers() []bool {
	if !f.by {
		return nil
	}
	out := make([]bool, f.people.NameVariants())
	for variant := range out {
		out[variant] = f.names(uint32(variant))
	}
	return out
}

// names reports whether a name variant is one of the persons asked for.
func (f *Filter) names(variant uint32) bool {
	return variant != segment.Nobody && slices.Contains(f.persons, f.people.Of(variant))
}

// Passage reports whether a passage passes the filter, by its article's publication.
func (f *Filter) Passage(unit uint32) bool {
	a := f.v.Passages.At(unit).Article
	return f.Article(a) && (f.Window.Open() || f.Window.Holds(f.v.ArticleDate(f.v.Articles.At(a))))
}

// Said reports whether an event of an article that passes the filter does, apart from its date.
func (f *Filter) Said(unit uint32) bool { return !f.by || f.saidBy(f.v.Events.At(unit)) }

// saidBy reports whether an event's sentence is part of a statement of the persons asked for.
func (f *Filter) saidBy(e *segment.Event) bool {
	a := f.v.Articles.At(e.Article)
	for unit := a.Statements.First; unit < a.Statements.End; unit++ {
		s := f.v.Statements.At(unit)
		said := article.Span{Start: int(s.Start), End: int(s.End)}
		if f.names(s.NameVariant) && said.Overlaps(e.Sentence.Bytes()) {
			return true
		}
	}
	return false
}

// Article reports whether an article passes the filter, apart from its date.
func (f *Filter) Article(a uint32) bool {
	return !f.v.IsDead(a) && (f.sources == nil || f.sources[f.v.Articles.At(a).Source])
}
