package quotecheck_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/quotecheck"
)

// printed makes an article: what is between guillemets is direct speech, of the
// person named after it in braces, or of nobody. «reported» is indirect speech where
// the braces hold a ~ before the name, and goes on the statement before where they
// hold a +.
func printed(id, text string) article.Record {
	r := article.Record{Article: article.Article{ID: id}}
	for text != "" {
		before, rest, found := strings.Cut(text, "«")
		r.Text += before
		if !found {
			break
		}
		said, rest, _ := strings.Cut(rest, "»")
		s := article.Statement{Kind: article.Direct, Content: []article.Span{{Start: len(r.Text), End: len(r.Text) + len(said)}}, Speaker: article.Nobody}
		r.Text += said
		if name, after, ok := strings.Cut(strings.TrimPrefix(rest, "{"), "}"); ok && strings.HasPrefix(rest, "{") {
			rest = after
			if name == "+" {
				last := &r.Annotation.Statements[len(r.Annotation.Statements)-1]
				last.Content = append(last.Content, s.Content...)
				text = rest
				continue
			}
			if bare, reported := strings.CutPrefix(name, "~"); reported {
				s.Kind, name = article.Indirect, bare
			}
			s.Speaker = person(&r, name)
		}
		r.Annotation.Statements = append(r.Annotation.Statements, s)
		text = rest
	}
	return r
}

// person returns the index of a person of an article, who is added if new.
func person(r *article.Record, name string) int {
	at := slices.IndexFunc(r.Annotation.People, func(p article.Person) bool { return p.Name == name })
	if at < 0 {
		at = len(r.Annotation.People)
		r.Annotation.People = append(r.Annotation.People, article.Person{Name: name})
	}
	return at
}

