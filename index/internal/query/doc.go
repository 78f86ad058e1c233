// Package query holds what is asked of the index, and reads it: a Query of values,
// the Topic that its words make with other spellings and synonyms, and the Filter
// of its other fields over the columns of a snapshot.
//
// It must not know scores of units, order or answers: which statement, passage or
// date answers best is for the packages that search.
//
// Start with Query in query.go. Then:
//   - filter.go, window.go, scope.go: which units may answer
//   - matching.go: which words of an article a topic means
//   - lacking.go: which words of a query an article or a passage lacks
//   - terms.go, vocabulary.go: the words of a query and what else they may be called
//   - budget.go, wordings.go: their postings, within a budget
package query
