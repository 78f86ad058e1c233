package training

import (
	"fmt"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/attribution"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// score counts what was found, what gold holds, and what agrees.
type score struct{ found, gold, right int }

// String returns precision, recall and F1 in percent.
func (t score) String() string {
	p, r := float64(t.right)/float64(max(1, t.found)), float64(t.right)/float64(max(1, t.gold))
	return fmt.Sprintf("P %5.1f  R %5.1f  F1 %5.1f", 100*p, 100*r, 200*p*r/max(p+r, 1e-9))
}

// Evaluate scores each stage of a model file by itself on marked articles:
// cues, then content and source of the gold cues, then whole statements. Spans
// count where they equal gold's but for marks at their ends; statements where
// content overlaps by half and sources share a word. eval/attribution.py is
// the judge of the whole; this tells where it is lost.
func Evaluate(data []byte, examples []Example) (string, error) {
	m, err := attribution.ReadModel(string(data))
	if err != nil {
		return "", fmt.Errorf("evaluating a model: %w", err)
	}
	var cues, content, source, whole score
	for _, example := range examples {
		p := prepare(example, m)
		p.scoreCues(m, &cues)
		p.scoreEnds(m, &content, &source)
		p.scoreStatements(m, &whole)
	}
	return fmt.Sprintf("cue, exact                   %v\ncontent of gold cues, exact  %v\nsource of gold cues, exact   %v\nstatement, whole             %v\n",
		cues, content, source, whole), nil
}

// scoreCues judges the cues that are likelier than not, before analyses are weighed.
func (p *prepared) scoreCues(m *attribution.Model, t *score) {
	gold := map[doc.Range]bool{}
	for _, g := range p.gold {
		gold[g.cue] = true
	}
	p.cues = m.Cues.FindCues(p.features)
	p.features.CountPrefixes(p.cues)
	var likely []attribution.Decoding
	for _, c := range p.cues {
		if c.Probability > 0.35 {
			likely = append(likely, attribution.Decoding{Cue: c, Chance: c.Probability})
		}
	}
	t.gold += len(gold)
	for _, v := range attribution.DropOverlapping(likely) {
		t.found++
		if gold[v.Cue.Range] {
			t.right++
		}
	}
}

// scoreEnds judges the likeliest content and source of each gold cue.
func (p *prepared) scoreEnds(m *attribution.Model, content, source *score) {
	r := attribution.Analyzer{Features: p.features, Model: m}
	for _, g := range p.gold {
		s := r.CueContext(attribution.Cue{Range: g.cue, Probability: 0.9})
		list := r.Propose(&s)
		r.Rank(&s, list)
		found, ok := attribution.Best(list)
		content.gold++
		if ok {
			content.found++
			if found.Parts == g.parts {
				content.right++
			}
		}
		if !g.source.Empty() {
			source.gold++
		}
		if ok && !found.Source.Empty() {
			source.found++
			if found.Source == g.source {
				source.right++
			}
		}
	}
}

// scoreStatements judges what the whole finds, one gold attribution a statement.
func (p *prepared) scoreStatements(m *attribution.Model, t *score) {
	used := make([]bool, len(p.gold))
	t.gold += len(p.gold)
	for _, v := range attribution.DropNested(m.Decode(p.features)) {
		if v.Chance < m.MinChance {
			continue
		}
		t.found++
		for k, g := range p.gold {
			if !used[k] && attribution.ContentOverlap(v.Parts, g.parts) >= 0.5 && attribution.SameSource(v.Source, g.source) {
				used[k] = true
				t.right++
				break
			}
		}
	}
}
