package extract

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// plainArticle is laid out as an article should be: a line a paragraph.
const plainArticle = `The harbour office said on Monday that the ferries to Hartwell would run again in May, when the ice on the river has gone.

“We are ready, and the crews are ready too,” said Ines Holloway, the director of the port. “Nobody wants another winter like this one.”

Residents of the two islands do not believe it. Silas Wren, who has worked the cranes since he was a boy, told reporters that the boats were rotten.

“I wouldn't put a goat on them,” Wren said.`

// TestSameWhateverTheLayout lays one article out in many ways: each time it has the
// same statements of the same speakers.
func TestSameWhateverTheLayout(t *testing.T) {
	wrap := func(sep string) string {
		var out []string
		for paragraph := range strings.SplitSeq(plainArticle, "\n\n") {
			line := ""
			for word := range strings.FieldsSeq(paragraph) {
				if len(line)+1+len(word) > 60 {
					out = append(out, line)
					line = word
				} else {
					line = strings.TrimSpace(line + " " + word)
				}
			}
			out = append(out, line, "")
		}
		return strings.Join(out, sep)
	}
	entities := strings.NewReplacer("“", "&ldquo;", "”", "&#8221;", "'", "&#39;")
	tags := strings.NewReplacer("\n\n", "</p><p>", "Ines Holloway", "<a href=\"https://port.example/\">Ines Holloway</a>", "Silas Wren", "<strong>Silas</strong> Wren")
	for name, text := range map[string]string{
		"hard-wrapped":       wrap("\n"),
		"indented":           "    " + wrap("\n    "),
		"quoted mail":        "> " + wrap("\n> "),
		"line ends of DOS":   wrap("\r\n"),
		"references":         entities.Replace(plainArticle),
		"no-break spaces":    strings.ReplaceAll(plainArticle, " W", "\u00a0W"),
		"soft hyphens":       strings.NewReplacer("Holloway", "Hol\u00adlo\u00adway", "harbour", "har\u00adbour", "reporters", "re\u00adporters").Replace(plainArticle),
		"zero-width marks":   strings.NewReplacer("Silas Wren", "Silas\u2060 Wren", "Ines Holloway", "Ines \ufeffHolloway\ufeff").Replace(plainArticle),
		"low marks":          strings.NewReplacer("“", "„", "”", "“").Replace(plainArticle),
		"guillemets":         strings.NewReplacer("“", "«", "”", "»").Replace(plainArticle),
		"no full stops":      regexp.MustCompile(`\.(\n|$)`).ReplaceAllString(plainArticle, "$1"),
		"one line break":     strings.ReplaceAll(plainArticle, "\n\n", "\n"),
		"printers' hyphens":  strings.NewReplacer("director", "direc-\ntor", "reporters", "repor-\nters").Replace(plainArticle),
		"tags":               "<p>" + tags.Replace(plainArticle) + "</p>",
		"tags as references": html.EscapeString("<div>" + tags.Replace(plainArticle) + "</div>"),
		"encoded ampersands": strings.NewReplacer("“", "&amp;ldquo;", "”", "&amp;rdquo;").Replace(plainArticle),
	} {
		t.Run(name, func(t *testing.T) {
			if got, want := sayings(text), sayings(plainArticle); got != want {
				t.Errorf("%s\n got %s\nwant %s", text, got, want)
			}
		})
	}
	if got := strings.Count(sayings(plainArticle), "\n"); got < 4 {
		t.Errorf("%d statements in the plain article", got)
	}
}

var (
	unseen = strings.NewReplacer("\u00ad", "", "\u2060", "", "\ufeff", "", "-\n", "", ">", "", "&#39;", "'")
	marks  = regexp.MustCompile(`&(amp;)?(ldquo|rdquo|#8221);|[“”„«»]`)
)

// sayings returns the statements of text, a line each, as speaker: words.
func sayings(text string) string {
	var b strings.Builder
	found := New(nil).Annotate(article.Article{Text: text})
	for _, st := range found.Statements {
		if st.Speaker >= 0 {
			b.WriteString(found.People[st.Speaker].Name)
		}
		b.WriteString(":")
		for _, c := range st.Content {
			words := marks.ReplaceAllString(unseen.Replace(c.Of(text)), "")
			b.WriteString(" " + strings.Join(strings.Fields(words), " "))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestEventsOfWrappedText: a timeline shows whole sentences, wherever their lines end.
func TestEventsOfWrappedText(t *testing.T) {
	a := article.Article{Text: "The ferries to the islands stopped on 3 March\n2025, when the ice on the river was\ntwo feet thick. Nobody was hurt."}
	_, events, err := New(nil).AnnotateEvents(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	if len(events) != 1 || events[0].Date.Value != "2025-03-03" {
		t.Fatalf("events: %+v", events)
	}
	if got, want := events[0].Sentence.Of(a.Text), a.Text[:strings.Index(a.Text, " Nobody")]; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := events[0].Date.Span.Of(a.Text), "3 March\n2025"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
