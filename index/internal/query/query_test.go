package query_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// vocabulary has one synonym and one group of spellings.
func vocabulary() *query.Vocabulary {
	return query.NewVocabulary(map[string][]string{"ferry": {"boat"}}, [][]string{{"Port Alder", "Alderhaven"}})
}

// TestTopicMatches holds sentences against the words of a question.
func TestTopicMatches(t *testing.T) {
	for name, row := range map[string]struct {
		words       query.Words
		sentence    string
		within, any bool
	}{
		"as typed":                      {query.Words{Terms: []string{"crane"}}, "The crane fell.", true, true},
		"in another inflection":         {query.Words{Terms: []string{"cranes"}}, "The crane fell.", true, true},
		"a synonym":                     {query.Words{Terms: []string{"ferry"}}, "The boats sailed.", true, true},
		"a synonym the other way":       {query.Words{Terms: []string{"boat"}}, "The ferries sailed.", true, true},
		"another spelling":              {query.Words{Terms: []string{"Alderhaven"}}, "They reached Port Alder.", true, true},
		"a spelling of several words":   {query.Words{Terms: []string{"Port", "Alder"}}, "They reached Alderhaven.", true, true},
		"half of a name":                {query.Words{Terms: []string{"Port", "Alder"}}, "They reached the port.", false, false},
		"one word of two":               {query.Words{Terms: []string{"crane", "harbour"}}, "The crane fell.", false, true},
		"a phrase":                      {query.Words{Phrases: []string{"the old crane"}}, "They mended the old crane.", true, true},
		"a phrase in another order":     {query.Words{Phrases: []string{"old crane"}}, "The crane is old.", false, false},
		"an excluded word":              {query.Words{Terms: []string{"crane"}, Excluded: []string{"falls"}}, "The crane falls.", false, true},
		"an excluded spelling":          {query.Words{Terms: []string{"crane"}, Excluded: []string{"Alderhaven"}}, "The crane of Alderhaven.", false, true},
		"stop words beside another":     {query.Words{Terms: []string{"the", "crane"}}, "A crane fell.", true, true},
		"stop words alone":              {query.Words{Terms: []string{"the"}}, "A crane fell.", false, false},
		"nothing but an excluded word":  {query.Words{Excluded: []string{"crane"}}, "A boat sailed.", true, false},
		"an abbreviation in the plural": {query.Words{Terms: []string{"MPs"}}, "One MP left.", true, true},
	} {
		topic := vocabulary().Topic(row.words)
		words := text.NewAnalyzer().Words(row.sentence)
		if within, any := topic.Within(words), topic.AnyIn(words); within != row.within || any != row.any {
			t.Errorf("%s: within %v, any %v; want %v, %v", name, within, any, row.within, row.any)
		}
	}
}

// TestTopicLimits cuts what is too long to be searched, and keeps each word once.
func TestTopicLimits(t *testing.T) {
	var many query.Words
	for i := range 3 * query.MaxWords {
		many.Terms = append(many.Terms, fmt.Sprintf("crane%d", i))
		many.Phrases = append(many.Phrases, fmt.Sprintf("crane%d falls", i))
	}
	topic := vocabulary().Topic(many)
	if len(topic.Terms) != query.MaxWords || len(topic.Phrases) != query.MaxPhrases || topic.Empty() {
		t.Errorf("%d terms, %d phrases", len(topic.Terms), len(topic.Phrases))
	}
	topic = vocabulary().Topic(query.Words{Terms: []string{"crane", "Crane"}, Phrases: []string{"old crane", "Old Crane"}})
	if len(topic.Terms) != 1 || len(topic.Phrases) != 1 {
		t.Errorf("%d terms, %d phrases of a word and a phrase typed twice", len(topic.Terms), len(topic.Phrases))
	}
	if !vocabulary().Topic(query.Words{Excluded: []string{"crane"}}).Empty() {
		t.Error("a topic of excluded words alone asks for a word")
	}
}

