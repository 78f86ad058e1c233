// Package raced tells tests how much slower the race detector makes them, so that the
// largest can try less and limits of time can be longer.
package raced
