// Package rank computes scores: BM25 and its parts, which of a query's terms are read
// within a posting budget, how well an article fits a topic, and what stands out.
//
// It works on numbers and slices alone. It must not know the index, its columns or a
// query: a unit is a number from 0, and whoever calls knows what it is the number of.
// The arrays of an Accumulator, Shares or UnitSet are made once and cleared by what was
// touched, since clearing all of them takes longer than most answers.
//
// Start with the formulas in bm25.go and Accumulator in accumulator.go.
package rank
