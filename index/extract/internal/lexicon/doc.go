// Package lexicon knows words: what a word can be where persons are looked for, how
// names are folded and spelled, and which given names are one name.
//
// It must know nothing of articles beyond their tokens, and decides nothing about who
// is who. Start with Tag in tagged.go; the lists themselves are in the folder words,
// and lists.go says what each means.
package lexicon
