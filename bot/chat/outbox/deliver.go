package outbox

import (
	"context"
	"time"
)

// Attempt is a message on its way: what a try does, and what follows from its error.
type Attempt struct {
	// Send makes one try.
	Send func(ctx context.Context) error
	// Amend is called with an error of Send. It reports whether it has changed the message
	// or its route, so that another try may succeed at once.
	Amend func(err error) bool
	// Notify is called before each pause. It may be nil.
	Notify func(err error, in time.Duration)
}

// Deliver sends a message until Send succeeds, or fails with an error that neither can be
// amended nor passes. Each try waits for q's pace; q is nil for a message that does not
// count against its channel. Of the policy, Notify is not used. The error is Send's last
// one, or the context's if that ends first.
func Deliver(ctx context.Context, q *Queue, p Policy, a Attempt) error {
	began, pauses := time.Now(), Pauses(p.First, p.Max)
	for {
		if q != nil {
			if err := q.Pace(ctx); err != nil {
				return err
			}
		}
		err := a.Send(ctx)
		if err == nil {
			return nil
		}
		if a.Amend(err) {
			continue
		}
		wait, passes := p.Passes(err)
		if !passes || p.For > 0 && time.Since(began) > p.For {
			return err
		}
		pause := max(wait, pauses.NextBackOff())
		if a.Notify != nil {
			a.Notify(err, pause)
		}
		if err := Pause(ctx, pause); err != nil {
			return err
		}
	}
}
