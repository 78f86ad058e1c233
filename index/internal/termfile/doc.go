// Package termfile is the form of Bleve's segments: which documents hold which terms, and nothing
// else. Bleve's own form keeps a byte for how often each document holds each term, and the name of each document twice,
// which is half of such a file; this one has neither, and packs what is left.
//
// A file is written once and never changed; it is mapped, and read in place. Documents are numbered in the
// order of their names, so that those of one article and kind follow each other, and the distances between the
// documents with a term are short.
//
//	magic
//	postings    of each field's terms: packed documents, see postings.go
//	names       of the documents, by run, see names.go
//	dictionary  of each field: terms in order and where their postings are, see dictionary.go
//	directory   where all of this is, see layout.go
//	footer      place of the directory; checksum of all before it, in the last four bytes
//
// Who opens a file compares the checksum before anything is read. A reader is safe with other bytes too: it
// returns ErrMalformed, or documents that are not there, and does not panic.
//
// The package knows Bleve's interfaces for segments, and Plugin is where Bleve finds it. It knows nothing of
// what the terms and documents are, but for the names of documents. Start with segment.go.
package termfile
