package attribution

import (
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
)

// Boundary is a token where content, or a source, may begin or end.
type Boundary struct {
	Token int
	Side  Side
	roles roleBit
}

// Side is on which side of its cue a boundary is.
type Side uint8

// The sides of a cue, and how many there are.
const (
	Left Side = iota
	Right
	Sides
)

type roleBit uint8

const (
	starts roleBit = 1 << iota
	ends
	absent // no token: nothing on this side
)

// How far from its cue content and sources are looked for, in sentences, in
// tokens (no sentence that people wrote is longer) and in paragraphs of one quotation.
const (
	paragraphsAway  = 5
	tokensInside    = 150
	sentencesBefore = 5
	sentencesAfter  = 8
	tokensAway      = 300
	sourceTokens    = 40
)

// ContentBoundaries lists where the content of a cue may begin and end: at any
// word of its sentence, elsewhere at the ends of sentences and quotations.
func (v *Features) ContentBoundaries(c Cue, out []Boundary) []Boundary {
	out = append(out, Boundary{-1, Left, absent}, Boundary{-1, Right, absent})
	own := int(v.sentence[c.First])
	first, last := v.speech(int(v.paragraph[own]))
	for k := own - sentencesBefore; k < own; k++ {
		if k >= 0 && v.Sentences[k].First >= first && c.First-v.Sentences[k].First < tokensAway {
			out = v.edges(v.Sentences[k], Left, out)
		}
	}
	inside := tokensInside
	if v.Sentences[own].Len() > maxSentence {
		inside = tokensInside / 5
	}
	out = v.everyWord(doc.Range{First: max(v.Sentences[own].First, c.First-inside), Last: c.First}, Left, out)
	out = v.everyWord(doc.Range{First: c.Last, Last: min(v.Sentences[own].Last, c.Last+inside)}, Right, out)
	if v.announces(c, last) {
		last += tokensAway // what a colon announces is in the next paragraph
	}
	for k := own + 1; k <= own+sentencesAfter && k < len(v.Sentences); k++ {
		if v.Sentences[k].First < last && v.Sentences[k].Last-c.Last < tokensAway {
			out = v.edges(v.Sentences[k], Right, out)
		}
	}
	return out
}

// speech returns where the paragraphs begin and end over which a quotation of paragraph k
// runs: each but the last ends without a closing mark, each but the first begins with
// an opening one.
func (v *Features) speech(k int) (first, last int) {
	from, till := k, k
	for from > max(0, k-paragraphsAway) && v.runsOn(from-1) {
		from--
	}
	for till < k+paragraphsAway && v.runsOn(till) {
		till++
	}
	return v.Paragraphs[from].First, v.Paragraphs[till].Last
}

// runsOn reports whether a quotation goes on from paragraph k to the next.
func (v *Features) runsOn(k int) bool {
	if k+1 >= len(v.Paragraphs) {
		return false
	}
	before, after := v.Paragraphs[k], v.Paragraphs[k+1]
	return v.quoted[before.Last-1] >= 0 && v.marks[before.Last-1]&closesQuote == 0 && v.marks[after.First]&opensQuote != 0
}

// announces reports whether the paragraph that ends at last closes with a colon
// soon after the cue.
func (v *Features) announces(c Cue, last int) bool {
	return last-c.Last < 8 && v.Word(last-1) == ":"
}

// SourceBoundaries lists where the source of a cue may begin and end.
func (v *Features) SourceBoundaries(c Cue, out []Boundary) []Boundary {
	out = append(out, Boundary{-1, Left, absent})
	own := int(v.sentence[c.First])
	if own > 0 && v.Sentences[own-1].First >= v.paragraphOf(own).First {
		before := v.Sentences[own-1]
		before.First = max(before.First, before.Last-sourceTokens)
		out = v.everyWord(before, Left, out)
	}
	s := v.Sentences[own]
	out = v.everyWord(doc.Range{First: max(s.First, c.First-sourceTokens), Last: c.First}, Left, out)
	return v.everyWord(doc.Range{First: c.Last, Last: min(s.Last, c.Last+sourceTokens)}, Right, out)
}

