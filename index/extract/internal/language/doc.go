// Package language decides in which language an article, and each of its paragraphs,
// is written: by its words of grammar, of which every text is full.
//
// It must know nothing of statements: who calls it decides what to do about other
// languages. Start with Of.
package language
