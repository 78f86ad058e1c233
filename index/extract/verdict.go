package extract

import (
	"cmp"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"iter"
	"math"
	"slices"
)

// verdict is the best reading of a cue.
type verdict struct {
	cue     cue
	number  int     // of the exercise, in training
	best    int     // position among the cue's readings
	reading         // the best one itself
	chance  float32 // of it and all readings that are much the same
	second  verdictRival
}

// verdictRival is the likeliest reading that differs: what the doubt is about.
type verdictRival struct {
	chance  float32
	content bool // it differs in content, otherwise in source
}

// decide takes the likeliest reading.
func decide(readings []reading) (verdict, bool) {
	if len(readings) == 0 {
		return verdict{}, false
	}
	v := verdict{}
	for k := range readings {
		if readings[k].chance > readings[v.best].chance {
			v.best = k
		}
	}
	for k := range readings {
		if alike(readings[k].parts, readings[v.best].parts) >= 0.5 && shareSource(readings[k].source, readings[v.best].source) {
			v.chance += readings[k].chance
		} else if readings[k].chance > v.second.chance {
			v.second = verdictRival{readings[k].chance, alike(readings[k].parts, readings[v.best].parts) < 0.5}
		}
	}
	v.reading = readings[v.best]
	return v, true
}

// settle leaves of the cues that overlap only the likeliest.
func settle(all []verdict) []verdict {
	order := slices.Clone(all)
	slices.SortStableFunc(order, func(a, b verdict) int { return cmp.Compare(b.chance, a.chance) })
	taken := map[int]bool{}
	kept := order[:0]
	for _, v := range order {
		free := true
		for i := v.cue.First; i < v.cue.Last; i++ {
			free = free && !taken[i]
		}
		if free {
			for i := v.cue.First; i < v.cue.Last; i++ {
				taken[i] = true
			}
			kept = append(kept, v)
		}
	}
	slices.SortFunc(kept, func(a, b verdict) int { return a.cue.First - b.cue.First })
	return kept
}

// apart leaves of statements that stand within each other the likeliest, as
// PolNeAR does, where no word belongs to two attributions. A part of the content that
// belongs to another statement ("…, she said, recalling …") is left to that one. all
// is in order of the cues, and stays so.
func apart(all []verdict) []verdict {
	order := slices.Clone(all)
	ranks := ranks(all)
	slices.SortStableFunc(order, func(a, b verdict) int { return cmp.Compare(ranks[b.cue.First], ranks[a.cue.First]) })
	taken := map[int]bool{}
	kept := order[:0]
	for _, v := range order {
		for on, part := range v.parts {
			if other := v.parts[1-on]; !part.Empty() && !other.Empty() && shareOf(taken, part) >= mostShared {
				v.parts[on] = doc.Range{}
			}
		}
		if shareOf(taken, v.cue.Range, v.parts[left], v.parts[right]) >= mostShared {
			continue
		}
		for _, r := range []doc.Range{v.cue.Range, v.parts[left], v.parts[right]} {
			for i := r.First; i < r.Last; i++ {
				taken[i] = true
			}
		}
		kept = append(kept, v)
	}
	slices.SortFunc(kept, func(a, b verdict) int { return a.cue.First - b.cue.First })
	return kept
}

// mostShared is the share of a statement's words from which on it stands
// within others.
const mostShared = 0.5

// leastHolder is the chance from which on a statement goes before those that it holds.
const leastHolder = 0.5

// ranks are the chances of verdicts by the first token of their cues. One that holds
// another with its source goes before it, however likely that is: who says that
// others hope is whom the words are from ("According to Holt, the port hopes …").
func ranks(all []verdict) map[int]float32 {
	out := map[int]float32{}
	for _, v := range all {
		out[v.cue.First] = v.chance
	}
	for _, v := range all {
		if v.chance < leastHolder {
			continue
		}
		for o := range v.held(all) {
			out[v.cue.First] = max(out[v.cue.First], math.Nextafter32(o.chance, 2))
		}
	}
	return out
}

// held are the verdicts whose cue and source stand within one part of v's content: in
// another sentence than v's own cue only where they are quoted there. all is in order of
// the cues.
func (v verdict) held(all []verdict) iter.Seq[verdict] {
	return func(yield func(verdict) bool) {
		for on, part := range v.parts {
			at, _ := slices.BinarySearchFunc(all, part.First, func(o verdict, first int) int { return o.cue.First - first })
			for ; at < len(all) && all[at].cue.Last <= part.Last; at++ {
				o := all[at]
				if (!v.away[on] || o.quoted) && !o.source.Empty() && part.First <= o.source.First && o.source.Last <= part.Last && !yield(o) {
					return
				}
			}
		}
	}
}

// shareOf is the share of the words of runs that is taken.
func shareOf(taken map[int]bool, runs ...doc.Range) float64 {
	n, all := 0, 0
	for _, r := range runs {
		for i := r.First; i < r.Last; i++ {
			all++
			if taken[i] {
				n++
			}
		}
	}
	return float64(n) / float64(max(1, all))
}

// rivals counts the cues that overlap cue k and are likelier, and tells the
// likeliest's probability. Cues are in order of their beginning, and none is
// longer than longestCue.
func rivals(cues []cue, k int) (n int, top float32) {
	meet := func(o cue) {
		if o.Overlaps(cues[k].Range) && o.probability > cues[k].probability {
			n++
			top = max(top, o.probability)
		}
	}
	for j := k - 1; j >= 0 && cues[j].First > cues[k].First-longestCue; j-- {
		meet(cues[j])
	}
	for j := k + 1; j < len(cues) && cues[j].First < cues[k].Last; j++ {
		meet(cues[j])
	}
	return n, top
}

// alike is the share of two contents' tokens that is common (Jaccard).
func alike(a, b [sides]doc.Range) float64 {
	both, all := 0, 0
	for i := range a {
		all += a[i].Len() + b[i].Len()
		for j := range b {
			both += max(0, min(a[i].Last, b[j].Last)-max(a[i].First, b[j].First))
		}
	}
	return float64(both) / float64(max(1, all-both))
}

// shareSource says whether two sources have a word in common, or are both absent.
func shareSource(a, b doc.Range) bool {
	return a.Empty() && b.Empty() || a.Overlaps(b)
}
