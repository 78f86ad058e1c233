//go:build !race

package raced

// Slowdown is about how many times as long tests take under the race detector, 1 without it.
const Slowdown = 1
