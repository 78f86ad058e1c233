package attribution

import (
	"cmp"
	"iter"
	"math"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// Decoding is the best analysis of a cue.
type Decoding struct {
	Cue      Cue
	Task     int     // of the task, in training
	Best     int     // position among the cue's analyses
	Analysis         // the best one itself
	Chance   float32 // of it and all analyses that are much the same
	content  float32 // the same, whatever their source
	second   alternative
}

// alternative is the likeliest analysis that differs: what the doubt is about.
type alternative struct {
	chance  float32
	content bool // it differs in content, otherwise in source
}

// Best returns the likeliest analysis of a cue as its decoding, and whether there is one.
func Best(analyses []Analysis) (Decoding, bool) {
	if len(analyses) == 0 {
		return Decoding{}, false
	}
	v := Decoding{}
	for k := range analyses {
		if analyses[k].Chance > analyses[v.Best].Chance {
			v.Best = k
		}
	}
	for k := range analyses {
		alike := ContentOverlap(analyses[k].Parts, analyses[v.Best].Parts) >= 0.5
		if alike {
			v.content += analyses[k].Chance
		}
		if alike && SameSource(analyses[k].Source, analyses[v.Best].Source) {
			v.Chance += analyses[k].Chance
		} else if analyses[k].Chance > v.second.chance {
			v.second = alternative{analyses[k].Chance, !alike}
		}
	}
	v.Analysis = analyses[v.Best]
	return v, true
}

// DropOverlapping leaves of the cues that overlap only the likeliest.
func DropOverlapping(all []Decoding) []Decoding {
	order := slices.Clone(all)
	slices.SortStableFunc(order, func(a, b Decoding) int { return cmp.Compare(b.Chance, a.Chance) })
	taken := tokensOf(all)
	kept := order[:0]
	for _, v := range order {
		if taken.count(v.Cue.Range) == 0 {
			taken.add(v.Cue.Range)
			kept = append(kept, v)
		}
	}
	slices.SortFunc(kept, func(a, b Decoding) int { return a.Cue.First - b.Cue.First })
	return kept
}

// DropNested leaves of statements that are within each other the likeliest, as
// PolNeAR does, where no word belongs to two attributions. A part of the content that
// belongs to another statement ("…, she said, recalling …") is left to that one. all
// is in order of the cues, and stays so.
func DropNested(all []Decoding) []Decoding {
	order := slices.Clone(all)
	ranks := priorities(all)
	slices.SortStableFunc(order, func(a, b Decoding) int { return cmp.Compare(ranks[b.Cue.First], ranks[a.Cue.First]) })
	taken := tokensOf(all)
	kept := order[:0]
	for _, v := range order {
		for on, part := range v.Parts {
			if other := v.Parts[1-on]; !part.Empty() && !other.Empty() && taken.share(part) >= maxShared {
				v.Parts[on] = doc.Range{}
			}
		}
		if taken.share(v.Cue.Range, v.Parts[Left], v.Parts[Right]) >= maxShared {
			continue
		}
		for _, r := range []doc.Range{v.Cue.Range, v.Parts[Left], v.Parts[Right]} {
			taken.add(r)
		}
		kept = append(kept, v)
	}
	slices.SortFunc(kept, func(a, b Decoding) int { return a.Cue.First - b.Cue.First })
	return kept
}

// maxShared is the share of a statement's words from which on it stands
// within others.
const maxShared = 0.5

// minHolder is the chance from which on a statement goes before those that it holds.
const minHolder = 0.5

// priorities returns the chances of decodings by the first token of their cues. One that holds
// another with its source goes before it, however likely that is: who says that
// others hope is whom the words are from ("According to Holt, the port hopes …").
func priorities(all []Decoding) map[int]float32 {
	out := map[int]float32{}
	for _, v := range all {
		out[v.Cue.First] = v.Chance
	}
	for _, v := range all {
		if v.Chance < minHolder {
			continue
		}
		for o := range v.nested(all) {
			out[v.Cue.First] = max(out[v.Cue.First], math.Nextafter32(o.Chance, 2))
		}
	}
	return out
}

// nested returns the decodings whose cue and source are within one part of v's content: in
// another sentence than v's own cue only where they are quoted there. all is in order of
// the cues.
func (v Decoding) nested(all []Decoding) iter.Seq[Decoding] {
	return func(yield func(Decoding) bool) {
		for on, part := range v.Parts {
			at, _ := slices.BinarySearchFunc(all, part.First, func(o Decoding, first int) int { return o.Cue.First - first })
			for ; at < len(all) && all[at].Cue.Last <= part.Last; at++ {
				o := all[at]
				if (!v.away[on] || o.quoted) && !o.Source.Empty() && part.First <= o.Source.First && o.Source.Last <= part.Last && !yield(o) {
					return
				}
			}
		}
	}
}

// tokenSet is a set of tokens.
type tokenSet []bool

// tokensOf returns a set, empty yet, of the tokens that decodings may have.
func tokensOf(all []Decoding) tokenSet {
	last := 0
	for _, v := range all {
		last = max(last, v.Cue.Last, v.Parts[Left].Last, v.Parts[Right].Last)
	}
	return make(tokenSet, last)
}

func (s tokenSet) add(r doc.Range) {
	for i := r.First; i < r.Last; i++ {
		s[i] = true
	}
}

// count returns how many tokens of a run are in the set.
func (s tokenSet) count(r doc.Range) (n int) {
	for i := r.First; i < r.Last; i++ {
		if s[i] {
			n++
		}
	}
	return n
}

// share returns the share of the tokens of runs that is in the set.
func (s tokenSet) share(runs ...doc.Range) float64 {
	n, all := 0, 0
	for _, r := range runs {
		n, all = n+s.count(r), all+r.Len()
	}
	return float64(n) / float64(max(1, all))
}

// CountRivals counts the cues that overlap cue k and are likelier, and tells the
// likeliest's probability. Cues are in order of their beginning, and none is
// longer than maxCue.
func CountRivals(cues []Cue, k int) (n int, top float32) {
	meet := func(o Cue) {
		if o.Overlaps(cues[k].Range) && o.Probability > cues[k].Probability {
			n++
			top = max(top, o.Probability)
		}
	}
	for j := k - 1; j >= 0 && cues[j].First > cues[k].First-maxCue; j-- {
		meet(cues[j])
	}
	for j := k + 1; j < len(cues) && cues[j].First < cues[k].Last; j++ {
		meet(cues[j])
	}
	return n, top
}

// ContentOverlap returns the share of two contents' tokens that is common (Jaccard).
func ContentOverlap(a, b [Sides]doc.Range) float64 {
	both, all := 0, 0
	for i := range a {
		all += a[i].Len() + b[i].Len()
		for j := range b {
			both += max(0, min(a[i].Last, b[j].Last)-max(a[i].First, b[j].First))
		}
	}
	return float64(both) / float64(max(1, all-both))
}

// SameSource reports whether two sources have a word in common, or are both absent.
func SameSource(a, b doc.Range) bool {
	return a.Empty() && b.Empty() || a.Overlaps(b)
}

// minRelative is how much less likely than another a cue that overlaps it may be
// and still be read.
const minRelative = 0.2

// Decode reads every cue of a document, and keeps of cues that overlap the
// likeliest. The unlikely are among them.
func (m *Model) Decode(v *Features) []Decoding {
	cues := m.Cues.FindCues(v)
	if v.Stopped() {
		return nil
	}
	v.CountPrefixes(cues)
	r := m.borrowAnalyzer(v)
	defer m.giveBack(r)
	var out []Decoding
	for k, c := range cues {
		if v.Stopped() {
			return nil
		}
		n, top := CountRivals(cues, k)
		if c.Probability < minRelative*top {
			continue
		}
		s := r.CueContext(c)
		s.Rivals = n
		list := r.Propose(&s)
		r.Rank(&s, list)
		if found, ok := Best(list); ok && found.Chance >= minInner {
			found.Cue = c
			out = append(out, found)
		}
	}
	return DropOverlapping(out)
}

// minInner is the chance from which on an analysis tells who is quoted within
// another statement; it need not be a statement for itself.
const minInner = 0.05
