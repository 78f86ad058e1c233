// Package column keeps large arrays of fixed-size values and tables of strings in
// files that are mapped into memory, so that a program that opens them reads nothing
// it does not need, and the memory stays the operating system's to take back.
//
// A Column is an array whose beginning may lie in a file and whose end grows on the
// heap; Strings are the same for strings. A File is written once (Create) and never
// changed. Open verifies the checksum of every byte before it hands out any, and the
// layout of the values in memory: a file of another machine or another version of a
// type is refused, never misread.
//
// The package knows nothing of what the values mean. Start reading at column.go, then
// file.go.
package column