func (v *Features) everyWord(r doc.Range, on Side, out []Boundary) []Boundary {
	for i := r.First; i < r.Last; i++ {
		if !v.isEdge(i) {
			out = append(out, Boundary{i, on, starts | ends})
		}
	}
	return out
}

// edges lists the first and last words of a sentence and of what is quoted in it.
func (v *Features) edges(s doc.Range, on Side, out []Boundary) []Boundary {
	first, last := v.Trim(s)
	for i := first; i < last; i++ {
		var roles roleBit
		if !v.isEdge(i) {
			if i == first || v.marks[i]&afterOpening != 0 {
				roles |= starts
			}
			if i == last-1 || v.endsQuote(i) {
				roles |= ends
			}
		}
		if roles != 0 {
			out = append(out, Boundary{i, on, roles})
		}
	}
	return out
}

// CueContext are the facts about a cue that every boundary's features use.
type CueContext struct {
	Cue
	head, tag uint32 // the stem of the cue's main word, its class
	cluster   uint32 // the cluster of it
	word      uint32 // the cue's words
	before    uint32 // what comes right before the cue, and
	after     uint32 // right after it
	context   uint32 // quotation marks in its sentence
	quoted    uint32 // whether the cue itself is quoted
	place     uint32 // where in the sentence it is
	opener    uint32 // what its clause, and its sentence, begin with
	Rivals    int    // other cues that overlap it
}

// CueContext returns what the features of boundaries and analyses share about a cue.
func (v *Features) CueContext(c Cue) CueContext {
	s := CueContext{Cue: c, word: 7}
	main := c.First
	for i := c.First; i < c.Last; i++ {
		s.word = nn.Mix(s.word, v.words[i])
		if v.Classes[i].verb() {
			main = i
		}
	}
	s.head, s.tag = v.stems[main], uint32(v.Classes[main])
	s.cluster = v.clusterAt(main)
	s.before = nn.Mix(v.classAt(c.First-1), v.quoteState(c.First-1))
	s.after = nn.Mix(v.wordClass(c.Last), v.quoteState(c.Last))
	s.context = v.Contexts[v.sentence[c.First]]
	s.quoted = v.quoteState(c.First)
	s.place = nn.Mix(v.distanceToStart(c.First), v.distanceToEnd(c.Last-1))
	s.opener = nn.Mix(v.opener(c.First), v.linkAt(v.Sentences[v.sentence[c.First]].First))
	return s
}

// AllBoundaryFeatures describes a boundary, seen from its cue, as training needs it: all
// features together. Analyzer.scoreBoundaries adds them up in the same parts, those
// that boundaries share once. base keeps the templates of content and sources apart.
func (v *Features) AllBoundaryFeatures(f *nn.Features, base uint32, s *CueContext, p Boundary) {
	f.Reset()
	base += uint32(p.Side) * sideBlock
	if p.roles&absent != 0 {
		v.absentFeatures(f, base+absentBlock, s)
		return
	}
	r := v.relation(s, p)
	r.ownFeatures(f, base)
	for g := range groups {
		r.groupFeatures(f, base, g)
	}
	v.PositionFeatures(f, base, p.Token)
}

