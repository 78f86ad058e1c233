package attribution

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
)

// FuzzSums: features added up once for what has them in common give the scores that all
// features of each boundary and of each analysis do, together. One cache serves all texts,
// as in the program.
func FuzzSums(f *testing.F) {
	for _, row := range statementRows[:12] {
		f.Add(row.text)
	}
	f.Add(strings.Repeat("“We sail,” she said, and then, he told the port, “no”. ", 20))
	f.Add(strings.Repeat("word ", 1100) + "he said " + strings.Repeat("word, ", 100))
	m := loadModel(f)
	cache := &sumCache{}
	f.Fuzz(func(t *testing.T, text string) {
		v := NewFeatures(doc.New(article.Article{Text: text}), &m.Tagger, m.Table)
		cues := m.Cues.FindCues(v)
		v.CountPrefixes(cues)
		cache.document++
		r := Analyzer{Features: v, Model: m, cache: cache}
		var features nn.Features
		for k, c := range cues[:min(len(cues), 20)] {
			s := r.CueContext(c)
			s.Rivals, _ = CountRivals(cues, k)
			for base, n := range map[uint32]*nn.Network{ContentBase: &m.Content, SourceBase: &m.Source} {
				r.boundaries = r.ContentBoundaries(c, r.boundaries[:0])
				if base == SourceBase {
					r.boundaries = r.SourceBoundaries(c, r.boundaries[:0])
				}
				r.scoreBoundaries(n, base, &s)
				var want [2]float32
				for k, p := range r.boundaries {
					v.AllBoundaryFeatures(&features, base, &s, p)
					if n.Score(features.IDs, want[:]); want != [2]float32(r.scores[2*k:]) {
						t.Fatalf("%q, cue %v, boundary %v: got %v, want %v", text, c, p, r.scores[2*k:2*k+2], want)
					}
				}
			}
			list := r.Propose(&s)
			r.Rank(&s, list)
			want := make([]float32, len(list)+1)
			for k := range list {
				v.AnalysisFeatures(&features, &s, &list[k])
				m.Ranker.Score(features.IDs, want[k:])
			}
			v.NoCueFeatures(&features, &s)
			m.Ranker.Score(features.IDs, want[len(list):])
			nn.Softmax(want)
			for k := range list {
				if list[k].Chance != want[k] {
					t.Fatalf("%q, cue %v: analysis %d has a chance of %v, want %v", text, c, k, list[k].Chance, want[k])
				}
			}
		}
	})
}

// FuzzTagWords: words get the classes that they get one after the other, each by all its features.
func FuzzTagWords(f *testing.F) {
	for _, row := range statementRows[:12] {
		f.Add(row.text)
	}
	f.Add(strings.Repeat("The 3 ships' crews hadn't said so. ", 40))
	m := loadModel(f)
	f.Fuzz(func(t *testing.T, text string) {
		v := NewFeatures(doc.New(article.Article{Text: text}), &m.Tagger, m.Table)
		scores := make([]float32, ClassCount)
		var features nn.Features
		for i, got := range v.Classes {
			want, ok := v.FixedClass(i)
			if !ok {
				v.ClassFeatures(&features, i)
				m.Tagger.Score(features.IDs, scores)
				want = PartOfSpeech(ArgMax(scores))
			}
			if got != want {
				t.Fatalf("%q: token %d has class %d, want %d", text, i, got, want)
			}
		}
	})
}
