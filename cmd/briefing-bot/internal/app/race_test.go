//go:build race

package app

// underRace multiplies limits of time, and divides the sizes of the largest tests: each
// step takes many times as long.
const underRace = 5