// absentFeatures tell whether there is anything on a side at all.
func (v *Features) absentFeatures(f *nn.Features, base uint32, s *CueContext) {
	f.IDs = append(f.IDs,
		nn.ID(base+absentHead, s.head),
		nn.ID(base+absentWord, s.word),
		nn.ID(base+absentTag, s.tag),
		nn.ID(base+absentBefore, s.before),
		nn.ID(base+absentAfter, s.after),
		nn.ID(base+absentBeforeAfter, nn.Mix(s.before, s.after)),
		nn.ID(base+absentHeadAfter, nn.Mix(s.head, s.after)),
		nn.ID(base+absentHeadBefore, nn.Mix(s.head, s.before)),
		nn.ID(base+absentTagBeforeAfter, nn.Mix(s.tag, nn.Mix(s.before, s.after))),
		nn.ID(base+absentContextQuoted, nn.Mix(s.context, s.quoted)),
		nn.ID(base+absentContextPlace, nn.Mix(s.context, s.place)),
		nn.ID(base+absentPlaceAfter, nn.Mix(s.place, s.after)),
		nn.ID(base+absentPlaceBefore, nn.Mix(s.place, s.before)),
		nn.ID(base+absentClassEndClassEndNextClassEndNext2, nn.Mix(v.classAt(s.Last), nn.Mix(v.classAt(s.Last+1), v.classAt(s.Last+2)))),
		nn.ID(base+absentClassStartPrevClassStartPrev2ClassStartPrev3, nn.Mix(v.classAt(s.First-1), nn.Mix(v.classAt(s.First-2), v.classAt(s.First-3)))),
		nn.ID(base+absentWordStartPrev, v.wordAt(s.First-1)),
		nn.ID(base+absentWordEnd, v.wordAt(s.Last)),
		nn.ID(base+absentQuoteStateStartPrevQuoteStateStartPrev2, nn.Mix(v.quoteState(s.First-1), v.quoteState(s.First-2))),
		nn.ID(base+absentQuoteStateEndQuoteStateEndNext, nn.Mix(v.quoteState(s.Last), v.quoteState(s.Last+1))),
		nn.ID(base+absentNextSentenceStartEndPrev, v.nextSentenceStart(s.Last-1)),
		nn.ID(base+absentPlaceContext, nn.Mix(s.place, s.context)),
		nn.ID(base+absentClusterAfter, nn.Mix(s.cluster, s.after)),
		nn.ID(base+absentClusterBefore, nn.Mix(s.cluster, s.before)),
		nn.ID(base+absentClusterTag, nn.Mix(s.cluster, s.tag)))
}

// nextSentenceStart returns how the sentence after token i's begins.
func (v *Features) nextSentenceStart(i int) uint32 {
	k := int(v.sentence[i]) + 1
	if k >= len(v.Sentences) || v.paragraph[k] != v.paragraph[k-1] {
		return 3
	}
	first := v.Sentences[k].First
	return nn.Mix(v.quoteState(first), v.quoteState(v.Sentences[k].Last-1))
}

