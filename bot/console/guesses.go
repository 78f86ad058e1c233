package console

import (
	"net/netip"
	"sync"
	"time"
)

// Limits on wrong tokens. After freeGuesses an address waits, twice as long
// after each that is wrong; it is forgotten when it has made none for as long
// as guessMemory.
const (
	freeGuesses = 5
	firstWait   = time.Second
	longestWait = 5 * time.Minute
	guessMemory = 15 * time.Minute
	mostGuesses = 4096 // addresses that are remembered
)

// guesses counts wrong tokens by the address that they came from, so that
// nobody keeps somebody else out. The proxy's word for an address is not taken.
type guesses struct {
	mu sync.Mutex
	by map[netip.Prefix]*guesser
}

type guesser struct {
	wrong int
	last  time.Time
}

// wait returns how long an address has to wait until its next guess is read;
// 0 if it need not.
func (g *guesses) wait(from netip.Prefix, now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	who := g.by[from]
	if who == nil || who.wrong < freeGuesses {
		return 0
	}
	pause := longestWait
	if n := who.wrong - freeGuesses; n < 16 {
		pause = min(firstWait<<n, longestWait)
	}
	return max(0, pause-now.Sub(who.last))
}

// note counts a wrong guess.
func (g *guesses) note(from netip.Prefix, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.by == nil {
		g.by = map[netip.Prefix]*guesser{}
	}
	if g.by[from] == nil {
		g.makeRoom(now)
		g.by[from] = &guesser{}
	}
	who := g.by[from]
	who.wrong++
	who.last = now
}

// makeRoom forgets who made no guess for long, else who made the fewest, the
// longest ago.
func (g *guesses) makeRoom(now time.Time) {
	if len(g.by) < mostGuesses {
		return
	}
	var least netip.Prefix
	for from, who := range g.by {
		if now.Sub(who.last) > guessMemory {
			delete(g.by, from)
			continue
		}
		other := g.by[least]
		if other == nil || who.wrong < other.wrong || who.wrong == other.wrong && who.last.Before(other.last) {
			least = from
		}
	}
	if len(g.by) >= mostGuesses {
		delete(g.by, least)
	}
}

// forget is called when an address has shown the right token.
func (g *guesses) forget(from netip.Prefix) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.by, from)
}

// guessFrom returns the address that a guess counts for: of IPv6 the network,
// since one machine has as many addresses of it as it likes.
func guessFrom(remote string) netip.Prefix {
	place, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Prefix{}
	}
	address, bits := place.Addr().Unmap().WithZone(""), 32
	if address.Is6() {
		bits = 64
	}
	prefix, _ := address.Prefix(bits) // no error with bits that the address has
	return prefix
}
