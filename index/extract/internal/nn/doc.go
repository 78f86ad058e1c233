// Package nn holds the small neural networks that the attribution stage scores
// with: hashed features, eight-bit weights that are read where they lie in the
// model file, and the reader of that file.
//
// It must know nothing of text: its input is lists of hashed features, its output
// scores. Start with Network.Score; Features shows how features are hashed. The
// hashes are part of the model file's format: change one and every weight is lost.
//
// Rows are fetched and added in assembly where there is some (rows_*.s), in Go elsewhere;
// FuzzSums holds both to the same sums.
package nn
