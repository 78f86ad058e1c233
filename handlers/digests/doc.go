// Package digests answers the commands about digests: what is new in a window of
// articles and why it stands where it does, and the digests that are posted at set
// times. A command is one file; begin with show.go.
package digests
