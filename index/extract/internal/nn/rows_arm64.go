package nn

// prefetchRows asks the processor for the cache lines in which the rows of features begin, as
// on amd64.
//
//go:noescape
func prefetchRows(rows string, ids []uint32, shift, stride uint)
