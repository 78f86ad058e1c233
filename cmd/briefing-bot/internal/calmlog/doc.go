// Package calmlog keeps a log readable while something stays wrong: a warning or an
// error is written once a minute at most, and tells then how often it came since. It
// knows nothing of what is logged, but that a full disk is one fault, whatever it keeps
// from being written.
package calmlog
