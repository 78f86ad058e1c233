package index

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

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

func (s *shares) share(unit uint32) float64 {
	if s.sum == 0 {
		return 0
	}
	return s.of[unit] / s.sum
}

func (s *shares) clear() {
	for _, unit := range s.touched {
		s.of[unit] = 0
	}
	s.touched, s.now, s.sum = s.touched[:0], s.now[:0], 0
}

// topicRelevance computes the relevance of articles and of the sentences of events.
type topicRelevance struct {
	v         *snapshot
	words     topic
	articles  []uint32    // that fit: they hold a word and all phrases
	of        []relevance // of each article
	sentences shares      // of each event's sentence
	excluded  unitSet     // events whose sentence holds an excluded word
	whole     shares      // of each article
	titled    unitSet     // articles with a word in the title
	passages  unitSet     // with any word
	held      []uint32    // passages with any word, of each article
	mentions  []uint32    // of any word, of each article
	wanted    unitSet     // articles with the present phrase
	oldest    uint32      // articles before it are left out
	buf       []segment.Posting
}

// assess computes the relevance of everything that holds a word of a topic. A
// phrase counts as a term that an article must hold. If the words have more
// postings than the budget, only the newest articles are relevant, unless the
// query asks for a time before them.
func (f *topicRelevance) assess(ctx context.Context, v *snapshot, t topic, q Query) error {
	f.v, f.words = v, t
	f.size()
	terms, oldest, err := v.selectTerms(ctx, t.terms)
	if err != nil {
		return err
	}
	if f.oldest = 0; q.Until.IsZero() {
		f.oldest = oldest
	}
	for _, term := range terms {
		if err := f.term(ctx, term); err != nil {
			return err
		}
	}
	f.articles = append(f.articles, f.whole.touched...)
	for i, p := range t.phrases {
		if err := f.phrase(ctx, p); err != nil {
			return err
		}
		if i == 0 {
			f.articles = append(f.articles[:0], f.whole.touched...)
		}
		f.articles = slices.DeleteFunc(f.articles, func(a uint32) bool { return !f.wanted.has(a) })
	}
	for _, a := range f.articles {
		all := v.Articles[a].Passages.End - v.Articles[a].Passages.First
		about := f.titled.has(a) || f.mentions[a] >= aboutMentions && float64(f.held[a]) >= aboutShare*float64(all)
		f.of[a] = relevance{min(1, f.whole.share(a)/enoughShare), about}
	}
	return f.exclude(ctx, t.excluded)
}

func (f *topicRelevance) size() {
	articles, events := len(f.v.Articles), len(f.v.Events)
	f.of, f.held, f.mentions = grown(f.of, articles), grown(f.held, articles), grown(f.mentions, articles)
	f.whole.size(articles)
	f.sentences.size(events)
	f.titled.reset(articles)
	f.passages.reset(len(f.v.Passages))
	f.excluded.reset(events)
}

// clear resets everything for the next answer.
func (f *topicRelevance) clear() {
	for _, a := range f.whole.touched {
		f.of[a], f.held[a], f.mentions[a] = relevance{}, 0, 0
	}
	f.articles = f.articles[:0]
	f.whole.clear()
	f.sentences.clear()
}

// term takes one more term.
func (f *topicRelevance) term(ctx context.Context, t topicTerm) (err error) {
	f.wanted.reset(len(f.v.Articles))
	for _, w := range t.wordings() {
		for _, field := range []string{segment.FieldPassage, segment.FieldTitle, segment.FieldEvent} {
			if f.buf, err = f.v.wordingPostings(ctx, field, w, f.oldest, f.buf[:0]); err != nil {
				return err
			}
			f.take(field)
		}
	}
	f.close()
	return nil
}

// phrase takes a phrase.
func (f *topicRelevance) phrase(ctx context.Context, p topicPhrase) (err error) {
	if len(p.stems) == 1 {
		return f.term(ctx, p.term())
	}
	f.wanted.reset(len(f.v.Articles))
	for _, field := range []string{segment.FieldPassage, segment.FieldTitle, segment.FieldEvent} {
		if f.buf, err = f.v.PhrasePostings(ctx, field, p.stems, f.buf[:0]); err != nil {
			return err
		}
		f.take(field)
	}
	f.close()
	return nil
}

func (f *topicRelevance) close() {
	f.whole.close(f.v.Alive.Articles)
	f.sentences.close(f.v.Alive.Events)
}

// take notes the units of a field that were read.
func (f *topicRelevance) take(field string) {
	for _, p := range f.buf {
		switch field {
		case segment.FieldPassage:
			a := f.v.Passages[p.Unit].Article
			f.whole.add(a)
			f.wanted.add(a)
			f.mentions[a] += p.Times
			if f.passages.add(p.Unit) {
				f.held[a]++
			}
		case segment.FieldTitle:
			f.whole.add(p.Unit)
			f.wanted.add(p.Unit)
			f.titled.add(p.Unit)
		case segment.FieldEvent:
			f.sentences.add(p.Unit)
		}
	}
}

// exclude marks the events with excluded words.
func (f *topicRelevance) exclude(ctx context.Context, stems []string) (err error) {
	for _, stem := range stems {
		if f.buf, err = f.v.Postings(ctx, segment.FieldEvent, stem, f.buf[:0]); err != nil {
			return err
		}
		for _, p := range f.buf {
			f.excluded.add(p.Unit)
		}
	}
	return nil
}

// event returns the score of an event; 0 if it is not relevant.
func (f *topicRelevance) event(unit uint32) scoredEvent {
	if f.excluded.has(unit) {
		return scoredEvent{}
	}
	share := f.sentences.share(unit)
	if f.words.empty() {
		return scoredEvent{unit: unit, score: 1}
	}
	return scoredEvent{unit, f.of[f.v.Events[unit].Article].ofEvent(share), share > 0}
}
