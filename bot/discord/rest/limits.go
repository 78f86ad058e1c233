package rest

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// https://discord.com/developers/docs/topics/rate-limits
const (
	perSecond     = 50
	maxInvalid    = 10_000 // 401, 403 and 429 in invalidWindow, then the machine is banned
	invalidWindow = 10 * time.Minute
)

// limits keeps Discord's rate limits: what each route's bucket says, 50 calls a
// second over all, and far fewer refused calls than get a machine banned
// (https://discord.com/developers/docs/topics/rate-limits).
type limits struct {
	mu      sync.Mutex
	global  time.Time                         // no call before it
	routes  *simplelru.LRU[string, time.Time] // nor on this route
	second  time.Time                         // the running second
	calls   int                               // in it
	invalid int                               // refused calls in the running window
	window  time.Time                         // when that began
}

func newLimits() *limits {
	routes, err := simplelru.NewLRU[string, time.Time](maxRoutes, nil)
	if err != nil {
		panic(err) // maxRoutes is positive
	}
	return &limits{routes: routes}
}

// maxRoutes bounds the memory of routes.
const maxRoutes = 10_000

// interactionRoute reports whether a path is an answer to an interaction, which has a
// token of its own and no part in the global limit.
func interactionRoute(path string) bool {
	return strings.HasPrefix(path, "/interactions/") || strings.HasPrefix(path, "/webhooks/")
}

// wait returns when a call on route may be made; "" is exempt from limits.
func (l *limits) wait(ctx context.Context, route string) error {
	for {
		d := l.delay(route, time.Now())
		if d <= 0 {
			return ctx.Err()
		}
		if err := outbox.Pause(ctx, d); err != nil {
			return err
		}
	}
}

// delay returns how long a call has to wait. If that is 0, it counts the call.
func (l *limits) delay(route string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.window) >= invalidWindow {
		l.window, l.invalid = now, 0
	}
	free, _ := l.routes.Peek(route)
	switch {
	case l.invalid >= maxInvalid/2:
		return l.window.Add(invalidWindow).Sub(now)
	case route == "":
		return 0
	case now.Before(l.global):
		return l.global.Sub(now)
	case now.Before(free):
		return free.Sub(now)
	case now.Sub(l.second) >= time.Second:
		l.second, l.calls = now, 0
	case l.calls >= perSecond-5:
		return l.second.Add(time.Second).Sub(now)
	}
	l.routes.Remove(route)
	l.calls++
	return 0
}

// hold delays all calls but those that are exempt.
func (l *limits) hold(wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.global = time.Now().Add(wait)
}

// learn reads the limits from an answer.
func (l *limits) learn(route string, resp *http.Response) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	switch resp.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests:
		l.invalid++
	}
	reset := secondsOf(resp.Header.Get("X-RateLimit-Reset-After"))
	if route == "" || resp.Header.Get("X-RateLimit-Remaining") != "0" || reset <= 0 {
		return
	}
	l.routes.Add(route, now.Add(reset))
}
