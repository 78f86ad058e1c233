package extract

// spot is a token where content, or a source, may begin or end.
type spot struct {
	token int
	side  side
	roles roleBit
}

// side is where a spot stands, seen from the cue.
type side uint8

const (
	left side = iota
	right
	sides
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

// contentSpots lists where the content of a cue may begin and end: at any
// word of its sentence, elsewhere at the ends of sentences and quotations.
func (v *view) contentSpots(c cue, out []spot) []spot {
	out = append(out, spot{-1, left, absent}, spot{-1, right, absent})
	own := int(v.sentence[c.first])
	first, last := v.speech(int(v.paragraph[own]))
	for k := own - sentencesBefore; k < own; k++ {
		if k >= 0 && v.sentences[k].first >= first && c.first-v.sentences[k].first < tokensAway {
			out = v.edgeSpots(v.sentences[k], left, out)
		}
	}
	inside := tokensInside
	if v.sentences[own].length() > longestSentence {
		inside = tokensInside / 5
	}
	out = v.allSpots(run{max(v.sentences[own].first, c.first-inside), c.first}, left, out)
	out = v.allSpots(run{c.last, min(v.sentences[own].last, c.last+inside)}, right, out)
	if v.announces(c, last) {
		last += tokensAway // what a colon announces stands in the next paragraph
	}
	for k := own + 1; k <= own+sentencesAfter && k < len(v.sentences); k++ {
		if v.sentences[k].first < last && v.sentences[k].last-c.last < tokensAway {
			out = v.edgeSpots(v.sentences[k], right, out)
		}
	}
	return out
}

// speech is where the paragraphs begin and end over which a quotation of paragraph k
// runs: each but the last ends without a closing mark, each but the first begins with
// an opening one.
func (v *view) speech(k int) (first, last int) {
	from, till := k, k
	for from > max(0, k-paragraphsAway) && v.runsOn(from-1) {
		from--
	}
	for till < k+paragraphsAway && v.runsOn(till) {
		till++
	}
	return v.paragraphs[from].first, v.paragraphs[till].last
}

// runsOn says whether a quotation goes on from paragraph k to the next.
func (v *view) runsOn(k int) bool {
	if k+1 >= len(v.paragraphs) {
		return false
	}
	before, after := v.paragraphs[k], v.paragraphs[k+1]
	return v.quoted[before.last-1] >= 0 && v.marks[before.last-1]&closesQuote == 0 && v.marks[after.first]&opensQuote != 0
}

// announces says whether the paragraph that ends at last closes with a colon
// soon after the cue.
func (v *view) announces(c cue, last int) bool {
	return last-c.last < 8 && v.word(last-1) == ":"
}

// sourceSpots lists where the source of a cue may begin and end.
func (v *view) sourceSpots(c cue, out []spot) []spot {
	out = append(out, spot{-1, left, absent})
	own := int(v.sentence[c.first])
	if own > 0 && v.sentences[own-1].first >= v.paragraphOf(own).first {
		before := v.sentences[own-1]
		before.first = max(before.first, before.last-sourceTokens)
		out = v.allSpots(before, left, out)
	}
	s := v.sentences[own]
	out = v.allSpots(run{max(s.first, c.first-sourceTokens), c.first}, left, out)
	return v.allSpots(run{c.last, min(s.last, c.last+sourceTokens)}, right, out)
}

func (v *view) allSpots(r run, on side, out []spot) []spot {
	for i := r.first; i < r.last; i++ {
		if !v.isEdge(i) {
			out = append(out, spot{i, on, starts | ends})
		}
	}
	return out
}

// edgeSpots lists the first and last words of a sentence and of what is quoted in it.
func (v *view) edgeSpots(s run, on side, out []spot) []spot {
	first, last := v.trim(s)
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
			out = append(out, spot{i, on, roles})
		}
	}
	return out
}

// endsQuote says whether a closing mark follows token i, a comma or full stop between them or not.
func (v *view) endsQuote(i int) bool {
	for j := i + 1; j < len(v.tokens) && j < i+3; j++ {
		if v.marks[j]&closesQuote != 0 {
			return true
		}
		if !v.isEdge(j) && v.classes[j] != stop {
			return false
		}
	}
	return false
}

