// Package token cuts text into words, numbers and marks, as names and articles are
// read: each with its kind and its bytes, nothing folded or left out.
//
// It must know nothing of what a word means. Search has other words, those of package
// text, which folds them and leaves marks out.
//
// Start with Tokenize.
package token
