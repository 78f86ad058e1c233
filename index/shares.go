package index

// relevance is how well an article fits a topic.
type relevance struct {
	share float64 // of the topic's words that it holds, rare ones counting more; half of them are enough for 1
	about bool    // it is about the topic, not only mentioning it
}

// An article is about a topic if its title holds a word of it, or if aboutShare
// of its passages do and it mentions the topic aboutMentions times.
const (
	aboutShare    = 0.1
	aboutMentions = 2
)

// enoughShare of the topic's words in an article count as much as all of them.
const enoughShare = 0.5

// newRelevance returns the relevance of an article that holds a share of the topic's
// words: whether in its title, how often, and in how many of its passages.
func newRelevance(share float64, titled bool, mentions, held, passages uint32) relevance {
	about := titled || mentions >= aboutMentions && float64(held) >= aboutShare*float64(passages)
	return relevance{min(1, share/enoughShare), about}
}

// ofEvent returns the relevance of a sentence of the article that holds a share of
// the topic's words; 0 if neither is about the topic.
func (f relevance) ofEvent(sentence float64) float64 {
	switch {
	case f.about:
		return f.share * (1 + sentence/2)
	case sentence > 0:
		return f.share * sentence
	}
	return 0
}

// shares are the share of a topic's words that each unit holds, rare words
// counting more.
type shares struct {
	of      []float64
	touched []uint32 // units with any term
	now     []uint32 // units with the present term
	present unitSet
	sum     float64 // of all terms' weights
}

// size makes room for n units.
func (s *shares) size(n int) {
	s.of = grown(s.of, n)
	s.present.reset(n)
}

// add notes that a unit holds the present term.
func (s *shares) add(unit uint32) {
	if s.present.add(unit) {
		s.now = append(s.now, unit)
	}
}

// close ends a term; n is the number of all units.
func (s *shares) close(n int) {
	weight := idf(len(s.now), n)
	s.sum += weight
	for _, unit := range s.now {
		if s.of[unit] == 0 {
			s.touched = append(s.touched, unit)
		}
		s.of[unit] += weight
	}
	s.now = s.now[:0]
	s.present.reset(len(s.present.round))
}

// share returns the share of the terms that a unit holds.
func (s *shares) share(unit uint32) float64 {
	if s.sum == 0 {
		return 0
	}
	return s.of[unit] / s.sum
}

// clear resets all shares to 0.
func (s *shares) clear() {
	for _, unit := range s.touched {
		s.of[unit] = 0
	}
	s.touched, s.now, s.sum = s.touched[:0], s.now[:0], 0
}