// TestSomeStems names the stems of the longest word, in each of its wordings.
func TestSomeStems(t *testing.T) {
	for _, row := range []struct {
		words query.Words
		want  string
	}{
		{query.Words{Terms: []string{"ferry"}}, "ferri boat"},
		{query.Words{Terms: []string{"ferry", "zeppelins"}}, "zeppelin"},
		{query.Words{Terms: []string{"crane"}, Phrases: []string{"a lighthouse keeper"}}, "lighthous"},
		{query.Words{Phrases: []string{"ferry"}}, "ferri boat"},
		{query.Words{}, ""},
	} {
		if got := strings.Join(vocabulary().Topic(row.words).SomeStems(), " "); got != row.want {
			t.Errorf("%v: %q, want %q", row.words, got, row.want)
		}
	}
}

// record returns an article with a statement of its first sentence and an event of
// its last line.
func record(id, outlet, speaker, body string, day time.Time) article.Record {
	first, last := strings.Index(body, ".")+1, strings.LastIndex(body, "\n")+1
	cue := strings.Index(body, "warns")
	return article.Record{Version: 1, Article: article.Article{ID: id, Title: id, Source: outlet, Text: body,
		Published: article.Moment{Time: day, Precision: article.Day}},
		Annotation: article.Annotation{People: []article.Person{{Name: speaker}},
			Statements: []article.Statement{{Content: []article.Span{{Start: 0, End: first}}, Cue: article.Span{Start: cue, End: cue + len("warns")},
				SpeakerConfidence: 1, Kind: article.Direct, Confidence: 0.9}}},
		Events: []article.Event{{Sentence: article.Span{Start: last, End: len(body)}, Date: article.Date{
			Value: day.Format(time.DateOnly), Precision: article.Day, From: day, To: day.AddDate(0, 0, 1)}}}}
}

func may(day int) time.Time { return time.Date(2025, 5, day, 0, 0, 0, 0, time.UTC) }

// snapshot returns three articles of two outlets, and who is quoted in them.
func snapshot(t *testing.T) (*segment.Snapshot, *identity.People) {
	t.Helper()
	store, first, err := segment.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Write(t.Context(), []article.Record{
		record("a", "Quay", "Mara Quist", "Cranes of Port Alder fall, she warns.\n\nThe crane fell.", may(1)),
		record("b", "Coast", "Ole Brandt", "The boat sails, he warns.\n\nA boat of Alderhaven sank.", may(5)),
		record("c", "Coast", "Mara Quist", "The boat waits, she warns.\n\nIt sailed with a crane.", may(9)),
	}); err != nil {
		t.Fatal(err)
	}
	v, _, err := store.Snapshot(first)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, err := range []error{first.Release(), v.Release(), store.Close()} {
			if err != nil {
				t.Error(err)
			}
		}
	})
	var counts []identity.Count
	for i := range v.NameVariants.Len() {
		n := v.NameVariant(uint32(i))
		counts = append(counts, identity.Count{Name: n.Name, Variants: n.Variants, Count: 1})
	}
	return v, identity.Resolve(counts, nil, identity.Rulings{})
}