// check tries the paragraphs of each article, those that share most words with
// text first, as the index finds them.
func check(t *testing.T, text, by string, articles ...article.Record) quotecheck.Result {
	t.Helper()
	s := quotecheck.NewSearch(text)
	for _, r := range articles {
		var paragraphs []article.Span
		at := 0
		for line := range strings.Lines(r.Text) {
			paragraphs = append(paragraphs, article.Span{Start: at, End: at + len(strings.TrimRight(line, "\n"))})
			at += len(line)
		}
		slices.SortStableFunc(paragraphs, func(x, y article.Span) int { return shared(y.Of(r.Text), text) - shared(x.Of(r.Text), text) })
		for _, p := range paragraphs {
			s.Try(r, p, -1)
		}
	}
	result, err := s.Result(by != "", func(m quotecheck.Match) (string, bool, error) {
		speaker := m.Record.Annotation.Statements[m.Statements[0]].Speaker
		if speaker == article.Nobody {
			return "", false, nil
		}
		name := m.Record.Annotation.People[speaker].Name
		return name, name == by, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// shared returns how many words of text a paragraph has.
func shared(paragraph, text string) (n int) {
	for word := range strings.FieldsSeq(text) {
		if slices.Contains(strings.Fields(paragraph), word) {
			n++
		}
	}
	return n
}

var harbour = printed("harbour", `The harbour closed on Friday, the third time this year.
“«The ferry won’t sail before Monday, and not a day later,»{Ole Brandt}” the harbour master said. He went home.
“«We have waited long enough.»{Ida Lund}” The quay was empty. “«Nobody asked the gulls.»”`)

// TestVerdicts checks quotations against one article, a case a row.
func TestVerdicts(t *testing.T) {
	for name, row := range map[string]struct {
		text, by       string
		verdict, words quotecheck.Verdict
		speaker        string
		confirmed      bool
		differences    int
		match          string
	}{
		"exact":                     {"The ferry won't sail before Monday", "", "exact", "exact", "Ole Brandt", false, 0, "The ferry won’t sail before Monday"},
		"other case and marks":      {"THE FERRY “won't” sail, before monday", "", "exact", "exact", "Ole Brandt", false, 0, "The ferry won’t sail before Monday"},
		"with soft hyphens":         {"The fer\u00adry won't sail be\u200bfore Monday", "", "exact", "exact", "Ole Brandt", false, 0, "The ferry won’t sail before Monday"},
		"by the right person":       {"The ferry won't sail before Monday", "Ole Brandt", "exact", "exact", "Ole Brandt", true, 0, "The ferry won’t sail before Monday"},
		"by somebody else":          {"The ferry won't sail before Monday", "Ida Lund", "other-speaker", "exact", "Ole Brandt", false, 0, "The ferry won’t sail before Monday"},
		"speaker not certain":       {"Nobody asked the gulls", "Ida Lund", "exact", "exact", "", false, 0, "Nobody asked the gulls"},
		"not a statement":           {"The harbour closed on Friday", "Ida Lund", "exact", "exact", "", false, 0, "The harbour closed on Friday"},
		"trimmed":                   {"The ferry won't sail … not a day later", "", "trimmed", "trimmed", "Ole Brandt", false, 0, "The ferry won’t sail before Monday, and not a day later"},
		"trimmed, in brackets":      {"The ferry [...] before Monday", "", "trimmed", "trimmed", "Ole Brandt", false, 0, "The ferry won’t sail before Monday"},
		"trimmed, by somebody else": {"The ferry (…) before Monday", "Ida Lund", "other-speaker", "trimmed", "Ole Brandt", false, 0, "The ferry won’t sail before Monday"},
		"ellipsis over nothing":     {"The ferry … won't sail", "", "trimmed", "trimmed", "Ole Brandt", false, 0, "The ferry won’t sail"},
		"parts in the wrong order":  {"not a day later … The ferry won't sail", "", "absent", "absent", "", false, 0, ""},
		"a word replaced":           {"The ferry won't leave before Monday", "", "altered", "altered", "Ole Brandt", false, 1, "The ferry won’t sail before Monday"},
		"a word put in":             {"The old ferry won't sail before Monday", "", "altered", "altered", "Ole Brandt", false, 1, "The ferry won’t sail before Monday"},
		"a word left out":           {"The ferry won't before Monday", "", "altered", "altered", "Ole Brandt", false, 1, "The ferry won’t sail before Monday"},
		"negation turned round":     {"The ferry will sail before Monday", "", "altered", "altered", "Ole Brandt", false, 1, "The ferry won’t sail before Monday"},
		"altered, by somebody else": {"The ferry will sail before Monday", "Ida Lund", "other-speaker", "altered", "Ole Brandt", false, 1, "The ferry won’t sail before Monday"},
		"over two paragraphs":       {"He went home. We have waited long enough.", "", "exact", "exact", "", false, 0, "He went home.\n“We have waited long enough"},
		"too many differences":      {"A ferry shall not sail until Sunday", "", "absent", "absent", "", false, 0, ""},
		"other words":               {"The price of herring doubled overnight", "", "absent", "absent", "", false, 0, ""},
		"no words":                  {"…", "", "absent", "absent", "", false, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := check(t, row.text, row.by, harbour)
			if got.Verdict != row.verdict || got.Words != row.words || got.Speaker != row.speaker || got.Confirmed != row.confirmed || got.Match.Differences() != row.differences {
				t.Errorf("%q: verdict %s, words %s, speaker %q, confirmed %v, %d differences", row.text, got.Verdict, got.Words, got.Speaker, got.Confirmed, got.Match.Differences())
			}
			if match := matched(got); match != row.match {
				t.Errorf("%q: matches %q, want %q", row.text, match, row.match)
			}
			if (got.Given != nil) != (row.words == quotecheck.Altered) {
				t.Errorf("%q: word difference %v", row.text, got.Given)
			}
		})
	}
}

// matched returns the printed words of a result.
func matched(r quotecheck.Result) string {
	if len(r.Match.Parts) == 0 {
		return ""
	}
	return r.Match.Span().Of(r.Match.Record.Text)
}

var water = printed("water", `“«Water is not a weapon in our hands,»{Mara Lind}” the Lorvanian leader said, “«but neither is it a gift.»{+}”
“«The pumps will run tonight,»{Mara Lind}” she said. “«Nobody will stay thirsty.»{Mara Lind}”
“«We shall see about that,»{Jon Voss}” Jon Voss replied.
Lind told reporters that «the talks would go on until spring»{~Mara Lind}.
The river rose overnight.`)

// TestShapes checks quotations in the shapes that news and people give them.
func TestShapes(t *testing.T) {
	for _, row := range []struct {
		name, text    string
		verdict       quotecheck.Verdict
		speaker       string
		differences   int
		interruptions []string
		speech        quotecheck.Speech
	}{
		{"whole", "Water is not a weapon in our hands", quotecheck.Exact, "Mara Lind", 0, nil, quotecheck.Quoted},
		{"interrupted", "Water is not a weapon in our hands, but neither is it a gift.", quotecheck.Exact, "Mara Lind", 0, []string{"the Lorvanian leader said"}, quotecheck.Quoted},
		{"a part on both sides of the interruption", "in our hands, but neither is it", quotecheck.Exact, "Mara Lind", 0, []string{"the Lorvanian leader said"}, quotecheck.Quoted},
		{"interrupted between two sentences", "The pumps will run tonight. Nobody will stay thirsty.", quotecheck.Exact, "Mara Lind", 0, []string{"she said"}, quotecheck.Quoted},
		{"cut with an ellipsis over the interruption", "Water is not a weapon … neither is it a gift", quotecheck.Trimmed, "Mara Lind", 0, []string{"in our hands,” the Lorvanian leader said, “but"}, quotecheck.Quoted},
		{"the first word changed", "Bread is not a weapon in our hands, but neither is it a gift.", quotecheck.Altered, "Mara Lind", 1, []string{"the Lorvanian leader said"}, quotecheck.Quoted},
		{"a word changed in the middle", "Water is not a toy in our hands, but neither is it a gift.", quotecheck.Altered, "Mara Lind", 1, []string{"the Lorvanian leader said"}, quotecheck.Quoted},
		{"the last word changed", "Water is not a weapon in our hands, but neither is it a threat.", quotecheck.Altered, "Mara Lind", 1, []string{"the Lorvanian leader said"}, quotecheck.Quoted},
		{"reported", "the talks would go on until spring", quotecheck.Exact, "Mara Lind", 0, nil, quotecheck.Reported},
		{"the article's own words", "The river rose overnight", quotecheck.Exact, "", 0, nil, quotecheck.Narrated},
		{"joined from two speakers", "Nobody will stay thirsty. We shall see about that.", quotecheck.Altered, "", 0, nil, quotecheck.Quoted},
		{"joined from two speakers by a word", "Nobody will stay thirsty, but we shall see about that", quotecheck.Altered, "", 1, nil, quotecheck.Quoted},
		{"the interruption included", "in our hands, the Lorvanian leader said, but neither is it a gift", quotecheck.Exact, "", 0, nil, quotecheck.Narrated},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := check(t, row.text, "", water)
			if got.Verdict != row.verdict || got.Speaker != row.speaker || got.Match.Differences() != row.differences || got.Match.Speech() != row.speech {
				t.Errorf("verdict %s, speaker %q, %d differences, speech %d; joined %v, matched %q", got.Verdict, got.Speaker, got.Match.Differences(), got.Match.Speech(), got.Match.Joined, matched(got))
			}
			if i := got.Match.Interruptions(); row.interruptions != nil && !slices.Equal(i, row.interruptions) {
				t.Errorf("interruptions %q, want %q", i, row.interruptions)
			}
		})
	}
}

