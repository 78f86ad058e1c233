// Package segment keeps the index on disk and in memory. Records become Bleve
// documents and a row each; rows become columns; a Snapshot is Bleve and columns at one moment,
// numbered so that a posting of Bleve leads to a place in the columns.
//
// Bleve finds postings and nothing else; it is imported here and in termfile only, and no exported
// signature has a type of it. The package must not know queries, scores, persons or
// answers: it says which units (articles, passages, statements, events) hold a term,
// and what the columns have of each.
//
// Start with Store in store.go, what is open, and Snapshot in snapshot.go, what is
// asked. Then, from the bytes up:
//   - document.go, documentbatch.go: the documents and the row of a record; package words
//     has the words of its text, package journal keeps the row
//   - build.go, columns.go: the columns and how they grow
//   - checkpoint.go: what is kept of the columns
//   - read.go: the words of a unit
//   - postings.go, phrase.go: which units hold a stem, a phrase or words as typed
package segment
