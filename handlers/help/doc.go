// Package help tells what can be asked and how large and fresh the briefing is, with
// examples from its articles. A command is one file; begin with help.go.
package help
