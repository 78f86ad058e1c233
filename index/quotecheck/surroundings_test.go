package quotecheck_test

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/quotecheck"
)

// TestSurroundings tells what words are taken out of.
func TestSurroundings(t *testing.T) {
	ferry := printed("ferry", `“«Nobody in this ministry said the ferry was safe. The doors were open,»{Ida Lund}” she said. “«and we knew it.»{+}” He left.
“«If the wind drops,»{Ole Brandt}” he said, “«the ferry will sail on Monday. That is all.»{+}”
“«My neighbour called it “a floating coffin”. I never did. He's wrong about ‘the rust bucket’, too.»{Mara Quist}”
“«I never said ‘the quay is ours»{Pim Holt}’,” he told them. “«Ask the captains’ guild.»{+}”`)
	for text, want := range map[string]quotecheck.Surroundings{
		"Nobody in this ministry said the ferry was safe": {},
		"the ferry was safe":                              {Before: true},
		"Nobody in this ministry said":                    {After: true},
		"in this ministry":                                {Before: true, After: true},
		"The doors were open":                             {After: true},
		"The doors were open, and we knew it":             {},
		"and we knew it":                                  {Before: true},
		"Nobody in this ministry said the ferry was safe. The doors were open": {After: true},
		"If the wind drops":                                {After: true},
		"the ferry will sail on Monday":                    {Before: true},
		"If the wind drops, the ferry will sail on Monday": {},
		"That is all":                                      {},
		"a floating coffin":                                {Inner: true},
		"the rust bucket":                                  {Inner: true},
		"My neighbour called it a floating coffin":         {},
		"I never did":                                      {},
		"the quay is ours":                                 {Inner: true},
		"Ask the captains’ guild":                          {},
		"Nobody … said the ferry was safe":                 {},
		"this ministry … the ferry was safe":               {Before: true},
		"Nobody in this ministry said the boat was safe":   {},
		"I never said ‘the quay is ours’":                  {},
		"Nobody in this ministry said the ferry was safe. The doors were open and we knew": {After: true},
	} {
		r := check(t, text, "", ferry)
		if got := r.Match.Surroundings(); got != want {
			t.Errorf("%s: %+v, want %+v (%s)", text, got, want, r.Verdict)
		}
	}
}

// TestSurroundingsOfReports tells words that are denied, or given as somebody else's,
// by the reporting words.
func TestSurroundingsOfReports(t *testing.T) {
	for sentence, want := range map[string]quotecheck.Surroundings{
		"Lund [said] that «the boat had a hole»{~Lund} on Monday.":                   {},
		"Lund [said] that «the boat had a hole in it»{~Lund} on Monday.":             {After: true},
		"Lund [said] that «after the storm the boat had a hole»{~Lund}.":             {Before: true},
		"Lund [denied] that «the boat had a hole»{~Lund}.":                           {Denied: true},
		"Lund [has repeatedly rejected] claims that «the boat had a hole»{~Lund}.":   {Denied: true},
		"Lund [never said] «the boat had a hole»{~Lund}.":                            {Unsaid: true},
		"Lund [didn’t say] that «the boat had a hole»{~Lund}.":                       {Unsaid: true},
		"Lund [quoted] Brandt as saying «the boat had a hole»{~Lund}.":               {SecondHand: true},
		"Lund [noted] that «the boat had a hole»{~Lund}.":                            {},
		"Lund [cites] the captain for it that «the boat had a hole»{~Lund} by then.": {SecondHand: true},
	} {
		start := strings.Index(sentence, "[")
		cue := sentence[start+1 : strings.Index(sentence, "]")]
		r := printed("report", strings.NewReplacer("[", "", "]", "").Replace(sentence))
		r.Annotation.Statements[0].Cue = article.Span{Start: start, End: start + len(cue)}
		if got := check(t, "the boat had a hole", "", r).Match.Surroundings(); got != want {
			t.Errorf("%s: %+v, want %+v", sentence, got, want)
		}
	}
}
