package rest

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// TestRefusedCallsStopLongBeforeDiscordBans: after half of the refusals that ban a
// machine no call goes out until the window is over.
func TestRefusedCallsStopLongBeforeDiscordBans(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits()
		began := time.Now()
		if err := l.wait(t.Context(), "any"); err != nil {
			t.Fatal(err)
		}
		for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests} {
			for range maxInvalid/6 + 1 {
				l.learn("any", &http.Response{StatusCode: status, Header: http.Header{}})
			}
		}
		for _, route := range []string{"any", ""} {
			if err := l.wait(t.Context(), route); err != nil {
				t.Fatal(err)
			}
			if waited := time.Since(began); waited < invalidWindow || waited > invalidWindow+time.Second {
				t.Errorf("a call on %q after %v, want %v", route, waited, invalidWindow)
			}
		}
	})
}

// TestFewerCallsASecondThanDiscordTakes: the global limit is kept, and what is
// exempt from it goes out at once.
func TestFewerCallsASecondThanDiscordTakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits()
		began := time.Now()
		for i := range 3 * perSecond {
			if err := l.wait(t.Context(), "any"); err != nil {
				t.Fatal(err)
			}
			if most := (int(time.Since(began)/time.Second) + 1) * perSecond; i >= most {
				t.Fatalf("%d calls in %v", i+1, time.Since(began))
			}
			if before := time.Now(); l.wait(t.Context(), "") != nil || time.Since(before) > 0 {
				t.Fatal("an answer to an interaction waited for the global limit")
			}
		}
	})
}
