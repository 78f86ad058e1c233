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

// NoCueFeatures describe the analysis that the cue is none.
func (v *Features) NoCueFeatures(f *nn.Features, s *CueContext) {
	f.Reset()
	f.Add(noCueBias, 0)
	v.cueOdds(f, noCueOdds, s)
	f.Add(noCueHead, s.head)
	f.Add(noCueWord, s.word)
	f.Pair(noCueTagContext, s.tag, s.context)
	f.Pair(noCueHeadBefore, s.head, s.before)
	f.Pair(noCueHeadAfter, s.head, s.after)
	f.Pair(noCueLenTag, uint32(s.Len()), s.tag)
	f.Add(noCueBefore, s.before)
	f.Add(noCueAfter, s.after)
	f.Pair(noCueQuotedTag, s.quoted, s.tag)
	f.Add(noCuePlace, s.place)
	f.Pair(noCueCueStartPrevCueEnd, v.cueAt(s.First-1), v.cueAt(s.Last))
	f.Pair(noCueClusterTag, s.cluster, s.tag)
	f.Pair(noCueClusterAfter, s.cluster, s.after)
	f.Pair(noCueRivalsOddsBin, uint32(s.Rivals), oddsBin(s.Probability))
}

// cueOdds tell how sure the cue itself is.
func (v *Features) cueOdds(f *nn.Features, base uint32, s *CueContext) {
	bin := oddsBin(s.Probability)
	f.Add(base+surenessBin, bin)
	f.Pair(base+surenessTag, bin, s.tag)
	f.Pair(base+surenessLen, bin, uint32(min(s.Len(), 4)))
}

func oddsBin(p float32) uint32 {
	return logBin(float32(math.Log(float64(p / (1.0001 - p)))))
}

// logBin coarsens log odds to halves between -8 and 8.
func logBin(x float32) uint32 {
	return uint32(int32(math.Round(float64(max(-8, min(8, x)) * 2))))
}

// AnalysisFeatures describe one analysis of a cue.
func (v *Features) AnalysisFeatures(f *nn.Features, s *CueContext, r *Analysis) {
	f.Reset()
	v.wholeFeatures(f, s, r)
	v.formFeatures(f, s, v.form(s, r))
	for on, part := range r.Parts {
		v.partFeatures(f, partBlock+partSideBlock*uint32(on), s, part, v.gapTo(s, part, r.Source))
	}
	v.sourceFeatures(f, sourceBlock, s, r.Source)
}

// wholeFeatures describe an analysis apart from how its parts and its source are cut out.
func (v *Features) wholeFeatures(f *nn.Features, s *CueContext, r *Analysis) {
	form := v.form(s, r)
	for k, o := range r.odds {
		f.Pair(analysisChance+uint32(k), logBin(o), 0)
		f.Pair(analysisChanceForm+uint32(k), logBin(o), form)
	}
	f.Add(analysisLogBin, logBin(r.odds[0]+r.odds[1]+r.odds[2]))
	f.Pair(analysisLogBinOddsBin, logBin(r.odds[0]+r.odds[1]+r.odds[2]), oddsBin(s.Probability))
	f.Pair(analysisRanks, uint32(r.ranks[0]), uint32(r.ranks[1]))
}

// formFeatures describe the form of an analysis, and how sure its cue is.
func (v *Features) formFeatures(f *nn.Features, s *CueContext, form uint32) {
	f.Add(analysisForm, form)
	f.Pair(analysisFormHead, form, s.head)
	f.Pair(analysisFormContext, form, s.context)
	f.Pair(analysisFormBeforeAfter, form, nn.Mix(s.before, s.after))
	f.Pair(analysisFormPlace, form, s.place)
	f.Pair(analysisFormTag, form, s.tag)
	f.Pair(analysisFormRivals, form, uint32(s.Rivals))
	f.Pair(analysisFormCluster, form, s.cluster)
	v.cueOdds(f, analysisOdds, s)
}

// form returns how an analysis is laid out: which parts there are, and where the source is.
func (v *Features) form(s *CueContext, r *Analysis) uint32 {
	form := uint32(0)
	if !r.Parts[Left].Empty() {
		form |= 1
	}
	if !r.Parts[Right].Empty() {
		form |= 2
	}
	switch {
	case r.Source.Empty():
	case r.Source.Overlaps(r.Parts[Left]) || r.Source.Overlaps(r.Parts[Right]):
		form |= 4
	case r.Source.First >= s.Last:
		form |= 8
	case v.sentence[r.Source.First] != v.sentence[s.First]:
		form |= 12
	case r.Source.First < r.Parts[Left].First:
		form |= 16
	default:
		form |= 20
	}
	return form
}

