// Package query reads a request: which words, person, outlet and period its
// arguments mean, as a query of the index, and what to say about how they were read.
// It searches nothing.
package query
