package outbox

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestAChannelGetsItsMessagesInOrderAnIntervalApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := SendQueue{Interval: time.Second}
		var sent []string
		var at []time.Time
		done := make(chan error)
		for i := range 5 {
			go func() {
				done <- l.Join(t.Context(), "C1", func(ctx context.Context, q *Queue) error {
					if err := q.Pace(ctx); err != nil {
						return err
					}
					if i == 1 {
						time.Sleep(10 * time.Second) // Slack is slow with this one
					}
					sent, at = append(sent, fmt.Sprint(i)), append(at, time.Now())
					return nil
				})
			}()
			synctest.Wait() // they join in this order
		}
		other := time.Now()
		if err := l.Join(t.Context(), "C2", func(ctx context.Context, q *Queue) error { return q.Pace(ctx) }); err != nil || time.Since(other) > 0 {
			t.Errorf("another channel waited %v, %v", time.Since(other), err)
		}
		for range 5 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if got := fmt.Sprint(sent); got != "[0 1 2 3 4]" {
			t.Errorf("sent %s", got)
		}
		for i := 1; i < len(at); i++ {
			if gap := at[i].Sub(at[i-1]); gap < time.Second && i != 2 {
				t.Errorf("messages %d and %d are %v apart", i-1, i, gap)
			}
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if len(l.queues) != 0 {
			t.Errorf("%d queues are kept for nothing", len(l.queues))
		}
	})
}

// TestAPanicIsOfWhoeverJoined: it ends neither the process nor the queue.
func TestAPanicIsOfWhoeverJoined(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := SendQueue{Interval: time.Second}
		after := make(chan error)
		caught := func() (p any) {
			defer func() { p = recover() }()
			_ = l.Join(t.Context(), "C1", func(context.Context, *Queue) error {
				go func() { after <- l.Join(t.Context(), "C1", func(context.Context, *Queue) error { return nil }) }()
				synctest.Wait() // the next one waits already
				panic("invented")
			})
			return nil
		}()
		if p, ok := caught.(*Panic); !ok || p.Value != "invented" || !strings.Contains(p.String(), "queue_test.go") {
			t.Errorf("whoever joined caught %v", caught)
		}
		if err := <-after; err != nil {
			t.Errorf("the next job: %v", err)
		}
	})
}