// PositionFeatures tell what is at token i, whatever the cue. base is that of the boundary's
// side, as in the other features of a boundary that is a token.
func (v *Features) PositionFeatures(f *nn.Features, base uint32, i int) {
	word, tag := v.words[i], v.classAt(i)
	last, next := v.classAt(i-1), v.classAt(i+1)
	f.IDs = append(f.IDs,
		nn.ID(base+positionWord, word),
		nn.ID(base+positionWordPrev, v.wordAt(i-1)),
		nn.ID(base+positionWordNext, v.wordAt(i+1)),
		nn.ID(base+positionWordPrevWord, nn.Mix(v.wordAt(i-1), word)),
		nn.ID(base+positionWordWordNext, nn.Mix(word, v.wordAt(i+1))),
		nn.ID(base+positionPrevTag, nn.Mix(last, tag)),
		nn.ID(base+positionTagNext, nn.Mix(tag, next)),
		nn.ID(base+positionPrevTagNext, nn.Mix(last, nn.Mix(tag, next))),
		nn.ID(base+positionPrevTagsTag, nn.Mix(v.classAt(i-2), nn.Mix(last, tag))),
		nn.ID(base+positionTagNextClassNext2, nn.Mix(tag, nn.Mix(next, v.classAt(i+2)))),
		nn.ID(base+positionShapePrevShapeShapeNext, nn.Mix(v.shapeAt(i-1), nn.Mix(v.shapeAt(i), v.shapeAt(i+1)))),
		nn.ID(base+positionQuoteStatePrevQuoteStateQuoteStateNext, nn.Mix(v.quoteState(i-1), nn.Mix(v.quoteState(i), v.quoteState(i+1)))),
		nn.ID(base+positionQuoteStateNextQuoteStateNext2, nn.Mix(v.quoteState(i+1), v.quoteState(i+2))),
		nn.ID(base+positionDistanceToStartDistanceToEnd, nn.Mix(min(v.distanceToStart(i), 2), min(v.distanceToEnd(i), 3))),
		nn.ID(base+positionWordClassPrevTagWordClassNext, nn.Mix(v.wordClass(i-1), nn.Mix(tag, v.wordClass(i+1)))),
		nn.ID(base+positionWordNext2, v.wordAt(i+2)),
		nn.ID(base+positionWordPrev2, v.wordAt(i-2)),
		nn.ID(base+positionWordNextWordNext2, nn.Mix(v.wordAt(i+1), v.wordAt(i+2))),
		nn.ID(base+positionWordPrevWordPrev2, nn.Mix(v.wordAt(i-1), v.wordAt(i-2))),
		nn.ID(base+positionClusterClusterPrev, nn.Mix(v.clusterAt(i), v.clusterAt(i-1))),
		nn.ID(base+positionClusterClusterNext, nn.Mix(v.clusterAt(i), v.clusterAt(i+1))),
		nn.ID(base+relativeBlock+relativeContinuationNextTag, nn.Mix(v.continuation(i+1), tag)),
		nn.ID(base+relativeBlock+relativeCountsBeforeWordClassPrev, nn.Mix(v.countsBefore(i), v.wordClass(i-1))),
		nn.ID(base+relativeBlock+relativeCountsAfterNextWordClassNextWordClassNext2, nn.Mix(v.countsAfter(i+1), nn.Mix(v.wordClass(i+1), v.wordClass(i+2)))),
		nn.ID(base+relativeBlock+passedBlock+passedCueNextCueNext2Cue, nn.Mix(v.cueAt(i+1), nn.Mix(v.cueAt(i+2), v.cueAt(i)))),
		nn.ID(base+relativeBlock+passedBlock+passedCueNext3CuePrevWordClassNext, nn.Mix(v.cueAt(i+3), nn.Mix(v.cueAt(i-1), v.wordClass(i+1)))))
}

// relation is how a boundary lies to its cue: the numbers that several features are made of.
type relation struct {
	*Features
	cue                                *CueContext
	token                              int
	side                               Side
	from, till                         int    // the tokens between the boundary and the cue
	distance                           uint32 // how many they are, coarsely
	away                               uint32 // how many sentences
	stateBefore, stateAfter            uint32 // quotation marks before and after the boundary
	toStart, toEnd                     uint32 // where in its sentence the boundary is
	verbs, commas, marks, links, tally uint32 // how many of each, and of cues, are between
}

func (v *Features) relation(s *CueContext, p Boundary) relation {
	i := p.Token
	from, till := i+1, s.First
	if p.Side == Right {
		from, till = s.Last, i
	}
	a, b := v.prefix[max(0, min(from, till))], v.prefix[max(from, till)]
	return relation{Features: v, cue: s, token: i, side: p.Side, from: from, till: till, distance: bucket(till - from),
		away:        uint32(min(abs(int(v.sentence[i]-v.sentence[s.First])), 3)),
		stateBefore: v.quoteState(i - 1), stateAfter: v.quoteState(i + 1),
		toStart: v.distanceToStart(i), toEnd: v.distanceToEnd(i),
		verbs: uint32(min(b.verbs-a.verbs, 4)), commas: uint32(min(b.commas-a.commas, 4)),
		marks: uint32(min(b.marks-a.marks, 3)), links: uint32(min(b.links-a.links, 3)), tally: uint32(min(b.cues-a.cues, 3))}
}

// group is a group of features that a few small numbers of a relation make up, so that many
// boundaries of a cue have them in common.
type group uint32

const (
	distanceGroup group = iota
	placeGroup
	passedGroup
	groups
)