// TestDifference names the words that differ, on both sides.
func TestDifference(t *testing.T) {
	got := check(t, "peace at any cost is no peace", "", printed("a", "Peace, at any price, is no peace."))
	if given := bracketed(got.Given); given != "peace at any [cost] is no peace" {
		t.Error(given)
	}
	if printed := bracketed(got.Printed); printed != "Peace at any [price] is no peace" {
		t.Error(printed)
	}
}

// TestDifferenceAtTheEnds shows the printed word beside a changed first or last one.
func TestDifferenceAtTheEnds(t *testing.T) {
	for text, want := range map[string][2]string{
		"Our batteries have been silent since Friday":         {"Our batteries have been silent since [Friday]", "Our batteries have been silent since [Thursday]"},
		"Their batteries have been silent since":              {"[Their] batteries have been silent since", "[Our] batteries have been silent since"},
		"Our batteries have been silent since Thursday again": {"Our batteries have been silent since Thursday [again]", "Our batteries have been silent since Thursday"},
		"Somebody has to hold the rope":                       {"Somebody has to hold the [rope]", "Somebody has to hold the [string]"},
	} {
		got := check(t, text, "", printed("a", "“«Our batteries have been silent since Thursday.»{Ole Brandt}” He left.\n“«Somebody has to hold the string.»{Ole Brandt}”"))
		if given, printed := bracketed(got.Given), bracketed(got.Printed); given != want[0] || printed != want[1] {
			t.Errorf("%q: given %q, printed %q", text, given, printed)
		}
	}
}

