// Package app is the program without its command line: it opens a data folder,
// wires what reads, answers and posts, and serves all of it until it is stopped.
// It is the only package that knows every other one, and it decides nothing about
// an answer. Start reading at Open (open.go), Serve (serve.go) and Connect
// (connect.go).
package app
