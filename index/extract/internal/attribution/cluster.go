package attribution

// Clusters tells of words which others are used alike: each word's number is
// that of its cluster. It is a table of slots of three bytes: two of the
// word's hash, to tell it from others, and the cluster's number plus one.
type Clusters string

// The size of the table: the number of clusters, the bits of a slot's number, and
// the bytes of a slot.
const (
	ClusterCount    = 255
	ClusterSlotBits = 17
	ClusterSlot     = 3
)

// of returns the cluster of the word with a hash, or 0 if it has none.
func (c Clusters) of(hash uint32) uint8 {
	if len(c) != ClusterSlot<<ClusterSlotBits {
		return 0
	}
	at := int(hash>>(32-ClusterSlotBits)) * ClusterSlot
	if c[at] != byte(hash) || c[at+1] != byte(hash>>8) {
		return 0
	}
	return c[at+2]
}