// TestFilter lists the articles of which each unit passes.
func TestFilter(t *testing.T) {
	v, people := snapshot(t)
	all := query.Everything()
	quist := people.Key(people.Named("Quist")[0])
	for name, row := range map[string]struct {
		q                                         query.Query
		articles, statements, passages, sentences string
	}{
		"everything":          {query.Query{Scope: all}, "a b c", "a b c", "a b c", "a b c"},
		"no scope":            {query.Query{}, "", "", "", ""},
		"one outlet hidden":   {query.Query{Scope: all.Except("coast")}, "a", "a", "a", "a"},
		"one outlet":          {query.Query{Scope: all, Sources: []string{"COAST"}}, "b c", "b c", "b c", "b c"},
		"since":               {query.Query{Scope: all, Since: may(5)}, "a b c", "b c", "b c", "a b c"},
		"until":               {query.Query{Scope: all, Until: may(5)}, "a b c", "a", "a", "a b c"},
		"one person":          {query.Query{Scope: all, By: []string{quist}}, "a b c", "a c", "a b c", ""},
		"an unknown person":   {query.Query{Scope: all, By: []string{"nobody"}}, "a b c", "", "a b c", ""},
		"direct speech":       {query.Query{Scope: all, Kinds: []article.Kind{article.Direct}}, "a b c", "a b c", "a b c", "a b c"},
		"reported speech":     {query.Query{Scope: all, Kinds: []article.Kind{article.Indirect}}, "a b c", "", "a b c", "a b c"},
		"a verb":              {query.Query{Scope: all, Verb: "warned"}, "a b c", "a b c", "a b c", "a b c"},
		"another verb":        {query.Query{Scope: all, Verb: "denied"}, "a b c", "", "a b c", "a b c"},
		"an outlet by nobody": {query.Query{Scope: all, Sources: []string{"Quay"}, By: []string{quist}}, "a", "a", "a", ""},
	} {
		f := query.NewFilter(v, people, row.q)
		event := func(unit uint32) bool { return f.Article(v.Events.At(unit).Article) && f.Said(unit) }
		passing := func(n int, article func(i int) uint32, passes func(uint32) bool) string {
			var out []string
			for i := range n {
				if id := v.IDs.At(article(i)); passes(uint32(i)) && !slices.Contains(out, id) {
					out = append(out, id)
				}
			}
			return strings.Join(out, " ")
		}
		for _, unit := range []struct{ kind, got, want string }{
			{"articles", passing(v.Articles.Len(), func(i int) uint32 { return uint32(i) }, f.Article), row.articles},
			{"statements", passing(v.Statements.Len(), func(i int) uint32 { return v.Statements.At(uint32(i)).Article }, f.Statement), row.statements},
			{"passages", passing(v.Passages.Len(), func(i int) uint32 { return v.Passages.At(uint32(i)).Article }, f.Passage), row.passages},
			{"events", passing(v.Events.Len(), func(i int) uint32 { return v.Events.At(uint32(i)).Article }, event), row.sentences},
		} {
			if unit.got != unit.want {
				t.Errorf("%s: %s of %q, want %q", name, unit.kind, unit.got, unit.want)
			}
		}
	}
	if !(query.Query{Scope: all}).Unfiltered() || (query.Query{Scope: all, Verb: "warned"}).Unfiltered() {
		t.Error("a query without restrictions is not told from one with a verb")
	}
}

// TestPostings reads the postings of a topic's words, in every wording and in each
// field.
func TestPostings(t *testing.T) {
	v, _ := snapshot(t)
	for _, row := range []struct{ words, field, want string }{
		{"ferry", segment.FieldPassage, "b c"},
		{"ferry", segment.FieldStatement, "b c"},
		{"Alderhaven", segment.FieldPassage, "a b"},
		{"Alderhaven", segment.FieldStatement, "a"},
		{"crane", segment.FieldEvent, "a c"},
		{"zeppelin", segment.FieldPassage, ""},
	} {
		var out []string
		for _, term := range vocabulary().Topic(query.Words{Terms: []string{row.words}}).Terms {
			for _, w := range term.Wordings() {
				found, err := w.Postings(t.Context(), v, row.field, 0, nil)
				if err != nil {
					t.Fatal(err)
				}
				for _, p := range found {
					out = append(out, v.IDs.At(v.ArticleOf(row.field, p.Unit)))
				}
			}
		}
		slices.Sort(out)
		if got := strings.Join(slices.Compact(out), " "); got != row.want {
			t.Errorf("%s in %s: %q, want %q", row.words, row.field, got, row.want)
		}
	}
}

// TestWithinBudget drops the commonest word once the rarer ones have spent the
// budget, and the parts of a name stand as terms of their own.
func TestWithinBudget(t *testing.T) {
	v, _ := snapshot(t)
	topic := vocabulary().Topic(query.Words{Terms: []string{"ferry", "fell", "Port", "Alder"}})
	if n := len(topic.WithParts()); n != 5 {
		t.Errorf("%d terms of two words and a name of two, want 5", n)
	}
	for _, row := range []struct {
		postings int
		want     string
	}{{query.DefaultMaxPostings, "ferry fell port"}, {1, "fell"}} {
		kept, _, err := query.WithinBudget(t.Context(), v, row.postings, 1, topic.Terms)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, term := range kept {
			out = append(out, term.Forms[0])
		}
		if got := strings.Join(out, " "); got != row.want {
			t.Errorf("a budget of %d keeps %q, want %q", row.postings, got, row.want)
		}
	}
}
