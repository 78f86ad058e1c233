package attribution

import (
	"math"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
)

// Analysis is one way to understand a cue: what was said, left and right of
// it, and by whom. Runs are empty where there is nothing.
type Analysis struct {
	Parts  [Sides]doc.Range
	Source doc.Range
	odds   [3]float32  // log probabilities of the parts and of the source, each alone
	ranks  [2]int      // of content and source among the alternatives
	away   [Sides]bool // whether a part is wholly outside the cue's sentence
	quoted bool        // whether the cue itself is quoted
	Chance float32     // probability, once weighed
}

// span is a run with its log probability.
type span struct {
	doc.Range
	odds float32
}

const (
	maxContents = 6 // analyses of the content that are weighed against each other
	maxSources  = 5
	maxEnds     = 6 // beginnings, and ends, that are joined
)

// Analyzer proposes and weighs the analyses of one document's cues. What it has room for
// goes from one document to the next.
type Analyzer struct {
	*Features
	*Model
	F          nn.Features
	late       nn.Adder
	boundaries []Boundary
	sums       []nn.Sums // of each boundary, or analysis
	scores     []float32 // boundary × start, end
	analyses   []Analysis
	pieces     []pieceSum // of the cue's analyses
	used       [][4]int   // of each analysis, its pieces' positions
	cache      *sumCache
	ends       [2][]span // beginnings and ends that are joined
	runs       [3][]span // what they are joined to: before the cue, after it, the source
}

// borrowAnalyzer returns an Analyzer for one document.
func (m *Model) borrowAnalyzer(v *Features) *Analyzer {
	r, ok := m.analyzers.Get().(*Analyzer)
	if !ok {
		r = &Analyzer{cache: &sumCache{}}
	}
	r.Features, r.Model = v, m
	r.cache.document++
	return r
}

// giveBack keeps r, without its document, for another one.
func (m *Model) giveBack(r *Analyzer) {
	r.Features, r.Model = nil, nil
	m.analyzers.Put(r)
}

// Propose lists the analyses of a cue, without weighing them against each other.
func (r *Analyzer) Propose(s *CueContext) []Analysis {
	r.boundaries = r.ContentBoundaries(s.Cue, r.boundaries[:0])
	r.scoreBoundaries(&r.Model.Content, ContentBase, s)
	before, after := r.choices(Left), r.choices(Right)
	r.boundaries = r.SourceBoundaries(s.Cue, r.boundaries[:0])
	r.scoreBoundaries(&r.Model.Source, SourceBase, s)
	out := r.join(before, after, r.sourceChoices())
	own := r.sentence[s.First]
	for k := range out {
		for on, part := range out[k].Parts {
			out[k].away[on] = !part.Empty() && (r.sentence[part.First] > own || r.sentence[part.Last-1] < own)
		}
		out[k].quoted = r.quoted[s.First] >= 0
	}
	return out
}

// scoreBoundaries fills in the log probability of each boundary as beginning and as end.
// It adds all up before it finishes any, so that the processor describes boundaries
// while it waits for the rows of others.
func (r *Analyzer) scoreBoundaries(n *nn.Network, base uint32, s *CueContext) {
	r.scores = slices.Grow(r.scores[:0], 2*len(r.boundaries))[:2*len(r.boundaries)]
	r.sums = slices.Grow(r.sums[:0], len(r.boundaries))[:len(r.boundaries)]
	clear(r.sums)
	if r.cache == nil {
		r.cache = &sumCache{document: 1}
	}
	r.cache.call++
	r.F.Reset()
	r.late.Network = n
	for k, p := range r.boundaries {
		own := base + uint32(p.Side)*sideBlock
		if p.roles&absent != 0 {
			r.absentFeatures(&r.F, own+absentBlock, s)
			r.late.Add(&r.sums[k], &r.F)
			continue
		}
		at, missing := r.cache.position(base, p)
		if missing {
			r.PositionFeatures(&r.F, own, p.Token)
			r.late.Add(at, &r.F)
		}
		rel := r.relation(s, p)
		var shared [groups]*nn.Sums
		for g := range groups {
			if shared[g], missing = r.cache.shared(g, rel.key(g)); missing {
				rel.groupFeatures(&r.F, own, g)
				r.late.Add(shared[g], &r.F)
			}
		}
		rel.ownFeatures(&r.F, own)
		r.late.Add(&r.sums[k], &r.F)
		n.Join(&r.sums[k], at) // whole by now: the last call of Add has added what was put off before
		for _, sums := range shared {
			n.Join(&r.sums[k], sums)
		}
	}
	r.late.Flush()
	for k := range r.sums {
		n.Finish(&r.sums[k], r.scores[2*k:2*k+2])
	}
}

