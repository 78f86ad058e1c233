package ratelimit

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// TestAsk asks as fast as it goes: as many as the limit at once, then one each time that a
// place is free, with one notice until then.
func TestAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Limits{User: 6, Channel: 8})
		asked, told := 0, 0
		for range 10 {
			v := l.Ask("anna", "harbour")
			switch {
			case v.Wait == 0:
				asked++
			case v.Wait > 10*time.Second || v.Channel:
				t.Errorf("%+v", v)
			case v.Tell:
				told++
			}
		}
		if asked != 6 || told != 1 {
			t.Errorf("%d asked, %d notices; want 6 and 1", asked, told)
		}
		for i, want := range []bool{true, true, false} {
			if v := l.Ask("boris", "harbour"); (v.Wait == 0) != want || !want && (!v.Channel || !v.Tell) {
				t.Errorf("boris %d: %+v", i, v)
			}
		}
		if v := l.Ask("boris", "pier"); v.Wait != 0 {
			t.Errorf("elsewhere: %+v", v)
		}
		time.Sleep(10 * time.Second)
		if v := l.Ask("anna", "harbour"); v.Wait != 0 {
			t.Errorf("after ten seconds: %+v", v)
		}
		for i, want := range []bool{true, false} { // the last notice was about the answer since
			if v := l.Ask("anna", "harbour"); v.Wait == 0 || v.Tell != want {
				t.Errorf("and once more, %d: %+v", i, v)
			}
		}
		time.Sleep(time.Minute)
		for range 7 {
			l.Ask("anna", "")
		}
		if v := l.Ask("anna", ""); v.Wait == 0 || v.Channel {
			t.Errorf("without a channel: %+v", v)
		}
	})
}

// TestNoLimit limits nothing with limits of 0, and without a limiter.
func TestNoLimit(t *testing.T) {
	for _, l := range []*Limiter{nil, New(Limits{})} {
		for range 1000 {
			if v := l.Ask("anna", "harbour"); v != (Verdict{}) {
				t.Fatalf("%+v", v)
			}
		}
	}
}

// TestSet changes limits while it runs.
func TestSet(t *testing.T) {
	l := New(Limits{User: 1})
	l.Ask("anna", "")
	if v := l.Ask("anna", ""); v.Wait == 0 {
		t.Error("two of one")
	}
	l.Set(Limits{User: 2})
	if v := l.Ask("anna", ""); v.Wait != 0 {
		t.Errorf("after the change: %+v", v)
	}
}

// TestMemory asks as more persons than are remembered.
func TestMemory(t *testing.T) {
	l := New(Limits{User: 1, Channel: 1})
	for i := range 3 * maxKeys {
		l.Ask(fmt.Sprint(i), fmt.Sprint(i))
	}
	if n := l.keys.Len(); n > maxKeys {
		t.Errorf("%d are remembered", n)
	}
}