// trim leaves out the marks at both ends of a run that no span begins or ends with.
func (v *view) trim(r run) (first, last int) {
	first, last = r.first, r.last
	for first < last && v.isEdge(first) {
		first++
	}
	for last > first && v.isEdge(last-1) {
		last--
	}
	return first, last
}

// paragraphOf is the paragraph of sentence k.
func (v *view) paragraphOf(k int) run { return v.paragraphs[v.paragraph[k]] }

// surroundings are the facts about a cue that every spot's features use.
type surroundings struct {
	cue
	head, tag uint32 // the stem of the cue's main word, its class
	cluster   uint32 // the cluster of it
	word      uint32 // the cue's words
	before    uint32 // what stands right before the cue, and
	after     uint32 // right after it
	context   uint32 // quotation marks in its sentence
	quoted    uint32 // whether the cue itself is quoted
	place     uint32 // where in the sentence it stands
	opener    uint32 // what its clause, and its sentence, begin with
	rivals    int    // other cues that overlap it
}

func (v *view) surroundings(c cue) surroundings {
	s := surroundings{cue: c, word: 7}
	main := c.first
	for i := c.first; i < c.last; i++ {
		s.word = mix(s.word, v.words[i])
		if v.classes[i].verb() {
			main = i
		}
	}
	s.head, s.tag = v.stems[main], uint32(v.classes[main])
	s.cluster = v.clusterAt(main)
	s.before = mix(v.classAt(c.first-1), v.quoteState(c.first-1))
	s.after = mix(v.wordClass(c.last), v.quoteState(c.last))
	s.context = v.contexts[v.sentence[c.first]]
	s.quoted = v.quoteState(c.first)
	s.place = mix(v.distanceToStart(c.first), v.distanceToEnd(c.last-1))
	s.opener = mix(v.opener(c.first), v.linkAt(v.sentences[v.sentence[c.first]].first))
	return s
}

// wordClass is the word itself for the words of grammar, its class for others.
func (v *view) wordClass(i int) uint32 {
	switch partOfSpeech(v.classAt(i)) {
	case adposition, to, wh, conjunction, determiner, pronoun, comma, otherClass, stop:
		return v.wordAt(i)
	}
	return v.classAt(i)
}

// spotFeatures describes a spot, seen from its cue. base keeps the templates
// of content and sources apart. Which of them tell of the place alone is what
// placeFeatures says: those are added up once for all cues.
func (v *view) spotFeatures(f *features, base uint32, s *surroundings, p spot) {
	f.reset()
	base += uint32(p.side) * 1000
	if p.roles&absent != 0 {
		v.absentFeatures(f, base+500, s)
		return
	}
	v.relativeFeatures(f, base+100, s, p)
}

// absentFeatures tell whether there is anything on a side at all.
func (v *view) absentFeatures(f *features, base uint32, s *surroundings) {
	f.add(base, s.head)
	f.add(base+1, s.word)
	f.add(base+2, s.tag)
	f.add(base+3, s.before)
	f.add(base+4, s.after)
	f.pair(base+5, s.before, s.after)
	f.pair(base+6, s.head, s.after)
	f.pair(base+7, s.head, s.before)
	f.pair(base+8, s.tag, mix(s.before, s.after))
	f.pair(base+9, s.context, s.quoted)
	f.pair(base+10, s.context, s.place)
	f.pair(base+11, s.place, s.after)
	f.pair(base+12, s.place, s.before)
	f.add(base+13, mix(v.classAt(s.last), mix(v.classAt(s.last+1), v.classAt(s.last+2))))
	f.add(base+14, mix(v.classAt(s.first-1), mix(v.classAt(s.first-2), v.classAt(s.first-3))))
	f.add(base+15, v.wordAt(s.first-1))
	f.add(base+16, v.wordAt(s.last))
	f.add(base+17, mix(v.quoteState(s.first-1), v.quoteState(s.first-2)))
	f.add(base+18, mix(v.quoteState(s.last), v.quoteState(s.last+1)))
	f.add(base+19, v.nextSentenceStart(s.last-1))
	f.pair(base+20, s.place, s.context)
	f.pair(base+21, s.cluster, s.after)
	f.pair(base+22, s.cluster, s.before)
	f.pair(base+23, s.cluster, s.tag)
}