// key returns what two boundaries of one cue have in common if they have the same features
// of a group. Every number has bits of its own.
func (r *relation) key(g group) uint32 {
	key := uint32(r.side)
	switch g {
	case distanceGroup:
		return key | r.distance<<1 | r.away<<6
	case placeGroup:
		return key | r.stateBefore<<1 | r.stateAfter<<8 | r.away<<15 | r.toStart<<17 | r.toEnd<<20
	}
	return key | r.verbs<<1 | r.commas<<4 | r.marks<<7 | r.links<<9 | r.tally<<11 | r.quoteState(r.token)<<13 | r.toEnd<<20
}

// groupFeatures tell what the numbers of a group do.
func (r *relation) groupFeatures(f *nn.Features, base uint32, g group) {
	switch g {
	case distanceGroup:
		r.distanceFeatures(f, base+relativeBlock)
	case placeGroup:
		r.placeFeatures(f, base+relativeBlock)
	case passedGroup:
		r.passedFeatures(f, base+relativeBlock+passedBlock)
	}
}

// distanceFeatures tell how far the boundary is from the cue.
func (r *relation) distanceFeatures(f *nn.Features, base uint32) {
	s := r.cue
	f.IDs = append(f.IDs,
		nn.ID(base+relativeDistance, r.distance),
		nn.ID(base+relativeDistanceAway, nn.Mix(r.distance, r.away)),
		nn.ID(base+relativeDistanceHead, nn.Mix(r.distance, s.head)),
		nn.ID(base+relativeBeforeAfterDistance, nn.Mix(nn.Mix(s.before, s.after), r.distance)),
		nn.ID(base+relativeAfterDistanceQuoted, nn.Mix(s.after, nn.Mix(r.distance, s.quoted))),
		nn.ID(base+relativePlaceDistance, nn.Mix(s.place, r.distance)),
		nn.ID(base+relativeClusterDistance, nn.Mix(s.cluster, r.distance)))
}

// placeFeatures tell where in its sentence the boundary is, and between which marks.
func (r *relation) placeFeatures(f *nn.Features, base uint32) {
	s, place := r.cue, nn.Mix(r.stateBefore, r.stateAfter)
	f.IDs = append(f.IDs,
		nn.ID(base+relativeAwayPlaceContext, nn.Mix(r.away, nn.Mix(place, s.context))),
		nn.ID(base+relativePlaceQuotedContext, nn.Mix(place, nn.Mix(s.quoted, s.context))),
		nn.ID(base+relativeDistanceToEndDistanceToStartPlace, nn.Mix(r.toEnd, nn.Mix(r.toStart, s.place))),
		nn.ID(base+relativeHeadDistanceToEnd, nn.Mix(s.head, r.toEnd)),
		nn.ID(base+relativeAfterDistanceToEnd, nn.Mix(s.after, r.toEnd)))
}

// passedFeatures tell how many verbs, commas, marks and cues are between.
func (r *relation) passedFeatures(f *nn.Features, base uint32) {
	f.IDs = append(f.IDs,
		nn.ID(base+passedVerbsCommas, nn.Mix(r.verbs, r.commas)),
		nn.ID(base+passedMarksLinksQuoteState, nn.Mix(r.marks, nn.Mix(r.links, r.quoteState(r.token)))),
		nn.ID(base+passedCuesVerbsDistanceToEnd, nn.Mix(r.tally, nn.Mix(r.verbs, r.toEnd))))
}

// ownFeatures tell what hardly two boundaries of a cue have in common.
func (r *relation) ownFeatures(f *nn.Features, base uint32) {
	r.wordFeatures(f, base+relativeBlock)
	r.betweenFeatures(f, base+relativeBlock+betweenBlock)
}

