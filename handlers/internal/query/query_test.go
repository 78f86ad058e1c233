package query_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
)

func TestMain(m *testing.M) { handlerstest.Main(m) }

// TestRead reads lines as queries of the sample, and says how they were read.
func TestRead(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	m, reader := b.NewMux(), query.Reader{Index: b.Index}
	for line, want := range map[string]string{
		"who-said truce":                                 "terms [truce], read as topic truce",
		"who-said about the truce?":                      "terms [the truce], read as topic the truce",
		`who-said "shared table" -council water`:         `terms [water], phrases [shared table], excluded [council], read as topic "shared table" -council water`,
		"who-said by:ostholm":                            "by [ragna ostholm], read as by Ragna Ostholm",
		"who-said dam source:meridian":                   "terms [dam], sources [Meridian Wire], read as topic dam · in Meridian Wire",
		"who-said dam kind:direct verb:warned":           "terms [dam], kinds [direct], verb warned, read as topic dam · direct · verb warned",
		"who-said dam sort:newest limit:7":               "terms [dam], sort newest, limit 7, read as topic dam · sorted newest",
		"who-said dam since:2026-10-05":                  "terms [dam], since 2026-10-05, read as topic dam · since 5 Oct 2026 (UTC)",
		"who-said dam on:2026-10":                        "terms [dam], since 2026-10-01, until 2026-11-01, read as topic dam · 1–31 Oct 2026 (UTC)",
		"who-said dam since:2020":                        "terms [dam], since 2020-01-01, read as topic dam · since 1 Jan 2020 (UTC), notice The briefing begins on 28 Sep 2026; this is what it has from then on.",
		"who-said dam since:2030":                        "terms [dam], since 2030-01-01, read as topic dam · since 1 Jan 2030 (UTC), notice 1 Jan 2030 lies in the future.",
		"who-said dam by:Nobodyatall":                    "error Nobody named Nobodyatall in the briefing.",
		"who-said dam by:Ostholn":                        "error Nobody named Ostholn. Did you mean Ragna Ostholm (12)?",
		"who-said dam by:Drozhin":                        "error Drozhin can be several people. Whom do you mean?",
		"who-said dam source:Curier":                     "error No outlet Curier in the briefing.",
		"who-said dam since:2026-10-09 until:2026-10-01": "error since:2026-10-09 is after until:2026-10-01.",
		"who-said " + strings.Repeat("x", 2000):          "error A word of this has 2000 letters. Words of up to 1000 are searched.",
	} {
		r, err := m.Parse(line, handlerstest.Asker())
		if err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		a, err := reader.Read(t.Context(), query.Request{Request: r, Scope: index.Everything()}, "topic")
		if got := described(a, err); got != want {
			t.Errorf("%s\n got %s\nwant %s", line, got, want)
		}
	}
}

// TestReadingOfALongValue: it is cut, and what follows it is still there.
func TestReadingOfALongValue(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	m, reader := b.NewMux(), query.Reader{Index: b.Index}
	for topic, want := range map[string]string{
		strings.Repeat("é", 150):              "topic " + strings.Repeat("é", 150) + " · sorted newest",
		strings.Repeat("é", 151):              "topic " + strings.Repeat("é", 149) + "… · sorted newest",
		"dam " + strings.Repeat("truce ", 60): "topic dam " + strings.TrimSpace(strings.Repeat("truce ", 24)) + " t… · sorted newest",
	} {
		r, err := m.Parse("who-said "+topic+" sort:newest", handlerstest.Asker())
		if err != nil {
			t.Fatal(err)
		}
		a, err := reader.Read(t.Context(), query.Request{Request: r, Scope: index.Everything()}, "topic")
		if got := a.Reading(); err != nil || got != want {
			t.Errorf("%.20s: %v\n got %s\nwant %s", topic, err, got, want)
		}
	}
}

// described puts a query into words.
func described(a query.Parsed, err error) string {
	if err != nil {
		return "error " + err.Error()
	}
	var parts []string
	add := func(name string, value any, given bool) {
		if given {
			parts = append(parts, fmt.Sprint(name, " ", value))
		}
	}
	q := a.Query
	add("terms", q.Words.Terms, q.Words.Terms != nil)
	add("phrases", q.Words.Phrases, q.Words.Phrases != nil)
	add("excluded", q.Words.Excluded, q.Words.Excluded != nil)
	add("by", q.By, q.By != nil)
	add("sources", q.Sources, q.Sources != nil)
	add("kinds", q.Kinds, q.Kinds != nil)
	add("verb", q.Verb, q.Verb != "")
	add("sort", q.Sort, q.Sort != "")
	add("limit", q.Limit, q.Limit > 0)
	add("since", q.Since.Format(time.DateOnly), !q.Since.IsZero())
	add("until", q.Until.Format(time.DateOnly), !q.Until.IsZero())
	add("read as", a.Reading(), true)
	add("notice", strings.Join(a.Notices, " "), len(a.Notices) > 0)
	return strings.Join(parts, ", ")
}

