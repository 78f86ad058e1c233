// Package smalltalk recognizes lines that ask for nothing: a greeting, thanks, a remark
// on an answer. It knows no requests and no cards.
//
// Start with Of in smalltalk.go.
package smalltalk