// partFeatures tell how well one part of the content is cut out; gap is what gapTo returns of it.
func (v *Features) partFeatures(f *nn.Features, base uint32, s *CueContext, part doc.Range, gap uint32) {
	if part.Empty() {
		f.Pair(base+partHeadContext, s.head, s.context)
		return
	}
	a, b := v.prefix[part.First], v.prefix[part.Last]
	fit := nn.Mix(v.quoteFit(part), v.sentenceFit(part))
	f.Add(base+partFit, fit)
	f.Pair(base+partFitContext, fit, s.context)
	f.Pair(base+partFitQuoted, fit, s.quoted)
	f.Pair(base+partFitHead, fit, s.head)
	f.Add(base+partBucketLen, bucket(part.Len()))
	f.Pair(base+partBucketLenHead, bucket(part.Len()), s.head)
	f.Pair(base+partWordClassStartPrevClassStartClassStartNext, nn.Mix(v.wordClass(part.First-1), v.classAt(part.First)), v.classAt(part.First+1))
	f.Pair(base+partWordClassEndClassEndPrevWordClassEndNext, nn.Mix(v.wordClass(part.Last), v.classAt(part.Last-1)), v.wordClass(part.Last+1))
	f.Pair(base+partWordClassStartFit, v.wordClass(part.First), fit)
	f.Pair(base+partVerbsHead, uint32(min(b.verbs-a.verbs, 3)), s.head)
	f.Pair(base+partVerbsFit, uint32(min(b.verbs-a.verbs, 3)), fit)
	f.Pair(base+partCuesFit, uint32(min(b.cues-a.cues, 3)), fit)
	f.Pair(base+partSentenceEndPrevSentenceStartFit, uint32(v.sentence[part.Last-1]-v.sentence[part.First]), fit)
	f.Pair(base+partGapHead, gap, s.head)
	f.Add(base+partGap, gap)
	f.Pair(base+partGapWordClassEnd, gap, v.wordClass(part.Last))
	f.Pair(base+partWordStartHead, v.wordAt(part.First), s.head)
	f.Pair(base+partWordEndPrevWordClassEnd, v.wordAt(part.Last-1), v.wordClass(part.Last))
	f.Pair(base+partWordClassEndCueEndNextCueEndNext2, v.wordClass(part.Last), v.cueAt(part.Last+1)<<1|v.cueAt(part.Last+2))
	f.Pair(base+partWordEndFit, v.wordAt(part.Last), fit)
	f.Pair(base+partCommasWordClassEnd, uint32(b.commas-a.commas)&1, v.wordClass(part.Last))
	f.Pair(base+partOpenerWordClassEndCommas, s.opener, nn.Mix(v.wordClass(part.Last), uint32(min(b.commas-a.commas, 3))))
	f.Pair(base+partContinuationEndFit, v.continuation(part.Last), fit)
	f.Pair(base+partCountsAfterEndWordClassEndWordClassEndNext, v.countsAfter(part.Last), nn.Mix(v.wordClass(part.Last), v.wordClass(part.Last+1)))
	f.Pair(base+partOpenerCountsAfterEndWordClassEnd, s.opener, nn.Mix(v.countsAfter(part.Last), v.wordClass(part.Last)))
	f.Pair(base+partContinuationEndOpener, v.continuation(part.Last), s.opener)
	f.Pair(base+partOpenerCountsBeforeStartWordClassStartPrev, s.opener, nn.Mix(v.countsBefore(part.First), v.wordClass(part.First-1)))
	f.Pair(base+partOpenerWordClassStartPrevHead, s.opener, nn.Mix(v.wordClass(part.First-1), s.head))
	f.Pair(base+partCountsBeforeStartWordClassStartPrevWordClassStart, v.countsBefore(part.First), nn.Mix(v.wordClass(part.First-1), v.wordClass(part.First)))
}

