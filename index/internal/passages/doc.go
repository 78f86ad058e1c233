// Package passages finds paragraphs: those that answer a question, by BM25F over
// their words and their articles' titles and with the outlets that it names, and
// those that share the words of a quotation.
//
// It must not know statements, persons or dates of events, nor how an index is
// opened or written.
//
// Start with Search in bm25f.go. Then:
//   - scores.go: the scores of what it found
//   - question.go: what a question asks for, and where it says to look
//   - quotations.go: passages for the words of a quotation
//   - newest.go: the newest of many passages
//   - view.go: what is searched, and the arrays to do it in
package passages
