// Package watches answers the commands about watches, and finds what each of them is
// to report. A command is one file; begin with add.go, and with match.go for what is
// reported.
package watches
