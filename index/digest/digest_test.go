package digest_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/digest"
)

// add adds a statement in a line of a table: "7 Wire Ida: We wait" is of article 7
// in the outlet Wire, by Ida; "-" is nobody. Direct speech is in quotation marks;
// a watch's ID may follow in brackets.
func add(d *digest.Digest, line string) {
	head, words, _ := strings.Cut(line, ": ")
	f := strings.Fields(head)
	r := article.Record{Article: article.Article{ID: "a" + f[0], Source: f[1], Text: words}}
	fmt.Sscan(f[0], &r.Number)
	watch := ""
	if at := strings.Index(words, " ["); at >= 0 {
		words, watch = words[:at], strings.Trim(words[at:], " []")
	}
	s := article.Statement{Kind: article.Indirect, Confidence: 0.9, Content: []article.Span{{End: len(words)}}}
	if strings.HasPrefix(words, `"`) {
		s.Kind = article.Direct
	}
	r.Annotation.Statements = []article.Statement{s}
	d.Add(r, 0, strings.Trim(f[2], "-"), watch)
}

// older is what articles before the window have: words and counts by speaker.
type older struct {
	words  []string
	quoted map[string]int
	err    error
}

func (o older) Has(_ context.Context, r article.Record, _ int, _ uint32) (bool, error) {
	return slices.Contains(o.words, r.Text), o.err
}

func (o older) Quoted(_ context.Context, name string) (int, bool, error) {
	n, known := o.quoted[name]
	return n, known, o.err
}

// TestRank ranks the statements of a window, a rule a row: want names articles in
// the order in which they lead.
func TestRank(t *testing.T) {
	for name, row := range map[string]struct {
		lines []string
		older older
		want  string
	}{
		"the more outlets the higher":       {lines: []string{"11 Wire Ida: We wait", "12 Post Ole: We go", "13 Wire Ole: We go"}, want: "a12+a13 a11"},
		"an outlet that repeats itself":     {lines: []string{"11 Wire Ida: We wait", "12 Wire Ida: We wait", "13 Post Ole: We go", "14 Gull Ole: We go"}, want: "a13+a14 a11+a12"},
		"own words before reported ones":    {lines: []string{"11 Wire Ida: We wait", `11 Wire Ole: "We go"`}, want: "a11 a11"},
		"what a watch asks for":             {lines: []string{"11 Wire Ida: We wait", "12 Wire Ole: We go", "11 Wire Nils: We stay [w1]"}, want: "a11 a12 a11"},
		"the newest of equals":              {lines: []string{"11 Wire Ida: We wait", "12 Wire Ole: We go"}, want: "a12 a11"},
		"older articles have it":            {lines: []string{"11 Wire Ida: We wait", "12 Wire Ole: We go"}, older: older{words: []string{"We go"}}, want: "a11"},
		"older articles have a reprint":     {lines: []string{"11 Wire Ole: We go", "12 Post Ole: We go"}, older: older{words: []string{"We go"}}, want: ""},
		"quoted for the first time":         {lines: []string{"11 Wire Ida: We wait", "12 Wire Ole: We go"}, older: older{quoted: map[string]int{"Ida": 1, "Ole": 5}}, want: "a11* a12"},
		"nobody of that name is known":      {lines: []string{"11 Wire Ida: We wait"}, older: older{}, want: "a11"},
		"speakers take turns":               {lines: []string{`13 Wire Ida: "One"`, `13 Wire Ida: "Two"`, `12 Wire Ole: Three`}, want: "a13 a12 a13"},
		"nobody's statements stay in order": {lines: []string{`13 Wire -: "One"`, `13 Wire -: "Two"`, `12 Wire Ole: Three`}, want: "a13 a13 a12"},
		"the same words of two persons":     {lines: []string{"11 Wire Ida: No comment", "11 Wire Ole: No comment"}, want: "a11 a11"},
	} {
		t.Run(name, func(t *testing.T) {
			d := digest.New(digest.Window{After: 10, Through: 20})
			for _, line := range row.lines {
				add(d, line)
			}
			ranked, err := d.Rank(t.Context(), row.older)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range ranked {
				text := strings.Join(append([]string{c.Record.ID}, c.Also...), "+")
				if c.First {
					text += "*"
				}
				got = append(got, text)
			}
			if strings.Join(got, " ") != row.want {
				t.Errorf("got %v, want %s", got, row.want)
			}
		})
	}
}

// TestReasons gives each point a reason.
func TestReasons(t *testing.T) {
	d := digest.New(digest.Window{After: 10, Through: 20})
	for _, line := range []string{`20 Wire Ida: "One" [w1]`, `20 Post Ida: "One" [w2]`, `20 Gull Ida: "One"`, "15 Wire Ida: Two"} {
		add(d, line)
	}
	ranked, err := d.Rank(t.Context(), older{quoted: map[string]int{"Ida": 2}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range ranked {
		got = append(got, fmt.Sprintf("%s %v %.2f", c.Watch, c.Reasons, c.Score()))
	}
	for i, wanted := range []string{
		"w1 [{0 4} {1 0.9} {2 1} {3 1} {4 0.5} {5 1}] 8.40",
		" [{0 2} {1 0.9} {4 0.25} {5 1} {6 -1.5}] 2.65",
	} {
		if got[i] != wanted {
			t.Errorf("got %s, want %s", got[i], wanted)
		}
	}
}

// TestRankFirstWindow: where nothing is older, nothing is asked of older articles.
func TestRankFirstWindow(t *testing.T) {
	d := digest.New(digest.Window{Through: 20})
	add(d, "1 Wire Ida: We wait")
	ranked, err := d.Rank(t.Context(), older{err: errors.New("asked"), words: []string{"We wait"}})
	if err != nil || len(ranked) != 1 || ranked[0].First {
		t.Errorf("%v, %v", ranked, err)
	}
}

// TestRankStopsAtErrors returns the errors of a look-up.
func TestRankStopsAtErrors(t *testing.T) {
	broken := errors.New("broken")
	d := digest.New(digest.Window{After: 1, Through: 20})
	add(d, "2 Wire Ida: We wait")
	if _, err := d.Rank(t.Context(), older{err: broken}); !errors.Is(err, broken) {
		t.Error(err)
	}
}

// TestRankLimit compares no more than MaxRanked statements with older articles.
func TestRankLimit(t *testing.T) {
	d := digest.New(digest.Window{After: 1, Through: 300})
	for i := range digest.MaxRanked + 20 {
		add(d, fmt.Sprintf("%d Wire P%d: Words %d", i+2, i, i))
	}
	ranked, err := d.Rank(t.Context(), older{})
	if err != nil || len(ranked) != digest.MaxRanked || len(d.Candidates()) != digest.MaxRanked+20 {
		t.Errorf("%d of %d, %v", len(ranked), len(d.Candidates()), err)
	}
}
