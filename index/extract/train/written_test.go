package main

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

func TestReadMarked(t *testing.T) {
	const marked = "<t1>“It moves,”</t1> <s1>Ilse Brandt</s1> <c1>said</c1>; <t1>“<s2>they</s2> <c2>say</c2> <t2>it sinks</t2>”</t1>.\n"
	example, err := readMarked(marked)
	if err != nil {
		t.Fatal(err)
	}
	words := func(spans []article.Span) string {
		var out []string
		for _, s := range spans {
			out = append(out, s.Of(example.Text))
		}
		return strings.Join(out, "|")
	}
	var got []string
	for _, a := range example.Attributions {
		got = append(got, words(a.Source)+": "+words(a.Cue)+": "+words(a.Content))
	}
	if want := "Ilse Brandt: said: “It moves,”|“they say it sinks”; they: say: it sinks"; strings.Join(got, "; ") != want {
		t.Errorf("read %q, want %q", got, want)
	}
	for _, wrong := range []string{"<s1>a", "a</s1>", "<s1>a<c1>b</s1></c1>"} {
		if _, err := readMarked(wrong); err == nil {
			t.Errorf("%q is read", wrong)
		}
	}
}

// TestWrittenArticles: those of the repository can be read, every attribution has
// a cue and content, and none that are judged by are learned from.
func TestWrittenArticles(t *testing.T) {
	examples, err := readWritten("written")
	if err != nil {
		t.Fatal(err)
	}
	unseen, err := readWritten("unseen")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, l := range append(examples, unseen...) {
		if names[l.ID] || l.ID == "" {
			t.Errorf("two articles are named %q", l.ID)
		}
		names[l.ID] = true
		for _, a := range l.Attributions {
			if len(a.Cue) == 0 || len(a.Content) == 0 {
				t.Errorf("%s: an attribution lacks its cue or content: %+v", l.ID, a)
			}
		}
	}
}
