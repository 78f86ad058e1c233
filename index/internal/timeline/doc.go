// Package timeline makes the timeline of a topic: which articles and sentences of
// events are about it, the dates that they add up to, and a page of those that
// matter most, each with its best sentence.
//
// It must not know how an index is opened or written, statements' scores or
// passages: what it knows of a briefing are a snapshot's columns and postings.
//
// Start with Of in chronicle.go. Then:
//   - page.go: the rows of a page, as hits
//   - rows.go, row.go: rows, and what makes a date matter
//   - relevance.go: how much articles and sentences are about a topic
//   - view.go: what is computed once for a snapshot
package timeline
