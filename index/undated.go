package index

import "context"

// Undated finds the events of a topic whose date has no period, best fit
// first, each sentence once: Total of them, Articles articles that have one and
// no publication date of their own. With Since or Until there are no Hits, for
// such events are not known to lie within them, but Total and Articles still
// tell of them.
func (x *Index) Undated(ctx context.Context, q Query) (Result, error) {
	v, err := x.view()
	if err != nil {
		return Result{}, err
	}
	defer v.release()
	s := x.borrow()
	defer x.giveBack(s)
	f := &s.topic
	defer f.clear()
	if err := f.fitTopic(ctx, v, x.topic(q.Words)); err != nil {
		return Result{}, err
	}
	all, articles := f.undated(v.filter(Query{Sources: q.Sources, By: q.By}))
	out := Result{Total: len(all), Articles: articles}
	if !newWindow(q.Since, q.Until).open() {
		return out, nil
	}
	for _, e := range first(all, q, v.eventOrder) {
		event := &v.events[e.unit]
		out.Hits = append(out.Hits, Hit{Article: v.articles[event.article].id, Statement: -1, Event: int(event.index), Score: rounded(e.score)})
	}
	return out, nil
}

// undated are the events that fit and have no date, each sentence of a group
// once, and how many articles without a publication date have such.
func (f *topicFit) undated(keep *filter) (all []scoredEvent, articles int) {
	at := map[[2]uint64]int{}
	last := -1
	visit := func(e scoredEvent) {
		event := &f.v.events[e.unit]
		if a := &f.v.articles[event.article]; !a.when.known() && last != int(event.article) {
			last = int(event.article)
			articles++
		}
		key := [2]uint64{uint64(f.v.articles[event.article].group), event.content}
		if n, ok := at[key]; !ok {
			at[key] = len(all)
			all = append(all, e)
		} else if f.v.eventOrder(e, all[n]) < 0 {
			all[n] = e
		}
	}
	f.each(func(unit uint32) bool { return keep.undated(unit) }, visit)
	return all, articles
}

// undated says whether an event without a date may be in the answer.
func (f *filter) undated(unit uint32) bool {
	e := &f.v.events[unit]
	return !e.date.known() && f.article(e.article) && (!f.by || f.saidBy(e))
}
