package attribution

import (
	"math"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
)

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
