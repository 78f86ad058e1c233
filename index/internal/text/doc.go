// Package text defines what a word is for search: how text is cut into words,
// folded and stemmed, which words carry a topic, how far apart two spellings
// are, and how an article is cut into passages and sentences.
//
// It works on strings and byte spans alone. It must not know Bleve, the columns
// of the index or any query, so that what it returns depends on nothing but its
// arguments. The index's files hold stems, folded forms, topic words and hashes
// that this package made: a change of any of them needs a new schema version
// (segment.schemaVersion).
//
// Start with Analyzer in analyzer.go and Word in words.go.
package text