// Eligible reports whether boundary p can play a role (0 a beginning, 1 an end) on a side.
func (p Boundary) Eligible(role int, on Side, anySide bool) bool {
	return (anySide || p.Side == on) && (p.roles&absent != 0 || p.roles&(1<<role) != 0)
}

// choices joins the likeliest beginnings and ends of a side into runs, best
// first; an empty run means none.
func (r *Analyzer) choices(on Side) []span {
	var may func(doc.Range) bool
	if on == Left {
		may = r.holds
	}
	return r.joinEnds(&r.runs[on], on, false, maxContents, may)
}

// holds reports whether a run can be content before its cue: none begins with a sentence
// of the article's own and ends with a quotation in a later one. Of 19,816 marked
// attributions at most one does.
func (v *Features) holds(r doc.Range) bool {
	q := v.quoted[r.Last-1]
	return q < 0 || v.quoted[r.First] >= 0 || v.Quotes[q].Start < v.Tokens[v.Sentences[v.sentence[r.First]].Last-1].End
}

func (r *Analyzer) sourceChoices() []span {
	return r.joinEnds(&r.runs[Sides], Left, true, maxSources, nil)
}

// likeliest lists the best boundaries for a role as choices whose first is the token.
func (r *Analyzer) likeliest(role int, on Side, anySide bool) []span {
	list := r.ends[role][:0]
	top := float32(math.Inf(-1))
	for k, p := range r.boundaries {
		if p.Eligible(role, on, anySide) {
			top = max(top, r.scores[2*k+role])
		}
	}
	var sum float64
	for k, p := range r.boundaries {
		if p.Eligible(role, on, anySide) {
			score := r.scores[2*k+role] - top
			sum += math.Exp(float64(score))
			if score > -9 || p.roles&absent != 0 {
				list = append(list, span{doc.Range{First: p.Token, Last: p.Token + 1}, score})
			}
		}
	}
	for i := range list {
		list[i].odds -= float32(math.Log(sum))
	}
	r.ends[role] = list
	return topSpans(list, maxEnds)
}

func topSpans(list []span, most int) []span {
	slices.SortStableFunc(list, func(a, b span) int {
		switch {
		case a.odds > b.odds:
			return -1
		case a.odds < b.odds:
			return 1
		}
		return 0
	})
	return list[:min(len(list), most)]
}

// joinEnds makes runs of beginnings and ends, of those that may be the likeliest. It
// returns them in the room of to.
func (r *Analyzer) joinEnds(to *[]span, on Side, anySide bool, most int, may func(doc.Range) bool) []span {
	first, last := r.likeliest(0, on, anySide), r.likeliest(1, on, anySide)
	list := (*to)[:0]
	for _, a := range first {
		for _, b := range last {
			switch {
			case a.First == -1 && b.First == -1:
				list = append(list, span{doc.Range{}, a.odds + b.odds})
			case a.First >= 0 && a.First <= b.First && b.First-a.First < 2*tokensAway && (may == nil || may(doc.Range{First: a.First, Last: b.Last})):
				list = append(list, span{doc.Range{First: a.First, Last: b.Last}, a.odds + b.odds})
			}
		}
	}
	*to = list
	return topSpans(list, most)
}

