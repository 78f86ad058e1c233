package extract

// clusters tells of words which others are used alike: each word's number is
// that of its cluster. It is a table of slots of three bytes: two of the
// word's hash, to tell it from others, and the cluster's number plus one.
type clusters string

const (
	clusterCount    = 255
	clusterSlotBits = 17
	clusterSlot     = 3
)

// of is the cluster of the word with a hash, 0 where it has none.
func (c clusters) of(hash uint32) uint8 {
	if len(c) != clusterSlot<<clusterSlotBits {
		return 0
	}
	at := int(hash>>(32-clusterSlotBits)) * clusterSlot
	if c[at] != byte(hash) || c[at+1] != byte(hash>>8) {
		return 0
	}
	return c[at+2]
}
