// Package statements finds the statements that answer a query: those whose content holds
// every word of a topic, in tiers of how the words are printed, repeats of the same words
// of the same person once.
//
// What holds the words is found first, from the lists of postings alone. What passes the
// filter is scored after that, and only where it may be on the page, so that an answer with
// few rows reads few words, and counts score nothing. It must not know passages or timelines.
//
// Start with View.Search in search.go. Then:
//   - match.go: the statements that hold the words
//   - gate.go: which of them pass the filter, by dates and bits of many at a time
//   - repeats.go: repeats as one group
//   - page.go: the groups of a page
//   - score.go: their tiers and scores, and what a score cannot exceed
//   - count.go: how much queries with fewer restrictions find
package statements
