// Package datadir recognizes the data folder by its marker file, refuses every
// other folder without touching it, and sets damaged indexes aside. Start reading
// at Claim (marker.go).
package datadir
