package training

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/attribution"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// inventedExamples returns sentences of a few patterns, marked as people would.
func inventedExamples() []Example {
	sources := []string{"Holt", "Mayor Berg", "The harbour office", "She", "Two sailors"}
	contents := []string{"the bridge was closed", "ferries would run again", "nobody had been told", "the toll was too high"}
	var out []Example
	for i, source := range sources {
		for j, content := range contents {
			before := fmt.Sprintf("%s said %s. The day was cold.", source, content)
			after := fmt.Sprintf("The day was cold. %s, %s said.", strings.ToUpper(content[:1])+content[1:], source)
			for k, text := range []string{before, after} {
				example := Example{ID: fmt.Sprint(i, j, k), Text: text}
				example.Attributions = []Attribution{{Cue: spansOf(text, "said"), Source: spansOf(text, source), Content: spansOf(text, content[1:])}}
				example.Attributions[0].Content[0].Start--
				out = append(out, example)
			}
		}
	}
	return out
}

func spansOf(text, words string) []article.Span {
	at := strings.Index(text, words)
	return []article.Span{{Start: at, End: at + len(words)}}
}

func TestLearn(t *testing.T) {
	if testing.Short() {
		t.Skip("learns twice")
	}
	trainer := Trainer{Corpus: Corpus{Examples: inventedExamples()}, Folds: 2, Seed: 1, Report: func(string) {},
		Tag: func(words []string) []string {
			tags := make([]string, len(words))
			for i, w := range words {
				tags[i] = "NN"
				if w == "said" || w == "was" || w == "had" {
					tags[i] = "VBD"
				}
			}
			return tags
		}}
	for _, l := range trainer.Examples {
		trainer.Texts = append(trainer.Texts, l.Text)
	}
	first, err := trainer.Train()
	if err != nil {
		t.Fatal(err)
	}
	table, err := Evaluate(first, trainer.Examples)
	if err != nil || !strings.Contains(table, "statement") {
		t.Fatalf("evaluating: %v\n%s", err, table)
	}
	m, err := attribution.ReadModel(string(first))
	if err != nil {
		t.Fatal(err)
	}
	text := "The day was cold. Mayor Berg said nobody had been told."
	d := doc.New(article.Article{Text: text})
	// So few examples give no confidence that a statement would be shown with: look at the
	// likeliest.
	var top attribution.Decoding
	for _, v := range m.Decode(attribution.NewFeatures(d, &m.Tagger, m.Table)) {
		if v.Chance > top.Chance {
			top = v
		}
	}
	if top.Chance < m.MinChance {
		t.Fatalf("after the examples: %+v", top)
	}
	words := func(r doc.Range) string { return text[d.Tokens[r.First].Start:d.Tokens[r.Last-1].End] }
	if cue, content := words(top.Cue.Range), words(top.Parts[attribution.Right]); cue != "said" || content != "nobody had been told" {
		t.Errorf("learned cue %q and content %q", cue, content)
	}
	if second, _ := trainer.Train(); !bytes.Equal(first, second) {
		t.Error("the same trainer gave another model")
	}
}