// join makes analyses of the parts' and the source's choices.
func (r *Analyzer) join(before, after, sources []span) []Analysis {
	var contents []span // first, last: positions in before and after
	for i, b := range before {
		for j, a := range after {
			if !b.Empty() || !a.Empty() {
				contents = append(contents, span{doc.Range{First: i, Last: j}, b.odds + a.odds})
			}
		}
	}
	contents = topSpans(contents, len(contents))
	r.analyses = r.analyses[:0]
	for ci, c := range contents {
		if ci >= maxContents && len(r.analyses) > 0 {
			break // the rest is for where every likelier content holds the only source
		}
		b, a := before[c.First], after[c.Last]
		for si, s := range sources {
			if s.Overlaps(b.Range) || s.Overlaps(a.Range) {
				continue // no word names the speaker and is said
			}
			r.analyses = append(r.analyses, Analysis{Parts: [Sides]doc.Range{b.Range, a.Range}, Source: s.Range,
				odds: [3]float32{b.odds, a.odds, s.odds}, ranks: [2]int{ci, si}})
		}
	}
	return r.analyses
}

// Rank sets each analysis's chance; what is left to one is the chance that the
// words are no cue.
func (r *Analyzer) Rank(s *CueContext, analyses []Analysis) {
	r.scores = slices.Grow(r.scores[:0], len(analyses)+1)[:len(analyses)+1]
	r.sums = slices.Grow(r.sums[:0], len(analyses))[:len(analyses)]
	clear(r.sums)
	r.used = r.used[:0]
	r.pieces = slices.Grow(r.pieces[:0], 4*len(analyses)) // late keeps pointers to them
	r.F.Reset()
	r.late.Network = &r.Model.Ranker
	for k := range analyses {
		r.used = append(r.used, r.addPieces(s, &analyses[k]))
		r.wholeFeatures(&r.F, s, &analyses[k])
		r.late.Add(&r.sums[k], &r.F)
	}
	r.late.Flush()
	for k := range analyses {
		for _, at := range r.used[k] {
			r.Model.Ranker.Join(&r.sums[k], &r.pieces[at].Sums)
		}
		r.Model.Ranker.Finish(&r.sums[k], r.scores[k:k+1])
	}
	r.NoCueFeatures(&r.F, s)
	r.Model.Ranker.Score(r.F.IDs, r.scores[len(analyses):])
	nn.Softmax(r.scores)
	for k := range analyses {
		analyses[k].Chance = r.scores[k]
	}
}

// piece is what several analyses of a cue have in common: a part, the source, or the form,
// as their features see it.
type piece struct {
	doc.Range        // of a part or the source
	base      uint32 // of its templates
	value     uint32 // what is between a part and the cue; the form
}

// pieceSum is what the features of a piece add up to.
type pieceSum struct {
	piece
	nn.Sums
}

// addPieces adds up the features of an analysis's pieces, once for each cue, and returns
// their positions.
func (r *Analyzer) addPieces(s *CueContext, a *Analysis) [4]int {
	list := [4]piece{{base: analysisForm, value: r.form(s, a)}, {Range: a.Source, base: sourceBlock}}
	for on, part := range a.Parts {
		list[2+on] = piece{part, partBlock + partSideBlock*uint32(on), r.gapTo(s, part, a.Source)}
	}
	var out [4]int
	for k, p := range list {
		at := slices.IndexFunc(r.pieces, func(o pieceSum) bool { return o.piece == p })
		if at < 0 {
			at = len(r.pieces)
			r.pieces = append(r.pieces, pieceSum{piece: p})
			switch p.base {
			case analysisForm:
				r.formFeatures(&r.F, s, p.value)
			case sourceBlock:
				r.sourceFeatures(&r.F, p.base, s, p.Range)
			default:
				r.partFeatures(&r.F, p.base, s, p.Range, p.value)
			}
			r.late.Add(&r.pieces[at].Sums, &r.F)
		}
		out[k] = at
	}
	return out
}
