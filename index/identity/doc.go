// Package identity decides which names, as many articles print them, are one person,
// and whom a typed name can mean.
//
// It must know nothing of the articles themselves: names and counts are all it sees.
// Start with Unify in unify.go, which decides, and People in persons.go, which are
// looked up.
package identity
