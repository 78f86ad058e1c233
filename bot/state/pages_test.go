package state

// Of a page's header, and of the header of each of its entries, in bytes.
const (
	headerSize  = 16
	elementSize = 16
)

var newPageFile = openPages
