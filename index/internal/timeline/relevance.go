package timeline

import (
	"cmp"
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// Relevance computes the relevance of articles and of the sentences of events.
type Relevance struct {
	v         *View
	words     query.Topic
	articles  []uint32         // that fit: they hold a word and all phrases
	of        rank.Sparse[fit] // of each article
	sentences rank.Shares      // of each event's sentence
	excluded  rank.UnitSet     // events whose sentence holds an excluded word
	whole     rank.Shares      // of each article
	passages  rank.UnitSet     // with any word
	shares    rank.Shares      // of each passage
	wanted    rank.UnitSet     // articles with the present phrase
	oldest    uint32           // articles before it are left out
	rowKeys   rank.Keys        // of rows
	sumKeys   rank.Keys        // of articles with copies, see rows
	dayKeys   rank.Keys        // of days of publication
	seen      rank.Keys        // sentences of days, see days
	looseKeys rank.Keys        // sentences without a date, see undated
	buf       []segment.Posting
}

// fit is how an article fits the topic.
type fit struct {
	rank.Relevance
	held     uint32 // its passages with any word
	mentions uint32 // of any word
	titled   bool   // its title holds a word
}

// assess computes the relevance of everything that holds a word of a topic. A
// phrase counts as a term that an article must hold. If the words have more
// postings than the budget, only the newest articles are relevant, unless the
// query asks for a time before them.
func (f *Relevance) assess(ctx context.Context, v *View, t query.Topic, q query.Query) error {
	f.v, f.words = v, t
	f.size()
	terms, oldest, err := query.WithinBudget(ctx, v.Snapshot, v.maxPostings, postingCost, t.Terms)
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
	f.articles = append(f.articles, f.whole.Touched...)
	for i, p := range t.Phrases {
		if err := f.phrase(ctx, p); err != nil {
			return err
		}
		if i == 0 {
			f.articles = append(f.articles[:0], f.whole.Touched...)
		}
		f.articles = slices.DeleteFunc(f.articles, func(a uint32) bool { return !f.wanted.Has(a) })
	}
	slices.Sort(f.articles) // the first of equal sentences counts, whichever word found its article
	for _, a := range f.articles {
		all := v.Articles.At(a).Passages.End - v.Articles.At(a).Passages.First
		of := f.of.At(a)
		of.Relevance = rank.NewRelevance(f.whole.Share(a), of.titled, of.mentions, of.held, all)
	}
	return f.exclude(ctx, t.Excluded)
}

func (f *Relevance) size() {
	f.passages.Reset(f.v.Passages.Len())
	f.excluded.Reset(f.v.Events.Len())
}

// clear resets everything for the next answer.
func (f *Relevance) clear() {
	f.of.Clear()
	f.articles = f.articles[:0]
	f.whole.Clear()
	f.sentences.Clear()
	f.shares.Clear()
	for _, keys := range []*rank.Keys{&f.rowKeys, &f.sumKeys, &f.dayKeys, &f.seen, &f.looseKeys} {
		keys.Clear()
	}
}

// term takes one more term.
func (f *Relevance) term(ctx context.Context, t query.Term) (err error) {
	f.wanted.Reset(f.v.Articles.Len())
	for _, w := range t.Wordings() {
		for _, field := range []string{segment.FieldPassage, segment.FieldTitle, segment.FieldEvent} {
			if f.buf, err = w.Postings(ctx, f.v.Snapshot, field, f.oldest, f.buf[:0]); err != nil {
				return err
			}
			f.take(field)
		}
	}
	f.close()
	return nil
}

// phrase takes a phrase.
func (f *Relevance) phrase(ctx context.Context, p query.Phrase) (err error) {
	if len(p.Stems) == 1 {
		return f.term(ctx, p.Term())
	}
	f.wanted.Reset(f.v.Articles.Len())
	for _, field := range []string{segment.FieldPassage, segment.FieldTitle, segment.FieldEvent} {
		if f.buf, err = f.v.PhrasePostings(ctx, field, p.Stems, f.buf[:0]); err != nil {
			return err
		}
		f.take(field)
	}
	f.close()
	return nil
}

func (f *Relevance) close() {
	f.whole.Close(f.v.Alive.Articles)
	f.sentences.Close(f.v.Alive.Events)
	f.shares.Close(f.v.Alive.Passages)
}

// take notes the units of a field that were read.
func (f *Relevance) take(field string) {
	for _, p := range f.buf {
		switch field {
		case segment.FieldPassage:
			a := f.v.Passages.At(p.Unit).Article
			f.whole.Add(a)
			f.wanted.Add(a)
			of := f.of.At(a)
			of.mentions += p.Times
			f.shares.Add(p.Unit)
			if f.passages.Add(p.Unit) {
				of.held++
			}
		case segment.FieldTitle:
			f.whole.Add(p.Unit)
			f.wanted.Add(p.Unit)
			f.of.At(p.Unit).titled = true
		case segment.FieldEvent:
			f.sentences.Add(p.Unit)
		}
	}
}

// exclude marks the events of the articles with excluded words.
func (f *Relevance) exclude(ctx context.Context, stems []string) (err error) {
	oldest := f.oldest
	if len(f.words.Phrases) > 0 { // which are looked for in all articles
		oldest = 0
	}
	for _, stem := range stems {
		if f.buf, err = f.v.PostingsFrom(ctx, segment.FieldEvent, stem, oldest, f.buf[:0]); err != nil {
			return err
		}
		for _, p := range f.buf {
			f.excluded.Add(p.Unit)
		}
	}
	return nil
}

// event returns the score of an event of an article that fits the topic by of, and holds a
// share of its words; 0 if it is not relevant.
func (f *Relevance) event(unit uint32, of rank.Relevance, whole float64) scoredEvent {
	if f.excluded.Has(unit) {
		return scoredEvent{}
	}
	if f.words.Empty() {
		return scoredEvent{unit: unit, score: 1, near: true}
	}
	share, enough := f.sentences.Share(unit), nearShare*whole
	score := of.OfSentence(share)
	if score <= 0 {
		return scoredEvent{}
	}
	near := share >= enough || f.shares.Share(f.passageOf(f.v.Events.At(unit))) >= enough
	return scoredEvent{unit: unit, score: score, holds: share > 0, near: near}
}

// nearShare is the share of what its article holds of a topic that a paragraph must
// hold to be about the topic.
const nearShare = 0.5

// passageOf returns the passage that an event's sentence is in.
func (f *Relevance) passageOf(e *segment.Event) uint32 {
	a := f.v.Articles.At(e.Article)
	in := f.v.Passages.Range(a.Passages.First, a.Passages.End)
	n, found := slices.BinarySearchFunc(in, e.Sentence.First, func(p segment.Passage, start uint32) int { return cmp.Compare(p.Start, start) })
	if !found && n > 0 {
		n--
	}
	return a.Passages.First + uint32(n)
}
