// Package raced tells tests how much slower the race detector makes them, so that the
// largest can try less, limits of time can be longer, and those in which it can find
// nothing are left out.
package raced
