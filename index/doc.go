// Package index answers questions about the articles: statements, passages and
// events by words, speaker, date and outlet, and the persons, outlets, topics
// and timelines made of them.
//
// Package segment finds postings and holds the columns in memory, query reads what
// is asked, passages and timeline answer from paragraphs and dates, rank scores;
// statements are found, counted and put in order here. An Index is derived from
// the archive: if it is damaged or missing, it is rebuilt from there. It does not
// know chat, cards or who asks, and it decides nothing about the text of an
// article, which extraction has done.
//
// Where to start reading:
//   - index.go: the values that go in and come out
//   - open.go, add.go: opening, writing, and the snapshot that is searched
//   - statements.go, passages.go, chronology.go: the answers
//   - people.go: persons, by the names that identity makes one
//
// What a word is, is defined in internal/text.
package index
