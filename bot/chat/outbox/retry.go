package outbox

import (
	"context"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// Policy is how a call is retried.
type Policy struct {
	// First is the pause after the first try. Each pause is twice the one before, up
	// to Max.
	First, Max time.Duration
	// For is how long to go on; 0 for until the context ends.
	For time.Duration
	// Passes reports whether an error may pass, and how long the service asks to wait, 0
	// if it does not say. Every error passes if Passes is nil.
	Passes func(err error) (wait time.Duration, ok bool)
	// Notify is called before each pause. It may be nil.
	Notify func(err error, in time.Duration)
}

// Retry calls try until it succeeds. It returns the last error if that does not pass or
// the time is over, and the context's error if that ends first.
func Retry(ctx context.Context, p Policy, try func() error) error {
	pauses := &atLeast{BackOff: Pauses(p.First, p.Max)}
	options := []backoff.RetryOption{backoff.WithBackOff(pauses), backoff.WithMaxElapsedTime(p.For)}
	if p.Notify != nil {
		options = append(options, backoff.WithNotify(p.Notify))
	}
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		err := try()
		if err == nil || p.Passes == nil {
			return struct{}{}, err
		}
		wait, ok := p.Passes(err)
		if !ok {
			return struct{}{}, backoff.Permanent(err)
		}
		pauses.wait = wait
		return struct{}{}, err
	}, options...)
	return err
}

// Pauses returns pauses that begin with first and double up to longest. It is for a loop
// that decides itself what to do after a fault.
func Pauses(first, longest time.Duration) *backoff.ExponentialBackOff {
	b := backoff.NewExponentialBackOff()
	b.InitialInterval, b.MaxInterval, b.Multiplier, b.RandomizationFactor = first, longest, 2, 0
	b.Reset()
	return b
}

// atLeast makes pauses as long as a service asks for.
type atLeast struct {
	backoff.BackOff
	wait time.Duration
}

// NextBackOff returns the next pause.
func (a *atLeast) NextBackOff() time.Duration { return max(a.wait, a.BackOff.NextBackOff()) }
