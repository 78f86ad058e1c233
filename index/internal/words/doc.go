// Package words keeps texts as the numbers of their words, and reads them: how often a text
// holds a word, a stem or several words in a row, and which of its words carry a topic.
//
// Words that are printed alike and have the same form and stem have one number, given once and
// for ever. An encoded text is the numbers of its words as varints, one after another, almost
// all of one or two bytes. Who reads one passes its bytes, which may go on behind it, and how many
// words it has: the first words of the bytes, no more.
//
// The package knows nothing of articles' columns, of Bleve, or of where encoded texts lie. Start
// with Vocabulary in vocabulary.go, what there is to say of each word. Then:
//   - numbers.go, places.go, pack.go: how words get numbers, and what is kept of those that are new
//   - encoder.go: the words of an article, encoded
//   - scan.go, match.go, run.go: counting words, forms, stems and runs of them in an encoded text
//   - topicwords.go, peak.go: what topics and the bounds of scores are made of
package words
