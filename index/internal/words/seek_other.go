//go:build !amd64

package words

// wide is false: words are read one at a time.
const (
	wide      = false
	blockSize = 1
)

func seek(*byte, uint, uint, *pairs) (at, left uint, found bool) { return 0, 0, false }
