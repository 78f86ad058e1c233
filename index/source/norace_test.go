//go:build !race

package source

const underRace = 1
