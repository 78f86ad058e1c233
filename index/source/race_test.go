//go:build race

package source

// underRace divides the sizes of the largest tests where each step takes many times as
// long: they prove the same of fewer sources and seeds.
const underRace = 4
