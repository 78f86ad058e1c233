// Package peers measures SQLite's FTS5 and Bleve as it comes beside our index: the same
// passages, the same questions, one run. It is a module of its own, so that SQLite is no
// dependency of the program. Start reading at BenchmarkPeers; `make peers` runs it.
package peers
