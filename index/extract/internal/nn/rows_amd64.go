package nn

// prefetchRows asks the processor for the cache lines in which the rows of features begin.
// It reads nothing: a load would hold up what comes after it until the row is there. The
// compiler has no way to say so; annotate takes 0.93 of the time by it.
//
//go:noescape
func prefetchRows(rows string, ids []uint32, shift, stride uint)

// addRows adds the first sixteen bytes of the row of each feature to words, of which two hold
// the columns of eight bytes, as in Sums. It does not check that the rows are within rows.
// annotate takes 0.93 of the time by it, beside the loop in Go.
//
//go:noescape
func addRows(words *[4]uint64, rows string, ids []uint32, shift, stride uint)
