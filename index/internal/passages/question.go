package passages

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// question is an interpreted question.
type question struct {
	words   []string        // what it asks for
	named   map[string]bool // of these the ones with a capital, folded
	sources []bool          // of each outlet, whether it is named; nil where none is
	days    []day           // that it names
	turns   [][]bool        // of each name of an outlet in it: the outlets that it means
}

// A passage of an outlet that the question names scores sourceBoost more, one published on
// a day that it names dayBoost, and one of an outlet named beside others
// turnBoost more until a passage of that outlet has been placed, within the
// first turnRanks.
const (
	sourceBoost = 0.5
	dayBoost    = 0.5
	turnBoost   = 0.3
	turnRanks   = 10
)

// readQuestion separates the words that say what is asked from those that say
// where to look: names of outlets, the days on which these are said to have published it,
// and the words that questions put around them.
func (v *View) readQuestion(terms []string) question {
	typed := strings.Join(terms, " ")
	words := text.Words(typed)
	names := v.outletNames()
	shouted := typed == strings.ToUpper(typed) // so that a capital tells nothing
	capital := func(i int) bool { return words[i].Upper && i > 0 && !shouted }
	q := question{days: daysIn(words), named: map[string]bool{}}
	var kept []int
	for i := 0; i < len(words); {
		n, sources := names.at(words[i:])
		if n == 0 {
			if !boilerplate[words[i].Form] || capital(i) {
				kept = append(kept, i)
			}
			i++
			continue
		}
		q.name(sources, v.Sources.Len())
		i += n
	}
	for _, i := range kept {
		if q.sources == nil || !slices.ContainsFunc(q.days, func(d day) bool { return d.first <= i && i < d.last }) {
			q.words = append(q.words, words[i].Of(typed))
			if capital(i) {
				q.named[words[i].Form] = true
			}
		}
	}
	if len(q.words) == 0 {
		q.words = terms
	}
	return q
}

// topic returns the topic of words whose terms were read as a question.
func (q *question) topic(vocabulary *query.Vocabulary, words query.Words) query.Topic {
	words.Terms = q.words
	return vocabulary.Topic(words)
}

// dates reports whether a question names the day of a publication.
func (q *question) dates(published article.Moment) bool {
	return slices.ContainsFunc(q.days, func(d day) bool { return d.holds(published) })
}

// names reports whether a question names an outlet.
func (q *question) names(source uint32) bool { return q.sources != nil && q.sources[source] }

// name records that a question names outlets.
func (q *question) name(sources []uint32, all int) {
	turn := make([]bool, all)
	if q.sources == nil {
		q.sources = make([]bool, all)
	}
	for _, s := range sources {
		turn[s], q.sources[s] = true, true
	}
	if !slices.ContainsFunc(q.turns, func(other []bool) bool { return slices.Equal(other, turn) }) {
		q.turns = append(q.turns, turn)
	}
}

// outletNames maps the first word of outlets' names to the outlets.
type outletNames map[string][]outletName

type outletName struct {
	words   []string
	sources []uint32
}

// outletNames returns the names that questions may use: the whole name, and
// what is before a separator (The Roar | Sports Writers Blog).
func (v *View) outletNames() outletNames {
	out := outletNames{}
	for n, source := range v.Sources.All() {
		whole := strings.Fields(text.NameKey(source))
		out.add(whole, uint32(n))
		if i := strings.IndexAny(source, "|-–—:("); i > 0 {
			out.add(strings.Fields(text.NameKey(source[:i])), uint32(n))
		}
	}
	return out
}

func (o outletNames) add(words []string, source uint32) {
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	if len(words) == 0 || len(words) == 1 && (text.IsStopWord(words[0]) || len(words[0]) < 3) {
		return
	}
	list := o[words[0]]
	for i := range list {
		if slices.Equal(list[i].words, words) {
			if !slices.Contains(list[i].sources, source) {
				list[i].sources = append(list[i].sources, source)
			}
			return
		}
	}
	o[words[0]] = append(list, outletName{words, []uint32{source}})
}

// at returns the number of words of the longest name at the beginning of words,
// and its outlets. The first word must have a capital.
func (o outletNames) at(words []text.Word) (int, []uint32) {
	n, sources := 0, []uint32(nil)
	for _, name := range o[words[0].Form] {
		if len(name.words) <= n || len(name.words) > len(words) || !words[0].Upper {
			continue
		}
		same := true
		for i, w := range name.words {
			same = same && words[i].Form == w
		}
		if same {
			n, sources = len(name.words), name.sources
		}
	}
	return n, sources
}

// boilerplate are words by which questions speak of articles and ask for an
// answer, whatever their topic.
var boilerplate = text.Set(`article articles report reports reported reporting according published publish piece pieces story stories
	does did do is are was were has have had who what which when where why how whose whom indicate indicates indicated
	suggest suggests suggested mention mentions mentioned discuss discusses discussed describe describes described claim claims claimed
	state states stated compared compare comparison both same different between another while also the that as by on in of and or
	associated individual person persons name figure entity background backgrounds number numbers
	involved involves involving regarding concerning related subsequent subsequently earlier later previous previously
	respective respectively recently before after between`)

// takeTurns raises, one after another, the best passage of each outlet that a
// question names and that has no passage yet: such questions compare outlets.
func (v *View) takeTurns(all []repeated, q question) []repeated {
	if len(q.turns) < 2 {
		return all
	}
	served := make([]int, len(q.turns))
	for i := range min(turnRanks, len(all)) {
		at, top := i, 0.0
		for j := i; j < len(all); j++ {
			score := all[j].score * (1 + q.due(v.Articles.At(v.Passages.At(all[j].unit).Article).Source, served))
			if score > top {
				at, top = j, score
			}
		}
		raised := all[at]
		copy(all[i+1:at+1], all[i:at])
		all[i] = raised
		for n, turn := range q.turns {
			if turn[v.Articles.At(v.Passages.At(raised.unit).Article).Source] {
				served[n]++
			}
		}
	}
	return all
}

// due returns how much a passage of an outlet is raised: less with each that
// was placed before.
func (q *question) due(source uint32, served []int) float64 {
	out := 0.0
	for n, turn := range q.turns {
		if turn[source] {
			out = max(out, turnBoost/float64(1+served[n]))
		}
	}
	return out
}