// wordFeatures tell which words are at the boundary, with what the cue is and what is between.
func (r *relation) wordFeatures(f *nn.Features, base uint32) {
	s, i, distance := r.cue, r.token, r.distance
	tag, last, next := r.classAt(i), r.wordClass(i-1), r.wordClass(i+1)
	lastTag, tagNext := nn.Mix(tag, last), nn.Mix(tag, next)
	goesOn, passed, ahead := r.continuation(i+1), r.countsBefore(i), r.countsAfter(i+1)
	f.IDs = append(f.IDs,
		nn.ID(base+relativeDistanceWordClassPrevTag, nn.Mix(distance, nn.Mix(last, tag))),
		nn.ID(base+relativeDistanceTagWordClassNext, nn.Mix(distance, tagNext)),
		nn.ID(base+relativeHeadTagWordClassPrev, nn.Mix(s.head, lastTag)),
		nn.ID(base+relativeHeadTagWordClassNext, nn.Mix(s.head, tagNext)),
		nn.ID(base+relativeTagDistanceTag, nn.Mix(s.tag, nn.Mix(distance, tag))),
		nn.ID(base+relativeBeforeTagDistance, nn.Mix(s.before, nn.Mix(tag, distance))),
		nn.ID(base+relativeClusterTagWordClassPrev, nn.Mix(s.cluster, lastTag)),
		nn.ID(base+relativeOpenerWordClassNextDistance, nn.Mix(s.opener, nn.Mix(next, distance))),
		nn.ID(base+relativeOpenerCountsAfterNextWordClassNext, nn.Mix(s.opener, nn.Mix(ahead, next))),
		nn.ID(base+relativeContinuationNextOpener, nn.Mix(goesOn, s.opener)),
		nn.ID(base+relativeContinuationNextHead, nn.Mix(goesOn, s.head)),
		nn.ID(base+relativeOpenerWordClassPrevCountsBefore, nn.Mix(s.opener, nn.Mix(last, passed))),
		nn.ID(base+relativeOpenerWordClassPrevHead, nn.Mix(s.opener, nn.Mix(last, s.head))))
	base += passedBlock
	f.IDs = append(f.IDs,
		nn.ID(base+passedVerbsLinksTagWordClassPrev, nn.Mix(nn.Mix(r.verbs, r.links), lastTag)),
		nn.ID(base+passedCommasLinksTagWordClassNext, nn.Mix(nn.Mix(r.commas, r.links), tagNext)),
		nn.ID(base+passedCuesWordClassNextTag, nn.Mix(r.tally, nn.Mix(next, tag))),
		nn.ID(base+passedCuesWordClassPrevTag, nn.Mix(r.tally, nn.Mix(last, s.tag))))
}

// betweenFeatures tell what is between a boundary and its cue.
func (r *relation) betweenFeatures(f *nn.Features, base uint32) {
	from, till := r.from, r.till
	path := uint32(till - from)
	if till-from <= 6 {
		for j := from; j < till; j++ {
			path = nn.Mix(path, r.wordClass(j))
		}
		f.IDs = append(f.IDs,
			nn.ID(base+betweenPath, path),
			nn.ID(base+betweenPathHead, nn.Mix(path, r.cue.head)),
			nn.ID(base+betweenPathTag, nn.Mix(path, r.cue.tag)))
		return
	}
	f.IDs = append(f.IDs,
		nn.ID(base+betweenWordClassStartWordClassEndPrev, nn.Mix(r.wordClass(from), r.wordClass(till-1))),
		nn.ID(base+betweenWordClassStartWordClassStartNextWordClassStartNext2, nn.Mix(r.wordClass(from), nn.Mix(r.wordClass(from+1), r.wordClass(from+2)))),
		nn.ID(base+betweenWordClassEndPrevWordClassEndPrev2WordClassEndPrev3, nn.Mix(r.wordClass(till-1), nn.Mix(r.wordClass(till-2), r.wordClass(till-3)))))
}

// bucket coarsens a distance in tokens.
func bucket(n int) uint32 {
	switch {
	case n < 0:
		return 30
	case n < 6:
		return uint32(n)
	case n < 8:
		return 6
	case n < 11:
		return 7
	case n < 16:
		return 8
	case n < 24:
		return 9
	case n < 40:
		return 10
	case n < 80:
		return 11
	}
	return 12
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
