package attribution

import "github.com/briefing-bot/briefing-bot/index/extract/internal/nn"

// sumCache remembers what features add up to that several boundaries have. It goes from one
// document to the next without being cleared.
type sumCache struct {
	document  uint32 // the number of the one it is used for
	call      uint32 // the number of the call of scoreBoundaries
	positions [2 * int(Sides) * positionsCached]cachedSums
	groups    [groups][sharedCached]cachedSums
}

// cachedSums is of what has the key: never zero, so that the zero value is of nothing.
type cachedSums struct {
	nn.Sums
	key uint64
}

// positionsCached is how many places are remembered: a sentence's and those around it.
// sharedCached is how many keys of a group are: a cue's boundaries have some twenty.
const (
	positionsCached = 1 << 10
	sharedCached    = 1 << sharedBits
	sharedBits      = 6
)

// position returns the sums of the place of a boundary, and whether its features are still to
// be added. They are the same for every cue of the document.
func (c *sumCache) position(base uint32, p Boundary) (sums *nn.Sums, missing bool) {
	at := (p.Token%positionsCached)*int(Sides) + int(p.Side)
	if base == SourceBase {
		at += int(Sides) * positionsCached
	}
	return c.positions[at].of(uint64(c.document)<<32 | uint64(p.Token))
}

// shared returns the sums of the key of a group, and whether its features are still to be
// added. They are the same for the boundaries of one call, two fifths of whose features it
// saves.
func (c *sumCache) shared(g group, key uint32) (sums *nn.Sums, missing bool) {
	slot := key * 0x9E3779B1 >> (32 - sharedBits)
	return c.groups[g][slot].of(uint64(c.call)<<32 | uint64(key))
}

// of returns the sums of key, emptied if they were of another.
func (c *cachedSums) of(key uint64) (sums *nn.Sums, missing bool) {
	if c.key == key {
		return &c.Sums, false
	}
	*c = cachedSums{key: key}
	return &c.Sums, true
}