func bracketed(words []quotecheck.Word) string {
	var parts []string
	for _, w := range words {
		if !w.Same {
			w.Text = "[" + w.Text + "]"
		}
		parts = append(parts, w.Text)
	}
	return strings.Join(parts, " ")
}

// TestBestMatch chooses among articles: fewest differences, then the person asked
// about, then a statement, then the first.
func TestBestMatch(t *testing.T) {
	altered := printed("altered", "«The gulls were rarely asked»{Ida Lund}")
	plain := printed("plain", "The gulls were never asked.")
	byOle := printed("ole", "«The gulls were never asked.»{Ole Brandt}")
	byIda := printed("ida", "«The gulls were never asked.»{Ida Lund}")
	again := printed("again", "«The gulls were never asked,»{Ole Brandt} he said.")
	for name, row := range map[string]struct {
		by, best string
		copies   []string
		articles []article.Record
	}{
		"fewest differences first": {"Ida Lund", "ole", nil, []article.Record{altered, byOle}},
		"a statement before text":  {"", "ole", []string{"plain"}, []article.Record{plain, byOle}},
		"the person asked about":   {"Ida Lund", "ida", []string{"ole"}, []article.Record{byOle, byIda}},
		"the first of equals":      {"", "ole", []string{"ida", "again"}, []article.Record{byOle, byIda, again}},
		"nobody asked about found": {"Nils Aas", "ole", []string{"ida"}, []article.Record{byOle, byIda}},
	} {
		t.Run(name, func(t *testing.T) {
			got := check(t, "The gulls were never asked", row.by, row.articles...)
			if got.Match.Record.ID != row.best || !slices.Equal(got.Copies, row.copies) {
				t.Errorf("best %s, copies %v", got.Match.Record.ID, got.Copies)
			}
		})
	}
}

// TestResultReturnsErrors checks that an error of the look-up is no verdict.
func TestResultReturnsErrors(t *testing.T) {
	s := quotecheck.NewSearch("Nobody asked the gulls")
	s.Try(harbour, article.Span{End: len(harbour.Text)}, -1)
	broken := errors.New("broken")
	if r, err := s.Result(true, func(quotecheck.Match) (string, bool, error) { return "", false, broken }); !errors.Is(err, broken) || r.Verdict != "" {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestStatementCandidate looks in a statement alone, not in the text around it.
func TestStatementCandidate(t *testing.T) {
	s := quotecheck.NewSearch("We have waited long enough")
	s.Try(harbour, article.Span{}, 1)
	got, err := s.Result(false, func(quotecheck.Match) (string, bool, error) { return "Ida Lund", false, nil })
	if err != nil || got.Verdict != quotecheck.Exact || !slices.Equal(got.Match.Statements, []int{1}) || got.Match.Paragraphs().Start != strings.Index(harbour.Text, "“We have") {
		t.Errorf("%+v, %v", got.Verdict, err)
	}
}
