// Package names knows the words that names are made of: what a word can be where
// persons are looked for, how names are folded and spelled, which given names are one
// name, and how a name is cut in its parts.
//
// It must know nothing of articles or who is who: a name or a few words is all it sees.
//
// Start with Split in parts.go; the lists are in the folder words, and lists.go says
// what each means.
package names
