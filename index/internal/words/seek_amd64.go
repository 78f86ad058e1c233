package words

import "golang.org/x/sys/cpu"

// wide reports whether seek may be called.
var wide = cpu.X86.HasSSSE3 && cpu.X86.HasPOPCNT

// blockSize is how many bytes seek reads at once; it looks at one more.
const blockSize = 16

// seek returns the place of the first of so many words from the beginning of blocks of tokens on whose
// first two bytes are pairs, and how many words are left from it on. If none is found, left is 0 where all
// words were seen, else how many there are from the end of the blocks on, one that ends behind it included.
// Sixteen bytes are compared in the time of a word in Go.
//
//go:noescape
func seek(tokens *byte, blocks, words uint, p *pairs) (at, left uint, found bool)
