package rank

// Relevance is how well an article fits a topic.
type Relevance struct {
	Share float64 // of the topic's words that it holds, rare ones counting more; half of them are enough for 1
	About bool    // it is about the topic, not only mentioning it
}

// An article is about a topic if its title holds a word of it, or if aboutShare
// of its passages do and it mentions the topic aboutMentions times.
const (
	aboutShare    = 0.1
	aboutMentions = 2
)

// enoughShare of the topic's words in an article count as much as all of them.
const enoughShare = 0.5

// NewRelevance returns the relevance of an article that holds a share of the topic's
// words: whether in its title, how often, and in how many of its passages.
func NewRelevance(share float64, titled bool, mentions, held, passages uint32) Relevance {
	about := titled || mentions >= aboutMentions && float64(held) >= aboutShare*float64(passages)
	return Relevance{min(1, share/enoughShare), about}
}

// OfSentence returns the relevance of a sentence of the article that holds a share of
// the topic's words; 0 if neither is about the topic.
func (f Relevance) OfSentence(sentence float64) float64 {
	switch {
	case f.About:
		return f.Share * (1 + sentence/2)
	case sentence > 0:
		return f.Share * sentence
	}
	return 0
}

// Shares are the share of a topic's words that each unit holds, rare words
// counting more.
type Shares struct {
	of      Sparse[share]
	Touched []uint32 // units with any term
	now     []uint32 // places of units with the present term
	sum     float64  // of all terms' weights
}

// share is the sum of the weights of a unit's terms, and whether it holds the present one.
type share struct {
	sum     float64
	present bool
}

// Add notes that a unit holds the present term.
func (s *Shares) Add(unit uint32) {
	place := s.of.Place(unit)
	if of := s.of.Value(place); !of.present {
		of.present = true
		s.now = append(s.now, place)
	}
}

// Close ends a term; n is the number of all units.
func (s *Shares) Close(n int) {
	weight := IDF(len(s.now), n)
	s.sum += weight
	for _, place := range s.now {
		of := s.of.Value(place)
		if of.sum == 0 {
			s.Touched = append(s.Touched, s.of.Unit(place))
		}
		of.sum += weight
		of.present = false
	}
	s.now = s.now[:0]
}

// Share returns the share of the terms that a unit holds.
func (s *Shares) Share(unit uint32) float64 {
	if s.sum == 0 {
		return 0
	}
	return s.of.Of(unit).sum / s.sum
}

// Clear resets all shares to 0.
func (s *Shares) Clear() {
	s.of.Clear()
	s.Touched, s.now, s.sum = emptied(s.Touched), emptied(s.now), 0
}