// nextSentenceStart tells how the sentence after token i's begins.
func (v *view) nextSentenceStart(i int) uint32 {
	k := int(v.sentence[i]) + 1
	if k >= len(v.sentences) || v.paragraph[k] != v.paragraph[k-1] {
		return 3
	}
	first := v.sentences[k].first
	return mix(v.quoteState(first), v.quoteState(v.sentences[k].last-1))
}

// placeFeatures tell what stands at token i.
func (v *view) placeFeatures(f *features, base uint32, i int) {
	word, tag := v.words[i], v.classAt(i)
	last, next := v.classAt(i-1), v.classAt(i+1)
	f.add(base, word)
	f.add(base+1, v.wordAt(i-1))
	f.add(base+2, v.wordAt(i+1))
	f.add(base+3, mix(v.wordAt(i-1), word))
	f.add(base+4, mix(word, v.wordAt(i+1)))
	f.add(base+5, mix(last, tag))
	f.add(base+6, mix(tag, next))
	f.add(base+7, mix(last, mix(tag, next)))
	f.add(base+8, mix(v.classAt(i-2), mix(last, tag)))
	f.add(base+9, mix(tag, mix(next, v.classAt(i+2))))
	f.add(base+10, mix(v.shapeAt(i-1), mix(v.shapeAt(i), v.shapeAt(i+1))))
	f.add(base+11, mix(v.quoteState(i-1), mix(v.quoteState(i), v.quoteState(i+1))))
	f.add(base+12, mix(v.quoteState(i+1), v.quoteState(i+2)))
	f.add(base+13, mix(min(v.distanceToStart(i), 2), min(v.distanceToEnd(i), 3)))
	f.add(base+14, mix(v.wordClass(i-1), mix(tag, v.wordClass(i+1))))
	f.add(base+15, v.wordAt(i+2))
	f.add(base+16, v.wordAt(i-2))
	f.add(base+17, mix(v.wordAt(i+1), v.wordAt(i+2)))
	f.add(base+18, mix(v.wordAt(i-1), v.wordAt(i-2)))
	f.pair(base+19, v.clusterAt(i), v.clusterAt(i-1))
	f.pair(base+20, v.clusterAt(i), v.clusterAt(i+1))
}

// relativeFeatures tell how a spot stands to its cue.
func (v *view) relativeFeatures(f *features, base uint32, s *surroundings, p spot) {
	i := p.token
	from, till := i+1, s.first
	if p.side == right {
		from, till = s.last, i
	}
	distance := bucket(till - from)
	away := uint32(min(abs(int(v.sentence[i]-v.sentence[s.first])), 3))
	tag, place := v.classAt(i), mix(v.quoteState(i-1), v.quoteState(i+1))
	f.add(base, distance)
	f.pair(base+1, distance, away)
	f.pair(base+2, distance, s.head)
	f.pair(base+3, distance, mix(v.wordClass(i-1), tag))
	f.pair(base+4, distance, mix(tag, v.wordClass(i+1)))
	f.pair(base+5, away, mix(place, s.context))
	f.pair(base+6, mix(s.before, s.after), distance)
	f.pair(base+7, s.head, mix(tag, v.wordClass(i-1)))
	f.pair(base+8, s.head, mix(tag, v.wordClass(i+1)))
	f.pair(base+9, s.after, mix(distance, s.quoted))
	f.pair(base+10, s.tag, mix(distance, tag))
	f.pair(base+11, place, mix(s.quoted, s.context))
	f.pair(base+12, s.before, mix(tag, distance))
	f.pair(base+13, s.place, distance)
	f.pair(base+14, v.distanceToEnd(i), mix(v.distanceToStart(i), s.place))
	f.pair(base+15, s.head, v.distanceToEnd(i))
	f.pair(base+16, s.after, v.distanceToEnd(i))
	f.pair(base+17, s.cluster, distance)
	f.pair(base+18, s.cluster, mix(tag, v.wordClass(i-1)))
	f.pair(base+40, s.opener, mix(v.wordClass(i+1), distance))
	f.pair(base+41, s.opener, mix(v.rest(i+1), v.wordClass(i+1)))
	f.pair(base+42, v.follow(i+1), tag)
	f.pair(base+43, v.follow(i+1), s.opener)
	f.pair(base+44, v.follow(i+1), s.head)
	f.pair(base+45, v.lead(i), v.wordClass(i-1))
	f.pair(base+46, v.rest(i+1), mix(v.wordClass(i+1), v.wordClass(i+2)))
	f.pair(base+47, s.opener, mix(v.wordClass(i-1), v.lead(i)))
	f.pair(base+48, s.opener, mix(v.wordClass(i-1), s.head))
	v.betweenFeatures(f, base+20, s, from, till)
	v.sumFeatures(f, base+30, s, i, from, till)
}

