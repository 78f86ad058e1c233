package outbox_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
)

var (
	errDown    = errors.New("down")
	errRefused = errors.New("refused")
)

// passing lets errDown pass, after wait.
func passing(wait time.Duration) func(error) (time.Duration, bool) {
	return func(err error) (time.Duration, bool) { return wait, errors.Is(err, errDown) }
}

func TestRetry(t *testing.T) {
	rows := []struct {
		why    string
		policy outbox.Policy
		errs   []error // of the tries; the last one repeats
		want   error
		at     []time.Duration // when the tries are made
	}{
		{"at once", outbox.Policy{First: time.Second, Max: time.Minute}, []error{nil}, nil, []time.Duration{0}},
		{"pauses double", outbox.Policy{First: time.Second, Max: 3 * time.Second}, []error{errDown, errDown, errDown, errDown, nil}, nil,
			[]time.Duration{0, 1 * time.Second, 3 * time.Second, 6 * time.Second, 9 * time.Second}},
		{"a refusal does not pass", outbox.Policy{First: time.Second, Max: time.Minute, Passes: passing(0)}, []error{errDown, errRefused}, errRefused, []time.Duration{0, time.Second}},
		{"the service asks to wait", outbox.Policy{First: time.Second, Max: time.Minute, Passes: passing(10 * time.Second)}, []error{errDown, nil}, nil, []time.Duration{0, 10 * time.Second}},
		{"it asks for less than the pause", outbox.Policy{First: 5 * time.Second, Max: time.Minute, Passes: passing(time.Second)}, []error{errDown, nil}, nil, []time.Duration{0, 5 * time.Second}},
		{"the time is over", outbox.Policy{First: time.Second, Max: time.Second, For: 2500 * time.Millisecond}, []error{errDown}, errDown,
			[]time.Duration{0, 1 * time.Second, 2 * time.Second}},
	}
	for _, r := range rows {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			var at []time.Duration
			err := outbox.Retry(t.Context(), r.policy, func() error {
				at = append(at, time.Since(began))
				return r.errs[min(len(at), len(r.errs))-1]
			})
			if !errors.Is(err, r.want) || !slices.Equal(at, r.at) {
				t.Errorf("%s: %v after tries at %v, want %v after %v", r.why, err, at, r.want, r.at)
			}
		})
	}
}

// TestRetryEndsWithItsContext: also during a pause.
func TestRetryEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithTimeout(t.Context(), 90*time.Second)
		defer stop()
		began, notified := time.Now(), 0
		err := outbox.Retry(ctx, outbox.Policy{First: time.Minute, Max: time.Hour, Notify: func(error, time.Duration) { notified++ }}, func() error { return errDown })
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != 90*time.Second || notified != 2 {
			t.Errorf("%v after %v, %d pauses", err, time.Since(began), notified)
		}
	})
}
