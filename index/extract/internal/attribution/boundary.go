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

// BoundaryFeatures describes a boundary, seen from its cue. base keeps the templates
// of content and sources apart. Which of them tell of the place alone is what
// PositionFeatures shows: those are added up once for all cues.
func (v *Features) BoundaryFeatures(f *nn.Features, base uint32, s *CueContext, p Boundary) {
	f.Reset()
	base += uint32(p.Side) * sideBlock
	if p.roles&absent != 0 {
		v.absentFeatures(f, base+absentBlock, s)
		return
	}
	v.relativeFeatures(f, base+relativeBlock, s, p)
}

// AllBoundaryFeatures describes a boundary with the features of its position, as
// training needs them: together.
func (v *Features) AllBoundaryFeatures(f *nn.Features, base uint32, s *CueContext, p Boundary) {
	v.BoundaryFeatures(f, base, s, p)
	if p.Token >= 0 {
		v.PositionFeatures(f, base+uint32(p.Side)*sideBlock, p.Token)
	}
}

// absentFeatures tell whether there is anything on a side at all.
func (v *Features) absentFeatures(f *nn.Features, base uint32, s *CueContext) {
	f.Add(base+absentHead, s.head)
	f.Add(base+absentWord, s.word)
	f.Add(base+absentTag, s.tag)
	f.Add(base+absentBefore, s.before)
	f.Add(base+absentAfter, s.after)
	f.Pair(base+absentBeforeAfter, s.before, s.after)
	f.Pair(base+absentHeadAfter, s.head, s.after)
	f.Pair(base+absentHeadBefore, s.head, s.before)
	f.Pair(base+absentTagBeforeAfter, s.tag, nn.Mix(s.before, s.after))
	f.Pair(base+absentContextQuoted, s.context, s.quoted)
	f.Pair(base+absentContextPlace, s.context, s.place)
	f.Pair(base+absentPlaceAfter, s.place, s.after)
	f.Pair(base+absentPlaceBefore, s.place, s.before)
	f.Add(base+absentClassEndClassEndNextClassEndNext2, nn.Mix(v.classAt(s.Last), nn.Mix(v.classAt(s.Last+1), v.classAt(s.Last+2))))
	f.Add(base+absentClassStartPrevClassStartPrev2ClassStartPrev3, nn.Mix(v.classAt(s.First-1), nn.Mix(v.classAt(s.First-2), v.classAt(s.First-3))))
	f.Add(base+absentWordStartPrev, v.wordAt(s.First-1))
	f.Add(base+absentWordEnd, v.wordAt(s.Last))
	f.Add(base+absentQuoteStateStartPrevQuoteStateStartPrev2, nn.Mix(v.quoteState(s.First-1), v.quoteState(s.First-2)))
	f.Add(base+absentQuoteStateEndQuoteStateEndNext, nn.Mix(v.quoteState(s.Last), v.quoteState(s.Last+1)))
	f.Add(base+absentNextSentenceStartEndPrev, v.nextSentenceStart(s.Last-1))
	f.Pair(base+absentPlaceContext, s.place, s.context)
	f.Pair(base+absentClusterAfter, s.cluster, s.after)
	f.Pair(base+absentClusterBefore, s.cluster, s.before)
	f.Pair(base+absentClusterTag, s.cluster, s.tag)
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

// PositionFeatures tell what is at token i.
func (v *Features) PositionFeatures(f *nn.Features, base uint32, i int) {
	word, tag := v.words[i], v.classAt(i)
	last, next := v.classAt(i-1), v.classAt(i+1)
	f.Add(base+positionWord, word)
	f.Add(base+positionWordPrev, v.wordAt(i-1))
	f.Add(base+positionWordNext, v.wordAt(i+1))
	f.Add(base+positionWordPrevWord, nn.Mix(v.wordAt(i-1), word))
	f.Add(base+positionWordWordNext, nn.Mix(word, v.wordAt(i+1)))
	f.Add(base+positionPrevTag, nn.Mix(last, tag))
	f.Add(base+positionTagNext, nn.Mix(tag, next))
	f.Add(base+positionPrevTagNext, nn.Mix(last, nn.Mix(tag, next)))
	f.Add(base+positionPrevTagsTag, nn.Mix(v.classAt(i-2), nn.Mix(last, tag)))
	f.Add(base+positionTagNextClassNext2, nn.Mix(tag, nn.Mix(next, v.classAt(i+2))))
	f.Add(base+positionShapePrevShapeShapeNext, nn.Mix(v.shapeAt(i-1), nn.Mix(v.shapeAt(i), v.shapeAt(i+1))))
	f.Add(base+positionQuoteStatePrevQuoteStateQuoteStateNext, nn.Mix(v.quoteState(i-1), nn.Mix(v.quoteState(i), v.quoteState(i+1))))
	f.Add(base+positionQuoteStateNextQuoteStateNext2, nn.Mix(v.quoteState(i+1), v.quoteState(i+2)))
	f.Add(base+positionDistanceToStartDistanceToEnd, nn.Mix(min(v.distanceToStart(i), 2), min(v.distanceToEnd(i), 3)))
	f.Add(base+positionWordClassPrevTagWordClassNext, nn.Mix(v.wordClass(i-1), nn.Mix(tag, v.wordClass(i+1))))
	f.Add(base+positionWordNext2, v.wordAt(i+2))
	f.Add(base+positionWordPrev2, v.wordAt(i-2))
	f.Add(base+positionWordNextWordNext2, nn.Mix(v.wordAt(i+1), v.wordAt(i+2)))
	f.Add(base+positionWordPrevWordPrev2, nn.Mix(v.wordAt(i-1), v.wordAt(i-2)))
	f.Pair(base+positionClusterClusterPrev, v.clusterAt(i), v.clusterAt(i-1))
	f.Pair(base+positionClusterClusterNext, v.clusterAt(i), v.clusterAt(i+1))
}

// relativeFeatures tell how a boundary relates to its cue.
func (v *Features) relativeFeatures(f *nn.Features, base uint32, s *CueContext, p Boundary) {
	i := p.Token
	from, till := i+1, s.First
	if p.Side == Right {
		from, till = s.Last, i
	}
	distance := bucket(till - from)
	away := uint32(min(abs(int(v.sentence[i]-v.sentence[s.First])), 3))
	tag, place := v.classAt(i), nn.Mix(v.quoteState(i-1), v.quoteState(i+1))
	last, next := v.wordClass(i-1), v.wordClass(i+1)
	lastTag, tagNext := nn.Mix(tag, last), nn.Mix(tag, next)
	toEnd, goesOn := v.distanceToEnd(i), v.continuation(i+1)
	passed, ahead := v.countsBefore(i), v.countsAfter(i+1)
	f.Add(base+relativeDistance, distance)
	f.Pair(base+relativeDistanceAway, distance, away)
	f.Pair(base+relativeDistanceHead, distance, s.head)
	f.Pair(base+relativeDistanceWordClassPrevTag, distance, nn.Mix(last, tag))
	f.Pair(base+relativeDistanceTagWordClassNext, distance, tagNext)
	f.Pair(base+relativeAwayPlaceContext, away, nn.Mix(place, s.context))
	f.Pair(base+relativeBeforeAfterDistance, nn.Mix(s.before, s.after), distance)
	f.Pair(base+relativeHeadTagWordClassPrev, s.head, lastTag)
	f.Pair(base+relativeHeadTagWordClassNext, s.head, tagNext)
	f.Pair(base+relativeAfterDistanceQuoted, s.after, nn.Mix(distance, s.quoted))
	f.Pair(base+relativeTagDistanceTag, s.tag, nn.Mix(distance, tag))
	f.Pair(base+relativePlaceQuotedContext, place, nn.Mix(s.quoted, s.context))
	f.Pair(base+relativeBeforeTagDistance, s.before, nn.Mix(tag, distance))
	f.Pair(base+relativePlaceDistance, s.place, distance)
	f.Pair(base+relativeDistanceToEndDistanceToStartPlace, toEnd, nn.Mix(v.distanceToStart(i), s.place))
	f.Pair(base+relativeHeadDistanceToEnd, s.head, toEnd)
	f.Pair(base+relativeAfterDistanceToEnd, s.after, toEnd)
	f.Pair(base+relativeClusterDistance, s.cluster, distance)
	f.Pair(base+relativeClusterTagWordClassPrev, s.cluster, lastTag)
	f.Pair(base+relativeOpenerWordClassNextDistance, s.opener, nn.Mix(next, distance))
	f.Pair(base+relativeOpenerCountsAfterNextWordClassNext, s.opener, nn.Mix(ahead, next))
	f.Pair(base+relativeContinuationNextTag, goesOn, tag)
	f.Pair(base+relativeContinuationNextOpener, goesOn, s.opener)
	f.Pair(base+relativeContinuationNextHead, goesOn, s.head)
	f.Pair(base+relativeCountsBeforeWordClassPrev, passed, last)
	f.Pair(base+relativeCountsAfterNextWordClassNextWordClassNext2, ahead, nn.Mix(next, v.wordClass(i+2)))
	f.Pair(base+relativeOpenerWordClassPrevCountsBefore, s.opener, nn.Mix(last, passed))
	f.Pair(base+relativeOpenerWordClassPrevHead, s.opener, nn.Mix(last, s.head))
	v.betweenFeatures(f, base+betweenBlock, s, from, till)
	v.sumFeatures(f, base+passedBlock, s, i, from, till)
}

// betweenFeatures tell what is between a boundary and its cue.
func (v *Features) betweenFeatures(f *nn.Features, base uint32, s *CueContext, from, till int) {
	path := uint32(till - from)
	if till-from <= 6 {
		for j := from; j < till; j++ {
			path = nn.Mix(path, v.wordClass(j))
		}
		f.Add(base+betweenPath, path)
		f.Pair(base+betweenPathHead, path, s.head)
		f.Pair(base+betweenPathTag, path, s.tag)
		return
	}
	f.Add(base+betweenWordClassStartWordClassEndPrev, nn.Mix(v.wordClass(from), v.wordClass(till-1)))
	f.Add(base+betweenWordClassStartWordClassStartNextWordClassStartNext2, nn.Mix(v.wordClass(from), nn.Mix(v.wordClass(from+1), v.wordClass(from+2))))
	f.Add(base+betweenWordClassEndPrevWordClassEndPrev2WordClassEndPrev3, nn.Mix(v.wordClass(till-1), nn.Mix(v.wordClass(till-2), v.wordClass(till-3))))
}

// sumFeatures count verbs, commas and marks between a boundary and its cue.
func (v *Features) sumFeatures(f *nn.Features, base uint32, s *CueContext, i, from, till int) {
	a, b := v.prefix[max(0, min(from, till))], v.prefix[max(from, till)]
	verbs, commas := uint32(min(b.verbs-a.verbs, 4)), uint32(min(b.commas-a.commas, 4))
	marks, links := uint32(min(b.marks-a.marks, 3)), uint32(min(b.links-a.links, 3))
	cues := uint32(min(b.cues-a.cues, 3))
	tag, last, next := v.classAt(i), v.wordClass(i-1), v.wordClass(i+1)
	f.Pair(base+passedVerbsCommas, verbs, commas)
	f.Pair(base+passedMarksLinksQuoteState, marks, nn.Mix(links, v.quoteState(i)))
	f.Pair(base+passedVerbsLinksTagWordClassPrev, nn.Mix(verbs, links), nn.Mix(tag, last))
	f.Pair(base+passedCommasLinksTagWordClassNext, nn.Mix(commas, links), nn.Mix(tag, next))
	f.Pair(base+passedCuesWordClassNextTag, cues, nn.Mix(next, tag))
	f.Pair(base+passedCuesWordClassPrevTag, cues, nn.Mix(last, s.tag))
	f.Pair(base+passedCuesVerbsDistanceToEnd, cues, nn.Mix(verbs, v.distanceToEnd(i)))
	f.Pair(base+passedCueNextCueNext2Cue, v.cueAt(i+1), nn.Mix(v.cueAt(i+2), v.cueAt(i)))
	f.Pair(base+passedCueNext3CuePrevWordClassNext, v.cueAt(i+3), nn.Mix(v.cueAt(i-1), next))
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
