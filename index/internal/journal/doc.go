// Package journal keeps what was added to the index since its last checkpoint: batches of rows, each
// row everything that the columns hold of one article, and of the words that are new in a batch.
//
// The package knows nothing of Bleve, of columns and of checkpoints. Start with Journal in
// journal.go: what is appended and replayed, and what a kill leaves. Then batch.go and row.go for what is
// kept, and codec.go for its bytes.
package journal
