//go:build !race

package web_test

const underRace = 1
