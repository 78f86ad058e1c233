//go:build !race

package follow_test

const underRace = 1
