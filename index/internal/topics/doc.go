// Package topics finds what statements are about: the words and pairs of words that
// stand out in some of them against all others, used as nouns and printed as they mostly
// are.
//
// It reads the columns of a snapshot, and gets from its caller which words are names. It must not know
// queries or who is who.
//
// Start with Table.Find in topic_table.go; grams.go numbers and counts words and pairs,
// word_use.go says how a word is used, nearby.go counts what a large window has more or less than
// one that was counted before.
package topics
