package index

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"
)

// prepareDelay is how long nothing must be written before Prepare computes what answers
// share, if KeepPrepared was called.
const prepareDelay = time.Second

// prepareShare is the part of the time that it may take: one in so many.
const prepareShare = 20

// KeepPrepared has what answers share computed soon after each change, rather than by the
// first answers that need it; for a process that goes on answering.
func (x *live) KeepPrepared() {
	x.writing.Lock()
	defer x.writing.Unlock()
	x.keepPrepared = true
	x.schedulePreparing()
}

// schedulePreparing prepares answers once nothing was written for a while, at most
// one part in prepareShare of the time. The caller holds x.writing.
func (x *live) schedulePreparing() {
	if !x.keepPrepared {
		return
	}
	if x.preparing != nil {
		x.preparing.Stop()
	}
	pause := max(prepareDelay, prepareShare*x.prepareTime-time.Since(x.preparedAt))
	x.preparing = time.AfterFunc(pause, func() {
		start := time.Now()
		defer x.survive()
		if x.Prepare(context.Background()) != nil {
			return // closed meanwhile
		}
		x.writing.Lock()
		defer x.writing.Unlock()
		x.prepareTime, x.preparedAt = time.Since(start), time.Now()
	})
}

// survive is deferred where nobody who asked would be told of a panic, which ends the program
// otherwise. Files of the index that were damaged while they are open are its cause as a rule.
func (x *live) survive() {
	failed := recover()
	if failed == nil {
		return
	}
	log := x.log.With(slog.Any("panic", failed), slog.String("stack", string(debug.Stack())))
	if err := x.checkFiles(context.Background()); err != nil {
		log.Error("the index is damaged; restart, and it is rebuilt", slog.Any("error", err))
		return
	}
	log.Error("preparing answers failed")
}

// checkFiles compares the files of the current snapshot with their checksums.
func (x *live) checkFiles(ctx context.Context) error {
	v, err := x.acquire()
	if err != nil {
		return err
	}
	return errors.Join(v.Check(ctx), v.Release())
}

// Prepare computes what answers share and a snapshot computes once: totals of persons,
// repeats of statements, topics, the timeline of everything. It changes no answer.
func (x *live) Prepare(ctx context.Context) error {
	v, err := x.acquire()
	if err != nil {
		return err
	}
	defer v.Release()
	if v.identities.Len() > 0 {
		v.saidBy(0)
	}
	v.rolesByPerson()
	v.sourceList()
	v.topicTable.WordCounts()
	var failed error
	v.once.windows.Do(func() { failed = v.keepTopicCounts(context.WithoutCancel(ctx)) })
	if failed != nil {
		return failed
	}
	if _, err := v.allTopics(ctx); err != nil {
		return err
	}
	_, err = x.CountDates(ctx, Query{Scope: Everything()})
	return err
}

// keptWindows is the number of windows for which keepTopicCounts counts.
const keptWindows = 17

// keepTopicCounts counts the words of all statements, and of those since some dates between which
// there are about as many articles each: topics of a window of years are found by what it has
// more or less.
func (v *snapshot) keepTopicCounts(ctx context.Context) error {
	var dates []time.Time
	for n := 0; n < v.Articles.Len(); n += max(1, v.Articles.Len()/sampledArticles) {
		if a := v.Articles.At(uint32(n)); a.Dated() {
			dates = append(dates, a.Published().Time)
		}
	}
	slices.SortFunc(dates, time.Time.Compare)
	for i := range keptWindows {
		q := Query{Scope: Everything()}
		if i > 0 && len(dates) > 0 {
			q.Since = dates[i*len(dates)/keptWindows]
		}
		units, err := v.eachOnce(ctx, q)
		if err != nil {
			return err
		}
		v.topicTable.Keep(v.grams.Update(v.Snapshot), units)
	}
	return nil
}

// sampledArticles is the number of articles whose dates tell when all were published.
const sampledArticles = 1000