// TestReadWithinScope knows of no person and no outlet that is hidden, and offers none.
func TestReadWithinScope(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	m, reader := b.NewMux(), query.Reader{Index: b.Index}
	for line, hidden := range map[string]string{
		"who-said source:Meridian":             "Meridian Wire",
		"who-said dam source:\"Meridian Wir\"": "Meridian Wire",
		"who-said by:Rone":                     "Meridian Wire",
		"who-said by:Ronne":                    "Meridian Wire",
	} {
		r, err := m.Parse(line, handlerstest.Asker())
		if err != nil {
			t.Fatal(err)
		}
		for scope, found := range map[string]index.Scope{"everything": index.Everything(), "hidden": index.Everything().Except(hidden)} {
			a, err := reader.Read(t.Context(), query.Request{Request: r, Scope: found}, "topic")
			told := a.By + a.Source
			if e, ok := errors.AsType[*bot.Error](err); ok {
				told += strings.TrimPrefix(e.Message, "No outlet "+r.Args["source"])
				for _, action := range e.Actions {
					told += action.Label
				}
			}
			names := strings.Contains(told, "Edda Rone") || strings.Contains(told, hidden)
			if names != (scope == "everything") {
				t.Errorf("%s, %s: %q", line, scope, told)
			}
		}
	}
}

// TestContentWords keeps of a question what names something.
func TestContentWords(t *testing.T) {
	for question, want := range map[string]string{
		"what did they say about the gates?": "gates",
		"how many engineers were wounded":    "engineers wounded",
		"is there a way?":                    "way",
		"":                                   "",
	} {
		if got := query.ContentWords(question); got != want {
			t.Errorf("%q: %q, want %q", question, got, want)
		}
	}
}

// TestWatch reads a watch as who-said would read its line.
func TestWatch(t *testing.T) {
	t.Parallel()
	reader := query.Reader{Index: handlerstest.New(t).Index}
	for name, row := range map[string]struct {
		args bot.Args
		want string
	}{
		"a topic":                      {bot.Args{"topic": "about water"}, "terms [water]"},
		"a person":                     {bot.Args{"by": "Ragna Ostholm"}, "by [ragna ostholm]"},
		"an outlet":                    {bot.Args{"source": "Meridian Wire"}, "sources [Meridian Wire]"},
		"nobody now: it finds nothing": {bot.Args{"by": "Nobodyatall"}, "by []"},
	} {
		q, err := reader.Watch(t.Context(), index.Everything(), bot.Subscription{Args: row.args})
		got := strings.TrimSuffix(described(query.Parsed{Query: q}, err), ", read as ")
		if got != row.want || !q.Scope.ShowsEverything() {
			t.Errorf("%s: %s, want %s", name, got, row.want)
		}
	}
}

// TestLongQuestion uses the first words of a question that has too many.
func TestLongQuestion(t *testing.T) {
	t.Parallel()
	reader := query.Reader{Index: handlerstest.New(t).Index}
	r := handlerstest.Asker()
	r.Call = bot.Call{Command: "who-said", Args: bot.Args{"topic": `"` + strings.Repeat("dam ", index.MaxWords) + `end"`}}
	a, err := reader.Read(t.Context(), query.Request{Request: r, Scope: index.Everything()}, "topic")
	if err != nil || len(strings.Fields(a.Topic)) != index.MaxWords || !strings.HasSuffix(a.Topic, `"`) || len(a.Notices) == 0 {
		t.Errorf("%q, %v, %v", a.Topic, a.Notices, err)
	}
	r.Args["topic"] = strings.Repeat(`"a b" `, index.MaxPhrases+2)
	a, err = reader.Read(t.Context(), query.Request{Request: r, Scope: index.Everything()}, "topic")
	if err != nil || len(a.Query.Words.Phrases) != index.MaxPhrases || len(a.Notices) == 0 {
		t.Errorf("%d phrases, %v, %v", len(a.Query.Words.Phrases), a.Notices, err)
	}
}
