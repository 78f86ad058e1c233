package extract

import (
	"fmt"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// tallied counts what was found, what gold holds, and what agrees.
type tallied struct{ found, gold, right int }

// String is precision, recall and F1 in percent.
func (t tallied) String() string {
	p, r := float64(t.right)/float64(max(1, t.found)), float64(t.right)/float64(max(1, t.gold))
	return fmt.Sprintf("P %5.1f  R %5.1f  F1 %5.1f", 100*p, 100*r, 200*p*r/max(p+r, 1e-9))
}

// Evaluate scores each stage of a model file by itself on marked articles:
// cues, then content and source of the gold cues, then whole statements. Spans
// count where they equal gold's but for marks at their ends; statements where
// content overlaps by half and sources share a word. eval/attribution.py is
// the judge of the whole; this tells where it is lost.
func Evaluate(data []byte, lessons []Lesson) (string, error) {
	m, err := readModel(string(data))
	if err != nil {
		return "", fmt.Errorf("evaluating a model: %w", err)
	}
	var cues, content, source, whole tallied
	for _, lesson := range lessons {
		p := newPupil(lesson, m)
		p.scoreCues(m, &cues)
		p.scoreEnds(m, &content, &source)
		p.scoreStatements(m, &whole)
	}
	return fmt.Sprintf("cue, exact                   %v\ncontent of gold cues, exact  %v\nsource of gold cues, exact   %v\nstatement, whole             %v\n",
		cues, content, source, whole), nil
}

// scoreCues judges the cues that are likelier than not, before readings are weighed.
func (p *pupil) scoreCues(m *model, t *tallied) {
	gold := map[doc.Range]bool{}
	for _, g := range p.gold {
		gold[g.cue] = true
	}
	p.cues = m.cues.findCues(p.view)
	p.view.count(p.cues)
	var likely []verdict
	for _, c := range p.cues {
		if c.probability > 0.35 {
			likely = append(likely, verdict{cue: c, chance: c.probability})
		}
	}
	t.gold += len(gold)
	for _, v := range settle(likely) {
		t.found++
		if gold[v.cue.Range] {
			t.right++
		}
	}
}

// scoreEnds judges the likeliest content and source of each gold cue.
func (p *pupil) scoreEnds(m *model, content, source *tallied) {
	r := reader{view: p.view, model: m}
	for _, g := range p.gold {
		s := r.surroundings(cue{Range: g.cue, probability: 0.9})
		list := r.propose(&s)
		r.weigh(&s, list)
		found, ok := decide(list)
		content.gold++
		if ok {
			content.found++
			if found.parts == g.parts {
				content.right++
			}
		}
		if !g.source.Empty() {
			source.gold++
		}
		if ok && !found.source.Empty() {
			source.found++
			if found.source == g.source {
				source.right++
			}
		}
	}
}

// scoreStatements judges what the whole finds, one gold attribution a statement.
func (p *pupil) scoreStatements(m *model, t *tallied) {
	used := make([]bool, len(p.gold))
	t.gold += len(p.gold)
	for _, v := range apart(m.verdicts(p.view)) {
		if v.chance < m.least {
			continue
		}
		t.found++
		for k, g := range p.gold {
			if !used[k] && alike(v.parts, g.parts) >= 0.5 && shareSource(v.source, g.source) {
				used[k] = true
				t.right++
				break
			}
		}
	}
}
