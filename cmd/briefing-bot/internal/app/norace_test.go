//go:build !race

package app

const underRace = 1