// betweenFeatures tell what stands between a spot and its cue.
func (v *view) betweenFeatures(f *features, base uint32, s *surroundings, from, till int) {
	path := uint32(till - from)
	if till-from <= 6 {
		for j := from; j < till; j++ {
			path = mix(path, v.wordClass(j))
		}
		f.add(base, path)
		f.pair(base+1, path, s.head)
		f.pair(base+2, path, s.tag)
		return
	}
	f.add(base+3, mix(v.wordClass(from), v.wordClass(till-1)))
	f.add(base+4, mix(v.wordClass(from), mix(v.wordClass(from+1), v.wordClass(from+2))))
	f.add(base+5, mix(v.wordClass(till-1), mix(v.wordClass(till-2), v.wordClass(till-3))))
}

// sumFeatures count verbs, commas and marks between a spot and its cue.
func (v *view) sumFeatures(f *features, base uint32, s *surroundings, i, from, till int) {
	a, b := v.sums[max(0, min(from, till))], v.sums[max(from, till)]
	verbs, commas := uint32(min(b.verbs-a.verbs, 4)), uint32(min(b.commas-a.commas, 4))
	marks, links := uint32(min(b.marks-a.marks, 3)), uint32(min(b.links-a.links, 3))
	cues := uint32(min(b.cues-a.cues, 3))
	tag := v.classAt(i)
	f.pair(base, verbs, commas)
	f.pair(base+1, marks, mix(links, v.quoteState(i)))
	f.pair(base+2, mix(verbs, links), mix(tag, v.wordClass(i-1)))
	f.pair(base+3, mix(commas, links), mix(tag, v.wordClass(i+1)))
	f.pair(base+4, cues, mix(v.wordClass(i+1), tag))
	f.pair(base+5, cues, mix(v.wordClass(i-1), s.tag))
	f.pair(base+6, cues, mix(verbs, v.distanceToEnd(i)))
	f.pair(base+7, v.cueAt(i+1), mix(v.cueAt(i+2), v.cueAt(i)))
	f.pair(base+8, v.cueAt(i+3), mix(v.cueAt(i-1), v.wordClass(i+1)))
}

// tally counts, up to a token, what clauses are told apart by.
type tally struct{ verbs, commas, marks, links, cues int32 }

// count fills the tallies once the cues are known.
func (v *view) count(cues []cue) {
	v.cueTokens = make([]bool, len(v.tokens)+1)
	for _, c := range cues {
		if c.probability > 0.5 {
			for i := c.first; i < c.last; i++ {
				v.cueTokens[i] = true
			}
		}
	}
	v.ahead = make([]uint8, len(v.tokens))
	for i := len(v.tokens) - 1; i >= 0; i-- {
		c := v.classes[i]
		switch {
		case v.isEdge(i) || c == stop:
		case c.verb() && c != gerund && c != participle && c != base:
			v.ahead[i] = 1
		case v.aheadAt(i+1) > 0:
			v.ahead[i] = min(v.ahead[i+1]+1, 4)
		}
	}
	v.sums = make([]tally, len(v.tokens)+1)
	for i := range v.tokens {
		t := v.sums[i]
		switch c := v.classes[i]; {
		case c == comma:
			t.commas++
		case c.verb() && c != gerund && c != participle && c != base:
			t.verbs++
		case c == wh || c == conjunction || v.words[i] == thatWord:
			t.links++
		}
		if v.marks[i]&(opensQuote|closesQuote) != 0 {
			t.marks++
		}
		if v.cueTokens[i] && (i == 0 || !v.cueTokens[i-1]) {
			t.cues++
		}
		v.sums[i+1] = t
	}
}

var thatWord = hashWord("that")

func (v *view) cueAt(i int) uint32 {
	if i < 0 || i >= len(v.cueTokens) || !v.cueTokens[i] {
		return 0
	}
	return 1
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
