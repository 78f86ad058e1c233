package index

import (
	"context"
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
		if x.Prepare(context.Background()) != nil {
			return // closed meanwhile
		}
		x.writing.Lock()
		defer x.writing.Unlock()
		x.prepareTime, x.preparedAt = time.Since(start), time.Now()
	})
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
	if _, err := v.allTopics(ctx); err != nil {
		return err
	}
	_, err = x.CountDates(ctx, Query{Scope: Everything()})
	return err
}
