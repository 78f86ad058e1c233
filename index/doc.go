// Package index answers questions about the articles: statements, passages and
// events by words, speaker, date and outlet, and the persons, outlets, topics
// and timelines made of them.
//
// Bleve finds postings and nothing else; it is imported here only, and no
// exported signature has a type of it. Scores, filters, counts and order are
// computed over columns in memory. An Index is derived from the archive: if it
// is damaged or missing, it is rebuilt from there. It does not know chat, cards
// or who asks, and it decides nothing about the text of an article, which
// extraction has done.
//
// Where to start reading:
//   - index.go: the values that go in and come out
//   - add.go, document.go, rowcodec.go: a record becomes documents and a row
//   - columns.go, snapshot.go, open.go: the columns, and their state at one moment
//   - terms.go, term_selection.go: the words of a query, within a posting budget
//   - statements.go, passages.go, events.go, timeline.go, topics.go: the answers
//   - people.go: which names are one person
//
// What a word is, is defined in internal/text.
package index
