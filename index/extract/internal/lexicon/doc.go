// Package lexicon tags a document with what each word can be where persons are looked
// for. What words can be, and how names are folded, spelled and cut in parts, it takes
// from package names.
//
// It must know nothing of articles beyond their tokens, and decides nothing about who
// is who. Start with Tag in tagged.go.
package lexicon