// quoteFit returns a code for how a run lies to quotations: outside, a whole one, part of
// one, across an end.
func (v *Features) quoteFit(r doc.Range) uint32 {
	first, last := v.quoted[r.First], v.quoted[r.Last-1]
	fit := uint32(0)
	if first >= 0 {
		fit |= 1
		if v.marks[r.First]&afterOpening != 0 {
			fit |= 2
		}
	}
	if last >= 0 {
		fit |= 4
		if v.endsQuote(r.Last - 1) {
			fit |= 8
		}
	}
	if first == last {
		fit |= 16
	}
	marks := v.prefix[r.Last].marks - v.prefix[r.First].marks
	return fit | uint32(min(marks, 3))<<5
}

// sentenceFit returns a code for whether a run begins and ends where sentences do.
func (v *Features) sentenceFit(r doc.Range) uint32 {
	return min(v.distanceToStart(r.First), 2) | min(v.distanceToEnd(r.Last-1), 3)<<2 |
		uint32(min(v.sentence[r.Last-1]-v.sentence[r.First], 2))<<4
}

// gapTo returns what is between a part of the content and the cue, the source left out, or 0
// if the part is empty.
func (v *Features) gapTo(s *CueContext, part, source doc.Range) uint32 {
	if part.Empty() {
		return 0
	}
	between := doc.Range{First: part.Last, Last: s.First}
	if part.First >= s.Last {
		between = doc.Range{First: s.Last, Last: part.First}
	}
	path, n := uint32(3), 0
	for i := between.First; i < between.Last && n < 5; i++ {
		if source.Contains(i) {
			if i == source.First || i == between.First {
				path = nn.Mix(path, 99)
			}
			continue
		}
		path = nn.Mix(path, v.wordClass(i))
		n++
	}
	return path
}

// sourceFeatures tell how well the source is cut out and placed.
func (v *Features) sourceFeatures(f *nn.Features, base uint32, s *CueContext, o doc.Range) {
	if o.Empty() {
		f.Pair(base+sourceHeadBefore, s.head, s.before)
		f.Pair(base+sourceTagBefore, s.tag, s.before)
		return
	}
	verbs := v.prefix[o.Last].verbs - v.prefix[o.First].verbs
	commas := v.prefix[o.Last].commas - v.prefix[o.First].commas
	first, last := v.wordClass(o.First), v.classAt(o.Last-1)
	f.Add(base+sourceBucketLen, bucket(o.Len()))
	f.Pair(base+sourceFirstLast, first, last)
	f.Pair(base+sourceWordClassStartPrev, v.wordClass(o.First-1), first)
	f.Pair(base+sourceWordClassEnd, last, v.wordClass(o.Last))
	f.Pair(base+sourceVerbsCommas, uint32(min(verbs, 2)), uint32(min(commas, 3)))
	f.Pair(base+sourcePathStartHead, v.path(o.Last, s.First), s.head)
	f.Add(base+sourcePathStart, v.path(o.Last, s.First))
	f.Pair(base+sourcePathBackHead, v.path(s.Last, o.First), s.head)
	f.Add(base+sourcePathBack, v.path(s.Last, o.First))
	f.Pair(base+sourceWordEndPrevHead, v.wordAt(o.Last-1), s.head)
	f.Add(base+sourceWordEndPrev, v.wordAt(o.Last-1))
	f.Add(base+sourceWordStart, v.wordAt(o.First))
	f.Pair(base+sourceWordStartWordStartPrev, v.wordAt(o.First), v.wordAt(o.First-1))
	f.Pair(base+sourceWordEndWordEndNext, v.wordAt(o.Last), v.wordAt(o.Last+1))
	f.Pair(base+sourceQuotedStartQuoted, uint32(v.quoted[o.First]-v.quoted[s.First])&3, s.quoted)
	f.Pair(base+sourceBucketLenFirstLast, bucket(o.Len()), nn.Mix(first, last))
	f.Pair(base+sourcePassedTag, v.prefix[s.First].asSource(v.prefix[o.First]), s.tag)
}

// asSource counts the verbs and cues between a source and its cue.
func (t counts) asSource(o counts) uint32 {
	return uint32(min(abs(int(t.verbs-o.verbs)), 3)) | uint32(min(abs(int(t.cues-o.cues)), 3))<<4
}

// path names what is between two tokens, where that is short.
func (v *Features) path(from, till int) uint32 {
	switch {
	case till < from:
		return 5
	case till-from > 7:
		return 6
	}
	path := uint32(7)
	for i := from; i < till; i++ {
		path = nn.Mix(path, v.wordClass(i))
	}
	return path
}
