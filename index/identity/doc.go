// Package identity decides which names, as many articles print them, are one person.
//
// It must know nothing of the articles themselves: names and counts are all it sees.
// Start with Unify.
package identity
